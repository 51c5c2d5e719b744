"""Routes of the map and the scenarios."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from khingan.server.deps import service_of
from khingan.server.models import Axis, GroundPicture, MapLines, MapPlace, Pending, ScenarioInfo, WhatIf, Word
from khingan.server.service import Service

router = APIRouter(prefix="/api")
TheHouse = Annotated[Service, Depends(service_of)]
WAIT_S = 60.0
PENDING: dict[int | str, dict[str, Any]] = {202: {"model": Pending, "description": "It is being made"}}
ARROW: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/vnd.apache.arrow.stream": {}}, "description": "Arrow IPC stream"},
    **PENDING,
}


@router.get("/scenarios", response_model=list[ScenarioInfo], responses=PENDING)
async def scenarios(request: Request, service: TheHouse) -> Response:
    """Scenarios of the library."""
    return await service.made(request, "scenarios", "scenarios.json", {}, WAIT_S)


@router.get("/what-ifs", response_model=list[WhatIf], responses=PENDING)
async def what_ifs(scenario: Annotated[Word, Query()], request: Request, service: TheHouse) -> Response:
    """What-ifs of a scenario."""
    args = await service.scenario(scenario)
    return await service.made(request, "what-ifs", "what-ifs.json", args, WAIT_S)


@router.get("/map/{scenario}/cells.arrow", responses=ARROW, response_class=Response)
async def cells(scenario: Word, request: Request, service: TheHouse) -> Response:
    """All cells of the map with their outlines in km."""
    args = await service.scenario(scenario)
    return await service.made(request, "cells", "cells.arrow", args, WAIT_S)


@router.get("/map/{scenario}/axes.json", response_model=list[Axis], responses=PENDING)
async def axes(scenario: Word, request: Request, service: TheHouse) -> Response:
    """Planned axes of a scenario."""
    args = await service.scenario(scenario)
    return await service.made(request, "cells", "axes.json", args, WAIT_S)


@router.get("/map/{scenario}/ground.json", response_model=GroundPicture, responses=PENDING)
async def ground(scenario: Word, request: Request, service: TheHouse) -> Response:
    """The painted ground: relief, cover and water as one picture."""
    await service.scenario(scenario)
    return await service.made(request, "ground", "ground.json", {}, WAIT_S)


@router.get("/map/{scenario}/lines.json", response_model=MapLines, responses=PENDING)
async def lines(scenario: Word, request: Request, service: TheHouse) -> Response:
    """Coast, lakes, rivers, railways, tracks, borders, fortified zones."""
    await service.scenario(scenario)
    return await service.made(request, "lines", "lines.json", {}, WAIT_S)


@router.get("/map/{scenario}/places.json", response_model=list[MapPlace], responses=PENDING)
async def places(scenario: Word, request: Request, service: TheHouse) -> Response:
    """Places of the gazetteer."""
    await service.scenario(scenario)
    return await service.made(request, "map-places", "map-places.json", {}, WAIT_S)
