"""A broken scenario: every fault is named by file, row and field, the exit code is 2, nothing is written."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from khingan.cli.common import default_scenario
from khingan.cli.main import main
from khingan.scenario import load

Rows = list[dict[str, str]]
Break = Callable[[Rows], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    copy = tmp_path / "broken"
    shutil.copytree(load(default_scenario()).path, copy)
    return copy


def edit(table: Path, change: Break) -> None:
    """Change the rows of a table; row 0 of the list is line 2 of the file."""
    with table.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    change(rows)
    with table.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def set_cell(field: str, value: str) -> Break:
    return lambda rows: rows[0].update({field: value})


def drop_column(field: str) -> Break:
    def change(rows: Rows) -> None:
        for row in rows:
            del row[field]

    return change


def put_at_sea(rows: Rows) -> None:
    # Off Peter the Great Gulf; a point beside the coast would be moved to the nearest own land.
    rows[0].update(start_lat="42.2", start_lon="131.8")


def refused(capsys: pytest.CaptureFixture[str], folder: Path) -> str:
    """Run the broken scenario; return the message on one line."""
    assert main(["run", str(folder), "--out", "result"]) == 2
    assert not (folder.parent / "result").exists()
    message = " ".join(capsys.readouterr().err.split())
    assert "Traceback" not in message
    return message


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (set_cell("personnel", "many"), ("units.csv", "row 2", "field personnel", "'many'")),
        (set_cell("personnel", "NaN"), ("units.csv", "row 2", "field personnel", "'NaN'")),
        (set_cell("quality", "inf"), ("units.csv", "row 2", "field quality", "'inf'")),
        (set_cell("personnel", "-5"), ("units.csv", "row 2", "field personnel", "-5")),
        (set_cell("formation_id", "no-army"), ("units.csv", "row 2", "field formation_id", "'no-army'")),
        (set_cell("side", "martian"), ("units.csv", "row 2", "field side", "'martian'")),
        (set_cell("start_place", "atlantis"), ("units.csv", "row 2", "field start_place", "'atlantis'")),
        (put_at_sea, ("units.csv", "row 2", "in the sea")),
        (drop_column("formation_id"), ("units.csv", "formation_id")),
    ],
)
def test_fault_in_the_units(
    folder: Path, capsys: pytest.CaptureFixture[str], change: Break, words: tuple[str, ...]
) -> None:
    edit(folder / "units.csv", change)
    message = refused(capsys, folder)
    for word in words:
        assert word in message


def test_two_faults_are_told_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / "units.csv", set_cell("personnel", "many"))
    edit(folder / "plans.csv", set_cell("posture", "dance"))
    message = refused(capsys, folder)
    assert "'many'" in message
    assert "'dance'" in message


def test_command_tree_that_bites_its_tail(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / "formations.csv", lambda rows: rows[0].update(parent_id=rows[0]["formation_id"]))
    assert "formations.csv, row 2" in refused(capsys, folder)


def test_table_over_20_mb_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / "units.csv").open("a", encoding="utf-8") as stream:
        stream.write("x" * 21_000_000)
    assert "units.csv" in refused(capsys, folder)


def test_binary_file_in_place_of_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "units.csv").write_bytes(bytes(range(256)) * 100)
    assert "units.csv" in refused(capsys, folder)


def test_missing_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "units.csv").unlink()
    assert "units.csv" in refused(capsys, folder)


def test_settings_that_are_not_toml(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scenario.toml").write_text("id = = 3")
    assert "scenario.toml" in refused(capsys, folder)


def test_path_that_is_no_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["run", str(tmp_path / "empty")]) == 2
    assert "no scenario" in capsys.readouterr().err


def test_check_finds_the_same_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / "units.csv", set_cell("personnel", "many"))
    assert main(["scenario", "check", str(folder)]) == 2
    assert "'many'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("no_soviet_plans", "hokkaido_landing"), "contradict each other"),
        (("no_demarkation",), "did you mean no_demarcation?"),
    ],
)
def test_what_ifs_that_do_not_fit_are_refused_before_anything_runs(
    names: tuple[str, ...],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", *(word for name in names for word in ("--what-if", name))]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
