"""Reliability: do observations lie where an ensemble says they lie, as often as it says.

The observation is an interval. Held against an ensemble that it is a draw of, its rank is uniform between the ranks of
both ends: whoever knows no more than that the true hour lies in the interval knows no more of its rank either. So the
histogram of probability integral transforms spreads the weight of every row evenly between its two ranks instead of
drawing one at random, which is the form without randomisation that counts and other coarse data ask for [1]_. A flat
histogram says that the ensemble is as wide as it should be, a U that it is too narrow, a hump that it is too wide.

Two answers are given to how often an interval of the ensemble holds the observation. **Met**: the observed interval
meets it; an observation may be a day wide, so a good ensemble meets more than the nominal share. **Inside**: the
weight of the row's ranks that lies in the interval; of a good ensemble it is the nominal share.

References
----------
.. [1] C. Czado, T. Gneiting and L. Held (2009), "Predictive model assessment for count data", Biometrics 65.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

BINS = 10
LEVELS = (0.5, 0.9)


class Ranks(NamedTuple):
    """Where an observed interval lies among the members of an ensemble, 0 = before all, 1 = after all."""

    low: float
    high: float


@dataclass(frozen=True)
class Reliability:
    """How often observations lie where an ensemble says.

    Parameters
    ----------
    rows : int
    met : tuple of float
        Share of rows that meet the central 50 and 90 %.
    inside : tuple of float
        Weight of the ranks within the central 50 and 90 %.
    histogram : tuple of float
        Share of the weight in each tenth of the ranks; a tenth each if the ensemble is right.
    """

    rows: int
    met: tuple[float, float]
    inside: tuple[float, float]
    histogram: tuple[float, ...]


def ranks(ensemble: ArrayLike, low: ArrayLike, high: ArrayLike) -> tuple[Ranks, ...]:
    """Return the ranks of observed intervals among the members of an ensemble.

    Parameters
    ----------
    ensemble : array_like, shape (members, n)
    low, high : array_like, shape (n,)
        Ends of the observed intervals; an end may be infinite.

    Returns
    -------
    tuple of Ranks
        An observation has one of members + 1 places between the members; a place is an equal piece of 0 to 1. What
        equals a member stands on either side of it.
    """
    x = np.asarray(ensemble, np.float64)
    before = (x < np.asarray(low, np.float64)).sum(axis=0)
    until = (x <= np.asarray(high, np.float64)).sum(axis=0)
    places = x.shape[0] + 1
    return tuple(
        Ranks(float(a / places), float((b + 1) / places)) for a, b in zip(before, until, strict=True)
    )


def weight_between(rank: Ranks, low: ArrayLike, high: ArrayLike) -> NDArray[np.float64]:
    """Return the share of a row's weight, even between its ranks, that lies between `low` and `high`."""
    overlap = np.minimum(rank.high, high) - np.maximum(rank.low, low)
    return np.asarray(np.clip(overlap, 0.0, None) / (rank.high - rank.low))


def reliability(ranked: Sequence[Ranks], met: Sequence[tuple[bool, bool]]) -> Reliability:
    """Sum up the ranks of many rows.

    Parameters
    ----------
    ranked : sequence of Ranks
    met : sequence of (bool, bool)
        Of every row whether it meets the central 50 and 90 %.

    Returns
    -------
    Reliability
        Not a number without any row.
    """
    count = len(ranked)
    if count == 0:
        nothing = float("nan")
        return Reliability(0, (nothing, nothing), (nothing, nothing), (nothing,) * BINS)
    edges = np.linspace(0.0, 1.0, BINS + 1)
    histogram = np.mean([weight_between(rank, edges[:-1], edges[1:]) for rank in ranked], axis=0)
    inside = [
        float(np.mean([weight_between(rank, (1 - level) / 2, (1 + level) / 2) for rank in ranked]))
        for level in LEVELS
    ]
    shares = np.mean(np.asarray(met, np.float64), axis=0)
    return Reliability(
        count,
        (float(shares[0]), float(shares[1])),
        (inside[0], inside[1]),
        tuple(float(share) for share in histogram),
    )
