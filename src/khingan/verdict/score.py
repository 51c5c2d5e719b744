"""Scores of dates: an ensemble of simulated hours against observed intervals, beside the rulers.

The error of a row is the distance of the ensemble's median from the middle of the observed interval, in days.
The CRPS takes the observation for uniform on its interval and is the integral of the squared difference of
both distribution functions: zero only if both agree, and the absolute error if both are points.

References
----------
.. [1] T. Gneiting and A. E. Raftery (2007), "Strictly proper scoring rules, prediction, and estimation", JASA
102. .. [2] T. L. Thorarinsdottir et al. (2013), "Using proper divergence functions to evaluate climate
models",
   SIAM/ASA J. Uncertainty Quantification 1 (integrated quadratic distance).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from khingan.verdict.baselines import NAMES, Baselines
from khingan.verdict.dates import Hours, Observation
from khingan.verdict.reliability import Ranks, Reliability, ranks, reliability

DAY = 24.0
BOOTSTRAP_DRAWS = 2000
COVERAGE = 0.9


@dataclass(frozen=True, slots=True)
class DateScore:
    """How well one forecaster did over all rows, in days.

    Parameters
    ----------
    name : str
    mean_error, median_error : float
        Of the absolute errors.
    bias : float
        Mean signed error; positive means late.
    crps : float
        Mean CRPS.
    inside : float
        Share of rows whose median lies in the observed interval.
    """

    name: str
    mean_error: float
    median_error: float
    bias: float
    crps: float
    inside: float


@dataclass(frozen=True, slots=True)
class Skill:
    """Improvement over the best ruler: 1 is perfect, 0 no better, below 0 worse.

    Parameters
    ----------
    value, low, high : float
        Estimate and 90 % bootstrap interval over rows.
    best : str
        The ruler with the least mean error.
    """

    value: float
    low: float
    high: float
    best: str


@dataclass(frozen=True, slots=True)
class DateRowScore:
    """One observation beside its simulation, in days after the start.

    Parameters
    ----------
    spread_low, spread_high : float
        Ends of the central 90 % of the campaigns.
    quartile_low, quartile_high : float
        Ends of their central half.
    ranks : Ranks
        Where the observed interval lies among the campaigns.
    front : str
        The formation below the highest command to which those who came there belong.
    """

    observation: Observation
    simulated: float
    spread_low: float
    spread_high: float
    error: float
    crps: float
    never: float
    baselines: tuple[float, float, float]
    quartile_low: float
    quartile_high: float
    ranks: Ranks
    front: str = ""

    @property
    def met(self) -> tuple[bool, bool]:
        """Whether the observed interval meets the central 50 and 90 % of the campaigns."""
        low, high = self.observation.low_h / DAY, self.observation.high_h / DAY
        return (
            self.quartile_low <= high and self.quartile_high >= low,
            self.spread_low <= high and self.spread_high >= low,
        )

    @property
    def week(self) -> int:
        """Week of the campaign in whose course the observation lies; the first is 1."""
        return int(self.observation.mid_h // (7 * DAY)) + 1


@dataclass(frozen=True, slots=True)
class DateVerdict:
    """Dates held against the record.

    Parameters
    ----------
    rows : tuple of DateRowScore
    model : DateScore
    baselines : tuple of DateScore
        In the order of `khingan.verdict.baselines.NAMES`.
    skill_error, skill_crps : Skill
    covered : float
        Share of rows whose observed interval meets the central 90 % of the ensemble.
    campaigns : int
    left_out : dict of str to str
        Record ids that are not scored, with the reason.
    """

    rows: tuple[DateRowScore, ...]
    model: DateScore
    baselines: tuple[DateScore, ...]
    skill_error: Skill
    skill_crps: Skill
    covered: float
    campaigns: int
    left_out: dict[str, str]

    @property
    def reliability(self) -> Reliability:
        """How often the observations lie where the campaigns say."""
        return reliability([row.ranks for row in self.rows], [row.met for row in self.rows])

    @property
    def width(self) -> float:
        """Median width of the central 90 % of the campaigns, in days."""
        return float(np.median([row.spread_high - row.spread_low for row in self.rows]))

    def worst(self, most: int = 10) -> tuple[DateRowScore, ...]:
        """Return the rows with the largest CRPS, the worst first."""
        return tuple(sorted(self.rows, key=lambda row: -row.crps)[:most])

    def groups(self, key: Callable[[DateRowScore], Any]) -> list[Group]:
        """Gather the rows by front, week or whatever `key` says of them, in the order of the keys."""
        found: dict[Any, list[DateRowScore]] = {}
        for row in self.rows:
            found.setdefault(key(row), []).append(row)
        return [_group(name, found[name]) for name in sorted(found)]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have something in common.

    Parameters
    ----------
    name : Any
        What they have in common.
    rows : int
        How many they are.
    bias, mean_error, crps : float
        In days, as of the whole.
    met : float
        Share of rows whose observed interval meets the central 90 % of the campaigns.
    """

    name: Any
    rows: int
    bias: float
    mean_error: float
    crps: float
    met: float


