"""Baselines for forecasts of engagements, estimated on other groups of the same table.

Constant rate: everybody loses the same share a day. Lanchester's square law: a side's daily loss is proportional to
the men of the other. Log-linear: regression of the logarithms on strengths, duration and the coded circumstances.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from khingan.battles import inputs as F
from khingan.battles.scores import Guess, Outcomes, fit_logistic

Vector = NDArray[np.float64]
RIDGE = 2.0  # precision of the priors (mean 0) of the regressions
SPREAD = np.array([0.05, 0.25, 0.75, 0.95])

# Training features and outcomes, features to forecast -> log10 casualties a day (2), chance to win, log10 km a day.
Rule = Callable[[Vector, Outcomes, Vector], tuple[Vector, Vector, Vector, Vector]]


def _base_rate(found: Outcomes, n: int) -> Vector:
    return np.full(n, np.nanmean(found.winner) if np.isfinite(found.winner).any() else np.nan)


def _typical_km(found: Outcomes, n: int) -> Vector:
    return np.full(n, np.nanmedian(found.km) if np.isfinite(found.km).any() else np.nan)


def constant_rate(train: Vector, found: Outcomes, new: Vector) -> tuple[Vector, Vector, Vector, Vector]:
    """Median share lost a day, the base rate of victories, the median advance."""
    n = len(new)
    attacker = np.median(found.attacker - np.log10(train[:, F.MEN_A])) + np.log10(new[:, F.MEN_A])
    defender = np.median(found.defender - np.log10(train[:, F.MEN_D])) + np.log10(new[:, F.MEN_D])
    return attacker, defender, _base_rate(found, n), _typical_km(found, n)


def _logistic(train: Vector, found: Outcomes, new: Vector) -> Vector:
    known = np.isfinite(found.winner)
    if not known.any():
        return np.full(len(new), np.nan)
    one = np.ones((len(train), 1))
    columns = np.hstack([one, train])[known]
    precision = np.full(columns.shape[1], RIDGE)
    precision[0] = 1e-3
    beta = fit_logistic(columns, found.winner[known], np.zeros(columns.shape[1]), precision)
    return np.asarray(1.0 / (1.0 + np.exp(-np.hstack([np.ones((len(new), 1)), new]) @ beta)))


def lanchester_square(train: Vector, found: Outcomes, new: Vector) -> tuple[Vector, Vector, Vector, Vector]:
    """Losses proportional to the enemy's men; the winner by the logarithm of the force ratio."""
    attacker = np.median(found.attacker - np.log10(train[:, F.MEN_D])) + np.log10(new[:, F.MEN_D])
    defender = np.median(found.defender - np.log10(train[:, F.MEN_A])) + np.log10(new[:, F.MEN_A])

    def ratio(f: Vector) -> Vector:
        return np.log10(f[:, [F.MEN_A]] / f[:, [F.MEN_D]])

    win = _logistic(ratio(train), found, ratio(new))
    return attacker, defender, win, _typical_km(found, len(new))


def _columns(f: Vector) -> Vector:
    def density(pieces: int, men: int) -> Vector:
        return np.log10(1.0 + 1000.0 * f[:, pieces] / f[:, men])

    logs = [np.log10(f[:, i]) for i in (F.MEN_A, F.MEN_D, F.DAYS)]
    arms = [density(p, m) for p, m in ((F.TANKS_A, F.MEN_A), (F.TANKS_D, F.MEN_D), (F.GUNS_A, F.MEN_A))]
    arms.append(density(F.GUNS_D, F.MEN_D))
    coded = [f[:, i] for i in range(F.FORTIFIED, F.WAR)]
    return np.stack([*logs, *arms, *coded], axis=1)


def log_linear(train: Vector, found: Outcomes, new: Vector) -> tuple[Vector, Vector, Vector, Vector]:
    """Ridge regression on everything that is coded, hindsight included; the winner by logistic regression."""
    columns, others = _columns(train), _columns(new)
    mean, sd = columns.mean(axis=0), np.maximum(columns.std(axis=0), 1e-9)
    x, z = (columns - mean) / sd, (others - mean) / sd

    def ridge(outcome: Vector) -> Vector:
        known = np.isfinite(outcome)
        if not known.any():
            return np.full(len(z), np.nan)
        centre = outcome[known].mean()
        a = x[known].T @ x[known] + RIDGE * np.eye(x.shape[1])
        return np.asarray(centre + z @ np.linalg.solve(a, x[known].T @ (outcome[known] - centre)))

    return ridge(found.attacker), ridge(found.defender), _logistic(x, found, z), ridge(found.km)


BASELINES: dict[str, Rule] = {
    "constant rate": constant_rate,
    "Lanchester square": lanchester_square,
    "log-linear": log_linear,
}


def unseen(rule: Rule, features: Vector, found: Outcomes, folds: NDArray[np.int64]) -> Guess:
    """Forecasts of a baseline for every engagement, estimated on the other folds; intervals from their errors."""
    n = len(features)
    said = np.full((4, n), np.nan)
    spread = np.full((2, n, 4), np.nan)
    for k in np.unique(folds):
        inside, outside = np.flatnonzero(folds != k), np.flatnonzero(folds == k)
        train = found.select(inside)
        said[:, outside] = np.stack(rule(features[inside], train, features[outside]))
        back = rule(features[inside], train, features[inside])
        for side, actual in enumerate((train.attacker, train.defender)):
            error = np.quantile(actual - back[side], SPREAD)
            spread[side][outside] = said[side, outside][:, None] + error
    return Guess(said[0], said[1], said[2], said[3], spread[0], spread[1])
