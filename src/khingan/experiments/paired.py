"""Two worlds with the same luck, compared campaign by campaign.

Campaign ``i`` of a seed draws the same random numbers in both worlds, so what luck does to one it does to the other,
and the difference of a pair tells the worlds apart with far fewer campaigns than two ensembles would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
LEVEL = 0.95
ROUNDING = 1e-12
MANY = 2_000


@dataclass(frozen=True)
class Paired:
    """What changes from one world to the other.

    Attributes
    ----------
    before, after : float
        Means of the two worlds.
    difference : float
        Mean of after minus before over the pairs.
    low, high : float
        Confidence interval of the difference (Student's t over the pairs). Without width where all pairs differ alike.
    error : float
        Standard error of the difference; of unpaired worlds the same as `unpaired_error`.
    unpaired_error : float
        Standard error it would have if the two worlds did not share their luck.
    changed : float
        Share of pairs that differ at all.
    """

    before: float
    after: float
    difference: float
    low: float
    high: float
    error: float
    unpaired_error: float
    changed: float

    @property
    def reduction(self) -> float:
        """Factor by which shared luck lowers the variance of the difference: of how many campaigns one takes the place.

        1 where luck is not shared, infinite where all pairs differ alike, NaN where neither world varies.
        """
        # What is left of equal differences is rounding.
        if self.error > ROUNDING * self.unpaired_error:
            return (self.unpaired_error / self.error) ** 2
        return math.inf if self.unpaired_error > 0.0 else math.nan

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0.0 or self.high < 0.0


def paired(before: Array, after: Array, level: float = LEVEL) -> Paired:
    """Compare two worlds by the differences of their pairs.

    Parameters
    ----------
    before, after : array_like, [n]
        A measure in both worlds, campaign by campaign; n is at least 2.
    level : float
        Confidence of the interval.

    Returns
    -------
    Paired
        Means, difference and its interval.

    Raises
    ------
    ValueError
        If there are fewer than two pairs.
    """
    one, two = np.asarray(before, np.float64), np.asarray(after, np.float64)
    n = len(one)
    if n < 2 or two.shape != one.shape:
        raise ValueError("a comparison needs two pairs or more")
    gap = two - one
    mean, error = float(gap.mean()), float(gap.std(ddof=1)) / math.sqrt(n)
    reach = t_quantile(0.5 + level / 2, n - 1) * error
    apart = math.sqrt((float(one.var(ddof=1)) + float(two.var(ddof=1))) / n)
    changed = float((gap != 0).mean())
    return Paired(
        float(one.mean()), float(two.mean()), mean, mean - reach, mean + reach, error, apart, changed
    )


def unpaired(before: Array, after: Array, level: float = LEVEL) -> Paired:
    """Compare two worlds whose campaigns do not share their luck, by their means alone (Welch's interval).

    Parameters
    ----------
    before, after : array_like
        A measure in both worlds; two campaigns or more of each.
    level : float
        Confidence of the interval.

    Returns
    -------
    Paired
        With the unpaired error in both places, and NaN as the share of pairs that differ: there are no pairs.

    Raises
    ------
    ValueError
        If there are fewer than two campaigns of a world.
    """
    one, two = np.asarray(before, np.float64), np.asarray(after, np.float64)
    if len(one) < 2 or len(two) < 2:
        raise ValueError("a comparison needs two campaigns or more of each world")
    parts = [float(x.var(ddof=1)) / len(x) for x in (one, two)]
    error = math.sqrt(sum(parts))
    # Welch and Satterthwaite's degrees of freedom, rounded down.
    below = sum(part**2 / (len(x) - 1) for part, x in zip(parts, (one, two), strict=True))
    freedom = max(1, int(sum(parts) ** 2 / below)) if below > 0.0 else 1
    mean = float(two.mean() - one.mean())
    reach = t_quantile(0.5 + level / 2, freedom) * error
    return Paired(
        float(one.mean()), float(two.mean()), mean, mean - reach, mean + reach, error, error, math.nan
    )


def t_quantile(probability: float, freedom: int) -> float:
    """Quantile of Student's t distribution.

    By bisection of its distribution function, which adds up as many terms as there are degrees of freedom; from `MANY`
    of them on by its expansion about the normal one.

    Parameters
    ----------
    probability : float
        From 0.5 to below 1.
    freedom : int
        Degrees of freedom, 1 or more.
    """
    if freedom >= MANY:
        return _near_normal(probability, freedom)
    low, high = 0.0, 1.0
    while _within(high, freedom) < 2.0 * probability - 1.0:
        high *= 2.0
    for _ in range(80):
        middle = (low + high) / 2.0
        if _within(middle, freedom) < 2.0 * probability - 1.0:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def _near_normal(probability: float, freedom: int) -> float:
    """Abramowitz and Stegun 26.7.5; the first term left out is of the order of freedom to the power of -5."""
    z = NormalDist().inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / float(freedom) ** k for k, term in enumerate(terms, start=1))


def _within(t: float, freedom: int) -> float:
    """Probability that Student's t lies between -t and t; Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = math.atan2(t, math.sqrt(freedom))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0
    for k in range(freedom // 2):
        total += term
        term *= square * ((2 * k + 2) / (2 * k + 3) if odd else (2 * k + 1) / (2 * k + 2))
    return 2.0 / math.pi * (angle + sine * total) if odd else sine * total
