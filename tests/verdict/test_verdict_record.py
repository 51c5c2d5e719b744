"""The record: test rows stay closed, and are not even quoted."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from khingan.cli.common import default_scenario
from khingan.errors import InputError
from khingan.scenario.load import find
from khingan.verdict.record import DateRow, LossRow, Settings, check_zones, read_record, read_settings

LIBRARY = find(default_scenario())
DATE = {
    "record_id": "E001",
    "part": "calibration",
    "kind": "place_captured",
    "side": "USSR",
    "unit_id": "army",
    "place_id": "town",
    "lat": "45",
    "lon": "130",
    "date": "1945-08-10",
    "date_uncertainty_days": "1",
    "source_id": "book",
    "confidence": "sourced",
}
LOSS = {
    "record_id": "L001",
    "part": "test",
    "kind": "loss",
    "side": "USSR",
    "unit_id": "army",
    "category": "killed",
    "value_low": "4711",
    "value_high": "4711",
    "unit": "persons",
    "period_start": "1945-08-09",
    "source_id": "book",
    "confidence": "sourced",
}


def write(folder: Path, *rows: dict[str, str]) -> Path:
    """Write a record of these rows under the library's own schema."""
    package = json.loads((LIBRARY / "datapackage.json").read_text(encoding="utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    fields = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
    source = {"source_id": "book", "title": "T", "author": "A", "kind": "monograph"}
    for name, table in (("record", rows), ("sources", (source,))):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fields[name], restval="")
            writer.writeheader()
            writer.writerows(table)
    return folder


def test_calibration_rows_come_typed(tmp_path: Path) -> None:
    (row,) = read_record(write(tmp_path, DATE)).dates()
    assert isinstance(row, DateRow)
    assert (row.date, row.uncertainty_days, row.lat) == (date(1945, 8, 10), 1.0, 45.0)


def test_the_test_part_of_a_closed_record_is_refused(tmp_path: Path) -> None:
    record = read_record(write(tmp_path, DATE, LOSS))
    with pytest.raises(InputError, match="test rows of the record are closed"):
        record.losses("test")
    with pytest.raises(InputError, match="test rows of the record are closed"):
        record.dates("test")


def test_a_closed_record_does_not_hold_its_test_rows(tmp_path: Path) -> None:
    record = read_record(write(tmp_path, DATE, LOSS))
    assert record.closed_rows == 1
    assert "4711" not in repr(record)


def test_an_opened_record_hands_them_out(tmp_path: Path) -> None:
    record = read_record(write(tmp_path, DATE, LOSS), open_test=True)
    (row,) = record.losses("test")
    assert isinstance(row, LossRow)
    assert row.low == 4711
    assert record.losses() == ()


def test_an_unknown_part_is_refused(tmp_path: Path) -> None:
    part: Any = "everything"
    with pytest.raises(InputError, match="unknown part"):
        read_record(write(tmp_path, DATE), open_test=True).dates(part)


@pytest.mark.parametrize("change", [{"value_low": "4712"}, {"value_low": "4711 men"}, {"category": ""}])
def test_a_fault_in_a_closed_row_is_reported_without_its_values(
    tmp_path: Path, change: dict[str, str]
) -> None:
    with pytest.raises(InputError) as caught:
        read_record(write(tmp_path, LOSS | change))
    assert "record.csv, row 2" in str(caught.value)
    assert "471" not in str(caught.value)


def test_a_dated_row_needs_its_place_and_date(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_record(write(tmp_path, DATE | {"place_id": "", "date": ""}))
    assert [p.field for p in caught.value.problems] == ["place_id", "date"]


def test_the_library_has_rows_in_both_parts_and_no_place_in_two() -> None:
    record = read_record(LIBRARY, open_test=True)
    calibration = {row.place_id for row in record.dates()}
    test = {row.place_id for row in record.dates("test")}
    assert (len(record.dates()), len(record.losses())) == (45, 50)
    assert (len(record.dates("test")), len(record.losses("test"))) == (32, 16)
    # Only the count enters the assertion: a failing test must not print test rows either.
    in_both = len(calibration & test)
    assert in_both == 0


def test_the_settings_name_a_claim_and_rows_of_the_calibration_part() -> None:
    settings = read_settings(LIBRARY)
    assert settings.planned_rate_claim == "F001"
    assert set(settings.not_comparable) <= {row.record_id for row in read_record(LIBRARY).losses()}


@pytest.mark.parametrize(
    ("text", "message"), [(None, "is missing"), ("[dates", "cannot be read"), ("[losses]", "cannot be read")]
)
def test_unusable_settings_are_an_input_error(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "verdict.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_settings(tmp_path)


def test_the_fortified_zones_of_the_library_are_captures() -> None:
    settings = read_settings(LIBRARY)
    check_zones(read_record(LIBRARY), settings)
    told = {row.record_id: row.description for row in read_record(LIBRARY).dates()}
    assert settings.fortified_zones
    assert all("zone" in told[name] for name in settings.fortified_zones)


@pytest.mark.parametrize(
    ("rows", "zone", "problem"),
    [
        ([DATE], "E999", "is no row of record.csv"),
        ([DATE | {"kind": "landing"}], "E001", "is a row of kind landing"),
        ([LOSS | {"part": "calibration"}], "L001", "is a row of kind loss"),
    ],
)
def test_a_zone_that_is_no_capture_of_the_record_is_one_problem(
    tmp_path: Path, rows: list[dict[str, str]], zone: str, problem: str
) -> None:
    record = read_record(write(tmp_path, *rows))
    with pytest.raises(InputError, match=problem) as caught:
        check_zones(record, Settings("C1", frozenset(), {}, fortified_zones=frozenset({zone})))
    assert [p.value for p in caught.value.problems] == [zone]


def test_a_zone_among_the_closed_rows_is_checked_when_they_are_opened(tmp_path: Path) -> None:
    settings = Settings("C1", frozenset(), {}, fortified_zones=frozenset({"L001"}))
    check_zones(read_record(write(tmp_path, DATE, LOSS)), settings)
    with pytest.raises(InputError, match="kind loss"):
        check_zones(read_record(tmp_path, open_test=True), settings)


def test_zones_that_are_no_list_cannot_be_read(tmp_path: Path) -> None:
    text = '[dates]\nplanned_rate_claim = "C1"\nfortified_zones = "E001"\n'
    (tmp_path / "verdict.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no list"):
        read_settings(tmp_path)