def _group(name: Any, rows: Sequence[DateRowScore]) -> Group:
    errors = np.array([row.error for row in rows])
    return Group(
        name,
        len(rows),
        bias=float(errors.mean()),
        mean_error=float(np.abs(errors).mean()),
        crps=float(np.mean([row.crps for row in rows])),
        met=float(np.mean([row.met[1] for row in rows])),
    )


def crps_interval(ensemble: ArrayLike, low: ArrayLike, high: ArrayLike) -> NDArray[np.float64]:
    """Return the CRPS of ensembles against observations that are uniform on intervals.

    Parameters
    ----------
    ensemble : array_like, shape (members, n)
    low, high : array_like, shape (n,)
        Ends of the observed intervals; equal ends are points.

    Returns
    -------
    ndarray of float64, shape (n,)
        In the unit of the ensemble.
    """
    x = np.sort(np.asarray(ensemble, np.float64), axis=0)
    a, b = np.asarray(low, np.float64), np.asarray(high, np.float64)
    width, middle = b - a, (a + b) / 2
    within = (x > a) & (x < b)
    inner = np.divide((x - a) ** 2 + (b - x) ** 2, 2 * width, out=np.zeros_like(x), where=within)
    to_observation = np.where(within, inner, np.abs(x - middle)).mean(axis=0)
    members = x.shape[0]
    rank = 2.0 * np.arange(members)[:, None] - members + 1
    between_members = 2.0 * (rank * x).sum(axis=0) / members**2
    # Roundoff must not turn a perfect score into a negative one.
    return np.asarray(np.maximum(to_observation - between_members / 2 - width / 6, 0.0), np.float64)


def score(name: str, ensemble: Hours, observations: Sequence[Observation]) -> DateScore:
    """Score one forecaster.

    Parameters
    ----------
    name : str
    ensemble : ndarray of float64, shape (members, n)
        Hours after the start; one member for a deterministic ruler.
    observations : sequence of Observation, length n

    Returns
    -------
    DateScore
    """
    low, high, middle = bounds(observations)
    centre = np.median(ensemble, axis=0)
    signed = (centre - middle) / DAY
    return DateScore(
        name=name,
        mean_error=float(np.abs(signed).mean()),
        median_error=float(np.median(np.abs(signed))),
        bias=float(signed.mean()),
        crps=float(crps_interval(ensemble, low, high).mean() / DAY),
        inside=float(((centre >= low) & (centre <= high)).mean()),
    )


def bounds(observations: Sequence[Observation]) -> tuple[Hours, Hours, Hours]:
    """Return low ends, high ends and middles of observations, in hours."""
    low = np.array([seen.low_h for seen in observations], np.float64)
    high = np.array([seen.high_h for seen in observations], np.float64)
    return low, high, (low + high) / 2


