"""Routes of runs and their campaigns."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from khingan.server.deps import house_of
from khingan.server.house import House, fault
from khingan.server.models import EventInfo, Pending, RunDescription, RunId, RunInfo
from khingan.server.routes_map import ARROW

router = APIRouter(prefix="/api/runs")
TheHouse = Annotated[House, Depends(house_of)]
Number = Annotated[int, Path(ge=0, le=2**31 - 1)]
PENDING = {202: {"model": Pending}}


@router.get("")
async def runs(house: TheHouse) -> list[RunInfo]:
    """Everything in the catalogue, the latest first."""
    return [known.info for known in (await house.runs()).values()]


@router.get("/{run_id}", response_model=RunDescription, responses=PENDING)
async def run(run_id: RunId, request: Request, house: TheHouse) -> Response:
    """What a run is, with its units and formations."""
    known = await house.run(run_id)
    args = {"place": known.place, "run_id": run_id}
    return await house.made(request, "describe", "run.json", args, 60.0)


async def _campaign(house: House, run_id: str, n: int) -> dict[str, object]:
    known = await house.run(run_id)
    if n >= known.info.campaigns:
        raise fault(404, "there is no such campaign", "n", str(n), f"0 to {known.info.campaigns - 1}")
    return {"place": known.place, "run_id": run_id, "campaign": n}


@router.get("/{run_id}/campaigns/{n}/replay.arrow", responses=ARROW, response_class=Response)
async def replay(run_id: RunId, n: Number, request: Request, house: TheHouse) -> Response:
    """Every unit at every step of a campaign, fought again from its index."""
    return await house.made(request, "replay", "replay.arrow", await _campaign(house, run_id, n))


@router.get("/{run_id}/campaigns/{n}/front.arrow", responses=ARROW, response_class=Response)
async def front(run_id: RunId, n: Number, request: Request, house: TheHouse) -> Response:
    """The front line after every step, smoothed."""
    return await house.made(request, "replay", "front.arrow", await _campaign(house, run_id, n))


@router.get("/{run_id}/campaigns/{n}/events.json", response_model=list[EventInfo], responses=PENDING)
async def events(run_id: RunId, n: Number, request: Request, house: TheHouse) -> Response:
    """What happened in a campaign."""
    return await house.made(request, "replay", "events.json", await _campaign(house, run_id, n))
