"""``khingan run``: what is printed, what is written, and what is left after a failure."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from khingan.cli.main import main

Engine = Callable[..., None]
FILES = {
    "run.json",
    "summary.parquet",
    "daily.parquet",
    "places.parquet",
    "events.parquet",
    "frontline.geojson",
    "report.html",
}


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_folder_holds_every_file(engine: Engine, tmp_path: Path) -> None:
    engine()
    assert main(["run", "--out", "one"]) == 0
    assert {path.name for path in (tmp_path / "one").iterdir()} == FILES


def test_default_folder_names_scenario_and_seed(engine: Engine, tmp_path: Path) -> None:
    engine()
    assert main(["run", "--seed", "7"]) == 0
    (folder,) = (tmp_path / "runs").iterdir()
    assert "-7-" in folder.name
    assert json.loads((folder / "run.json").read_text())["seed"] == 7


def test_trace_is_written_when_asked(engine: Engine, tmp_path: Path) -> None:
    engine()
    assert main(["run", "--out", "one", "--trace"]) == 0
    assert pq.read_schema(tmp_path / "one" / "trace.parquet").names[:3] == ["campaign", "step", "unit_id"]


def test_a_line_per_day(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine()
    main(["run", "--out", "one", "--days", "3"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Day ")]
    assert [line.split()[1] for line in lines] == ["1", "2", "3"]
    assert "nothing of note" in lines[0]
    assert "10 August" in lines[1]
    assert "forces take" in lines[1]


def test_places_stand_beside_the_record_and_the_rulers(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine()
    main(["run", "--out", "one", "--days", "9"])
    text = capsys.readouterr().out
    for heading in (
        "documented",
        "simulated",
        "difference",
        "by constant date",
        "by planned rate",
        "by best rate",
    ):
        assert heading in text
    # 30 hours after midnight of the first day.
    assert "10 Aug 06:00" in text
    assert "mean error" in text


def test_both_moments_are_printed_where_works_fell_after_the_town(
    engine: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(places: pa.Table, campaigns: int) -> Any:
        return {("fuyuan", "soviet"): (30.0, 204.0), ("koton", "soviet"): (30.0, 78.0)}

    monkeypatch.setattr("khingan.cli.run_view.works_apart", late)
    engine()
    main(["run", "--out", "one", "--days", "12"])
    text = " ".join(capsys.readouterr().out.split())
    assert "works fell 17 Aug 12:00" in text
    assert "captured 10 Aug 06:00" in text


def test_losses_stand_beside_the_claims(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine()
    main(["run", "--out", "one", "--days", "3"])
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if " killed " in line]
    # Ten men a day and root formation; the claims follow the simulated number with their ids.
    assert any("30" in row and any(word.startswith("(C") for word in row) for row in rows)


def test_short_run_is_told_from_the_campaign(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine()
    main(["run", "--out", "one", "--days", "3"])
    assert "The run ended after day 3" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("days", "what_if", "told"), [(25, (), True), (3, (), False), (25, ("--what-if", "no_ceasefire"), False)]
)
def test_campaigns_that_nobody_ended_are_told(
    days: int, what_if: tuple[str, ...], told: bool, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine(summary=pa.table({"campaign": [0], "seed": [1], "ceasefire_h": pa.array([None], pa.float64())}))
    main(["run", "--out", "one", "--days", str(days), *what_if])
    text = " ".join(capsys.readouterr().out.split())
    words = (
        "In 1 of 1 campaign(s) no cease-fire had been ordered by the end: their prisoners are few. --days 45"
    )
    assert (words in text) is told


def test_compilation_is_printed_apart(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine()
    main(["run", "--out", "one"])
    text = capsys.readouterr().out
    assert "compilation 40.0 s, campaign 0.0 s" in text
    assert "later runs load it" in text


def test_json_is_one_document(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    engine()
    assert main(["run", "--out", "one", "--json"]) == 0
    text = json.loads(capsys.readouterr().out)
    assert len(text["days"]) == 3
    assert {"place_id", "documented_h", "simulated_h", "difference_d", "rulers_d"} <= set(text["places"][0])
    assert set(text["files"]) == FILES


def test_overlay_reaches_the_run(engine: Engine, tmp_path: Path) -> None:
    engine()
    assert main(["run", "--out", "one", "--what-if", "unlimited_fuel"]) == 0
    assert json.loads((tmp_path / "one" / "run.json").read_text())["overlays"] == ["unlimited_fuel"]


@pytest.mark.parametrize(
    "words",
    [
        ["run", "no-such-scenario"],
        ["run", "--what-if", "no-such-overlay"],
        ["run", "--days", "0"],
        ["run", "--days", "soon"],
        ["run", "--seed", "-1"],
        ["run", "--uncertainty", "luck,dice"],
        ["run", "--uncertainty", ""],
        ["run", "--uncertain", "--uncertainty", "luck"],
        ["run", "."],
    ],
)
def test_bad_input_ends_with_2_and_leaves_nothing(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    engine()
    assert main(words) == 2
    assert os.listdir(tmp_path) == []
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ([], ("luck",)),
        (["--uncertain"], ("disputed", "coefficients", "luck")),
        (["--uncertainty", "luck,disputed"], ("disputed", "luck")),
        (["--uncertainty", "none"], ()),
    ],
)
def test_kinds_of_uncertainty_reach_the_engine(
    engine: Engine, words: list[str], kinds: tuple[str, ...]
) -> None:
    asked: list[Any] = []

    def simulate(*_: Any, uncertainty: Any, **__: Any) -> Any:
        asked.append(uncertainty)
        raise KeyboardInterrupt

    engine(simulate)
    main(["run", *words])
    assert asked == [kinds]


def test_an_unknown_kind_is_told_with_those_there_are(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    engine()
    main(["run", "--uncertainty", "luck,dice"])
    message = " ".join(capsys.readouterr().err.split())
    assert "'dice'" in message
    assert "disputed, coefficients, luck" in message


def test_results_are_never_written_over_others(engine: Engine, tmp_path: Path) -> None:
    engine()
    assert main(["run", "--out", "one"]) == 0
    before = (tmp_path / "one" / "run.json").read_bytes()
    assert main(["run", "--out", "one", "--seed", "2"]) == 2
    assert (tmp_path / "one" / "run.json").read_bytes() == before


def fail_with(error: BaseException) -> Callable[..., Any]:
    def simulate(*_: Any, **__: Any) -> Any:
        raise error

    return simulate


def test_ctrl_c_in_mid_run_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    engine(fail_with(KeyboardInterrupt()))
    assert main(["run"]) == 130
    assert os.listdir(tmp_path) == []


def test_full_disk_in_mid_run_leaves_nothing(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine(fail_with(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    assert main(["run", "--out", "one"]) == 1
    assert os.listdir(tmp_path) == []
    assert "one: the disk is full" in capsys.readouterr().err


def test_unwritable_folder_is_told_before_the_campaign(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine(fail_with(AssertionError("the campaign was fought")))
    (tmp_path / "file").write_text("")
    assert main(["run", "--out", "file/one"]) == 1
    assert "file/one" in capsys.readouterr().err
