"""Runs by their id: nothing that a request says is ever a path."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from khingan.errors import InputError
from khingan.experiments.store import catalogue
from khingan.experiments.store.folder import Folder
from khingan.experiments.store.reading import DESCRIPTIONS, ENSEMBLE, FINISHED, read_description
from khingan.server.models import RunInfo


@dataclass(frozen=True)
class Known:
    """A run of the catalogue with its id and place."""

    info: RunInfo
    place: str


def run_id_of(entry: catalogue.Entry) -> str:
    """Id of a run: its kind and identity, so that it means the same bytes wherever they lie."""
    own = entry.id or hashlib.sha256(entry.folder.encode()).hexdigest()[:16]
    return f"{entry.kind}-{own}"


def known_runs(writing: Mapping[str, str]) -> dict[str, Known]:
    """Everything in the catalogue by id, the latest first.

    Parameters
    ----------
    writing : mapping
        Folders that jobs are writing now, with the job.
    """
    found: dict[str, Known] = {}
    for entry in catalogue.entries():
        run_id = run_id_of(entry)
        state = _state(entry, writing)
        # The same identity is the same bytes: of several folders one that is finished stands for all.
        if run_id in found and (found[run_id].info.state == "finished" or state != "finished"):
            continue
        info = RunInfo(
            run_id=run_id,
            kind="ensemble" if entry.kind == ENSEMBLE else "run",
            scenario_id=entry.scenario,
            overlays=list(entry.overlays),
            seed=entry.seed,
            campaigns=entry.campaigns,
            written=entry.noted,
            state=state,
            resumable=state == "broken" and entry.kind == ENSEMBLE,
            job_id=writing.get(entry.folder),
        )
        found[run_id] = Known(info, entry.folder)
    return found


def scenario_folder(place: str) -> Path | None:
    """Folder of the scenario of a run, if it does not come with the package."""
    folder = Folder(place)
    for file in DESCRIPTIONS.values():
        with suppress(InputError, OSError):
            named = read_description(folder, file).get("scenario_folder")
            return None if named is None else Path(named)
    return None


def own_scenario(name: str, known: Mapping[str, Known]) -> Path | None:
    """Folder of a scenario that does not come with the package, by its id: that of the latest run that names one."""
    for one in known.values():
        if one.info.scenario_id == name and one.info.state == "finished":
            folder = scenario_folder(one.place)
            if folder is not None and folder.is_dir():
                return folder
    return None


def _state(
    entry: catalogue.Entry, writing: Mapping[str, str]
) -> Literal["finished", "running", "broken", "gone"]:
    if entry.state == catalogue.GONE:
        return "gone"
    if entry.state == FINISHED:
        return "finished"
    return "running" if entry.folder in writing else "broken"
