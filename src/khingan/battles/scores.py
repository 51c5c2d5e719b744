"""Scores of forecasts of engagements: errors, fit, winners, calibration, coverage; with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from khingan.battles.table import Engagements

Vector = NDArray[np.float64]
KM_OFFSET = 0.5  # km/day added before the logarithm, so that no advance counts
INTERVAL = (0.05, 0.95)

# Name and meaning.
METRICS: dict[str, str] = {
    "attacker_error": "attacker: median absolute error of log10 casualties a day",
    "defender_error": "defender: the same",
    "attacker_r2": "attacker: R squared of log10 casualties a day",
    "defender_r2": "defender: the same",
    "attacker_within_2": "attacker: share within a factor of 2",
    "defender_within_2": "defender: the same",
    "accuracy": "winner: share foretold",
    "auc": "winner: area under the curve",
    "brier": "winner: Brier score",
    "slope": "winner: calibration slope",
    "intercept": "winner: calibration in the large, logit",
    "km_error": "advance: median absolute error of log10(km a day + 0.5)",
    "attacker_cover_50": "attacker: share inside the 50 % interval",
    "attacker_cover_90": "attacker: share inside the 90 % interval",
    "defender_cover_50": "defender: share inside the 50 % interval",
    "defender_cover_90": "defender: share inside the 90 % interval",
}


@dataclass(frozen=True)
class Outcomes:
    """What happened, one element an engagement; NaN = unknown.

    Attributes
    ----------
    attacker, defender : ndarray
        log10 of casualties per day.
    winner : ndarray
        1 attacker, 0.5 draw, 0 defender.
    km : ndarray
        log10 of (km per day + 0.5).
    group : ndarray
        Numbers of the groups that belong together.
    """

    attacker: Vector
    defender: Vector
    winner: Vector
    km: Vector
    group: NDArray[np.int64]

    def select(self, rows: NDArray[np.int64]) -> Outcomes:
        """Some of the engagements."""
        return Outcomes(
            self.attacker[rows], self.defender[rows], self.winner[rows], self.km[rows], self.group[rows]
        )


@dataclass(frozen=True)
class Guess:
    """What was forecast, in the same units; NaN = says nothing about it.

    Attributes
    ----------
    attacker, defender, win, km : ndarray, [engagements]
        Medians and the probability that the attacker wins.
    attacker_interval, defender_interval : ndarray, [engagements, 4]
        log10 of the 5, 25, 75 and 95 % quantiles of casualties per day.
    """

    attacker: Vector
    defender: Vector
    win: Vector
    km: Vector
    attacker_interval: Vector
    defender_interval: Vector

    def select(self, rows: NDArray[np.int64]) -> Guess:
        """Some of the engagements."""
        return Guess(
            self.attacker[rows],
            self.defender[rows],
            self.win[rows],
            self.km[rows],
            self.attacker_interval[rows],
            self.defender_interval[rows],
        )


def outcomes_of(table: Engagements) -> Outcomes:
    """Outcomes of the rows of a table whose casualties are known."""
    days = table.numbers["days"]
    names = table.codes["group_id"]
    number = {name: i for i, name in enumerate(dict.fromkeys(names))}
    unknown = np.full(len(table), np.nan)
    km = table.numbers.get("km_day", unknown)
    return Outcomes(
        attacker=np.log10(table.numbers["atk_cas"] / days),
        defender=np.log10(table.numbers["def_cas"] / days),
        winner=table.numbers.get("winner", unknown),
        km=np.log10(np.maximum(0.0, km) + KM_OFFSET),
        group=np.array([number[name] for name in names], np.int64),
    )


def logit(probability: Vector) -> Vector:
    """Log odds, kept finite."""
    safe = np.clip(probability, 1e-6, 1.0 - 1e-6)
    return np.asarray(np.log(safe / (1.0 - safe)))


def fit_logistic(
    columns: Vector, outcome: Vector, prior: Vector, precision: Vector, weight: Vector | None = None
) -> Vector:
    """Coefficients of a logistic regression with normal priors, by Newton's method; outcomes of 0.5 count half."""
    beta = prior.astype(float).copy()
    each = np.ones(len(outcome)) if weight is None else weight
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-np.clip(columns @ beta, -30.0, 30.0)))
        gradient = columns.T @ (each * (outcome - chance)) - precision * (beta - prior)
        bend = each * np.maximum(chance * (1.0 - chance), 1e-9)
        step = np.linalg.solve((columns * bend[:, None]).T @ columns + np.diag(precision), gradient)
        beta += np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-9:
            break
    return beta


