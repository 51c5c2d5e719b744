"""Units: every ground unit of the order of battle, and the army troops behind it, as World arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.calendar import STEP_HOURS
from khingan.scenario.model import Scenario
from khingan.scenario.registry import stable_id as stable_id

Array = NDArray[Any]


@dataclass(frozen=True)
class Entry:
    """One row of the engine's unit arrays before it is numbered."""

    unit_id: str
    name: str
    side: int
    contingent: str
    mobility: str
    kind: str
    echelon: str
    formation_id: str
    atlas_cell: int
    lat: float
    lon: float
    available_from: datetime | None
    men: float
    tanks: float
    guns: float
    at_guns: float
    trucks: float
    rating: float
    garrison: bool
    last_man: bool
    rear: bool
    priority: int
    main: str = ""  # unit ahead of which it runs
    lead_km: float = 0.0  # how far at most


def _under(sc: Scenario, entry: Entry, formation: str) -> bool:
    return formation == entry.unit_id or formation in sc.ancestors(entry.formation_id)


def link_group(sc: Scenario, entry: Entry) -> int:
    """Pincer a unit belongs to: 1, 2, or 0 for none; a party in aircraft is no pincer."""
    if entry.kind == "airborne":
        return 0
    groups = sc.meta.get("link_up", {})
    for number, name in ((1, "western"), (2, "eastern")):
        if any(_under(sc, entry, f) for f in groups.get(name, [])):
            return number
    return 0


def first_hour(sc: Scenario, entry: Entry) -> int:
    """Hour from which a unit may move: the next hourly round of march (rules.md R24)."""
    return 0 if entry.available_from is None else max(0, math.ceil(sc.hours(entry.available_from)))


def unit_arrays(sc: Scenario, entries: list[Entry], army: list[int], cell_of: Array) -> dict[str, Array]:
    """The unit arrays of World, in the order of ``entries``; ``army`` is each unit's reporting formation."""
    row = {e.unit_id: i for i, e in enumerate(entries)}

    def ints(values: list[int]) -> NDArray[np.int64]:
        return np.array(values, np.int64)

    def fixed(values: list[float]) -> NDArray[np.int64]:
        whole: NDArray[np.int64] = np.rint(np.array(values) * K.MAN).astype(np.int64)
        return whole

    def flags(values: list[bool]) -> NDArray[np.uint8]:
        return np.array(values, np.uint8)

    return {
        "u_side": ints([e.side for e in entries]),
        "u_mobility": ints([K.MOBILITY.index(e.mobility) for e in entries]),
        "u_army": ints(army),
        "u_start": ints([int(cell_of[e.atlas_cell]) if e.atlas_cell >= 0 else -1 for e in entries]),
        "u_from_step": ints([first_hour(sc, e) // STEP_HOURS for e in entries]),
        "u_from_round": ints([first_hour(sc, e) % STEP_HOURS for e in entries]),
        "u_men": fixed([e.men for e in entries]),
        "u_tanks": fixed([e.tanks for e in entries]),
        "u_guns": fixed([e.guns for e in entries]),
        "u_trucks": ints([round(e.trucks) for e in entries]),
        "u_rating": np.array([e.rating for e in entries]),
        "u_antitank": np.array([1000.0 * e.at_guns / e.men if e.men > 0 else 0.0 for e in entries]),
        "u_static": flags([e.garrison for e in entries]),
        "u_lastman": flags([e.last_man for e in entries]),
        "u_rear": flags([e.rear for e in entries]),
        "u_auxiliary": flags([e.contingent in sc.meta.get("auxiliary", []) for e in entries]),
        "u_group": np.array([link_group(sc, e) for e in entries], np.uint8),
        "u_sid": np.array([stable_id(sc, e.unit_id) for e in entries], np.uint32),
        "u_main": ints([row.get(e.main, -1) for e in entries]),
        "u_lead": np.array([e.lead_km for e in entries]),
    }
