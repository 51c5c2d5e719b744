"""Reading a claims folder: figures, conflicts and classes are checked beyond the schema."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from khingan.claims import ClaimSet, load_claims, read_claims
from khingan.claims.reader import scenario_folder
from khingan.cli.common import default_scenario
from khingan.errors import InputError, Problem


def spoil(folder: Path, claim_id: str, **changes: str) -> list[Problem]:
    """Copy the library's tables with one row changed; return the problems of reading them."""
    for name in ("datapackage.json", "claims.csv", "sources.csv", "claims_classes.csv"):
        shutil.copy(scenario_folder(default_scenario()) / name, folder / name)
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    next(row for row in rows if row["claim_id"] == claim_id).update(changes)
    with (folder / "claims.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputError) as caught:
        read_claims(folder)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value_low": "many"}, "value_low"),
        ({"value_low": "nan"}, "value_low"),
        ({"value_high": "inf"}, "value_high"),
        ({"value_low": "9781"}, "value_low"),
        ({"unit": ""}, "unit"),
        ({"source_id": "nobody"}, "source_id"),
        ({"side": "moon"}, "side"),
        ({"conflicts_with": "C027;C191;C999"}, "conflicts_with"),
        ({"conflicts_with": "C024;C027;C191"}, "conflicts_with"),
        ({"definition": ""}, "definition"),
        ({"class_id": "nothing"}, "class_id"),
        ({"class_id": "soviet-guns"}, "unit"),
    ],
)
def test_a_fault_in_one_row_is_found_and_named(tmp_path: Path, changes: dict[str, str], field: str) -> None:
    (problem,) = spoil(tmp_path, "C024", **changes)
    assert (problem.file, problem.field, problem.row) == ("claims.csv", field, 25)


def test_a_conflict_on_one_side_only_is_refused(tmp_path: Path) -> None:
    problems = spoil(tmp_path, "C024", conflicts_with="C027")
    assert [(p.row, p.value) for p in problems] == [(192, "C024")]


def test_text_for_a_date_is_refused(tmp_path: Path) -> None:
    assert [p.field for p in spoil(tmp_path, "C001", value_low="August")] == ["value_low"]


def test_the_library_holds_the_two_hundred_claims_of_the_founding_documents(library: ClaimSet) -> None:
    founding = [c.claim_id for c in library.claims.values() if c.basis == "founding"]
    assert founding == [f"C{number:03d}" for number in range(1, 201)]
    assert {library[i].source_id for i in founding} == {"seed-war", "seed-memorial"}


def test_every_conflict_of_the_library_is_mutual(library: ClaimSet) -> None:
    pairs = {(c.claim_id, rival) for c in library.claims.values() for rival in c.conflicts_with}
    assert len(pairs) > 100
    assert pairs == {(b, a) for a, b in pairs}


def test_no_outcome_is_handed_out_as_input(library: ClaimSet) -> None:
    assert {c.basis for c in library.claims.values()} == {"founding", "input", "calibration", "aftermath"}
    assert not {"F035", "F070"} & set(library.claims)


def test_an_unknown_claim_is_answered_with_its_neighbours(library: ClaimSet) -> None:
    with pytest.raises(InputError, match="C19"):
        library["C19x"]


def test_an_unknown_scenario_is_an_input_error() -> None:
    with pytest.raises(InputError, match="no such scenario"):
        load_claims("atlantis")


def test_select_filters_by_all_three(library: ClaimSet) -> None:
    chosen = library.select(subject="killed", side="JPN", source="seed-war")
    assert [c.claim_id for c in chosen] == ["C037", "C039"]
