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
    FIELD_MINUTES,
    HILLS,
    HOLD,
    MASK,
    MOTOR,
    MOUNTAIN,
    NO_TRAIN,
    PROBE,
    PURSUE,
    ROAD,
    SWAMP,
    TRACK,
    TRAFFIC_PER_VEHICLE,
    UNREACHABLE,
    UNREACHED,
    WITHDRAW,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import enter
from khingan.campaign.fuel import burn_fuel, fuel_range, fuel_weight, hours_of_fuel
from khingan.campaign.occupation import km_to_go
from khingan.campaign.orders import NOWHERE, OCCUPY, is_caught_up, is_far_ahead, objective_row, posture_of
from khingan.campaign.picture import is_screened, stand
from khingan.campaign.rivers import crossing_hours
from khingan.campaign.state import Scratch, State
from khingan.campaign.traffic import edge_capacity, has_room, is_cut_through, owed, pay
from khingan.campaign.weather import is_wet
from khingan.campaign.world import F64, World

FAR = 1_000_000
AT_THE_EDGE = 1_000_000  # progress of a unit that waits for room in the next cell


@leaf
def metres_per_hour(w: World, p: F64, st: State, u: int, c: int, k: int) -> float:
    """March rate of a unit along an edge, m per marching hour."""
    ground = int(w.e[c, k].ground)
    if (ground == MOUNTAIN or ground == SWAMP) and is_cut_through(p, st, c, k):
        ground = HILLS
    v = p[P.MARCH_FOOT_ROAD + 7 * w.u[u].mobility + ground] * 1000.0
    if is_wet(w, st, c):
        if ground == ROAD:
            v *= p[P.MARCH_WET_ROAD_FACTOR]
        elif ground != MOUNTAIN and ground != SWAMP:
            # The rates on swamp and in trackless forest are those of soaked ground.
            v *= p[P.MARCH_WET_FACTOR]
    v *= 1.0 - p[P.FATIGUE_SLOWS] * st.u[u].fatigue
    return float(v)


@leaf
def bombed_share(w: World, st: State, u: int, c: int, k: int, step: int) -> float:
    """Share of the march that enemy aircraft over roads and tracks leave to a unit by day."""
    ground = int(w.e[c, k].ground)
    if not is_daylight(step) or (ground != ROAD and ground != TRACK):
        return 1.0
    return float(st.b[w.u[u].side, w.c[c].region].march)


@leaf
def _may_attack(w: World, p: F64, st: State, sc: Scratch, u: int, d: int, step: int) -> bool:
    """Whether orders and odds let a unit attack the enemy in a neighbouring cell."""
    if step < st.u[u].cooldown or st.u[u].quiet > 0:
        return False
    side = w.u[u].side
    posture = posture_of(w, st, u)
    if posture == ATTACK:
        return st.u[u].cohesion >= p[P.ATTACK_MIN_COHESION]
    if posture == PROBE:
        return (
            st.u[u].men // 256 >= int(st.x[1 - side, d].belief)
            and st.u[u].cohesion >= p[P.ATTACK_MIN_COHESION]
        )
    if posture == PURSUE and is_caught_up(w, p, st, u):
        return st.u[u].cohesion >= p[P.ATTACK_MIN_COHESION]
    if posture == PURSUE:
        believed = int(st.x[1 - side, d].belief)
        # All who have come up count, and an armoured vehicle for as many men as it is worth on a road.
        strength = sc.x[side, st.u[u].cell].here // 256 + st.u[u].tanks // 256 * TRAFFIC_PER_VEHICLE
        return strength >= p[P.PURSUIT_FIGHT_RATIO] * believed
    return False


@leaf
def _cover_before(p: F64, sc: Scratch, side: int, d: int) -> float:
    """Degree, 0 to 1, to which enemies cover a cell that a unit of ``side`` would enter; none behind own lines."""
    if p[P.SWITCH_ZOC] == 0.0 or is_screened(p, sc, side, d):
        return 0.0
    return min(1.0, int(sc.x[1 - side, d].cover) / 1000.0)


@leaf
def _minutes_from(w: World, p: F64, st: State, side: int, row: int, c: int) -> int:
    """Nominal march from a cell to where a unit of ``side`` goes; FAR = no way."""
    if row == OCCUPY:
        km = km_to_go(st, side, c)
        return int(km * 60.0 / p[P.MARCH_FOOT_ROAD]) if km < UNREACHED else FAR
    left = int(w.field[row, c])
    return left * FIELD_MINUTES if left < UNREACHABLE else FAR


