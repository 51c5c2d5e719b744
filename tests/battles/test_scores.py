"""Scores against computations by hand and outside oracles."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from battle_tables import read_rows
from numpy.typing import NDArray

from khingan.battles.scores import (
    METRICS,
    Guess,
    Outcomes,
    bootstrap,
    fit_logistic,
    logit,
    outcomes_of,
    score,
)

Vector = NDArray[np.float64]


def outcomes(n: int, **known: object) -> Outcomes:
    """Outcomes of which only some are given; casualties spread over a decade, every row a group of its own."""
    values: dict[str, object] = {
        "attacker": np.linspace(1.0, 2.0, n),
        "defender": np.linspace(1.0, 2.0, n),
        "winner": np.full(n, np.nan),
        "km": np.full(n, np.nan),
        "group": np.arange(n),
    }
    return Outcomes(**{name: np.asarray(value) for name, value in (values | known).items()})


def guess(n: int, **said: object) -> Guess:
    """A forecast that is exact on casualties and silent on the rest, but for what is given."""
    values: dict[str, object] = {
        "attacker": np.linspace(1.0, 2.0, n),
        "defender": np.linspace(1.0, 2.0, n),
        "win": np.full(n, np.nan),
        "km": np.full(n, np.nan),
        "attacker_interval": np.full((n, 4), np.nan),
        "defender_interval": np.full((n, 4), np.nan),
    }
    return Guess(**{name: np.asarray(value) for name, value in (values | said).items()})


def winners(chance: object, winner: object) -> dict[str, float]:
    chances = np.asarray(chance, float)
    return score(outcomes(len(chances), winner=winner), guess(len(chances), win=chances))


@pytest.mark.parametrize("side", ["attacker", "defender"])
def test_errors_of_casualties_by_hand(side: str) -> None:
    actual = [1.0, 2.0, 3.0, 2.0]
    said = [1.1, 2.3, 3.0, 1.5]  # off by 0.1, 0.3, 0.0, 0.5
    found = score(outcomes(4, **{side: actual}), guess(4, **{side: said}))
    assert found[f"{side}_error"] == pytest.approx(0.2)
    assert found[f"{side}_r2"] == pytest.approx(1.0 - (0.01 + 0.09 + 0.25) / 2.0)
    assert found[f"{side}_within_2"] == 0.75
    other = "defender" if side == "attacker" else "attacker"
    assert (found[f"{other}_error"], found[f"{other}_r2"], found[f"{other}_within_2"]) == (0.0, 1.0, 1.0)


def test_factor_of_two_is_in_both_directions() -> None:
    off = [0.300, -0.300, 0.302, -0.302]  # log10 2 = 0.30103
    found = score(outcomes(4, attacker=[1.0, 2.0, 3.0, 4.0]), guess(4, attacker=np.arange(1, 5) + off))
    assert found["attacker_within_2"] == 0.5


@pytest.mark.parametrize("side", ["attacker", "defender"])
def test_coverage_by_hand(side: str) -> None:
    #                    5 %  25 %  75 %  95 %; recorded are 1, 1.5 and 2
    interval = np.array([[0.9, 0.95, 1.05, 1.1], [1.4, 1.6, 1.7, 1.8], [1.0, 1.2, 1.4, 1.9]])
    found = score(outcomes(3), guess(3, **{f"{side}_interval": interval}))
    assert found[f"{side}_cover_50"] == pytest.approx(1 / 3)
    assert found[f"{side}_cover_90"] == pytest.approx(2 / 3)


def test_accuracy_leaves_draws_out() -> None:
    assert winners([0.9, 0.4, 0.2, 0.9], [1.0, 1.0, 0.0, 0.5])["accuracy"] == pytest.approx(2 / 3)


def test_brier_counts_a_draw_as_a_half() -> None:
    assert winners([0.8, 0.3, 0.9], [1.0, 0.0, 0.5])["brier"] == pytest.approx((0.04 + 0.09 + 0.16) / 3)


def test_area_under_the_curve_by_hand() -> None:
    # Pairs of a victory and a defeat: 3 in order, 1 tied of 4. The draw takes no part.
    assert winners([0.8, 0.5, 0.5, 0.2, 0.99], [1.0, 1.0, 0.0, 0.0, 0.5])["auc"] == pytest.approx(3.5 / 4)


def test_area_under_the_curve_is_mann_whitneys_u() -> None:
    stats = pytest.importorskip("scipy.stats")
    luck = np.random.default_rng(1)
    chance, winner = luck.random(200).round(2), (luck.random(200) < 0.4).astype(float)
    won, lost = chance[winner == 1.0], chance[winner == 0.0]
    expected = stats.mannwhitneyu(won, lost).statistic / (len(won) * len(lost))
    assert winners(chance, winner)["auc"] == pytest.approx(expected)


@pytest.mark.parametrize("slope", [0.5, 1.0, 1.6])
def test_calibration_slope_is_recovered(slope: float) -> None:
    luck = np.random.default_rng(1)
    at = luck.normal(0.0, 1.5, 40_000)
    winner = (luck.random(40_000) < 1.0 / (1.0 + np.exp(-slope * at))).astype(float)
    found = winners(1.0 / (1.0 + np.exp(-at)), winner)
    assert found["slope"] == pytest.approx(slope, abs=0.05)
    assert found["intercept"] == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("shift", [-0.7, 0.4])
def test_calibration_in_the_large_is_recovered(shift: float) -> None:
    luck = np.random.default_rng(2)
    at = luck.normal(0.0, 1.5, 40_000)
    winner = (luck.random(40_000) < 1.0 / (1.0 + np.exp(-(at + shift)))).astype(float)
    found = winners(1.0 / (1.0 + np.exp(-at)), winner)
    assert found["intercept"] == pytest.approx(shift, abs=0.05)
    assert found["slope"] == pytest.approx(1.0, abs=0.05)


def test_advance_by_hand() -> None:
    found = score(outcomes(4, km=[0.1, 0.2, 0.3, np.nan]), guess(4, km=[0.1, 0.5, 0.2, 9.0]))
    assert found["km_error"] == pytest.approx(0.1)


def test_unknown_winners_do_not_count() -> None:
    chance, winner = [0.8, 0.3, 0.6, 0.7], [1.0, 0.0, np.nan, np.nan]
    assert winners(chance, winner) == pytest.approx(winners(chance[:2], winner[:2]), nan_ok=True)


def test_what_a_forecast_does_not_say_is_not_scored() -> None:
    found = score(outcomes(5, winner=[1, 0, 1, 0, 1], km=np.zeros(5)), guess(5))
    silent = {name for name, value in found.items() if math.isnan(value)}
    assert silent == set(METRICS) - {
        f"{s}_{m}" for s in ("attacker", "defender") for m in ("error", "r2", "within_2")
    }


def test_draws_only_have_no_accuracy_and_one_engagement_no_r_squared() -> None:
    found = score(outcomes(1, winner=[0.5]), guess(1, win=[0.6]))
    assert list(found) == list(METRICS)
    assert math.isnan(found["accuracy"])
    assert math.isnan(found["attacker_r2"])
    assert found["brier"] == pytest.approx(0.01)


def test_certain_forecasts_keep_finite_odds() -> None:
    assert np.isfinite(logit(np.array([0.0, 1.0]))).all()
    assert logit(np.array([0.5, 0.9])) == pytest.approx([0.0, math.log(9.0)])


def test_outcomes_are_logarithms_of_a_day_and_a_repulse_counts_as_no_advance(tmp_path: Path) -> None:
    table = read_rows(
        tmp_path,
        {"group_id": "g", "days": 5, "atk_cas": 500, "def_cas": 50, "winner": 0.5, "km_day": 9.5},
        {"group_id": "h", "atk_cas": 10, "def_cas": 10, "winner": "", "km_day": -3},
        {"group_id": "g", "atk_cas": 10, "def_cas": 10, "winner": 1, "km_day": ""},
    )
    found = outcomes_of(table)
    assert found.attacker.tolist() == pytest.approx([2.0, 1.0, 1.0])
    assert found.defender.tolist() == pytest.approx([1.0, 1.0, 1.0])
    assert found.winner.tolist() == pytest.approx([0.5, math.nan, 1.0], nan_ok=True)
    assert found.km.tolist() == pytest.approx([1.0, math.log10(0.5), math.nan], nan_ok=True)
    assert found.group.tolist() == [0, 1, 0]


def test_bootstrap_draws_whole_groups() -> None:
    group = np.array([0, 1, 1, 2, 2, 2])
    drawn: list[Vector] = []

    def count(found: Outcomes, _: Guess) -> dict[str, float]:
        drawn.append(np.bincount(found.attacker.astype(int), minlength=6))
        return {}

    bootstrap(outcomes(6, attacker=np.arange(6.0), group=group), guess(6), 40, 1, count)
    assert all(times[1] == times[2] and times[3] == times[4] == times[5] for times in drawn)
    assert {int(times[0] + times[1] + times[3]) for times in drawn} == {3}
    assert len({tuple(times) for times in drawn}) > 5


def test_bootstrap_draws_outcome_and_forecast_together() -> None:
    found, said = outcomes(30, winner=np.tile([0.0, 1.0], 15)), guess(30, win=np.tile([0.2, 0.8], 15))
    assert bootstrap(found, said, 50, 1)["brier"] == pytest.approx((0.04, 0.04))


def test_bootstrap_interval_is_that_of_a_mean() -> None:
    luck = np.random.default_rng(3)
    found, said = (
        outcomes(400, winner=(luck.random(400) < 0.5).astype(float)),
        guess(400, win=np.full(400, 0.7)),
    )

    def mean(found: Outcomes, _: Guess) -> dict[str, float]:
        return {"brier": float(found.winner.mean())}

    low, high = bootstrap(found, said, 2000, 1, mean)["brier"]
    assert (high - low) / 2 == pytest.approx(1.645 * 0.5 / 20, rel=0.1)
    assert (high + low) / 2 == pytest.approx(found.winner.mean(), abs=0.005)


def test_bootstrap_is_the_same_for_the_same_seed_and_silent_where_nothing_is_said() -> None:
    found, said = outcomes(20), guess(20, attacker=np.linspace(1.0, 2.3, 20))
    first, second = bootstrap(found, said, 30, 5), bootstrap(found, said, 30, 5)
    assert (
        first["attacker_error"] == second["attacker_error"] != bootstrap(found, said, 30, 6)["attacker_error"]
    )
    assert all(math.isnan(end) for end in first["brier"])


def some_logistic() -> tuple[Vector, Vector]:
    luck = np.random.default_rng(4)
    columns = np.stack([np.ones(60), luck.normal(size=60), luck.normal(size=60)], axis=1)
    outcome = (luck.random(60) < 1.0 / (1.0 + np.exp(-columns @ [0.3, 1.0, -2.0]))).astype(float)
    outcome[:5] = 0.5
    return columns, outcome


def test_logistic_regression_is_the_least_penalised_deviance() -> None:
    optimize = pytest.importorskip("scipy.optimize")
    columns, outcome = some_logistic()
    prior, precision = np.array([0.0, 0.5, 0.0]), np.array([0.1, 2.0, 0.5])
    weight = np.linspace(0.2, 1.0, 60)

    def loss(beta: Vector) -> float:
        at = columns @ beta
        deviance = weight * (np.logaddexp(0.0, at) - outcome * at)
        return float(deviance.sum() + 0.5 * (precision * (beta - prior) ** 2).sum())

    expected = optimize.minimize(loss, np.zeros(3), tol=1e-12, method="Nelder-Mead").x
    assert fit_logistic(columns, outcome, prior, precision, weight) == pytest.approx(expected, abs=1e-4)


def test_a_draw_is_half_a_victory_and_half_a_defeat() -> None:
    columns, outcome = some_logistic()
    drawn = outcome == 0.5
    twice = np.concatenate([columns, columns[drawn]])
    split = np.concatenate([np.where(drawn, 1.0, outcome), np.zeros(5)])
    weight = np.concatenate([np.where(drawn, 0.5, 1.0), np.full(5, 0.5)])
    zero, flat = np.zeros(3), np.full(3, 0.1)
    assert fit_logistic(columns, outcome, zero, flat) == pytest.approx(
        fit_logistic(twice, split, zero, flat, weight), abs=1e-8
    )


def test_a_strong_prior_holds_a_coefficient() -> None:
    columns, outcome = some_logistic()
    found = fit_logistic(columns, outcome, np.array([0.0, 0.0, 3.0]), np.array([0.1, 0.1, 1e9]))
    assert found[2] == pytest.approx(3.0, abs=1e-5)
