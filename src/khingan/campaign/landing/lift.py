"""Lifts: who goes aboard, of which ships or aircraft, and when they arrive.

A lift is a body of ships, boats or aircraft that makes one trip after the other. Units bound from the same place to
the same place share a trip as far as there is room; the others wait until the lift is back or another one is free.
"""

from __future__ import annotations

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import ABOARD, ACTIVE, BY_AIR, BY_RIVER, BY_SEA, EMBARKED, NEVER
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.landing.airborne import may_fly, take_sorties
from khingan.campaign.landing.route import hours_for, loading_hours, passage_km, takes_lift
from khingan.campaign.movement import masks_works
from khingan.campaign.picture import stand
from khingan.campaign.state import Scratch, State
from khingan.campaign.weather import rough_sea
from khingan.campaign.world import F64, World


@leaf
def _is_barred(w: World, sc: Scratch, side: int, a: int, b: int) -> bool:
    """Whether enemies who can fight stand on the banks between two places of a river."""
    first = int(w.g[a, b].first)
    for i in range(first, first + int(w.g[a, b].count)):
        if sc.x[1 - side, w.banks[i]].free > 0:
            return True
    return False


@leaf
def _is_ready(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> bool:
    """Whether a unit waits for a lift at the place where it embarks."""
    if st.u[u].status != ACTIVE or st.u[u].axis < 0 or w.u[u].lifts == 0:
        return False
    if step < st.u[u].order_at or step < st.u[u].cooldown or st.u[u].quiet > 0 or st.u[u].fighting == 1:
        return False
    if not takes_lift(w, st, u) or st.u[u].lift >= 0:
        return False
    if step == w.u[u].from_step and w.u[u].from_round > 0:
        return False
    o = int(w.a[st.u[u].axis].first) + st.u[u].pointer
    return bool(st.u[u].cell == w.o_cell[o - 1]) and not masks_works(w, p, st, sc, u)


@leaf
def _later(w: World, p: F64, st: State, i: int, men: int) -> int:
    """Hours by which a trip that loads now arrives later for taking so many men more (1/256)."""
    aboard = int(st.t[i].capacity) - int(st.t[i].room)
    longer = loading_hours(w, p, st, i, aboard + men) - loading_hours(w, p, st, i, aboard)
    return int(longer * st.t[i].luck + 0.5)


@inner
def _find(w: World, p: F64, st: State, u: int, kind: int, a: int, b: int, step: int) -> int:
    """Lift that takes a unit from harbour a to harbour b and arrives first; -1 = none now."""
    best = NEVER
    found = -1
    men = int(st.u[u].men)
    for i in range(w.t.shape[0]):
        if (w.u[u].lifts >> i) & 1 == 0 or int(w.t[i].kind) != kind:
            continue
        if st.t[i].loading == step:
            # It takes others along if they want to go the same way.
            if st.t[i].at != a or st.t[i].bound != b or st.t[i].room < men:
                continue
            arrives = int(st.t[i].arrives) + _later(w, p, st, i, men)
        else:
            if st.t[i].aboard > 0 or st.t[i].free > step * 6:
                continue
            to_load = passage_km(w, kind, int(st.t[i].at), a)
            if to_load < 0:
                continue
            arrives = step * 6 + hours_for(w, i, to_load) + loading_hours(w, p, st, i, men)
            arrives += hours_for(w, i, passage_km(w, kind, a, b))
        if arrives < best:
            best = arrives
            found = i
    return found


@inner
def _board(
    w: World, p: F64, st: State, sc: Scratch, u: int, i: int, kind: int, a: int, b: int, step: int
) -> None:
    """Take a unit off the map and aboard of a lift; those for whom there is no room come with later trips."""
    men = int(st.u[u].men)
    if st.t[i].loading != step:
        to_load = hours_for(w, i, passage_km(w, kind, int(st.t[i].at), a))
        over = hours_for(w, i, passage_km(w, kind, a, b))
        words = draws.draw(sc.key[0], sc.key[1], step, int(w.u[u].sid), draws.LIFT_TRIP)
        luck = 1.0 + p[P.LIFT_TRIP_SPREAD] * (2.0 * draws.uniform(words[0]) - 1.0)
        loading = loading_hours(w, p, st, i, men)
        st.t[i].luck = luck
        st.t[i].arrives = step * 6 + int((to_load + loading + over) * luck + 0.5)
        st.t[i].at = a
        st.t[i].bound = b
        st.t[i].loading = step
        st.t[i].room = max(0, int(st.t[i].capacity) - men)
    else:
        st.t[i].arrives += _later(w, p, st, i, men)
        st.t[i].room -= men
        for v in range(w.u.shape[0]):
            if st.u[v].status == ABOARD and int(st.u[v].lift) == i:
                st.u[v].lands = st.t[i].arrives
    st.t[i].aboard += 1
    stand(w, st, sc, u, -1)
    # Echelons that an earlier lift had to leave behind come with the last of this one.
    no_room = max(0, men - int(st.t[i].capacity))
    st.u[u].behind += no_room
    st.u[u].men = men - no_room
    st.u[u].status = ABOARD
    st.u[u].lift = i
    st.u[u].bound = b
    st.u[u].lands = st.t[i].arrives
    st.u[u].fogged = 0
    st.u[u].braved = 0
    st.u[u].slot = -1
    st.u[u].progress = 0
    st.u[u].blocked = 0
    st.u[u].surrounded = 0
    log(sc, step, step * 6, EMBARKED, w.u[u].side, st.u[u].cell, u, st.u[u].men // 256)


@inner
def embark(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Units that have come to the place where they embark go aboard as far as lifts are there."""
    if w.t.shape[0] == 0:
        return
    for u in range(w.u.shape[0]):
        if w.u[u].lifts == 0 or not _is_ready(w, p, st, sc, u, step):
            continue
        a = st.u[u].axis
        kind = int(w.a[a].lift)
        o = int(w.a[a].first) + st.u[u].pointer
        here = int(w.c[w.o_cell[o - 1]].harbour)
        there = int(w.c[w.o_cell[o]].harbour)
        if kind == BY_AIR:
            if p[P.SWITCH_AIRLANDING] == 0.0 or not may_fly(w, p, st, sc, u, there, step):
                continue
        elif p[P.SWITCH_LANDING] == 0.0:
            continue
        if kind == BY_RIVER and _is_barred(w, sc, w.u[u].side, here, there):
            continue
        if kind == BY_SEA and rough_sea(w, st, w.c[st.u[u].cell].region):
            continue
        i = _find(w, p, st, u, kind, here, there, step)
        if i >= 0:
            if kind == BY_AIR:
                take_sorties(w, p, st, u)
            _board(w, p, st, sc, u, i, kind, here, there, step)
