"""Troop trains (rules.md R20): units go by rail where their plan allows it and that is quicker than marching.

Where the enemy keeps the cease-fire and runs his lines for them (served.py) attackers need no plan for it: they ride
to their next objective, or to those who wait to be disarmed, as far as the trains bring them.

A unit loads where it stands on a line along which trains run to its goal, holds its ground while it loads, is aboard
while it rolls, and unloads at the goal or where the line ahead has been lost or broken. The line passes so many trains
a day; who comes later waits until those before him are through.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import marching_share
from khingan.campaign.codes import (
    ABOARD,
    ACTIVE,
    DETRAINED,
    DIVISION_EQUIVALENT,
    ENTRAINED,
    LOADING,
    MOTOR,
    NARROW,
    NO_LIFT,
    NO_TRAIN,
    ROLLING,
    TRAFFIC_PER_VEHICLE,
    TRAIN,
    UNLOADING,
    WITHDRAW,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import enter, reach
from khingan.campaign.events import log
from khingan.campaign.fuel import fuel_range
from khingan.campaign.movement import masks_works
from khingan.campaign.occupation import km_to_go
from khingan.campaign.orders import NOWHERE, OCCUPY, is_far_ahead, is_offensive, objective_row, threat
from khingan.campaign.packing import LINE_GAUGE, LINE_WORK
from khingan.campaign.picture import finds_room, is_safe, stand
from khingan.campaign.rail import served
from khingan.campaign.rail.served import is_served, runs
from khingan.campaign.route import minutes_from
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.trace import is_beyond
from khingan.campaign.surrender import yield_unit
from khingan.campaign.world import F64, World


@leaf
def _field(w: World, p: F64, st: State, u: int) -> int:
    """Row of the field by which a unit's trains run, NOWHERE = none, OCCUPY = to those who wait to be disarmed."""
    a = st.u[u].axis
    if st.u[u].pointer < w.a[a].count:
        return int(w.field_row[TRAIN, _goal(w, st, u)])
    return objective_row(w, p, st, u)


@leaf
def _left(w: World, st: State, side: int, row: int, c: int) -> int:
    """How far a cell lies from where trains of a side run by a field, in the units of the field."""
    return km_to_go(st, side, c) if row == OCCUPY else int(w.field[row, c])


@leaf
def _goal(w: World, st: State, u: int) -> int:
    """Objective for which a unit takes the train: the next one, of a withdrawal the last."""
    a = st.u[u].axis
    n = w.a[a].count - 1 if w.a[a].posture == WITHDRAW else st.u[u].pointer
    return int(w.a[a].first + n)


@leaf
def _onward(w: World, st: State, sc: Scratch, side: int, row: int, c: int) -> int:
    """Edge by which trains run on from a cell toward the goal of a field, -1 = none."""
    best = _left(w, st, side, row, c)
    slot = -1
    for k in range(6):
        line = int(w.line[c, k])
        if line == 0 or line & LINE_GAUGE == NARROW or (line & LINE_WORK > 0 and int(st.e[c, k].span) > 0):
            continue
        d = int(w.nbr[c, k])
        if _left(w, st, side, row, d) < best and runs(w, st, sc, side, d):
            best = _left(w, st, side, row, d)
            slot = k
    return slot


@leaf
def _speed(w: World, p: F64, st: State, sc: Scratch, side: int, c: int) -> float:
    """Metres per hour of a troop train."""
    captured = is_beyond(st, side, c) or is_served(w, sc, side, c)
    km_day = p[P.RAIL_CAPTURED_KM_DAY] if captured else p[P.RAIL_KM_DAY]
    return float(km_day * 1000.0 / 24.0)


