"""A run held against the record of its scenario, all in one call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from khingan.claims import load_claims
from khingan.files import write_parquet
from khingan.scenario import Scenario
from khingan.verdict.baselines import distances_km, fit_baselines, start_points
from khingan.verdict.dates import MEASURE_OF_SURRENDER, Observation, observe, simulated_hours
from khingan.verdict.losses import LossVerdict, count_losses, judge_losses, simulated_losses
from khingan.verdict.openings import Openings
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
    openings : Openings
        How often the test part was looked at.
    about : About
        What was held against the record.
    """

    part: Part
    dates: DateVerdict | None
    early: DateVerdict | None
    surrenders: DateVerdict | None
    losses: LossVerdict
    closed_rows: int
    openings: Openings
    about: About

    @property
    def left_out(self) -> dict[str, str]:
        """Rows that are not scored, with the reason."""
        return {**(self.dates.left_out if self.dates else {}), **self.losses.left_out}

    def table(self) -> pa.Table:
        """Return a row for every documented quantity beside its simulation; see `khingan.verdict.table`."""
        from khingan.verdict.table import as_table

        return as_table(self)

    def plot(self, path: str | Path | None = None) -> Any:
        """Draw dates, losses, histogram of ranks and bias; matplotlib's figure, written as PNG if a path is given.

        Raises
        ------
        InputError
            If matplotlib is not installed.
        """
        from khingan.report.verdict_figure import overview

        return overview(self, path)

    def to_parquet(self, path: str | Path) -> None:
        """Write `table` as Parquet; the file appears whole or not at all."""
        write_parquet(self.table(), path)


@dataclass(frozen=True)
class About:
    """What was held against the record, for headings.

    Parameters
    ----------
    title, scenario_id : str
    start : datetime
    overlays : tuple of str
    fronts : dict of str to str
        Names of the formations below the highest commands, by id.
    """

    title: str
    scenario_id: str
    start: datetime
    overlays: tuple[str, ...]
    fronts: dict[str, str]


def judge(
    scenario: Scenario,
    places: pa.Table,
    daily: pa.Table,
    part: Part = "calibration",
    openings: Openings | None = None,
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
    openings : Openings, optional
        How often the test part was looked at. One from `khingan.verdict.openings.count_opening` opens it, after having
        counted that; needed for ``part="test"``.

    Returns
    -------
    Verdict

    Raises
    ------
    InputError
        If tables are faulty, or the test part is asked for without opening it.
    """
    record = read_record(scenario.path, openings is not None and openings.opened)
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
        openings=openings or Openings("", (), settings.openings),
        about=About(
            scenario.title,
            scenario.scenario_id,
            scenario.start,
            tuple(scenario.overlays),
            {row["formation_id"]: row["name"] for row in scenario.tables["formations"]},
        ),
    )


def front_of(scenario: Scenario, ids: Iterable[str]) -> str:
    """Return the formation below the highest command to which units or formations belong.

    Parameters
    ----------
    scenario : Scenario
    ids : iterable of str
        Units or formations; unknown ones are passed over.

    Returns
    -------
    str
        Its id; the highest command itself for those directly under it, ``several`` if they differ, empty if none
        is known.
    """
    units, formations = (scenario.tables[name].by_id for name in ("units", "formations"))
    found = set()
    for one in ids:
        above = units[one]["formation_id"] if one in units and one not in formations else one
        chain = scenario.ancestors(above)
        if chain:
            found.add(chain[-2] if len(chain) > 1 else chain[-1])
    return "several" if len(found) > 1 else next(iter(found), "")


def observe_sides(
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
    taken, left_out, given_up = observe_sides(scenario, record.dates(part), zones, end_h)
    fitted_on, _, _ = observe_sides(scenario, record.dates("calibration"), zones, end_h)
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
        fronts = [front_of(scenario, one.unit_ids) for one in scored]
        distance_km = distances_km(scored, starts)
        return judge_dates(ensemble[:, known], scored, distance_km, baselines, dropped, fronts=fronts)

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
    fronts = [front_of(scenario, (count.unit_id,)) for count in counts]
    return judge_losses(simulated_losses(daily, counts), counts, left_out, fronts)


def _rows(scenario: Scenario, name: str) -> list[Mapping[str, Any]]:
    return list(scenario.tables[name].rows)
