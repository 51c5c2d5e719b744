"""Routes of runs and their campaigns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse

from khingan.server.deps import service_of
from khingan.server.models import (
    MOST_DAYS,
    EventInfo,
    Glimpse,
    Losses,
    Pick,
    PlaceDates,
    RunDescription,
    RunId,
    RunInfo,
    TableRows,
    Word,
)
from khingan.server.routes_map import ARROW, PENDING
from khingan.server.service import Service, fault

MOST_SAMPLE = 100
MOST_ROWS = 10_000
router = APIRouter(prefix="/api/runs")
TheHouse = Annotated[Service, Depends(service_of)]
Number = Annotated[int, Path(ge=0, le=2**31 - 1)]
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}}}


@router.get("")
async def runs(service: TheHouse) -> list[RunInfo]:
    """Everything in the catalogue, the latest first."""
    return [known.info for known in (await service.runs()).values()]


@router.get("/{run_id}", response_model=RunDescription, responses=PENDING)
async def run(run_id: RunId, request: Request, service: TheHouse) -> Response:
    """What a run is, with its units and formations."""
    args = await service.of_run(run_id, run_id=run_id)
    return await service.made(request, "describe", "run.json", args, 60.0)


async def _campaign(service: Service, run_id: str, n: int) -> dict[str, Any]:
    known = await service.run(run_id)
    if n >= known.info.campaigns:
        raise fault(404, "there is no such campaign", "n", str(n), f"0 to {known.info.campaigns - 1}")
    return await service.of_run(run_id, run_id=run_id, campaign=n)


@router.get("/{run_id}/campaigns/{n}/replay.arrow", responses=ARROW, response_class=Response)
async def replay(run_id: RunId, n: Number, request: Request, service: TheHouse) -> Response:
    """Every unit at every step of a campaign, fought again from its index."""
    return await service.made(request, "replay", "replay.arrow", await _campaign(service, run_id, n))


@router.get("/{run_id}/campaigns/{n}/front.arrow", responses=ARROW, response_class=Response)
async def front(run_id: RunId, n: Number, request: Request, service: TheHouse) -> Response:
    """The front line after every step, smoothed."""
    return await service.made(request, "replay", "front.arrow", await _campaign(service, run_id, n))


@router.get("/{run_id}/campaigns/{n}/belief.arrow", responses=ARROW, response_class=Response)
async def belief(run_id: RunId, n: Number, request: Request, service: TheHouse) -> Response:
    """What each side believes of the enemy after every step."""
    return await service.made(request, "replay", "belief.arrow", await _campaign(service, run_id, n))


@router.get("/{run_id}/campaigns/{n}/supply.arrow", responses=ARROW, response_class=Response)
async def supply(run_id: RunId, n: Number, request: Request, service: TheHouse) -> Response:
    """How far supply reaches on each morning, and its sources."""
    return await service.made(request, "replay", "supply.arrow", await _campaign(service, run_id, n))


@router.get("/{run_id}/campaigns/{n}/air.arrow", responses=ARROW, response_class=Response)
async def air(run_id: RunId, n: Number, request: Request, service: TheHouse) -> Response:
    """Sorties by day, region and mission, and the groups of aircraft."""
    return await service.made(request, "replay", "air.arrow", await _campaign(service, run_id, n))


@router.get("/{run_id}/campaigns/{n}/events.json", response_model=list[EventInfo], responses=PENDING)
async def events(run_id: RunId, n: Number, request: Request, service: TheHouse) -> Response:
    """What happened in a campaign."""
    return await service.made(request, "replay", "events.json", await _campaign(service, run_id, n))


@router.get("/{run_id}/campaigns/{n}/knows", response_model=Glimpse, responses=PENDING)
async def knows(
    run_id: RunId,
    n: Number,
    unit: Annotated[Word, Query()],
    step: Annotated[int, Query(ge=0, le=MOST_DAYS * 4)],
    request: Request,
    service: TheHouse,
) -> Response:
    """What a unit or formation has, knows and is told after a step; ``unit`` is an id of either."""
    args = await _campaign(service, run_id, n)
    args.pop("run_id")
    return await service.made(request, "knows", "knows.json", {**args, "unit": unit, "step": step})


@router.get("/{run_id}/places", response_model=list[PlaceDates], responses=PENDING)
async def places(run_id: RunId, request: Request, service: TheHouse) -> Response:
    """When places were taken, over all campaigns, beside the documented dates."""
    return await _of_run(service, request, "places", run_id)


@router.get("/{run_id}/losses", response_model=Losses, responses=PENDING)
async def losses(run_id: RunId, request: Request, service: TheHouse) -> Response:
    """Fans of losses by day and side beside the claims."""
    return await _of_run(service, request, "losses", run_id)


@router.get("/{run_id}/reckoning", responses=PENDING, response_class=Response)
async def reckoning(run_id: RunId, request: Request, service: TheHouse) -> Response:
    """The figures of the documents beside the run, definition by definition; as ``khingan reckon --json``."""
    return await _of_run(service, request, "reckoning", run_id)


@router.get("/{run_id}/verdict", responses=PENDING, response_class=Response)
async def verdict(run_id: RunId, request: Request, service: TheHouse) -> Response:
    """What the calibration part of the record says of the run."""
    return await _of_run(service, request, "verdict", run_id)


async def _of_run(service: Service, request: Request, task: str, run_id: str) -> Response:
    return await service.made(request, task, f"{task}.json", await service.of_run(run_id), 20.0)


@router.get("/{run_id}/control.arrow", responses=ARROW, response_class=Response)
async def control(
    run_id: RunId,
    request: Request,
    service: TheHouse,
    sample: Annotated[int, Query(ge=1, le=MOST_SAMPLE)] = 40,
) -> Response:
    """How likely each side holds each cell by day, from a sample of campaigns fought again."""
    known = await service.run(run_id)
    args = await service.of_run(run_id, run_id=run_id, sample=min(sample, known.info.campaigns))
    return await service.made(request, "control", "control.arrow", args)


@router.get("/{run_id}/measures")
async def measures(run_id: RunId, service: TheHouse) -> list[str]:
    """Measures by which a campaign can be picked."""
    known = await service.run(run_id)
    return await asyncio.to_thread(_measures, known.place)


def _measures(place: str) -> list[str]:
    from khingan.experiments.store import open_results
    from khingan.server.findings import measures_to_pick

    return measures_to_pick(open_results(place))


@router.get("/{run_id}/pick")
async def pick(run_id: RunId, measure: Annotated[Word, Query()], service: TheHouse) -> Pick:
    """The campaigns with the median, lowest and highest value of a measure."""
    known = await service.run(run_id)
    return await asyncio.to_thread(_pick, known.place, measure)


def _pick(place: str, measure: str) -> Pick:
    from khingan.experiments.store import open_results
    from khingan.server import findings

    results = open_results(place)
    names = findings.measures_to_pick(results)
    if measure not in names:
        raise fault(422, "there is no such measure", "measure", measure, "one of " + ", ".join(names))
    return findings.pick(results, measure)


@router.get("/{run_id}/tables/{name}.csv", response_class=StreamingResponse, responses=CSV)
async def table_csv(run_id: RunId, name: Word, service: TheHouse) -> StreamingResponse:
    """A whole table as CSV."""
    data = await _dataset(service, run_id, name)
    file = f"{run_id}-{name}.csv"
    return StreamingResponse(
        _csv(data), media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{file}"'}
    )


@router.get("/{run_id}/tables/{name}.json")
async def table_json(
    run_id: RunId,
    name: Word,
    service: TheHouse,
    first: Annotated[int, Query(ge=0, le=2**31)] = 0,
    rows: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 1000,
) -> TableRows:
    """Rows of a table: ``rows`` of them from ``first``."""
    data = await _dataset(service, run_id, name)
    return await asyncio.to_thread(_rows, data, first, rows)


async def _dataset(service: Service, run_id: str, name: str) -> Any:
    known = await service.run(run_id)
    return await asyncio.to_thread(_open_table, known.place, name)


def _open_table(place: str, name: str) -> Any:
    from khingan.experiments.store import open_results

    results = open_results(place)
    if name not in results.tables:
        raise fault(
            404, "there is no such table", "name", name, "one of " + ", ".join(sorted(results.tables))
        )
    return results.dataset(name)


def _csv(data: Any) -> Iterator[bytes]:
    import io

    import pyarrow as pa
    from pyarrow import csv

    from khingan.experiments.store.export import plain

    with_head = True
    for batch in data.to_batches():
        sink = io.BytesIO()
        table = plain(pa.Table.from_batches([batch])).replace_schema_metadata(None)
        csv.write_csv(table, sink, csv.WriteOptions(include_header=with_head))
        with_head = False
        yield sink.getvalue()


def _rows(data: Any, first: int, rows: int) -> TableRows:
    from khingan.server.findings import plain

    total = data.count_rows()
    found = data.scanner().head(first + rows).slice(first) if first < total else data.schema.empty_table()
    names = [field.name for field in data.schema]
    units = [(field.metadata or {}).get(b"unit", b"").decode() for field in data.schema]
    content = [list(row.values()) for row in plain(found.to_pylist())]
    return TableRows(columns=names, units=units, rows=content, first=first, total=total)
