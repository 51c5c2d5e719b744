"""Disputed inputs: what makes a row unusable is said in one message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny_scenario import Folder, only

from khingan.cli.common import default_scenario
from khingan.errors import Problem
from khingan.scenario import Scenario, load
from khingan.scenario.checks import disputed
from khingan.scenario.disputed import disputes
from khingan.scenario.model import Table


@pytest.fixture(scope="module")
def library() -> Scenario:
    return load(default_scenario())


def problems(library: Scenario, **cells: Any) -> list[Problem]:
    """Problems of the first pick of a source with weights, with some cells changed."""
    rows = library.tables["disputed"].rows
    row = {**next(row for row in rows if row["weights"]), **cells}
    table = Table("disputed", "disputed.csv", [row])
    sc = replace(library, tables={**library.tables, "disputed": table})
    checks = (
        disputed.disputes_are_between_comparable_claims,
        disputed.weights_fit_the_rivals,
        disputed.stated_figures_close_on_their_totals,
        disputed.disputes_move_coefficients,
    )
    found: list[Iterable[Problem]] = [check(sc) for check in checks]
    return [problem for each in found for problem in each]


def test_the_library_has_disputes_and_they_are_sound(library: Scenario) -> None:
    assert problems(library) == []
    assert len(disputes(library)) == len(library.tables["disputed"]) > 5


@pytest.mark.parametrize(
    ("cells", "field", "message"),
    [
        ({"claims": ("C021",), "weights": "1"}, "claims", "nobody disputes"),
        ({"claims": ("C021", "C021", "C123")}, "claims", "nobody disputes"),
        ({"claims": ("C021", "F131", "C003")}, "claims", "states no number"),
        ({"claims": ("C021", "F131", "C129")}, "claims", "differ in unit"),
        ({"definition": "manchukuo"}, "claims", "counts something else"),
        ({"method": "estimate", "weights": None}, "claims", "cannot mix"),
        ({"stated": 199_999.0, "totals": ()}, "stated", "none of the rivals"),
        ({"stated": 170_000.0}, "stated", "not the one on which the scenario closes"),
        ({"weights": "1 2"}, "weights", "do not fit"),
        ({"weights": "1 2 many"}, "weights", "do not fit"),
        ({"weights": "1 2 -1"}, "weights", "do not fit"),
        ({"weights": "0 0 0"}, "weights", "do not fit"),
        ({"weights": "1 1 nan"}, "weights", "do not fit"),
        ({"parameters": ("switch_air",)}, "parameters", "a switch is not disputed"),
    ],
)
def test_a_faulty_row_is_told_by_its_field(
    library: Scenario, cells: dict[str, Any], field: str, message: str
) -> None:
    (problem,) = problems(library, **cells)
    assert (problem.file, problem.field) == ("disputed.csv", field)
    assert problem.row is not None
    assert message in problem.message
    assert problem.expected
    assert problem.mend


def test_an_estimate_takes_no_weights(library: Scenario) -> None:
    cells = {"claims": ("C021", "F131"), "method": "estimate", "weights": "1 1"}
    (problem,) = problems(library, **cells)
    assert (problem.field, problem.value) == ("weights", "1 1")


def test_nothing_is_divided_by_nought(library: Scenario) -> None:
    found = problems(library, stated=0.0, totals=())
    assert "a multiple of 0" in found[-1].message


def test_rivals_without_claims_are_told_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    row = {
        "quantity_id": "men", "claims": "A B", "method": "source", "stated": 5, "parameters": "food",
        "basis": "assumption", "description": "men",
    }  # fmt: skip
    problem = only(folder.add("disputed", row))
    assert (problem.file, problem.message) == (
        "disputed.csv",
        "quantities are disputed but the scenario keeps no claims",
    )
