"""Records of State and Scratch above the cell: formations, regions, sources, what a side knows and flies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from khingan.campaign import parameters as P
from khingan.campaign.codes import NEVER
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.world import F64, World

if TYPE_CHECKING:
    from khingan.campaign.state import State

FORMATION_STATE = np.dtype(
    [
        ("cell", np.int64),  # of the headquarters, -1 = off the map
        ("status", np.int64),  # HQ_STATUS
        ("until", np.int64),  # hour at which an overrun headquarters works again
        ("first", np.int64),  # hour of the first contact of one of its own units, NEVER
        ("news", np.int64),  # hour at which news of the attack lies on the table, NEVER
        ("learned", np.int64),  # hour at which the commander has learned of it, NEVER
        ("ceasing", np.int64),  # hour at which the cease-fire order lies on the table, NEVER
        ("told", np.int64),  # hour at which the commander has it, NEVER
        ("talks", np.int64),  # step of talks that its own units hold on the spot, 0 = none are needed
        ("laydown", np.int64),  # step of the deadline agreed in them, 0
        ("touch", np.uint8),  # hears its superior today
    ],
    align=True,
)
REGION_STATE = np.dtype(
    [
        ("start_0", np.int64),  # cells that the first side held at the start
        ("start_1", np.int64),
        ("held_0", np.int64),  # cells that the first side holds
        ("held_1", np.int64),
        ("rain", np.int64),  # of today: DRY, RAIN or HEAVY_RAIN
        ("fog", np.int64),  # steps of today, from midnight, that lie in fog
        ("mud", np.float64),  # 0 dry, 1 soaked
        ("water", np.float64),  # m above the level of dry weather
        ("slower", np.float64),  # factor on the time of unbridged crossings
        ("flying", np.float64),  # share of the day's sorties that can be flown
        ("wet", np.uint8),  # 1 = the mud hinders the march
        ("flooded", np.uint8),  # 1 = no fords
        ("high", np.uint8),  # 1 = high water was told and has not fallen since
        ("rough", np.uint8),  # 1 = rough sea today
        ("hot", np.uint8),  # 1 = hot day
    ],
    align=True,
)
PLACE_STATE = np.dtype(
    [
        ("reached", np.int32),  # hour, NEVER
        ("captured", np.int32),  # hour, NEVER
        ("cleared", np.int32),  # hour, NEVER: captured, and none able to fight left in its cell and works
        ("kept", np.int32),  # last end of a step with enemies in it or its works while the side held it
        ("disarmed", np.int32),  # hour, NEVER: captured, and no enemy under arms left in or next to its cell
        (
            "bore",
            np.int32,
        ),  # last end of a step at which enemies under arms were still there while the side held it
        ("captor", np.int32),  # unit
    ],
    align=True,
)
AIR_GROUP_STATE = np.dtype(
    [
        ("aircraft", np.int64),  # 1/256 aircraft left
        ("cell", np.int64),  # cell it flies from
        ("free", np.int64),  # sorties it can still fly today, 1/256
        ("booked", np.int64),  # sorties taken from tomorrow's, 1/256
        ("next", np.int64),  # cell it moves to, -1 = stays
        ("move_step", np.int64),  # step from which it can fly from there
        ("flown", np.int64),  # sorties flown so far, 1/256
        ("lost", np.int64),  # aircraft lost so far, 1/256
        ("left", np.int64),  # aircraft left behind at bases so far, 1/256
        ("flown0", np.int64),  # both at the last day's end
        ("lost0", np.int64),
    ],
    align=True,
)
SIDE_REGION_STATE = np.dtype(
    [
        ("share", np.float64),  # share of the enemy's strength in the region that the side knows of
        ("prior", np.float64),  # the same before anybody reported
        ("alarm", np.float64),  # how far the side reckons with an attack now
        ("report_step", np.int64),  # last step with a report
        ("superiority", np.float64),  # of the side in the air, -1 to 1
        ("close", np.float64),  # close support sorties a day and man in contact
        ("march", np.float64),  # factor on the side's marches on roads by day
        ("reconnaissance", np.float64),  # sorties of the day
    ],
    align=True,
)
SIDE_REGION_SCRATCH = np.dtype(
    [
        ("men", np.int64),  # of the side, 1/256
        ("contact", np.int64),  # of them in contact, 1/256
        ("watched", np.int64),  # of them on ground that the enemy held at the start, 1/256
        ("fight", np.float64),  # sorties of the day: superiority
        ("support", np.float64),  # close support
        ("strike", np.float64),  # interdiction
        ("based", np.int64),  # aircraft at bases of the region, 1/256
    ],
    align=True,
)
SOURCE_STATE = np.dtype(
    [
        ("stock", np.int64),  # kg
        ("issued", np.int64),  # kg issued today
        ("beyond", np.int64),  # of them on lines worked with captured trains
        ("trains", np.int64),  # captured trains on the lines that trains from here reach
        ("food", np.int64),  # kg left to the captor of its depot
        ("fuel", np.int64),
    ],
    align=True,
)
AIR_FRONT = np.dtype(
    [
        ("men", np.float64),  # of a formation in a region, those out of contact counting for less
        ("x", np.float64),  # their centre
        ("y", np.float64),
    ],
    align=True,
)


@leaf
def is_under(w: World, u: int, formation: int) -> bool:
    """Whether a unit stands under a formation, at any depth."""
    f = int(w.u[u].army)
    while f >= 0 and f != formation:
        f = int(w.f[f].parent)
    return f == formation


@leaf
def still_air(st: State, side: int, r: int) -> None:
    """A region over which a side has flown nothing."""
    st.b[side, r].superiority = 0.0
    st.b[side, r].close = 0.0
    st.b[side, r].march = 1.0
    st.b[side, r].reconnaissance = 0.0


@leaf
def reset_sources(w: World, st: State) -> None:
    """All depots full, nothing captured."""
    for i in range(w.s.shape[0]):
        st.s[i].stock = w.s[i].stock
        st.s[i].issued = 0
        st.s[i].beyond = 0
        st.s[i].trains = 0
        st.s[i].food = 0
        st.s[i].fuel = 0


@inner
def reset_places(w: World, st: State) -> None:
    """Nobody has reached a place yet; all are where they always were."""
    for q in range(w.p_cell.shape[0]):
        for side in range(2):
            st.p[q, side].reached = NEVER
            st.p[q, side].captured = NEVER
            st.p[q, side].cleared = NEVER
            st.p[q, side].kept = 0
            st.p[q, side].disarmed = NEVER
            st.p[q, side].bore = 0
            st.p[q, side].captor = -1
    st.held_since[:] = 0


@inner
def reset_groups(w: World, p: F64, st: State) -> None:
    """All groups of aircraft on their bases, which are strips."""
    for i in range(w.v.shape[0]):
        st.v[i].aircraft = int(w.v[i].aircraft * p[P.AIRCRAFT_SCALE_0 + w.v[i].side])
        st.v[i].cell = w.v[i].cell
        st.v[i].free = 0
        st.v[i].next = -1
        st.v[i].move_step = 0
        st.v[i].flown = 0
        st.v[i].lost = 0
        st.v[i].left = 0
        st.v[i].flown0 = 0
        st.v[i].lost0 = 0
        st.v[i].booked = 0
        st.c[w.v[i].cell].strip = 1
