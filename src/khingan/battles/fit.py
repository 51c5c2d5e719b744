"""Re-estimation of the coefficients on a table of engagements, by grouped and nested cross-validation.

One joint fit: casualties of both sides, winner and advance are all driven by the kernel's advantage and intensity.
Every coefficient has a weak prior that knows nothing of the table (``priors.csv``); how weak is chosen inside each
training part. The winner's logit is estimated last, from advantages of engagements that the fit had not seen: those
of the fitted engagements look too good, and a logit fitted to them is too steep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.battles import coefficients as Q
from khingan.battles.forecast import Medians, Use, logs, medians
from khingan.battles.scores import Guess, Outcomes, fit_logistic
from khingan.errors import InputError, Problem
from khingan.extras import require

Vector = NDArray[np.float64]
Rows = NDArray[np.int64]

SPREAD_ATTACKER, SPREAD_DEFENDER, SPREAD_KM = 0.33, 0.37, 0.36  # log10, residuals that count as one
SCALES = (0.3, 0.5, 1.0)  # widths of the priors among which a training part chooses
FOLDS = 5
ALIKE = 0.2  # correlation of engagements of one group, for the winner
WINNER_PRIOR, WINNER_PRIOR_SD = np.zeros(2), np.array([2.0, 1.5])  # towards even odds whatever the advantage


@dataclass(frozen=True)
class Task:
    """Engagements to fit, and what may be used."""

    features: Vector
    found: Outcomes
    start: Q.Coefficients
    use: Use

    def names(self) -> tuple[str, ...]:
        """Coefficients that are fitted: hindsight only where it is used."""
        blind = self.use.casualties == 0.0
        return tuple(n for n in Q.priors() if not (blind and n in Q.HINDSIGHT))

    def guess(self, values: dict[str, float], rows: Rows) -> Medians:
        """Point forecasts of some engagements with some coefficients."""
        return medians(self.features[rows], self.start.replaced(values), self.use)


def _soft(rest: Vector) -> Vector:
    """Residuals of records with gross errors: quadratic near 0, linear far out, still a sum of squares."""
    return np.asarray(np.sign(rest) * np.sqrt(2.0 * (np.sqrt(1.0 + rest**2) - 1.0)))


def _deviance(chance: Vector, winner: Vector) -> Vector:
    """Signed roots of the winner's deviance above the best attainable."""
    safe = np.clip(chance, 1e-9, 1.0 - 1e-9)

    def surprise(by: Vector) -> Vector:
        return np.asarray(-(winner * np.log(by) + (1.0 - winner) * np.log(1.0 - by)))

    best = surprise(np.clip(winner, 1e-9, 1.0 - 1e-9))
    return np.asarray(np.sign(safe - winner) * np.sqrt(np.maximum(0.0, 2.0 * (surprise(safe) - best))))


def residuals(task: Task, values: dict[str, float], rows: Rows) -> Vector:
    """Residuals of some engagements, [engagements, 4]: attacker, defender, winner, advance; unknown = 0."""
    said = task.guess(values, rows)
    found = task.found.select(rows)
    attacker, defender, km = logs(task.features[rows], said)
    winner = np.where(np.isnan(found.winner), 0.0, _deviance(said.win, np.nan_to_num(found.winner, nan=0.5)))
    return np.stack(
        [
            _soft((found.attacker - attacker) / SPREAD_ATTACKER),
            _soft((found.defender - defender) / SPREAD_DEFENDER),
            winner,
            np.nan_to_num(_soft((found.km - km) / SPREAD_KM), nan=0.0),
        ],
        axis=1,
    )


@dataclass(frozen=True)
class Fitted:
    """Result of one fit.

    Attributes
    ----------
    values, errors : dict
        Coefficients and their standard errors (larger of posterior and cluster-robust).
    scale : float
        Width of the priors that was used.
    """

    values: dict[str, float]
    errors: dict[str, float]
    scale: float


def least_squares_solver() -> Callable[..., Any]:
    """Return scipy's solver; scipy is not needed for anything else.

    Raises
    ------
    InputError
        If scipy is not installed.
    """
    solver: Callable[..., Any] = require("scipy.optimize", "analysis", "fits").least_squares
    return solver


def fit_once(task: Task, rows: Rows, scale: float) -> Fitted:
    """Most probable coefficients on some engagements, with priors of a given width."""
    least_squares = least_squares_solver()
    names = task.names()
    prior = np.array([Q.priors()[n][0] for n in names])
    sd = np.array([Q.priors()[n][1] for n in names]) * scale

    def target(theta: Vector) -> Vector:
        rest = residuals(task, dict(zip(names, prior + sd * theta, strict=True)), rows)
        return np.concatenate([rest.ravel(), theta])

    found = least_squares(target, np.zeros(len(names)), method="lm", xtol=1e-6, ftol=1e-7)
    values = prior + sd * found.x
    jacobian = found.jac[: 4 * len(rows)]
    inverse = np.linalg.inv(found.jac.T @ found.jac)
    group = np.repeat(task.found.group[rows], 4)
    scores = jacobian * found.fun[: 4 * len(rows), None]
    meat = np.zeros_like(inverse)
    for g in np.unique(group):
        total = scores[group == g].sum(axis=0)
        meat += np.outer(total, total)
    robust = inverse @ meat @ inverse
    error = sd * np.sqrt(np.maximum(np.diag(inverse), np.diag(robust)))
    return Fitted(
        dict(zip(names, values.tolist(), strict=True)), dict(zip(names, error.tolist(), strict=True)), scale
    )


