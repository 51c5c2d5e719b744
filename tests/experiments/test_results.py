"""From the engine's own units to those people read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from khingan.campaign import codes as K
from khingan.experiments import results, schema


def test_every_daily_column_of_the_engine_has_a_unit_and_a_meaning() -> None:
    assert tuple(schema.MEASURES) == K.DAILY


def test_men_of_the_days_add_up_to_the_rounded_whole() -> None:
    # A third of a man a day for six days: two men, and never a fraction.
    third = np.full((1, 6, 1), K.MAN // 3 + 1)
    days = results._measured_by_day("killed", third)
    assert days.sum() == 2
    assert set(days.ravel()) <= {0, 1}


def test_men_present_are_rounded_day_by_day() -> None:
    assert results._measured_by_day("strength", np.array([[[3 * K.MAN]]])).item() == 3


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("killed", 5 * K.MAN, 5),
        ("tanks_lost", K.MAN // 2, 0.5),
        ("fuel", 1500, 1.5),
        ("isolated_units", 4, 4),
        ("sorties", 3 * K.MAN, 3),
    ],
)
def test_unit_decides_how_a_number_is_read(name: str, inside: int, outside: float) -> None:
    assert results.measured(name, np.array([inside])).item() == outside


def test_a_place_has_the_hours_reached_captured_cleared_and_disarmed() -> None:
    scenario = SimpleNamespace(side_ids=("red", "blue"))
    compiled: Any = SimpleNamespace(place_ids=("town",), scenario=scenario, entries=[], reporting=())
    # One campaign, one place: red has it with its works, blue never came.
    hours = np.array([[[[2, 5, 48, -1, 72], [K.NEVER, K.NEVER, K.NEVER, -1, K.NEVER]]]])
    red, blue = results.places_table(compiled, hours).to_pylist()
    hours_of = ("reached_h", "captured_h", "cleared_h", "disarmed_h")
    assert [red[name] for name in hours_of] == [2.0, 5.0, 48.0, 72.0]
    assert [blue[name] for name in hours_of] == [None] * 4
    assert [column.name for column in schema.PLACES] == list(red)
