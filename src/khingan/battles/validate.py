"""A table of engagements with outcomes held against the kernel: scores, baselines, the worst misses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from khingan.battles import coefficients as Q
from khingan.battles import inputs as F
from khingan.battles.baselines import BASELINES, unseen
from khingan.battles.fit import FOLDS, Task, cross_validate, group_folds, unseen_guess
from khingan.battles.forecast import Forecast, Use, forecast, logs
from khingan.battles.predict import Hindsight, predict
from khingan.battles.scores import Guess, Outcomes, bootstrap, outcomes_of, score
from khingan.battles.table import Engagements
from khingan.errors import InputError, Problem

Vector = NDArray[np.float64]
WORST = 10


@dataclass(frozen=True)
class Line:
    """Scores of one way to forecast, with 5 to 95 % bootstrap intervals.

    Attributes
    ----------
    name : str
        What forecast.
    scores : dict
        By the names of ``scores.METRICS``.
    intervals : dict
        Lower and upper end by the same names.
    """

    name: str
    scores: dict[str, float]
    intervals: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Miss:
    """One badly missed engagement.

    Attributes
    ----------
    eng_id, name : str
        Which one.
    line : int
        Line of the file.
    attacker, defender : float
        log10 of recorded over forecast casualties.
    reason : str
        What the row itself tells about why.
    """

    eng_id: str
    name: str
    line: int
    attacker: float
    defender: float
    reason: str


@dataclass(frozen=True)
class Validation:
    """What ``khingan combat validate`` shows."""

    ids: tuple[str, ...]
    lines: tuple[Line, ...]
    worst: tuple[Miss, ...]
    found: Outcomes
    guess: Guess
    left_out: int


def guess_of(found: Forecast, features: Vector) -> Guess:
    """A forecast in the form in which it is scored."""
    attacker, defender, km = logs(features, found.point)
    ends = found.log_intervals()
    return Guess(attacker, defender, found.point.win, km, ends[:, 0], ends[:, 1])


def _reason(table: Engagements, i: int, attacker: float, defender: float) -> str:
    """What a row itself tells about a miss; the signs tell which of the model's two numbers is off."""
    reasons = []
    ends = f"{table.codes['atk_result'][i]} {table.codes['def_result'][i]}"
    if "annihilated" in ends:
        reasons.append("ended in capitulation: prisoners count as casualties")
    if table.codes["note"][i]:
        reasons.append(f"the table notes: {table.codes['note'][i]}")
    unknown = [
        name.replace("cas_", "")
        for name, _, _ in F.ARMS
        if np.isnan(table.numbers[f"atk_{name}"][i]) or np.isnan(table.numbers[f"def_{name}"][i])
    ]
    if unknown:
        reasons.append(f"unknown: {', '.join(unknown)}")
    if attacker * defender > 0.0:
        reasons.append(f"both sides lost {'more' if attacker > 0 else 'less'}: intensity of the fight")
    else:
        stronger = "attacker" if attacker < 0 else "defender"
        reasons.append(f"the {stronger} was stronger than his numbers and codes say")
    return "; ".join(reasons)


def worst_misses(table: Engagements, found: Outcomes, guess: Guess) -> tuple[Miss, ...]:
    """The engagements whose casualties were missed most, both sides taken together."""
    a, d = found.attacker - guess.attacker, found.defender - guess.defender
    order = np.argsort(-(np.abs(a) + np.abs(d)), kind="stable")[:WORST]
    return tuple(
        Miss(
            table.ids[i],
            table.codes["name"][i],
            int(table.line[i]),
            float(a[i]),
            float(d[i]),
            _reason(table, int(i), float(a[i]), float(d[i])),
        )
        for i in order
    )


def _scored(name: str, found: Outcomes, guess: Guess, repeats: int, seed: int) -> Line:
    return Line(name, score(found, guess), bootstrap(found, guess, repeats, seed))


def scored_rows(table: Engagements) -> Engagements:
    """The rows that can be scored.

    Raises
    ------
    InputError
        If there are none.
    """
    kept = table.select(table.scored)
    if not len(kept):
        raise InputError(
            Problem(
                "no engagement can be scored",
                expected="strengths and casualties of both sides, at most 14 days",
            )
        )
    return kept


def validate(
    table: Engagements,
    c: Q.Coefficients,
    *,
    hindsight: Hindsight = "half",
    draws: int = 2000,
    repeats: int = 500,
    seed: int = 1,
) -> Validation:
    """Score the kernel with given coefficients, and baselines estimated on the table itself."""
    kept = scored_rows(table)
    found = outcomes_of(kept)
    features = F.make_features(kept)
    guess = guess_of(predict(kept, c, draws=draws, seed=seed, hindsight=hindsight), features)
    lines = [_scored("combat kernel", found, guess, repeats, seed)]
    groups = len(np.unique(found.group))
    folds = group_folds(found.group, min(FOLDS, groups), seed)
    # A single group leaves nothing to estimate a baseline on.
    for name, rule in BASELINES.items() if groups > 1 else ():
        lines.append(_scored(name, found, unseen(rule, features, found, folds), repeats, seed))
    return Validation(
        kept.ids, tuple(lines), worst_misses(kept, found, guess), found, guess, len(table) - len(kept)
    )


@dataclass(frozen=True)
class Unseen:
    """Nested cross-validation of a refit.

    Attributes
    ----------
    line : Line
        Scores of engagements none of whose group the fit had seen.
    above_base_rate : tuple of float
        Brier score less that of the base rate, by fold; negative = better, NaN = no winner known.
    """

    line: Line
    above_base_rate: tuple[float, ...]


def nested(
    table: Engagements,
    c: Q.Coefficients,
    use: Use,
    name: str,
    *,
    draws: int = 500,
    repeats: int = 500,
    seed: int = 1,
    on_fold: Callable[[int], None] | None = None,
) -> Unseen:
    """Scores of refitted coefficients on engagements that the fit has not seen."""
    kept = scored_rows(table)
    found = outcomes_of(kept)
    features = F.make_features(kept)
    task = Task(features, found, c, use)
    fits, folds = cross_validate(task, seed, on_fold)
    ids = np.array(kept.ids)

    def intervals(fitted: Q.Coefficients, rows: NDArray[np.int64]) -> Vector:
        said = forecast(features[rows], tuple(ids[rows]), fitted, draws_per_row=draws, seed=seed, use=use)
        return said.log_intervals()

    guess = unseen_guess(task, fits, folds, intervals)
    return Unseen(
        _scored(name, found, guess, repeats, seed),
        tuple(_above_base_rate(found.winner, guess.win, folds, k) for k in range(FOLDS)),
    )


def _above_base_rate(winner: Vector, chance: Vector, folds: NDArray[np.int64], fold: int) -> float:
    known = np.isfinite(winner)
    inside, outside = known & (folds == fold), known & (folds != fold)
    if not inside.any() or not outside.any():
        return float("nan")
    base = winner[outside].mean()
    return float(np.mean((chance[inside] - winner[inside]) ** 2) - np.mean((base - winner[inside]) ** 2))
