"""From the claims on one quantity to a distribution.

Rule. Each claim is a uniform distribution over the values its words allow (`Claim.allowed`); an exact figure
is a point. The claims are mixed: sources count equally, several claims of one source share its part, and a
source's part is scaled by the claim's confidence (`CONFIDENCE_WEIGHT`). Nobody is averaged away: two camps of
figures stay two camps. The scale factors are assumptions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from khingan.claims.model import Claim, ClaimSet
from khingan.errors import InputError, Problem

CONFIDENCE_WEIGHT = {"sourced": 1.0, "derived": 0.7, "recalled": 0.4}
"""Relative weight of a claim by how it is known (assumption)."""


@dataclass(frozen=True, slots=True)
class Component:
    """One claim's part in an estimate: uniform between `low` and `high`; all weights sum to one."""

    claim_id: str
    source_id: str
    low: float
    high: float
    weight: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mixture of uniform distributions and points over one quantity.

    Parameters
    ----------
    subject, definition, unit : str
    components : tuple of Component
        In table order; weights sum to one.
    """

    subject: str
    definition: str
    unit: str
    components: tuple[Component, ...]

    @property
    def value(self) -> float:
        """Median: half of the weight lies at or below it."""
        return float(self.quantile(0.5))

    @property
    def mean(self) -> float:
        """Mean of the mixture."""
        return sum(c.weight * (c.low + c.high) / 2 for c in self.components)

    @property
    def spread(self) -> float:
        """Standard deviation of the mixture, within and between claims."""
        mean = self.mean
        variance = sum(
            c.weight * ((c.high - c.low) ** 2 / 12 + ((c.low + c.high) / 2 - mean) ** 2)
            for c in self.components
        )
        return float(np.sqrt(variance))

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value any claim allows: the hull of the rivals."""
        return min(c.low for c in self.components), max(c.high for c in self.components)

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims behind the estimate."""
        return tuple(c.claim_id for c in self.components)

    def cdf(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return the weight at or below `x`, same shape."""
        return self._weight_up_to(np.asarray(x, np.float64), with_points=True)

    def quantile(self, q: ArrayLike) -> NDArray[np.float64]:
        """Return the smallest value with at least weight `q` at or below it.

        Parameters
        ----------
        q : array_like
            Weights from 0 to 1, any shape.

        Returns
        -------
        ndarray of float64
            Same shape, within `bounds`.
        """
        wanted = np.asarray(q, np.float64)
        if not bool(np.all((wanted >= 0) & (wanted <= 1))):
            raise InputError(Problem("quantile outside 0 to 1", field="q", expected="numbers from 0 to 1"))
        edges = np.unique([(c.low, c.high) for c in self.components])
        # Each edge stands twice, before and after the points on it, so that points become vertical steps.
        x = np.repeat(edges, 2)
        steps = (self._weight_up_to(edges, with_points=False), self._weight_up_to(edges, with_points=True))
        weight = np.maximum.accumulate(np.column_stack(steps).ravel())
        weight[-1] = 1.0
        right = np.clip(np.searchsorted(weight, wanted, side="left"), 1, len(x) - 1)
        left = right - 1
        rise = weight[right] - weight[left]
        share = np.divide(wanted - weight[left], rise, out=np.zeros_like(wanted), where=rise > 0)
        result = x[left] + np.clip(share, 0.0, 1.0) * (x[right] - x[left])
        return np.asarray(result, np.float64)

    def sample(self, draws: np.random.Generator | ArrayLike, size: int | None = None) -> NDArray[np.float64]:
        """Draw values.

        Parameters
        ----------
        draws : numpy.random.Generator or array_like
            A generator, or ready uniform numbers from 0 to 1 (named draws of a campaign); these are mapped
            one to one.
        size : int, optional
            Number of values from a generator; default 1.

        Returns
        -------
        ndarray of float64
        """
        if isinstance(draws, np.random.Generator):
            return self.quantile(draws.random(1 if size is None else size))
        return self.quantile(draws)

    def _weight_up_to(self, x: NDArray[np.float64], with_points: bool) -> NDArray[np.float64]:
        total = np.zeros_like(x)
        for c in self.components:
            if c.high > c.low:
                total += c.weight * np.clip((x - c.low) / (c.high - c.low), 0.0, 1.0)
            else:
                total += c.weight * ((x >= c.low) if with_points else (x > c.low))
        return np.minimum(total, 1.0)


def estimate(
    claims: ClaimSet,
    subject: str,
    definition: str | None = None,
    basis: Collection[str] | None = None,
) -> Estimate:
    """Turn the claims on one quantity and one definition into a distribution.

    Parameters
    ----------
    claims : ClaimSet
    subject : str
        Quantity id.
    definition : str, optional
        Kinds counted; may be left out where the claims on the subject share one definition.
    basis : collection of str, optional
        Use only claims of these bases (``founding``, ``input``, ``calibration``); default all.

    Returns
    -------
    Estimate

    Raises
    ------
    InputError
        If no claim with a number is left, if definitions differ and none was chosen, or if units differ.
    """
    about = [c for c in claims.claims.values() if c.subject == subject and c.is_number]
    if basis is not None:
        about = [c for c in about if c.basis in basis]
    if not about:
        raise InputError(
            Problem(
                "no claim states a number for it", field="subject", value=subject, expected="a quantity id"
            )
        )
    definitions = sorted({c.definition for c in about})
    if definition is None and len(definitions) > 1:
        raise InputError(
            Problem(
                "is claimed by several definitions",
                field="subject",
                value=subject,
                expected="a definition: " + ", ".join(repr(d) for d in definitions),
            )
        )
    chosen = [c for c in about if definition is None or c.definition == definition]
    if not chosen:
        raise InputError(
            Problem(
                f"no claim on {subject} by this definition",
                field="definition",
                value=definition,
                expected="one of " + ", ".join(repr(d) for d in definitions),
            )
        )
    return mixture(chosen)


def mixture(chosen: Sequence[Claim]) -> Estimate:
    """Mix claims on one quantity, by one definition and in one unit; see the rule of this module.

    Parameters
    ----------
    chosen : sequence of Claim
        Claims that state a number; at least one.

    Raises
    ------
    InputError
        If their units differ.
    """
    units = sorted({c.unit for c in chosen})
    if len(units) > 1:
        raise InputError(
            Problem(
                "claims on one quantity differ in unit",
                file="claims.csv",
                field="unit",
                value=", ".join(units),
                expected="one unit",
                mend="give them the same unit or different definitions",
            )
        )
    of_source = Counter(c.source_id for c in chosen)
    raw = [CONFIDENCE_WEIGHT[c.confidence] / of_source[c.source_id] for c in chosen]
    total = sum(raw)
    parts = tuple(
        Component(c.claim_id, c.source_id, *c.allowed, weight / total)
        for c, weight in zip(chosen, raw, strict=True)
    )
    return Estimate(chosen[0].subject, chosen[0].definition, units[0], parts)
