"""Verdicts by eye: simulated intervals and claimed figures on one line of numbers."""

from __future__ import annotations

import pytest

from khingan.reckoning.judge import (
    AGREES,
    DISPUTED,
    NOT_PRODUCED,
    OUTSIDE,
    TOO_WIDE,
    Span,
    are_apart,
    verdict,
)


@pytest.mark.parametrize(
    ("own", "beside", "expected"),
    [
        # simulated: 90 ... 110
        ((100.0, 100.0), [], AGREES),
        ((110.0, 120.0), [], AGREES),
        ((111.0, 120.0), [], OUTSIDE),
        ((100.0, 100.0), [(95.0, 105.0)], AGREES),
        # rivals exclude each other: the interval meets one, the other, or lies between
        ((100.0, 100.0), [(400.0, 400.0)], DISPUTED),
        ((400.0, 400.0), [(100.0, 100.0)], DISPUTED),
        ((50.0, 50.0), [(400.0, 400.0)], DISPUTED),
        # and here it misses all of them
        ((200.0, 200.0), [(400.0, 400.0)], OUTSIDE),
        # rivals with a common value are no dispute: each figure stands for itself
        ((111.0, 130.0), [(100.0, 120.0)], OUTSIDE),
    ],
)
def test_an_interval_against_a_figure_and_its_rivals(
    own: tuple[float, float], beside: list[tuple[float, float]], expected: str
) -> None:
    assert verdict(Span(90, 100, 110), own, beside) == expected


def test_tolerance_widens_the_figure_and_not_the_interval() -> None:
    point = Span(102, 102, 102)
    assert verdict(point, (100, 100)) == OUTSIDE
    assert verdict(point, (100, 100), tolerance=0.02) == AGREES


def test_an_interval_that_meets_anything_proves_nothing() -> None:
    assert verdict(Span(10, 20, 31), (25, 25)) == TOO_WIDE
    assert verdict(Span(10, 20, 30), (25, 25)) == AGREES
    assert verdict(Span(10, 20, 31), (32, 32)) == OUTSIDE


def test_without_a_simulated_number_nothing_is_judged() -> None:
    assert verdict(None, (100, 100), [(1, 1)]) == NOT_PRODUCED


def test_three_figures_can_exclude_each_other_though_neighbours_touch() -> None:
    assert not are_apart([(1, 2), (2, 3)])
    assert are_apart([(1, 2), (2, 3), (3, 4)])
