"""State of one campaign in progress, and the scratch arrays of its steps.

Every worker slot owns one State and one Scratch and walks its campaigns one after another. State is what a
campaign is; Scratch is recomputed within a step and never part of a result.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from khingan.campaign import ground, theatre
from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, DAILY, N_SUMS, NEVER, NOT_ACTING, SINKS, WAITING
from khingan.campaign.command import start as command
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.council import COUNCIL_STATE, MEMBER_STATE, SHOCK_STATE
from khingan.campaign.ground import CELL_STATE, EDGE_STATE, SIDE_CELL_SCRATCH, SIDE_CELL_STATE
from khingan.campaign.landing import start as landing
from khingan.campaign.landing.start import HARBOUR_STATE, LIFT_STATE
from khingan.campaign.theatre import (
    AIR_FRONT,
    AIR_GROUP_STATE,
    FORMATION_STATE,
    PLACE_STATE,
    REGION_STATE,
    SIDE_REGION_SCRATCH,
    SIDE_REGION_STATE,
    SOURCE_STATE,
)
from khingan.campaign.world import F64, I32, I64, U8, Records, World, records

N_SINKS = len(SINKS)
N_DAILY = len(DAILY)
BUCKETS = 256  # of the search for the nearest source; a power of two
EVENT_WIDTH = 7  # step, hour, kind, side, cell, unit or place, value

UNIT_STATE = np.dtype(
    [
        ("status", np.int64),
        ("cell", np.int64),
        ("men", np.int64),  # 1/256 man present and fit
        ("men0", np.int64),  # at the start of this campaign
        ("tanks", np.int64),  # 1/256
        ("repair", np.int64),  # tanks under repair, 1/256
        ("guns", np.int64),  # 1/256
        ("fuel", np.int64),  # kg
        ("food", np.int64),  # kg
        ("ammo", np.int64),  # kg
        ("unfed", np.int64),  # days
        ("supply_km", np.int64),  # road-cost to the railhead, km; UNREACHED = isolated
        ("axis", np.int64),
        ("pointer", np.int64),  # objective within the axis
        ("order_at", np.int64),  # step at which the present order takes hold
        ("ordered", np.uint8),  # 1 = its order has come down
        ("slot", np.int64),  # edge being marched along, -1 = none
        ("progress", np.int64),  # m along it
        ("previous", np.int64),  # cell it came from
        ("blocked", np.int64),  # steps without way forward
        ("cooldown", np.int64),  # step until which it does not attack
        ("attacking", np.int64),  # edge attacked this step, 6 = works in the own cell, -1 = none
        ("arrived", np.int64),  # step of arrival in the present cell
        (
            "line",
            np.int64,
        ),  # edge before which it has lined up on this step's march: 6 cell + slot, -1 = none
        ("line_weight", np.int64),  # with how much: traffic units, or men to attack across it
        ("flown", np.int64),  # kg of fuel flown in so far
        ("marched", np.int64),  # m marched this step, off-road metres weighted
        ("sick_carry", np.int64),  # remainders of the sick and the non-combat dead
        ("dead_carry", np.int64),
        ("cohesion", np.float64),  # 1 sound, 0 broken
        ("fatigue", np.float64),  # 0 fresh, 1 spent
        ("surrounded", np.uint8),
        ("invested", np.uint8),  # garrison shut up in its works
        ("quiet", np.uint8),  # keeps a cease-fire: 1 defends itself, 2 (from the talks on) bars nobody's way
        ("fighting", np.uint8),  # in a live engagement this step
        ("by_order", np.uint8),  # keeps the cease-fire by order of its own headquarters
        ("touch", np.uint8),  # hears its formation today, by wire or radio
        ("knows", np.int64),  # hour at which it learned of the attack, NEVER
        ("guarding", np.int64),  # men (1/256) that it has disarmed today
        ("handed", np.int64),  # men (1/256) of it that hand over their arms in a day under their own officers
        ("piled", np.int64),  # men (1/256) of it that have piled their arms under their own officers
        ("disarmed", np.uint8),  # 1 = all of them have: it waits for captors without arms
        ("hurries", np.uint8),  # makes a forced march this step
        ("loose", np.uint8),  # broke through: zones of control do not stop it this step
        ("fogged", np.uint8),  # has met fog off the place where it lands
        ("braved", np.uint8),  # has run in on this trip: 1 through the mines, 2 also under the guns ashore
        ("craft_lost", np.int64),  # craft lost so far with its men aboard
        ("lift", np.int64),  # lift it is aboard of, -1 = none
        ("bound", np.int64),  # harbour it is bound for
        ("lands", np.int64),  # hour from which it can land, or from which its next echelon does
        ("behind", np.int64),  # 1/256 man of echelons that later trips of its lift bring
        ("train", np.uint8),  # loading, rolling or unloading; `lands` is the hour at which that is over
        ("booked", np.int32),  # hour until which its trains are booked through the line
        ("looted", np.int64),  # kg drawn from captured depots so far
    ],
    align=True,
)


class State(NamedTuple):
    """Changing arrays of one campaign."""

    u: Records  # [U] UNIT_STATE
    f: Records  # [F] FORMATION_STATE
    lost: I64  # [U, sinks] 1/256 man
    c: Records  # [C+1] CELL_STATE
    owner: U8  # [C+1] side that holds the cell; apart, since nothing is asked more often
    orphan: U8  # [C+1] how often running a cell was found without source or unit of its holder
    x: Records  # [2, C+1] SIDE_CELL_STATE
    rail: I32  # [2, C+1] m of captured line reopened into the cell; -1 = operable for the side
    # [4, C+1] road-cost km << SOURCE_BITS | source, UNREACHED or CLOSED: rows 0 and 1 of the sides' supply, rows 2
    # and 3 of their ways to those who wait to be disarmed.
    reach: I32
    sought: U8  # [2] 1 = somebody waited to be disarmed by the side this morning
    e: Records  # [C+1, 6] EDGE_STATE
    p: Records  # [P, 2] PLACE_STATE
    r: Records  # [R] REGION_STATE
    v: Records  # [V] AIR_GROUP_STATE
    b: Records  # [2, R] SIDE_REGION_STATE
    t: Records  # [L] LIFT_STATE
    h: Records  # [H] HARBOUR_STATE
    j: Records  # [1] COUNCIL_STATE
    m: Records  # [M] MEMBER_STATE
    n: Records  # [S] SHOCK_STATE
    held_since: I32  # [P] hour since the present controller holds it
    s: Records  # [S] SOURCE_STATE
    linked: I64  # [1] hour of the link-up, NEVER


class Scratch(NamedTuple):
    """Arrays recomputed within a step; never hashed."""

    x: Records  # [2, C+1] SIDE_CELL_SCRATCH
    b: Records  # [2, R] SIDE_REGION_SCRATCH
    a: Records  # [F, R] AIR_FRONT
    flag: U8  # [C+1] survey of the supply trace; in occupation, names of places where nobody waits any more
    was: I32  # [C+1] entries of the supply trace that have risen
    covered: I32  # [14 U + 1] cells with cover, of both sides, so that they can be cleared; last = number
    queue: I32  # [C+1]
    mark: I32  # [C+1]
    bucket: I32  # [BUCKETS] first cell of a bucket of the search for the nearest source; all empty between searches
    after: I32  # [C+1] next cell in the same bucket
    before: I32  # [C+1] cell before it
    served: U8  # [2] 1 = the other side keeps the cease-fire and runs its railways for this one
    eng_cell: I32  # [U+1]
    eng_side: I32  # [U+1]
    edges: I32  # [U+1] bit mask of attacked edges, seen from the defended cell
    sums: F64  # [2, N_SUMS] attackers and defenders of the engagement in hand
    key: I64  # [2] seed and campaign of the random draws
    weight: I64  # [U] traffic units with which a unit stands in the picture
    order: I64  # [U] units sorted for allocation
    burnt: I64  # [2] kg of fuel burnt, kg of fuel issued (conservation)
    events: I64  # [n, EVENT_WIDTH]
    event_n: I64  # [2] number, overflow flag
    daily0: I64  # [U, sinks+5] lost, tanks and guns lost, fuel flown in, craft lost, supplies captured by last midnight
    tanks_lost: I64  # [U] 1/256, beyond repair
    guns_lost: I64  # [U] 1/256


def allocate(w: World, max_events: int = 0) -> tuple[State, Scratch]:
    """Arrays for one worker slot; campaigns reuse them."""
    cells = w.e.shape[0]
    units = w.u.shape[0]
    places = w.p_cell.shape[0]
    sources = w.s.shape[0]
    regions = w.r.shape[0]
    state = State(
        u=records(units, UNIT_STATE),
        f=records(w.f.shape[0], FORMATION_STATE),
        lost=np.zeros((units, N_SINKS), np.int64),
        c=records(cells, CELL_STATE),
        owner=np.zeros(cells, np.uint8),
        orphan=np.zeros(cells, np.uint8),
        x=records((2, cells), SIDE_CELL_STATE),
        rail=np.zeros((2, cells), np.int32),
        reach=np.zeros((4, cells), np.int32),
        sought=np.zeros(2, np.uint8),
        e=records((cells, 6), EDGE_STATE),
        p=records((places, 2), PLACE_STATE),
        r=records(w.r.shape[0], REGION_STATE),
        v=records(w.v.shape[0], AIR_GROUP_STATE),
        b=records((2, regions), SIDE_REGION_STATE),
        t=records(w.t.shape[0], LIFT_STATE),
        h=records(w.h.shape[0], HARBOUR_STATE),
        j=records(1, COUNCIL_STATE),
        m=records(w.m.shape[0], MEMBER_STATE),
        n=records(w.n.shape[0], SHOCK_STATE),
        held_since=np.zeros(places, np.int32),
        s=records(sources, SOURCE_STATE),
        linked=np.zeros(1, np.int64),
    )
    side_cells = records((2, cells), SIDE_CELL_SCRATCH)
    side_cells["eng"] = -1
    scratch = Scratch(
        x=side_cells,
        b=records((2, regions), SIDE_REGION_SCRATCH),
        a=records((w.f.shape[0], regions), AIR_FRONT),
        flag=np.zeros(cells, np.uint8),
        was=np.zeros(cells, np.int32),
        covered=np.zeros(14 * units + 1, np.int32),
        queue=np.zeros(cells, np.int32),
        mark=np.zeros(cells, np.int32),
        bucket=np.full(BUCKETS, -1, np.int32),
        after=np.zeros(cells, np.int32),
        before=np.zeros(cells, np.int32),
        served=np.zeros(2, np.uint8),
        eng_cell=np.zeros(units + 1, np.int32),
        eng_side=np.zeros(units + 1, np.int32),
        edges=np.zeros(units + 1, np.int32),
        sums=np.zeros((2, N_SUMS), np.float64),
        key=np.zeros(2, np.int64),
        weight=np.zeros(units, np.int64),
        order=np.zeros(units, np.int64),
        burnt=np.zeros(2, np.int64),
        events=np.zeros((max_events, EVENT_WIDTH), np.int64),
        event_n=np.zeros(2, np.int64),
        daily0=np.zeros((units, N_SINKS + 5), np.int64),
        tanks_lost=np.zeros(units, np.int64),
        guns_lost=np.zeros(units, np.int64),
    )
    return state, scratch


@leaf
def refill_kg(tanks: int, trucks: int, p: F64) -> int:
    """Fuel of one refill in kg; tanks in 1/256 vehicle."""
    return int(
        tanks * 1000.0 * p[P.FUEL_REFILL_ARMOUR_T] / 256.0 + trucks * 1000.0 * p[P.FUEL_REFILL_TRUCK_T]
    )


@inner
def start(w: World, p: F64, st: State, sc: Scratch) -> None:
    """State at step 0, made from World and Parameters so that disputed strengths vary by campaign."""
    ground.reset_cells(w, st, sc)
    command.reset(w, st)
    landing.reset(w, st)
    theatre.reset_sources(w, st)
    theatre.reset_groups(w, p, st)
    theatre.reset_places(w, st)
    st.sought[:] = 0
    st.linked[0] = NEVER
    st.lost[:] = 0
    sc.burnt[:] = 0
    sc.served[:] = 0
    sc.event_n[:] = 0
    sc.daily0[:] = 0
    sc.tanks_lost[:] = 0
    sc.guns_lost[:] = 0
    sc.covered[sc.covered.shape[0] - 1] = 0
    for u in range(w.u.shape[0]):
        side = w.u[u].side
        scale = p[(P.AUXILIARY_SCALE_0 if w.u[u].auxiliary else P.STRENGTH_SCALE_0) + side]
        st.u[u].cell = w.u[u].start if w.u[u].start >= 0 else w.e.shape[0] - 1
        if w.u[u].start < 0:
            st.u[u].status = NOT_ACTING
        elif w.u[u].from_step > 0:
            st.u[u].status = WAITING
        else:
            st.u[u].status = ACTIVE
        st.u[u].men = int(w.u[u].men * scale)
        st.u[u].men0 = st.u[u].men
        st.u[u].tanks = int(w.u[u].tanks * p[P.TANK_SCALE_0 + side])
        st.u[u].repair = 0
        st.u[u].guns = int(w.u[u].guns * p[P.GUN_SCALE_0 + side])
        st.u[u].sick_carry = 0
        st.u[u].flown = 0
        st.u[u].train = 0
        st.u[u].booked = 0
        st.u[u].looted = 0
        st.u[u].dead_carry = 0
        st.u[u].cohesion = 1.0
        st.u[u].fatigue = 0.0
        men = st.u[u].men / 256.0
        st.u[u].fuel = int(refill_kg(st.u[u].tanks, w.u[u].trucks, p) * p[P.FUEL_START_REFILLS])
        st.u[u].food = int(men * p[P.FOOD_PER_MAN] * p[P.FOOD_START_DAYS])
        loads = p[P.AMMUNITION_START_LOADS] * p[P.AMMUNITION_START_FACTOR_0 + side]
        st.u[u].ammo = int(men * p[P.AMMUNITION_LOAD_PER_MAN] * loads)
        st.u[u].unfed = 0
        st.u[u].supply_km = 0
        st.u[u].surrounded = 0
        st.u[u].invested = 0
        st.u[u].quiet = 0
        st.u[u].axis = w.u[u].axis
        st.u[u].pointer = 0
        st.u[u].order_at = command.first_order(w, p, u)
        st.u[u].ordered = 0
        st.u[u].slot = -1
        st.u[u].progress = 0
        st.u[u].previous = -1
        st.u[u].blocked = 0
        st.u[u].cooldown = -1
        st.u[u].attacking = -1
        st.u[u].fighting = 0
        st.u[u].hurries = 0
        st.u[u].loose = 0
        st.u[u].arrived = -8
        st.u[u].line = -1
        st.u[u].marched = 0
