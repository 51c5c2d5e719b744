"""The small languages inside cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khingan.scenario.syntax import Term, parse_axis, parse_condition, parse_scope

PLACES = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)


def test_condition_with_alternatives() -> None:
    condition = parse_condition("captured:a|day>=3")
    assert condition.terms == (Term("captured", "a"), Term("day", number=3))
    assert not condition.all_of


def test_condition_with_all_terms() -> None:
    assert parse_condition("lost:a&threatened:b").all_of


@pytest.mark.parametrize("text", ["captured:", "day>=x", "taken:a", "captured:a|lost:b&day>=2", "lift:rail"])
def test_condition_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_condition(text)


@given(st.lists(st.lists(PLACES, min_size=1, max_size=5), min_size=1, max_size=4))
def test_axes_read_back_what_was_written(axes: list[list[str]]) -> None:
    text = ";".join(">".join(axis) for axis in axes)
    assert parse_axis(text) == tuple(tuple(axis) for axis in axes)


@pytest.mark.parametrize("text", ["a>", ">a", "a;;b", "a>>b"])
def test_axis_with_a_hole(text: str) -> None:
    with pytest.raises(ValueError, match="missing"):
        parse_axis(text)


@pytest.mark.parametrize("text", ["side", "colour:red", "box:1,2,3", "box:5,1,4,2", "from:noon"])
def test_scope_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_scope(text)
