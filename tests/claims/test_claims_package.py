"""The Table Schema reader: one fault per test, found with file, row and field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from khingan.claims.package import check_package, load_package, read_table
from khingan.claims.reader import scenario_folder
from khingan.cli.common import default_scenario
from khingan.errors import InputError, Problem

TOWNS = {
    "fields": [
        {"name": "town", "constraints": {"required": True, "unique": True, "pattern": "[a-z]+"}},
        {"name": "people", "type": "integer", "constraints": {"minimum": 0, "maximum": 1000}},
        {"name": "area", "type": "number"},
        {"name": "taken", "type": "date"},
        {"name": "river", "type": "string"},
    ],
    "primaryKey": "town",
    "foreignKeys": [{"fields": "river", "reference": {"resource": "rivers", "fields": "river"}}],
}
RIVERS = {
    "fields": [
        {"name": "river", "constraints": {"required": True}},
        {"name": "size", "constraints": {"enum": ["big", "small"]}},
    ],
    "primaryKey": "river",
}


def write(folder: Path, towns: str, rivers: str = "river,size\namur,big\n") -> Path:
    package = {
        "resources": [
            {"name": "towns", "path": "towns.csv", "schema": TOWNS},
            {"name": "rivers", "path": "rivers.csv", "schema": RIVERS},
        ]
    }
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "towns.csv").write_text(f"town,people,area,taken,river\n{towns}", encoding="utf-8")
    (folder / "rivers.csv").write_text(rivers, encoding="utf-8")
    return folder


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


def test_values_come_typed_and_empty_cells_as_none(tmp_path: Path) -> None:
    rows = read_table(load_package(write(tmp_path, "aihun,12,1.5,1945-08-20,amur\nkirin,,,,\n")), "towns")
    assert rows[0]["people"] == 12
    assert rows[0]["area"] == 1.5
    assert rows[0]["taken"].isoformat() == "1945-08-20"
    assert rows[1]["river"] is None
    assert [row["_row"] for row in rows] == [2, 3]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("aihun,many,1,1945-08-20,amur", "people"),
        ("aihun,1.5,1,1945-08-20,amur", "people"),
        ("aihun,-1,1,1945-08-20,amur", "people"),
        ("aihun,1001,1,1945-08-20,amur", "people"),
        ("aihun,1,nan,1945-08-20,amur", "area"),
        ("aihun,1,inf,1945-08-20,amur", "area"),
        ("aihun,1,1,20 August,amur", "taken"),
        ("Aihun,1,1,1945-08-20,amur", "town"),
        (",1,1,1945-08-20,amur", "town"),
        ("aihun,1,1,1945-08-20,sungari", "river"),
    ],
)
def test_one_bad_cell_is_one_problem_that_names_it(tmp_path: Path, line: str, field: str) -> None:
    problem = only(check_package(write(tmp_path, line + "\n")))
    assert (problem.file, problem.row, problem.field) == ("towns.csv", 2, field)
    assert problem.expected


def test_a_key_may_not_stand_twice(tmp_path: Path) -> None:
    problem = only(check_package(write(tmp_path, "aihun,1,1,,amur\naihun,2,1,,amur\n")))
    assert (problem.row, problem.field) == (3, "town")


def test_a_value_outside_its_list_is_refused(tmp_path: Path) -> None:
    problem = only(check_package(write(tmp_path, "aihun,1,1,,amur\n", "river,size\namur,huge\n")))
    assert problem.expected == "one of big, small"


def test_all_problems_of_all_tables_come_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, "aihun,many,1,,amur\nkirin,1,wide,,amur\n", "river,size\namur,huge\n")
    assert [(p.file, p.row) for p in check_package(folder)] == [
        ("towns.csv", 2),
        ("towns.csv", 3),
        ("rivers.csv", 2),
    ]


def test_a_missing_and_an_unknown_column_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path, "")
    (folder / "towns.csv").write_text("town,people,area,taken,colour\n", encoding="utf-8")
    assert [p.field for p in check_package(folder)] == ["river", "colour"]


def test_a_short_line_is_a_problem(tmp_path: Path) -> None:
    assert only(check_package(write(tmp_path, "aihun,1\n"))).expected == "5 cells"


def test_a_missing_table_is_a_problem(tmp_path: Path) -> None:
    folder = write(tmp_path, "aihun,1,1,,\n")
    (folder / "rivers.csv").unlink()
    assert only(check_package(folder)).file == "rivers.csv"


def test_a_table_over_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, "aihun,1,1,,\n")
    with (folder / "rivers.csv").open("ab") as stream:
        stream.truncate(20_000_001)
    assert "too large" in str(only(check_package(folder)))


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, "aihun,1,1,,\n")
    (folder / "rivers.csv").write_bytes("river,size\nS\xfcd,big\n".encode("latin-1"))
    assert "UTF-8" in str(only(check_package(folder)))


def test_a_folder_without_descriptor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no data package"):
        load_package(tmp_path)


def test_a_broken_descriptor_is_refused(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "x"}]}', encoding="utf-8")
    with pytest.raises(InputError, match="no valid data package"):
        load_package(tmp_path)


def test_the_tables_of_the_library_meet_their_schemas() -> None:
    assert check_package(scenario_folder(default_scenario())) == []
