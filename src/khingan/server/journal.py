"""The journal of jobs: a small SQLite file, so that a server that was killed knows what it had begun."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from khingan.errors import SystemFault
from khingan.server.models import JobKind, JobState

RUNNING = ("waiting", "running")
_WAIT_S = 10.0
MOST_KEPT = 500
_TABLE = (
    "CREATE TABLE IF NOT EXISTS jobs (job_id TEXT PRIMARY KEY, created TEXT NOT NULL, content TEXT NOT NULL)"
)


@dataclass
class Job:
    """A job as the journal keeps it.

    Attributes
    ----------
    job_id, kind, title : str
        Kind is ``run``, ``ensemble`` or ``compare``.
    order : dict
        What was asked for.
    folder : str
        Where its results go.
    server : str
        Which server it belongs to: a name made when that started.
    """

    job_id: str
    kind: JobKind
    title: str
    order: dict[str, Any]
    folder: str
    server: str
    state: JobState = "waiting"
    done: int = 0
    total: int = 0
    words: str = ""
    run_id: str | None = None
    faults: list[dict[str, Any]] = field(default_factory=list)
    created: str = field(default_factory=lambda: now())
    ended: str | None = None


def now() -> str:
    """This moment, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Journal:
    """Jobs on disk.

    Parameters
    ----------
    file : Path
        SQLite file; made if there is none.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def write(self, job: Job) -> None:
        """Enter a job, or what has become of it."""
        row = (job.job_id, job.created, json.dumps(asdict(job)))
        with self._opened() as base, base:
            base.execute("INSERT OR REPLACE INTO jobs VALUES (?, ?, ?)", row)
            base.execute(
                "DELETE FROM jobs WHERE job_id NOT IN (SELECT job_id FROM jobs ORDER BY created DESC LIMIT ?)",
                (MOST_KEPT,),
            )

    def read(self) -> list[Job]:
        """All jobs, the latest first; those that another version wrote in another form are left out."""
        with self._opened() as base:
            rows = base.execute("SELECT content FROM jobs ORDER BY created DESC").fetchall()
        found = []
        for (content,) in rows:
            with suppress(TypeError, ValueError):
                found.append(Job(**json.loads(content)))
        return found

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.file, timeout=_WAIT_S)) as base:
                base.execute("PRAGMA journal_mode = WAL")
                base.execute(_TABLE)
                yield base
        except (OSError, sqlite3.Error) as error:
            raise SystemFault(f"{self.file}: the journal of jobs cannot be used ({error})") from error
