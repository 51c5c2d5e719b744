"""Forecasts of engagements by the simulator's own combat kernel, with the decision hazards off.

A row becomes the kernel's inputs (``battles.inputs``); casualties are taken at T = days from an advantage held at
its opening value, as the coefficients were estimated. The chance to win is the kernel's logistic of that advantage.
The spread of a forecast has three parts: the engagement and day noise of the simulation, and on top a remainder
(errors of the records and what the inputs do not tell), which is no part of any simulated campaign.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from khingan.battles import coefficients as Q
from khingan.battles import inputs as F
from khingan.battles.scores import KM_OFFSET
from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEPS_PER_DAY
from khingan.campaign.combat import advance, advantage, casualties, decision
from khingan.campaign.portable import log10, pow10

Vector = NDArray[np.float64]

TYPICAL_SIZE = 4.2  # log10 of the geometric mean strength at which pace_size has no effect
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BOUNDS = [0, 1, 3, 4]  # those that bound the intervals
LEAST, LEAST_KM = 1e-9, 1e-3  # least men a day, and km a day with its offset, of which a logarithm is taken


@dataclass(frozen=True)
class Remainder:
    """Spread of records about the simulation, log10: below and above the median, attacker and defender.

    Chosen so that together with the simulation's own noise the quantiles of the out-of-sample errors of the
    battles are met (attacker -0.66, -0.26, 0.21, 0.58; defender -0.79, -0.30, 0.29, 0.62 at 5, 25, 75, 95 %).
    """

    below: tuple[float, float] = (0.34, 0.43)
    above: tuple[float, float] = (0.26, 0.28)


@dataclass(frozen=True)
class Use:
    """How much of what the compilers judged in hindsight (codes, nations) counts, 0 to 1."""

    casualties: float = 1.0
    winner: float = 0.5


@njit(cache=True)
def plain_advantage(f: Vector, p: Vector) -> float:
    """Advantage x of one row of features without judgement codes and nations."""
    x = advantage.force_terms(
        f[F.MEN_A],
        f[F.MEN_D],
        f[F.TANKS_A],
        f[F.TANKS_D],
        f[F.GUNS_A],
        f[F.GUNS_D],
        f[F.SORTIES_A],
        f[F.SORTIES_D],
        1.0,
        p,
    )
    x += advantage.ground_terms(
        f[F.FORTIFIED],
        0.0,
        f[F.DELAYING],
        f[F.RUGGED],
        f[F.WOODED],
        f[F.URBAN],
        f[F.MARSH],
        f[F.WET],
        f[F.RIVER],
        f[F.ENVELOPMENT],
        0.0,
        p,
    )
    return float(x + advantage.air_term(f[F.AIR], p) + advantage.surprise_term(f[F.SURPRISE], 0.0, p))


@njit(cache=True)
def hindsight(f: Vector, q: Vector) -> float:
    """Share of the advantage that compilers who knew the result judged: quality codes and nations."""
    return float(
        q[Q.CEV] * f[F.CEV]
        + q[Q.JUDGED] * f[F.JUDGED]
        + q[Q.GERMAN] * f[F.GERMAN]
        + q[Q.ISRAELI] * f[F.ISRAELI]
        + q[Q.UNITED_NATIONS] * f[F.UNITED_NATIONS]
    )


@njit(cache=True)
def _of_war(f: Vector, q: Vector, which: int) -> float:
    """Intensity (0) or pace (1) of the war, averaged over those it may be."""
    mean = 0.0
    for w in range(f.shape[0] - F.WAR):
        mean += f[F.WAR + w] * q[Q.FIRST_WAR + 2 * w + which]
    return mean


@njit(cache=True)
def _war_spread(f: Vector, q: Vector) -> float:
    """Standard deviation of the intensity over the wars it may be."""
    mean = _of_war(f, q, 0)
    square = 0.0
    for w in range(f.shape[0] - F.WAR):
        square += f[F.WAR + w] * (q[Q.FIRST_WAR + 2 * w] - mean) ** 2
    return math.sqrt(square)


@njit(cache=True)
def row_intensity(f: Vector, p: Vector, q: Vector) -> float:
    """Intensity z of one row; the war takes the place of the theatre."""
    z = casualties.intensity(f[F.FORTIFIED], f[F.DELAYING], f[F.WET], f[F.RUGGED], f[F.WOODED], f[F.URBAN], p)
    return float(z - p[P.Z_THEATRE] + _of_war(f, q, 0))


@njit(cache=True)
def _row(f: Vector, p: Vector, q: Vector, of_casualties: float, of_winner: float, out: Vector) -> None:
    judged = hindsight(f, q)
    plain = plain_advantage(f, p)
    x = plain + of_casualties * judged
    z = row_intensity(f, p, q)
    days = f[F.DAYS]
    a, d = casualties.engagement_step(x, z, 0.0, days, 0.0, 0.0, f[F.LAST_MAN_A], f[F.LAST_MAN_D], p)
    level = advance.advance_level(x, f[F.DELAYING], f[F.FORTIFIED], f[F.RUGGED], f[F.OPEN], p)
    level += _of_war(f, q, 1)
    level += q[Q.PACE_SIZE] * (0.5 * log10(f[F.MEN_A] * f[F.MEN_D]) - TYPICAL_SIZE)
    out[0] = a
    out[1] = d
    out[2] = decision.win_probability(plain + of_winner * judged, p)
    out[3] = advance.advance_rate(level, days, p)
    out[4] = x
    out[5] = z
    out[6] = plain + of_winner * judged


@njit(cache=True)
def _rows(f: Vector, p: Vector, q: Vector, of_casualties: float, of_winner: float, out: Vector) -> None:
    for i in range(f.shape[0]):
        _row(f[i], p, q, of_casualties, of_winner, out[i])


@dataclass(frozen=True)
class Medians:
    """Point forecasts, one element an engagement.

    Attributes
    ----------
    attacker, defender : ndarray
        Median casualties as a share of the men.
    win : ndarray
        Probability that the attacker wins.
    km_day : ndarray
        Advance, km per day.
    x, z, x_winner : ndarray
        Advantage for casualties, intensity, advantage for the winner, log10.
    """

    attacker: Vector
    defender: Vector
    win: Vector
    km_day: Vector
    x: Vector
    z: Vector
    x_winner: Vector


def medians(features: Vector, c: Q.Coefficients, use: Use) -> Medians:
    """Point forecast of every row of features, without noise."""
    out = np.empty((len(features), 7))
    _rows(features, c.kernel, c.battle, use.casualties, use.winner, out)
    return Medians(*(np.ascontiguousarray(out[:, i]) for i in range(7)))


def logs(features: Vector, said: Medians) -> tuple[Vector, Vector, Vector]:
    """Point forecasts as they are scored: log10 of casualties per day, attacker and defender, and of the advance.

    Nothing is below what a record could tell from nothing.
    """
    days = features[:, F.DAYS]
    return (
        np.log10(np.maximum(said.attacker * features[:, F.MEN_A] / days, LEAST)),
        np.log10(np.maximum(said.defender * features[:, F.MEN_D] / days, LEAST)),
        np.log10(np.maximum(said.km_day + KM_OFFSET, LEAST_KM)),
    )


@njit(cache=True)
def _remainder(normal: float, below: float, above: float) -> float:
    return below * normal if normal < 0.0 else above * normal


@njit(cache=True, nogil=True)
def _draw_rows(
    f: Vector,
    x_of: Vector,
    z_of: Vector,
    p: Vector,
    q: Vector,
    entity: NDArray[np.int64],
    seed: int,
    spread: Vector,
    out: Vector,
) -> None:
    """Casualty shares, [row, with remainder or without, side, draw]."""
    dtau = 1.0 / STEPS_PER_DAY
    for i in range(f.shape[0]):
        x = x_of[i]
        z = z_of[i]
        last_a = f[i, F.LAST_MAN_A]
        last_d = f[i, F.LAST_MAN_D]
        steps = math.ceil(f[i, F.DAYS] * STEPS_PER_DAY)
        # Of a war that is not known the intensity is uncertain, for both sides alike.
        doubt = _war_spread(f[i], q)
        for n in range(out.shape[3]):
            first = draws.draw(seed, n, 0, entity[i], draws.ENGAGEMENT_NOISE)
            factor_a, factor_d = casualties.engagement_noise(
                draws.standard_normal(first[0]), draws.standard_normal(first[1]), p
            )
            other = draws.draw(seed, n, 1, entity[i], draws.ENGAGEMENT_NOISE)
            of_war = doubt * draws.standard_normal(other[0])
            rest_a = of_war + _remainder(draws.standard_normal(first[2]), spread[0, 0], spread[1, 0])
            rest_d = of_war + _remainder(draws.standard_normal(first[3]), spread[0, 1], spread[1, 1])
            wave_a = 0.0
            wave_d = 0.0
            kept_a = 1.0
            kept_d = 1.0
            for step in range(steps):
                words = draws.draw(seed, n, step, entity[i], draws.DAY_NOISE)
                normal_a = draws.standard_normal(words[0])
                normal_d = draws.standard_normal(words[1])
                wave_a, wave_d = casualties.day_waves(step == 0, wave_a, wave_d, dtau, normal_a, normal_d, p)
                a, d = casualties.engagement_step(
                    x, z, step * dtau, dtau, factor_a + wave_a, factor_d + wave_d, last_a, last_d, p
                )
                kept_a *= 1.0 - a
                kept_d *= 1.0 - d
            out[i, 0, 0, n] = 1.0 - kept_a
            out[i, 0, 1, n] = 1.0 - kept_d
            # Nobody records more casualties than men.
            out[i, 1, 0, n] = min(1.0, (1.0 - kept_a) * pow10(rest_a))
            out[i, 1, 1, n] = min(1.0, (1.0 - kept_d) * pow10(rest_d))


@dataclass(frozen=True)
class Forecast:
    """Forecast of every engagement; casualties in men per day of combat.

    Attributes
    ----------
    mean : ndarray, [engagements, 2]
        Mean over the simulation's own noise, attacker and defender: what a campaign would lose on average.
    quantiles : ndarray, [engagements, 2, 5]
        ``QUANTILES`` of what a record would say.
    point : Medians
        The forecast without noise.
    """

    mean: Vector
    quantiles: Vector
    point: Medians = field(repr=False)

    def log_intervals(self) -> Vector:
        """log10 of the quantiles that bound the 50 and 90 % intervals, [engagements, 2, 4]."""
        return np.asarray(np.log10(np.maximum(self.quantiles, LEAST))[:, :, BOUNDS])


def stable_ids(ids: tuple[str, ...]) -> NDArray[np.int64]:
    """Numbers by which the draws of an engagement are named: a row's luck does not depend on its place."""
    return np.array([zlib.crc32(name.encode("utf-8")) for name in ids], np.int64)


