"""Orders: plan tables interpreted step by step (rules.md R16, R23).

A unit follows an axis: an ordered list of objectives with a posture, entered when its condition holds and an order
has had the time to come down. What a condition or a delaying unit knows of the enemy is belief, never truth.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ACTIVE,
    ALWAYS,
    ATTACK,
    BY_AIR,
    BYPASSED,
    CAPTURED_BY_OWN,
    CEASEFIRE_ORDERED,
    DAY_AT_LEAST,
    DELAY,
    HOLD,
    LOST_TO_ENEMY,
    NEVER,
    NO_LIFT,
    PROBE,
    PURSUE,
    REGROUP,
    THREATENED,
    UNREACHABLE,
    WAITING,
    WITHDRAW,
)
from khingan.campaign.command.headquarters import order_step
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.distance import km2_between
from khingan.campaign.events import log
from khingan.campaign.landing.route import takes_lift
from khingan.campaign.occupation import km_to_go
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World

NOWHERE, OCCUPY = -1, -2  # instead of the row of a field


@leaf
def posture_of(w: World, st: State, u: int) -> int:
    """Posture ordered by the unit's present axis; units without an axis, or without the order yet, hold."""
    a = st.u[u].axis
    return HOLD if a < 0 or st.u[u].ordered == 0 else int(w.a[a].posture)


@leaf
def is_offensive(posture: int) -> bool:
    """Whether a posture takes ground: attack, pursue, probe."""
    return posture == ATTACK or posture == PURSUE or posture == PROBE


@leaf
def objective_row(w: World, p: F64, st: State, u: int) -> int:
    """Row of the cost-to-go field the unit marches by, NOWHERE = nowhere to go.

    Who takes a lift to the next objective goes to the one before it, to embark. Attackers with no objective left
    go where enemies wait to be disarmed: OCCUPY. Parties landed from the air stay where they are.
    """
    a = st.u[u].axis
    if a < 0:
        return NOWHERE
    if st.u[u].pointer >= w.a[a].count:
        if not is_offensive(w.a[a].posture) or int(w.a[a].lift) == BY_AIR:
            return NOWHERE
        return OCCUPY if km_to_go(st, w.u[u].side, st.u[u].cell) <= p[P.OCCUPATION_RADIUS_KM] else NOWHERE
    o = w.a[a].first + st.u[u].pointer
    if takes_lift(w, st, u):
        o -= 1
    return int(w.field_row[w.u[u].mobility, o])


@leaf
def is_caught_up(w: World, p: F64, st: State, u: int) -> bool:
    """Whether the main body of a forward detachment has come up with it: then both attack."""
    main = int(w.u[u].main)
    if main < 0 or st.u[main].status != ACTIVE:
        return False
    near = p[P.DETACHMENT_JOIN_KM]
    return bool(km2_between(w, int(st.u[main].cell), int(st.u[u].cell)) <= near * near)


@leaf
def is_far_ahead(w: World, p: F64, st: State, u: int) -> bool:
    """Whether a forward detachment has run as far ahead of its main body as it may (rules.md R16)."""
    main = int(w.u[u].main)
    if main < 0 or st.u[main].status != ACTIVE:
        return False
    row = objective_row(w, p, st, u)
    there = int(st.u[main].cell)
    here = int(st.u[u].cell)
    if row < 0 or w.field[row, there] <= w.field[row, here]:
        return False
    lead = w.u[u].lead * p[P.SWITCH_DETACHMENTS]
    return bool(w.field[row, there] < UNREACHABLE and km2_between(w, there, here) > lead * lead)


@inner
def observe(w: World, st: State, sc: Scratch, step: int) -> None:
    """Contact fills the belief: what stands in the neighbouring cells is seen (index = side observed)."""
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE and st.u[u].status != WAITING:
            continue
        if w.u[u].rear == 1:
            continue
        enemy = 1 - w.u[u].side
        c = st.u[u].cell
        st.x[enemy, c].belief = sc.x[enemy, c].free // 256
        st.x[enemy, c].belief_step = step
        for k in range(6):
            d = int(w.nbr[c, k])
            st.x[enemy, d].belief = sc.x[enemy, d].free // 256
            st.x[enemy, d].belief_step = step


