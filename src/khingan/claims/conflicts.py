"""Which claims disagree: rivals of one claim, and groups of claims tied together by disagreement."""

from __future__ import annotations

from dataclasses import dataclass

from khingan.claims.model import Claim, ClaimSet


@dataclass(frozen=True)
class ConflictGroup:
    """Claims connected by disagreement, and within them the claims on one quantity by one definition.

    Parameters
    ----------
    claims : tuple of Claim
        The connected component of the conflict graph, in table order.
    quantities : dict of (subject, definition) to tuple of Claim
        The same claims by what they are about. Several entries mean that part of the disagreement lies in the
        definitions and not in the figures.
    """

    claims: tuple[Claim, ...]
    quantities: dict[tuple[str, str], tuple[Claim, ...]]


def rivals(claims: ClaimSet, claim_id: str) -> tuple[Claim, ...]:
    """Return the claims that contradict one, and the others on the same quantity by the same definition.

    Parameters
    ----------
    claims : ClaimSet
    claim_id : str

    Returns
    -------
    tuple of Claim
        In table order. A claim on the same quantity that agrees is returned too: it backs the figure.
    """
    claim = claims[claim_id]
    return tuple(
        other
        for other in claims.claims.values()
        if other.claim_id != claim_id
        and (
            other.claim_id in claim.conflicts_with
            or (other.subject == claim.subject and other.definition == claim.definition)
        )
    )


def conflict_groups(claims: ClaimSet) -> tuple[ConflictGroup, ...]:
    """Return the connected components of the conflict graph, in table order.

    Parameters
    ----------
    claims : ClaimSet

    Returns
    -------
    tuple of ConflictGroup
        Every claim with a rival is in exactly one of them.
    """
    order = {claim_id: number for number, claim_id in enumerate(claims.claims)}
    seen: set[str] = set()
    groups = []
    for claim in claims.claims.values():
        if claim.claim_id in seen or not claim.conflicts_with:
            continue
        component = _component(claims, claim.claim_id)
        seen |= component
        members = tuple(claims[claim_id] for claim_id in sorted(component, key=order.__getitem__))
        quantities: dict[tuple[str, str], tuple[Claim, ...]] = {}
        for member in members:
            key = (member.subject, member.definition)
            quantities[key] = (*quantities.get(key, ()), member)
        groups.append(ConflictGroup(members, quantities))
    return tuple(groups)


def _component(claims: ClaimSet, start: str) -> set[str]:
    found, border = {start}, [start]
    while border:
        for rival in claims[border.pop()].conflicts_with:
            if rival not in found:
                found.add(rival)
                border.append(rival)
    return found
