"""Which coefficients are calibrated: those by which the spread of the campaigns is expected to narrow most.

Campaigns whose coefficients are all drawn from their ranges tell it. The **share** of a coefficient is the squared rank
correlation with what the campaigns say of a row, averaged over the dates, over the losses, and over both. What the
rows **tell** of it is the part of its variance that can be guessed from them (`summary.told`). The product is what is
gained by calibrating it. All of it looks at the spread of the campaigns alone, never at how near they come to the
record, so the choice itself learns nothing from the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from khingan.campaign.parameters import NAMES
from khingan.errors import InputError, Problem
from khingan.experiments.calibration.targets import DATE, LOSS, Targets
from khingan.experiments.uncertainty import two_triangles, uncertain_coefficients
from khingan.scenario import Scenario

MOST = 15
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with a range.

    Attributes
    ----------
    name, unit, claim : str
    low, value, high : float
        Ends of the range and stated value, which is the median of the prior.
    """

    name: str
    unit: str
    claim: str
    low: float
    value: float
    high: float

    @property
    def column(self) -> int:
        """Place in the vector of parameters."""
        return NAMES.index(self.name)

    def values(self, z: Floats) -> Floats:
        """Values at normal scores."""
        cdf = NormalDist().cdf
        u = np.array([cdf(one) for one in z])
        return two_triangles(u, self.low, self.value, self.high)

    def scores(self, values: Floats) -> Floats:
        """Normal scores of values; inverse of `values`."""
        below = np.square((values - self.low) / ((self.value - self.low) or 1.0)) / 2
        above = 1 - np.square((self.high - values) / ((self.high - self.value) or 1.0)) / 2
        u = np.clip(np.where(values < self.value, below, above), 1e-12, 1 - 1e-12)
        inverse = NormalDist().inv_cdf
        return np.array([inverse(one) for one in u])


def candidates(sc: Scenario) -> tuple[Coefficient, ...]:
    """Coefficients of a scenario that campaigns draw; see `uncertainty.uncertain_coefficients`."""
    rows = sc.tables["parameters"].by_id
    return tuple(
        Coefficient(name, str(rows[name]["unit"] or ""), str(rows[name]["claim"] or ""), *ends)
        for name, ends in uncertain_coefficients(sc).items()
    )


def named(sc: Scenario, names: Sequence[str]) -> tuple[Coefficient, ...]:
    """Coefficients by name.

    Raises
    ------
    InputError
        If one is unknown or has no range, or they are too many.
    """
    known = {one.name: one for one in candidates(sc)}
    names = list(dict.fromkeys(names))
    problems = []
    for name in names:
        if name in known:
            continue
        near = get_close_matches(name, known, n=1)
        problems.append(
            Problem(
                "is not drawn, so it cannot be calibrated"
                if name in NAMES
                else "there is no such coefficient",
                field="parameter",
                value=name,
                expected="a coefficient of parameters.csv with a range, which no what-if sets and no dispute moves",
                mend=f"did you mean {near[0]}?" if near else None,
            )
        )
    check_count(len(names), problems)
    if problems:
        raise InputError(problems)
    return tuple(known[name] for name in names)


def check_count(count: int, problems: list[Problem]) -> None:
    """Complain of too many coefficients, or none."""
    if not 1 <= count <= MOST:
        problems.append(
            Problem(
                "so many coefficients cannot be told from one record",
                field="parameters",
                value=str(count),
                expected=f"1 to {MOST}",
                mend="name fewer; the others stay uncertain within their ranges",
            )
        )


def shares(targets: Targets, coefficients: Sequence[Coefficient], drawn: Floats, said: Floats) -> Floats:
    """Return the share of every coefficient in the spread of the rows.

    Parameters
    ----------
    drawn : ndarray, [campaigns, parameters]
        Coefficients of the campaigns.
    said : ndarray, [campaigns, rows]
        What they say, from `Targets.take`.

    Returns
    -------
    ndarray, [coefficients]
        Mean squared rank correlation; about 1 / campaigns by chance.
    """
    of_rows = _ranks(said)
    of_values = _ranks(drawn[:, [one.column for one in coefficients]])
    squared = np.square(of_values.T @ of_rows / len(said))
    parts = [
        squared[:, targets.kind == kind].mean(axis=1) for kind in (DATE, LOSS) if (targets.kind == kind).any()
    ]
    return np.asarray(np.mean(parts, axis=0))


def _ranks(values: Floats) -> Floats:
    """Standardised ranks, equal values sharing the mean of theirs; zeros in a column that does not vary."""
    found = np.zeros(values.shape)
    for column in range(values.shape[1]):
        _, inverse, counts = np.unique(values[:, column], return_inverse=True, return_counts=True)
        found[:, column] = (np.cumsum(counts) - (counts + 1) / 2)[inverse]
    found -= found.mean(axis=0)
    spread = found.std(axis=0)
    return np.asarray(np.divide(found, spread, out=np.zeros_like(found), where=spread > 0))


def leading(gain: Floats, most: int) -> list[int]:
    """Return the places of the coefficients with the largest gain, the largest first."""
    found: list[int] = np.argsort(-gain, kind="stable")[:most].tolist()
    return found
