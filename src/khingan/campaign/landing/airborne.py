"""Parties landed from the air to take the surrender of a town (docs/mechanisms/airborne.md).

They fly when talks have begun, by day, in flying weather, within the range of aircraft that need no fuel at the far
end, and only where nobody fights any more: an enemy who has not heard of the cease-fire keeps them away.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.air.bases import takes_aircraft
from khingan.campaign.calendar import is_daylight
from khingan.campaign.codes import TRANSPORT
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.distance import km2_between
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.airlift import in_radius
from khingan.campaign.supply.nearest import is_reached
from khingan.campaign.weather import flying
from khingan.campaign.world import F64, World


@leaf
def _can_take_off(w: World, p: F64, st: State, side: int, q: int, step: int) -> bool:
    """Whether aircraft of a side can fly from a place: an airfield, or a strip on open ground that it has made."""
    c = int(w.p_cell[q])
    if c < 0 or int(st.owner[c]) != side or not takes_aircraft(w, c):
        return False
    if int(w.c[c].owner) == side:
        return True
    held = step * 6 - int(st.held_since[q])
    return bool(held >= p[P.AIR_STRIP_HOURS] and is_reached(int(st.reach[side, c])))


@inner
def in_range(w: World, p: F64, st: State, side: int, c: int, step: int) -> bool:
    """Whether a cell lies within the radius of an airfield or strip that a side holds."""
    for q in range(w.p_cell.shape[0]):
        d = int(w.p_cell[q])
        near = km2_between(w, d, c) <= p[P.AIR_LANDING_RADIUS_KM] * p[P.AIR_LANDING_RADIUS_KM]
        if near and _can_take_off(w, p, st, side, q, step):
            return True
    return False


@inner
def may_fly(w: World, p: F64, st: State, sc: Scratch, u: int, there: int, step: int) -> bool:
    """Whether a party may fly to a place now: talks, day, weather, range, and nobody there who fights."""
    if step * 6 < st.u[u].order_at * 6 + p[P.AIR_TALKS_HOURS]:
        return False
    side = w.u[u].side
    c = int(w.h[there].cell)
    if (
        not is_daylight(step)
        or sc.x[1 - side, c].free > 0
        or not takes_aircraft(w, c)
        or int(st.owner[c]) == side
    ):
        return False
    weather = min(flying(w, st, w.c[c].region), flying(w, st, w.c[st.u[u].cell].region))
    if weather < p[P.AIR_FLYING_LEAST]:
        return False
    return bool(in_range(w, p, st, side, c, step))


@inner
def take_sorties(w: World, p: F64, st: State, u: int) -> None:
    """Charge a party's flight to the transport groups within reach: what is not free today is tomorrow's fuel."""
    need = int(st.u[u].men / p[P.AIR_MEN_PER_SORTIE])
    for i in range(w.v.shape[0]):
        if (
            w.v[i].kind != TRANSPORT
            or w.v[i].side != w.u[u].side
            or not in_radius(w, st, i, int(st.u[u].cell))
        ):
            continue
        free = min(need, int(st.v[i].free))
        st.v[i].free -= free
        st.v[i].booked += need - free
        return
