"""Cohesion, fatigue, sickness, and what falls apart (MODEL.md section 5; rules.md R4, R5, R22)."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import marching_hours
from khingan.campaign.codes import (
    ABOARD,
    ACTIVE,
    DISBANDED,
    DISBANDED_EVENT,
    FOOT,
    HORSE,
    MISSING,
    NONCOMBAT_DEAD,
    SICK,
    UNREACHED,
    WAITING,
)
from khingan.campaign.combat.decision import recovered
from khingan.campaign.combat.equipment import repaired
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import lay_down_arms
from khingan.campaign.events import log
from khingan.campaign.portable import exp
from khingan.campaign.state import Scratch, State
from khingan.campaign.weather import is_hot
from khingan.campaign.world import F64, World


@leaf
def lose(st: State, u: int, sink: int, men: int) -> int:
    """Move men (1/256) of a unit to a sink, never more than it has; returns what was moved."""
    men = min(men, st.u[u].men)
    st.u[u].men -= men
    st.lost[u, sink] += men
    return int(men)


@leaf
def lose_equipment(st: State, sc: Scratch, u: int, share: float) -> None:
    """A share of the tanks and guns of a unit is gone for good."""
    tanks, guns = int(st.u[u].tanks * share), int(st.u[u].guns * share)
    st.u[u].tanks -= tanks
    st.u[u].guns -= guns
    sc.tanks_lost[u] += tanks
    sc.guns_lost[u] += guns


@leaf
def _recover(w: World, p: F64, st: State, u: int) -> None:
    supplied = st.u[u].supply_km < UNREACHED or st.u[u].unfed == 0
    st.u[u].cohesion = recovered(st.u[u].cohesion, 0.25, st.u[u].fighting == 1, supplied, p)


@leaf
def _tire(w: World, p: F64, st: State, u: int, step: int, rest: float) -> None:
    """March and combat tire, rest restores; men on foot tire most."""
    if st.u[u].marched > 0:
        on_foot = w.u[u].mobility == FOOT or w.u[u].mobility == HORSE
        per_hour = p[P.FATIGUE_PER_MARCH_HOUR] if on_foot else p[P.FATIGUE_PER_MOTOR_HOUR]
        if st.u[u].hurries == 1:
            per_hour *= p[P.FORCED_MARCH] * p[P.FORCED_FATIGUE]
        if on_foot and is_hot(w, st, st.u[u].cell):
            per_hour *= 1.0 + p[P.HEAT_FATIGUE]
        st.u[u].fatigue = min(1.0, st.u[u].fatigue + per_hour * marching_hours(step, p))
    if st.u[u].fighting == 1:
        st.u[u].fatigue = min(1.0, st.u[u].fatigue + p[P.FATIGUE_PER_COMBAT_STEP])
    st.u[u].fatigue *= rest


@leaf
def _fall_sick(p: F64, st: State, u: int) -> None:
    """Sick and non-combat dead at daily rates, remainders carried so that small units lose men too."""
    sick = st.u[u].sick_carry + int(st.u[u].men * p[P.SICK_RATE] * 64.0)
    dead = st.u[u].dead_carry + int(st.u[u].men * p[P.NONCOMBAT_DEATH_RATE] * 64.0)
    st.u[u].sick_carry = sick % 64
    st.u[u].dead_carry = dead % 64
    lose(st, u, SICK, sick // 64)
    lose(st, u, NONCOMBAT_DEAD, dead // 64)


@inner
def update(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """After the fighting of a step: recovery, fatigue, sickness, disbanding of remnants."""
    remnant = p[P.DISBAND_SHARE]
    rest = exp(-0.25 / p[P.FATIGUE_RECOVERY_DAYS])
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE and st.u[u].status != WAITING and st.u[u].status != ABOARD:
            continue
        if p[P.SWITCH_COHESION] > 0.0:
            _recover(w, p, st, u)
            _tire(w, p, st, u, step, rest)
        if step % 4 == 3:
            _fall_sick(p, st, u)
        remains = st.u[u].men + st.u[u].behind
        if remains < remnant * st.u[u].men0 and w.u[u].rear == 0 and st.u[u].quiet == 0:
            log(sc, step, step * 6 + 6, DISBANDED_EVENT, w.u[u].side, st.u[u].cell, u, st.u[u].men // 256)
            lay_down_arms(w, st, sc, u, DISBANDED, MISSING)
        # Half of the vehicles knocked out on the side that holds the field come back with time.
        if st.u[u].repair > 0:
            back = int(st.u[u].repair * repaired(0.25, p))
            st.u[u].tanks += back
            st.u[u].repair -= back
