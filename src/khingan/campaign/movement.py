"""Movement: six one-hour rounds of march along cost-to-go fields (rules.md R6-R10, R12, R16).

In every round each unit, in resolve order, makes way along its present edge, and enters the next cell when the
edge is behind it, the edge has room and no enemy bars the way. Where an enemy bars it, units ordered to attack
stand to attack; the others wait or go round.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import is_daylight, marching_hours
from khingan.campaign.codes import (
    ACTIVE,
    ATTACK,
    DELAY,
    HOLD,
    MASK,
    MOTOR,
    NO_TRAIN,
    PURSUE,
    ROAD,
    TRACK,
    WITHDRAW,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import enter
from khingan.campaign.fuel import burn_fuel, fuel_range, fuel_weight, hours_of_fuel
from khingan.campaign.orders import NOWHERE, OCCUPY, is_far_ahead, objective_row, posture_of
from khingan.campaign.picture import stand
from khingan.campaign.rivers import crossing_hours
from khingan.campaign.route import choose, cover_before, may_attack, metres_per_hour, minutes_from
from khingan.campaign.state import Scratch, State
from khingan.campaign.traffic import has_room, leave_line, line_up, pay
from khingan.campaign.world import F64, World

AT_THE_EDGE = 1_000_000  # progress of a unit that waits for room in the next cell


@leaf
def bombed_share(w: World, st: State, u: int, c: int, k: int, step: int) -> float:
    """Share of the march that enemy aircraft over roads and tracks leave to a unit by day."""
    ground = int(w.e[c, k].ground)
    if not is_daylight(step) or (ground != ROAD and ground != TRACK):
        return 1.0
    return float(st.b[w.u[u].side, w.c[c].region].march)


@leaf
def masks_works(w: World, p: F64, st: State, sc: Scratch, u: int) -> bool:
    """Whether a unit must stay with a garrison that is shut up in its works (rules.md R14).

    The last men in the cell mask it one to one; attackers who are strong enough to assault it leave behind as many as
    that takes.
    """
    side = w.u[u].side
    c = st.u[u].cell
    shut_up = sc.x[1 - side, c].here - sc.x[1 - side, c].free
    if shut_up <= 0 or w.u[u].rear == 1:
        return False
    here = sc.x[side, c].here
    enough = p[P.ASSAULT_ODDS] * shut_up
    least = enough if here >= enough and posture_of(w, st, u) == ATTACK else shut_up
    return bool(here - st.u[u].men < least)


@leaf
def _rounds_to(need: int, progress: int, made: int) -> int:
    """Rounds until an edge is behind a unit; more than a step has if it stands still."""
    if made <= 0:
        return 7
    return max(0, (need - progress + made - 1) // made)


@leaf
def _cross(
    w: World, p: F64, st: State, sc: Scratch, u: int, k: int, left: int, cover: float, step: int, hour: int
) -> bool:
    """Take a unit over edge k into the next cell; False when it must stop there for the step."""
    c = st.u[u].cell
    d = int(w.nbr[c, k])
    leave_line(st, u)
    pay(w, p, st, u, c, k, step)
    stand(w, st, sc, u, -1)
    st.u[u].previous = c
    st.u[u].cell = d
    st.u[u].arrived = step
    st.u[u].slot = -1
    st.u[u].progress = 0
    stand(w, st, sc, u, 1)
    enter(w, p, st, sc, u, step, hour)
    if p[P.SWITCH_ZOC] > 0.0 and cover >= p[P.COVER_STOP] and st.u[u].loose == 0:
        return False
    if masks_works(w, p, st, sc, u):
        return False
    row = objective_row(w, p, st, u)
    if left > 0 and row != NOWHERE and minutes_from(w, p, st, w.u[u].side, row, d) > 0:
        st.u[u].slot = choose(w, p, st, sc, u, row, step)
        st.u[u].progress = left if st.u[u].slot >= 0 else 0
        line_up(w, st, sc, u)
    return True


@leaf
def _stands_to_attack(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> bool:
    """Whether a unit has chosen an edge that an enemy bars, and may and can attack him."""
    k = int(st.u[u].slot)
    if k < 0:
        return False
    d = int(w.nbr[st.u[u].cell, k])
    if sc.x[1 - w.u[u].side, d].free == 0 or hours_of_fuel(w, p, st, u, 1.0) <= 0.0:
        return False
    return bool(may_attack(w, p, st, sc, u, d, step))


@leaf
def _march_round(
    w: World, p: F64, st: State, sc: Scratch, u: int, step: int, r: int, per_round: float
) -> int:
    """One turn of one unit in round r; rounds until its next turn, 0 = it has nothing more to do this step.

    A unit in the middle of an edge needs no turn before the edge is behind it: the rounds between are marched
    at once.
    """
    # Another mask may have marched off in this round: the last men in the cell stay.
    if masks_works(w, p, st, sc, u):
        return 0
    hours = hours_of_fuel(w, p, st, u, per_round)
    c = st.u[u].cell
    side = w.u[u].side
    row = objective_row(w, p, st, u)
    # Who has come to disarm stays until the last man has laid down his arms.
    disarms = row == OCCUPY and sc.x[1 - side, c].units > 0 and sc.x[1 - side, c].here == 0
    if hours <= 0.0 or row == NOWHERE or disarms or minutes_from(w, p, st, side, row, c) == 0:
        return 0
    if st.u[u].slot < 0 or (r == 0 and st.u[u].progress >= AT_THE_EDGE and st.u[u].blocked >= 2):
        leave_line(st, u)
        k = choose(w, p, st, sc, u, row, step)
        if k < 0:
            return 0
        if k != st.u[u].slot:
            # Who finds no better way than the one he waits for keeps his place in the queue.
            st.u[u].slot = k
            st.u[u].progress = 0
    k = int(st.u[u].slot)
    d = int(w.nbr[c, k])
    barred = sc.x[1 - side, d].free > 0
    if st.u[u].line < 0:
        # In resolve order: before a unit stand those who come before it (R10).
        line_up(w, st, sc, u)
    v = metres_per_hour(w, p, st, u, c, k)
    cover = cover_before(p, sc, side, d)
    need = int(w.e[c, k].len * (1.0 + p[P.COVER_ENTRY_COST] * cover) + crossing_hours(w, p, st, c, k) * v)
    made = int(v * hours * bombed_share(w, st, u, c, k, step))
    if barred and not may_attack(w, p, st, sc, u, d, step):
        leave_line(st, u)
        st.u[u].slot = -1
        return 0
    # An attacker has come up when half the way to the enemy is made.
    goal = int(w.e[c, k].len) // 2 if barred else need
    # Only the ground itself costs fuel; waiting at a river or feeling forward under the enemy's eyes does not.
    weight = fuel_weight(w, p, c, k) * int(w.e[c, k].len) / need
    rounds = min(6 - r, _rounds_to(goal, st.u[u].progress, made))
    if rounds > 1 and made > 0 and p[P.FUEL_USE_FACTOR] > 0.0 and w.u[u].mobility >= MOTOR:
        dry = fuel_range(w, p, st, u) * 1000.0 - st.u[u].marched
        rounds = max(1, min(rounds, int(dry / (made * weight))))
    st.u[u].marched += int(rounds * made * weight)
    st.u[u].progress += rounds * made
    if st.u[u].progress < goal:
        return 0
    if rounds > 1:
        # The march takes time: what stands there then is seen then.
        return rounds - 1
    if barred:
        st.u[u].attacking = k
        return 0
    if not has_room(w, p, st, sc, u, c, k, step):
        # It waits at the edge; after half a day it looks for another way.
        st.u[u].progress = AT_THE_EDGE
        return 0
    left = 0 if st.u[u].progress >= AT_THE_EDGE else min(made, st.u[u].progress - need)
    return 1 if _cross(w, p, st, sc, u, k, left, cover, step, step * 6 + r) else 0


@leaf
def _hurries(w: World, p: F64, st: State, u: int) -> bool:
    """Whether a unit makes a forced march: it attacks, pursues or withdraws and is not yet too tired."""
    if p[P.SWITCH_FORCED_MARCH] == 0.0 or st.u[u].fatigue >= p[P.FORCED_FATIGUE_MOST]:
        return False
    posture = posture_of(w, st, u)
    return posture == ATTACK or posture == PURSUE or posture == WITHDRAW


@leaf
def _can_march(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> bool:
    if st.u[u].status != ACTIVE or w.u[u].static == 1 or w.u[u].rear == 1 or st.u[u].invested == 1:
        return False
    if step < st.u[u].order_at or st.u[u].axis < 0 or st.u[u].quiet > 0:
        return False
    # Who still waits for echelons from the ships holds the bridgehead; who loads or unloads stays at the station.
    if (
        st.u[u].lift >= 0
        or st.u[u].train != NO_TRAIN
        or masks_works(w, p, st, sc, u)
        or is_far_ahead(w, p, st, u)
    ):
        return False
    if st.u[u].fighting == 0:
        return True
    # Under attack a holding unit stands until the engagement is decided, a delaying one for its time.
    posture = posture_of(w, st, u)
    if posture == DELAY:
        clock = st.x[1 - w.u[u].side, st.u[u].cell].clock
        return bool(clock >= p[P.DELAY_STAND_DAYS])
    return posture != HOLD and posture != MASK


@inner
def march(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """All rounds of a step."""
    per_round = marching_hours(step, p) / 6.0
    n = w.u.shape[0]
    for u in range(n):
        st.u[u].marched = 0
        st.u[u].attacking = -1
        st.u[u].hurries = 1 if _hurries(w, p, st, u) else 0
        # sc.order doubles as the round, from 1, of each unit's next turn; 0 = none.
        first = int(w.u[u].from_round) if step == w.u[u].from_step else 0
        sc.order[u] = 1 + first if _can_march(w, p, st, sc, u, step) else 0
        if sc.order[u] == 0 or hours_of_fuel(w, p, st, u, 1.0) <= 0.0:
            # Who may not or cannot march has not been barred by anybody.
            st.u[u].blocked = 0
        if sc.order[u] == 1 and _stands_to_attack(w, p, st, sc, u, step):
            # Those who come up see who attacks already.
            line_up(w, st, sc, u)
    for r in range(6):
        for u in range(n):
            if sc.order[u] == r + 1:
                hours = min(1.0, per_round * (p[P.FORCED_MARCH] if st.u[u].hurries == 1 else 1.0))
                wait = _march_round(w, p, st, sc, u, step, r, hours)
                sc.order[u] = r + 1 + wait if wait > 0 else 0
    for u in range(n):
        burn_fuel(w, p, st, sc, u, step)
        st.u[u].loose = 0
        leave_line(st, u)
