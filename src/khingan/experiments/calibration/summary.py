"""Summaries: what rows tell of each coefficient, learnt from campaigns whose coefficients are known.

Two campaigns are hard to compare in fifty rows at once: luck makes them differ everywhere. What is compared is one
number for each coefficient, the best linear guess of it from all rows [1]_, fitted by ridge regression on campaigns with
coefficients from their ranges. How good that guess is on campaigns that it was not fitted on says how much the record
can tell of a coefficient, before the record itself is looked at.

References
----------
.. [1] P. Fearnhead and D. Prangle (2012), "Constructing summary statistics for approximate Bayesian computation:
   semi-automatic approximate Bayesian computation", J. R. Stat. Soc. B 74.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RIDGE = 1 / 30
"""Weight of the penalty for every campaign; rows are standardised."""

PARTS = 5


@dataclass(frozen=True, eq=False)
class Summary:
    """Linear guesses of coefficients from rows.

    Attributes
    ----------
    rows : ndarray of int
        Rows that are looked at.
    mean, scale : ndarray, [rows]
    slopes : ndarray, [rows, coefficients]
    spread : ndarray, [coefficients]
        Standard deviation of the guesses among the campaigns that they were fitted on.
    """

    rows: NDArray[np.int64]
    mean: Floats
    scale: Floats
    slopes: Floats
    spread: Floats

    def guess(self, said: Floats) -> Floats:
        """Return guesses in units of their spread, [campaigns, coefficients]."""
        standard = (said[..., self.rows] - self.mean) / self.scale
        return np.asarray(standard @ self.slopes / self.spread)


def fit(said: Floats, z: Floats, rows: NDArray[np.int64]) -> Summary:
    """Fit the guesses.

    Parameters
    ----------
    said : ndarray, [campaigns, all rows]
        What campaigns say, errors added.
    z : ndarray, [campaigns, coefficients]
        Normal scores of their coefficients, which the prior gives mean 0.
    rows : ndarray of int
        Rows to look at.
    """
    own = said[:, rows]
    mean, scale = own.mean(axis=0), np.maximum(own.std(axis=0), 1e-9)
    standard = (own - mean) / scale
    slopes = _ridge(standard, z)
    return Summary(rows, mean, scale, slopes, np.maximum((standard @ slopes).std(axis=0), 1e-9))


def told(said: Floats, z: Floats) -> Floats:
    """Return the share of every coefficient's variance that the rows tell of campaigns not fitted on.

    Returns
    -------
    ndarray, [coefficients]
        At least 0.
    """
    standard = (said - said.mean(axis=0)) / np.maximum(said.std(axis=0), 1e-9)
    part = np.arange(len(z)) % PARTS
    left = np.zeros_like(z)
    for k in range(PARTS):
        left[part == k] = z[part == k] - standard[part == k] @ _ridge(standard[part != k], z[part != k])
    return np.asarray(np.maximum(1 - np.square(left).mean(axis=0) / np.square(z).mean(axis=0), 0.0))


def _ridge(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.linalg.solve(x.T @ x + RIDGE * len(x) * np.eye(x.shape[1]), x.T @ y))
