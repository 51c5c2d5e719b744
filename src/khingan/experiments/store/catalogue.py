"""The catalogue of runs: a small SQLite file that remembers where each run and ensemble was written.

It holds nothing that the folders do not hold themselves; if it is lost or cannot be written, no result is.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from khingan.errors import InputError, Problem, SystemFault
from khingan.experiments.store.folder import Folder
from khingan.experiments.store.reading import DESCRIPTIONS, FINISHED

VARIABLE = "KHINGAN_CATALOGUE"
"""Environment variable that names another file."""
GONE = "gone"
_TABLE = """
CREATE TABLE IF NOT EXISTS runs (
    folder TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    scenario TEXT NOT NULL,
    overlays TEXT NOT NULL,
    seed INTEGER NOT NULL,
    campaigns INTEGER NOT NULL,
    state TEXT NOT NULL,
    noted TEXT NOT NULL
)
"""
_WAIT_S = 10.0


@dataclass(frozen=True)
class Entry:
    """A run or ensemble as the catalogue knows it.

    Attributes
    ----------
    folder, id, kind, scenario : str
        Where it lies, identity, ``run`` or ``ensemble``, scenario.
    overlays : tuple of str
        What-ifs.
    seed, campaigns : int
        Seed, and campaigns that were fought, or asked for while it is not finished.
    state : str
        ``finished``, ``unfinished``, or ``gone`` where its folder is not there any more.
    noted : str
        When it was last entered, UTC.
    """

    folder: str
    id: str
    kind: str
    scenario: str
    overlays: tuple[str, ...]
    seed: int
    campaigns: int
    state: str
    noted: str


def catalogue_file() -> Path:
    """Return the file of the catalogue: ``KHINGAN_CATALOGUE``, or one in the user's folder of data."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("khingan") / "runs.sqlite"


def enter(folder: Folder, kind: str, description: Mapping[str, Any]) -> None:
    """Enter a folder, or renew what is known of it.

    Parameters
    ----------
    folder : Folder
    kind : str
        ``run`` or ``ensemble``.
    description : mapping
        What ``run.json`` or ``manifest.json`` says.

    Raises
    ------
    SystemFault
        If the catalogue cannot be written. The results are safe all the same.
    """
    unfinished = description.get("state", FINISHED) != FINISHED
    identity = description.get("identity", {})
    row = (
        _place(folder),
        str(identity.get("id", "")),
        kind,
        description["scenario"],
        json.dumps(list(description["overlays"])),
        int(description["seed"]),
        int(identity.get("campaigns", 0) if unfinished else description["campaigns"]),
        description.get("state", FINISHED),
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    with _opened() as base, base:
        base.execute(f"INSERT OR REPLACE INTO runs VALUES ({', '.join('?' * len(row))})", row)


def entries() -> list[Entry]:
    """Return everything that was ever entered, the latest first; nothing is dropped.

    Raises
    ------
    SystemFault
        If the catalogue cannot be read.
    """
    if not catalogue_file().exists():
        return []
    with _opened() as base:
        rows = base.execute("SELECT * FROM runs ORDER BY noted DESC, folder").fetchall()
    found = []
    for place, number, kind, scenario, overlays, seed, campaigns, state, noted in rows:
        here = state if _is_there(place, kind) else GONE
        names = tuple(json.loads(overlays))
        found.append(Entry(place, number, kind, scenario, names, seed, campaigns, here, noted))
    return found


def resolve(word: str | os.PathLike[str]) -> Folder:
    """Find a run by its folder, or by its name or the beginning of its id in the catalogue.

    Parameters
    ----------
    word : path-like
        As a person types it.

    Raises
    ------
    InputError
        If nothing, or more than one thing, is meant.
    """
    text = os.fspath(word)
    if "://" in text or Path(text).exists():
        return Folder(text)
    known = [entry for entry in entries() if entry.state != GONE]
    found = [e for e in known if e.folder.rsplit("/", 1)[-1] == text or (e.id and e.id.startswith(text))]
    if len(found) == 1:
        return Folder(found[0].folder)
    raise InputError(
        Problem(
            "there is no such run"
            if not found
            else "several runs are meant: " + ", ".join(e.folder for e in found),
            field="run",
            value=text,
            expected="the folder of a run or ensemble, or a name or id that khingan runs lists",
        )
    )


def _place(folder: Folder) -> str:
    return folder.where if folder.local is None else str(folder.local.resolve())


def _is_there(place: str, kind: str) -> bool:
    try:
        return Folder(place).has(DESCRIPTIONS[kind])
    except (OSError, InputError):
        return False


@contextmanager
def _opened() -> Iterator[sqlite3.Connection]:
    file = catalogue_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=_WAIT_S)) as base:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute(_TABLE)
            yield base
    except (OSError, sqlite3.Error) as error:
        raise SystemFault(
            f"{file}: the catalogue of runs cannot be used ({error}); set {VARIABLE} to a file that can be written"
        ) from error
