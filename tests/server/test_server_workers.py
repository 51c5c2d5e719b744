"""Workers, jobs and makings when something goes wrong: each ends, says so, and disturbs no other."""

from __future__ import annotations

import asyncio
import dataclasses
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from serving import awaited

from khingan.server import jobs as jobs_module
from khingan.server.jobs import Jobs
from khingan.server.journal import Job, Journal
from khingan.server.making import Maker
from khingan.server.workers import Refused, Told, Worker

ORDER = {
    "kind": "run",
    "scenario": "s",
    "what_if": [],
    "seed": 1,
    "campaigns": 1,
    "days": 1,
    "uncertainty": [],
}


class Odd:
    """A worker that fails in a way that nobody has foreseen."""

    async def do(
        self, task: str, args: dict[str, Any], told: Told | None = None, files: Any = None
    ) -> dict[str, Any]:
        raise ValueError("a line that is no JSON")

    async def close(self) -> None:
        pass


class Slow(Odd):
    """A worker that leaves a folder half written, and never comes to an end."""

    async def do(
        self, task: str, args: dict[str, Any], told: Told | None = None, files: Any = None
    ) -> dict[str, Any]:
        folder = Path(args["folder"])
        (folder.parent / f".{folder.name}.part-1").mkdir(parents=True)
        await asyncio.sleep(1000)
        return {}


def test_worker_lives_on_after_an_order_it_must_refuse(tmp_path: Path) -> None:
    async def ask() -> tuple[list[str], int | None, int | None]:
        worker = Worker()
        said, pids = [], []
        for _ in range(2):
            with pytest.raises(Refused) as refused:
                await worker.do("places", {"folder": str(tmp_path), "key": "k", "place": str(tmp_path)})
            said.append(refused.value.kind)
            pids.append(worker.pid)
        await worker.close()
        return said, pids[0], pids[1]

    said, first, second = awaited(ask())
    assert said == ["input", "input"]
    assert first is not None
    assert first == second


def test_job_that_fails_unexpectedly_has_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "Worker", Odd)
    journal = Journal(tmp_path / "jobs.sqlite")

    async def work() -> Job:
        found = Jobs(journal, 1, lambda job: None)
        job = await found.start("run", "t", ORDER, tmp_path / "out")
        while job.state in ("waiting", "running"):
            await asyncio.sleep(0.01)
        return job

    job = awaited(asyncio.wait_for(work(), 20))
    assert job.state == "failed"
    assert job.faults
    assert [one.state for one in journal.read()] == ["failed"]


def test_making_that_fails_unexpectedly_is_refused_to_all_who_wait(tmp_path: Path) -> None:
    async def ask() -> list[BaseException | Any]:
        maker = Maker(tmp_path, "v", lambda making: None)
        maker.slow = Odd()  # type: ignore[assignment]
        wanted = [maker.get("places", "places.json", {"place": "x"}, 10.0) for _ in range(2)]
        found = await asyncio.gather(*wanted, return_exceptions=True)
        assert not maker.making
        return found

    assert [type(one) for one in awaited(ask())] == [Refused, Refused]


def test_two_jobs_of_one_second_get_two_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "Worker", Slow)

    async def start() -> list[str]:
        found = Jobs(Journal(tmp_path / "jobs.sqlite"), 1, lambda job: None)
        started = [
            await found.start("run", "t", ORDER, found.free_folder(tmp_path / "runs" / "name"))
            for _ in range(3)
        ]
        await asyncio.sleep(0.1)
        await found.close()
        return [Path(job.folder).name for job in started]

    assert awaited(start()) == ["name", "name-2", "name-3"]


def test_cancelled_run_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "Worker", Slow)
    runs = tmp_path / "runs"
    (runs / ".other.part-2").mkdir(parents=True)

    async def cancel() -> Job:
        found = Jobs(Journal(tmp_path / "jobs.sqlite"), 1, lambda job: None)
        job = await found.start("run", "t", ORDER, runs / "name")
        while not (runs / ".name.part-1").exists():
            await asyncio.sleep(0.01)
        await found.cancel(job.job_id)
        return job

    assert awaited(asyncio.wait_for(cancel(), 20)).state == "cancelled"
    assert [left.name for left in runs.iterdir()] == [".other.part-2"]


def test_jobs_of_another_server_are_followed_until_it_is_gone(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "jobs.sqlite")
    states = []

    async def watch() -> None:
        other, own = (Jobs(journal, 1, lambda job: None) for _ in range(2))
        other.find_broken()
        journal.write(Job("job-1", "run", "t", ORDER, str(tmp_path / "out"), other.server, "running"))
        own.find_broken()
        states.append(own.jobs["job-1"].state)
        journal.write(dataclasses.replace(own.jobs["job-1"], words="day 3"))
        await own.look_at_others()
        states.append(own.jobs["job-1"].words)
        await other.close()
        await own.look_at_others()
        states.append(own.jobs["job-1"].state)
        await own.close()

    awaited(watch())
    assert states == ["running", "day 3", "broken"]


def test_journal_of_another_version_is_no_hindrance(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "jobs.sqlite")
    journal.write(Job("job-1", "run", "t", ORDER, str(tmp_path), "server", "finished"))
    with sqlite3.connect(journal.file) as base:
        base.execute("INSERT INTO jobs VALUES ('job-2', '2026', '{\"job_id\": \"job-2\", \"new\": 1}')")
    assert [job.job_id for job in journal.read()] == ["job-1"]
