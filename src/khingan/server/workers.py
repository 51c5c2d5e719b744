"""Worker processes as the server sees them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

LONGEST_LINE = 1 << 20
PATIENCE_S = 5.0
_HAS_GROUPS = hasattr(os, "killpg")
Told = Callable[[dict[str, Any]], None]


class Refused(Exception):
    """A worker could not do what it was told."""

    def __init__(self, kind: str, faults: list[dict[str, Any]]) -> None:
        super().__init__("; ".join(str(fault["message"]) for fault in faults))
        self.kind, self.faults = kind, faults


class Worker:
    """One worker process; it does one thing at a time.

    Parameters
    ----------
    idle_s : float, optional
        After so long without work the process ends; the next order starts another. Never by default.
    """

    def __init__(self, idle_s: float | None = None) -> None:
        self._idle_s = idle_s
        self._read: dict[str, str] = {}
        self._resting: asyncio.TimerHandle | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._numbers = itertools.count(1)
        self._busy = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """Number of the process; none before its first order."""
        return None if self._process is None else self._process.pid

    async def do(
        self,
        task: str,
        args: dict[str, Any],
        told: Told | None = None,
        files: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Have a task of ``tasks`` done.

        Parameters
        ----------
        task : str
        args : dict
        told : callable, optional
            Called with how it gets on.
        files : mapping, optional
            Folders that the task reads, with a digest of what is in them: a process keeps what it has once read, so
            another one takes over when that has changed.

        Raises
        ------
        Refused
            If the task fails, or the process ends.
        """
        async with self._busy:
            self._rest(False)
            if any(self._read.get(folder, digest) != digest for folder, digest in (files or {}).items()):
                self.kill()
            self._read.update(files or {})
            number = next(self._numbers)
            order = json.dumps({"order": number, "task": task, "args": args})
            try:
                process = await self._started()
                assert process.stdin is not None
                process.stdin.write(order.encode() + b"\n")
                await process.stdin.drain()
                return await self._answer(process, number, told)
            except Refused:
                # A whole answer: the worker lives on, with everything it has loaded.
                raise
            except (OSError, EOFError) as error:
                self.kill()
                raise Refused("system", [{"message": "the worker process ended before its work"}]) from error
            except BaseException:
                # Half an answer must not be taken for the next one.
                self.kill()
                raise
            finally:
                self._rest(True)

    def _rest(self, begin: bool) -> None:
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None
        if begin and self._idle_s is not None:
            self._resting = asyncio.get_running_loop().call_later(self._idle_s, self.kill)

    async def _answer(
        self, process: asyncio.subprocess.Process, number: int, told: Told | None
    ) -> dict[str, Any]:
        assert process.stdout is not None
        while True:
            line = await process.stdout.readline()
            if not line:
                self._process = None
                raise EOFError
            said = json.loads(line)
            if "progress" in said:
                if told is not None:
                    told(said["progress"])
            elif said["order"] == number:
                if "faults" in said:
                    raise_refused(said)
                found: dict[str, Any] = said["result"]
                return found

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "khingan.server.worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=LONGEST_LINE,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                start_new_session=True,
            )
        return self._process

    def kill(self) -> None:
        """End the process at once; what it writes appears whole or not at all."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                # With what it may have started itself: the second process that compiles.
                os.killpg(self._process.pid, signal.SIGKILL) if _HAS_GROUPS else self._process.kill()
        self._process = None
        self._read.clear()

    async def close(self) -> None:
        """End the process and wait until it is gone."""
        self._rest(False)
        process = self._process
        self.kill()
        if process is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(process.wait(), PATIENCE_S)


def raise_refused(said: dict[str, Any]) -> None:
    """Raise what a worker said was wrong."""
    raise Refused(said["kind"], said["faults"])
