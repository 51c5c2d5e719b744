"""A server as a process of its own, and a WebSocket client that counts its messages."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

SCENARIO = "manchuria-1945"
PATIENCE_S = 400.0  # the first campaign on a machine compiles the engine


def awaited(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns; in a thread of its own, since tests in a browser leave a loop running in theirs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Server:
    """``khingan serve`` on a free port."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home = home
        command = [sys.executable, "-m", "khingan.cli.main", "serve", "--port", "0"]
        command += ["--runs", str(home / "runs"), "--cache", str(home / "cache"), *options]
        env = {**os.environ, "KHINGAN_CATALOGUE": str(home / "catalogue" / "runs.sqlite")}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env, cwd=home)
        self.said: list[str] = []
        assert self.process.stderr is not None
        first = self.process.stderr.readline()
        self.said.append(first)
        found = re.search(r"(http://\S+?)/(\?token=(\S+))?\s", first)
        assert found, first
        self.address, self.token = found[1], found[3]
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        self.client = httpx.Client(base_url=self.address, timeout=PATIENCE_S)

    def _listen(self) -> None:
        assert self.process.stderr is not None
        self.said.extend(self.process.stderr)

    @property
    def socket_address(self) -> str:
        return self.address.replace("http", "ws", 1) + "/ws"

    def get(self, address: str, **params: Any) -> httpx.Response:
        """An answer that is not 202: what has to be made is waited for."""
        end = time.monotonic() + PATIENCE_S
        while True:
            answer = self.client.get(address, params=params or None)
            if answer.status_code != 202:
                return answer
            assert time.monotonic() < end, answer.text
            time.sleep(0.3)

    def order(self, **order: Any) -> str:
        answer = self.client.post("/api/jobs", json=order)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["job_id"])

    def wait(self, job_id: str, until: Callable[[dict[str, Any]], bool] | None = None) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE_S
        while True:
            job: dict[str, Any] = self.client.get(f"/api/jobs/{job_id}").json()
            if until(job) if until else job["state"] not in ("waiting", "running"):
                return job
            assert time.monotonic() < end, job
            time.sleep(0.05)

    def fight(self, **order: Any) -> str:
        """A finished run or ensemble; its id."""
        job = self.wait(self.order(scenario=SCENARIO, **order))
        assert job["state"] == "finished", job
        return str(job["run_id"])

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)
        self.listener.join(20)
        assert self.process.stderr is not None
        self.process.stderr.close()
        self.client.close()

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        finally:
            self.kill()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Talk:
    """A WebSocket that counts what it says."""

    def __init__(self, server: Server, session: str | None = None, last_seq: int = 0) -> None:
        self.stack = contextlib.ExitStack()
        opened = connect(server.socket_address, max_size=1 << 24)
        self.socket: ClientConnection = self.stack.enter_context(opened)
        self.numbers = itertools.count(1)
        self.last = last_seq
        hello = {} if session is None else {"session": session, "last_seq": last_seq}
        self.say("hello", **hello)
        self.welcome: dict[str, Any] = json.loads(self.socket.recv(30))
        assert self.welcome["type"] == "welcome"
        self.session: str = self.welcome["session"]

    def say(self, kind: str, **content: Any) -> int:
        number = next(self.numbers)
        self.socket.send(json.dumps({"type": kind, "seq": number, **content}))
        return number

    def hear(self) -> dict[str, Any]:
        """The next message; its number is one more than the last."""
        message: dict[str, Any] = json.loads(self.socket.recv(60))
        assert message["seq"] == self.last + 1
        self.last = message["seq"]
        return message

    def close(self) -> None:
        self.stack.close()

    def __enter__(self) -> Talk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
