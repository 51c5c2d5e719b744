"""Opening the folder of an ensemble to write in it: a new one, or one that is resumed; everything else is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from khingan.errors import InputError, Problem
from khingan.experiments.plan import Order, Plan, plan_again, plan_new
from khingan.experiments.store import catalogue
from khingan.experiments.store import manifest as manifests
from khingan.experiments.store.folder import Folder
from khingan.experiments.store.lock import LOCK, locked
from khingan.experiments.store.reading import DESCRIPTIONS, RUN, read_description

RUNS = "runs"
"""Folder in which results are put that nobody named a place for."""
Where = str | os.PathLike[str]


@contextmanager
def opened(order: Order, out: Where | None, resume: bool) -> Iterator[tuple[Folder, Plan, dict[str, Any]]]:
    """Lock the folder of an ensemble; yield it with the plan and the manifest as it stands.

    Parameters
    ----------
    order : Order
        What is asked for.
    out : path-like or None
        Folder, or its address.
    resume : bool
        Whether the ensemble in it is completed.

    Raises
    ------
    InputError
        If the order is not usable, or the folder holds something else or is being written by another process.
    SystemFault
        If the folder cannot be written.
    """
    if resume:
        if out is None:
            raise InputError(Problem("which folder?", field="resume", mend="name it: --resume --out FOLDER"))
        folder = catalogue.resolve(out)
        begun = _is_begun(folder)
        with locked(folder):
            if begun:
                manifest = read_description(folder, manifests.MANIFEST)
                yield folder, plan_again(order, manifest, folder.where), manifest
                return
            plan = plan_new(order)
            yield folder, plan, _begin(folder, plan)
        return
    # Everything about the order is told before a folder is made.
    _refuse_taken(Folder(out) if out is not None else None)
    plan = plan_new(order)
    folder = Folder(out if out is not None else _default_name(plan))
    with locked(folder):
        _refuse_taken(folder)
        yield folder, plan, _begin(folder, plan)


def _begin(folder: Folder, plan: Plan) -> dict[str, Any]:
    manifest = manifests.describe(plan)
    manifests.write_manifest(folder, manifest)
    return manifest


def _default_name(plan: Plan) -> Path:
    from khingan.files import numbered

    name = f"{plan.compiled.scenario.scenario_id}-ensemble-{plan.seed}-{datetime.now():%Y%m%dT%H%M%S}"
    return numbered(Path(RUNS) / name)


def _is_begun(folder: Folder) -> bool:
    """Whether there is an ensemble to resume; a folder that was cut off before its manifest is begun anew."""
    if folder.has(manifests.MANIFEST):
        return True
    if folder.exists() and not folder.is_taken({LOCK}):
        return False
    what = "holds a run, not an ensemble" if folder.has(DESCRIPTIONS[RUN]) else "holds no ensemble"
    raise InputError(
        Problem(
            what if folder.exists() else "there is no such folder",
            file=folder.where,
            expected=f"the folder of an ensemble, with {manifests.MANIFEST}",
            mend="leave out --resume to begin one",
        )
    )


def _refuse_taken(folder: Folder | None) -> None:
    if folder is None or not folder.is_taken({LOCK}):
        return
    if folder.has(manifests.MANIFEST):
        with locked(folder):  # says so if it is just being written
            pass
        raise InputError(
            Problem(
                "holds an ensemble already",
                file=folder.where,
                mend="complete it with --resume, or choose another folder",
            )
        )
    raise InputError(
        Problem(
            "exists already and is not an empty folder",
            file=folder.where,
            expected="a new name or an empty folder",
            mend="choose another folder, or remove this one first",
        )
    )
