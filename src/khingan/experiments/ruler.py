"""The one reading of measures: ablations, comparisons and sensitivity analyses all take theirs here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.experiments.batch import simulate_batch
from khingan.experiments.cores import cores
from khingan.experiments.outcomes import BatchOutcomes, Outcomes
from khingan.experiments.schema import MEASURES
from khingan.scenario.compile import Compiled
from khingan.scenario.measures import PLACE_HOURS, SUMMARY_HOURS, Measure, measures_of

Array = NDArray[Any]
EARTH_KM = 6371.0
STEP_HOURS = 6.0
# Campaigns between two looks at the clock and at Ctrl-C, per thread: a few hundredths of a second.
CHUNK = 4
UNITS = {"link_up": "%", "depth": "km"}
_COLUMN = {kind: column for column, kind in (SUMMARY_HOURS | PLACE_HOURS).items()}


@dataclass(frozen=True)
class Sample:
    """Campaigns of one world, reduced to what is compared.

    Attributes
    ----------
    values : ndarray, [campaigns, measures]
        In the order of the measures; an hour that never comes is the end of the run.
    happened : ndarray of bool, [campaigns, measures]
        False where a measure is an hour that never came.
    prints : list of bytes
        Hash of everything each campaign left behind, so that two that differ anywhere are told apart. Empty for
        campaigns read from stored tables.
    """

    values: NDArray[np.float64]
    happened: NDArray[np.bool_]
    prints: list[bytes]

    def rows(self, which: Array) -> Sample:
        """Campaigns by their positions."""
        prints = [self.prints[i] for i in which.tolist()] if self.prints else []
        return Sample(self.values[which], self.happened[which], prints)


def changed(before: Sample, after: Sample) -> float:
    """Share of campaigns that came out differently in anything; NaN where that was not kept."""
    if not before.prints or not after.prints:
        return float("nan")
    return float(np.mean([a != b for a, b in zip(before.prints, after.prints, strict=True)]))


def unit_of(measure: Measure) -> str:
    """Unit in which a measure is given."""
    if measure.is_hour:
        return "h"
    return UNITS.get(measure.kind) or MEASURES[measure.column][0]


def depths_km(compiled: Compiled, side: int) -> NDArray[np.float64]:
    """Distance of every place from the nearest ground that a side holds at the start.

    Returns
    -------
    ndarray, [places]
        Great-circle km between centres of cells; 0 for places on that ground and for those outside the extent.
    """
    w, atlas = compiled.world, compiled.atlas
    lat, lon = (np.radians(x[compiled.atlas_row].astype(np.float64)) for x in (atlas.lat, atlas.lon))
    own = np.flatnonzero(w.c["owner"][: len(lat)] == side)
    found = np.zeros(len(w.p_cell))
    for place, cell in enumerate(w.p_cell.tolist()):
        if cell >= 0 and own.size:
            h = np.sin((lat[own] - lat[cell]) / 2) ** 2
            h += np.cos(lat[own]) * np.cos(lat[cell]) * np.sin((lon[own] - lon[cell]) / 2) ** 2
            found[place] = 2 * EARTH_KM * np.arcsin(np.sqrt(h.min()))
    return found


class Ruler:
    """Takes measures of campaigns of one scenario.

    Parameters
    ----------
    compiled : Compiled
        Scenario that lists the measures.
    measures : sequence of Measure, optional
        Others than those of the scenario.
    steps : int, optional
        Steps of a campaign; the scenario's own by default.
    """

    def __init__(
        self, compiled: Compiled, measures: Sequence[Measure] | None = None, steps: int | None = None
    ) -> None:
        self.compiled = compiled
        self.steps = compiled.scenario.steps if steps is None else steps
        self.measures = tuple(measures_of(compiled.scenario) if measures is None else measures)
        self.units = tuple(unit_of(measure) for measure in self.measures)
        deep = {m.side for m in self.measures if m.kind == "depth"}
        self._depth = {side: depths_km(compiled, compiled.scenario.side_index(side)) for side in deep}

    @property
    def end_h(self) -> float:
        """Hours from the start to the end of the run."""
        return self.steps * STEP_HOURS

    def take(self, outcomes: Outcomes) -> Sample:
        """Measures of every campaign; the sample has no prints."""
        raw = np.stack([self._one(measure, outcomes) for measure in self.measures], axis=1)
        happened = ~np.isnan(raw)
        # A run may have been longer than the scenario at hand; what came after its end is no later than the end.
        hours = np.array([measure.is_hour for measure in self.measures])
        values = np.where(hours & (~happened | (raw > self.end_h)), self.end_h, raw)
        return Sample(values, happened, [])

    def _one(self, measure: Measure, outcomes: Outcomes) -> Array:
        if measure.kind == "link_up":
            return np.asarray(100.0 * (_never_as_inf(outcomes.hour("link_up_h")) < measure.until_h))
        if measure.kind in SUMMARY_HOURS.values():
            return outcomes.hour(_COLUMN[measure.kind])
        if measure.kind == "total":
            return outcomes.total(measure.side, measure.column)
        if measure.is_hour:
            hours = outcomes.place_hours(_COLUMN[measure.kind], measure.side, measure.places)
            first = _never_as_inf(hours).min(axis=1)
            return np.where(np.isinf(first), np.nan, first)
        reached = _never_as_inf(outcomes.place_hours("reached_h", measure.side, self.compiled.place_ids))
        depth = np.where(reached < measure.until_h, self._depth[measure.side], 0.0)
        return np.asarray(depth.max(axis=1))


def _never_as_inf(hours: Array) -> Array:
    return np.where(np.isnan(hours), np.inf, hours)


def play(
    ruler: Ruler,
    parameters: NDArray[np.float64],
    seeds: Array,
    campaigns: Array,
    on_campaigns: Callable[[int], None] | None = None,
    threads: int | None = None,
) -> Sample:
    """Run campaigns in small lots and keep only what is compared.

    Parameters
    ----------
    ruler : Ruler
        What to measure, and on which scenario.
    parameters : ndarray, [parameters] or [n, parameters]
        Coefficients, the same for all campaigns or a row for each.
    seeds, campaigns : array_like, [n]
        Luck: the key of each campaign.
    on_campaigns : callable, optional
        Called with the number of campaigns just finished.
    threads : int, optional
        Worker threads; all cores by default. Changes nothing but the time.
    """
    keys = np.stack(np.broadcast_arrays(np.asarray(seeds, np.int64), np.asarray(campaigns, np.int64)))
    lot = CHUNK * (threads or cores())
    taken, prints = [], []
    for first in range(0, keys.shape[1], lot):
        now = slice(first, first + lot)
        batch = simulate_batch(
            ruler.compiled,
            keys[0, now],
            keys[1, now],
            parameters[now] if parameters.ndim == 2 else parameters,
            steps=ruler.steps,
            threads=threads,
        )
        taken.append(ruler.take(BatchOutcomes(ruler.compiled, batch)))
        for summary, places in zip(batch.summary, batch.places, strict=True):
            prints.append(hashlib.blake2b(summary.tobytes() + places.tobytes(), digest_size=16).digest())
        if on_campaigns is not None:
            on_campaigns(len(batch.summary))
    return Sample(
        np.concatenate([one.values for one in taken]),
        np.concatenate([one.happened for one in taken]),
        prints,
    )
