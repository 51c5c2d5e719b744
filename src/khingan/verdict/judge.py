"""A run held against the record of its scenario, all in one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from khingan.claims import load_claims
from khingan.scenario import Scenario
from khingan.verdict.baselines import distances_km, fit_baselines, start_points
from khingan.verdict.dates import observe, simulated_hours
from khingan.verdict.losses import LossVerdict, count_losses, judge_losses, simulated_losses
from khingan.verdict.record import Part, Record, Settings, check_zones, read_record, read_settings
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
    losses : LossVerdict
    closed_rows : int
        Test rows that stayed closed.
    """

    part: Part
    dates: DateVerdict | None
    early: DateVerdict | None
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
    dates, early = _judge_dates(scenario, record, settings, places, days * 24.0, part)
    return Verdict(
        part=part,
        dates=dates,
        early=early,
        losses=_judge_losses(scenario, record, settings, daily, days, part),
        closed_rows=record.closed_rows,
    )


def _judge_dates(
    scenario: Scenario, record: Record, settings: Settings, places: pa.Table, end_h: float, part: Part
) -> tuple[DateVerdict | None, DateVerdict | None]:
    side_of = {name: side.side_id for side in scenario.sides for name in side.contingents}
    observations, left_out = observe(
        record.dates(part), scenario.start, end_h, side_of, settings.fortified_zones
    )
    ensemble, known = simulated_hours(places, observations, end_h)
    for seen, is_known in zip(observations, known, strict=True):
        if not is_known:
            missing = "place" if seen.measure in places.column_names else f"column {seen.measure}"
            left_out.update(dict.fromkeys(seen.record_ids, f"the run does not know the {missing}"))
    scored = tuple(seen for seen, is_known in zip(observations, known, strict=True) if is_known)
    fitted_on, _ = observe(
        record.dates("calibration"), scenario.start, end_h, side_of, settings.fortified_zones
    )
    rate = load_claims(scenario.path)[settings.planned_rate_claim].printed[0]
    starts = start_points(_rows(scenario, "units"), _rows(scenario, "formations"))
    distance = distances_km(fitted_on, starts)
    located = np.isfinite(distance)
    if not scored or not located.any():
        return None, None
    middles = np.array([seen.mid_h for seen in fitted_on])
    baselines = fit_baselines(middles[located], distance[located], rate, end_h)
    ensemble, distance = ensemble[:, known], distances_km(scored, starts)
    whole = judge_dates(ensemble, scored, distance, baselines, left_out)
    if settings.early_until_day is None:
        return whole, None
    first = np.array([seen.high_h <= settings.early_until_day * 24.0 for seen in scored])
    if not first.any():
        return whole, None
    early = tuple(seen for seen, is_early in zip(scored, first, strict=True) if is_early)
    return whole, judge_dates(ensemble[:, first], early, distance[first], baselines)


def _judge_losses(
    scenario: Scenario, record: Record, settings: Settings, daily: pa.Table, days: int, part: Part
) -> LossVerdict:
    formations = set(daily.column("formation_id").to_pylist())
    counts, left_out = count_losses(record.losses(part), scenario.start.date(), days, formations, settings)
    return judge_losses(simulated_losses(daily, counts), counts, left_out)


def _rows(scenario: Scenario, name: str) -> list[Mapping[str, Any]]:
    return list(scenario.tables[name].rows)
