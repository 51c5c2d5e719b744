"""How a campaign ends: what has become of every man and gun, and who holds which piece of ground.

Measured on the final state, outside the kernels: nothing here can change a campaign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.state import Scratch, State
from khingan.scenario.areas import MEASURES, PARTS, Area, areas_of, cell_weights
from khingan.scenario.compile import Compiled

Array = NDArray[Any]
FATES = ("start", "under_arms", *K.SINKS)
"""Men at the start, and where each of them is at the end: under arms, or in one of the sinks."""
ARMS = ("tanks_start", "tanks_end", "tanks_lost", "guns_start", "guns_end", "guns_lost", "guns_given_up")
BALANCE = (*FATES, *ARMS)
HOLDERS = 3  # the two sides, then nobody


@dataclass(frozen=True)
class Ending:
    """What a campaign leaves, in the engine's own units (1/256 man, vehicle or piece; hectares or metres).

    Attributes
    ----------
    balance : ndarray of int64, [..., contingents, columns of BALANCE]
    areas : ndarray of int64, [..., measures, areas, holders]
    """

    balance: NDArray[np.int64]
    areas: NDArray[np.int64]

    @classmethod
    def empty(cls, survey: Survey, n: int) -> Ending:
        """Room for ``n`` campaigns."""
        return cls(
            np.zeros((n, len(survey.contingents), len(BALANCE)), np.int64),
            np.zeros((n, len(MEASURES), len(survey.areas), HOLDERS), np.int64),
        )

    @classmethod
    def joined(cls, parts: list[Ending]) -> Ending:
        """Campaigns of several batches, in order."""
        return cls(np.concatenate([p.balance for p in parts]), np.concatenate([p.areas for p in parts]))


class Survey:
    """What is measured at the end of every campaign of a compiled scenario.

    Parameters
    ----------
    compiled : Compiled
        Its areas are those of the scenario; a scenario without any has one for each territory.
    """

    def __init__(self, compiled: Compiled) -> None:
        sc = compiled.scenario
        self.contingents = [(side.side_id, name) for side in sc.sides for name in side.contingents]
        index = {pair: i for i, pair in enumerate(self.contingents)}
        sides = sc.side_ids
        self.contingent_of = np.array([index[(sides[e.side], e.contingent)] for e in compiled.entries])
        self.areas: list[Area] = areas_of(sc)
        weights = cell_weights(self.areas, compiled.atlas)[..., compiled.atlas_row]
        # An area is a small part of the map: only its own cells are looked at, not thirty maps of zeros.
        where = np.nonzero(weights)
        self._weights = weights[where].astype(np.float64)
        self._cells = where[-1]
        self._rows = HOLDERS * np.ravel_multi_index(where[:-1], weights.shape[:-1])

    def measure(self, st: State, sc: Scratch, ending: Ending, i: int) -> None:
        """Measure the state in which campaign ``i`` has ended."""
        u = st.u
        columns = {
            "start": u["men0"],
            "under_arms": u["men"] + u["behind"],
            **{name: st.lost[:, k] for k, name in enumerate(K.SINKS)},
            "tanks_end": u["tanks"] + u["repair"],
            "tanks_lost": sc.tanks_lost,
            "guns_end": u["guns"],
            "guns_lost": sc.guns_lost,
            "guns_given_up": np.where(u["status"] == K.SURRENDERED, sc.guns_lost, 0),
        }
        for kind in ("tanks", "guns"):
            columns[f"{kind}_start"] = columns[f"{kind}_end"] + columns[f"{kind}_lost"]
        for k, name in enumerate(BALANCE):
            np.add.at(ending.balance[i, :, k], self.contingent_of, columns[name].astype(np.int64))
        holder = np.minimum(st.owner[self._cells], HOLDERS - 1)
        # Sums of whole numbers below 2**53 are exact in any order.
        found = np.bincount(self._rows + holder, self._weights, minlength=ending.areas[i].size)
        ending.areas[i] = found.reshape(ending.areas[i].shape)


def balance_table(survey: Survey, ending: Ending) -> pa.Table:
    """One row for every campaign and contingent; men, vehicles and pieces with their fractions."""
    n, count = ending.balance.shape[:2]
    columns: dict[str, Any] = {
        "campaign": np.repeat(np.arange(n, dtype=np.int32), count),
        "side": [side for side, _ in survey.contingents] * n,
        "contingent": [name for _, name in survey.contingents] * n,
    }
    for k, name in enumerate(BALANCE):
        columns[name] = ending.balance[..., k].ravel() / K.MAN
    return pa.table(columns)


def areas_table(survey: Survey, ending: Ending, side_ids: tuple[str, ...]) -> pa.Table:
    """One row for every campaign and area: what each side holds, and nobody."""
    n, _, count, _ = ending.areas.shape
    columns: dict[str, Any] = {
        "campaign": np.repeat(np.arange(n, dtype=np.int32), count),
        "area_id": [area.area_id for area in survey.areas] * n,
        "unit": [area.unit for area in survey.areas] * n,
    }
    parts = np.array([PARTS[area.kind] for area in survey.areas])
    for m, measure in enumerate(MEASURES):
        for holder, name in enumerate((*side_ids, "nobody")):
            found = ending.areas[:, m, :, holder]
            columns[f"{measure}_{name}"] = (found / parts if m == 0 else found).ravel()
    return pa.table(columns)
