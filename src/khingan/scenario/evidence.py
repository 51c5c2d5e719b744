"""Sources and claims behind the rows of a scenario, as lines of text."""

from __future__ import annotations

from functools import cached_property

from khingan.claims import ClaimSet, load_claims, trace
from khingan.scenario.model import Row, Scenario

ASSUMPTION = "assumption"
#: How a row's confidence reads.
CONFIDENCE = {
    "sourced": "a text that says so was consulted",
    "derived": "computed or combined from sourced parts",
    "recalled": "from memory of the literature, no text at hand",
    "assumed": "an assumption",
}


class Evidence:
    """What a scenario folder knows about its sources and claims.

    Parameters
    ----------
    sc : Scenario
        A scenario; a folder without claims gives bare ids.
    """

    def __init__(self, sc: Scenario) -> None:
        self.path = sc.path

    @cached_property
    def claims(self) -> ClaimSet | None:
        """Claims of the folder, ``None`` if it keeps none."""
        described = (self.path / "datapackage.json").is_file() and (self.path / "claims.csv").is_file()
        return load_claims(self.path) if described else None

    def source(self, source_id: str) -> str:
        """One line on a source."""
        source = self.claims.sources.get(source_id) if self.claims is not None else None
        if source is None:
            return f"source {source_id}"
        by = ", ".join(part for part in (source.author, str(source.year or "")) if part)
        return f"source {source_id}: {source.title}" + (f" ({by})" if by else "")

    def of_row(self, row: Row) -> list[str]:
        """Lines on the source, the confidence and the note of a row."""
        lines = []
        if row.get("source_id"):
            lines.append(self.source(row["source_id"]))
        if row.get("confidence"):
            lines.append(f"{row['confidence']}: {CONFIDENCE[row['confidence']]}")
        if row.get("note"):
            lines.append(f"note: {row['note']}")
        return lines

    def of_claim(self, claim_id: str | None) -> list[str]:
        """Lines on a claim with its source and its rivals, or the word assumption."""
        if claim_id is None:
            return []
        if claim_id == ASSUMPTION:
            return [ASSUMPTION]
        if self.claims is not None and claim_id in self.claims.claims:
            return trace(self.claims, claim_id).lines()
        return [self.source(claim_id)]

    def confidence_of(self, claim_id: str | None) -> str:
        """Confidence of a claim; a bare source counts as derived, anything else as assumed."""
        if self.claims is not None and claim_id is not None:
            if claim_id in self.claims.claims:
                return self.claims.claims[claim_id].confidence
            if claim_id in self.claims.sources:
                return "derived"
        return "assumed"
