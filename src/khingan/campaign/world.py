"""World: what a campaign is fought on and with; constant arrays, compiled from a scenario.

Cells are the passable land cells of the scenario's extent plus one dummy row at the end, so that kernels need
no border test: a missing neighbour is the dummy. ``C`` below counts the real cells, ``U`` units, ``F``
formations, ``A`` axes, ``O`` objectives, ``P`` places, ``S`` supply sources.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]
I32 = NDArray[np.int32]
I16 = NDArray[np.int16]
I8 = NDArray[np.int8]
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
F64 = NDArray[np.float64]


class World(NamedTuple):
    """Constant arrays of one scenario. Shapes and units in the comments."""

    nbr: I32  # [C+1, 6] neighbour cell, dummy C where there is no passage on land
    rev: I8  # [C+1, 6] slot of the same edge seen from the neighbour
    e_len: I32  # [C+1, 6] length, m
    e_width: I32  # [C+1, 6] passable width, m
    e_ground: U8  # [C+1, 6] ground under the march
    e_cap: I32  # [C+1, 6] traffic units per step, dry
    e_river: U8  # [C+1, 6] river class
    e_bridge: U8  # [C+1, 6] 1 = bridge standing at the start
    e_haul: I32  # [C+1, 6] road-cost of supply traffic, km, below BUCKETS
    e_rail: U8  # [C+1, 6] tracks
    e_gauge: U8  # [C+1, 6] gauge code
    e_bearing: F64  # [C+1, 6] degrees
    c_stack: I64  # [C+1] traffic units that fit
    c_rough: F64  # [C+1] ruggedness of the ground in combat, 0-1
    c_wood: F64  # [C+1]
    c_urban: F64  # [C+1]
    c_marsh: F64  # [C+1]
    c_works: U8  # [C+1] works class
    c_wet_from: I32  # [C+1] first wet step
    c_wet_to: I32  # [C+1] first dry step again
    c_owner: U8  # [C+1] controller at the start
    c_sid: U32  # [C+1] stable id
    c_places: U8  # [C+1] 1 = a place of the gazetteer lies in the cell
    field: U16  # [rows, C+1] cost-to-go, nominal marching minutes, 65535 = unreachable
    field_row: I32  # [4, O] row of field by mobility class and objective, -1 = not compiled
    u_side: I64  # [U]
    u_class: I64  # [U] mobility class
    u_army: I64  # [U] reporting formation
    u_start: I64  # [U] cell, -1 = not on the map
    u_from: I64  # [U] first step of movement
    u_men: I64  # [U] 1/256 man
    u_tanks: I64  # [U] 1/256 vehicle
    u_guns: I64  # [U] 1/256 gun
    u_trucks: I64  # [U]
    u_rating: F64  # [U] share of a first-rate division
    u_antitank: F64  # [U] anti-tank guns per 1000 men
    u_static: U8  # [U] 1 = garrison of works, does not march
    u_lastman: U8  # [U] 1 = fights to the last man
    u_rear: U8  # [U] 1 = army troops: fed and counted, not in contact
    u_auxiliary: U8  # [U] 1 = contingent that deserts in contact
    u_group: U8  # [U] link-up group, 0 = none
    u_sid: U32  # [U] stable id
    u_axis: I64  # [U] first axis, -1 = none
    u_delay: I64  # [U] order delay, steps
    u_hold: I64  # [U] first step in which orders go out on its side
    u_ceasefire: I64  # [U] step at which a cease-fire order arrives, NEVER = none
    u_surprise: F64  # [U] surprise level when this unit attacks at the start
    a_first: I64  # [A] first objective
    a_count: I64  # [A]
    a_posture: I64  # [A]
    a_condition: I64  # [A, 2] codes; either alternative suffices, -1 = no second one
    a_cell: I64  # [A, 2] cell the condition speaks of
    a_threshold: F64  # [A, 2]
    a_next: I64  # [A] next phase, -1 = none
    o_cell: I64  # [O] cell of the objective
    p_cell: I64  # [P] cell of the place, -1 = off the map of this scenario
    s_cell: I64  # [S]
    s_side: I64  # [S]
    s_gauge: I64  # [S]
    s_daily: I64  # [S] kg per day that can be issued
    s_inflow: I64  # [S] kg per day that arrive by rail
    s_stock: I64  # [S] kg at the start
    f_parent: I64  # [F]
    f_report: I64  # [F] row in the daily table, -1 = below army
    u_air: F64  # [U] air superiority seen by this unit when it attacks, -1..1