def group_folds(group: NDArray[np.int64], folds: int, seed: int) -> NDArray[np.int64]:
    """Fold of every engagement; a group is never divided, folds are about equally large.

    Raises
    ------
    InputError
        If there are fewer groups than folds.
    """
    names, sizes = np.unique(group, return_counts=True)
    if len(names) < folds:
        raise InputError(
            Problem(
                f"{len(names)} groups of engagements are too few for {folds} folds",
                field="group_id",
                expected=f"{folds} groups or more",
            )
        )
    order = np.random.default_rng(seed).permutation(len(names))
    filled = np.zeros(folds)
    fold_of = {}
    for i in order[np.argsort(-sizes[order], kind="stable")]:
        lightest = int(np.argmin(filled))
        fold_of[names[i]] = lightest
        filled[lightest] += sizes[i]
    return np.array([fold_of[g] for g in group], np.int64)


def _held_out(task: Task, rows: Rows, scale: float, seed: int) -> tuple[Vector, Vector]:
    """Squared residuals and winner's advantages of engagements left out in turn."""
    folds = group_folds(task.found.group[rows], FOLDS, seed)
    loss = np.empty(len(rows))
    x = np.empty(len(rows))
    for k in range(FOLDS):
        inside, outside = rows[folds != k], rows[folds == k]
        fitted = fit_once(task, inside, scale)
        loss[folds == k] = (residuals(task, fitted.values, outside) ** 2).sum(axis=1)
        x[folds == k] = task.guess(fitted.values, outside).x_winner
    return loss, x


def _narrowest(losses: dict[float, Vector], group: NDArray[np.int64]) -> float:
    """Narrowest priors whose loss is within one standard error of the least (by groups)."""
    best = min(losses, key=lambda s: float(losses[s].sum()))
    for scale in sorted(losses):
        more = losses[scale] - losses[best]
        by_group = np.array([more[group == g].sum() for g in np.unique(group)])
        if by_group.sum() <= np.sqrt(len(by_group)) * by_group.std():
            return scale
    return best


def group_weights(group: NDArray[np.int64]) -> Vector:
    """Weight of every engagement when those of one group tell partly the same (correlation ``ALIKE``)."""
    size = np.array([(group == g).sum() for g in group])
    return np.asarray(1.0 / (1.0 + ALIKE * (size - 1.0)))


def fit(task: Task, rows: Rows, seed: int = 1) -> Fitted:
    """Fit some engagements: width of the priors by cross-validation, winner's logit from unseen advantages."""
    tried = {scale: _held_out(task, rows, scale, seed) for scale in SCALES}
    group = task.found.group[rows]
    scale = _narrowest({s: loss for s, (loss, _) in tried.items()}, group)
    fitted = fit_once(task, rows, scale)
    winner = task.found.winner[rows]
    known = ~np.isnan(winner)
    columns = np.stack([np.ones(int(known.sum())), tried[scale][1][known]], axis=1)
    weight = group_weights(group[known])
    beta = fit_logistic(columns, winner[known], WINNER_PRIOR, WINNER_PRIOR_SD**-2.0, weight)
    chance = 1.0 / (1.0 + np.exp(-columns @ beta))
    information = (columns * (weight * chance * (1.0 - chance))[:, None]).T @ columns + np.diag(
        WINNER_PRIOR_SD**-2.0
    )
    error = np.sqrt(np.diag(np.linalg.inv(information)))
    names = ("logit_base", "logit_advantage")
    return Fitted(
        fitted.values | dict(zip(names, beta.tolist(), strict=True)),
        fitted.errors | dict(zip(names, error.tolist(), strict=True)),
        scale,
    )


def cross_validate(
    task: Task, seed: int = 1, on_fold: Callable[[int], None] | None = None
) -> tuple[list[Fitted], NDArray[np.int64]]:
    """Nested cross-validation: a fit for every outer fold, made without it, and the fold of every engagement.

    Raises
    ------
    InputError
        If there are fewer groups than folds, in the table or in what is left of it without a fold.
    """
    group = task.found.group
    folds = group_folds(group, FOLDS, seed)
    left = min(len(np.unique(group[folds != k])) for k in range(FOLDS))
    if left < FOLDS:
        raise InputError(
            Problem(
                f"{len(np.unique(group))} groups of engagements are too few for a nested cross-validation: "
                f"without one of {FOLDS} folds only {left} are left, to be divided into {FOLDS} folds again",
                field="group_id",
                expected=f"{2 * FOLDS} groups or more",
                mend="add engagements of other battles, or do without the check on unseen groups",
            )
        )
    fits = []
    for k in range(FOLDS):
        fits.append(fit(task, np.flatnonzero(folds != k), seed))
        if on_fold is not None:
            on_fold(k)
    return fits, folds


def unseen_guess(
    task: Task, fits: list[Fitted], folds: NDArray[np.int64], intervals: Callable[..., Vector]
) -> Guess:
    """Forecast of every engagement by the fit that has not seen it.

    Parameters
    ----------
    intervals : callable
        (coefficients, rows) to log10 quantiles of casualties per day, [rows, 2, 4].
    """
    n = len(folds)
    columns = {name: np.empty(n) for name in ("attacker", "defender", "win", "km")}
    spread = np.empty((n, 2, 4))
    for k, fitted in enumerate(fits):
        rows = np.flatnonzero(folds == k)
        said = task.guess(fitted.values, rows)
        columns["attacker"][rows], columns["defender"][rows], columns["km"][rows] = logs(
            task.features[rows], said
        )
        columns["win"][rows] = said.win
        spread[rows] = intervals(task.start.replaced(fitted.values), rows)
    return Guess(**columns, attacker_interval=spread[:, 0], defender_interval=spread[:, 1])
