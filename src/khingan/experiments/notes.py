"""What overlays of a replay need beside its story: beliefs, lines of supply, air effort, as the campaign is fought."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.calendar import STEPS_PER_DAY
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import SOURCE_BITS
from khingan.scenario.compile import Compiled

MISSIONS = ("reconnaissance", "superiority", "close_support", "interdiction")
CUT, CLOSED = (
    -1,
    -2,
)  # in place of a distance: held without a line of supply; not the side's, or barred by the enemy

Array = NDArray[Any]


class Notes:
    """Listens to a campaign, see ``story.tell``; all it keeps are copies.

    Parameters
    ----------
    compiled : Compiled
        What is fought.

    Attributes
    ----------
    believed, seen : list of ndarray, [sides, cells], by step from 0
        Men that each side believes of the enemy in a cell of the engine, and the step at which it last saw the cell.
    known : list of ndarray, [sides, regions], by step from 0
        Men of the enemy in a region that the side knows of.
    regions : list of ndarray, [sides, regions], by step from 0
        Records of the engine, see ``campaign.theatre.SIDE_REGION_STATE``.
    supply_km : list of ndarray, [sides, cells], by day
        Road-cost km from the railhead in this morning's trace, 0 = a railhead, ``CUT`` or ``CLOSED``.
    sources, is_open : list of ndarray, [sources], by day
        Records of the engine at the day's end, and whether a source could issue.
    effort : list of ndarray, [sides, missions, regions], by day
        Sorties over each region, in the order of ``MISSIONS``.
    groups : list of ndarray, [air groups], by day, the start first
        Records of the engine, see ``campaign.theatre.AIR_GROUP_STATE``.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.world = compiled.world
        self.believed: list[Array] = []
        self.seen: list[Array] = []
        self.known: list[Array] = []
        self.regions: list[Array] = []
        self.supply_km: list[Array] = []
        self.sources: list[Array] = []
        self.is_open: list[Array] = []
        self.effort: list[Array] = []
        self.groups: list[Array] = []

    def __call__(self, step: int, st: State, sc: Scratch) -> None:
        """Note a campaign after so many steps, 0 = the start."""
        # The engine keeps belief by the side that is observed.
        self.believed.append(st.x["belief"][::-1, :-1].copy())
        self.seen.append(st.x["belief_step"][::-1, :-1].copy())
        self.regions.append(st.b.copy())
        share = st.b["share"]
        if step == 1:
            # Nobody has been counted by region before the first step.
            self.known.append(self.regions[0]["share"] * sc.b["men"][::-1] / K.MAN)
        if step > 0:
            self.known.append(share * sc.b["men"][::-1] / K.MAN)
        if step == 0:
            self.groups.append(st.v.copy())
        elif step % STEPS_PER_DAY == 1:
            self.supply_km.append(_distances(st))
        elif step % STEPS_PER_DAY == 0:
            self._close_day(st, sc)

    def _close_day(self, st: State, sc: Scratch) -> None:
        sources = self.world.s
        held = st.owner[np.maximum(sources["cell"], 0)] == sources["side"]
        landed = np.ones(len(sources), bool)
        by_lift = sources["harbour"] >= 0
        landed[by_lift] = st.h["open"][sources["harbour"][by_lift]] == 1
        self.sources.append(st.s.copy())
        self.is_open.append(held & landed & (sources["cell"] >= 0))
        flown = (st.b["reconnaissance"], sc.b["fight"], sc.b["support"], sc.b["strike"])
        self.effort.append(np.stack(flown, axis=1))
        self.groups.append(st.v.copy())


def _distances(st: State) -> NDArray[np.int32]:
    reach = st.reach[:2, :-1]
    km = np.where(reach < K.UNREACHED, reach >> SOURCE_BITS, CUT)
    return np.where(reach == K.CLOSED, CLOSED, km).astype(np.int32)
