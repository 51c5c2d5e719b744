"""Troop trains (rules.md R20): units go by rail where their plan allows it and that is quicker than marching.

Where the enemy keeps the cease-fire and runs his lines for them (served.py) attackers need no plan for it: they ride
to their next objective, or to those who wait to be disarmed, as far as the trains bring them.

A unit loads where it stands on a line along which trains run to its goal, holds its ground while it loads, is aboard
while it rolls, and unloads at the goal or where the line ahead has been lost or broken. The line passes so many trains
a day; who comes later waits until those before him are through.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEPS_PER_DAY
from khingan.campaign.codes import (
    ABOARD,
    ACTIVE,
    DETRAINED,
    ENTRAINED,
    LOADING,
    NO_LIFT,
    NO_TRAIN,
    ROLLING,
    UNLOADING,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import enter, reach
from khingan.campaign.events import log
from khingan.campaign.movement import masks_works
from khingan.campaign.orders import NOWHERE, OCCUPY, is_far_ahead, is_offensive, threat
from khingan.campaign.picture import finds_room, is_safe, stand
from khingan.campaign.rail import served
from khingan.campaign.rail.booking import (
    book,
    field_of,
    give_back,
    goal_of,
    left_of,
    onward,
    speed,
    still_rides,
)
from khingan.campaign.rail.served import is_served, runs
from khingan.campaign.state import Scratch, State
from khingan.campaign.surrender import yield_unit
from khingan.campaign.world import F64, World


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


@leaf
def _roll(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """A step on the way: the train runs until the goal is reached or the line ahead does not carry it.

    Stations of an enemy who runs the line are taken over as the train comes through.
    """
    side = int(w.u[u].side)
    row = field_of(w, p, st, u)
    c = int(st.u[u].cell)
    since = max(step * 6, int(st.u[u].lands))
    metres = st.u[u].progress + int((step * 6 + 6 - since) * speed(w, p, st, sc, side, c))
    while row != NOWHERE and left_of(w, st, side, row, c) > 0:
        stops = not is_safe(st, sc, side, c) and not is_served(w, sc, side, c)
        k = -1 if stops else onward(w, st, sc, side, row, c)
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
        st.u[u].pointer = goal_of(w, st, u) - int(w.a[st.u[u].axis].first)
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
        asks = train == LOADING or (train == NO_TRAIN and step % STEPS_PER_DAY == 0)
        free = asks and _may_load(w, p, st, sc, u, step)
        if train == NO_TRAIN and free:
            book(w, p, st, sc, u, step)
        elif train == UNLOADING and (st.u[u].lands <= step * 6 or st.u[u].fighting == 1):
            st.u[u].train = NO_TRAIN
        elif train == LOADING and not (
            free and (step % STEPS_PER_DAY != 0 or still_rides(w, p, st, sc, u, step))
        ):
            # Who sees the enemy come while he loads gets off again; so does, in the morning, who would be there sooner
            # on foot: fuel may have come.
            st.u[u].train = NO_TRAIN
        elif train == LOADING and st.u[u].lands < step * 6 + 6:
            _depart(w, st, sc, u, step)
        elif train == ROLLING and st.u[u].status != ABOARD:
            st.u[u].train = NO_TRAIN
        if int(st.u[u].train) == ROLLING:
            _roll(w, p, st, sc, u, step)
        if st.u[u].booked > 0 and (st.u[u].train == NO_TRAIN or st.u[u].train == UNLOADING):
            give_back(w, p, st, sc, u)
