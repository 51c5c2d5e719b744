"""Where numbers come from, and how well they are known."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_scenario import Folder

from khingan.errors import InputError
from khingan.scenario import Scenario, load
from khingan.scenario.audit import audit
from khingan.scenario.reference import markdown
from khingan.scenario.why import explain, names

ROOT = Path(__file__).parents[2]


def lines(sc: Scenario, name: str) -> str:
    return "\n".join(line for _, line in explain(sc, name).reasons)


def test_documented_number_names_its_source(folder: Folder) -> None:
    answer = explain(load(folder.path), "blue_a.men")
    assert answer.value == "2,000"
    assert "source book" in "\n".join(line for _, line in answer.reasons)
    assert not answer.is_assumption


def test_scaled_number_names_establishment_and_total(folder: Folder) -> None:
    text = lines(load(folder.path), "red_a.men")
    assert "establishment 'red_division'" in text
    assert "times 0.750 toward the total men" in text
    assert "50% in combat units" in text


def test_army_troops_name_their_totals(folder: Folder) -> None:
    answer = explain(load(folder.path), "red_army.army_men")
    assert answer.value == "6,000"
    assert "total men: 12,000" in "\n".join(line for _, line in answer.reasons)


def test_assumed_parameter_says_the_word(folder: Folder) -> None:
    answer = explain(load(folder.path), "food")
    assert (answer.low, answer.high) == (2, 3)
    assert answer.is_assumption


def test_claimed_number_leads_to_the_claim(flagship: Scenario) -> None:
    claimed = next(row for row in flagship.tables["exogenous"] if row["basis"] != "assumption")
    assert claimed["claim"] in lines(flagship, claimed["name"])


def test_what_if_is_named(flagship: Scenario) -> None:
    sc = load(flagship.path, ["dry_august"])
    row_id, column = next((row_id, column) for _, row_id, column in sc.changes)
    assert "set by the what-if dry_august" in lines(sc, f"{row_id}.{column}")


def test_every_number_of_the_flagship_has_an_answer(flagship: Scenario) -> None:
    for table in ("units", "formations"):
        for row_id in flagship.tables[table].by_id:
            for name in names(flagship, row_id)[:7]:
                assert explain(flagship, name).reasons, name
    for table in ("parameters", "exogenous"):
        for name in flagship.tables[table].by_id:
            assert explain(flagship, name).reasons, name


def test_unknown_name_says_what_is_near(folder: Folder) -> None:
    with pytest.raises(InputError, match="did you mean red_a"):
        explain(load(folder.path), "red_aa.men")


def test_unknown_field_lists_the_fields(folder: Folder) -> None:
    with pytest.raises(InputError, match="start_lat"):
        explain(load(folder.path), "red_a.morale")


def test_audit_counts_every_number_once(folder: Folder) -> None:
    shares = {share.table: share for share in audit(load(folder.path))}
    # Three pairs of coordinates, three ratings and one strength.
    assert shares["units"].counts == {"sourced": 10, "derived": 0, "recalled": 0, "assumed": 0}
    assert shares["parameters"].share("assumed") == 1.0


def test_shares_of_the_flagship_add_up(flagship: Scenario) -> None:
    for share in audit(flagship):
        assert share.total > 0
        assert sum(share.share(name) for name in share.counts) == pytest.approx(1.0)


def test_reference_page_is_current() -> None:
    assert (ROOT / "docs" / "scenario-tables.md").read_text(encoding="utf-8") == markdown()
