"""Routes of jobs: start, list, resume, cancel."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from khingan.server.deps import service_of
from khingan.server.jobs import info_of, is_resumable
from khingan.server.making import Crowded
from khingan.server.models import JobId, JobInfo, JobKind, Order, ResumeOrder, Started
from khingan.server.service import Service, fault, packed

router = APIRouter(prefix="/api/jobs")
TheHouse = Annotated[Service, Depends(service_of)]


@router.get("")
async def jobs(service: TheHouse) -> list[JobInfo]:
    """Jobs, the latest first, and what is being made."""
    await service.jobs.look_at_others()
    return service.job_list()


@router.post("", status_code=202)
async def start(order: Order, service: TheHouse) -> Started:
    """Start a job."""
    if isinstance(order, ResumeOrder):
        return await _resume_run(order, service)
    args = await service.scenario(order.scenario)
    words = order.worlds if order.kind == "compare" else order.what_if
    await check_what_ifs(service, args, words)
    if len(set(words)) < len(words):
        raise fault(422, "a what-if is named twice", "what_if")
    name = (", " if order.kind == "compare" else "+").join(words) or "documented"
    count = f"{order.campaigns} campaign{'s' if order.campaigns > 1 else ''}"
    title = f"{await _title(service, order.scenario)}: {name}, {count}, seed {order.seed}"
    stamp = f"{datetime.now():%Y%m%dT%H%M%S}"
    infix = {"run": "", "ensemble": "ensemble-", "compare": "compare-"}[order.kind]
    if order.kind == "compare":
        folder = service.settings.cache / "compare"
    else:
        runs = service.settings.runs.absolute()
        folder = service.jobs.free_folder(runs / f"{order.scenario}-{infix}{order.seed}-{stamp}")
    wanted = {**order.model_dump(), "scenario": args["scenario"]}
    return await _started(service, order.kind, title, wanted, folder)


async def _title(service: Service, name: str) -> str:
    known = await service.document("scenarios", {})
    return next((str(one["title"]) for one in known if one["scenario_id"] == name), name)


async def check_what_ifs(service: Service, args: dict[str, Any], words: list[str]) -> None:
    """Refuse what is no what-if of the scenario."""
    known = [one["name"] for one in await service.document("what-ifs", args)] if words else []
    for word in words:
        for name in word.split("+"):
            if name not in known:
                raise fault(422, "there is no such what-if", "what_if", name, "one of " + ", ".join(known))


async def _resume_run(order: ResumeOrder, service: Service) -> Started:
    known = (await service.runs()).get(order.run_id)
    if known is None:
        raise fault(404, "there is no such run", "run_id", order.run_id, "an id of GET /api/runs")
    if not known.info.resumable:
        raise fault(409, "it is not an ensemble that was cut off", "run_id", order.run_id)
    title = f"{known.info.scenario_id}: completing {order.run_id}"
    return await _started(service, "ensemble", title, order.model_dump(), Path(known.place))


async def _started(
    service: Service, kind: JobKind, title: str, order: dict[str, Any], folder: Path
) -> Started:
    try:
        job = await service.jobs.start(kind, title, order, folder)
    except Crowded:
        raise fault(429, "too many jobs are waiting", mend="cancel some, or try again later") from None
    return Started(job_id=job.job_id)


def _found(service: Service, job_id: str) -> Any:
    job = service.jobs.jobs.get(job_id)
    if job is None:
        raise fault(404, "there is no such job", "job_id", job_id, "an id of GET /api/jobs")
    return job


@router.get("/{job_id}")
async def one(job_id: JobId, service: TheHouse) -> JobInfo:
    """A job."""
    await service.jobs.look_at_others()
    for info in service.job_list():
        if info.job_id == job_id:
            return info
    raise fault(404, "there is no such job", "job_id", job_id, "an id of GET /api/jobs")


@router.get("/{job_id}/result", response_class=Response)
async def result(job_id: JobId, request: Request, service: TheHouse) -> Response:
    """What a comparison has found."""
    job = _found(service, job_id)
    if job.kind != "compare" or job.state != "finished":
        raise fault(409, "it is not a finished comparison", "job_id", job_id)
    file = Path(job.folder) / f"{job.job_id}-compare.json.gz"
    if not await asyncio.to_thread(file.is_file):
        raise fault(404, "its result is not kept any more", "job_id", job_id, mend="start it again")
    return await packed(request, file, "compare.json")


@router.post("/{job_id}/resume", status_code=202)
async def resume(job_id: JobId, service: TheHouse) -> Started:
    """Go on with a job that was cut off: an ensemble is completed, anything else begins again."""
    job = _found(service, job_id)
    if not is_resumable(job):
        raise fault(
            409,
            "it is not broken",
            "job_id",
            job_id,
            f"a job that is broken, failed or cancelled, not {job.state}",
        )
    folder = Path(job.folder)
    if str(folder.resolve()) in service.jobs.writing:
        raise fault(409, "another job is at it already", "job_id", job_id)
    if job.order["kind"] == "run" and await asyncio.to_thread(folder.exists):
        raise fault(409, "its folder is taken", "job_id", job_id, mend="start a new one")
    return await _started(service, job.kind, job.title, job.order, folder)


@router.delete("/{job_id}")
async def cancel(job_id: JobId, service: TheHouse) -> JobInfo:
    """Stop a job: its process is ended. What an ensemble has fought is kept."""
    job = _found(service, job_id)
    if job.state not in ("waiting", "running"):
        raise fault(409, "it has ended already", "job_id", job_id)
    if not service.jobs.is_own(job):
        raise fault(409, "another server works at it", "job_id", job_id)
    await service.jobs.cancel(job_id)
    return info_of(job)
