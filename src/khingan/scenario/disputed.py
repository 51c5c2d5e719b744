"""Inputs on which the sources disagree: rival claims, how one figure is drawn from them, and what it moves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from khingan.claims import ClaimSet, load_claims
from khingan.claims.estimate import Estimate, mixture
from khingan.claims.model import Claim
from khingan.scenario.model import Row, Scenario

SOURCE, ESTIMATE = "source", "estimate"


@dataclass(frozen=True)
class Dispute:
    """One disputed quantity.

    Attributes
    ----------
    quantity_id, description, unit : str
        Name, which is also that of its draws, meaning, and unit of its figures.
    method : str
        ``source``: one of the claims is right; ``estimate``: the distribution that follows from all of them.
    claims : tuple of Claim
        The rivals.
    weights : tuple of float
        Chance of every rival; they sum to one.
    stated : float
        Figure on which the scenario closes.
    parameters : tuple of str
        Coefficients that it moves.
    share : float
        Part that it is of what they scale.
    """

    quantity_id: str
    description: str
    unit: str
    method: str
    claims: tuple[Claim, ...]
    weights: tuple[float, ...]
    stated: float
    parameters: tuple[str, ...]
    share: float

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value that any of the claims allows."""
        allowed = [claim.allowed for claim in self.claims]
        return min(low for low, _ in allowed), max(high for _, high in allowed)

    @property
    def estimate(self) -> Estimate:
        """Distribution that follows from the claims, which must be by one definition."""
        return mixture(list(self.claims))

    def picks(self, u: ArrayLike) -> NDArray[np.int64]:
        """Number of the claim that is right, from uniform numbers; for ``source`` only."""
        edges = np.cumsum(self.weights)
        found = np.searchsorted(edges, np.asarray(u, np.float64), side="right")
        return np.asarray(np.minimum(found, len(edges) - 1), np.int64)

    def figures(self, which: ArrayLike, where: ArrayLike) -> NDArray[np.float64]:
        """Figures of the quantity from two uniform numbers each.

        Parameters
        ----------
        which : array_like
            From 0 to 1: which source is right, or the quantile of the estimate.
        where : array_like
            From 0 to 1, the same shape: where within that which the words of the source allow; unused by an
            estimate.
        """
        if self.method == ESTIMATE:
            return self.estimate.quantile(which)
        allowed = np.array([claim.allowed for claim in self.claims])[self.picks(which)]
        low, high = allowed[..., 0], allowed[..., 1]
        return np.asarray(low + (high - low) * np.asarray(where, np.float64))

    def effect(self, figures: ArrayLike) -> NDArray[np.float64]:
        """Change of the coefficients by a figure, as a share of their stated values; 0 for the stated figure."""
        return np.asarray(self.share * (np.asarray(figures, np.float64) / self.stated - 1.0))


@lru_cache(maxsize=8)
def disputes(sc: Scenario) -> tuple[Dispute, ...]:
    """Disputed quantities of a checked scenario, in the order of their table."""
    table = sc.tables["disputed"]
    if not len(table):
        return ()
    claims = load_claims(sc.path)
    return tuple(_dispute(row, claims) for row in table)


def _dispute(row: Row, claims: ClaimSet) -> Dispute:
    rivals = tuple(claims[claim_id] for claim_id in row["claims"])
    return Dispute(
        quantity_id=row["quantity_id"],
        description=row["description"],
        unit=rivals[0].unit,
        method=row["method"],
        claims=rivals,
        weights=_weights(row, rivals),
        stated=float(row["stated"]),
        parameters=tuple(row["parameters"]),
        share=float(row["share"]),
    )


def _weights(row: Row, rivals: tuple[Claim, ...]) -> tuple[float, ...]:
    if row["method"] == ESTIMATE:
        return tuple(part.weight for part in mixture(list(rivals)).components)
    raw = stated_weights(row) or [1.0] * len(rivals)
    return tuple(weight / sum(raw) for weight in raw)


def stated_weights(row: Row) -> list[float]:
    """Weights as the row states them; none where it leaves them equal.

    Raises
    ------
    ValueError
        If one is no number.
    """
    return [float(part) for part in (row["weights"] or "").split()]
