"""``khingan reckon``: tables, files, and one clear message with exit code 2 for bad input."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from khingan.cli.main import main
from khingan.experiments.schema import MEASURES
from khingan.reckoning.judge import VERDICTS
from khingan.report.reckoning import COLUMNS
from khingan.scenario import Scenario

DAYS = 25
CAMPAIGNS = 3
#: Echelons that a run reports on.
REPORTED = ("supreme", "theatre", "general-army", "front", "area-army", "army", "fleet")


def daily_table(scenario: Scenario) -> pa.Table:
    """Every reported formation loses 100 of everything each day, 10 more in each further campaign."""
    rows: list[dict[str, Any]] = []
    for formation in scenario.tables["formations"]:
        if formation["echelon"] in REPORTED:
            key = {"formation_id": formation["formation_id"], "side": formation["side"]}
            rows += [
                key | {"campaign": c, "day": d} | dict.fromkeys(MEASURES, 100 + 10 * c)
                for c in range(CAMPAIGNS)
                for d in range(1, DAYS + 1)
            ]
    return pa.Table.from_pylist(rows)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, flagship: Scenario) -> None:
    """Do not read and check the flagship once more in every test."""

    def load(name: str, what_if: tuple[str, ...] = ()) -> Scenario:
        return replace(flagship, overlays=what_if)

    monkeypatch.setattr("khingan.scenario.load", load)


@pytest.fixture
def run_dir(tmp_path: Path, flagship: Scenario) -> Path:
    folder = tmp_path / "run"
    folder.mkdir()
    write_meta(folder, scenario=flagship.scenario_id)
    pq.write_table(daily_table(flagship), folder / "daily.parquet")
    hours = np.linspace(24.0, 24.0 * 15, 10)
    places = {
        "campaign": np.repeat(np.arange(CAMPAIGNS), 10),
        "place_id": [f"p{i}" for i in range(10)] * CAMPAIGNS,
        "side": ["soviet"] * 10 * CAMPAIGNS,
        "captured_h": np.tile(hours, CAMPAIGNS),
    }
    pq.write_table(pa.table(places), folder / "places.parquet")
    return folder


def write_meta(folder: Path, **changes: Any) -> None:
    meta = {"scenario": "x", "overlays": [], "seed": 7, "versions": {"khingan": "9.9"}} | changes
    (folder / "run.json").write_text(json.dumps(meta), encoding="utf-8")


def say(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["reckon", *words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_it_prints_figures_verdicts_and_omissions(run_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = say(capsys, str(run_dir))
    assert code == 0
    # 25 days of 100, 110, 120 in the row of the whole side.
    assert "2,525 / 2,750 / 2,975" in text
    for words in (
        "C191",
        "≈ 12,000",
        "14 to 16 days",
        "Not compared",
        "(calibrated)",
        "(input)",
        "3 campaigns",
    ):
        assert words in text


def test_json_and_csv_hold_the_same_rows(
    run_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "rows.csv"
    code, text, _ = say(capsys, str(run_dir), "--json", "--csv", str(target))
    assert code == 0
    found = json.loads(text)
    assert (found["campaigns"], found["seed"], found["version"]) == (3, 7, "9.9")
    assert list(found["verdicts"]) == list(VERDICTS)
    assert sum(found["verdicts"].values()) == len(found["rows"])
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["row_id"] for row in rows] == [row["row_id"] for row in found["rows"]]
    assert [row["verdict"] for row in rows] == [row["verdict"] for row in found["rows"]]


def test_no_number_is_shown_where_the_model_has_none(
    run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(say(capsys, str(run_dir), "--json")[1])["rows"]
    empty = [row for row in rows if row["verdict"] == "not produced by the model"]
    assert empty
    for row in rows:
        has_number = row["simulated_q50"] is not None
        assert has_number == (row["verdict"] != "not produced by the model")
        assert bool(row["reason"]) != has_number


class Sheet(HTMLParser):
    """Collects ids, targets of links and open elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.add(values.get("id") or "")
        self.links += [values["href"] or ""] if "href" in values else []
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_sheet_has_a_paragraph_for_every_compared_figure(
    run_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "sheet.html"
    rows = json.loads(say(capsys, str(run_dir), "--json", "--out", str(target))[1])["rows"]
    text = target.read_text(encoding="utf-8")
    page = Sheet(text)
    assert page.open == []
    compared = {row["row_id"] for row in rows if row["simulated_q50"] is not None}
    assert compared <= page.ids
    assert {link.removeprefix("#") for link in page.links} == compared
    assert "http" not in text


def test_the_sheet_as_markdown(run_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "sheet.md"
    code, text, _ = say(capsys, str(run_dir), "--out", str(target))
    assert code == 0
    assert "sheet.md" in text
    sheet = target.read_text(encoding="utf-8")
    assert "nine campaigns of ten lie between 2,520 and 2,980" in sheet
    assert "## Not compared" in sheet


def test_the_picture_is_a_png(run_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "figures.png"
    assert say(capsys, str(run_dir), "--png", str(target))[0] == 0
    assert target.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(("option", "name"), [("--png", "x.png"), ("--csv", "x.csv"), ("--out", "x.md")])
def test_folders_above_a_named_file_are_made_as_by_every_command(
    run_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, name: str
) -> None:
    target = tmp_path / "new" / "folder" / name
    code, text, _ = say(capsys, str(run_dir), option, str(target))
    assert code == 0
    assert target.stat().st_size > 0
    # And the file is named, so nothing is made without a word.
    assert name in text.replace("\n", "")


def test_what_ifs_are_named(run_dir: Path, flagship: Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    write_meta(run_dir, scenario=flagship.scenario_id, overlays=["early"])
    assert "what-ifs (early)" in say(capsys, str(run_dir))[1]


def test_a_run_cut_short_has_no_totals(
    run_dir: Path, flagship: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    table = daily_table(flagship)
    pq.write_table(table.filter(pa.compute.less_equal(table["day"], 12)), run_dir / "daily.parquet")
    rows = json.loads(say(capsys, str(run_dir), "--json")[1])["rows"]
    by_claim = {row["claim_id"]: row for row in rows}
    assert by_claim["C024"]["reason"] == "the run ends on day 12, and the figure counts to day 25"
    # Prisoners up to 19 August are those of eleven days: 1,100, 1,210 and 1,320.
    assert by_claim["C041"]["simulated_q50"] == 1210
    assert by_claim["C132"]["verdict"] == "agrees"


def test_no_run_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, error = say(capsys, str(tmp_path / "nowhere"))
    assert (code, out) == (2, "")
    assert "is no run that khingan wrote" in error
    assert error.count("\n") == 1


def test_the_run_of_another_scenario_is_bad_input(run_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_meta(run_dir, scenario="elsewhere")
    code, _, error = say(capsys, str(run_dir))
    assert code == 2
    assert "is the run of another scenario" in error
    assert "to mend:" in error


def test_tables_of_another_scenario_are_bad_input(
    run_dir: Path, flagship: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    table = daily_table(flagship)
    strange = pa.array(["strange"] * table.num_rows)
    table = table.set_column(table.column_names.index("formation_id"), "formation_id", strange)
    pq.write_table(table, run_dir / "daily.parquet")
    code, _, error = say(capsys, str(run_dir))
    assert code == 2
    assert "with strange" in error


def test_an_unknown_claim_in_the_table_is_bad_input(
    run_dir: Path,
    tmp_path: Path,
    flagship: Scenario,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    for name in ("datapackage.json", "claims.csv", "claims_classes.csv", "sources.csv", "reckoning.csv"):
        (folder / name).write_bytes((Path(flagship.path) / name).read_bytes())
    table = folder / "reckoning.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("K001,C191", "K001,C991"), encoding="utf-8")
    monkeypatch.setattr("khingan.scenario.load", lambda *_: replace(flagship, path=folder))
    code, _, error = say(capsys, str(run_dir))
    assert code == 2
    assert "reckoning.csv, row 2, field claim_id: unknown claim (value 'C991')" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(("option", "name"), [("--out", "sheet.pdf"), ("--png", "figures.svg")])
def test_a_wrong_ending_is_bad_input(
    run_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, name: str
) -> None:
    code, _, error = say(capsys, str(run_dir), option, str(tmp_path / name))
    assert code == 2
    assert f"field {option}" in error
    assert not (tmp_path / name).exists()
