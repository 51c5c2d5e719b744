"""What all routes share: settings, runs, what is made and kept."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import HTTPException, Request
from fastapi.responses import JSONResponse, Response

from khingan.experiments.store.catalogue import catalogue_file
from khingan.server.jobs import Jobs, info_of
from khingan.server.journal import RUNNING, Job, Journal, now
from khingan.server.making import STAMP, Crowded, Maker, Making
from khingan.server.models import JobInfo, JobNow, Pending, RunsChanged
from khingan.server.origin import PACKAGE, digest_of
from khingan.server.playing import Reels
from khingan.server.runs import Known, known_runs, own_scenario, scenario_folder
from khingan.server.sessions import Sessions
from khingan.server.settings import Settings
from khingan.server.workers import Refused

WAIT_S = 10.0
PATIENCE_S = 120.0
"""For what a request cannot be understood without; only the first one of a server waits at all."""
PROGRESS_S = 0.2


class Service:
    """The parts of one server.

    Attributes
    ----------
    settings : Settings
    maker : Maker
        Makes what is computed on demand.
    jobs : Jobs
        What was started from a page.
    sessions : Sessions
        Who listens.
    reels : Reels
        Campaigns that are played.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.maker = Maker(settings.cache, digest_of(PACKAGE), self._making_heard)
        journal = Journal(catalogue_file().with_name("jobs.sqlite"))
        self.jobs = Jobs(journal, settings.jobs, self._job_heard)
        self.sessions = Sessions()
        self.reels = Reels()
        self._told: dict[str, tuple[str, float]] = {}
        self._warming = asyncio.create_task(self.maker.warm())

    def _making_heard(self, making: Making) -> None:
        self._tell(making.job_id, making.state, lambda: making_info(making))

    def _job_heard(self, job: Job) -> None:
        self._tell(job.job_id, job.state, lambda: info_of(job))
        if job.state == "finished" and job.run_id is not None:
            self.sessions.tell({"runs"}, lambda: RunsChanged(seq=0, run_id=job.run_id))

    def _tell(self, job_id: str, state: str, make: Callable[[], JobInfo]) -> None:
        """Tell who listens; of mere progress some times a second."""
        before, when = self._told.get(job_id, ("", 0.0))
        now = time.monotonic()
        if state == before and now - when < PROGRESS_S:
            return
        self._told[job_id] = (state, now)
        if state not in RUNNING:
            self._told.pop(job_id)
        self.sessions.tell({"jobs", f"job:{job_id}"}, lambda: JobNow(seq=0, job=make()))

    def job_list(self) -> list[JobInfo]:
        """Jobs, the latest first, and before them what is being made."""
        made = [making_info(making) for making in self.maker.making.values()]
        return made + [info_of(job) for job in reversed(self.jobs.jobs.values())]

    def has_job(self, job_id: str) -> bool:
        """Whether there is such a job."""
        return job_id in self.jobs.jobs or any(m.job_id == job_id for m in self.maker.making.values())

    async def runs(self) -> dict[str, Known]:
        """Runs of the catalogue by id."""
        await self.jobs.look_at_others()
        writing = self.jobs.writing
        return await asyncio.to_thread(known_runs, writing)

    async def run(self, run_id: str) -> Known:
        """A finished run.

        Raises
        ------
        HTTPException
            404 if there is none, 409 if it is not finished.
        """
        known = (await self.runs()).get(run_id)
        if known is None:
            raise fault(404, "there is no such run", "run_id", run_id, "an id of GET /api/runs")
        if known.info.state != "finished":
            words = {"gone": "its folder is not there any more", "broken": "it was never finished"}
            raise fault(409, words.get(known.info.state, "it is still being fought"), "run_id", run_id)
        return known

    async def of_run(self, run_id: str, /, **more: Any) -> dict[str, Any]:
        """What a worker must know of a finished run; see :meth:`run` for what is raised."""
        known = await self.run(run_id)
        own = await asyncio.to_thread(scenario_folder, known.place)
        # The same id is the same campaigns, but claims and record of an own scenario may be others by now.
        files = {} if own is None else {str(own): await asyncio.to_thread(digest_of, own)}
        return {"place": known.place, STAMP: {"runs": [run_id], "files": files}, **more}

    async def scenario(self, name: str) -> dict[str, Any]:
        """What a worker must know of a scenario: of the library, or one elsewhere of which there is a run.

        Raises
        ------
        HTTPException
            404 if there is none of that name.
        """
        names = [one["scenario_id"] for one in await self.document("scenarios", {})]
        if name in names:
            return {"scenario": name}
        own = await asyncio.to_thread(own_scenario, name, await self.runs())
        if own is None:
            raise fault(404, "there is no such scenario", "scenario", name, "one of " + ", ".join(names))
        files = {str(own): await asyncio.to_thread(digest_of, own)}
        return {"scenario": str(own), STAMP: {"files": files}}

    async def document(self, task: str, args: dict[str, Any]) -> Any:
        """What can be looked up, as plain values."""
        try:
            found = await self.maker.get(task, f"{task}.json", args, PATIENCE_S)
        except Refused as refused:
            raise refused_as_http(refused) from refused
        except Crowded:
            raise _crowded() from None
        if isinstance(found, Making):
            raise fault(503, "the server is still loading", mend="try again in a minute")
        return json.loads(gzip.decompress(await asyncio.to_thread(found.read_bytes)))

    async def made(
        self, request: Request, task: str, name: str, args: dict[str, Any], wait_s: float = WAIT_S
    ) -> Response:
        """Answer with something that is made once: the thing itself, or 202 and the job that makes it."""
        try:
            found = await self.maker.get(task, name, args, wait_s)
        except Refused as refused:
            raise refused_as_http(refused) from refused
        except Crowded:
            raise _crowded() from None
        if isinstance(found, Making):
            pending = Pending(job_id=found.job_id, state="running" if found.state == "running" else "waiting")
            return JSONResponse(pending.model_dump(), 202, headers={"Retry-After": "2"})
        return await packed(request, found, name)

    async def close(self) -> None:
        """End all work."""
        self._warming.cancel()
        await self.jobs.close()
        await self.maker.close()