def skill(errors: ArrayLike, rulers: ArrayLike, seed: int = 0, draws: int = BOOTSTRAP_DRAWS) -> Skill:
    """Return the improvement over the best ruler with its bootstrap interval.

    Parameters
    ----------
    errors : array_like, shape (n,)
        Errors of the model, a row each.
    rulers : array_like, shape (3, n)
        Errors of the rulers. In every resample the model has to beat the one that is best there.
    seed : int
        Seed of the resampling.
    draws : int
        Resamples.

    Returns
    -------
    Skill
        Not a number if the best ruler is without error.
    """
    mine, theirs = np.asarray(errors, np.float64), np.asarray(rulers, np.float64)
    picks = np.random.default_rng(seed).integers(0, mine.size, (draws, mine.size))
    with np.errstate(divide="ignore", invalid="ignore"):
        resampled = 1 - mine[picks].mean(axis=1) / theirs[:, picks].mean(axis=2).min(axis=0)
        value = 1 - mine.mean() / theirs.mean(axis=1).min()
    sound = resampled[np.isfinite(resampled)]
    low, high = np.quantile(sound, [0.05, 0.95]) if sound.size else (np.nan, np.nan)
    best = NAMES[int(theirs.mean(axis=1).argmin())]
    return Skill(float(value) if np.isfinite(value) else float("nan"), float(low), float(high), best)


def judge_dates(
    ensemble: Hours,
    observations: Sequence[Observation],
    distance_km: Hours,
    baselines: Baselines,
    left_out: dict[str, str] | None = None,
    seed: int = 0,
    fronts: Sequence[str] = (),
) -> DateVerdict:
    """Hold an ensemble of hours against observations and the rulers.

    Parameters
    ----------
    ensemble : ndarray of float64, shape (campaigns, n)
        Never reached is the end of the run.
    observations : sequence of Observation, length n
        At least one.
    distance_km : ndarray of float64, shape (n,)
        Distance of each place from the start of its unit; NaN where unknown. Such a row is compared with the
        constant date only by giving the other rulers that date too.
    baselines : Baselines
        Fitted on the calibration part.
    left_out : dict of str to str, optional
        Rows that are not scored; passed on.
    seed : int
        Seed of the bootstrap.
    fronts : sequence of str, optional
        Of each observation the formation below the highest command to which those who came there belong.

    Returns
    -------
    DateVerdict
    """
    low, high, middle = bounds(observations)
    rulers = baselines.predict(distance_km)
    rulers = np.where(np.isnan(rulers), baselines.constant_h, rulers)
    centre = np.median(ensemble, axis=0)
    tail = (1 - COVERAGE) / 2
    spread = np.quantile(ensemble, [tail, 1 - tail, 0.25, 0.75], axis=0)
    ranked = ranks(ensemble, low, high)
    crps = crps_interval(ensemble, low, high) / DAY
    ruler_crps = np.stack([crps_interval(row[None, :], low, high) for row in rulers]) / DAY
    rows = tuple(
        DateRowScore(
            observation=seen,
            simulated=float(centre[i] / DAY),
            spread_low=float(spread[0, i] / DAY),
            spread_high=float(spread[1, i] / DAY),
            error=float((centre[i] - middle[i]) / DAY),
            crps=float(crps[i]),
            never=float((ensemble[:, i] >= baselines.end_h).mean()),
            baselines=(float(rulers[0, i] / DAY), float(rulers[1, i] / DAY), float(rulers[2, i] / DAY)),
            quartile_low=float(spread[2, i] / DAY),
            quartile_high=float(spread[3, i] / DAY),
            ranks=ranked[i],
            front=fronts[i] if fronts else "",
        )
        for i, seen in enumerate(observations)
    )
    errors, ruler_errors = np.abs(centre - middle), np.abs(rulers - middle)
    return DateVerdict(
        rows=rows,
        model=score("model", ensemble, observations),
        baselines=tuple(
            score(name, row[None, :], observations) for name, row in zip(NAMES, rulers, strict=True)
        ),
        skill_error=skill(errors, ruler_errors, seed),
        skill_crps=skill(crps, ruler_crps, seed),
        covered=float(((spread[0] <= high) & (spread[1] >= low)).mean()),
        campaigns=int(ensemble.shape[0]),
        left_out=dict(left_out or {}),
    )
