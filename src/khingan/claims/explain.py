"""Where a figure may come from: its rivals, and the sums of other claims that reproduce it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from khingan.claims.conflicts import rivals
from khingan.claims.model import Claim, ClaimSet, definition_distance

MAX_TERMS = 4
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of claims that reproduces a figure.

    Parameters
    ----------
    terms : tuple of str
        Claim ids in table order.
    low, high : float
        The sum of the printed figures; they differ if a term is a range.
    definition_distance : int
        Kinds in which the sum differs from the definition of the figure.
    gap : float
        Distance of the sum from the printed figure.
    double_counts : tuple of (str, str)
        Pairs of terms that count the same kind: a claim and its own part, two parts not known to be disjoint,
        or two rival figures of one quantity.
    derived : tuple of str
        Terms that are arithmetic and not printed figures; their parts may make a longer sum of that value.
    """

    terms: tuple[str, ...]
    low: float
    high: float
    definition_distance: int
    gap: float
    double_counts: tuple[tuple[str, str], ...]
    derived: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands behind a claim.

    Parameters
    ----------
    claim : Claim
    rivals : tuple of Claim
        Contradicting claims and others on the same quantity.
    target : (float, float) or None
        The values its words allow; None without a number.
    sums : tuple of Sum
        Every sum that reproduces the figure, best first: fewest terms, closest definition, smallest gap.
    tried : int
        How many sums were possible.
    reason : str
        Why there was nothing to try; empty otherwise.
    """

    claim: Claim
    rivals: tuple[Claim, ...]
    target: tuple[float, float] | None
    sums: tuple[Sum, ...]
    tried: int
    reason: str

    @property
    def clean(self) -> tuple[Sum, ...]:
        """The sums without double counting."""
        return tuple(found for found in self.sums if not found.double_counts)


def explain(claims: ClaimSet, claim_id: str, max_terms: int = MAX_TERMS) -> Explanation:
    """Find the rivals of a claim and all sums of other claims of its class that reproduce its figure.

    Parameters
    ----------
    claims : ClaimSet
    claim_id : str
        The figure to explain.
    max_terms : int
        Longest sum.

    Returns
    -------
    Explanation
        Sums are not proofs: with enough figures some fit by chance, which is why they are all listed and
        counted.

    Raises
    ------
    InputError
        If the claim is unknown.

    Notes
    -----
    Only claims of one additive class are added: same side, kind of figure, unit and period. A sum fits if the
    interval of its printed figures touches the interval that the words of the claim allow (`Claim.allowed`).
    """
    claim = claims[claim_id]
    others = rivals(claims, claim_id)
    if not claim.is_number:
        return Explanation(claim, others, None, (), 0, "the claim states no number")
    if not claim.class_id:
        return Explanation(claim, others, claim.allowed, (), 0, "the claim is in no additive class")
    terms = tuple(other for other in claims.members(claim.class_id) if other.claim_id != claim_id)
    tried = sum(comb(len(terms), size) for size in range(1, max_terms + 1))
    found = [_weigh(claim, chosen) for chosen in _fitting(terms, claim.allowed, max_terms)]
    found.sort(key=lambda s: (len(s.terms), s.definition_distance, s.gap, s.terms))
    reason = "" if terms else "no other claim is in its class"
    return Explanation(claim, others, claim.allowed, tuple(found), tried, reason)


def _fitting(
    terms: Sequence[Claim], target: tuple[float, float], max_terms: int
) -> Iterator[tuple[Claim, ...]]:
    """Yield the choices whose printed sum touches the target."""
    slack = _TOLERANCE * max(1.0, abs(target[1]))
    for size in range(1, max_terms + 1):
        for chosen in combinations(terms, size):
            low = sum(term.printed[0] for term in chosen)
            high = sum(term.printed[1] for term in chosen)
            if low <= target[1] + slack and high >= target[0] - slack:
                yield chosen


def _weigh(claim: Claim, chosen: tuple[Claim, ...]) -> Sum:
    low = sum(term.printed[0] for term in chosen)
    high = sum(term.printed[1] for term in chosen)
    figure = claim.printed
    gap = max(0.0, low - figure[1], figure[0] - high)
    kinds = [kind for term in chosen for kind in term.kinds]
    doubles = tuple(
        (one.claim_id, other.claim_id) for one, other in combinations(chosen, 2) if _overlap(one, other)
    )
    return Sum(
        terms=tuple(term.claim_id for term in chosen),
        low=low,
        high=high,
        definition_distance=definition_distance(kinds, claim.kinds),
        gap=gap,
        double_counts=doubles,
        derived=tuple(term.claim_id for term in chosen if term.confidence == "derived"),
    )


def _overlap(one: Claim, other: Claim) -> bool:
    # Two parts of one kind are not known to be disjoint, so the kind before the dot decides.
    return not {kind.split(".")[0] for kind in one.kinds}.isdisjoint(
        kind.split(".")[0] for kind in other.kinds
    )
