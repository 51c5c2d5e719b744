"""What the reader refuses, and how it says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tiny_scenario import Folder, only

from khingan.errors import InputError
from khingan.scenario import check, load
from khingan.scenario.attributes import attributes


def test_sound_scenario_has_no_problems(folder: Folder) -> None:
    assert check(folder.path) == []


def test_cells_are_typed_and_empty_cells_are_none(folder: Folder) -> None:
    row = load(folder.set("units", 0, available_from="1945-08-09T06:00").path).tables["units"].rows[0]
    assert row["start_lat"] == 50.20
    assert row["personnel"] is None
    assert row["garrison"] == 0
    assert row["available_from"] == datetime(1945, 8, 8, 21, tzinfo=UTC)
    assert row["_row"] == 2


def test_missing_column_is_named(folder: Folder) -> None:
    folder.write("units", [item.name for item in attributes("units") if item.name != "echelon"])
    problem = check(folder.path)[0]
    assert (problem.file, problem.row, problem.field) == ("units.csv", 1, "echelon")
    assert "missing" in problem.message


def test_unknown_column_is_named(folder: Folder) -> None:
    folder.write("plans", [*(item.name for item in attributes("plans")), "colour"])
    assert only(folder).field == "colour"


def test_text_for_a_number(folder: Folder) -> None:
    problem = only(folder.set("units", 1, personnel="many"))
    assert (problem.file, problem.row, problem.field, problem.value) == ("units.csv", 3, "personnel", "many")
    assert problem.expected is not None
    assert problem.mend is not None


@pytest.mark.parametrize("text", ["nan", "NaN", "inf", "-Infinity", "1e999"])
def test_number_that_is_not_finite(folder: Folder, text: str) -> None:
    assert "not finite" in only(folder.set("units", 0, start_lat=text)).message


def test_number_out_of_range(folder: Folder) -> None:
    assert only(folder.set("units", 0, quality=1.5)).field == "quality"


def test_empty_cell_where_one_is_needed(folder: Folder) -> None:
    assert only(folder.set("plans", 0, posture="")).message == "the cell is empty"


def test_word_that_is_no_choice(folder: Folder) -> None:
    problem = only(folder.set("plans", 0, posture="charge"))
    assert problem.expected is not None
    assert "attack" in problem.expected


def test_condition_that_cannot_be_read(folder: Folder) -> None:
    assert only(folder.set("plans", 0, condition="day>=2|taken:hailar")).field == "condition"


def test_moment_that_is_none(folder: Folder) -> None:
    assert only(folder.set("plans", 0, start="9 August")).field == "start"


def test_row_with_too_many_cells(folder: Folder) -> None:
    with (folder.path / "territories.csv").open("a", encoding="utf-8") as handle:
        handle.write("a,b,c,d,e\n")
    assert "as many cells" in check(folder.path)[0].message


def test_line_numbers_survive_a_line_break_inside_a_cell(folder: Folder) -> None:
    folder.set("units", 0, note="two\nlines").set("units", 1, personnel="many")
    assert only(folder).row == 4


def test_table_over_20_mb_is_refused_unread(folder: Folder) -> None:
    with (folder.path / "units.csv").open("a", encoding="utf-8") as handle:
        handle.truncate(20_000_001)
    problem = check(folder.path)[0]
    assert problem.file == "units.csv"
    assert problem.expected == "at most 20 MB"


def test_table_that_is_not_text(folder: Folder) -> None:
    (folder.path / "plans.csv").write_bytes(b"\xff\xfe\x00")
    assert any("UTF-8" in problem.message for problem in check(folder.path))


def test_missing_table(folder: Folder) -> None:
    (folder.path / "parameters.csv").unlink()
    assert only(folder).file == "parameters.csv"


def test_missing_coefficient_is_named(folder: Folder) -> None:
    with pytest.raises(InputError) as caught:
        load(folder.path).parameter("boundary_scale_km")
    (problem,) = caught.value.problems
    assert (problem.file, problem.field, problem.value) == ("parameters.csv", "name", "boundary_scale_km")


def test_optional_table_may_be_absent(folder: Folder) -> None:
    (folder.path / "totals.csv").unlink()
    assert len(load(folder.path).tables["totals"]) == 0


@pytest.mark.parametrize(
    ("line", "field"),
    [("steps = 8", "steps"), ('start = "1945-08-09T00:00+09:00"', "start"), ('title = "Tiny"', "title")],
)
def test_missing_setting_is_named(folder: Folder, line: str, field: str) -> None:
    settings = folder.path / "scenario.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(line, ""), encoding="utf-8")
    assert field in {problem.field for problem in check(folder.path)}


def test_settings_that_are_not_toml(folder: Folder) -> None:
    (folder.path / "scenario.toml").write_text("id = ", encoding="utf-8")
    assert only(folder).file == "scenario.toml"


def test_path_that_is_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no scenario"):
        load(tmp_path)


def test_path_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("hello", encoding="utf-8")
    with pytest.raises(InputError, match="is a file"):
        load(file)


def test_name_that_is_unknown() -> None:
    with pytest.raises(InputError, match="there is no such scenario"):
        load("no-such-war")


def test_all_problems_are_reported_at_once(folder: Folder) -> None:
    folder.set("units", 0, personnel="many").set("units", 1, quality="nan").set("plans", 0, phase="first")
    with pytest.raises(InputError) as caught:
        load(folder.path)
    assert {problem.field for problem in caught.value.problems} == {"personnel", "quality", "phase"}