@leaf
def _may_load(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> bool:
    """Whether a unit is free to go, and its orders let it go by rail: nobody loads before the enemy's eyes.

    The last who mask works shut up in the cell stay (R14).
    """
    if st.u[u].status != ACTIVE or w.u[u].static == 1 or w.u[u].rear == 1 or st.u[u].invested == 1:
        return False
    if step < st.u[u].order_at or st.u[u].quiet > 0 or st.u[u].fighting == 1 or st.u[u].lift >= 0:
        return False
    if step == w.u[u].from_step and w.u[u].from_round > 0:
        return False
    a = st.u[u].axis
    if masks_works(w, p, st, sc, u):
        return False
    if w.a[a].rail == 0 or st.u[u].pointer >= w.a[a].count:
        c = st.u[u].cell
        enemy = 1 - w.u[u].side
        # Who has come to disarm stays until the last man has laid down his arms.
        disarms = st.u[u].pointer >= w.a[a].count and sc.x[enemy, c].units > 0
        if not runs(w, st, sc, w.u[u].side, c) or disarms or is_far_ahead(w, p, st, u):
            return False
    return threat(w, p, st, u, step) == 0


@inner
def _mark_way(w: World, p: F64, st: State, sc: Scratch, u: int) -> None:
    """Book the way of a unit's trains: later columns keep clear of the last one on the whole of it."""
    side = int(w.u[u].side)
    row = _field(w, p, st, u)
    c = int(st.u[u].cell)
    k = 0
    while row != NOWHERE and k >= 0 and _left(w, st, side, row, c) > 0:
        k = _onward(w, st, sc, side, row, c)
        if k >= 0:
            c = int(w.nbr[c, k])
            st.c[c].busy = max(int(st.c[c].busy), int(st.u[u].booked))


@inner
def _give_back(w: World, p: F64, st: State, sc: Scratch, u: int) -> None:
    """Free the line of a unit that gave up or got off; what others have booked on it stays theirs."""
    side = int(w.u[u].side)
    for c in range(w.e.shape[0] - 1):
        mine = int(st.owner[c]) == side or sc.served[side] == 1
        if mine and int(st.c[c].busy) == int(st.u[u].booked):
            st.c[c].busy = 0
    st.u[u].booked = 0
    for v in range(w.u.shape[0]):
        goes = st.u[v].train == LOADING or st.u[v].train == ROLLING
        if v != u and w.u[v].side == side and goes and st.u[v].axis >= 0:
            _mark_way(w, p, st, sc, v)


@leaf
def _lacks_fuel(w: World, p: F64, st: State, u: int, metres: int) -> bool:
    """Whether tanks or lorries have not the fuel to drive a way by road."""
    if w.u[u].mobility < MOTOR or p[P.FUEL_USE_FACTOR] == 0.0:
        return False
    by_road = fuel_range(w, p, st, u) * p[P.FUEL_REFILL_RANGE_ROAD_KM] / p[P.FUEL_REFILL_RANGE_OFFROAD_KM]
    return bool(by_road * 1000.0 < metres)


@leaf
def _march_hours(w: World, p: F64, st: State, u: int, row: int, c: int) -> float:
    """Hours by the clock of the march from a cell to where a unit's trains run to."""
    by = row if row == OCCUPY else int(w.field_row[w.u[u].mobility, _goal(w, st, u)])
    return minutes_from(w, p, st, w.u[u].side, by, c) / 60.0 / marching_share(p)


@leaf
def _freight(w: World, st: State, u: int) -> int:
    """Traffic units of what a unit takes on trains: its lorries go by road (G125)."""
    return int(max(st.u[u].men // 256, st.u[u].tanks // 256 * TRAFFIC_PER_VEHICLE))


@inner
def _book(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Let a unit load if trains run from where it stands to its goal and bring it there sooner than its feet.

    On lines that the enemy runs it also rides part of the way. No more of his trains come by than stand on the way and
    go to and fro on it.
    """
    side = int(w.u[u].side)
    row = _field(w, p, st, u)
    start = int(st.u[u].cell)
    if row == NOWHERE or not runs(w, st, sc, side, start):
        return
    now = step * 6
    first = float(now)
    hours = 0.0
    tracks = 2
    c = start
    metres = 0
    stock = int(st.c[start].trains)
    handed = is_served(w, sc, side, start)
    while _left(w, st, side, row, c) > 0:
        k = _onward(w, st, sc, side, row, c)
        if k < 0:
            break
        length = int(w.e[c, k].len)
        tracks = min(tracks, int(w.e[c, k].rail))
        c = int(w.nbr[c, k])
        metres += length
        stock += int(st.c[c].trains)
        handed = handed or is_served(w, sc, side, c)
        hours += length / _speed(w, p, st, sc, side, c)
        first = max(first, int(st.c[c].busy) - hours)
    short = _left(w, st, side, row, c) > 0
    if c == start or (handed and stock == 0) or (not handed and (short or row == OCCUPY)):
        return
    if not handed and w.a[st.u[u].axis].rail == 0:
        return
    passed = p[P.RAIL_TRAINS_SINGLE] if tracks < 2 else p[P.RAIL_TRAINS_DOUBLE]
    if handed:
        passed = min(passed, stock * p[P.RAIL_CAPTURED_KM_DAY] * 1000.0 / (2.0 * metres))
    trains = max(1.0, p[P.RAIL_TRAINS_PER_DE] * _freight(w, st, u) / DIVISION_EQUIVALENT)
    leaves = first + p[P.RAIL_ENTRAIN_HOURS] + 24.0 * trains / passed
    arrives = leaves + hours + p[P.RAIL_DETRAIN_HOURS]
    dry = _lacks_fuel(w, p, st, u, metres)
    rest = _march_hours(w, p, st, u, row, c) if short else 0.0
    if not dry and arrives + rest >= now + _march_hours(w, p, st, u, row, start):
        return
    st.u[u].train = LOADING
    st.u[u].lands = int(leaves)
    st.u[u].booked = int(leaves + hours)
    st.u[u].slot = -1
    st.u[u].progress = 0
    _mark_way(w, p, st, sc, u)


@inner
def _unload(w: World, p: F64, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """Put a unit on its feet where its train stands, or one cell back if that is full or the enemy's.

    If both are full it waits aboard; between enemies it is taken.
    """
    side = int(w.u[u].side)
    back = int(st.u[u].previous)
    st.u[u].progress = 0
    safe = is_safe(st, sc, side, int(st.u[u].cell))
    if not safe or not finds_room(w, st, sc, u, int(st.u[u].cell)):
        retreats = back >= 0 and is_safe(st, sc, side, back)
        if safe and not (retreats and finds_room(w, st, sc, u, back)):
            return
        if not retreats:
            st.u[u].train = NO_TRAIN
            yield_unit(w, st, sc, u, step, hour)
            return
        st.u[u].previous = st.u[u].cell
        st.u[u].cell = back
    st.u[u].status = ACTIVE
    st.u[u].train = UNLOADING
    st.u[u].lands = hour + int(p[P.RAIL_DETRAIN_HOURS])
    st.u[u].arrived = step
    st.u[u].unfed = 0
    stand(w, st, sc, u, 1)
    log(sc, step, hour, DETRAINED, side, int(st.u[u].cell), u, st.u[u].men // 256)
    reach(w, st, sc, u, int(st.u[u].cell), step, hour)


@inner
def _roll(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """A step on the way: the train runs until the goal is reached or the line ahead does not carry it.

    Stations of an enemy who runs the line are taken over as the train comes through.
    """
    side = int(w.u[u].side)
    row = _field(w, p, st, u)
    c = int(st.u[u].cell)
    since = max(step * 6, int(st.u[u].lands))
    metres = st.u[u].progress + int((step * 6 + 6 - since) * _speed(w, p, st, sc, side, c))
    while row != NOWHERE and _left(w, st, side, row, c) > 0:
        stops = not is_safe(st, sc, side, c) and not is_served(w, sc, side, c)
        k = -1 if stops else _onward(w, st, sc, side, row, c)
        if k < 0:
            _unload(w, p, st, sc, u, step, step * 6)
            return
        if metres < int(w.e[c, k].len):
            st.u[u].progress = metres
            return
        metres -= int(w.e[c, k].len)
        st.u[u].previous = c
        c = int(w.nbr[c, k])
        st.u[u].cell = c
        if int(st.owner[c]) != side:
            enter(w, p, st, sc, u, step, min(step * 6 + 5, since))
    if row != NOWHERE and row != OCCUPY:
        st.u[u].pointer = _goal(w, st, u) - int(w.a[st.u[u].axis].first)
    _unload(w, p, st, sc, u, step, step * 6 + 5)


@leaf
def _depart(w: World, st: State, sc: Scratch, u: int, step: int) -> None:
    """The last train of a unit leaves; on the way it stands nowhere."""
    stand(w, st, sc, u, -1)
    st.u[u].status = ABOARD
    st.u[u].train = ROLLING
    st.u[u].bound = -1
    st.u[u].progress = 0
    hour = max(step * 6, int(st.u[u].lands))
    log(sc, step, hour, ENTRAINED, w.u[u].side, int(st.u[u].cell), u, st.u[u].men // 256)


@leaf
def _goes_by_rail(w: World, sc: Scratch, side: int, a: int) -> bool:
    """Whether units of an axis may ask for trains: by their plan, or because the enemy runs his for attackers."""
    if w.a[a].rail == 1:
        return True
    return sc.served[side] == 1 and w.a[a].lift == NO_LIFT and is_offensive(int(w.a[a].posture))


@inner
def run(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Troop trains of a step: who loads, rolls and unloads."""
    if p[P.SWITCH_RAIL_MOVES] == 0.0:
        return
    served.update(w, p, st, sc)
    for u in range(w.u.shape[0]):
        train = int(st.u[u].train)
        if st.u[u].axis < 0:
            continue
        if train == NO_TRAIN and not _goes_by_rail(w, sc, int(w.u[u].side), int(st.u[u].axis)):
            continue
        asks = train == LOADING or (train == NO_TRAIN and step % 4 == 0)
        free = asks and _may_load(w, p, st, sc, u, step)
        if train == NO_TRAIN and free:
            _book(w, p, st, sc, u, step)
        elif train == UNLOADING and (st.u[u].lands <= step * 6 or st.u[u].fighting == 1):
            st.u[u].train = NO_TRAIN
        elif train == LOADING and not free:
            # Who sees the enemy come while he loads gets off again.
            st.u[u].train = NO_TRAIN
        elif train == LOADING and st.u[u].lands < step * 6 + 6:
            _depart(w, st, sc, u, step)
        elif train == ROLLING and st.u[u].status != ABOARD:
            st.u[u].train = NO_TRAIN
        if int(st.u[u].train) == ROLLING:
            _roll(w, p, st, sc, u, step)
        if st.u[u].booked > 0 and (st.u[u].train == NO_TRAIN or st.u[u].train == UNLOADING):
            _give_back(w, p, st, sc, u)
