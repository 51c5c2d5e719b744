"""Drawing coefficients from a posterior that a what-if has laid over the scenario."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import draws
from khingan.campaign.parameters import NAMES
from khingan.scenario.model import Scenario

STEP = 2**32 - 1  # that of coefficients: before the first step
ENTITY = zlib.crc32(b"posterior")


def apply(
    sc: Scenario, seed: int, campaigns: NDArray[np.int64], drawn: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Put a vector of the posterior into the coefficients of every campaign.

    Parameters
    ----------
    sc : Scenario
    seed : int
        Seed of the ensemble.
    campaigns : ndarray, [n]
        Numbers of the campaigns; the vector of a campaign depends on seed and number alone.
    drawn : ndarray, [n, parameters]
        Coefficients of every campaign, in the order of ``campaign.parameters.NAMES``.

    Returns
    -------
    ndarray, [n, parameters]
        `drawn` itself where the scenario has no posterior; else a copy in which the posterior's coefficients are those
        of one of its vectors, taken by weight, and the others are as they were.
    """
    found = sc.posterior
    if found is None:
        return drawn
    edges = np.cumsum(found.weights)
    u = np.array(
        [
            draws.uniform(draws.draw(seed, int(number), STEP, ENTITY, draws.COEFFICIENT)[0])
            for number in campaigns
        ]
    )
    row = np.minimum(np.searchsorted(edges, u * edges[-1], side="right"), len(edges) - 1)
    result = np.array(drawn)
    result[:, [NAMES.index(name) for name in found.names]] = found.values[row]
    return result
