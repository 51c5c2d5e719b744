"""Orders: plan tables interpreted step by step (rules.md R16, R23).

A unit follows an axis: an ordered list of objectives with a posture, entered when its condition holds and an order
has had the time to come down. What a condition or a delaying unit knows of the enemy is belief, never truth.
"""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ACTIVE,
    ALWAYS,
    ATTACK,
    BYPASSED,
    CAPTURED_BY_OWN,
    CEASED_FIRE,
    DAY_AT_LEAST,
    DELAY,
    HOLD,
    LOST_TO_ENEMY,
    NEVER,
    PURSUE,
    THREATENED,
    UNREACHED,
    WAITING,
    WITHDRAW,
)
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@njit(cache=True)
def posture_of(w: World, st: State, u: int) -> int:
    """Posture ordered by the unit's present axis; units without an axis hold."""
    a = st.axis[u]
    return HOLD if a < 0 else int(w.a_posture[a])


@njit(cache=True)
def objective_cell(w: World, st: State, u: int) -> int:
    """Cell of the present objective, -1 = none left."""
    a = st.axis[u]
    if a < 0 or st.pointer[u] >= w.a_count[a]:
        return -1
    return int(w.o_cell[w.a_first[a] + st.pointer[u]])


@njit(cache=True)
def objective_row(w: World, st: State, u: int) -> int:
    """Row of the cost-to-go field the unit marches by, -1 = nowhere to go."""
    a = st.axis[u]
    if a < 0 or st.pointer[u] >= w.a_count[a]:
        return -1
    return int(w.field_row[w.u_class[u], w.a_first[a] + st.pointer[u]])


@njit(cache=True)
def observe(w: World, st: State, sc: Scratch, step: int) -> None:
    """Contact fills the belief: what stands in the neighbouring cells is seen (index = side observed)."""
    for u in range(w.u_side.shape[0]):
        if st.status[u] != ACTIVE and st.status[u] != WAITING:
            continue
        if w.u_rear[u] == 1:
            continue
        enemy = 1 - w.u_side[u]
        c = st.cell[u]
        st.belief[enemy, c] = sc.free[enemy, c] // 256
        st.belief_step[enemy, c] = step
        for k in range(6):
            d = int(w.nbr[c, k])
            st.belief[enemy, d] = sc.free[enemy, d] // 256
            st.belief_step[enemy, d] = step


@njit(cache=True)
def threat(w: World, p: F64, st: State, u: int, step: int) -> int:
    """Enemy men believed in the neighbouring cells; reports older than a day or so no longer count."""
    enemy = 1 - w.u_side[u]
    c = st.cell[u]
    oldest = step - int(p[P.BELIEF_MEMORY_HOURS] / 6.0)
    men = 0
    for k in range(6):
        d = int(w.nbr[c, k])
        if int(st.belief_step[enemy, d]) >= oldest:
            men += int(st.belief[enemy, d])
    return men


@njit(cache=True)
def _is_met(w: World, p: F64, st: State, u: int, a: int, i: int, step: int) -> bool:
    op = w.a_condition[a, i]
    if op == ALWAYS:
        return True
    if op == DAY_AT_LEAST:
        return step >= int((w.a_threshold[a, i] - 1.0) * 4.0)
    if op == CAPTURED_BY_OWN:
        return int(st.owner[w.a_cell[a, i]]) == w.u_side[u]
    if op == LOST_TO_ENEMY:
        return int(st.owner[w.a_cell[a, i]]) == 1 - w.u_side[u]
    if op == THREATENED:
        return threat(w, p, st, u, step) * 256 >= w.a_threshold[a, i] * st.men[u]
    return False


@njit(cache=True)
def holds(w: World, p: F64, st: State, u: int, a: int, step: int) -> bool:
    """Whether one of the alternative conditions of an axis is met for a unit."""
    return _is_met(w, p, st, u, a, 0, step) or _is_met(w, p, st, u, a, 1, step)


@njit(cache=True)
def _advance_pointer(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Step over objectives that are done with."""
    a = st.axis[u]
    side = w.u_side[u]
    posture = w.a_posture[a]
    while st.pointer[u] < w.a_count[a]:
        target = w.o_cell[w.a_first[a] + st.pointer[u]]
        last = st.pointer[u] == w.a_count[a] - 1
        owner = int(st.owner[target])
        there = st.cell[u] == target
        if posture == ATTACK or posture == PURSUE:
            done = owner == side and (not last or there)
        elif posture == WITHDRAW:
            done = (there or owner == 1 - side) and not last
        elif posture == DELAY:
            pressed = threat(w, p, st, u, step) * 256 >= p[P.DELAY_ODDS] * sc.here[side, st.cell[u]]
            done = (owner == 1 - side or (there and pressed)) and not last
        else:
            done = False
        if not done:
            return
        st.pointer[u] += 1
        st.slot[u] = -1


@njit(cache=True)
def _count_blocked(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """After a day without way forward an attacker leaves the objective to others and goes for the next."""
    a = st.axis[u]
    posture = w.a_posture[a]
    if posture != ATTACK and posture != PURSUE:
        return
    stuck = st.attacking[u] < 0 and st.marched[u] == 0 and step > st.order_at[u]
    stuck = stuck and st.pointer[u] < w.a_count[a] and st.arrived[u] < step - 1
    st.blocked[u] = st.blocked[u] + 1 if stuck else 0
    if st.blocked[u] * 6 >= p[P.AXIS_BLOCKED_HOURS] and st.pointer[u] < w.a_count[a] - 1:
        st.blocked[u] = 0
        st.pointer[u] += 1
        log(sc, step, step * 6, BYPASSED, w.u_side[u], st.cell[u], u, 0)


@njit(cache=True)
def _cease_fire(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """A dated order to cease fire reaches units that are in touch with their own; the others fight on."""
    if p[P.SWITCH_CEASEFIRE] == 0.0 or st.quiet[u] == 1 or step < w.u_ceasefire[u]:
        return
    if st.trace[u] < UNREACHED and st.surrounded[u] == 0:
        st.quiet[u] = 1
        if w.u_rear[u] == 0:
            log(sc, step, step * 6, CEASED_FIRE, w.u_side[u], st.cell[u], u, 0)


@njit(cache=True)
def update(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Bring every unit's orders up to date at the start of a step."""
    for u in range(w.u_side.shape[0]):
        if st.status[u] == WAITING and step >= w.u_from[u]:
            st.status[u] = ACTIVE
        if st.status[u] != ACTIVE:
            continue
        _cease_fire(w, p, st, sc, u, step)
        a = st.axis[u]
        if a < 0:
            continue
        if st.order_at[u] == NEVER:
            if holds(w, p, st, u, a, step):
                st.order_at[u] = step + w.u_delay[u]
            continue
        if step < st.order_at[u]:
            continue
        _count_blocked(w, p, st, sc, u, step)
        _advance_pointer(w, p, st, sc, u, step)
        following = w.a_next[a]
        if following < 0:
            continue
        # A defender leaves its axis as soon as the next one's condition holds, an attacker when it is done.
        offensive = w.a_posture[a] == ATTACK or w.a_posture[a] == PURSUE
        ready = st.pointer[u] >= w.a_count[a] if offensive else w.a_condition[following, 0] != ALWAYS
        if ready and holds(w, p, st, u, following, step):
            st.axis[u] = following
            st.pointer[u] = 0
            st.slot[u] = -1
            st.order_at[u] = step + w.u_delay[u]
