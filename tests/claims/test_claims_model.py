"""What the words of a claim allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khingan.claims import Claim
from khingan.claims.model import definition_distance, rounding_unit, same_or_part
from khingan.errors import InputError

Make = Callable[..., Claim]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12000", 1000),
        ("1092400", 100),
        ("1500000", 100_000),
        ("90", 10),
        ("723737", 1),
        ("0.54", 0.01),
        ("0", 1),
    ],
)
def test_rounding_unit_is_that_of_the_last_digit_that_counts(text: str, unit: float) -> None:
    assert rounding_unit(text) == pytest.approx(unit)


@pytest.mark.parametrize(
    ("relation", "low", "high", "allowed"),
    [
        ("equals", "12000", "12000", (12000, 12000)),
        ("approx", "12000", "12000", (11500, 12500)),
        ("more_than", "700000", "", (700000, 749000)),
        ("at_least", "100", "100", (100, 107)),
        ("less_than", "", "107", (100, 107)),
        ("less_than", "900", "1000", (900, 1000)),
        ("range", "22300", "23600", (22300, 23600)),
    ],
)
def test_allowed_values(make: Make, relation: str, low: str, high: str, allowed: tuple[float, float]) -> None:
    claim = make("A", relation=relation, value_low=low, value_high=high)
    assert claim.allowed == pytest.approx(allowed)


@pytest.mark.parametrize(("unit", "number"), [("years", True), ("months_after_VE", True), ("year", False)])
def test_durations_are_numbers_and_dates_are_not(make: Make, unit: str, number: bool) -> None:
    assert make("A", 1946, unit=unit).is_number is number


def test_a_claim_without_number_has_no_printed_figure(make: Make) -> None:
    with pytest.raises(InputError, match="no number"):
        _ = make("A").printed


def test_the_figure_for_people_carries_its_relation(make: Make) -> None:
    claim = make("A", relation="more_than", value_low="700000", value_high="")
    assert claim.figure == "> 700,000 persons"


def test_a_part_belongs_to_its_kind_but_a_like_sounding_kind_does_not() -> None:
    assert same_or_part("wounded", "wounded.manchuria")
    assert not same_or_part("sick", "sickness")


@pytest.mark.parametrize(
    ("terms", "target", "distance"),
    [
        (["killed", "captured"], ["killed", "wounded", "captured"], 1),
        (["killed", "missing", "sick"], ["killed"], 2),
        (["killed", "killed"], ["killed"], 1),
        (["wounded.west"], ["wounded"], 1),
        (["tanks", "spg"], ["spg", "tanks"], 0),
    ],
)
def test_definition_distance(terms: list[str], target: list[str], distance: int) -> None:
    assert definition_distance(terms, target) == distance


KINDS = st.lists(st.sampled_from(["killed", "killed.west", "wounded", "sick"]), max_size=6)


@given(KINDS, KINDS)
def test_definition_distance_is_symmetric_and_zero_only_for_the_same_kinds(a: Any, b: Any) -> None:
    assert definition_distance(a, b) == definition_distance(b, a)
    assert (definition_distance(a, b) == 0) == (sorted(a) == sorted(b))
