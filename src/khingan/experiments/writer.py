"""Writes the tables of a run and its description, ``run.json``."""

from __future__ import annotations

import json
import platform
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from khingan.experiments import schema
from khingan.scenario import own_folder

if TYPE_CHECKING:
    from khingan.experiments.results import Run
    from khingan.scenario import Scenario

LIBRARIES = ("numpy", "numba", "h3", "pyarrow")

CONTENTS = {
    "run.json": "identity, versions, seed, overlays, timings and the tree of formations",
    "summary.parquet": "a row a campaign: totals of each side",
    "daily.parquet": "strength, losses and stocks of every formation from army upwards, by day",
    "places.parquet": "first hour at which each side reached, captured, cleared and disarmed each place",
    "balance.parquet": "what has become of the men and arms of each contingent at the end of a campaign",
    "areas.parquet": "how much of each area each side holds at the end of a campaign",
    "events.parquet": "what happened where, when and to whom",
    "trace.parquet": "every unit at every step",
    "frontline.geojson": "the front line at the end of each day",
    "report.html": "the after-action report, one page that needs nothing else",
}
"""What a run's folder can hold."""


def versions() -> dict[str, str]:
    """Return the versions of this package, of Python and of the libraries that results depend on.

    Returns
    -------
    dict of str to str
        Version by name.
    """
    return {
        "khingan": version("khingan"),
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


def formation_tree(formations: pa.Table, units: pa.Table) -> list[dict[str, Any]]:
    """Nest the formations by command, each with its units.

    Parameters
    ----------
    formations : pyarrow.Table
        Columns ``formation_id, name, side, echelon, parent_id`` at least; a root has no parent.
    units : pyarrow.Table
        Columns ``unit_id, name, kind, formation_id`` at least.

    Returns
    -------
    list of dict
        Roots; each with ``formations`` and ``units`` below it, in the order of the tables.
    """
    units_of = defaultdict(list)
    for unit in units.select(["unit_id", "name", "kind", "formation_id"]).to_pylist():
        units_of[unit.pop("formation_id")].append(unit)
    children_of = defaultdict(list)
    known = set(formations.column("formation_id").to_pylist())
    columns = ["formation_id", "name", "side", "echelon", "parent_id"]
    for formation in formations.select(columns).to_pylist():
        parent = formation.pop("parent_id")
        children_of[parent if parent in known else None].append(formation)

    def below(parent: str | None) -> list[dict[str, Any]]:
        return [
            {
                **formation,
                "units": units_of[formation["formation_id"]],
                "formations": below(formation["formation_id"]),
            }
            for formation in children_of[parent]
        ]

    return below(None)


def describe_run(run: Run, files: list[str]) -> dict[str, Any]:
    """Describe a run: what ``run.json`` holds.

    Parameters
    ----------
    run : Run
        A finished run.
    files : list of str
        Names of the files beside ``run.json``.

    Returns
    -------
    dict
        Plain values, ready for JSON.
    """
    scenario = run.scenario
    return {
        **where_from(scenario),
        "title": scenario.title,
        "start": scenario.start.isoformat(),
        "seed": run.seed,
        "campaigns": run.count,
        "overlays": list(scenario.overlays),
        "what_if": list(scenario.what_if),
        "identity": run.identity,
        "versions": versions(),
        "timings": run.timings,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {name: CONTENTS[name] for name in files},
        "formations": formation_tree(run.formations, run.units),
    }


def where_from(scenario: Scenario) -> dict[str, Any]:
    """Id of a scenario, and its folder if it does not come with the package: where to load it from again."""
    folder = own_folder(scenario)
    found = {"scenario": scenario.scenario_id}
    return found if folder is None else {**found, "scenario_folder": str(folder)}


def _write_table(table: pa.Table, columns: tuple[schema.Column, ...], path: Path) -> None:
    pq.write_table(schema.conform(table, columns), path, compression="zstd")


def write_tables(run: Run, folder: Path, *, trace: bool = False) -> list[str]:
    """Write the Parquet tables of a run into a folder.

    Parameters
    ----------
    run : Run
        A finished run.
    folder : Path
        Existing folder.
    trace : bool
        Whether ``trace.parquet`` is wanted; the run must have been traced.

    Returns
    -------
    list of str
        Names of the files written.
    """
    sides = tuple(run.scenario.side_ids)
    parts: list[tuple[str, pa.Table, tuple[schema.Column, ...]]] = [
        ("summary.parquet", run.summary, schema.summary_columns(run.summary, sides)),
        ("daily.parquet", run.daily, schema.DAILY),
        ("places.parquet", run.places, schema.PLACES),
        ("events.parquet", run.events, schema.EVENTS),
    ]
    if run.balance is not None and run.areas is not None:
        parts.append(("balance.parquet", run.balance, schema.BALANCE))
        parts.append(("areas.parquet", run.areas, schema.area_columns(sides)))
    if trace:
        if run.trace is None:
            raise ValueError("the run was not traced")
        parts.append(("trace.parquet", run.trace, schema.TRACE))
    for name, table, columns in parts:
        _write_table(table, columns, folder / name)
    return [name for name, _, _ in parts]


def write_description(run: Run, folder: Path, files: list[str]) -> None:
    """Write ``run.json``.

    Parameters
    ----------
    run : Run
        A finished run.
    folder : Path
        Existing folder.
    files : list of str
        Names of the other files in it.
    """
    text = json.dumps(describe_run(run, files), ensure_ascii=False, indent=1, default=_plain)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def _plain(value: Any) -> Any:
    """NumPy scalars know how to become plain ones; nothing else belongs in a description."""
    item: Callable[[], Any] | None = getattr(value, "item", None)
    if item is None:
        raise TypeError(f"{type(value).__name__} does not belong in run.json")
    return item()
