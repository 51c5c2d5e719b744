"""Routes of the map and the scenarios."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from khingan.server.deps import service_of
from khingan.server.models import Axis, GroundPicture, MapLines, MapPlace, Pending, ScenarioInfo, WhatIf, Word
from khingan.server.service import Service, fault

router = APIRouter(prefix="/api")
TheHouse = Annotated[Service, Depends(service_of)]
ARROW: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/vnd.apache.arrow.stream": {}}, "description": "Arrow IPC stream"},
    202: {"model": Pending, "description": "It is being made"},
}


@lru_cache(maxsize=16)
def load_scenario(name: str, what_if: tuple[str, ...] = ()) -> Any:
    """A scenario of the library with its what-ifs; only names that the library lists are ever asked for."""
    from khingan.scenario import load

    return load(name, what_if)


async def scenario_named(name: str) -> Any:
    """A scenario of the library.

    Raises
    ------
    HTTPException
        404 if the library has none of that name.
    """
    from khingan.scenario.load import library_names

    names = await asyncio.to_thread(library_names)
    if name not in names:
        raise fault(404, "there is no such scenario", "scenario", name, "one of " + ", ".join(names))
    return await asyncio.to_thread(load_scenario, name)


def _scenarios() -> list[ScenarioInfo]:
    from khingan.scenario.load import default_name, library_names
    from khingan.server.description import sides_of

    default = default_name()
    return [
        ScenarioInfo(
            scenario_id=name,
            title=sc.title,
            start=sc.start.isoformat(),
            steps=sc.steps,
            sides=sides_of(sc),
            default=name == default,
        )
        for name in library_names()
        for sc in [load_scenario(name)]
    ]


@router.get("/scenarios")
async def scenarios() -> list[ScenarioInfo]:
    """Scenarios of the library."""
    return await asyncio.to_thread(_scenarios)


@router.get("/what-ifs")
async def what_ifs(scenario: Annotated[Word, Query()]) -> list[WhatIf]:
    """What-ifs of a scenario."""
    from khingan.scenario.overlays import available

    sc = await scenario_named(scenario)
    found = await asyncio.to_thread(available, sc.path)
    return [
        WhatIf(
            name=one.name,
            title=one.title,
            question=one.question,
            description=one.description,
            claims=list(one.claims),
        )
        for one in found
    ]


@router.get("/map/{scenario}/cells.arrow", responses=ARROW, response_class=Response)
async def cells(scenario: Word, request: Request, service: TheHouse) -> Response:
    """All cells of the map with their outlines in km."""
    await scenario_named(scenario)
    return await service.made(request, "cells", "cells.arrow", {"scenario": scenario}, 60.0)


@router.get("/map/{scenario}/axes.json", response_model=list[Axis], responses={202: {"model": Pending}})
async def axes(scenario: Word, request: Request, service: TheHouse) -> Response:
    """Planned axes of a scenario."""
    await scenario_named(scenario)
    return await service.made(request, "cells", "axes.json", {"scenario": scenario}, 60.0)


@router.get("/map/{scenario}/ground.json", response_model=GroundPicture, responses={202: {"model": Pending}})
async def ground(scenario: Word, request: Request, service: TheHouse) -> Response:
    """The painted ground: relief, cover and water as one picture."""
    await scenario_named(scenario)
    return await service.made(request, "ground", "ground.json", {}, 60.0)


@router.get("/map/{scenario}/lines.json")
async def lines(scenario: Word) -> MapLines:
    """Coast, lakes, rivers, railways, tracks, borders, fortified zones."""
    from khingan.server.ground import map_lines

    await scenario_named(scenario)
    return await asyncio.to_thread(map_lines)


@router.get("/map/{scenario}/places.json")
async def places(scenario: Word) -> list[MapPlace]:
    """Places of the gazetteer."""
    from khingan.server.ground import map_places

    await scenario_named(scenario)
    return await asyncio.to_thread(map_places)