@leaf
def threat(w: World, p: F64, st: State, u: int, step: int) -> int:
    """Enemy men believed in the neighbouring cells; reports older than a day or so no longer count."""
    enemy = 1 - w.u[u].side
    c = st.u[u].cell
    oldest = step - int(p[P.BELIEF_MEMORY_HOURS] / 6.0)
    men = 0
    for k in range(6):
        d = int(w.nbr[c, k])
        if int(st.x[enemy, d].belief_step) >= oldest:
            men += int(st.x[enemy, d].belief)
    return men


@inner
def _has_ceased(w: World, st: State, side: int, step: int) -> bool:
    """Whether a side's order to cease fire has gone out: it is no secret."""
    for f in range(w.f.shape[0]):
        if int(w.f[f].side) == side and st.f[f].told <= step * 6:
            return True
    return False


@leaf
def _is_met(w: World, p: F64, st: State, u: int, a: int, i: int, step: int) -> bool:
    op = w.k[a, i].condition
    if op == ALWAYS:
        return True
    if op == DAY_AT_LEAST:
        return step >= int((w.k[a, i].threshold - 1.0) * 4.0)
    if op == CAPTURED_BY_OWN:
        return int(st.owner[w.k[a, i].cell]) == w.u[u].side
    if op == CEASEFIRE_ORDERED:
        return p[P.SWITCH_CEASEFIRE] > 0.0 and _has_ceased(w, st, int(w.k[a, i].cell), step)
    if op == LOST_TO_ENEMY:
        return int(st.owner[w.k[a, i].cell]) == 1 - w.u[u].side
    if op == THREATENED:
        return threat(w, p, st, u, step) * 256 >= w.k[a, i].threshold * st.u[u].men
    return False


@leaf
def holds(w: World, p: F64, st: State, u: int, a: int, step: int) -> bool:
    """Whether one of the alternative conditions of an axis is met for a unit, or both where it takes both."""
    if w.a[a].both == 1:
        return _is_met(w, p, st, u, a, 0, step) and _is_met(w, p, st, u, a, 1, step)
    return _is_met(w, p, st, u, a, 0, step) or _is_met(w, p, st, u, a, 1, step)


@leaf
def _turn(w: World, p: F64, st: State, u: int) -> None:
    """Turn a unit to its new objective: the edge under way is gone on with if it leads nearer to it."""
    st.u[u].previous = -1
    k = int(st.u[u].slot)
    if k < 0:
        return
    row = objective_row(w, p, st, u)
    c = int(st.u[u].cell)
    if row < 0 or w.field[row, int(w.nbr[c, k])] >= w.field[row, c]:
        st.u[u].slot = -1


