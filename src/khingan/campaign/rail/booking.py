"""Bookings of troop trains: which way they take, when the last of them leaves, and how long they hold the line.

The line passes so many trains a day: who comes later waits until those before him are through. Who waits for few
captured trains leaves room for others between them. See docs/mechanisms/rail.md.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEP_HOURS, marching_share
from khingan.campaign.codes import (
    DIVISION_EQUIVALENT,
    LOADING,
    MOTOR,
    NARROW,
    ROLLING,
    TRAFFIC_PER_VEHICLE,
    TRAIN,
    WITHDRAW,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.fuel import fuel_range
from khingan.campaign.occupation import km_to_go
from khingan.campaign.orders import NOWHERE, OCCUPY, objective_row
from khingan.campaign.packing import LINE_GAUGE, LINE_WORK
from khingan.campaign.rail.served import is_served, runs
from khingan.campaign.route import minutes_from
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.trace import is_beyond
from khingan.campaign.world import F64, World


@leaf
def field_of(w: World, p: F64, st: State, u: int) -> int:
    """Row of the field by which a unit's trains run, NOWHERE = none, OCCUPY = to those who wait to be disarmed."""
    a = st.u[u].axis
    if st.u[u].pointer < w.a[a].count:
        return int(w.field_row[TRAIN, goal_of(w, st, u)])
    return objective_row(w, p, st, u)


@leaf
def left_of(w: World, st: State, side: int, row: int, c: int) -> int:
    """How far a cell lies from where trains of a side run by a field, in the units of the field."""
    return km_to_go(st, side, c) if row == OCCUPY else int(w.field[row, c])


@leaf
def goal_of(w: World, st: State, u: int) -> int:
    """Objective for which a unit takes the train: the next one, of a withdrawal the last."""
    a = st.u[u].axis
    n = w.a[a].count - 1 if w.a[a].posture == WITHDRAW else st.u[u].pointer
    return int(w.a[a].first + n)


@leaf
def onward(w: World, st: State, sc: Scratch, side: int, row: int, c: int) -> int:
    """Edge by which trains run on from a cell toward the goal of a field, -1 = none."""
    best = left_of(w, st, side, row, c)
    slot = -1
    for k in range(6):
        line = int(w.line[c, k])
        if line == 0 or line & LINE_GAUGE == NARROW or (line & LINE_WORK > 0 and int(st.e[c, k].span) > 0):
            continue
        d = int(w.nbr[c, k])
        if left_of(w, st, side, row, d) < best and runs(w, st, sc, side, d):
            best = left_of(w, st, side, row, d)
            slot = k
    return slot


@leaf
def speed(w: World, p: F64, st: State, sc: Scratch, side: int, c: int) -> float:
    """Metres per hour of a troop train."""
    captured = is_beyond(st, side, c) or is_served(w, sc, side, c)
    km_day = p[P.RAIL_CAPTURED_KM_DAY] if captured else p[P.RAIL_KM_DAY]
    return float(km_day * 1000.0 / 24.0)


@leaf
def _mark_way(w: World, p: F64, st: State, sc: Scratch, u: int) -> None:
    """Book the way of a unit's trains: later columns keep clear of the last one on the whole of it."""
    side = int(w.u[u].side)
    row = field_of(w, p, st, u)
    c = int(st.u[u].cell)
    k = 0
    while row != NOWHERE and k >= 0 and left_of(w, st, side, row, c) > 0:
        k = onward(w, st, sc, side, row, c)
        if k >= 0:
            c = int(w.nbr[c, k])
            st.c[c].busy = max(int(st.c[c].busy), int(st.u[u].booked))


@inner
def give_back(w: World, p: F64, st: State, sc: Scratch, u: int) -> None:
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
    by = row if row == OCCUPY else int(w.field_row[w.u[u].mobility, goal_of(w, st, u)])
    return minutes_from(w, p, st, w.u[u].side, by, c) / 60.0 / marching_share(p)


