"""What campaigns left behind, as arrays in the units people read: from a batch just fought, or from stored tables.

Both give the same numbers, so a measure has one reading wherever its campaigns come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.state import N_DAILY
from khingan.experiments.batch import Batch
from khingan.experiments.results import measured
from khingan.scenario.compile import Compiled

Array = NDArray[Any]
#: Hours of the whole campaign, by their column in the summary of a batch.
_HOURS = {"link_up_h": 2 * N_DAILY, "decided_h": 2 * N_DAILY + 2, "ceasefire_h": 2 * N_DAILY + 3}
_EVENTS = {"reached_h": 0, "captured_h": 1, "cleared_h": 2}


class Outcomes(Protocol):
    """Outcomes of n campaigns. Hours count from the start and are NaN for what never happened."""

    def total(self, side: str, column: str) -> Array:
        """Daily measure of a side over the whole run, [n]."""

    def hour(self, column: str) -> Array:
        """Hour of a column of the summary table, [n]."""

    def place_hours(self, event: str, side: str, places: Sequence[str]) -> Array:
        """Hour of a column of the table of places, [n, places]."""


class BatchOutcomes:
    """Outcomes of a batch.

    Parameters
    ----------
    compiled : Compiled
        What was fought.
    batch : Batch
        Its campaigns.
    """

    def __init__(self, compiled: Compiled, batch: Batch) -> None:
        self._batch = batch
        self._sides = compiled.scenario.side_ids
        self._row = {place: i for i, place in enumerate(compiled.place_ids)}

    def total(self, side: str, column: str) -> Array:
        """Daily measure of a side over the whole run, [n]."""
        at = self._sides.index(side) * N_DAILY + K.DAILY.index(column)
        return measured(column, self._batch.summary[:, at]).astype(np.float64)

    def hour(self, column: str) -> Array:
        """Hour of a column of the summary table, [n]."""
        return _hours(self._batch.summary[:, _HOURS[column]])

    def place_hours(self, event: str, side: str, places: Sequence[str]) -> Array:
        """Hour of a column of the table of places, [n, places]."""
        rows = [self._row[place] for place in places]
        return _hours(self._batch.places[:, rows, self._sides.index(side), _EVENTS[event]])


def _hours(values: Array) -> Array:
    return np.where(values >= K.NEVER, np.nan, values.astype(np.float64))


class TableOutcomes:
    """Outcomes as a finished run or ensemble stores them.

    Parameters
    ----------
    summary : pyarrow.Table
        A row a campaign.
    places : pyarrow.Table, optional
        A row for every campaign, place and side; only measures of places need it.
    """

    def __init__(self, summary: pa.Table, places: pa.Table | None = None) -> None:
        self._summary = summary
        self._places = places
        self.campaigns: NDArray[np.int64] = summary["campaign"].to_numpy().astype(np.int64)

    def total(self, side: str, column: str) -> Array:
        """Daily measure of a side over the whole run, [n]."""
        return np.asarray(self._summary[f"{side}_{column}"].to_numpy(), np.float64)

    def hour(self, column: str) -> Array:
        """Hour of a column of the summary table, [n]."""
        return _with_nan(self._summary[column])

    def place_hours(self, event: str, side: str, places: Sequence[str]) -> Array:
        """Hour of a column of the table of places, [n, places]."""
        if self._places is None:
            raise ValueError("a measure of places needs the table of places")
        found = np.full((len(self.campaigns), len(places)), np.nan)
        row = {number: i for i, number in enumerate(self.campaigns.tolist())}
        own = self._places.filter(
            pc.and_(
                pc.equal(self._places["side"], side), pc.is_in(self._places["place_id"], pa.array(places))
            )
        )
        column = {place: i for i, place in enumerate(places)}
        hours = _with_nan(own[event])
        for number, place, hour in zip(
            own["campaign"].to_pylist(), own["place_id"].to_pylist(), hours, strict=True
        ):
            if number in row:
                found[row[number], column[place]] = hour
        return found


def _with_nan(column: pa.ChunkedArray) -> Array:
    return np.asarray(pc.fill_null(column.cast(pa.float64()), float("nan")).to_numpy())
