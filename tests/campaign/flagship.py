"""The library scenario in the tests: compiled once, campaigns played and looked at on chosen days."""

from __future__ import annotations

import functools
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign import run as engine
from khingan.campaign.state import N_DAILY, allocate
from khingan.cli.common import default_scenario
from khingan.experiments.batch import Batch
from khingan.scenario import load
from khingan.scenario.compile import Compiled, compile_scenario

EARTH_KM = 6371.0


@functools.cache
def compiled(*what_if: str) -> Compiled:
    """The library scenario, with overlays."""
    return compile_scenario(load(default_scenario(), what_if=what_if))


def row_hashes(batch: Batch) -> list[str]:
    """A short hash of every campaign's summary row and places."""
    rows = zip(batch.summary, batch.places, strict=True)
    return [
        hashlib.sha256(s.astype("<i8").tobytes() + p.astype("<i4").tobytes()).hexdigest()[:16]
        for s, p in rows
    ]


@dataclass(frozen=True)
class Looks:
    """What many campaigns looked like at chosen steps.

    Attributes
    ----------
    cell : ndarray, [campaigns, looks, units]
        Where every unit stood.
    owner : ndarray, [campaigns, looks, cells]
        Who held every cell.
    captured : ndarray, [campaigns, places]
        Hour at which side 0 had taken each place, ``codes.NEVER`` if it had not.
    linked : ndarray, [campaigns]
        Hour at which the pincers met.
    events : list of ndarray
        Event log of every campaign.
    """

    scenario: Compiled
    cell: NDArray[Any]
    owner: NDArray[Any]
    captured: NDArray[Any]
    linked: NDArray[Any]
    events: list[NDArray[Any]]

    def units(self, formation: str) -> NDArray[Any]:
        """Rows of the field units of a formation (or of the unit of that name)."""
        sc = self.scenario.scenario
        return np.array(
            [
                i
                for i, e in enumerate(self.scenario.entries)
                if not e.rear and not e.garrison and e.atlas_cell >= 0
                if formation in (e.unit_id, *sc.ancestors(e.formation_id))
            ]
        )

    def km(self, formation: str, first: int, last: int) -> NDArray[Any]:
        """Great-circle km between two looks, [campaigns, units of a formation]."""
        rows = self.scenario.atlas_row
        lat, lon = (
            np.radians(x[rows].astype(float)) for x in (self.scenario.atlas.lat, self.scenario.atlas.lon)
        )
        u = self.units(formation)
        a, b = self.cell[:, first][:, u], self.cell[:, last][:, u]
        h = np.sin((lat[b] - lat[a]) / 2) ** 2
        h += np.cos(lat[a]) * np.cos(lat[b]) * np.sin((lon[b] - lon[a]) / 2) ** 2
        return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))))


def look(scenario: Compiled, steps: tuple[int, ...], campaigns: int = 64, threads: int = 2) -> Looks:
    """Play campaigns of seed 1 and look at the end of the given numbers of steps."""
    w, p = scenario.world, scenario.parameters
    cell = np.zeros((campaigns, len(steps), len(w.u)), np.int64)
    owner = np.zeros((campaigns, len(steps), len(w.c)), np.uint8)
    captured = np.zeros((campaigns, len(w.p_cell)), np.int64)
    linked = np.zeros(campaigns, np.int64)
    events: list[NDArray[Any]] = [np.zeros(0)] * campaigns
    none = np.zeros((0, len(scenario.reporting), N_DAILY), np.int64)

    def work(slot: int) -> None:
        st, sc = allocate(w, 50_000)
        for i in range(slot, campaigns, threads):
            sc.key[:] = (1, i)
            done = 0
            for n, upto in enumerate(steps):
                engine.play(w, p, st, sc, done, upto - done, none)
                done = upto
                cell[i, n], owner[i, n] = st.u["cell"], st.owner
            captured[i], linked[i] = st.p["captured"][:, 0], st.linked[0]
            events[i] = sc.events[: sc.event_n[0]].copy()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    return Looks(scenario, cell, owner, captured, linked, events)


def ends_of(looks: Looks, unit: int) -> NDArray[Any]:
    """Hour at which a unit gave up or fell apart in every campaign, ``codes.NEVER`` if it did not."""
    kinds = (K.WORKS_FALLEN, K.SURRENDERED_EVENT, K.SHATTERED_EVENT, K.DISBANDED_EVENT)
    found = []
    for log in looks.events:
        hours = log[np.isin(log[:, 2], kinds) & (log[:, 5] == unit), 1]
        found.append(int(hours.min()) if hours.size else K.NEVER)
    return np.array(found)