def _area_under_curve(chance: Vector, winner: Vector) -> float:
    won, lost = chance[winner == 1.0], chance[winner == 0.0]
    if not won.size or not lost.size:
        return float("nan")
    above = (won[:, None] > lost[None, :]).mean() + 0.5 * (won[:, None] == lost[None, :]).mean()
    return float(above)


def _calibration(chance: Vector, winner: Vector) -> tuple[float, float]:
    """Slope of the outcome's logit on the forecast's, and the intercept when the slope is held at 1."""
    at = logit(chance)
    if np.ptp(at) < 1e-9 or np.ptp(winner) == 0.0:
        return float("nan"), float("nan")
    columns = np.stack([np.ones_like(at), at], axis=1)
    slope = fit_logistic(columns, winner, np.array([0.0, 1.0]), np.full(2, 1e-6))[1]
    shift = 0.0
    for _ in range(50):
        now = 1.0 / (1.0 + np.exp(-(at + shift)))
        step = float((winner - now).sum() / max(float((now * (1.0 - now)).sum()), 1e-9))
        shift += float(np.clip(step, -2.0, 2.0))
        if abs(step) < 1e-10:
            break
    return float(slope), shift


def score(found: Outcomes, guess: Guess) -> dict[str, float]:
    """All metrics; NaN where a forecast says nothing."""
    result: dict[str, float] = {}
    for side in ("attacker", "defender"):
        actual, rest = getattr(found, side), getattr(found, side) - getattr(guess, side)
        result[f"{side}_error"] = float(np.median(np.abs(rest)))
        if np.ptp(actual) > 0.0:
            result[f"{side}_r2"] = float(1.0 - (rest**2).sum() / ((actual - actual.mean()) ** 2).sum())
        result[f"{side}_within_2"] = float(np.mean(np.abs(rest) <= np.log10(2.0)))
        low, lower, upper, high = getattr(guess, f"{side}_interval").T
        said = np.isfinite(low).all()
        result[f"{side}_cover_50"] = float(np.mean((lower <= actual) & (actual <= upper))) if said else np.nan
        result[f"{side}_cover_90"] = float(np.mean((low <= actual) & (actual <= high))) if said else np.nan
    known = np.isfinite(found.winner) & np.isfinite(guess.win)
    if known.any():
        chance, winner = guess.win[known], found.winner[known]
        decided = winner != 0.5
        if decided.any():
            result["accuracy"] = float(np.mean((chance[decided] > 0.5) == (winner[decided] == 1.0)))
        result["auc"] = _area_under_curve(chance, winner)
        result["brier"] = float(np.mean((chance - winner) ** 2))
        result["slope"], result["intercept"] = _calibration(chance, winner)
    moved = np.isfinite(found.km) & np.isfinite(guess.km)
    if moved.any():
        result["km_error"] = float(np.median(np.abs(found.km - guess.km)[moved]))
    return {name: result.get(name, float("nan")) for name in METRICS}


def bootstrap(
    found: Outcomes,
    guess: Guess,
    repeats: int = 500,
    seed: int = 1,
    score_by: Callable[..., dict[str, float]] = score,
) -> dict[str, tuple[float, float]]:
    """5 to 95 % intervals of all metrics, drawing whole groups: rows of one battle are no independent evidence."""
    luck = np.random.default_rng(seed)
    members = [np.flatnonzero(found.group == g) for g in np.unique(found.group)]
    samples: dict[str, list[float]] = {name: [] for name in METRICS}
    for _ in range(repeats):
        rows = np.concatenate([members[i] for i in luck.integers(len(members), size=len(members))])
        for name, value in score_by(found.select(rows), guess.select(rows)).items():
            samples[name].append(value)
    return {
        name: (float(np.nanquantile(values, INTERVAL[0])), float(np.nanquantile(values, INTERVAL[1])))
        if np.isfinite(values).any()
        else (float("nan"), float("nan"))
        for name, values in samples.items()
    }
