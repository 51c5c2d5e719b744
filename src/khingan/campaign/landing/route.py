"""Which way a unit goes to its next objective: on its feet or aboard of a lift."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import BY_AIR, BY_SEA, NO_LIFT
from khingan.campaign.compiling import leaf
from khingan.campaign.state import State
from khingan.campaign.world import F64, World


@leaf
def passage_km(w: World, kind: int, a: int, b: int) -> int:
    """Kilometres from harbour a to harbour b for a kind of lift, -1 = no way."""
    if kind == BY_SEA:
        return int(w.g[a, b].sea)
    if kind == BY_AIR:
        return int(w.g[a, b].air)
    return int(w.g[a, b].river)


@leaf
def hours_for(w: World, i: int, km: int) -> int:
    """Hours that a lift needs for a way; an hour begun counts whole."""
    return int(km / w.t[i].speed + 0.999)


@leaf
def loading_hours(w: World, p: F64, st: State, i: int, men: int) -> int:
    """Hours in which so many men (1/256) go aboard of a lift: a full one takes all its hours of loading."""
    share = min(1.0, men / int(st.t[i].capacity))
    gathering = p[P.LIFT_GATHERING_SHARE]
    return int(w.t[i].load * (gathering + (1.0 - gathering) * share) + 0.999)


@leaf
def takes_lift(w: World, st: State, u: int) -> bool:
    """Whether a unit goes to its present objective aboard of a lift.

    The first place of such an axis is where it embarks; from each place to the next it is carried unless the way
    by land is short.
    """
    a = st.u[u].axis
    if a < 0:
        return False
    kind = int(w.a[a].lift)
    n = st.u[u].pointer
    if kind == NO_LIFT or n == 0 or n >= w.a[a].count:
        return False
    o = int(w.a[a].first) + n
    here = int(w.c[w.o_cell[o - 1]].harbour)
    there = int(w.c[w.o_cell[o]].harbour)
    if here < 0 or there < 0:
        return False
    return (int(w.g[here, there].shipped) >> kind) & 1 == 1
