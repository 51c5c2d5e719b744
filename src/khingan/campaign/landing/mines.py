"""Mines in the approaches of a place: every trip through them may cost craft (docs/mechanisms/coast.md)."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.compiling import leaf
from khingan.campaign.portable import exp
from khingan.campaign.state import State
from khingan.campaign.world import F64, World


@leaf
def mined(w: World, p: F64, st: State, u: int) -> float:
    """Chance of each craft of a trip to strike a mine, off the place that it left or off the one it is bound for.

    Mines do not ask whose ships pass: they take those of both sides.
    """
    mines = w.h[int(st.t[int(st.u[u].lift)].at)].mines + w.h[int(st.u[u].bound)].mines
    if p[P.SWITCH_MINES] == 0.0 or mines <= 0.0:
        return 0.0
    return float(1.0 - exp(-p[P.MINE_HITS] * mines))
