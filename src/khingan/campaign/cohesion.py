"""Cohesion, fatigue, sickness, desertion, and what falls apart (MODEL.md section 5; rules.md R4, R5, R22)."""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.calendar import marching_hours
from khingan.campaign.codes import (
    ACTIVE,
    DESERTED,
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
from khingan.campaign.control import lay_down_arms
from khingan.campaign.events import log
from khingan.campaign.portable import exp
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@njit(cache=True)
def lose(st: State, u: int, sink: int, men: int) -> int:
    """Move men (1/256) of a unit to a sink, never more than it has; returns what was moved."""
    men = min(men, st.men[u])
    st.men[u] -= men
    st.lost[u, sink] += men
    return int(men)


@njit(cache=True)
def _recover(w: World, p: F64, st: State, u: int) -> None:
    supplied = st.trace[u] < UNREACHED or st.unfed[u] == 0
    st.cohesion[u] = recovered(st.cohesion[u], 0.25, st.fighting[u] == 1, supplied, p)


@njit(cache=True)
def _tire(w: World, p: F64, st: State, u: int, step: int) -> None:
    """March and combat tire, rest restores; men on foot tire most."""
    if st.marched[u] > 0:
        on_foot = w.u_class[u] == FOOT or w.u_class[u] == HORSE
        per_hour = p[P.FATIGUE_PER_MARCH_HOUR] if on_foot else p[P.FATIGUE_PER_MOTOR_HOUR]
        st.fatigue[u] = min(1.0, st.fatigue[u] + per_hour * marching_hours(step, p))
    if st.fighting[u] == 1:
        st.fatigue[u] = min(1.0, st.fatigue[u] + p[P.FATIGUE_PER_COMBAT_STEP])
    st.fatigue[u] *= exp(-0.25 / p[P.FATIGUE_RECOVERY_DAYS])


@njit(cache=True)
def _fall_sick(p: F64, st: State, u: int) -> None:
    """Sick and non-combat dead at daily rates, remainders carried so that small units lose men too."""
    for i in range(2):
        rate = p[P.SICK_RATE] if i == 0 else p[P.NONCOMBAT_DEATH_RATE]
        st.noncombat_carry[u, i] += int(st.men[u] * rate * 64.0)
        men = st.noncombat_carry[u, i] // 256
        st.noncombat_carry[u, i] -= men * 256
        lose(st, u, SICK if i == 0 else NONCOMBAT_DEAD, men)


@njit(cache=True)
def update(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """After the fighting of a step: recovery, fatigue, desertion, sickness, disbanding of remnants."""
    remnant = p[P.DISBAND_SHARE]
    for u in range(w.u_side.shape[0]):
        if st.status[u] != ACTIVE and st.status[u] != WAITING:
            continue
        if p[P.SWITCH_COHESION] > 0.0:
            _recover(w, p, st, u)
            _tire(w, p, st, u, step)
        if w.u_auxiliary[u] == 1 and st.fighting[u] == 1:
            leaving = 1.0 - exp(-0.25 * p[P.DESERTION_HAZARD_AUXILIARY])
            lose(st, u, DESERTED, int(st.men[u] * leaving))
        if step % 4 == 3:
            _fall_sick(p, st, u)
        if st.men[u] < remnant * st.men0[u] and w.u_rear[u] == 0:
            log(sc, step, step * 6 + 6, DISBANDED_EVENT, w.u_side[u], st.cell[u], u, st.men[u] // 256)
            lay_down_arms(w, st, sc, u, DISBANDED, MISSING)
        # Half of the vehicles knocked out on the side that holds the field come back with time.
        if st.repair[u] > 0:
            back = int(st.repair[u] * repaired(0.25, p))
            st.tanks[u] += back
            st.repair[u] -= back
