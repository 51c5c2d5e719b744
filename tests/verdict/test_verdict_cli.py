"""A run's folder held against the library's record: `judge` and ``khingan verdict``."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from khingan.cli.common import default_scenario
from khingan.cli.verdict import register
from khingan.cli.verdict_view import date_table
from khingan.errors import InputError
from khingan.report.dates import works_apart
from khingan.scenario import Scenario, load
from khingan.verdict import judge, read_record
from khingan.verdict.dates import Observation, observe, row_interval
from khingan.verdict.losses import COLUMNS_OF_CATEGORY
from khingan.verdict.record import read_settings

DAYS = 25
LOSSES = sorted({name for names in COLUMNS_OF_CATEGORY.values() for name in names})


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(default_scenario())


@pytest.fixture(scope="module")
def observed(scenario: Scenario) -> tuple[Observation, ...]:
    side_of = {name: side.side_id for side in scenario.sides for name in side.contingents}
    zones = read_settings(scenario.path).fortified_zones
    return observe(read_record(scenario.path).dates(), scenario.start, DAYS * 24.0, side_of, zones)[0]


def places_table(observed: tuple[Observation, ...], late_days: float) -> pa.Table:
    """One campaign that does everything in the middle of its observed interval, or later."""
    done: dict[tuple[str, str], dict[str, float]] = {}
    for seen in observed:
        done.setdefault((seen.place_id, seen.side), {})[seen.measure] = seen.mid_h + 24 * late_days
    return pa.table(
        {
            "campaign": pa.array([0] * len(done), pa.int32()),
            "place_id": [place for place, _ in done],
            "side": [side for _, side in done],
            **{
                name: pa.array([hours.get(name) for hours in done.values()], pa.float64())
                for name in ("reached_h", "captured_h", "cleared_h")
            },
        }
    )


def daily_table(formation: str) -> pa.Table:
    table: dict[str, Any] = {
        "campaign": pa.array(np.zeros(DAYS), pa.int32()),
        "day": pa.array(np.arange(1, DAYS + 1), pa.int16()),
        "formation_id": [formation] * DAYS,
    }
    return pa.table(table | {name: pa.array(np.full(DAYS, 100), pa.int64()) for name in LOSSES})


@pytest.fixture
def run_dir(tmp_path: Path, scenario: Scenario, observed: tuple[Observation, ...]) -> Path:
    meta = {
        "scenario": scenario.scenario_id,
        "overlays": [],
        "seed": 1,
        "start": datetime.isoformat(scenario.start),
    }
    (tmp_path / "run.json").write_text(json.dumps(meta), encoding="utf-8")
    pq.write_table(places_table(observed, 0.5), tmp_path / "places.parquet")
    pq.write_table(daily_table("sov-tbf"), tmp_path / "daily.parquet")
    return tmp_path


def test_a_campaign_like_the_record_is_without_error(
    scenario: Scenario, observed: tuple[Observation, ...]
) -> None:
    found = judge(scenario, places_table(observed, 0), daily_table("sov-tbf"))
    assert found.dates is not None
    assert found.dates.model.mean_error == pytest.approx(0, abs=1e-9)
    assert found.dates.skill_error.value == pytest.approx(1)
    assert len(found.dates.rows) == len(observed)


def test_the_rulers_err_by_days_and_the_best_rate_beats_the_planned_one(
    scenario: Scenario, observed: tuple[Observation, ...]
) -> None:
    found = judge(scenario, places_table(observed, 0), daily_table("sov-tbf"))
    assert found.dates is not None
    errors = {entry.name: entry.mean_error for entry in found.dates.baselines}
    assert errors["ruler at the best rate"] < errors["ruler at the planned rate"]
    assert 1 < errors["ruler at the best rate"] < 4


def test_every_calibration_row_is_scored_or_left_out(
    scenario: Scenario, observed: tuple[Observation, ...]
) -> None:
    found = judge(scenario, places_table(observed, 0), daily_table("sov-tbf"))
    assert found.dates is not None
    rows = found.dates.rows + (found.surrenders.rows if found.surrenders else ())
    dated = {i for row in rows for i in row.observation.record_ids} | set(found.dates.left_out)
    lost = {i for row in found.losses.rows for i in row.count.record_ids} | set(found.losses.left_out)
    record = read_record(scenario.path)
    assert dated == {row.record_id for row in record.dates()}
    assert lost == {row.record_id for row in record.losses()}


def test_losses_of_the_one_known_formation_are_scored(
    scenario: Scenario, observed: tuple[Observation, ...]
) -> None:
    found = judge(scenario, places_table(observed, 0), daily_table("sov-tbf"))
    by_category = {row.count.category: row for row in found.losses.rows}
    assert set(by_category) == {"irrecoverable", "sanitary", "total_casualties"}
    assert by_category["sanitary"].q50 == 2 * 100 * DAYS


def test_a_run_of_one_day_is_held_against_that_day(
    scenario: Scenario, observed: tuple[Observation, ...]
) -> None:
    found = judge(scenario, places_table(observed, 0), daily_table("sov-tbf").slice(0, 1))
    assert found.dates is not None
    assert 0 < len(found.dates.rows) < len(observed)
    assert all(row.observation.high_h <= 24 for row in found.dates.rows)
    assert "E137" in found.dates.left_out


def test_a_place_missing_from_the_run_is_left_out(
    scenario: Scenario, observed: tuple[Observation, ...]
) -> None:
    others = tuple(seen for seen in observed if seen.place_id != observed[0].place_id)
    found = judge(scenario, places_table(others, 0), daily_table("sov-tbf"))
    assert found.dates is not None
    assert found.dates.left_out[observed[0].record_ids[0]] == "the run does not know the place"


def test_the_test_part_needs_opening(scenario: Scenario, observed: tuple[Observation, ...]) -> None:
    with pytest.raises(InputError, match="closed"):
        judge(scenario, places_table(observed, 0), daily_table("sov-tbf"), part="test")


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    app = typer.Typer()
    register(app)
    # A second command keeps typer from dropping the verb of a single one.
    app.command("other")(lambda: None)
    return app


def test_the_command_prints_scores_rulers_losses_and_omissions(app: typer.Typer, run_dir: Path) -> None:
    result = CliRunner().invoke(app, ["verdict", str(run_dir)])
    assert result.exit_code == 0, result.output
    for text in ("+0.5 d", "ruler at the best rate", "Skill in CRPS", "total casualties", "Not scored"):
        assert text in result.output


def test_the_command_prints_no_test_row(app: typer.Typer, run_dir: Path, scenario: Scenario) -> None:
    record = read_record(scenario.path, open_test=True)
    closed = {row.record_id for row in (*record.dates("test"), *record.losses("test"))}
    text = CliRunner().invoke(app, ["verdict", str(run_dir), "--json"]).output
    assert len(closed) == 48
    printed = sum(record_id in text for record_id in closed)
    assert printed == 0


def test_json_holds_the_same_scores(app: typer.Typer, run_dir: Path) -> None:
    found = json.loads(CliRunner().invoke(app, ["verdict", str(run_dir), "--json"]).output)
    assert found["part"] == "calibration"
    assert found["dates"]["model"]["mean_error"] == pytest.approx(0.5, abs=0.05)
    assert len(found["dates"]["baselines"]) == 3
    assert all("passed" in row for row in found["losses"]["rows"])


@pytest.mark.parametrize("content", [None, "{", "{}", '{"scenario": "x", "overlays": [], "seed": 1}'])
def test_a_folder_that_is_no_run_is_an_input_error(
    app: typer.Typer, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
    result = CliRunner().invoke(app, ["verdict", str(tmp_path)])
    assert isinstance(result.exception, InputError)


def test_a_table_that_is_no_parquet_is_an_input_error(app: typer.Typer, run_dir: Path) -> None:
    (run_dir / "places.parquet").write_text("nonsense", encoding="utf-8")
    result = CliRunner().invoke(app, ["verdict", str(run_dir)])
    assert isinstance(result.exception, InputError)


def test_a_fortified_zone_is_held_against_the_fall_of_its_works(
    scenario: Scenario, observed: tuple[Observation, ...]
) -> None:
    # The towns fall as in the record, the works five days later.
    table = places_table(observed, 0).to_pylist()
    late = [row | {"cleared_h": row["cleared_h"] and row["cleared_h"] + 120} for row in table]
    found = judge(scenario, pa.Table.from_pylist(late), daily_table("sov-tbf"))
    assert found.dates is not None
    wrong = {i for row in found.dates.rows if abs(row.error) > 1e-6 for i in row.observation.record_ids}
    assert wrong == read_settings(scenario.path).fortified_zones


def test_a_zone_that_is_no_row_of_the_record_is_refused(
    scenario: Scenario, observed: tuple[Observation, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = replace(read_settings(scenario.path), fortified_zones=frozenset({"E999"}))
    monkeypatch.setattr(sys.modules[judge.__module__], "read_settings", lambda _: wrong)
    with pytest.raises(InputError, match=r"is no row of record\.csv"):
        judge(scenario, places_table(observed, 0), daily_table("sov-tbf"))


def test_a_run_that_does_not_know_when_works_fell_leaves_zones_out(
    scenario: Scenario, observed: tuple[Observation, ...]
) -> None:
    table = places_table(observed, 0).drop_columns(["cleared_h"])
    found = judge(scenario, table, daily_table("sov-tbf"))
    assert found.dates is not None
    zones = read_settings(scenario.path).fortified_zones
    assert {found.dates.left_out[name] for name in zones} == {"the run does not know the column cleared_h"}


def test_both_days_are_printed_where_works_fell_after_the_town(scenario: Scenario) -> None:
    fuyuan = {"campaign": 0, "place_id": "fuyuan", "side": "soviet", "reached_h": 30.0, "captured_h": 36.0}
    koton = fuyuan | {"place_id": "koton", "captured_h": 60.0, "cleared_h": 234.0}
    table = pa.Table.from_pylist([fuyuan | {"cleared_h": 204.0}, koton])
    found = judge(scenario, table, daily_table("sov-tbf"))
    assert found.dates is not None
    printed = list(date_table(found.dates, works_apart(table, 1)).columns[0].cells)
    assert "koton cleared, captured 3.5" in printed
    assert [line for line in printed if "works fell" in line] == ["fuyuan captured, works fell 9.5"]


def test_arms_laid_down_are_scored_apart_by_the_hour_at_which_nobody_bore_any(
    scenario: Scenario,
) -> None:
    rows = [row for row in read_record(scenario.path).dates() if row.kind == "surrender"]
    places = pa.table(
        {
            "campaign": np.zeros(2 * len(rows), np.int32),
            "place_id": [row.place_id for row in rows for _ in range(2)],
            "side": ["soviet", "japanese"] * len(rows),
            "captured_h": [1.0] * (2 * len(rows)),
            # The last place is disarmed too late by two days; what the losers did counts for nothing.
            "disarmed_h": [
                hour for row in rows for hour in (row_interval(row, scenario.start)[0] + 12.0, 1.0)
            ],
        }
    )
    late = places.column("disarmed_h").to_numpy().copy()
    late[-2] += 48.0
    found = judge(
        scenario,
        places.set_column(4, "disarmed_h", pa.array(late)),
        daily_table("sov-tbf"),
    )
    assert found.surrenders is not None
    assert [row.error for row in found.surrenders.rows] == pytest.approx([0.0] * (len(rows) - 1) + [2.0])
