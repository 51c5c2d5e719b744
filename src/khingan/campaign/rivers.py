"""Rivers on the march: bridges, fords, and the hours of a crossing at the water of the day (rules.md R12)."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import marching_share
from khingan.campaign.codes import MEDIUM, MINOR
from khingan.campaign.compiling import leaf
from khingan.campaign.state import State
from khingan.campaign.weather import crossing_factor, fords_flooded
from khingan.campaign.world import F64, World


@leaf
def has_bridge(st: State, c: int, k: int, step: int) -> bool:
    """Whether the river of an edge is bridged at this step (standing, or finished meanwhile)."""
    b = int(st.e[c, k].bridge)
    return b == 1 or (b > 1 and step >= b)


@leaf
def river_class(w: World, st: State, c: int, k: int) -> int:
    """River of an edge today: without fords a minor one is like a medium one."""
    river = int(w.e[c, k].river)
    return MEDIUM if river == MINOR and fords_flooded(w, st, c) else river


@leaf
def crossing_hours(w: World, p: F64, st: State, c: int, k: int) -> float:
    """Marching hours that the river of an edge costs (rules.md R12): ferries work through the night.

    Who has crossed first leaves boats, ferries and marked fords to those behind him: they wait for room only, until
    the bridge is there.
    """
    if int(w.e[c, k].river) == 0 or int(st.e[c, k].bridge) > 0:
        return 0.0
    hours = p[P.RIVER_DELAY_MINOR + river_class(w, st, c, k) - 1] * crossing_factor(w, st, c)
    return float(hours * marching_share(p))
