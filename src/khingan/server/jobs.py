"""Jobs: one worker process each, which can be stopped, and of which a server that comes back knows."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from khingan.files import numbered
from khingan.server.journal import RUNNING, Job, Journal, now
from khingan.server.making import Crowded
from khingan.server.models import Fault, JobInfo, JobKind
from khingan.server.workers import Refused, Worker

MOST_WAITING = 32
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
        self._workers: dict[str, Worker] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(at_once)

    def find_broken(self) -> None:
        """Read the journal; what another server had begun and can no longer finish is marked."""
        self._alive.acquire()
        for job in reversed(self.journal.read()):
            if job.state in RUNNING and not self._is_alive(job.server):
                job = replace(job, state="broken", faults=list(CUT_OFF), ended=now())
                self.journal.write(job)
            self.jobs[job.job_id] = job

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
        await asyncio.to_thread(self.journal.write, job)
        self.jobs[job.job_id] = job
        self.heard(job)
        self._tasks[job.job_id] = asyncio.create_task(self._work(job))
        return job

    async def _work(self, job: Job) -> None:
        worker = Worker()

        def told(progress: dict[str, Any]) -> None:
            job.done, job.total, job.words = progress["done"], progress["total"], progress["words"]
            self.heard(job)

        try:
            async with self._room:
                job.state = "running"
                self._workers[job.job_id] = worker
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
        finally:
            await worker.close()
            self._workers.pop(job.job_id, None)
            self._tasks.pop(job.job_id, None)
            job.ended = now()
            # In this thread: a job that is cancelled while the server ends must still be written down.
            self.journal.write(job)
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


def new_folder(runs: Path, name: str) -> Path:
    """A folder that is not there yet."""
    return numbered(runs / name)


def _lock_of(journal: Journal, server: str) -> FileLock:
    # Acquired and released by different threads of the pool that starting and ending run in.
    journal.file.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(journal.file.with_name(f"server-{server}.lock"), thread_local=False)
