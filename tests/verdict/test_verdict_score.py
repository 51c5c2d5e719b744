"""Scores of dates against closed forms."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from khingan.verdict.baselines import Baselines
from khingan.verdict.dates import Observation
from khingan.verdict.score import crps_interval, judge_dates, score, skill


def seen(low: float, high: float) -> Observation:
    return Observation("town", "captured_h", "red", low, high, 45.0, 130.0, ("E1",), ("army",))


def test_a_point_against_a_point_is_the_absolute_error() -> None:
    assert crps_interval([[10.0, 3.0]], [4, 4], [4, 4]) == pytest.approx([6, 1])


def test_two_members_around_a_point() -> None:
    # Both members 1 off, 2 apart: 1 - 2 / 4.
    assert crps_interval([[9.0], [11.0]], [10], [10]) == pytest.approx([0.5])


def test_a_point_in_the_middle_of_an_interval() -> None:
    # Mean distance 12 / 4, less half the mean distance 12 / 3 of two draws from the interval.
    assert crps_interval([[6.0]], [0], [12]) == pytest.approx([1.0])


def test_a_point_outside_an_interval() -> None:
    assert crps_interval([[30.0]], [0], [12]) == pytest.approx([24 - 2])


def test_an_ensemble_like_the_observation_scores_almost_nothing() -> None:
    members = (np.arange(1000) + 0.5) / 1000 * 24
    assert crps_interval(members[:, None], [0], [24])[0] < 1e-4


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(0, 20), st.integers(0, 20))
def test_crps_is_the_integral_of_the_squared_difference(members: list[int], low: int, width: int) -> None:
    x = np.array(members, float)

    def difference(t: float) -> float:
        observed = np.clip((t - low) / width, 0, 1) if width else float(t >= low)
        return float(((x <= t).mean() - observed) ** 2)

    corners = sorted({*members, low, low + width, -1, 61})
    exact = sum(
        integrate.fixed_quad(np.vectorize(difference), a + 1e-9, b - 1e-9, n=3)[0]
        for a, b in pairwise(corners)
    )
    assert crps_interval(x[:, None], [low], [low + width])[0] == pytest.approx(exact, abs=1e-6)


def test_errors_are_days_from_the_middle_of_the_interval() -> None:
    # Medians at 36 h and 120 h against the middles 36 h and 48 h.
    ensemble = np.array([[36.0, 96.0], [36.0, 120.0], [36.0, 130.0]])
    found = score("model", ensemble, (seen(24, 48), seen(24, 72)))
    assert (found.mean_error, found.median_error, found.bias) == (1.5, 1.5, 1.5)
    assert found.inside == 0.5


def test_skill_is_measured_against_the_best_ruler() -> None:
    found = skill([1.0, 1.0], [[4.0, 4.0], [2.0, 2.0], [3.0, 3.0]])
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)
    assert found.best == "ruler at the planned rate"


def test_a_worse_model_has_negative_skill() -> None:
    assert skill([4.0, 4.0], [[2.0, 2.0], [9.0, 9.0], [9.0, 9.0]]).value == -1


def test_the_bootstrap_interval_holds_the_estimate_and_repeats_with_its_seed() -> None:
    rng = np.random.default_rng(5)
    errors, rulers = rng.random(30), rng.random((3, 30)) + 0.3
    found = skill(errors, rulers, seed=7)
    assert found.low < found.value < found.high
    assert found == skill(errors, rulers, seed=7)
    assert found != skill(errors, rulers, seed=8)


def test_a_ruler_without_error_leaves_the_skill_undefined() -> None:
    assert np.isnan(skill([1.0], [[0.0], [1.0], [1.0]]).value)


RULERS = Baselines(constant_h=48, planned_rate=24, fitted_rate=48, end_h=600)


def test_a_verdict_of_two_places() -> None:
    # The first place falls on time, the second is never reached.
    ensemble = np.array([[36.0, 600.0], [36.0, 600.0]])
    found = judge_dates(ensemble, (seen(24, 48), seen(72, 96)), np.array([24.0, 96.0]), RULERS)
    assert [row.error for row in found.rows] == [0, 21.5]
    assert [row.never for row in found.rows] == [0, 1]
    assert found.rows[1].baselines == (2, 4, 2)
    assert [round(entry.mean_error, 3) for entry in found.baselines] == [1.0, 0.5, 1.25]
    assert found.skill_error.best == "ruler at the planned rate"
    assert found.covered == 0.5


def test_a_row_without_distance_is_predicted_by_the_constant_date() -> None:
    found = judge_dates(np.array([[36.0]]), (seen(24, 48),), np.array([np.nan]), RULERS)
    assert found.rows[0].baselines == (2, 2, 2)
