"""From a claim back to the text that makes it: what ``khingan why`` prints under a number."""

from __future__ import annotations

from dataclasses import dataclass

from khingan.claims.conflicts import rivals
from khingan.claims.model import Claim, ClaimSet, Source


@dataclass(frozen=True, slots=True)
class Trace:
    """A claim with its source and the claims beside it."""

    claim: Claim
    source: Source
    rivals: tuple[Claim, ...]

    def lines(self) -> list[str]:
        """Return the trace as lines of plain text, most important first."""
        claim, source = self.claim, self.source
        where = ", ".join(part for part in (source.author, str(source.year or "")) if part)
        text = [f"{claim.claim_id} ({claim.confidence}): {claim.paraphrase}"]
        if claim.figure:
            text.append(f"  figure: {claim.figure}")
        if claim.scope or claim.definition:
            text.append("  counts: " + "; ".join(part for part in (claim.scope, claim.definition) if part))
        place = f", {claim.locator}" if claim.locator else ""
        text.append(f"  source: {source.title} ({where}; {source.kind}){place}")
        if source.note:
            text.append(f"  on the source: {source.note}")
        text.extend(
            f"  beside it: {other.claim_id} {other.figure or other.paraphrase}" for other in self.rivals
        )
        return text


def trace(claims: ClaimSet, claim_id: str) -> Trace:
    """Follow a claim to its source.

    Parameters
    ----------
    claims : ClaimSet
    claim_id : str

    Returns
    -------
    Trace

    Raises
    ------
    InputError
        If there is no such claim.
    """
    claim = claims[claim_id]
    return Trace(claim, claims.sources[claim.source_id], rivals(claims, claim_id))
