"""Routes of the record, of claims, and of the question why."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from khingan.server.deps import service_of
from khingan.server.models import Claims, ClaimStory, Pending, RecordInfo, Why, Word
from khingan.server.routes_jobs import check_what_ifs
from khingan.server.routes_map import load_scenario, scenario_named
from khingan.server.service import Service, fault

router = APIRouter(prefix="/api")
TheHouse = Annotated[Service, Depends(service_of)]


@router.get("/record/{scenario}")
async def record(scenario: Word) -> RecordInfo:
    """Documented dates: the calibration part of the record, the test part stays closed."""
    from khingan.server.findings import record_of

    return await asyncio.to_thread(record_of, await scenario_named(scenario))


@router.get("/claims")
async def claims(scenario: Annotated[Word, Query()]) -> Claims:
    """All claims of a scenario, their sources, their conflicts, and where each is used."""
    from khingan.server.evidence import claims_of

    return await asyncio.to_thread(claims_of, await scenario_named(scenario))


@router.get("/claims/{claim_id}", response_model=ClaimStory, responses={202: {"model": Pending}})
async def claim(
    claim_id: Word, scenario: Annotated[Word, Query()], request: Request, service: TheHouse
) -> Response:
    """A claim down to its source, its rivals, and sums that reproduce its figure."""
    from khingan.claims import load_claims

    sc = await scenario_named(scenario)
    known = await asyncio.to_thread(load_claims, sc.path)
    if claim_id not in known.claims:
        raise fault(404, "there is no such claim", "claim_id", claim_id, "an id of GET /api/claims")
    return await service.made(request, "claim", "claim.json", {"scenario": scenario, "claim_id": claim_id})


@router.get("/why")
async def why(
    name: Annotated[Word, Query()],
    scenario: Annotated[Word, Query()],
    what_if: Annotated[list[Word] | None, Query(max_length=8)] = None,
) -> Why:
    """Why this number? UNIT.FIELD, ROW.FIELD, or the name of a coefficient."""
    from khingan.server.evidence import why as explain

    sc = await scenario_named(scenario)
    if what_if:
        await check_what_ifs(sc, what_if)
        sc = await asyncio.to_thread(load_scenario, scenario, tuple(what_if))
    return await asyncio.to_thread(explain, sc, name)