def making_info(making: Making) -> JobInfo:
    """Something that is being made, as the pages see it."""
    return JobInfo(
        job_id=making.job_id,
        kind="make",
        title=making.task,
        state=making.state,
        done=making.done,
        total=making.total,
        words=making.words,
        run_id=making.args.get("run_id"),
        resumable=False,
        faults=making.faults,
        created=making.created,
        ended=None if making.state in RUNNING else now(),
    )


async def packed(request: Request, file: Path, name: str) -> Response:
    """A gzip-packed file of the cache, as the client can take it."""
    content = await asyncio.to_thread(file.read_bytes)
    kind = "application/vnd.apache.arrow.stream" if name.endswith(".arrow") else "application/json"
    tag = f'"{file.name.split("-")[0]}-{name}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(content, media_type=kind, headers={**headers, "Content-Encoding": "gzip"})
    return Response(await asyncio.to_thread(gzip.decompress, content), media_type=kind, headers=headers)


def _crowded() -> HTTPException:
    return fault(429, "too much is waiting to be computed", mend="try again in a minute")


def fault(
    status: int,
    message: str,
    field: str | None = None,
    value: str | None = None,
    expected: str | None = None,
    mend: str | None = None,
) -> HTTPException:
    """One thing that is wrong, as an answer of HTTP."""
    parts = {"message": message, "field": field, "value": value, "expected": expected, "mend": mend}
    return HTTPException(status, detail=[{k: v for k, v in parts.items() if v is not None}])


def refused_as_http(refused: Refused) -> HTTPException:
    """What a worker could not do: 422 where the input is at fault, 500 where we are."""
    return HTTPException(422 if refused.kind == "input" else 500, detail=refused.faults)
