"""Baselines: exact on engagements made by their own law, and blind to the fold they forecast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from khingan.battles import inputs as F
from khingan.battles.baselines import BASELINES, constant_rate, lanchester_square, log_linear, unseen
from khingan.battles.scores import Guess, Outcomes

Vector = NDArray[np.float64]

N = 60
FOLDS = np.arange(N) % 5


def engagements(n: int = N) -> Vector:
    """Features of engagements of all sizes; of the codes only surprise differs."""
    luck = np.random.default_rng(1)
    features = np.zeros((n, len(F.FEATURES)))
    features[:, [F.MEN_A, F.MEN_D]] = 10.0 ** luck.uniform(3.0, 5.0, (n, 2))
    features[:, F.DAYS] = luck.integers(1, 10, n)
    features[:, F.SURPRISE] = luck.integers(-1, 4, n)
    return features


def outcomes(attacker: Vector, defender: Vector) -> Outcomes:
    luck = np.random.default_rng(2)
    n = len(attacker)
    return Outcomes(
        attacker, defender, (luck.random(n) < 0.6).astype(float), luck.normal(0.0, 0.3, n), np.arange(n)
    )


def test_constant_rate_is_exact_where_everybody_loses_the_same_share() -> None:
    f = engagements()
    found = outcomes(np.log10(0.01 * f[:, F.MEN_A]), np.log10(0.03 * f[:, F.MEN_D]))
    said = unseen(constant_rate, f, found, FOLDS)
    np.testing.assert_allclose(said.attacker, found.attacker, atol=1e-12)
    np.testing.assert_allclose(said.defender, found.defender, atol=1e-12)


def test_constant_rate_says_the_base_rate_and_the_median_advance_of_the_other_folds() -> None:
    f = engagements()
    found = outcomes(np.log10(f[:, F.MEN_A]), np.log10(f[:, F.MEN_D]))
    said = unseen(constant_rate, f, found, FOLDS)
    for k in range(5):
        np.testing.assert_allclose(said.win[k == FOLDS], found.winner[k != FOLDS].mean())
        np.testing.assert_allclose(said.km[k == FOLDS], np.median(found.km[k != FOLDS]))


def test_square_law_is_exact_where_losses_follow_the_enemys_men() -> None:
    f = engagements()
    found = outcomes(np.log10(0.02 * f[:, F.MEN_D]), np.log10(0.005 * f[:, F.MEN_A]))
    said = unseen(lanchester_square, f, found, FOLDS)
    np.testing.assert_allclose(said.attacker, found.attacker, atol=1e-12)
    np.testing.assert_allclose(said.defender, found.defender, atol=1e-12)


def test_square_law_learns_that_the_bigger_force_wins() -> None:
    f = engagements()
    ratio = np.log10(f[:, F.MEN_A] / f[:, F.MEN_D])
    found = replace(outcomes(np.zeros(N), np.zeros(N)), winner=(ratio > 0.0).astype(float))
    said = unseen(lanchester_square, f, found, FOLDS)
    assert np.mean((said.win > 0.5) == (found.winner == 1.0)) > 0.95
    assert np.corrcoef(said.win, ratio)[0, 1] > 0.9


def test_log_linear_finds_powers_of_strength_and_duration() -> None:
    f = engagements(400)
    men, days, surprise = np.log10(f[:, F.MEN_A]), np.log10(f[:, F.DAYS]), f[:, F.SURPRISE]
    found = outcomes(0.8 * men - 0.4 * days - 0.1 * surprise, 0.5 * men + 0.3)
    said = unseen(log_linear, f, found, np.arange(400) % 5)
    # Its priors are worth two engagements among 320.
    np.testing.assert_allclose(said.attacker, found.attacker, atol=0.02)
    np.testing.assert_allclose(said.defender, found.defender, atol=0.02)


@pytest.mark.parametrize("name", BASELINES)
def test_a_fold_is_forecast_without_its_outcomes(name: str) -> None:
    f = engagements()
    luck = np.random.default_rng(5)
    found = outcomes(np.log10(f[:, F.MEN_A]) - 2 + luck.normal(0, 0.3, N), luck.normal(2, 0.3, N))
    inside = FOLDS == 2
    altered = Outcomes(
        np.where(inside, 9.0, found.attacker),
        np.where(inside, 9.0, found.defender),
        np.where(inside, 1.0 - found.winner, found.winner),
        np.where(inside, 9.0, found.km),
        found.group,
    )
    said, other = (unseen(BASELINES[name], f, o, FOLDS) for o in (found, altered))
    for part in ("attacker", "defender", "win", "km", "attacker_interval", "defender_interval"):
        before, after = getattr(said, part), getattr(other, part)
        np.testing.assert_array_equal(before[inside], after[inside])
        assert (before[~inside] != after[~inside]).any(), part


def coverage(said: Guess, found: Outcomes) -> float:
    low, _, _, high = said.attacker_interval.T
    return float(np.mean((low <= found.attacker) & (found.attacker <= high)))


def test_intervals_come_from_the_errors_on_the_other_folds() -> None:
    f = engagements(1000)
    noise = np.random.default_rng(6).normal(0.0, 0.3, 1000)
    found = outcomes(np.log10(f[:, F.MEN_A]) - 2.0 + noise, np.log10(f[:, F.MEN_D]) - 2.0)
    said = unseen(constant_rate, f, found, np.arange(1000) % 5)
    assert coverage(said, found) == pytest.approx(0.90, abs=0.02)
    np.testing.assert_allclose(np.ptp(said.defender_interval, axis=1), 0.0, atol=1e-12)


@pytest.mark.parametrize("name", BASELINES)
def test_unknown_winners_and_advances_are_not_forecast(name: str) -> None:
    f = engagements()
    silent = np.full(N, np.nan)
    found = replace(outcomes(np.log10(f[:, F.MEN_A]), np.log10(f[:, F.MEN_D])), winner=silent, km=silent)
    said = unseen(BASELINES[name], f, found, FOLDS)
    assert np.isnan(said.win).all()
    assert np.isnan(said.km).all()
    assert np.isfinite(said.attacker).all()
