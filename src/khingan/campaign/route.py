"""Choice of the way: which neighbouring cell a unit marches or attacks to next (rules.md R6, R8, R10, R23).

A unit scores its neighbours by the march left from there, the edge to it, and what stands in the way: enemies and
their cover, rivers, queues. It joins no queue that is longer than a way round.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEP_HOURS
from khingan.campaign.codes import (
    ATTACK,
    FIELD_MINUTES,
    HILLS,
    MOUNTAIN,
    PROBE,
    PURSUE,
    ROAD,
    SWAMP,
    TRAFFIC_PER_VEHICLE,
    UNREACHABLE,
    UNREACHED,
)
from khingan.campaign.compiling import leaf
from khingan.campaign.occupation import km_to_go
from khingan.campaign.orders import OCCUPY, is_caught_up, posture_of
from khingan.campaign.picture import finds_room, is_screened
from khingan.campaign.rivers import crossing_hours
from khingan.campaign.state import Scratch, State
from khingan.campaign.traffic import is_cut_through, wait_hours
from khingan.campaign.weather import is_wet
from khingan.campaign.world import F64, World

FAR = 1_000_000
MOST_CELLS_ROUND = 12  # a way round that is not nearer after so many cells is none


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
def may_attack(w: World, p: F64, st: State, sc: Scratch, u: int, d: int, step: int) -> bool:
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
def cover_before(p: F64, sc: Scratch, side: int, d: int) -> float:
    """Degree, 0 to 1, to which enemies cover a cell that a unit of ``side`` would enter; none behind own lines."""
    if p[P.SWITCH_ZOC] == 0.0 or is_screened(p, sc, side, d):
        return 0.0
    return min(1.0, int(sc.x[1 - side, d].cover) / 1000.0)


@leaf
def minutes_from(w: World, p: F64, st: State, side: int, row: int, c: int) -> int:
    """Nominal march from a cell to where a unit of ``side`` goes; FAR = no way."""
    if row == OCCUPY:
        km = km_to_go(st, side, c)
        return int(km * 60.0 / p[P.MARCH_FOOT_ROAD]) if km < UNREACHED else FAR
    left = int(w.field[row, c])
    return left * FIELD_MINUTES if left < UNREACHABLE else FAR


@leaf
def _wait(w: World, p: F64, st: State, sc: Scratch, u: int, k: int, step: int) -> int:
    """Minutes that a unit reckons to stand before edge k: the queue, or the wait for room.

    There is no room in a full cell, nor in an attack over a border across which as many attack as can (R1). The wait
    for it seems longer the longer it lasts.
    """
    c = st.u[u].cell
    d = int(w.nbr[c, k])
    side = w.u[u].side
    hours = 0.0
    if sc.x[1 - side, d].free > 0:
        room = int(st.e[c, k].queue) < p[P.CONTACT_ATTACKER_PER_KM] * int(w.e[c, k].width) / 1000.0
    else:
        room = finds_room(w, st, sc, u, d)
        if p[P.SWITCH_CAPACITY] > 0.0:
            hours = wait_hours(w, p, st, c, k, step)
    if not room:
        hours = max(hours, p[P.JAM_COST_HOURS] * (1.0 + st.u[u].blocked))
    elif hours < STEP_HOURS:
        return 0
    return int(60.0 * min(p[P.JAM_MOST_HOURS], hours))


@leaf
def _score(w: World, p: F64, st: State, sc: Scratch, u: int, k: int, row: int, step: int) -> int:
    """Minutes to the objective by way of neighbour k, with what stands in the way; FAR = no way."""
    side = w.u[u].side
    c = st.u[u].cell
    d = int(w.nbr[c, k])
    togo = minutes_from(w, p, st, side, row, d)
    if togo >= FAR:
        return FAR
    v = metres_per_hour(w, p, st, u, c, k)
    minutes = int(w.e[c, k].len) / v * 60.0
    minutes *= 1.0 + p[P.COVER_ENTRY_COST] * cover_before(p, sc, side, d)
    minutes += crossing_hours(w, p, st, c, k) * 60.0
    if sc.x[1 - side, d].free > 0:
        if not may_attack(w, p, st, sc, u, d, step):
            return FAR
        ratio = sc.x[1 - side, d].free / max(1, sc.x[side, c].here)
        minutes += p[P.ATTACK_COST_HOURS] * 60.0 * min(4.0, ratio)
    return togo + int(minutes) + _wait(w, p, st, sc, u, k, step)


@leaf
def _leads_back(w: World, p: F64, st: State, side: int, row: int, c: int, d: int) -> bool:
    """Whether the nominal way on from neighbour d leads back through cell c before it comes nearer than c."""
    here = minutes_from(w, p, st, side, row, c)
    at = d
    for _ in range(MOST_CELLS_ROUND):
        least = minutes_from(w, p, st, side, row, at)
        if least < here:
            return False
        on = -1
        for k in range(6):
            n = int(w.nbr[at, k])
            togo = minutes_from(w, p, st, side, row, n)
            if togo < least:
                least = togo
                on = n
        if on < 0 or on == c:
            return True
        at = on
    return True


@leaf
def choose(w: World, p: F64, st: State, sc: Scratch, u: int, row: int, step: int) -> int:
    """Neighbour to march to: least score among those nearer the objective, or a way round; -1 = none.

    The longer a unit has stood, or the longer the queue it would have to join, the longer a way round it takes, and it
    goes back only where nothing else is left.
    """
    c = st.u[u].cell
    side = w.u[u].side
    here = minutes_from(w, p, st, side, row, c)
    best = FAR
    slot = -1
    back = -1
    for k in range(6):
        d = int(w.nbr[c, k])
        if minutes_from(w, p, st, side, row, d) >= here:
            continue
        s = _score(w, p, st, sc, u, k, row, step)
        if d == st.u[u].previous:
            back = k if s < FAR else -1
        elif s < best:
            best = s
            slot = k
    stood = 360 * st.u[u].blocked
    if slot >= 0:
        stood = max(stood, _wait(w, p, st, sc, u, slot, step))
    limit = here + int(p[P.DETOUR_MINUTES] + p[P.DETOUR_PATIENCE] * stood)
    for k in range(6):
        d = int(w.nbr[c, k])
        togo = minutes_from(w, p, st, side, row, d)
        if togo < here or togo >= FAR or togo > limit or d == st.u[u].previous:
            continue
        # What stands in the way makes a way longer, never shorter; most ways round need no closer look.
        if togo + int(int(w.e[c, k].len) / metres_per_hour(w, p, st, u, c, k) * 60.0) >= best:
            continue
        if _leads_back(w, p, st, side, row, c, d):
            continue
        s = _score(w, p, st, sc, u, k, row, step)
        if s < best:
            best = s
            slot = k
    return slot if slot >= 0 else back
