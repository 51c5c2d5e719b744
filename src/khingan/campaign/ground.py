"""Records of State and Scratch for cells and edges: traffic, bridges, zones of control, fights in progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from khingan.campaign.codes import CLOSED, NEVER, UNREACHED
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.world import World

if TYPE_CHECKING:
    from khingan.campaign.state import Scratch, State

CELL_STATE = np.dtype(
    [
        ("alone", np.uint8),  # steps in the other side's cover alone
        ("alone_side", np.uint8),  # side whose cover it is
        ("alone_step", np.int32),  # last step it was counted
        ("group", np.uint8),  # link-up groups that have held the cell, bit mask
        ("hindered", np.uint8),  # % of the traffic on its roads and rails that works shut up there hold back
        ("strip", np.int32),  # step from which aircraft can fly from it, 0 = no strip
        ("trains", np.int32),  # rolling stock left in it
        ("busy", np.int32),  # hour until which troop trains are booked through it
    ],
    align=True,
)

SIDE_CELL_STATE = np.dtype(
    [
        ("clock", np.float64),  # engagement clock of the attacking side, effective days
        ("noise_a", np.float64),  # engagement factor, log10
        ("noise_d", np.float64),
        ("wave_a", np.float64),  # day noise, log10
        ("wave_d", np.float64),
        ("surprise", np.float64),  # level with which the engagement began
        ("clock_step", np.int32),  # last step with an attack
        ("belief", np.int32),  # men of the side that its enemy believes in the cell
        ("belief_step", np.int32),
    ],
    align=True,
)

EDGE_STATE = np.dtype(
    [
        ("debt", np.int32),  # traffic not yet worked off
        ("debt_step", np.int32),  # step of that account
        ("cut", np.int32),  # traffic that has broken a track through trackless ground
        ("bridge", np.int16),  # 1 standing, 0 none, n > 1 = being built until step n
        ("span", np.int16),  # hours of work until trains pass its bridge or tunnel again, 0 = they pass
        ("queue", np.int32),  # traffic units that have lined up before it in this step's march
    ],
    align=True,
)

SIDE_CELL_SCRATCH = np.dtype(
    [
        ("here", np.int32),  # men able to fight, 1/256
        ("free", np.int32),  # of them not invested
        ("traffic", np.int32),  # traffic units standing; army troops lie dispersed behind and take no room
        ("units", np.int32),  # units of any kind standing there
        ("armed", np.int32),  # of them under arms, of whatever use they would make of them
        ("cover", np.int32),  # zone of control exerted by the side, 1/1000
        ("eng", np.int32),  # engagement number of this step, -1 = none
    ],
    align=True,
)


@leaf
def leave_empty(sc: Scratch, side: int, c: int) -> None:
    """Nobody of a side stands in a cell."""
    sc.x[side, c].here = 0
    sc.x[side, c].free = 0
    sc.x[side, c].traffic = 0
    sc.x[side, c].units = 0
    sc.x[side, c].armed = 0


@inner
def reset_cells(w: World, st: State, sc: Scratch) -> None:
    """Everybody's ground as it was before the campaign: no traffic, no bridge broken, nobody in sight."""
    for g in range(w.r.shape[0]):
        st.r[g].start_0 = 0
        st.r[g].start_1 = 0
    for c in range(w.e.shape[0]):
        owner = int(w.c[c].owner)
        st.owner[c] = owner
        st.c[c].alone = 0
        st.c[c].alone_side = 0
        st.c[c].alone_step = -1
        st.orphan[c] = 0
        st.c[c].group = 0
        g = w.c[c].region
        if owner == 0:
            st.r[g].start_0 += 1
        elif owner == 1:
            st.r[g].start_1 += 1
        st.c[c].strip = 0
        st.c[c].hindered = 0
        st.c[c].trains = w.c[c].trains
        st.c[c].busy = 0
        for k in range(6):
            st.e[c, k].debt = 0
            st.e[c, k].cut = 0
            st.e[c, k].debt_step = 0
            st.e[c, k].bridge = w.e[c, k].bridge
            st.e[c, k].span = 0
            st.e[c, k].queue = 0
        for side in range(2):
            st.x[side, c].clock = 0.0
            st.x[side, c].clock_step = -NEVER
            st.x[side, c].noise_a = 0.0
            st.x[side, c].noise_d = 0.0
            st.x[side, c].wave_a = 0.0
            st.x[side, c].wave_d = 0.0
            st.x[side, c].surprise = 0.0
            st.x[side, c].belief = 0
            st.x[side, c].belief_step = -NEVER
            # A line is operable at the start for the side that holds it.
            st.rail[side, c] = -1 if owner == side else 0
            leave_empty(sc, side, c)
            sc.x[side, c].cover = 0
            st.reach[side, c] = CLOSED
            st.reach[2 + side, c] = UNREACHED if c < w.e.shape[0] - 1 else CLOSED
            sc.x[side, c].eng = -1
    for g in range(w.r.shape[0]):
        st.r[g].held_0 = st.r[g].start_0
        st.r[g].held_1 = st.r[g].start_1
