"""Paired comparison against numbers reckoned by hand."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from khingan.experiments.paired import _near_normal, paired, t_quantile


def test_difference_and_interval_by_hand() -> None:
    # Differences 1, 3, 5, 3: mean 3, variance 8/3, standard error sqrt(8/3/4) = 0.8165, t(0.975, 3) = 3.1824.
    found = paired([10, 10, 20, 20], [11, 13, 25, 23])
    assert (found.before, found.after, found.difference) == (15.0, 18.0, 3.0)
    assert found.error == pytest.approx(math.sqrt(2 / 3))
    assert (found.low, found.high) == pytest.approx(
        (3 - 3.18245 * 0.816497, 3 + 3.18245 * 0.816497), abs=1e-4
    )
    assert found.is_clear
    assert found.changed == 1.0


def test_nothing_changed() -> None:
    found = paired([1, 2, 3], [1, 2, 3])
    assert (found.difference, found.low, found.high, found.changed) == (0.0, 0.0, 0.0, 0.0)
    assert not found.is_clear


def test_interval_that_contains_zero_is_not_clear() -> None:
    found = paired([0, 0, 0, 0], [1, -1, 2, -1])
    assert found.low < 0 < found.high
    assert not found.is_clear


def test_half_of_the_pairs_changed() -> None:
    assert paired([1, 1, 1, 1], [1, 2, 1, 2]).changed == 0.5


def test_shared_luck_narrows_the_interval() -> None:
    # Luck with a spread of 10 moves both worlds; one change of 2 with a spread of 1 parts them.
    rng = np.random.default_rng(1)
    luck = rng.normal(0, 10, 200)
    found = paired(luck, luck + rng.normal(2, 1, 200))
    other_luck = paired(luck, rng.normal(0, 10, 200) + rng.normal(2, 1, 200))
    assert found.error < found.unpaired_error / 5
    assert found.is_clear
    assert other_luck.error > 5 * found.error


@pytest.mark.parametrize("n", [0, 1])
def test_one_pair_is_no_comparison(n: int) -> None:
    with pytest.raises(ValueError, match="two pairs"):
        paired([0] * n, [0] * n)


def test_worlds_of_different_size_are_no_pairs() -> None:
    with pytest.raises(ValueError, match="two pairs"):
        paired([1, 2, 3], [1, 2])


@pytest.mark.parametrize(
    ("freedom", "value"), [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (39, 2.0227), (199, 1.9720)]
)
def test_quantiles_of_the_printed_table(freedom: int, value: float) -> None:
    assert t_quantile(0.975, freedom) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize("probability", [0.6, 0.95, 0.975, 0.9995])
def test_quantiles_of_many_degrees_are_those_of_the_sum(probability: float) -> None:
    # Both ways meet, and of ten million degrees, whose sum would take minutes, little is left but the normal one.
    assert _near_normal(probability, 1_999) == pytest.approx(t_quantile(probability, 1_999), abs=1e-11)
    normal = NormalDist().inv_cdf(probability)
    assert 0.0 < t_quantile(probability, 10_000_000) - normal < 1e-5
