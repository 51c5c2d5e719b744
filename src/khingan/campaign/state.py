"""State of one campaign in progress, and the scratch arrays of its steps.

Every worker slot owns one State and one Scratch and walks its campaigns one after another. State is what a
campaign is; Scratch is recomputed within a step and never part of a result.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ACTIVE,
    ALWAYS,
    DAILY,
    NEVER,
    NOT_ACTING,
    SINKS,
    UNREACHED,
    WAITING,
)
from khingan.campaign.world import F64, I8, I16, I32, I64, U8, World

N_SINKS = len(SINKS)
N_DAILY = len(DAILY)
EVENT_WIDTH = 7  # step, hour, kind, side, cell, unit or place, value


class State(NamedTuple):
    """Changing arrays of one campaign."""

    status: I64  # [U]
    cell: I64  # [U]
    men: I64  # [U] 1/256 man present and fit
    men0: I64  # [U] at the start of this campaign
    lost: I64  # [U, sinks] 1/256 man
    tanks: I64  # [U] 1/256
    tanks0: I64  # [U]
    repair: I64  # [U] tanks under repair, 1/256
    guns: I64  # [U] 1/256
    guns0: I64  # [U]
    cohesion: F64  # [U] 1 sound, 0 broken
    fatigue: F64  # [U] 0 fresh, 1 spent
    fuel: I64  # [U] kg
    food: I64  # [U] kg
    ammo: I64  # [U] kg
    unfed: I64  # [U] days
    trace: I64  # [U] road-cost to the railhead, km; UNREACHED = isolated
    surrounded: U8  # [U]
    invested: U8  # [U] garrison shut up in its works
    quiet: U8  # [U] has received and obeys a cease-fire order
    axis: I64  # [U]
    pointer: I64  # [U] objective within the axis
    order_at: I64  # [U] step at which the present order takes hold
    slot: I64  # [U] edge being marched along, -1 = none
    progress: I64  # [U] m along it
    previous: I64  # [U] cell it came from
    blocked: I64  # [U] steps without way forward
    cooldown: I64  # [U] step until which it does not attack
    attacking: I64  # [U] edge attacked this step, 6 = works in the own cell, -1 = none
    fighting: U8  # [U] in a live engagement this step
    loose: U8  # [U] broke through: zones of control do not stop it this step
    arrived: I64  # [U] step of arrival in the present cell
    marched: I64  # [U] m marched this step, off-road metres weighted
    owner: U8  # [C+1]
    alone: U8  # [C+1] steps in the other side's cover alone
    orphan: U8  # [C+1] days without source or unit
    group: U8  # [C+1] link-up groups that have held the cell, bit mask
    rail: I32  # [2, C+1] m of captured line reopened into the cell; -1 = operable for the side
    debt: I32  # [C+1, 6] traffic not yet worked off by the edge
    debt_step: I32  # [C+1, 6] step of that account
    bridge: I16  # [C+1, 6] 1 standing, 0 none, n>1 = being built until step n
    clock: F64  # [2, C+1] engagement clock, effective days
    clock_step: I32  # [2, C+1] last step with an attack
    noise_a: F64  # [2, C+1] engagement factor, log10
    noise_d: F64  # [2, C+1]
    wave_a: F64  # [2, C+1] day noise, log10
    wave_d: F64  # [2, C+1]
    belief: I32  # [2, C+1] enemy men believed in the cell
    belief_step: I32  # [2, C+1]
    stock: I64  # [S] kg
    reached: I32  # [P, 2] hour, NEVER
    captured: I32  # [P, 2] hour, NEVER
    captor: I32  # [P, 2] unit
    held_since: I32  # [P] hour since the present controller holds it
    linked: I64  # [1] hour of the link-up, NEVER
    noncombat_carry: I64  # [U, 2] remainders of sick and non-combat dead


class Scratch(NamedTuple):
    """Arrays recomputed within a step; never hashed."""

    cover: I32  # [2, C+1] zone of control exerted by a side, 1/1000
    here: I64  # [2, C+1] men able to fight, 1/256
    free: I64  # [2, C+1] of them not invested
    traffic: I64  # [2, C+1] traffic units standing
    distance: I32  # [2, C+1] supply distance, road-cost km
    source: I32  # [2, C+1] supply source of the cell
    bucket: I32  # [BUCKETS] first cell of the bucket, -1 = empty
    after: I32  # [C+1] next cell of the same bucket
    before: I32  # [C+1] previous cell, -1 - bucket = first
    queue: I32  # [C+1]
    mark: I32  # [C+1]
    eng: I32  # [2, C+1] engagement number of this step, -1 = none
    eng_cell: I32  # [U+1]
    eng_side: I32  # [U+1]
    edges: I32  # [U+1] bit mask of attacked edges, seen from the defended cell
    sums: F64  # [2, 12] attackers and defenders of the engagement in hand
    key: I64  # [2] seed and campaign of the random draws
    order: I64  # [U] units sorted for allocation
    issued: I64  # [S] kg issued today
    burnt: I64  # [2] kg of fuel burnt, kg of fuel issued (conservation)
    events: I64  # [n, EVENT_WIDTH]
    event_n: I64  # [2] number, overflow flag
    daily0: I64  # [U, sinks+2] lost, tanks and guns lost at the last day's end
    tanks_lost: I64  # [U] 1/256, beyond repair
    guns_lost: I64  # [U] 1/256


BUCKETS = 128  # more than the dearest edge of World.e_haul, km


@njit(cache=True)
def allocate(w: World, max_events: int) -> tuple[State, Scratch]:
    """Arrays for one worker slot."""
    c1 = w.nbr.shape[0]
    u = w.u_side.shape[0]
    n_places = w.p_cell.shape[0]
    s = w.s_cell.shape[0]
    state = State(
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros((u, N_SINKS), np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.float64),
        np.zeros(u, np.float64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.uint8),
        np.zeros(u, np.uint8),
        np.zeros(u, np.uint8),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.uint8),
        np.zeros(u, np.uint8),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
        np.zeros(c1, np.uint8),
        np.zeros(c1, np.uint8),
        np.zeros(c1, np.uint8),
        np.zeros(c1, np.uint8),
        np.zeros((2, c1), np.int32),
        np.zeros((c1, 6), np.int32),
        np.zeros((c1, 6), np.int32),
        np.zeros((c1, 6), np.int16),
        np.zeros((2, c1), np.float64),
        np.zeros((2, c1), np.int32),
        np.zeros((2, c1), np.float64),
        np.zeros((2, c1), np.float64),
        np.zeros((2, c1), np.float64),
        np.zeros((2, c1), np.float64),
        np.zeros((2, c1), np.int32),
        np.zeros((2, c1), np.int32),
        np.zeros(s, np.int64),
        np.zeros((n_places, 2), np.int32),
        np.zeros((n_places, 2), np.int32),
        np.zeros((n_places, 2), np.int32),
        np.zeros(n_places, np.int32),
        np.zeros(1, np.int64),
        np.zeros((u, 2), np.int64),
    )
    scratch = Scratch(
        np.zeros((2, c1), np.int32),
        np.zeros((2, c1), np.int64),
        np.zeros((2, c1), np.int64),
        np.zeros((2, c1), np.int64),
        np.zeros((2, c1), np.int32),
        np.zeros((2, c1), np.int32),
        np.zeros(BUCKETS, np.int32),
        np.zeros(c1, np.int32),
        np.zeros(c1, np.int32),
        np.zeros(c1, np.int32),
        np.zeros(c1, np.int32),
        np.full((2, c1), np.int32(-1), np.int32),
        np.zeros(u + 1, np.int32),
        np.zeros(u + 1, np.int32),
        np.zeros(u + 1, np.int32),
        np.zeros((2, 12), np.float64),
        np.zeros(2, np.int64),
        np.zeros(u, np.int64),
        np.zeros(s, np.int64),
        np.zeros(2, np.int64),
        np.zeros((max(max_events, 1), EVENT_WIDTH), np.int64),
        np.zeros(2, np.int64),
        np.zeros((u, N_SINKS + 2), np.int64),
        np.zeros(u, np.int64),
        np.zeros(u, np.int64),
    )
    return state, scratch


@njit(cache=True)
def refill_kg(tanks: int, trucks: int, p: F64) -> int:
    """Fuel of one refill in kg; tanks in 1/256 vehicle."""
    return int(tanks * 1000.0 * p[P.FUEL_REFILL_ARMOUR_T] / 256.0 + trucks * 1000.0 * p[P.FUEL_REFILL_TRUCK_T])


@njit(cache=True)
def _reset_cells(w: World, st: State) -> None:
    st.owner[:] = w.c_owner
    st.alone[:] = 0
    st.orphan[:] = 0
    st.group[:] = 0
    st.debt[:] = 0
    st.debt_step[:] = 0
    st.bridge[:] = 0
    st.clock[:] = 0.0
    st.clock_step[:] = -NEVER
    st.noise_a[:] = 0.0
    st.noise_d[:] = 0.0
    st.wave_a[:] = 0.0
    st.wave_d[:] = 0.0
    st.belief[:] = 0
    st.belief_step[:] = -NEVER
    for c in range(w.nbr.shape[0]):
        for k in range(6):
            st.bridge[c, k] = w.e_bridge[c, k]
        for side in range(2):
            # A line is operable at the start for the side that holds it.
            st.rail[side, c] = -1 if int(w.c_owner[c]) == side else 0


@njit(cache=True)
def start(w: World, p: F64, st: State, sc: Scratch) -> None:
    """State at step 0, made from World and Parameters so that disputed strengths vary by campaign."""
    _reset_cells(w, st)
    st.stock[:] = w.s_stock
    st.reached[:] = NEVER
    st.captured[:] = NEVER
    st.captor[:] = -1
    st.held_since[:] = 0
    st.linked[0] = NEVER
    st.lost[:] = 0
    st.noncombat_carry[:] = 0
    sc.burnt[:] = 0
    sc.event_n[:] = 0
    sc.daily0[:] = 0
    sc.tanks_lost[:] = 0
    sc.guns_lost[:] = 0
    sc.distance[:] = UNREACHED
    for u in range(w.u_side.shape[0]):
        side = w.u_side[u]
        scale = p[P.STRENGTH_SCALE_0 + side]
        st.cell[u] = w.u_start[u] if w.u_start[u] >= 0 else w.nbr.shape[0] - 1
        if w.u_start[u] < 0:
            st.status[u] = NOT_ACTING
        elif w.u_from[u] > 0:
            st.status[u] = WAITING
        else:
            st.status[u] = ACTIVE
        st.men[u] = int(w.u_men[u] * scale)
        st.men0[u] = st.men[u]
        st.tanks[u] = int(w.u_tanks[u] * p[P.TANK_SCALE_0 + side])
        st.tanks0[u] = st.tanks[u]
        st.repair[u] = 0
        st.guns[u] = w.u_guns[u]
        st.guns0[u] = st.guns[u]
        st.cohesion[u] = 1.0
        st.fatigue[u] = 0.0
        men = st.men[u] / 256.0
        st.fuel[u] = int(refill_kg(st.tanks[u], w.u_trucks[u], p) * p[P.FUEL_START_REFILLS])
        st.food[u] = int(men * p[P.FOOD_PER_MAN] * p[P.FOOD_START_DAYS])
        loads = p[P.AMMUNITION_START_LOADS] * p[P.AMMUNITION_START_FACTOR_0 + side]
        st.ammo[u] = int(men * p[P.AMMUNITION_LOAD_PER_MAN] * loads)
        st.unfed[u] = 0
        st.trace[u] = 0
        st.surrounded[u] = 0
        st.invested[u] = 0
        st.quiet[u] = 0
        st.axis[u] = w.u_axis[u]
        st.pointer[u] = 0
        # An axis with a condition waits for it.
        a = w.u_axis[u]
        st.order_at[u] = NEVER if a >= 0 and w.a_condition[a, 0] != ALWAYS else w.u_hold[u]
        st.slot[u] = -1
        st.progress[u] = 0
        st.previous[u] = -1
        st.blocked[u] = 0
        st.cooldown[u] = -1
        st.attacking[u] = -1
        st.fighting[u] = 0
        st.loose[u] = 0
        st.arrived[u] = -8
        st.marched[u] = 0
