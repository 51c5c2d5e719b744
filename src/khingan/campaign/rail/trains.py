"""Troop trains (rules.md R20): units whose plan allows it go by rail where that is quicker than marching.

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
    FIELD_MINUTES,
    LOADING,
    NO_TRAIN,
    ROLLING,
    TRAIN,
    UNLOADING,
    WITHDRAW,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import reach
from khingan.campaign.events import log
from khingan.campaign.movement import masks_works
from khingan.campaign.orders import threat
from khingan.campaign.picture import finds_room, is_safe, stand, traffic_units
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.trace import is_beyond, is_railhead
from khingan.campaign.surrender import yield_unit
from khingan.campaign.world import F64, World


@leaf
def _goal(w: World, st: State, u: int) -> int:
    """Objective for which a unit takes the train: the next one, of a withdrawal the last."""
    a = st.u[u].axis
    n = w.a[a].count - 1 if w.a[a].posture == WITHDRAW else st.u[u].pointer
    return int(w.a[a].first + n)


@leaf
def _onward(w: World, st: State, sc: Scratch, side: int, row: int, c: int) -> int:
    """Edge by which trains run on from a cell toward the goal of a field, -1 = none."""
    best = int(w.field[row, c])
    slot = -1
    for k in range(6):
        d = int(w.nbr[c, k])
        if int(w.e[c, k].rail) == 0 or int(st.e[c, k].span) > 0 or int(w.field[row, d]) >= best:
            continue
        if is_railhead(st, side, d) and is_safe(st, sc, side, d):
            best = int(w.field[row, d])
            slot = k
    return slot


@leaf
def _speed(p: F64, st: State, side: int, c: int) -> float:
    """Metres per hour of a troop train."""
    km_day = p[P.RAIL_CAPTURED_KM_DAY] if is_beyond(st, side, c) else p[P.RAIL_KM_DAY]
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
    if w.a[a].rail == 0 or st.u[u].pointer >= w.a[a].count or masks_works(w, p, st, sc, u):
        return False
    return threat(w, p, st, u, step) == 0


@inner
def _mark_way(w: World, st: State, sc: Scratch, u: int) -> None:
    """Book the way of a unit's trains: later columns keep clear of the last one on the whole of it."""
    side = int(w.u[u].side)
    row = int(w.field_row[TRAIN, _goal(w, st, u)])
    c = int(st.u[u].cell)
    k = 0
    while row >= 0 and k >= 0 and int(w.field[row, c]) > 0:
        k = _onward(w, st, sc, side, row, c)
        if k >= 0:
            c = int(w.nbr[c, k])
            st.c[c].busy = max(int(st.c[c].busy), int(st.u[u].booked))


@inner
def _give_back(w: World, st: State, sc: Scratch, u: int) -> None:
    """Free the line of a unit that gave up or got off; what others have booked on it stays theirs."""
    side = int(w.u[u].side)
    for c in range(w.e.shape[0] - 1):
        if int(st.owner[c]) == side and int(st.c[c].busy) == int(st.u[u].booked):
            st.c[c].busy = 0
    st.u[u].booked = 0
    for v in range(w.u.shape[0]):
        goes = st.u[v].train == LOADING or st.u[v].train == ROLLING
        a = st.u[v].axis
        if v != u and w.u[v].side == side and goes and a >= 0 and st.u[v].pointer < w.a[a].count:
            _mark_way(w, st, sc, v)


@inner
def _book(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Let a unit load if trains run from where it stands to its goal and bring it there sooner than its feet."""
    side = int(w.u[u].side)
    row = int(w.field_row[TRAIN, _goal(w, st, u)])
    start = int(st.u[u].cell)
    if row < 0 or not is_railhead(st, side, start):
        return
    now = step * 6
    first = float(now)
    hours = 0.0
    tracks = 2
    c = start
    while int(w.field[row, c]) > 0:
        k = _onward(w, st, sc, side, row, c)
        if k < 0:
            return
        c, tracks = int(w.nbr[c, k]), min(tracks, int(w.e[c, k].rail))
        hours += int(w.e[c, k].len) / _speed(p, st, side, c)
        first = max(first, int(st.c[c].busy) - hours)
    trains = max(1.0, p[P.RAIL_TRAINS_PER_DE] * traffic_units(w, st, u) / DIVISION_EQUIVALENT)
    passing = 24.0 * trains / (p[P.RAIL_TRAINS_SINGLE] if tracks < 2 else p[P.RAIL_TRAINS_DOUBLE])
    leaves = first + p[P.RAIL_ENTRAIN_HOURS] + passing
    march = int(w.field[int(w.field_row[w.u[u].mobility, _goal(w, st, u)]), start]) * FIELD_MINUTES / 60.0
    if c == start or leaves + hours + p[P.RAIL_DETRAIN_HOURS] >= now + march / marching_share(p):
        return
    st.u[u].train = LOADING
    st.u[u].lands = int(leaves)
    st.u[u].booked = int(leaves + hours)
    st.u[u].slot = -1
    st.u[u].progress = 0
    _mark_way(w, st, sc, u)


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
    """A step on the way: the train runs until the goal is reached or the line ahead does not carry it."""
    side = int(w.u[u].side)
    goal = _goal(w, st, u)
    row = int(w.field_row[TRAIN, goal])
    c = int(st.u[u].cell)
    since = max(step * 6, int(st.u[u].lands))
    metres = st.u[u].progress + int((step * 6 + 6 - since) * _speed(p, st, side, c))
    while int(w.field[row, c]) > 0:
        k = _onward(w, st, sc, side, row, c) if is_safe(st, sc, side, c) else -1
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
    st.u[u].pointer = goal - int(w.a[st.u[u].axis].first)
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


@inner
def run(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Troop trains of a step: who loads, rolls and unloads."""
    if p[P.SWITCH_RAIL_MOVES] == 0.0:
        return
    for u in range(w.u.shape[0]):
        train = int(st.u[u].train)
        if st.u[u].axis < 0 or (train == NO_TRAIN and w.a[st.u[u].axis].rail == 0):
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
            _give_back(w, st, sc, u)
