"""The route that holds two runs against each other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from khingan.server.deps import service_of
from khingan.server.making import STAMP
from khingan.server.models import Pending, RunId
from khingan.server.service import Service, fault

router = APIRouter(prefix="/api")


@router.get("/compare", responses={202: {"model": Pending}}, response_class=Response)
async def compare(
    a: Annotated[RunId, Query()],
    b: Annotated[RunId, Query()],
    request: Request,
    service: Annotated[Service, Depends(service_of)],
) -> Response:
    """Run b against run a: pair by pair where they share their luck, else by the means alone."""
    if a == b:
        raise fault(422, "a run cannot be held against itself", "b", b, "another run than a")
    two = [await service.of_run(run_id) for run_id in (a, b)]
    places = [one["place"] for one in two]
    args = {
        "words": places,
        "scenario": None,
        "names": dict(zip(places, (a, b), strict=True)),
        STAMP: {"runs": [a, b], "files": two[0][STAMP]["files"] | two[1][STAMP]["files"]},
    }
    return await service.made(request, "compare", "compare.json", args, 20.0)
