"""Routes of the record, of claims, and of the question why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from khingan.server.deps import service_of
from khingan.server.models import Claims, ClaimStory, RecordInfo, Why, Word
from khingan.server.routes_jobs import check_what_ifs
from khingan.server.routes_map import PENDING
from khingan.server.service import Service, fault

router = APIRouter(prefix="/api")
TheHouse = Annotated[Service, Depends(service_of)]


@router.get("/record/{scenario}", response_model=RecordInfo, responses=PENDING)
async def record(scenario: Word, request: Request, service: TheHouse) -> Response:
    """Documented dates: the calibration part of the record, the test part stays closed."""
    return await service.made(request, "record", "record.json", await service.scenario(scenario))


@router.get("/claims", response_model=Claims, responses=PENDING)
async def claims(scenario: Annotated[Word, Query()], request: Request, service: TheHouse) -> Response:
    """All claims of a scenario, their sources, their conflicts, and where each is used."""
    return await service.made(request, "claims", "claims.json", await service.scenario(scenario))


@router.get("/claims/{claim_id}", response_model=ClaimStory, responses=PENDING)
async def claim(
    claim_id: Word, scenario: Annotated[Word, Query()], request: Request, service: TheHouse
) -> Response:
    """A claim down to its source, its rivals, and sums that reproduce its figure."""
    args = await service.scenario(scenario)
    known = await service.document("claims", args)
    if claim_id not in [one["claim_id"] for one in known["claims"]]:
        raise fault(404, "there is no such claim", "claim_id", claim_id, "an id of GET /api/claims")
    return await service.made(request, "claim", "claim.json", {**args, "claim_id": claim_id})


@router.get("/why", response_model=Why, responses=PENDING)
async def why(
    name: Annotated[Word, Query()],
    scenario: Annotated[Word, Query()],
    request: Request,
    service: TheHouse,
    what_if: Annotated[list[Word] | None, Query(max_length=8)] = None,
) -> Response:
    """Why this number? UNIT.FIELD, ROW.FIELD, or the name of a coefficient."""
    args = await service.scenario(scenario)
    words = what_if or []
    await check_what_ifs(service, args, words)
    return await service.made(request, "why", "why.json", {**args, "name": name, "what_if": words})
