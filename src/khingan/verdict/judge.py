"""A run held against the record of its scenario, all in one call."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from khingan.claims import load_claims
from khingan.scenario import Scenario
from khingan.verdict.baselines import distances_km, fit_baselines, start_points
from khingan.verdict.dates import MEASURE_OF_SURRENDER, Observation, observe, simulated_hours
from khingan.verdict.losses import LossVerdict, count_losses, judge_losses, simulated_losses
from khingan.verdict.record import (
    SURRENDER,
    DateRow,
    Part,
    Record,
    Settings,
    check_zones,
    read_record,
    read_settings,
)
from khingan.verdict.score import DateVerdict, judge_dates


@dataclass(frozen=True)
class Verdict:
    """What the record says of a run.

    Parameters
    ----------
    part : str
        Part of the record that was scored.
    dates : DateVerdict or None
        None if no dated row within the run can be compared.
    early : DateVerdict or None
        Of the dated rows those up to the day that the settings name.
    surrenders : DateVerdict or None
        Dated rows on arms laid down, scored apart from what was reached and captured.
    losses : LossVerdict
    closed_rows : int
        Test rows that stayed closed.
    """

    part: Part
    dates: DateVerdict | None
    early: DateVerdict | None
    surrenders: DateVerdict | None
    losses: LossVerdict
    closed_rows: int


def judge(
    scenario: Scenario, places: pa.Table, daily: pa.Table, part: Part = "calibration", open_test: bool = False
) -> Verdict:
    """Hold the tables of a run against the record of its scenario.

    Parameters
    ----------
    scenario : Scenario
        The scenario of the run; its folder holds record, claims and settings.
    places, daily : pyarrow.Table
        As the run wrote them; any number of campaigns.
    part : {"calibration", "test"}
        Part of the record to score. Rulers are fitted on the calibration part in any case.
    open_test : bool
        Open the test rows; needed for ``part="test"``.

    Returns
    -------
    Verdict

    Raises
    ------
    InputError
        If tables are faulty, or the test part is asked for without opening it.
    """
    record = read_record(scenario.path, open_test)
    settings = read_settings(scenario.path)
    check_zones(record, settings)
    days = int(np.max(daily.column("day").to_numpy(), initial=0))
    whole, early, surrenders = _judge_dates(scenario, record, settings, places, days * 24.0, part)
    return Verdict(
        part=part,
        dates=whole,
        early=early,
        surrenders=surrenders,
        losses=_judge_losses(scenario, record, settings, daily, days, part),
        closed_rows=record.closed_rows,
    )


def _observe(
    scenario: Scenario, rows: Sequence[DateRow], zones: Collection[str], end_h: float
) -> tuple[tuple[Observation, ...], dict[str, str], tuple[Observation, ...]]:
    """Observations of what a side took, rows left out, and observations of arms laid down to the other side."""
    side_of = {name: side.side_id for side in scenario.sides for name in side.contingents}
    captor_of = {
        name: next(other.side_id for other in scenario.sides if other is not side)
        for side in scenario.sides
        for name in side.contingents
    }
    given_up = [row for row in rows if row.kind == SURRENDER]
    taken, left_out = observe(
        [row for row in rows if row.kind != SURRENDER], scenario.start, end_h, side_of, zones
    )
    surrendered, also_left_out = observe(
        given_up, scenario.start, end_h, captor_of, measures=MEASURE_OF_SURRENDER
    )
    return taken, left_out | also_left_out, surrendered


def _judge_dates(
    scenario: Scenario, record: Record, settings: Settings, places: pa.Table, end_h: float, part: Part
) -> tuple[DateVerdict | None, DateVerdict | None, DateVerdict | None]:
    zones = settings.fortified_zones
    taken, left_out, given_up = _observe(scenario, record.dates(part), zones, end_h)
    fitted_on, _, _ = _observe(scenario, record.dates("calibration"), zones, end_h)
    rate = load_claims(scenario.path)[settings.planned_rate_claim].printed[0]
    starts = start_points(_rows(scenario, "units"), _rows(scenario, "formations"))
    distance = distances_km(fitted_on, starts)
    located = np.isfinite(distance)
    if not located.any():
        return None, None, None
    middles = np.array([seen.mid_h for seen in fitted_on])
    baselines = fit_baselines(middles[located], distance[located], rate, end_h)

    def score(seen: Sequence[Observation], dropped: dict[str, str]) -> DateVerdict | None:
        ensemble, known = simulated_hours(places, seen, end_h)
        for one, is_known in zip(seen, known, strict=True):
            if not is_known:
                missing = "place" if one.measure in places.column_names else f"column {one.measure}"
                dropped.update(dict.fromkeys(one.record_ids, f"the run does not know the {missing}"))
        scored = tuple(one for one, is_known in zip(seen, known, strict=True) if is_known)
        if not scored:
            return None
        return judge_dates(ensemble[:, known], scored, distances_km(scored, starts), baselines, dropped)

    surrenders = score(given_up, left_out)
    whole = score(taken, left_out)
    if whole is None or settings.early_until_day is None:
        return whole, None, surrenders
    end_of_early = settings.early_until_day * 24.0
    return whole, score([seen for seen in taken if seen.high_h <= end_of_early], {}), surrenders


def _judge_losses(
    scenario: Scenario, record: Record, settings: Settings, daily: pa.Table, days: int, part: Part
) -> LossVerdict:
    formations = set(daily.column("formation_id").to_pylist())
    counts, left_out = count_losses(record.losses(part), scenario.start.date(), days, formations, settings)
    return judge_losses(simulated_losses(daily, counts), counts, left_out)


def _rows(scenario: Scenario, name: str) -> list[Mapping[str, Any]]:
    return list(scenario.tables[name].rows)
