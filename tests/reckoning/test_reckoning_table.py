"""Faults of the table: each is told with file, row, field, value, what was expected and how to mend it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from khingan.claims import ClaimSet
from khingan.errors import InputError, Problem
from khingan.reckoning import read_readings
from khingan.reckoning.table import FILE
from khingan.scenario import Scenario

#: A sound row: one side's killed, from a claim in persons.
SOUND = {
    "row_id": "K001", "claim_id": "C024", "topic": "losses", "title": "Killed", "counts": "Killed.",
    "measure": "sum", "what": "killed", "side": "soviet", "basis": "simulated",
}  # fmt: skip
NOTHING = dict.fromkeys(("measure", "what", "side", "basis"), "")


def problems(folder: Path, scenario: Scenario, claims: ClaimSet, *rows: dict[str, str]) -> list[Problem]:
    """Read a table of these rows over the sound one; return what is wrong with it."""
    package = json.loads((Path(scenario.path) / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(one for one in package["resources"] if one["name"] == "reckoning")
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    names = [field["name"] for field in resource["schema"]["fields"]]
    with (folder / FILE).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow(SOUND | {"row_id": f"K{number:03d}"} | row)
    try:
        read_readings(replace(scenario, path=folder), claims)
    except InputError as error:
        return list(error.problems)
    return []


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"claim_id": "C999"}, "claim_id", "unknown claim"),
        ({"what": "killed+eaten"}, "what", "is not known"),
        ({"what": "strength"}, "what", "is not known"),
        ({"what": ""}, "what", "names nothing to count"),
        ({"side": "green"}, "side", "is not known"),
        ({"side": ""}, "side", "names no side"),
        ({"formation_ids": "nobody"}, "formation_ids", "is not known"),
        ({"without_ids": "nobody"}, "without_ids", "is not known"),
        ({"contingents": "USSR"}, "contingents", "is not told apart"),
        ({"share": "0.5"}, "share", "is not told apart"),
        ({"what": "tanks_lost"}, "what", "counts persons"),
        ({"what": "killed+tanks_lost"}, "what", "counts persons"),
        ({"first_day": "5", "last_day": "4"}, "first_day", "first day after last day"),
        ({"claim_id": "C002"}, "claim_id", "states no number"),
        ({"basis": ""}, "basis", "where the number comes from"),
        ({"measure": "total"}, "measure", "not allowed"),
        (NOTHING, "note", "no reason"),
        (NOTHING | {"note": "because", "what": "killed"}, "what", "without a measure"),
        ({"measure": "eve", "what": "horses"}, "what", "is not known"),
        ({"measure": "eve", "what": "men", "echelons": "division"}, "echelons", "is not told apart"),
    ],
)
def test_a_faulty_row_is_told(
    tmp_path: Path, flagship: Scenario, claims: ClaimSet, change: dict[str, str], field: str, message: str
) -> None:
    found = problems(tmp_path, flagship, claims, change)
    assert len(found) == 1, found
    assert (found[0].file, found[0].row, found[0].field) == (FILE, 2, field)
    assert message in found[0].message or message in str(found[0])
    assert found[0].expected or found[0].mend or found[0].value


def test_a_sound_row_is_read(tmp_path: Path, flagship: Scenario, claims: ClaimSet) -> None:
    assert problems(tmp_path, flagship, claims, {}) == []


def test_one_definition_has_one_wording(tmp_path: Path, flagship: Scenario, claims: ClaimSet) -> None:
    found = problems(tmp_path, flagship, claims, {}, {"claim_id": "C191", "counts": "The dead."})
    assert [(p.row, p.field, p.expected) for p in found] == [(3, "counts", "Killed.")]


def test_all_faults_are_told_at_once(tmp_path: Path, flagship: Scenario, claims: ClaimSet) -> None:
    found = problems(tmp_path, flagship, claims, {"claim_id": "C999"}, {"side": "green"})
    assert [p.row for p in found] == [2, 3]


def test_a_scenario_without_a_table_says_so(tmp_path: Path, flagship: Scenario, claims: ClaimSet) -> None:
    (tmp_path / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    with pytest.raises(InputError, match="has no table of reckoning"):
        read_readings(replace(flagship, path=tmp_path), claims)
