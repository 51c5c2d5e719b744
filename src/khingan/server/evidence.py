"""Claims and what stands behind numbers, as the pages show them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from khingan.claims import Claim, ClaimSet, conflict_groups, explain, load_claims, trace
from khingan.scenario.overlays import available
from khingan.scenario.why import explain as explain_number
from khingan.scenario.why import names
from khingan.server.models import (
    ClaimInfo,
    Claims,
    ClaimStory,
    ClassInfo,
    Reason,
    SourceInfo,
    SumInfo,
    Use,
    Why,
)

MOST_SUMS = 20
_VALUES = "value"


def claims_of(scenario: Any) -> Claims:
    """All claims of a scenario with where each is used."""
    claims = load_claims(scenario.path)
    groups = [[claim.claim_id for claim in group.claims] for group in conflict_groups(claims)]
    group_of = {claim_id: i for i, group in enumerate(groups) for claim_id in group}
    used = uses_of(scenario)
    return Claims(
        scenario_id=scenario.scenario_id,
        sources=[SourceInfo(**asdict(source)) for source in claims.sources.values()],
        classes=[
            ClassInfo(class_id=c.class_id, title=c.title, side=c.side, kind=c.kind, unit=c.unit)
            for c in claims.classes.values()
        ],
        claims=[
            _claim(claim, group_of.get(claim.claim_id), used.get(claim.claim_id, []))
            for claim in claims.claims.values()
        ],
        groups=groups,
    )


def uses_of(scenario: Any) -> dict[str, list[Use]]:
    """Rows of the scenario, what-ifs and figures of the reckoning behind which each claim stands."""
    found: dict[str, list[Use]] = {}
    for name, table in scenario.tables.items():
        for row_id, row in table.by_id.items():
            if row.get("claim"):
                asked = str(row_id) if name in ("parameters", "exogenous") else None
                if asked is None and _VALUES in row:
                    asked = f"{row_id}.{_VALUES}"
                found.setdefault(str(row["claim"]), []).append(
                    Use(table=name, row_id=str(row_id), name=asked)
                )
    for overlay in available(scenario.path):
        for claim_id in overlay.claims:
            found.setdefault(claim_id, []).append(Use(table="what_if", row_id=overlay.name, name=None))
    return found


def _claim(claim: Claim, group: int | None, used: list[Use]) -> ClaimInfo:
    low, high = claim.allowed if claim.is_number else (None, None)
    return ClaimInfo(
        **{**asdict(claim), "conflicts_with": list(claim.conflicts_with)},
        figure=claim.figure,
        low=low,
        high=high,
        group=group,
        used=used,
    )


def claim_story(scenario: Any, claim_id: str) -> ClaimStory:
    """A claim down to its source, with rivals and the best sums that reproduce its figure.

    Raises
    ------
    InputError
        If there is no such claim.
    """
    claims: ClaimSet = load_claims(scenario.path)
    behind = trace(claims, claim_id)
    found = explain(claims, claim_id, 3)
    return ClaimStory(
        claim=_claim(behind.claim, None, uses_of(scenario).get(claim_id, [])),
        source=SourceInfo(**asdict(behind.source)),
        lines=behind.lines(),
        rivals=[rival.claim_id for rival in behind.rivals],
        sums=[
            SumInfo(
                terms=list(one.terms),
                low=one.low,
                high=one.high,
                gap=one.gap,
                definition_distance=one.definition_distance,
                double_counts=[list(pair) for pair in one.double_counts],
            )
            for one in found.sums[:MOST_SUMS]
        ],
        sums_found=len(found.sums),
        tried=found.tried,
        reason=found.reason,
    )


def why(scenario: Any, name: str) -> Why:
    """Why this number?

    Raises
    ------
    InputError
        If the name is not known.
    """
    answer = explain_number(scenario, name)
    known = load_claims(scenario.path).claims
    told = " ".join(text for _, text in answer.reasons)
    words = {word.strip("():,;.") for word in told.split()}
    row_id = name.rpartition(".")[0]
    return Why(
        name=answer.name,
        value=answer.value,
        unit=answer.unit,
        low=answer.low,
        high=answer.high,
        meaning=answer.meaning,
        assumption=answer.is_assumption,
        reasons=[Reason(depth=depth, text=text) for depth, text in answer.reasons],
        claims=[claim_id for claim_id in known if claim_id in words],
        fields=names(scenario, row_id) if row_id else [],
    )
