"""The server under load: clients that replay and clients that run campaigns, at the same time, on this machine.

``./go python -m benchmarks.server`` takes a minute and writes docs/benchmarks-server.md.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from websockets.asyncio.client import connect

from khingan.experiments.cores import cores
from khingan.scenario.load import default_name

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks-server.md"
REPLAYING, RUNNING, SECONDS = 200, 20, 60.0
CAMPAIGNS, SPEED, DAYS = 10, 4.0, 2
SAMPLE_S = 1.0


@dataclass
class Tally:
    """What the clients have seen."""

    steps: int = 0
    plays: int = 0
    runs: int = 0
    errors: list[str] = field(default_factory=list)
    pongs: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)


class Talk:
    """A client that counts: every message must be one more than the last."""

    def __init__(self, socket: Any) -> None:
        self.socket, self.said, self.heard = socket, 0, 0

    async def say(self, kind: str, **content: Any) -> None:
        """Send a message."""
        self.said += 1
        await self.socket.send(json.dumps({"type": kind, "seq": self.said, **content}))

    async def hear(self) -> dict[str, Any]:
        """Receive a message."""
        message: dict[str, Any] = json.loads(await self.socket.recv())
        if message["type"] == "welcome":
            return message
        if message["seq"] != self.heard + 1:
            raise RuntimeError(f"message {message['seq']} came after {self.heard}")
        self.heard = message["seq"]
        if message["type"] == "error":
            raise RuntimeError(str(message["detail"]))
        return message


async def replay(address: str, run: str, number: int, tally: Tally) -> None:
    """Play campaigns one after another, and ask at every end how quickly the server answers."""
    async with connect(f"{address.replace('http', 'ws', 1)}/ws", compression=None) as socket:
        talk = Talk(socket)
        await talk.say("hello")
        await talk.hear()
        while True:
            step = (number * 7) % 80
            await talk.say("play", run_id=run, campaign=number % CAMPAIGNS, step=step, speed=SPEED)
            while not (await talk.hear()).get("last"):
                tally.steps += 1
            tally.plays += 1
            began = time.perf_counter()
            await talk.say("ping")
            await talk.hear()
            tally.pongs.append(time.perf_counter() - began)


async def run(address: str, number: int, tally: Tally) -> None:
    """Start campaigns one after another and watch each to its end."""
    async with (
        connect(f"{address.replace('http', 'ws', 1)}/ws", compression=None) as socket,
        httpx.AsyncClient(base_url=address, timeout=60) as client,
    ):
        talk = Talk(socket)
        await talk.say("hello")
        await talk.hear()
        await talk.say("subscribe", topics=["jobs"])
        seed = 1000 * (number + 1)
        while True:
            seed += 1
            order = {"kind": "run", "scenario": default_name(), "seed": seed, "days": DAYS}
            answer = await client.post("/api/jobs", json=order)
            answer.raise_for_status()
            job_id = answer.json()["job_id"]
            while True:
                message = await talk.hear()
                job = message.get("job", {})
                if job.get("job_id") == job_id and job["state"] not in ("waiting", "running"):
                    break
            if job["state"] != "finished":
                raise RuntimeError(f"{job_id} is {job['state']}: {job['faults']}")
            tally.runs += 1


async def watch(pid: int, tally: Tally) -> None:
    """Note the memory of the server."""
    while True:
        text = Path(f"/proc/{pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", text)
        assert found
        tally.memory_mb.append(int(found[1]) / 1024)
        await asyncio.sleep(SAMPLE_S)


async def load(address: str, run_id: str, pid: int) -> Tally:
    """Let all clients loose for a minute."""
    tally = Tally()

    async def guarded(work: Any) -> None:
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception as error:
            tally.errors.append(f"{type(error).__name__}: {error}")

    works = [replay(address, run_id, i, tally) for i in range(REPLAYING)]
    works += [run(address, i, tally) for i in range(RUNNING)]
    tasks = [asyncio.create_task(guarded(work)) for work in (*works, watch(pid, tally))]
    await asyncio.sleep(SECONDS)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return tally


def prepare(address: str) -> str:
    """Fight the campaigns that are replayed, and have each replay made; return their run."""
    with httpx.Client(base_url=address, timeout=600) as client:
        order = {"kind": "ensemble", "scenario": default_name(), "campaigns": CAMPAIGNS}
        job_id = client.post("/api/jobs", json=order).json()["job_id"]
        while (job := client.get(f"/api/jobs/{job_id}").json())["state"] in ("waiting", "running"):
            time.sleep(0.5)
        if job["state"] != "finished":
            raise SystemExit(f"the ensemble is {job['state']}: {job['faults']}")
        for number in range(CAMPAIGNS):
            while client.get(f"/api/runs/{job['run_id']}/campaigns/{number}/replay.arrow").status_code == 202:
                time.sleep(0.5)
        return str(job["run_id"])


def settled(memory_mb: list[float]) -> tuple[float, float]:
    """Memory in the middle and in the last sixth of the minute, medians."""
    third, sixth = len(memory_mb) // 3, len(memory_mb) // 6
    return float(np.median(memory_mb[third : 2 * third])), float(np.median(memory_mb[-sixth:]))


def page(tally: Tally, cpu_s: float) -> str:
    """The result as a page."""
    middle, end = settled(tally.memory_mb)
    pongs = np.array(tally.pongs or [np.nan]) * 1000
    rows = [
        ("clients", f"{REPLAYING} replaying, {RUNNING} running, {SECONDS:.0f} s"),
        ("errors", str(len(tally.errors))),
        ("steps told", f"{tally.steps:,} ({tally.steps / SECONDS:,.0f} a second)"),
        ("replays played to their end", f"{tally.plays:,}"),
        (f"campaigns of {DAYS} days fought", f"{tally.runs:,}"),
        ("answer to a ping, ms", f"{np.median(pongs):.0f} median, {np.quantile(pongs, 0.99):.0f} in 99 %"),
        ("memory of the server, MB", f"{middle:.0f} in the middle, {end:.0f} at the end"),
        ("processor time of the server, s", f"{cpu_s:.0f}"),
    ]
    lines = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return (
        "# The server under load\n\n"
        "<!-- Made by python -m benchmarks.server; do not edit. -->\n\n"
        f"{datetime.now(UTC):%d %B %Y}, {cores()} cores, clients and workers on the same machine, other work beside "
        f"them. A replaying client has a campaign of the flagship played at {SPEED:g} steps a second, over and over; a "
        "running one starts a campaign, watches it to its end, and starts the next.\n\n"
        "| | |\n| --- | --- |\n" + lines + "\n"
    )


def main() -> None:
    """Start a server, load it, write the page; exit code 1 if anything went wrong."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "KHINGAN_CATALOGUE": f"{home}/catalogue/runs.sqlite"}
        command = [sys.executable, "-m", "khingan.cli.main", "serve", "--port", "0"]
        command += ["--runs", f"{home}/runs", "--cache", f"{home}/cache"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)
        try:
            assert server.stderr is not None
            found = re.search(r"http://[^/\s]+", server.stderr.readline())
            assert found
            run_id = prepare(found[0])
            before = _cpu_s(server.pid)
            tally = asyncio.run(load(found[0], run_id, server.pid))
            cpu_s = _cpu_s(server.pid) - before
        finally:
            server.terminate()
            server.wait(30)
    text = page(tally, cpu_s)
    print(text)
    for error in tally.errors[:10]:
        print(error, file=sys.stderr)
    middle, end = settled(tally.memory_mb)
    if tally.errors or end > 1.1 * middle:
        raise SystemExit(1)
    PAGE.write_text(text, encoding="utf-8")


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
