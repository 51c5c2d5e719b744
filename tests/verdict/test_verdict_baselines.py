"""Rulers: their arithmetic by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khingan.errors import InputError
from khingan.verdict.baselines import (
    Baselines,
    best_rate,
    distances_km,
    fit_baselines,
    great_circle_km,
    start_points,
)
from khingan.verdict.dates import Observation


def test_a_degree_of_the_meridian_and_a_quarter_of_the_equator() -> None:
    assert great_circle_km(0, 0, 1, 0) == pytest.approx(111.195, abs=0.001)
    assert great_circle_km(0, 0, 0, 90) == pytest.approx(10007.557, abs=0.001)


def test_predictions_of_the_three_rulers() -> None:
    rulers = Baselines(constant_h=100, planned_rate=20, fitted_rate=40, end_h=600)
    assert rulers.predict([0, 20, 1000]).tolist() == [[100, 100, 100], [0, 24, 600], [0, 12, 600]]


def test_the_constant_date_is_the_median_and_the_rate_fits_the_distances() -> None:
    # 30 km a day throughout: days 1, 2 and 4.
    rulers = fit_baselines([24, 48, 96], [30, 60, 120], planned_rate=23, end_h=600)
    assert rulers.constant_h == 48
    assert rulers.fitted_rate == pytest.approx(30)
    assert rulers.planned_rate == 23


def test_one_straggler_does_not_bend_the_best_rate() -> None:
    assert best_rate([100, 100, 100], [2, 2, 20]) == pytest.approx(50)


def test_without_any_distance_the_rate_is_infinite() -> None:
    assert best_rate([0, 0], [1, 2]) == float("inf")


def test_without_rows_there_is_nothing_to_fit() -> None:
    with pytest.raises(InputError, match="can be compared"):
        fit_baselines([], [], 23, 600)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(1, 25)), min_size=1, max_size=12))
def test_no_other_rate_is_better(rows: list[tuple[int, int]]) -> None:
    distance, days = (np.array(column, float) for column in zip(*rows, strict=True))
    found = best_rate(distance, days)
    least = np.abs(distance / found - days).mean()
    # The minimum of a piecewise linear function lies at one of its corners.
    others = [np.abs(distance / rate - days).mean() for rate in distance / days]
    assert least <= min(others) + 1e-9


UNITS = [
    {"unit_id": "div1", "formation_id": "corps", "start_lat": 10.0, "start_lon": 100.0},
    {"unit_id": "div2", "formation_id": "army", "start_lat": 20.0, "start_lon": 100.0},
    {"unit_id": "fleet", "formation_id": "army", "start_lat": None, "start_lon": None},
]
FORMATIONS = [{"formation_id": "army", "parent_id": None}, {"formation_id": "corps", "parent_id": "army"}]


def test_a_formation_starts_where_its_units_start() -> None:
    starts = start_points(UNITS, FORMATIONS)
    assert starts["corps"].tolist() == [[10, 100]]
    assert starts["army"].tolist() == [[10, 100], [20, 100]]
    assert "fleet" not in starts


def test_distance_is_that_from_the_nearest_start() -> None:
    seen = Observation("town", "captured_h", "red", 0, 24, 11.0, 100.0, ("E1",), ("army",))
    lost = Observation("town", "captured_h", "red", 0, 24, 11.0, 100.0, ("E1",), ("fleet",))
    found = distances_km((seen, lost), start_points(UNITS, FORMATIONS))
    assert found[0] == pytest.approx(111.195, abs=0.001)
    assert np.isnan(found[1])
