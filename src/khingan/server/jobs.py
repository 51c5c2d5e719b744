"""Jobs: one worker process each, which can be stopped, and of which a server that comes back knows."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from khingan.errors import SystemFault
from khingan.files import discard_unfinished, numbered
from khingan.server.journal import MOST_KEPT, RUNNING, Job, Journal, now
from khingan.server.making import Crowded
from khingan.server.models import Fault, JobInfo, JobKind
from khingan.server.worker import faults
from khingan.server.workers import Refused, Worker

MOST_WAITING = 32
_log = logging.getLogger(__name__)
CUT_OFF = [{"message": "the server ended before the job did", "mend": "resume it"}]


class Jobs:
    """The jobs of a server.

    Parameters
    ----------
    journal : Journal
    at_once : int
        How many run at the same time.
    heard : callable
        Called with a job whenever it gets on.
    """

    def __init__(self, journal: Journal, at_once: int, heard: Callable[[Job], None]) -> None:
        self.journal, self.heard = journal, heard
        self.server = secrets.token_hex(8)
        self._alive = _lock_of(journal, self.server)
        self.jobs: dict[str, Job] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(at_once)

    def find_broken(self) -> None:
        """Read the journal; what another server had begun and can no longer finish is marked."""
        self._alive.acquire()
        for job in reversed(self.journal.read()):
            self.jobs[job.job_id] = self._checked(job)

    def _checked(self, job: Job) -> Job:
        """A job of the journal; marked as broken if the server that worked at it is gone."""
        if job.state not in RUNNING or self._is_alive(job.server):
            return job
        job = replace(job, state="broken", faults=list(CUT_OFF), ended=now())
        self.journal.write(job)
        _discard_unfinished(job)
        return job

    async def look_at_others(self) -> None:
        """See how far other servers have come with their jobs: they tell nobody but the journal."""
        if any(job.state in RUNNING and job.server != self.server for job in self.jobs.values()):
            for job in await asyncio.to_thread(self._others):
                self.jobs[job.job_id] = job

    def _others(self) -> list[Job]:
        known = {job_id for job_id, job in self.jobs.items() if job.state in RUNNING}
        read = (job for job in self.journal.read() if job.job_id in known and job.server != self.server)
        return [self._checked(job) for job in read]

    def _is_alive(self, server: str) -> bool:
        """Whether a server holds its lock, which ends with its process however that ends."""
        lock = _lock_of(self.journal, server)
        try:
            with lock.acquire(timeout=0):
                pass
        except Timeout:
            return True
        Path(lock.lock_file).unlink(missing_ok=True)
        return False

    def is_own(self, job: Job) -> bool:
        """Whether this server works at a job, and can stop it."""
        return job.job_id in self._tasks

    @property
    def writing(self) -> dict[str, str]:
        """Folders that are being written, with the job that does."""
        return {
            str(Path(job.folder).resolve()): job.job_id for job in self.jobs.values() if job.state in RUNNING
        }

    async def start(self, kind: JobKind, title: str, order: dict[str, Any], folder: Path) -> Job:
        """Start a job, or put it in line.

        Raises
        ------
        Crowded
            If too many wait.
        """
        if sum(job.state in RUNNING for job in self.jobs.values()) >= MOST_WAITING:
            raise Crowded
        job = Job(f"job-{secrets.token_hex(6)}", kind, title, order, str(folder), self.server)
        # Known before anything is waited for: its folder is taken from now on.
        self.jobs[job.job_id] = job
        try:
            await asyncio.to_thread(self.journal.write, job)
        except BaseException:
            del self.jobs[job.job_id]
            raise
        self._forget_old()
        self.heard(job)
        self._tasks[job.job_id] = asyncio.create_task(self._work(job))
        return job

    def free_folder(self, wanted: Path) -> Path:
        """`wanted`, or that name with a number: a folder that is not there and that no job is going to write."""
        return numbered(wanted, taken=self.writing)

    def _forget_old(self) -> None:
        """Keep as many as the journal does."""
        ended = [job_id for job_id, job in self.jobs.items() if job.state not in RUNNING]
        for job_id in ended[: max(0, len(self.jobs) - MOST_KEPT)]:
            del self.jobs[job_id]

    async def _work(self, job: Job) -> None:
        worker = Worker()

        def told(progress: dict[str, Any]) -> None:
            job.done, job.total, job.words = progress["done"], progress["total"], progress["words"]
            self.heard(job)

        try:
            async with self._room:
                job.state = "running"
                await asyncio.to_thread(self.journal.write, job)
                self.heard(job)
                task, args = task_of(job)
                result = await worker.do(task, args, told)
                job.state, job.words = "finished", ""
                if "identity" in result:
                    job.run_id = f"{job.kind}-{result['identity']}"
        except Refused as refused:
            job.state, job.faults = "failed", refused.faults
        except asyncio.CancelledError:
            job.state = "cancelled"
        except Exception as error:
            # Whatever it was, the job has ended, and who waits for it must hear of it.
            _log.exception("%s", job.title)
            job.state, job.faults = "failed", faults(error)
        finally:
            await worker.close()
            self._tasks.pop(job.job_id, None)
            job.ended = now()
            if job.state == "cancelled":
                _discard_unfinished(job)
            try:
                # In this thread: a job that is cancelled while the server ends must still be written down.
                self.journal.write(job)
            except SystemFault:
                _log.exception("%s", job.title)
            self.heard(job)

    async def cancel(self, job_id: str) -> None:
        """Stop a job: its process is ended, what it had finished is kept."""
        task = self._tasks.get(job_id)
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def close(self) -> None:
        """Stop everything that runs; an ensemble can be resumed."""
        for job_id in list(self._tasks):
            await self.cancel(job_id)
        self._alive.release()
        Path(self._alive.lock_file).unlink(missing_ok=True)


def task_of(job: Job) -> tuple[str, dict[str, Any]]:
    """What the worker is told to do for a job."""
    order = {name: value for name, value in job.order.items() if name != "kind"}
    if job.order["kind"] == "run":
        return "run", {"folder": job.folder, **order}
    if job.order["kind"] == "ensemble":
        order["what_if"] = order["what_if"] or None
        resume = (Path(job.folder) / "manifest.json").is_file()
        return "ensemble", {"folder": job.folder, "resume": resume, "order": order}
    if job.order["kind"] == "resume":
        return "ensemble", {"folder": job.folder, "resume": True, "order": {}}
    words = ["documented", *order.pop("worlds")]
    return "compare", {"folder": job.folder, "key": job.job_id, "words": words, "names": {}, **order}


def is_resumable(job: Job) -> bool:
    """Whether it makes sense to go on with a job: an ensemble goes on, another begins again."""
    return job.state in ("broken", "cancelled", "failed")


def info_of(job: Job) -> JobInfo:
    """A job as the pages see it."""
    content: dict[str, Any] = {
        name: getattr(job, name)
        for name in (
            "job_id",
            "kind",
            "title",
            "state",
            "done",
            "total",
            "words",
            "run_id",
            "created",
            "ended",
        )
    }
    return JobInfo(**content, resumable=is_resumable(job), faults=[Fault(**one) for one in job.faults])


def _discard_unfinished(job: Job) -> None:
    """Remove what a run that was cut off has half written; the parts of an ensemble stay."""
    if job.order["kind"] == "run":
        discard_unfinished(Path(job.folder))


def _lock_of(journal: Journal, server: str) -> FileLock:
    # Acquired and released by different threads of the pool that starting and ending run in.
    journal.file.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(journal.file.with_name(f"server-{server}.lock"), thread_local=False)