@leaf
def _freight(w: World, st: State, u: int) -> int:
    """Traffic units of what a unit takes on trains: its lorries go by road (G125)."""
    return int(max(st.u[u].men // 256, st.u[u].tanks // 256 * TRAFFIC_PER_VEHICLE))


@leaf
def _look_ahead(
    w: World, p: F64, st: State, sc: Scratch, u: int, row: int, now: int
) -> tuple[int, int, int, int, float, float]:
    """How far trains run on from where a unit stands.

    Returns the last cell, metres to it, trains that stand on the way and go to and fro on it (-1 = own trains run),
    tracks, hours on the way, and the hour from which nobody booked before is in the way of the first train.
    """
    side = int(w.u[u].side)
    c = int(st.u[u].cell)
    metres = 0
    tracks = 2
    stock = int(st.c[c].trains)
    handed = is_served(w, sc, side, c)
    hours = 0.0
    first = float(now)
    k = 0
    while k >= 0 and left_of(w, st, side, row, c) > 0:
        k = onward(w, st, sc, side, row, c)
        if k >= 0:
            length = int(w.e[c, k].len)
            tracks = min(tracks, int(w.e[c, k].rail))
            c = int(w.nbr[c, k])
            metres += length
            stock += int(st.c[c].trains)
            handed = handed or is_served(w, sc, side, c)
            hours += length / speed(w, p, st, sc, side, c)
            first = max(first, int(st.c[c].busy) - hours)
    return c, metres, stock if handed else -1, tracks, hours, first


@leaf
def _is_sooner_on_foot(
    w: World, p: F64, st: State, u: int, row: int, c: int, metres: int, arrives: float, now: int
) -> bool:
    """Whether a unit that can march is at its goal sooner so than by trains that are through at cell c at an hour."""
    if _lacks_fuel(w, p, st, u, metres):
        return False
    short = left_of(w, st, int(w.u[u].side), row, c) > 0
    rest = _march_hours(w, p, st, u, row, c) if short else 0.0
    on_foot = now + _march_hours(w, p, st, u, row, int(st.u[u].cell))
    return bool(arrives + p[P.RAIL_DETRAIN_HOURS] + rest >= on_foot)


@leaf
def book(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Let a unit load if trains run from where it stands to its goal and bring it there sooner than its feet.

    On lines that the enemy runs it also rides part of the way. No more of his trains come by than stand on the way and
    go to and fro on it; they leave the line to others meanwhile.
    """
    side = int(w.u[u].side)
    row = field_of(w, p, st, u)
    start = int(st.u[u].cell)
    if row == NOWHERE or not runs(w, st, sc, side, start):
        return
    now = step * STEP_HOURS
    c, metres, stock, tracks, hours, first = _look_ahead(w, p, st, sc, u, row, now)
    handed = stock >= 0
    if c == start or stock == 0:
        return
    if not handed and (left_of(w, st, side, row, c) > 0 or row == OCCUPY or w.a[st.u[u].axis].rail == 0):
        return
    track = p[P.RAIL_TRAINS_SINGLE] if tracks < 2 else p[P.RAIL_TRAINS_DOUBLE]
    passed = min(track, stock * p[P.RAIL_CAPTURED_KM_DAY] * 1000.0 / (2.0 * metres)) if handed else track
    trains = max(1.0, p[P.RAIL_TRAINS_PER_DE] * _freight(w, st, u) / DIVISION_EQUIVALENT)
    # Who waits for the line loads meanwhile.
    begins = max(first, now + p[P.RAIL_ENTRAIN_HOURS])
    leaves = begins + 24.0 * trains / passed
    if _is_sooner_on_foot(w, p, st, u, row, c, metres, leaves + hours, now):
        return
    st.u[u].train = LOADING
    st.u[u].lands = int(leaves)
    st.u[u].booked = int(begins + 24.0 * trains / track + hours)
    st.u[u].slot = -1
    st.u[u].progress = 0
    _mark_way(w, p, st, sc, u)


@leaf
def still_rides(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> bool:
    """Whether the trains for which a unit waits still bring it to its goal sooner than its feet."""
    row = field_of(w, p, st, u)
    if row == NOWHERE:
        return False
    now = step * STEP_HOURS
    c, metres, _stock, _tracks, hours, _first = _look_ahead(w, p, st, sc, u, row, now)
    return not _is_sooner_on_foot(w, p, st, u, row, c, metres, st.u[u].lands + hours, now)
