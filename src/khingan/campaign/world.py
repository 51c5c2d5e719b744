"""World: what a campaign is fought on and with; constant arrays, compiled from a scenario.

Cells are the passable land cells of the scenario's extent plus one dummy row at the end, so that kernels need
no border test: a missing neighbour is the dummy. ``C`` below counts the real cells, ``U`` units, ``F``
formations, ``A`` axes, ``O`` objectives, ``P`` places, ``S`` supply
sources, ``R`` regions,
``V`` air groups, ``H`` harbours (places where lifts load and land), ``L`` lifts, ``M`` members of the council
and ``S`` shocks that move them.

Rows of one kind are one record array: a kernel then takes a handful of arguments instead of a hundred, which
brings its compilation from minutes down to seconds, and the fields of a unit lie side by side in memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from khingan.campaign.packing import pack_flow, pack_line

I64 = NDArray[np.int64]
I32 = NDArray[np.int32]
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
U32 = NDArray[np.uint32]
F64 = NDArray[np.float64]
EVE_DAYS = 10  # days before the first of whose rain the ground and the rivers still bear the marks
SOURCE_BITS = 12  # of an entry of State.reach
SOURCE_MASK = (1 << SOURCE_BITS) - 1
BEYOND = 1 << (SOURCE_BITS - 1)  # of the source in such an entry: reached by captured trains
Records = Any  # a NumPy record array; its fields are the dtypes below

EDGE = np.dtype(
    [
        ("len", np.int32),  # m
        ("width", np.int32),  # passable width, m
        ("cap", np.int32),  # traffic units per step, dry
        ("bearing", np.float32),  # degrees
        ("rev", np.int8),  # slot of the same edge seen from the neighbour
        ("ground", np.uint8),  # ground under the march
        ("river", np.uint8),  # river class
        ("bridge", np.uint8),  # 1 = bridge standing at the start
        ("rail", np.uint8),  # tracks
        ("gauge", np.uint8),  # gauge code
        ("work", np.uint8),  # railway bridge by river class, or tunnel; 0 = none
    ],
    align=True,
)
CELL = np.dtype(
    [
        ("stack", np.int32),  # traffic units that fit
        ("sid", np.int64),  # stable id, 32 bits
        ("rough", np.float64),  # ruggedness of the ground in combat, 0-1
        ("wood", np.float64),
        ("urban", np.float64),
        ("marsh", np.float64),
        ("works", np.uint8),  # works class
        ("arid", np.uint8),  # 1 = desert
        ("owner", np.uint8),  # controller at the start
        ("places", np.uint8),  # 1 = a place of the gazetteer lies in the cell
        ("x", np.float64),  # km east and north of the origin of the map's projection
        ("y", np.float64),
        ("airfield", np.uint8),  # 1 = an airfield
        ("region", np.int32),  # region of weather, air war and belief
        ("bounds", np.uint8),  # bit s set = left to others by an agreement of side s
        ("harbour", np.int32),  # place where lifts load and land, -1 = none
        ("trains", np.int32),  # rolling stock at home in the cell, trains
    ],
    align=True,
)
UNIT = np.dtype(
    [
        ("side", np.int64),
        ("mobility", np.int64),  # mobility class
        ("army", np.int64),  # formation it stands under
        ("start", np.int64),  # cell, -1 = not on the map
        ("from_step", np.int64),  # first step of movement
        ("from_round", np.int64),  # first round of march in that step
        ("men", np.int64),  # 1/256 man
        ("tanks", np.int64),  # 1/256 vehicle
        ("guns", np.int64),  # 1/256 gun
        ("trucks", np.int64),
        ("sid", np.int64),  # stable id, 32 bits
        ("axis", np.int64),  # first axis, -1 = none
        ("absent_from", np.int64),  # hour from which its commander and staff are away
        ("absent_to", np.int64),  # hour of their return
        ("radio_to", np.int64),  # hour from which it has no radio, NEVER = it keeps it
        ("talks", np.int64),  # step of the talks: from then on it yields to an enemy who stands in its cell
        ("laydown", np.int64),  # first step in which it lays down its arms while it keeps a cease-fire
        ("outside", np.uint8),  # 1 = stands outside the command that holds the talks for its side
        ("rating", np.float64),  # share of a first-rate division
        ("antitank", np.float64),  # anti-tank guns per 1000 men
        ("start2", np.int64),  # cell at the other end of a redeployment under way, -1 = none
        ("pointer2", np.int64),  # first objective when it stands there
        ("chance2_low", np.float64),  # chance that it stands there, least and most
        ("chance2_high", np.float64),
        ("static", np.uint8),  # 1 = garrison of works, does not march
        ("lastman", np.uint8),  # 1 = fights to the last man
        ("rear", np.uint8),  # 1 = army troops: fed and counted, not in contact
        ("auxiliary", np.uint8),  # 1 = contingent that deserts in contact
        ("group", np.uint8),  # link-up group, 0 = none
        ("far_radio", np.uint8),  # 1 = has the signals of a division, 0 = of a battalion or garrison
        ("refuses", np.uint8),  # 1 = was told to fight on and does not obey a cease-fire
        ("main", np.int64),  # unit ahead of which it runs, -1 = none
        ("lead", np.float64),  # how far at most, km
        ("lifts", np.int64),  # lifts that carry it, bit mask
    ],
    align=True,
)
AXIS = np.dtype(
    [
        ("first", np.int64),  # first objective
        ("count", np.int64),
        ("posture", np.int64),
        ("next", np.int64),  # next phase, -1 = none
        ("governor", np.int64),  # formation that orders it, -1 = the unit's own commander
        ("lift", np.int64),  # kind of lift that carries units along it, 0 = none
        ("rail", np.int64),  # 1 = units go by rail where they can
        ("both", np.int64),  # 1 = both conditions must be met, 0 = either suffices
        ("above", np.int64),  # 1 = plan of a higher command, taken over by those whose own is done
    ],
    align=True,
)
CONDITION = np.dtype(
    [
        ("condition", np.int64),  # code, -1 = no such alternative
        ("cell", np.int64),  # cell it speaks of, or side
        ("threshold", np.float64),
    ],
    align=True,
)
SOURCE = np.dtype(
    [
        ("cell", np.int64),
        ("side", np.int64),
        ("gauge", np.int64),
        ("daily", np.int64),  # kg per day that can be issued
        ("inflow", np.int64),  # kg per day that arrive by rail
        ("stock", np.int64),  # kg at the start
        ("backup", np.int64),  # source that supplies on behalf of it when it has nothing left, -1 = none
        ("backup_km", np.int64),  # road-cost km between the two
        ("harbour", np.int64),  # fed by the lifts that put in there, -1 = by rail
    ],
    align=True,
)
REGION = np.dtype(
    [
        ("sid", np.int64),  # stable id, 32 bits
        ("cell", np.int64),  # cell of the town by whose river high water is told; -1 = none
        ("crossing", np.int64),  # first of its crossings
        ("crossings", np.int64),
        ("watch", np.int64),  # shocks of the council that count the ground lost in it, bit mask
    ],
    align=True,
)
DAY = np.dtype(
    [
        ("rain", np.float64),  # chance of rain
        ("heavy", np.float64),  # share of the rainy days that are heavy
        ("fog", np.float64),  # chance of fog
        ("fog_all_day", np.float64),  # share of the foggy days on which it does not lift
        ("rough_sea", np.float64),  # chance of a sea too rough for boats
        ("heat", np.float64),  # mean of the day's highest temperature, deg C
        ("soil", np.float64),  # mud that rain makes, against black earth
    ],
    align=True,
)
CROSSING = np.dtype(
    [
        ("cell", np.int64),
        ("slot", np.int64),  # edge from it
        ("sid", np.int64),  # stable id, 32 bits
    ],
    align=True,
)
EXPECTATION = np.dtype(
    [
        ("place_low", np.float64),  # share of the enemy's strength that a side expects in a region
        ("place_high", np.float64),
        ("date_low", np.float64),  # how far it expects an attack at this time
        ("date_high", np.float64),
        ("hidden", np.float64),  # share of the enemy's strength that deception hides from it
    ],
    align=True,
)
AIR_GROUP = np.dtype(
    [
        ("side", np.int64),
        ("kind", np.int64),  # what its aircraft are for
        ("aircraft", np.int64),  # 1/256 aircraft
        ("cell", np.int64),  # of its base
        ("supports", np.int64),  # formation it flies for first
        ("army", np.int64),  # formation it stands under
        ("sid", np.int64),  # stable id, 32 bits
        ("ready", np.float64),  # share fit to fly
        ("radius", np.float64),  # km
        ("sorties", np.float64),  # of a fit aircraft on a day of flying weather
    ],
    align=True,
)
HARBOUR = np.dtype(
    [
        ("cell", np.int64),
        ("load", np.int64),  # kg per day that can be put ashore
        ("coast", np.float64),  # guns of its batteries, served by whoever holds the cell at the start
        ("coast_km", np.float64),  # how far they reach
        ("mines", np.float64),  # mines in its approaches, a danger to both sides
    ],
    align=True,
)
PASSAGE = np.dtype(
    [
        ("sea", np.int64),  # km by sea from one harbour to another, -1 = no way
        ("river", np.int64),  # km by river, -1 = no way
        ("air", np.int64),  # km by air
        ("shipped", np.int64),  # kinds of lift that are taken rather than the way by land, bit mask
        ("first", np.int64),  # first cell of the banks in World.banks, of the way by river
        ("count", np.int64),
    ],
    align=True,
)
LIFT = np.dtype(
    [
        ("side", np.int64),
        ("kind", np.int64),
        ("home", np.int64),  # harbour
        ("capacity", np.int64),  # 1/256 man per trip
        ("speed", np.float64),  # km/h
        ("load", np.int64),  # hours to load it full
        ("guns", np.int64),  # 1/256 gun
        ("from_hour", np.int64),
    ],
    align=True,
)
FORMATION = np.dtype(
    [
        ("parent", np.int64),
        ("report", np.int64),  # row in the daily table, -1 = below army
        ("side", np.int64),
        ("sid", np.int64),  # stable id, 32 bits
        ("hq", np.int64),  # cell of the headquarters at the start, -1 = off the map
        ("level", np.int64),  # echelon for the delay of orders: division, corps, army, front, supreme
        ("absent_from", np.int64),  # hour from which the commander and his staff are away
        ("absent_to", np.int64),  # hour of their return
        ("move_from", np.int64),  # hour at which the headquarters moves off, NEVER = it does not
        ("move_to", np.int64),  # hour of its arrival
        ("move_cell", np.int64),  # cell of the new headquarters
        ("radio_to", np.int64),  # hour from which it has no radio, NEVER = it keeps it
        (
            "ceasefire",
            np.int64,
        ),  # hour at which a cease-fire order starts here, at the earliest; NEVER = elsewhere
        ("knows", np.uint8),  # 1 = of the side that opens the campaign: knows from the start
        ("refuses", np.uint8),  # 1 = was told to fight on: neither obeys a cease-fire nor passes it on
        ("flown", np.int64),  # 1 = groups of aircraft fly for it
    ],
    align=True,
)
COUNCIL = np.dtype(
    [
        ("side", np.int64),  # whose war it can end
        ("eve", np.int64),  # days of sessions before the first day of the campaign
        ("acts", np.uint8),  # 1 = what it decides becomes the order to cease fire, 0 = it only looks on
    ],
    align=True,
)
MEMBER = np.dtype(
    [
        ("sid", np.int64),  # stable id, 32 bits
        ("throne", np.uint8),  # 1 = no seat, but breaks a tie
        ("threshold", np.float64),  # pressure from which he is for ending the war
    ],
    align=True,
)
SHOCK = np.dtype(
    [
        ("kind", np.int64),
        ("start", np.float64),  # days after the midnight before the first session; NEVER = does not come
        ("days", np.float64),  # until an event is felt in full; in which a drift grows by one
    ],
    align=True,
)


class World(NamedTuple):
    """Constant arrays of one scenario."""

    e: Records  # [C+1, 6] EDGE
    c: Records  # [C+1] CELL
    u: Records  # [U] UNIT
    a: Records  # [A] AXIS
    k: Records  # [A, 2] CONDITION; either alternative suffices
    s: Records  # [S] SOURCE
    f: Records  # [F] FORMATION
    r: Records  # [R] REGION
    b: Records  # [2, R] EXPECTATION
    d: Records  # [R, days] DAY, beginning EVE_DAYS before the first
    y: Records  # [Y] CROSSING, every edge with a river once, by region
    v: Records  # [V] AIR_GROUP
    h: Records  # [H] HARBOUR
    g: Records  # [H, H] PASSAGE
    t: Records  # [L] LIFT
    j: Records  # [1] COUNCIL
    m: Records  # [M] MEMBER
    n: Records  # [S] SHOCK
    pull: F64  # [M, S] pressure on a member of a shock that is felt in full
    banks: I64  # cells of the banks along the ways by river
    o_cell: I64  # [O] cell of the objective
    p_cell: I64  # [P] cell of the place, -1 = outside the extent
    p_works: I64  # [P] cell of the works that guard it, its own where there are none; -1 as above
    # Apart from the edges, and tight enough to stay in the cache: which cells are neighbours is asked far more often
    # than what lies between them.
    nbr: I32  # [C+1, 6] neighbour cell, dummy C where there is no passage on land
    flow: U32  # [C+1, 6] neighbour << HAUL_BITS | road-cost of supply traffic, km
    line: U8  # [C+1, 6] railway along the edge: LINE, LINE_WORK where one can be blown up, and the gauge; 0 = none
    field: U16  # [rows, C+1] cost-to-go in FIELD_MINUTES of nominal march, 65535 = unreachable
    field_row: I32  # [5, O] row of field by mobility class, then of trains, and objective, -1 = not compiled


GROUPS = {
    "e": EDGE,
    "c": CELL,
    "u": UNIT,
    "a": AXIS,
    "k": CONDITION,
    "s": SOURCE,
    "f": FORMATION,
    "r": REGION,
    "b": EXPECTATION,
    "d": DAY,
    "y": CROSSING,
    "v": AIR_GROUP,
    "h": HARBOUR,
    "g": PASSAGE,
    "t": LIFT,
    "j": COUNCIL,
    "m": MEMBER,
    "n": SHOCK,
}
PLAIN = ("pull", "banks", "o_cell", "p_cell", "p_works", "nbr", "flow", "line", "field", "field_row")


def records(shape: int | tuple[int, ...], dtype: np.dtype[Any]) -> Records:
    """Zeroed record array whose fields are attributes, compiled or not."""
    return np.zeros(shape, dtype).view(np.recarray)


def make_world(arrays: dict[str, NDArray[Any]]) -> World:
    """Pack arrays named ``<group>_<field>`` (and the plain ones) into a World.

    Parameters
    ----------
    arrays : dict
        One array for every field of every record type, and those of ``PLAIN``.

    Raises
    ------
    ValueError
        If the world is larger than the packed words of the supply trace hold.
    """
    if len(arrays["s_cell"]) > BEYOND:
        raise ValueError(f"more than {BEYOND} supply sources")
    derived: dict[str, NDArray[Any]] = {
        "nbr": arrays["e_nbr"].astype(np.int32),
        "flow": pack_flow(arrays["e_nbr"], arrays["e_rev"], arrays["e_haul"]),
        "line": pack_line(arrays["e_rail"], arrays["e_gauge"], arrays["e_work"]),
    }
    arrays = arrays | derived
    packed: dict[str, Any] = {name: np.ascontiguousarray(arrays[name]) for name in PLAIN}
    for group, dtype in GROUPS.items():
        names = dtype.names or ()
        table = records(arrays[f"{group}_{names[0]}"].shape, dtype)
        for name in names:
            table[name] = arrays[f"{group}_{name}"]
        packed[group] = table
    return World(**packed)
