"""Claims, and why a number is what it is."""

from __future__ import annotations

from khingan.server.models.base import Said


class Reason(Said):
    """A line of the answer to "why this number?", with its depth."""

    depth: int
    text: str


class Why(Said):
    """A number and what stands behind it."""

    name: str
    value: str
    unit: str
    low: float | None
    high: float | None
    meaning: str
    assumption: bool
    reasons: list[Reason]
    claims: list[str]
    fields: list[str]


class Use(Said):
    """Where a claim stands behind a number of the scenario."""

    table: str
    row_id: str
    name: str | None


class ClaimInfo(Said):
    """A claim of the scenario; ``group`` is its place in ``groups``, if something contradicts it."""

    claim_id: str
    source_id: str
    locator: str
    subject: str
    side: str
    relation: str
    value_low: str
    value_high: str
    unit: str
    as_of_date: str
    scope: str
    definition: str
    paraphrase: str
    confidence: str
    conflicts_with: list[str]
    class_id: str
    basis: str
    figure: str
    low: float | None
    high: float | None
    group: int | None
    used: list[Use]


class SourceInfo(Said):
    """A text that makes claims."""

    source_id: str
    title: str
    author: str
    year: int | None
    kind: str
    note: str


class ClassInfo(Said):
    """An additive class of claims."""

    class_id: str
    title: str
    side: str
    kind: str
    unit: str


class Claims(Said):
    """All claims of a scenario, who makes them, and which of them exclude one another."""

    scenario_id: str
    sources: list[SourceInfo]
    classes: list[ClassInfo]
    claims: list[ClaimInfo]
    groups: list[list[str]]


class SumInfo(Said):
    """A sum of other claims that gives the figure."""

    terms: list[str]
    low: float
    high: float
    gap: float
    definition_distance: int
    double_counts: list[list[str]]


class ClaimStory(Said):
    """A claim down to its source, its rivals, and the sums that reproduce its figure (the best of them)."""

    claim: ClaimInfo
    source: SourceInfo
    lines: list[str]
    rivals: list[str]
    sums: list[SumInfo]
    sums_found: int
    tried: int
    reason: str
