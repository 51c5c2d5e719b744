"""Population Monte Carlo: a linear world whose posterior is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from khingan.experiments.calibration import sampler, summary
from khingan.experiments.calibration.choice import Coefficient

# Two coefficients z ~ N(0, 1), four rows x = H z + luck, luck ~ N(0, NOISE^2): a conjugate posterior.
H = np.array([[1.0, 0.0], [0.7, 0.0], [0.0, 1.0], [0.3, -0.6]])
NOISE = 0.5
RECORD = np.array([1.1, 0.6, -0.9, 0.7])


def exact() -> tuple[np.ndarray, np.ndarray]:
    precision = np.eye(2) + H.T @ H / NOISE**2
    covariance = np.linalg.inv(precision)
    return covariance @ H.T @ RECORD / NOISE**2, covariance


def world(z: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.asarray(z @ H.T + NOISE * rng.normal(size=(len(z), 4)))


def infer(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((2000, 2))
    said = world(z, rng)
    guess = summary.fit(said, z, np.arange(4))
    found = sampler.first(z)
    for _ in range(2):
        away = guess.guess(said) - guess.guess(RECORD)
        weights, _ = sampler.weigh(found, np.square(away).sum(axis=1), 400)
        normal = sampler.proposal(sampler.adjusted(found.z, away, weights), weights)
        z = sampler.draw(normal, 1000, rng)
        found = sampler.joined(found, normal, z)
        said = np.concatenate([said, world(z, rng)])
    away = guess.guess(said) - guess.guess(RECORD)
    weights, _ = sampler.weigh(found, np.square(away).sum(axis=1), 400)
    return sampler.adjusted(found.z, away, weights), weights


def test_the_posterior_of_a_linear_world_is_the_exact_one() -> None:
    z, weights = infer(5)
    mean, covariance = exact()
    found = weights @ z
    away = z - found
    assert found == pytest.approx(mean, abs=0.08)
    assert (away * weights[:, None]).T @ away == pytest.approx(covariance, rel=0.25, abs=0.03)


def test_the_same_seed_gives_the_same_posterior() -> None:
    one, other = infer(3), infer(3)
    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1])


def test_ratios_are_prior_over_the_mixture_of_all_populations() -> None:
    rng = np.random.default_rng(1)
    z = rng.standard_normal((300, 2))
    normal = sampler.proposal(z + 1.0, np.full(300, 1 / 300))
    more = sampler.draw(normal, 200, rng)
    found = sampler.joined(sampler.first(z), normal, more)
    together = np.concatenate([z, more])
    prior = stats.multivariate_normal(np.zeros(2)).pdf(together)
    own = stats.multivariate_normal(normal.mean, normal.factor @ normal.factor.T).pdf(together)
    share = sampler.PRIOR_SHARE
    mixture = (300 * prior + 200 * (share * prior + (1 - share) * own)) / 500
    assert found.ratio == pytest.approx(prior / mixture)


def test_without_a_distance_the_prior_comes_back() -> None:
    rng = np.random.default_rng(2)
    z = rng.standard_normal((4000, 1))
    normal = sampler.Normal(np.array([1.5]), np.array([[0.5]]))
    found = sampler.joined(sampler.first(z), normal, sampler.draw(normal, 4000, rng))
    weights = found.ratio / found.ratio.sum()
    assert weights @ found.z[:, 0] == pytest.approx(0.0, abs=0.06)
    assert weights @ np.square(found.z[:, 0]) == pytest.approx(1.0, abs=0.06)


@given(st.integers(20, 200), st.floats(2.0, 15.0))
def test_the_tolerance_leaves_the_effective_number_asked_for(count: int, wanted: float) -> None:
    distance = np.square(np.arange(count) / 10.0)
    weights, tolerance = sampler.weigh(sampler.first(np.zeros((count, 1))), distance, wanted)
    assert sampler.effective(weights) == pytest.approx(wanted, rel=1e-3)
    assert 0 < tolerance < np.inf


def test_too_few_campaigns_all_count_alike() -> None:
    weights, tolerance = sampler.weigh(sampler.first(np.zeros((5, 1))), np.arange(5.0), 10)
    assert weights.tolist() == [0.2] * 5
    assert tolerance == np.inf


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=30), st.integers(1, 200))
def test_resampling_takes_each_as_often_as_its_weight_says(raw: list[float], count: int) -> None:
    weights = np.array(raw) / sum(raw)
    taken = sampler.resample(weights, count, np.random.default_rng(0))
    assert taken.sum() == count
    assert np.all(np.abs(taken - weights * count) <= 1.0 + 1e-9)


@given(st.floats(-4, 4))
def test_scores_and_values_of_a_coefficient_are_inverse(z: float) -> None:
    one = Coefficient("x", "", "assumption", 0.0, 1.0, 5.0)
    (value,) = one.values(np.array([z]))
    assert 0.0 <= value <= 5.0
    assert one.scores(np.array([value])) == pytest.approx([z], abs=1e-4)


def test_what_rows_tell_is_what_regression_explains_of_fresh_campaigns() -> None:
    # One row holds the first coefficient with as much noise as signal, nothing holds the second.
    rng = np.random.default_rng(4)
    z = rng.standard_normal((4000, 2))
    said = z[:, :1] + rng.normal(size=(4000, 1))
    told = summary.told(said, z)
    assert told[0] == pytest.approx(0.5, abs=0.04)
    assert told[1] < 0.01
