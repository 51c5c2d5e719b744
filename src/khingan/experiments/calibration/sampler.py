"""Population Monte Carlo without a likelihood, in batches.

Coefficients are quantiles of their ranges, and those standard normal numbers ``z``: the prior is normal, has no
corners, and no proposal leaves a range. A first population comes from the prior; every later one from a normal
distribution with the weighted mean and (widened) covariance of all before it, mixed with the prior, so that no weight
can exceed the inverse of the prior's share. All campaigns count at the end, each with the weight

    prior(z) / proposal(z) x exp(-distance^2 / (2 tolerance^2)),

where the proposal is the mixture of all populations [1]_ [2]_ and the second factor stands for the likelihood that
nobody can write down. The tolerance is the least one that leaves the asked-for effective number of campaigns; what it
leaves of the distance is taken out by regression of the coefficients on it [3]_.

References
----------
.. [1] O. Cappe, A. Guillin, J.-M. Marin and C. Robert (2004), "Population Monte Carlo", J. Comp. Graph. Stat. 13.
.. [2] J.-M. Cornuet, J.-M. Marin, A. Mira and C. Robert (2012), "Adaptive multiple importance sampling",
   Scand. J. Stat. 39.
.. [3] M. Beaumont, W. Zhang and D. Balding (2002), "Approximate Bayesian computation in population genetics",
   Genetics 162.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PRIOR_SHARE = 0.2
WIDENED = 2.0
"""Factor on the covariance of a proposal: tails of what is sought must not be thinner than the proposal's."""


@dataclass(frozen=True, eq=False)
class Normal:
    """A normal distribution from which a population is drawn, mixed with the prior."""

    mean: Floats
    factor: Floats  # lower triangle whose square is the covariance

    def density(self, z: Floats) -> Floats:
        """Logarithm of the density, without the constant that all normal densities of a dimension share."""
        away = np.linalg.solve(self.factor, (z - self.mean).T)
        return np.asarray(-0.5 * np.square(away).sum(axis=0) - np.log(np.diag(self.factor)).sum())


@dataclass(frozen=True, eq=False)
class Population:
    """All campaigns of all populations.

    Attributes
    ----------
    z : ndarray, [n, d]
        Normal scores of the coefficients.
    ratio : ndarray, [n]
        Prior over mixture of proposals.
    sizes : tuple of int
        Campaigns of each population.
    """

    z: Floats
    ratio: Floats
    sizes: tuple[int, ...]
    _proposals: tuple[Normal | None, ...]


def first(z: Floats) -> Population:
    """Return the first population, which was drawn from the prior."""
    return Population(z, np.ones(len(z)), (len(z),), (None,))


def adjusted(z: Floats, away: Floats, weights: Floats) -> Floats:
    """Return coefficients as they would be without any distance, by weighted linear regression.

    Parameters
    ----------
    z : ndarray, [n, d]
    away : ndarray, [n, s]
        Difference of every summary from that of the record.
    weights : ndarray, [n]
    """
    root = np.sqrt(weights)[:, None]
    design = np.concatenate([np.ones((len(z), 1)), away], axis=1)
    slopes = np.linalg.lstsq(root * design, root * z, rcond=None)[0]
    return np.asarray(z - away @ slopes[1:])


def proposal(z: Floats, weights: Floats) -> Normal:
    """Fit the next proposal to weighted scores."""
    mean = weights @ z
    away = z - mean
    covariance = (away * weights[:, None]).T @ away
    # As much of the prior as there are campaigns missing: few cannot tell a covariance.
    dims = z.shape[1]
    trust = effective(weights) / (effective(weights) + dims)
    covariance = trust * covariance + (1 - trust) * np.eye(dims)
    return Normal(mean, np.linalg.cholesky(WIDENED * covariance + 1e-9 * np.eye(dims)))


def draw(normal: Normal, count: int, rng: np.random.Generator) -> Floats:
    """Draw a population from a proposal mixed with the prior."""
    z = rng.standard_normal((count, len(normal.mean)))
    from_prior = rng.random(count) < PRIOR_SHARE
    return np.where(from_prior[:, None], z, normal.mean + z @ normal.factor.T)


def joined(found: Population, normal: Normal, z: Floats) -> Population:
    """Return all campaigns with those of a new population, all ratios made new."""
    together = np.concatenate([found.z, z])
    sizes = (*found.sizes, len(z))
    proposals = (*found._proposals, normal)
    prior = -0.5 * np.square(together).sum(axis=1)
    shares = np.array(sizes) / sum(sizes)
    mixture = np.zeros(len(together))
    for share, one in zip(shares, proposals, strict=True):
        own = 0.0 if one is None else (1 - PRIOR_SHARE) * np.exp(one.density(together) - prior)
        mixture += share * (own + (1.0 if one is None else PRIOR_SHARE))
    return Population(together, 1.0 / mixture, sizes, proposals)


def effective(weights: Floats) -> float:
    """Return the effective number of weighted campaigns (Kish)."""
    return float(np.square(weights.sum()) / np.square(weights).sum())


def weigh(found: Population, squared_distance: Floats, wanted: float) -> tuple[Floats, float]:
    """Weigh all campaigns with the least tolerance that leaves enough of them.

    Parameters
    ----------
    found : Population
    squared_distance : ndarray, [n]
    wanted : float
        Effective number of campaigns.

    Returns
    -------
    weights : ndarray, [n]
        Sum 1.
    tolerance : float
        Infinite if even all campaigns are fewer.
    """
    nearest = squared_distance - squared_distance.min()

    def at(log_tolerance: float) -> Floats:
        raw = found.ratio * np.exp(-nearest / (2 * np.exp(2 * log_tolerance)))
        return np.asarray(raw / raw.sum())

    flat = found.ratio / found.ratio.sum()
    if effective(flat) <= wanted:
        return flat, float("inf")
    low, high = -12.0, 12.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if effective(at(middle)) >= wanted else (middle, high)
    return at(high), float(np.exp(high))


def resample(weights: Floats, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return how often each campaign is taken in a systematic resampling of `count`."""
    points = (rng.random() + np.arange(count)) / count
    rows = np.searchsorted(np.cumsum(weights), points * weights.sum())
    return np.bincount(np.minimum(rows, len(weights) - 1), minlength=len(weights))
