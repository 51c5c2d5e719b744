"""The ``claims`` commands print the same findings as tables and as JSON."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from khingan.claims import ClaimSet, trace
from khingan.cli.claims import register
from khingan.errors import InputError


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


def invoke(app: typer.Typer, *words: str) -> str:
    result = CliRunner().invoke(app, ["claims", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_list_filters_by_subject_side_and_source(app: typer.Typer) -> None:
    text = invoke(app, "list", "--subject", "killed", "--side", "JPN", "--source", "seed-war")
    assert "2 claims" in text
    assert "83,737 persons" in text


def test_list_as_json_holds_every_claim(app: typer.Typer, library: ClaimSet) -> None:
    assert [entry["claim_id"] for entry in json.loads(invoke(app, "list", "--json"))] == list(library.claims)


def test_conflicts_show_both_sides(app: typer.Typer) -> None:
    text = invoke(app, "conflicts", "--subject", "soviet_killed")
    assert "C024" in text
    assert "≈ 12,000 persons" in text


def test_conflicts_as_json_are_groups(app: typer.Typer) -> None:
    groups = json.loads(invoke(app, "conflicts", "--subject", "soviet_killed", "--json"))
    assert [[c["claim_id"] for c in group] for group in groups] == [["C024", "C027", "C191"]]


def test_explain_prints_the_count_and_the_sum(app: typer.Typer) -> None:
    text = invoke(app, "explain", "C191")
    assert "7 of 561 sums" in text
    assert "9,780 + 911 + 1,340" in text


def test_explain_says_how_many_sums_it_leaves_out(app: typer.Typer) -> None:
    assert "5 more; use --limit 6" in invoke(app, "explain", "C193", "--limit", "1")


def test_explain_as_json_counts_what_it_lists(app: typer.Typer) -> None:
    found = json.loads(invoke(app, "explain", "C193", "--json"))
    assert found["count"] == len(found["sums"]) == 6
    assert found["count_without_double"] == 3
    assert found["sums"][0]["terms"] == ["C039", "C042"]


def test_explain_gives_its_reason_where_there_is_nothing_to_add(app: typer.Typer) -> None:
    assert "No sums: the claim states no number." in invoke(app, "explain", "C001")


def test_an_unknown_claim_is_an_input_error(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["claims", "explain", "C999"])
    assert isinstance(result.exception, InputError)


def test_a_trace_leads_to_the_text_and_to_the_rivals(library: ClaimSet) -> None:
    text = "\n".join(trace(library, "C191").lines())
    assert "News article of 2024" in text
    assert "beside it: C024 9,780 persons" in text
