"""Lines: bridges and tunnels that are broken, rolling stock that falls to the enemy with its station."""

from __future__ import annotations

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import ROLLING_STOCK_CAPTURED
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@leaf
def break_bridge(w: World, p: F64, st: State, c: int, k: int) -> None:
    """Break the bridge of an edge, or the tunnel of its railway: trains wait until it is repaired."""
    d = int(w.nbr[c, k])
    back = int(w.e[c, k].rev)
    st.e[c, k].bridge = 0
    st.e[d, back].bridge = 0
    if int(w.e[c, k].work) > 0 and p[P.SWITCH_RAIL] > 0.0:
        hours = int(24.0 * p[P.RAIL_REPAIR_MINOR + int(w.e[c, k].work) - 1])
        st.e[c, k].span = hours
        st.e[d, back].span = hours


@inner
def take_trains(w: World, p: F64, st: State, sc: Scratch, side: int, c: int, step: int, hour: int) -> None:
    """Rolling stock of a cell that changes hands: a part of it still runs, the rest has left or is wrecked."""
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.c[c].sid), draws.ROLLING_STOCK)
    kept = min(1.0, 2.0 * p[P.RAIL_STOCK_KEPT] * draws.uniform(words[0]))
    st.c[c].trains = int(st.c[c].trains * kept + 0.5)
    if int(st.c[c].trains) > 0 and p[P.SWITCH_RAIL] > 0.0:
        log(sc, step, hour, ROLLING_STOCK_CAPTURED, side, c, -1, int(st.c[c].trains))