def forecast(
    features: Vector,
    ids: tuple[str, ...],
    c: Q.Coefficients,
    *,
    draws_per_row: int = 2000,
    seed: int = 1,
    use: Use | None = None,
    remainder: Remainder | None = None,
    threads: int | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> Forecast:
    """Casualties with intervals, chance to win and advance of every engagement.

    Parameters
    ----------
    features : ndarray, [engagements, features]
        From :func:`khingan.battles.inputs.make_features`.
    ids : tuple of str
        Names of the engagements; they name the draws.
    draws_per_row : int
        Simulated outcomes of every engagement.
    threads : int, optional
        Worker threads. Changes nothing but the time.
    on_rows : callable, optional
        Called with the number of engagements just done.
    """
    use = use or Use()
    rest = remainder or Remainder()
    point = medians(features, c, use)
    spread = np.array([rest.below, rest.above])
    entity = stable_ids(ids)
    mean = np.empty((len(features), 2))
    quantiles = np.empty((len(features), 2, len(QUANTILES)))

    def work(rows: NDArray[np.int64]) -> int:
        out = np.empty((len(rows), 2, 2, draws_per_row))
        _draw_rows(
            features[rows], point.x[rows], point.z[rows], c.kernel, c.battle, entity[rows], seed, spread, out
        )
        a_day = (features[rows][:, [F.MEN_A, F.MEN_D]] / features[rows][:, [F.DAYS]])[..., None]
        mean[rows] = out[:, 0].mean(axis=2) * a_day[..., 0]
        quantiles[rows] = np.moveaxis(np.quantile(out[:, 1] * a_day, QUANTILES, axis=2), 0, 2)
        return len(rows)

    parts = [np.arange(i, min(i + 8, len(features))) for i in range(0, len(features), 8)]
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for done in pool.map(work, parts):
            if on_rows is not None:
                on_rows(done)
    return Forecast(mean, quantiles, point)