@leaf
def _advance_pointer(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Step over objectives that are done with."""
    a = st.u[u].axis
    side = w.u[u].side
    posture = w.a[a].posture
    moved = False
    while st.u[u].pointer < w.a[a].count:
        target = w.o_cell[w.a[a].first + st.u[u].pointer]
        last = st.u[u].pointer == w.a[a].count - 1
        owner = int(st.owner[target])
        there = st.u[u].cell == target
        if w.a[a].lift != NO_LIFT and st.u[u].pointer == 0:
            done = there and not last
        elif w.a[a].lift != NO_LIFT:
            # Whoever took it: only from there it goes on, by the next lift or by land.
            done = there and owner == side and (is_offensive(posture) or not last)
        elif is_offensive(posture):
            # The last objective is marched to even when others hold it, unless there is more to do and they are as
            # strong: a town that a party from the air has taken still wants troops.
            # Nor does anybody go back for what others have won for a higher command.
            enough = sc.x[side, target].here >= st.u[u].men or w.a[a].above == 1
            relieved = w.a[a].next >= 0 and enough
            done = owner == side and (not last or there or relieved)
        elif posture == WITHDRAW or posture == REGROUP:
            done = (there or owner == 1 - side) and not last
        elif posture == DELAY:
            pressed = threat(w, p, st, u, step) * 256 >= p[P.DELAY_ODDS] * sc.x[side, st.u[u].cell].here
            engaged = st.u[u].fighting == 1 and st.x[1 - side, st.u[u].cell].clock >= p[P.DELAY_STAND_DAYS]
            done = (owner == 1 - side or (pressed and engaged and there)) and not last
        else:
            done = False
        if not done:
            break
        st.u[u].pointer += 1
        moved = True
    if moved:
        _turn(w, p, st, u)


@leaf
def _count_blocked(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """After a day without way forward an attacker leaves the objective to others and goes for the next."""
    a = st.u[u].axis
    posture = w.a[a].posture
    if not is_offensive(posture) or takes_lift(w, st, u):
        return
    stuck = st.u[u].attacking < 0 and st.u[u].marched == 0 and step > st.u[u].order_at
    stuck = stuck and st.u[u].pointer < w.a[a].count and st.u[u].arrived < step - 1
    # Waiting for those behind is no reason to give up an objective.
    stuck = stuck and not is_far_ahead(w, p, st, u)
    st.u[u].blocked = st.u[u].blocked + 1 if stuck else 0
    patience = max(1, int(p[P.AXIS_BLOCKED_HOURS] / 6.0 + 0.999))
    if stuck and st.u[u].blocked % patience == 0 and st.u[u].pointer < w.a[a].count - 1:
        st.u[u].pointer += 1
        log(sc, step, step * 6, BYPASSED, w.u[u].side, st.u[u].cell, u, 0)


@leaf
def _goes_on(w: World, p: F64, st: State, u: int, step: int) -> bool:
    """Take a unit to the next phase of its plan where that is due; whether it goes on to it in this step."""
    a = st.u[u].axis
    following = w.a[a].next
    if following < 0:
        return False
    # A defender leaves its axis as soon as the next one's condition holds, an attacker when it is done.
    offensive = is_offensive(w.a[a].posture)
    waits = w.k[following, 0].condition != ALWAYS
    ready = st.u[u].pointer >= w.a[a].count if offensive else waits
    if not offensive and w.a[a].lift != NO_LIFT:
        # A transfer is over when its last port is reached.
        ready = st.u[u].cell == w.o_cell[w.a[a].first + w.a[a].count - 1]
    if not ready or not holds(w, p, st, u, following, step):
        return False
    # A further task that waits for nothing is part of the plan in hand, and a forward detachment goes on without
    # asking; all others keep their orders until new ones come down.
    in_hand = not waits or w.a[a].posture == PURSUE
    at = step if in_hand else order_step(w, p, st, u, following, step)
    if at == NEVER:
        return False
    st.u[u].axis = following
    st.u[u].pointer = 0
    _turn(w, p, st, u)
    st.u[u].order_at = at
    return bool(at == step)


@leaf
def _follow(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Bring one unit's orders up to date."""
    a = st.u[u].axis
    if st.u[u].order_at == NEVER:
        if holds(w, p, st, u, a, step):
            st.u[u].order_at = order_step(w, p, st, u, a, step)
        return
    if step < st.u[u].order_at:
        return
    _count_blocked(w, p, st, sc, u, step)
    _advance_pointer(w, p, st, sc, u, step)
    # What has been won already is passed over at once, phase by phase.
    while _goes_on(w, p, st, u, step):
        _advance_pointer(w, p, st, sc, u, step)


@inner
def update(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Bring every unit's orders up to date at the start of a step."""
    for u in range(w.u.shape[0]):
        if st.u[u].status == WAITING and step >= w.u[u].from_step:
            st.u[u].status = ACTIVE
        if st.u[u].status != ACTIVE or st.u[u].axis < 0:
            continue
        _follow(w, p, st, sc, u, step)
        st.u[u].ordered = 1 if step >= st.u[u].order_at else 0
