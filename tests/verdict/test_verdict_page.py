"""What a verdict says beyond the scores: fronts, weeks, the worst, a table, a page."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from tiny_record import tables

import khingan as kh
from khingan.cli.main import main
from khingan.report.verdict import render
from khingan.scenario import Scenario, load
from khingan.verdict import Verdict, judge
from khingan.verdict.judge import front_of
from khingan.verdict.table import SCHEMA


@pytest.fixture
def found(made_up: Scenario) -> Verdict:
    places, daily = tables(np.linspace(60.0, 110.0, 20), 7)
    return judge(made_up, places, daily)


def test_the_package_is_the_verb() -> None:
    assert callable(kh.verdict)
    from khingan.verdict import Record

    assert Record is not None
    assert callable(kh.verdict)


def test_a_unit_belongs_to_the_formation_below_the_highest_command() -> None:
    scenario = load("manchuria-1945")
    assert front_of(scenario, ("sov-5a",)) == "sov-1fef"
    assert front_of(scenario, ("sov-fec",)) == "sov-fec"
    assert front_of(scenario, ("sov-5a", "sov-39a")) == "several"
    assert front_of(scenario, ("nobody",)) == ""


def test_a_definition_and_its_source_stand_by_every_row(found: Verdict) -> None:
    table = found.table()
    assert table.schema == SCHEMA
    rows = {row["record_ids"]: row for row in table.to_pylist()}
    assert rows["E001"]["definition"] == "hailar is told of"
    assert rows["E001"]["source_ids"] == "book"
    assert rows["L001"]["definition"] == "killed in action"
    assert rows["E001"]["week"] == 1


def test_bias_by_week_is_the_mean_of_its_rows(found: Verdict) -> None:
    assert found.dates is not None
    (week,) = found.dates.groups(lambda row: row.week)
    assert week.rows == len(found.dates.rows) == 2
    assert week.bias == pytest.approx(np.mean([row.error for row in found.dates.rows]))


def test_the_worst_come_first(found: Verdict) -> None:
    assert found.dates is not None
    worst = found.dates.worst()
    assert [row.crps for row in worst] == sorted((row.crps for row in found.dates.rows), reverse=True)
    assert len(found.dates.worst(1)) == 1


def test_a_loss_inside_its_hull_is_no_factor_off(found: Verdict) -> None:
    (row,) = found.losses.rows
    assert (row.q50, row.factor, row.met) == (70.0, 1.0, (True, True))


def test_the_page_needs_nothing_else_and_names_the_runs(found: Verdict) -> None:
    text = render({"calibrated": found, "as it was": found})
    assert "calibrated (20 campaigns)" in text
    assert "as it was (20 campaigns)" in text
    assert text.count("data:image/svg+xml;base64,") >= 4
    assert not re.search(r'(src|href)="(?!data:|#)', text)
    assert "a first model" not in text or "1950" in text
    assert render({"calibrated": found}) == render({"calibrated": found})


def test_the_command_writes_page_picture_and_table(
    made_up_run: Path, made_up_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["verdict", str(made_up_run), "--scenario", str(made_up_folder), "--beside", str(made_up_run)]
    out = tmp_path / "page"
    assert (
        main([*words, "--out", str(out), "--csv", str(tmp_path / "v.csv"), "--png", str(tmp_path / "v.png")])
        == 0
    )
    text = capsys.readouterr().out
    assert "Reliability of dates" in text
    assert "The worst by CRPS" in text
    assert (out / "verdict.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "v.csv").read_text(encoding="utf-8").startswith('"part"')
    assert (tmp_path / "v.png").read_bytes()[:4] == b"\x89PNG"


def test_parquet_holds_the_table(found: Verdict, tmp_path: Path) -> None:
    found.to_parquet(tmp_path / "v.parquet")
    assert pq.read_table(tmp_path / "v.parquet").equals(found.table())


def test_a_page_in_a_folder_that_cannot_be_written_is_told(
    made_up_run: Path, made_up_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    words = ["verdict", str(made_up_run), "--scenario", str(made_up_folder)]
    assert main([*words, "--out", str(tmp_path / "file" / "page.html")]) == 1
    assert "cannot write" in capsys.readouterr().err


def test_a_run_of_another_scenario_is_refused(made_up_run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verdict", str(made_up_run), "--scenario", "manchuria-1945"]) == 2
    assert "another scenario" in capsys.readouterr().err
