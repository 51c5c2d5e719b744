"""Occupation: who has nothing left to take goes where enemies who keep the cease-fire still wait to be disarmed."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, CLOSED, UNREACHED, WAITING
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.trace import distance, spread
from khingan.campaign.world import F64, SOURCE_BITS, World

WAY = 2  # State.reach[WAY + side]: road-cost km of a side from the nearest of them


@leaf
def _awaits_captors(w: World, p: F64, st: State, sc: Scratch, u: int) -> bool:
    """Whether a unit keeps the second phase of a cease-fire where the other side may go and too few guard it."""
    if st.u[u].quiet < 2 or st.u[u].men == 0 or (st.u[u].status != ACTIVE and st.u[u].status != WAITING):
        return False
    captor = 1 - w.u[u].side
    c = st.u[u].cell
    if (int(w.c[c].bounds) >> captor) & 1 == 1:
        return False
    return bool(sc.x[captor, c].here * p[P.DISARM_MEN_PER_MAN_DAY] * p[P.OCCUPATION_DAYS] < st.u[u].men)


@inner
def daily(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Bring each side's way to those who wait to be disarmed up to date."""
    if p[P.SWITCH_OCCUPATION] == 0.0 or p[P.SWITCH_CEASEFIRE] == 0.0:
        return
    for side in range(2):
        way = st.reach[WAY + side]
        n = 0
        for u in range(w.u.shape[0]):
            if w.u[u].side == side or not _awaits_captors(w, p, st, sc, u):
                continue
            if n == 0:
                way[:] = UNREACHED
                way[w.e.shape[0] - 1] = CLOSED
            c = st.u[u].cell
            if int(way[c]) == UNREACHED:
                way[c] = 0
                sc.mark[c] = 1
                sc.queue[n] = c
                n += 1
        if n > 0:
            spread(w, st, sc, WAY + side, n)
            most = (int(p[P.OCCUPATION_RADIUS_KM]) + 1) << SOURCE_BITS
            for c in range(w.e.shape[0]):
                if int(way[c]) >= most:
                    way[c] = UNREACHED
        elif int(way[w.e.shape[0] - 1]) == CLOSED:
            # The last have been disarmed.
            way[:] = UNREACHED


@leaf
def km_to_go(st: State, side: int, c: int) -> int:
    """Road-cost km from a cell to the nearest enemy who waits to be disarmed; UNREACHED = nobody within reach."""
    return distance(st, WAY + side, c)
