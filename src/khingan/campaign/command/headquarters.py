"""Headquarters: where they are, whether somebody is there, and how long an order takes on its way down.

Messages are timed in hours, steps only decide when somebody looks: a chain of short delays within one step is not
rounded at every echelon.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEP_HOURS
from khingan.campaign.codes import (
    ABSENT,
    ACTIVE,
    HQ_OVERRUN,
    MOVING,
    NEVER,
    OVERRUN_HQ,
    PRESENT,
    WAITING,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@leaf
def recent(hour: int, now: int) -> int:
    """Hour from which a message runs: when it was known, or now if it has had to wait for more than a step."""
    return hour if hour > now - STEP_HOURS else now


@leaf
def works(st: State, f: int) -> bool:
    """Whether somebody at a headquarters can decide."""
    return st.f[f].status == PRESENT or st.f[f].status == MOVING


@leaf
def delay(w: World, p: F64, st: State, f: int) -> float:
    """Hours that a formation takes to pass on an order or a report; on the way it takes longer."""
    if p[P.SWITCH_COMMAND] == 0.0:
        return 0.0
    hours = p[P.ORDER_DELAY_DIVISION + w.f[f].level]
    return float(hours * p[P.HQ_MOVING_FACTOR] if st.f[f].status == MOVING else hours)


@leaf
def is_away(w: World, u: int, now: int) -> bool:
    """Whether a unit's commander and staff are away."""
    return bool(w.u[u].absent_from <= now < w.u[u].absent_to)


@leaf
def _down(w: World, p: F64, st: State, u: int, g: int, now: int) -> float:
    """Hours an order of formation ``g`` (-1 = the unit's own commander) takes to the unit: every echelon adds up."""
    hours = float(p[P.ORDER_DELAY_DIVISION])
    f = w.u[u].army if g >= 0 else -1
    while f >= 0:
        hours += delay(w, p, st, f)
        if st.f[f].status == OVERRUN_HQ:
            hours += max(0, st.f[f].until - now)
        f = w.f[f].parent if f != g else -1
    return hours


@inner
def order_step(w: World, p: F64, st: State, u: int, a: int, step: int) -> int:
    """Step at which a unit can follow an axis whose condition holds; NEVER while nobody can order it."""
    if p[P.SWITCH_COMMAND] == 0.0:
        return step
    now = step * STEP_HOURS
    g = w.a[a].governor
    known = st.u[u].knows if g < 0 else st.f[g].learned
    if known > now or is_away(w, u, now):
        return NEVER
    if g >= 0 and (not works(st, g) or st.u[u].touch == 0):
        return NEVER
    # What was known before its commander came back begins with his return.
    back = w.u[u].absent_to if g < 0 else w.f[g].absent_to
    if back <= now:
        known = max(known, back)
    hours = recent(known, now) + _down(w, p, st, u, g, now)
    whole = int(hours / STEP_HOURS)
    return int(max(step, whole if whole * STEP_HOURS >= hours else whole + 1))


@leaf
def _under(w: World, u: int, f: int) -> bool:
    g = int(w.u[u].army)
    while g >= 0 and g != f:
        g = w.f[g].parent
    return g == f


@inner
def _new_seat(w: World, st: State, f: int) -> int:
    """Cell of the formation's unit nearest to supply that is neither shut up nor surrounded; -1 = none is left."""
    best = 1 << 60
    seat = -1
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE and st.u[u].status != WAITING:
            continue
        if st.u[u].invested == 1 or st.u[u].surrounded == 1 or st.u[u].supply_km >= best:
            continue
        c = st.u[u].cell
        if c != st.f[f].cell and int(st.owner[c]) == w.f[f].side and _under(w, u, f):
            best = st.u[u].supply_km
            seat = c
    return seat


@leaf
def _overrun(w: World, p: F64, st: State, sc: Scratch, f: int, step: int) -> None:
    log(sc, step, step * STEP_HOURS, HQ_OVERRUN, w.f[f].side, st.f[f].cell, f, 0)
    st.f[f].status = OVERRUN_HQ
    st.f[f].until = step * STEP_HOURS + int(p[P.HQ_REFORM_HOURS])
    st.f[f].cell = _new_seat(w, st, f)


@inner
def update(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """What every headquarters is doing at the start of a step."""
    if p[P.SWITCH_COMMAND] == 0.0:
        return
    now = step * STEP_HOURS
    for f in range(w.f.shape[0]):
        arrived = st.f[f].status == MOVING and now >= w.f[f].move_to
        if arrived and int(st.owner[w.f[f].move_cell]) == w.f[f].side:
            st.f[f].cell = w.f[f].move_cell
        c = st.f[f].cell
        if c >= 0 and int(st.owner[c]) == 1 - w.f[f].side:
            _overrun(w, p, st, sc, f, step)
            continue
        if now < st.f[f].until:
            st.f[f].status = OVERRUN_HQ
        elif w.f[f].absent_from <= now < w.f[f].absent_to:
            st.f[f].status = ABSENT
        elif w.f[f].move_from <= now < w.f[f].move_to:
            st.f[f].status = MOVING
        else:
            st.f[f].status = PRESENT
