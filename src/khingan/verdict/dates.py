"""From rows of the record to observed intervals, and from a run's places to simulated hours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.verdict.record import CAPTURE, SURRENDER, DateRow

Hours = NDArray[np.float64]

MEASURE_OF_KIND = {
    CAPTURE: "captured_h",
    "place_reached": "reached_h",
    "landing": "reached_h",
    "airborne": "reached_h",
}
"""Which column of the places table answers which kind of event."""

MEASURE_OF_SURRENDER = {SURRENDER: "disarmed_h"}
"""The same for arms laid down: the hour at which nobody bore any there."""

ZONE_MEASURE = "cleared_h"
"""What answers a capture that dates the fall of a fortified zone with its works."""

HOUR_TOLERANCE = 1.0
"""Printed hours are good to about one hour."""


@dataclass(frozen=True, slots=True)
class Observation:
    """When a place was reached, captured or cleared, as an interval in hours after the start.

    Parameters
    ----------
    place_id, measure, side : str
        What was observed; `measure` is a column of the places table, `side` a side of the war.
    low_h, high_h : float
        Hull of all rows on the place, within the run.
    lat, lon : float
        The place.
    record_ids, unit_ids : tuple of str
        The rows, and the units they name.
    described, source_ids : tuple of str
        What the rows say, and where they come from.
    """

    place_id: str
    measure: str
    side: str
    low_h: float
    high_h: float
    lat: float
    lon: float
    record_ids: tuple[str, ...]
    unit_ids: tuple[str, ...]
    described: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()

    @property
    def mid_h(self) -> float:
        """Middle of the interval."""
        return (self.low_h + self.high_h) / 2


def row_interval(row: DateRow, start: datetime) -> tuple[float, float]:
    """Return the hours after `start` in which an event may have happened.

    Parameters
    ----------
    row : DateRow
        Without an hour the whole day counts; the uncertainty of the date widens the interval on both sides.
    start : datetime
        First moment of the run, in theatre time.

    Returns
    -------
    (float, float)
        Not limited to the run.
    """
    midnight = (row.date - start.date()).days * 24.0 - start.hour - start.minute / 60
    slack = row.uncertainty_days * 24
    if not row.hour_local:
        return midnight - slack, midnight + 24 + slack
    hour = int(row.hour_local[:2]) + int(row.hour_local[3:]) / 60
    return midnight + hour - HOUR_TOLERANCE - slack, midnight + hour + HOUR_TOLERANCE + slack


def observe(
    rows: Iterable[DateRow],
    start: datetime,
    end_h: float,
    side_of: Mapping[str, str],
    zones: Collection[str] = (),
    measures: Mapping[str, str] = MEASURE_OF_KIND,
) -> tuple[tuple[Observation, ...], dict[str, str]]:
    """Turn rows of the record into observations, several rows on one place becoming one interval.

    Parameters
    ----------
    rows : iterable of DateRow
    start : datetime
        First moment of the run.
    end_h : float
        Length of the run, hours.
    side_of : mapping of str to str
        Side of the war by contingent.
    zones : collection of str
        Rows that date the fall of a fortified zone with its works.
    measures : mapping of str to str
        Column of the places table by kind of event.

    Returns
    -------
    observations : tuple of Observation
        Ordered by first row.
    left_out : dict of str to str
        Row id and the reason why the row is not scored.
    """
    groups: dict[tuple[str, str, str], list[DateRow]] = {}
    left_out: dict[str, str] = {}
    for row in rows:
        measure = ZONE_MEASURE if row.record_id in zones else measures.get(row.kind)
        if measure is None:
            left_out[row.record_id] = f"the model does not act out events of the kind {row.kind}"
        elif row.side not in side_of:
            left_out[row.record_id] = f"{row.side} takes no part"
        elif sum(row_interval(row, start)) / 2 >= end_h:
            left_out[row.record_id] = "lies after the end of the run"
        else:
            groups.setdefault((row.place_id, measure, side_of[row.side]), []).append(row)
    found = []
    for (place_id, measure, side), members in groups.items():
        spans = [row_interval(row, start) for row in members]
        found.append(
            Observation(
                place_id=place_id,
                measure=measure,
                side=side,
                low_h=max(0.0, min(low for low, _ in spans)),
                high_h=min(end_h, max(0.0, *(high for _, high in spans))),
                lat=members[0].lat,
                lon=members[0].lon,
                record_ids=tuple(row.record_id for row in members),
                unit_ids=tuple(dict.fromkeys(row.unit_id for row in members if row.unit_id)),
                described=tuple(dict.fromkeys(row.description for row in members if row.description)),
                source_ids=tuple(dict.fromkeys(row.source_id for row in members if row.source_id)),
            )
        )
    return tuple(found), left_out


def simulated_hours(
    places: pa.Table, observations: Sequence[Observation], end_h: float
) -> tuple[Hours, NDArray[np.bool_]]:
    """Look up what the campaigns of a run say about observations.

    Parameters
    ----------
    places : pyarrow.Table
        Columns ``campaign, place_id, side`` and the measures observed; a measure without a column is unknown.
    observations : sequence of Observation
    end_h : float
        Length of the run; never reached counts as this.

    Returns
    -------
    hours : ndarray of float64, shape (campaigns, observations)
        Within 0 to `end_h`.
    known : ndarray of bool, shape (observations,)
        Whether the run knows the place, side and measure at all.
    """
    campaign = places.column("campaign").to_numpy()
    order = {int(number): row for row, number in enumerate(np.unique(campaign))}
    hours = np.full((len(order), len(observations)), end_h)
    known = np.zeros(len(observations), np.bool_)
    wanted: dict[tuple[str, str], list[int]] = {}
    measures = {seen.measure for seen in observations}.intersection(places.column_names)
    for column, seen in enumerate(observations):
        if seen.measure in measures:
            wanted.setdefault((seen.place_id, seen.side), []).append(column)
    values = {name: places.column(name).to_pylist() for name in measures}
    keys = zip(places.column("place_id").to_pylist(), places.column("side").to_pylist(), strict=True)
    for row, key in enumerate(keys):
        for column in wanted.get(key, ()):
            known[column] = True
            value = values[observations[column].measure][row]
            if value is not None and not np.isnan(value):
                hours[order[int(campaign[row])], column] = min(max(0.0, value), end_h)
    return hours, known
