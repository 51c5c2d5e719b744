"""Reliability: ranks of intervals, coverage, histogram."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from khingan.verdict.reliability import Ranks, ranks, reliability, weight_between


def test_a_point_between_two_members_has_the_place_between_them() -> None:
    #   members 0  1  2  3      the observation at 1.5 has the third of five places
    (found,) = ranks(np.arange(4.0)[:, None], [1.5], [1.5])
    assert found == Ranks(0.4, 0.6)


def test_an_interval_has_all_places_that_it_touches_and_an_open_end_all_beyond() -> None:
    members = np.arange(4.0)[:, None]
    assert ranks(members, [0.5], [2.5]) == (Ranks(0.2, 0.8),)
    assert ranks(members, [0.5], [np.inf]) == (Ranks(0.2, 1.0),)
    assert ranks(members, [-2.0], [-1.0]) == (Ranks(0.0, 0.2),)


def test_weight_is_even_between_the_ranks() -> None:
    shares = weight_between(Ranks(0.2, 0.6), np.array([0.0, 0.3]), np.array([0.3, 1.0]))
    assert shares.tolist() == pytest.approx([0.25, 0.75])


@given(st.integers(0, 10_000), st.floats(0.0, 30.0))
def test_the_histogram_holds_the_whole_weight(seed: int, width: float) -> None:
    rng = np.random.default_rng(seed)
    low = rng.normal(size=7) * 10
    found = reliability(ranks(rng.normal(size=(9, 7)) * 10, low, low + width), [(True, True)] * 7)
    assert sum(found.histogram) == pytest.approx(1.0)
    assert 0.0 <= found.inside[0] <= found.inside[1] <= 1.0 + 1e-12


def test_observations_that_are_draws_of_the_ensemble_are_inside_as_often_as_it_says() -> None:
    # Observed as the whole days in which they lie: the intervals meet too often, the ranks are right all the same.
    rng = np.random.default_rng(8)
    rows, members = 4000, 99
    centre = rng.normal(size=rows) * 5
    truth, x = centre + rng.normal(size=rows), centre + rng.normal(size=(members, rows))
    low, high = np.floor(truth), np.floor(truth) + 1
    q = np.quantile(x, [0.25, 0.75, 0.05, 0.95], axis=0)
    met = list(zip((q[0] <= high) & (q[1] >= low), (q[2] <= high) & (q[3] >= low), strict=True))
    found = reliability(ranks(x, low, high), met)
    assert found.inside == pytest.approx((0.5, 0.9), abs=0.015)
    assert found.met[0] > 0.6
    assert found.met[1] > 0.93
    assert max(abs(share - 0.1) for share in found.histogram) < 0.012


def test_too_narrow_an_ensemble_has_its_weight_at_the_ends() -> None:
    rng = np.random.default_rng(9)
    truth = rng.normal(size=2000)
    found = reliability(ranks(0.3 * rng.normal(size=(199, 2000)), truth, truth), [(False, False)] * 2000)
    outside = 2 * stats.norm.sf(1.645 * 0.3)
    assert found.inside[1] == pytest.approx(1 - outside, abs=0.03)
    assert found.histogram[0] > 0.25
    assert found.histogram[-1] > 0.25


def test_nothing_is_no_number() -> None:
    assert np.isnan(reliability([], []).inside).all()