@leaf
def _score(w: World, p: F64, st: State, sc: Scratch, u: int, k: int, row: int, step: int) -> int:
    """Minutes to the objective by way of neighbour k, with what stands in the way; FAR = no way."""
    side = w.u[u].side
    c = st.u[u].cell
    d = int(w.e[c, k].nbr)
    togo = _minutes_from(w, p, st, side, row, d)
    if togo >= FAR:
        return FAR
    v = metres_per_hour(w, p, st, u, c, k)
    minutes = int(w.e[c, k].len) / v * 60.0
    minutes *= 1.0 + p[P.COVER_ENTRY_COST] * _cover_before(p, sc, side, d)
    minutes += crossing_hours(w, p, st, c, k, step) * 60.0
    if sc.x[1 - side, d].free > 0:
        if not _may_attack(w, p, st, sc, u, d, step):
            return FAR
        ratio = sc.x[1 - side, d].free / max(1, sc.x[side, c].here)
        minutes += p[P.ATTACK_COST_HOURS] * 60.0 * min(4.0, ratio)
    elif not has_room(w, p, st, sc, u, c, k, step):
        # The queue before it, or the wait for room in a full cell, which seems longer the longer it lasts.
        queue = 6.0 * owed(w, p, st, c, k, step) / edge_capacity(w, p, st, c, k, step)
        full = p[P.JAM_COST_HOURS] * (1.0 + st.u[u].blocked)
        minutes += 60.0 * min(p[P.JAM_MOST_HOURS], max(full, queue))
    return togo + int(minutes)


@inner
def _choose(w: World, p: F64, st: State, sc: Scratch, u: int, row: int, step: int) -> int:
    """Neighbour to march to: least score among those nearer the objective, or a way round; -1 = none.

    The longer a unit has stood, the longer a way round it takes, and it goes back only where nothing else is left.
    """
    c = st.u[u].cell
    side = w.u[u].side
    here = _minutes_from(w, p, st, side, row, c)
    slack = int(p[P.DETOUR_MINUTES] + p[P.DETOUR_PATIENCE] * 360.0 * st.u[u].blocked)
    best = FAR
    slot = -1
    back = -1
    for k in range(6):
        d = int(w.e[c, k].nbr)
        togo = _minutes_from(w, p, st, side, row, d)
        if togo >= FAR or togo > here + slack:
            continue
        s = _score(w, p, st, sc, u, k, row, step)
        if d == st.u[u].previous:
            back = k if togo < here and s < FAR else -1
        elif s < best:
            best = s
            slot = k
    return slot if slot >= 0 else back


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


@inner
def _cross(
    w: World, p: F64, st: State, sc: Scratch, u: int, k: int, left: int, cover: float, step: int, hour: int
) -> bool:
    """Take a unit over edge k into the next cell; False when it must stop there for the step."""
    c = st.u[u].cell
    d = int(w.e[c, k].nbr)
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
    if left > 0 and row != NOWHERE and _minutes_from(w, p, st, w.u[u].side, row, d) > 0:
        st.u[u].slot = _choose(w, p, st, sc, u, row, step)
        st.u[u].progress = left if st.u[u].slot >= 0 else 0
    return True


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
    if hours <= 0.0 or row == NOWHERE or disarms or _minutes_from(w, p, st, side, row, c) == 0:
        return 0
    if st.u[u].slot < 0 or (r == 0 and st.u[u].progress >= AT_THE_EDGE and st.u[u].blocked >= 2):
        k = _choose(w, p, st, sc, u, row, step)
        if k < 0:
            return 0
        if k != st.u[u].slot:
            # Who finds no better way than the one he waits for keeps his place in the queue.
            st.u[u].slot = k
            st.u[u].progress = 0
    k = int(st.u[u].slot)
    d = int(w.e[c, k].nbr)
    v = metres_per_hour(w, p, st, u, c, k)
    cover = _cover_before(p, sc, side, d)
    need = int(
        w.e[c, k].len * (1.0 + p[P.COVER_ENTRY_COST] * cover) + crossing_hours(w, p, st, c, k, step) * v
    )
    made = int(v * hours * bombed_share(w, st, u, c, k, step))
    barred = sc.x[1 - side, d].free > 0
    if barred and not _may_attack(w, p, st, sc, u, d, step):
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
        sc.order[u] = 1 if _can_march(w, p, st, sc, u, step) else 0
    for r in range(6):
        for u in range(n):
            if sc.order[u] == r + 1:
                hours = min(1.0, per_round * (p[P.FORCED_MARCH] if st.u[u].hurries == 1 else 1.0))
                wait = _march_round(w, p, st, sc, u, step, r, hours)
                sc.order[u] = r + 1 + wait if wait > 0 else 0
    for u in range(n):
        burn_fuel(w, p, st, sc, u, step)
        st.u[u].loose = 0
