"""Uncertain coefficients: one vector for every campaign of an ensemble.

Three kinds of uncertainty are kept apart: luck (the draws of a campaign), coefficients that nobody knows (here), and
figures that the sources dispute. Every coefficient with a range is drawn from two triangles that meet at the stated
value, which is the median, and end at the lowest and the highest one; by its own name: a coefficient that is added
disturbs no other.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import draws
from khingan.campaign.parameters import NAMES
from khingan.experiments.calibration import posterior
from khingan.scenario.compile import parameter_vector
from khingan.scenario.model import Scenario

FLAG = "flag"
STEP = -1  # before the first step; coefficients are drawn once a campaign


def two_triangles(u: NDArray[np.float64], low: float, median: float, high: float) -> NDArray[np.float64]:
    """Quantiles of a distribution of two triangles that meet at the median.

    Parameters
    ----------
    u : ndarray
        Probabilities, 0 to 1.
    low, median, high : float
        Its corners and its peak; ``low <= median <= high``. Equal corners give the constant.
    """
    below = low + (median - low) * np.sqrt(2.0 * u)
    above = high - (high - median) * np.sqrt(2.0 * (1.0 - u))
    return np.asarray(np.where(u < 0.5, below, above))


def draw_coefficients(sc: Scenario, seed: int, campaigns: NDArray[np.int64]) -> NDArray[np.float64]:
    """Coefficients of every campaign, drawn within their ranges.

    Parameters
    ----------
    sc : Scenario
        Its table of parameters gives values and ranges; flags and rows without a range keep their value.
    seed : int
        Seed of the ensemble.
    campaigns : ndarray, [n]
        Numbers of the campaigns.

    Returns
    -------
    ndarray, [n, parameters]
        In the order of ``campaign.parameters.NAMES``. Where a what-if has laid a posterior over the scenario, its
        coefficients are those of one of its vectors.
    """
    table = sc.tables["parameters"].by_id
    drawn = np.tile(parameter_vector(sc), (len(campaigns), 1))
    for i, name in enumerate(NAMES):
        row = table[name]
        if row["unit"] == FLAG or row["low"] is None or row["high"] is None:
            continue
        words = [
            draws.draw(seed, int(c), STEP % 2**32, zlib.crc32(name.encode()), draws.COEFFICIENT)[0]
            for c in campaigns
        ]
        u = np.array([draws.uniform(word) for word in words])
        low, high = min(row["low"], row["value"]), max(row["high"], row["value"])
        drawn[:, i] = two_triangles(u, float(low), float(row["value"]), float(high))
    return posterior.apply(sc, seed, campaigns, drawn)
