"""When the mean of a measure is known well enough."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from khingan.errors import InputError
from khingan.experiments.precision import Moments, Rule, parse_rules

SIDES = ("red", "blue")


def moments(*values: float | None) -> Moments:
    return Moments.of(pa.chunked_array([pa.array(values, pa.float64())]))


@pytest.mark.parametrize(
    ("text", "amount", "relative"),
    [
        ("red_killed ±2 %", 0.02, True),
        ("red_killed ±2%", 0.02, True),
        ("red_killed +-2 %", 0.02, True),
        ("red_killed+/-.5%", 0.005, True),
        ("red_killed ± 250", 250.0, False),
    ],
)
def test_spellings_of_a_rule(text: str, amount: float, relative: bool) -> None:
    assert parse_rules([text], SIDES) == (Rule("red_killed", amount, relative),)


def test_several_rules_in_one_text_and_their_own_spelling_comes_back() -> None:
    rules = parse_rules(["link_up_h ±3, blue_wounded ±1.5 %"], SIDES)
    assert parse_rules([str(rule) for rule in rules], SIDES) == rules
    assert len(rules) == 2


@pytest.mark.parametrize(
    "text", ["red_killed", "red_killed ±0 %", "red_killed 2 %", "±2 %", "", "red_killed ±-1"]
)
def test_what_is_no_rule_is_told(text: str) -> None:
    with pytest.raises(InputError, match="precision is not understood"):
        parse_rules([text], SIDES)


def test_an_unknown_measure_is_told_with_what_is_spelt_nearly_so() -> None:
    with pytest.raises(InputError, match=r"no such measure .*did you mean red_killed"):
        parse_rules(["red_kiled ±2 %"], SIDES)


@settings(deadline=None)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), st.integers(1, 59))
def test_parts_together_are_the_whole(values: list[float], cut: int) -> None:
    whole = moments(*values)
    both = moments(*values[:cut]).with_more(moments(*values[cut:]))
    assert both.count == whole.count
    assert both.mean == pytest.approx(np.mean(values), abs=1e-6)
    assert both.squares == pytest.approx(np.var(values) * len(values), rel=1e-9, abs=1e-3)


def test_reach_is_half_the_interval_of_the_mean() -> None:
    values = [3.0, 5.0, 8.0, 8.0, 11.0]
    low, high = stats.t.interval(0.95, 4, np.mean(values), stats.sem(values))
    assert moments(*values).reach == pytest.approx((high - low) / 2)


def test_what_never_came_is_not_counted() -> None:
    assert moments(None, 4.0, None, 6.0) == moments(4.0, 6.0)


def test_too_little_is_never_enough() -> None:
    rule = Rule("link_up_h", 10.0, False)
    assert not rule.is_met(moments())
    assert not rule.is_met(moments(5.0))
    assert rule.is_met(moments(5.0, 5.0))
    assert math.isinf(moments(5.0).reach)


def test_a_share_of_nothing_is_never_reached() -> None:
    assert not Rule("red_killed", 0.02, True).is_met(moments(-1.0, 1.0))
