"""What is computed once on demand and then kept: replays, verdicts, comparisons."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from khingan.server.journal import now
from khingan.server.models import Fault, JobState
from khingan.server.worker import faults
from khingan.server.workers import Refused, Worker

MOST_WAITING = 64
QUICK = frozenset(
    (
        *("cells", "describe", "replay", "knows", "claim", "warm"),
        *("scenarios", "what-ifs", "record", "claims", "why", "lines", "map-places"),
    )
)
"""What somebody waits for who has clicked; it does not stand in line behind what takes long."""
MOST_CACHE_BYTES = 1 << 30
WARMING_S = 60.0
FIRST = ("scenarios", "lines", "map-places")
"""What every page asks for: it is there before the first campaign is fought again."""
IDLE_S = 120.0
"""After so long without work the slow worker gives back its memory."""
STAMP = "stamp"
"""Argument that tells apart what is made, and that the worker does not hear of: ``files`` are digests by folder."""
_log = logging.getLogger(__name__)


class Crowded(Exception):
    """Too much is waiting to be made."""


@dataclass
class Making:
    """Something that is being made."""

    job_id: str
    task: str
    args: dict[str, Any]
    state: JobState = "waiting"
    done: int = 0
    total: int = 0
    words: str = ""
    faults: list[Fault] = field(default_factory=list)
    created: str = field(default_factory=now)
    future: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Maker:
    """Two worker processes that keep scenarios and the engine loaded, and a folder of what they have made.

    Parameters
    ----------
    folder : Path
        Cache; everything in it can be made again.
    version : str
        What the results depend on beside their arguments.
    heard : callable
        Called with a `Making` whenever it gets on.
    """

    def __init__(self, folder: Path, version: str, heard: Callable[[Making], None]) -> None:
        self.folder, self.version, self.heard = folder, version, heard
        self.quick, self.slow = Worker(), Worker(IDLE_S)
        self.making: dict[str, Making] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def key(self, task: str, args: dict[str, Any]) -> str:
        """Name under which a result is kept."""
        text = json.dumps([self.version, task, args], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    async def get(self, task: str, name: str, args: dict[str, Any], wait_s: float) -> Path | Making:
        """Return a file of a result, or what is being made if it takes longer than one wants to wait.

        Raises
        ------
        Refused
            If it cannot be made.
        Crowded
            If too much is waiting.
        """
        key = self.key(task, args)
        file = self.folder / f"{key}-{name}.gz"
        if await asyncio.to_thread(_touched, file):
            return file
        if key not in self.making:
            if len(self.making) >= MOST_WAITING:
                raise Crowded
            self.making[key] = Making(f"make-{secrets.token_hex(6)}", task, args)
            work = asyncio.create_task(self._make(key))
            self._tasks.add(work)
            self.heard(self.making[key])
            work.add_done_callback(self._tasks.discard)
        making = self.making[key]
        try:
            await asyncio.wait_for(asyncio.shield(making.future), wait_s)
        except TimeoutError:
            return making
        return file

    async def _make(self, key: str) -> None:
        making = self.making[key]

        def told(progress: dict[str, Any]) -> None:
            making.state = "running"
            making.done, making.total = progress["done"], progress["total"]
            making.words = progress["words"]
            self.heard(making)

        try:
            own = {name: value for name, value in making.args.items() if name != STAMP}
            args = {"folder": str(self.folder), "key": key, **own}
            worker = self.quick if making.task in QUICK else self.slow
            await worker.do(making.task, args, told, making.args.get(STAMP, {}).get("files"))
            await asyncio.to_thread(self._tidy)
            making.state = "finished"
            making.future.set_result(None)
        except Refused as refused:
            _fail(making, refused)
        except Exception as error:
            _log.exception("making %s", making.task)
            _fail(making, Refused("system", faults(error)))
        except BaseException:
            making.future.cancel()
            raise
        finally:
            del self.making[key]
            self.heard(making)

    def _tidy(self) -> None:
        """Drop what was not wanted for longest when the cache is full."""
        files = []
        for file in self.folder.glob("*.gz"):
            # Another server may tidy the same folder.
            with contextlib.suppress(OSError):
                files.append((file.stat(), file))
        left = sum(stat.st_size for stat, _ in files)
        for stat, file in sorted(files, key=lambda item: item[0].st_mtime):
            if left <= MOST_CACHE_BYTES:
                return
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
            left -= stat.st_size

    async def warm(self) -> None:
        """Have the quick worker load what it will need, so that the first visit does not wait for it."""
        with contextlib.suppress(Refused):
            for task in FIRST:
                await self.get(task, f"{task}.json", {}, WARMING_S)
            await self.quick.do("warm", {"folder": str(self.folder), "key": ""})

    async def close(self) -> None:
        """Stop making."""
        for work in list(self._tasks):
            work.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.quick.close()
        await self.slow.close()


def _fail(making: Making, refused: Refused) -> None:
    making.state = "failed"
    making.faults = [Fault(**one) for one in refused.faults]
    making.future.set_exception(refused)
    # Nobody may be waiting any more; that is no fault.
    making.future.exception()


def _touched(file: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        os.utime(file)
        return True
    return False
