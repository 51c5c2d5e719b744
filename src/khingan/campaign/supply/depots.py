"""Captured depots: what their garrisons could not destroy feeds the captor's men and fuels his trucks.

Ammunition fits no gun of the other side. Nothing is carried on: whoever is near draws what he lacks once a day.
"""

from __future__ import annotations

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, DEPOT_CAPTURED
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.distance import km2_between
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.allocate import FOOD, FUEL, request
from khingan.campaign.world import F64, World


@leaf
def _take(w: World, p: F64, st: State, sc: Scratch, s: int, step: int) -> None:
    """A depot changes hands: a part is destroyed, of the rest food and a little fuel are of use."""
    c = int(w.s[s].cell)
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.c[c].sid), draws.DEPOT)
    kept = st.s[s].stock * (1.0 - min(1.0, 2.0 * p[P.DEPOT_DESTROYED] * draws.uniform(words[0])))
    st.s[s].stock = 0
    st.s[s].food = int(kept * p[P.DEPOT_FOOD_SHARE])
    st.s[s].fuel = int(kept * p[P.DEPOT_FUEL_SHARE])
    tons = (st.s[s].food + st.s[s].fuel) // 1000
    log(sc, step, step * 6, DEPOT_CAPTURED, 1 - w.s[s].side, c, -1, tons)


@inner
def _feed(w: World, p: F64, st: State, sc: Scratch, s: int) -> None:
    """Units of the captor near a depot draw what they may in a day, in the resolve order."""
    reach = p[P.DEPOT_REACH_KM]
    for u in range(w.u.shape[0]):
        if w.u[u].side == w.s[s].side or st.u[u].status != ACTIVE or st.u[u].invested == 1:
            continue
        if km2_between(w, int(w.s[s].cell), int(st.u[u].cell)) > reach * reach:
            continue
        food = max(0, min(int(request(w, p, st, u, FOOD)), st.s[s].food))
        fuel = max(0, min(int(request(w, p, st, u, FUEL)), st.s[s].fuel))
        st.u[u].food += food
        st.s[s].food -= food
        st.u[u].fuel += fuel
        st.s[s].fuel -= fuel
        st.u[u].looted += food + fuel
        sc.burnt[1] += fuel


@inner
def daily(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Depots taken since yesterday, and what is drawn from those taken before."""
    if step == 0 or p[P.SWITCH_DEPOTS] == 0.0 or p[P.SWITCH_SUPPLY] == 0.0:
        return
    for s in range(w.s.shape[0]):
        c = int(w.s[s].cell)
        side = int(w.s[s].side)
        if c < 0 or side < 0:
            continue
        if int(st.owner[c]) == side:
            st.s[s].food = 0
            st.s[s].fuel = 0
        elif int(st.owner[c]) == 1 - side and sc.x[side, c].here == 0:
            if st.s[s].stock > 0:
                _take(w, p, st, sc, s, step)
            if st.s[s].food + st.s[s].fuel > 0:
                _feed(w, p, st, sc, s)
