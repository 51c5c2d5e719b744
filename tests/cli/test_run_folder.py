"""The one reader of finished runs, as verdict, reckon and aftermath use it: one clear message, exit code 2."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from khingan.cli.main import main

COMMANDS = ("verdict", "reckon", "aftermath")
# A table that each command reads, and a column without which it can say nothing.
NEEDED = {
    "verdict": ("daily", "killed"),
    "reckon": ("places", "captured_h"),
    "aftermath": ("areas", "people_nobody"),
}


@pytest.fixture(scope="module")
def fought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One campaign of two days."""
    folder = tmp_path_factory.mktemp("runs") / "fought"
    assert main(["run", "--days", "2", "--out", str(folder), "--json"]) == 0
    return folder


@pytest.fixture
def run_dir(fought: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    shutil.copytree(fought, folder)
    return folder


def change_meta(folder: Path, **changes: Any) -> None:
    file = folder / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def refused(capsys: pytest.CaptureFixture[str], command: str, folder: Path) -> str:
    """Return the message, which is one line."""
    capsys.readouterr()
    assert main([command, str(folder)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    return printed.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_whole_run_is_read(command: str, run_dir: Path) -> None:
    assert main([command, str(run_dir), "--json"]) == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_without_run_json_is_no_run(
    command: str, run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run_dir / "run.json").unlink()
    assert "is no run that khingan wrote" in refused(capsys, command, run_dir)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("changes", [{"seed": None}, {"overlays": "dry"}, {"scenario": 7}])
def test_a_changed_run_json_names_the_key(
    command: str, changes: dict[str, Any], run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_meta(run_dir, **changes)
    assert f"field {next(iter(changes))}: is no run that khingan wrote" in refused(capsys, command, run_dir)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_run_of_another_scenario_is_refused(
    command: str, run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from khingan.cli.common import default_scenario

    change_meta(run_dir, scenario="elsewhere")
    capsys.readouterr()
    assert main([command, str(run_dir), "--scenario", default_scenario()]) == 2
    assert "is the run of another scenario (value 'elsewhere')" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_what_the_scenario_does_not_know_is_named(
    command: str, run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, column = ("balance", "contingent") if command == "aftermath" else ("daily", "formation_id")
    file = run_dir / f"{table}.parquet"
    content = pq.read_table(file)
    strange = pa.array(["strange"] * content.num_rows)
    pq.write_table(content.set_column(content.column_names.index(column), column, strange), file)
    assert "of another scenario (with strange)" in refused(capsys, command, run_dir)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_older_run_without_a_table_is_told_to_be_fought_again(
    command: str, run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = NEEDED[command][0]
    (run_dir / f"{table}.parquet").unlink()
    message = refused(capsys, command, run_dir)
    assert f"has no table {table}.parquet: an older version wrote the run" in message
    assert "to mend: fight the campaigns again" in message


@pytest.mark.parametrize("command", COMMANDS)
def test_an_older_run_without_a_column_is_told_to_be_fought_again(
    command: str, run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, column = NEEDED[command]
    file = run_dir / f"{table}.parquet"
    pq.write_table(pq.read_table(file).drop_columns([column]), file)
    message = refused(capsys, command, run_dir)
    assert f"has no column {column} of {table}.parquet: an older version wrote the run" in message
    assert "to mend: fight the campaigns again" in message


@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_that_is_none_is_named(
    command: str, run_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = NEEDED[command][0]
    (run_dir / f"{table}.parquet").write_text("nonsense", encoding="utf-8")
    assert f"{table}.parquet: cannot be read" in refused(capsys, command, run_dir)
