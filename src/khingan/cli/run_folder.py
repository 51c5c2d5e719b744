"""Reading the folder of a finished run or ensemble, for the commands that hold it against something."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khingan.errors import InputError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from khingan.experiments.store import Results
    from khingan.scenario import Scenario

Wanted = Mapping[str, Collection[str]]
"""Columns by table without which a command can say nothing; ``{side}`` in a name stands for every side."""


@dataclass(frozen=True)
class RunFolder:
    """A finished run.

    Attributes
    ----------
    meta : dict
        What ``run.json`` or ``manifest.json`` says.
    overlays : tuple of str
        What-ifs that were laid over the scenario.
    seed : int
        Seed of the campaigns.
    scenario : Scenario
        That of the run, with its what-ifs.
    tables : dict of str to pyarrow.Table
        The tables asked for, with the columns asked for and others.
    """

    meta: dict[str, Any]
    overlays: tuple[str, ...]
    seed: int
    scenario: Scenario
    tables: dict[str, pa.Table]


def read_run(run_dir: Path, scenario: str | None, wanted: Wanted) -> RunFolder:
    """Read the folder of a run.

    Parameters
    ----------
    run_dir : Path
    scenario : str or None
        Scenario folder, if the run used one that the library does not have.
    wanted : mapping of str to collection of str
        Tables to read, each with the columns that it must have.

    Returns
    -------
    RunFolder

    Raises
    ------
    InputError
        If it is no folder of a run, an older version wrote it without what is wanted, its scenario cannot be
        loaded, or that is not the scenario of the run.
    """
    from khingan.experiments.store import open_results

    results = open_results(run_dir)
    tables = {name: _read_table(results, name) for name in wanted}
    loaded = results.scenario_unchecked(scenario)
    _check_columns(results, tables, wanted, loaded)
    _check_same(run_dir, results.description["scenario"], tables, loaded)
    return RunFolder(results.description, results.overlays, results.seed, loaded, tables)


def _read_table(results: Results, name: str) -> pa.Table:
    if name not in results.tables:
        raise _older(results, "table", [f"{name}.parquet"])
    return results.table(name)


def _check_columns(
    results: Results, tables: Mapping[str, pa.Table], wanted: Wanted, scenario: Scenario
) -> None:
    missing = [
        f"{column} of {name}.parquet"
        for name, columns in wanted.items()
        for column in dict.fromkeys(
            column.format(side=side) for column in columns for side in scenario.side_ids
        )
        if column not in tables[name].column_names
    ]
    if missing:
        raise _older(results, "column", missing)


def _older(results: Results, kind: str, missing: list[str]) -> InputError:
    from khingan.experiments.store.reading import FIGHT_AGAIN

    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    return InputError(
        Problem(
            f"has no {kind} {', '.join(missing[:3])}{more}: an older version wrote the run, or a part of it is lost",
            file=results.folder.where,
            mend=FIGHT_AGAIN[results.kind],
        )
    )


def _check_same(run_dir: Path, named: str, tables: Mapping[str, pa.Table], scenario: Scenario) -> None:
    """Refuse a run whose scenario is not the one at hand."""
    own = {
        ("daily", "formation_id"): set(scenario.tables["formations"].by_id),
        ("balance", "contingent"): {name for side in scenario.sides for name in side.contingents},
    }
    strange: set[str] = set()
    for (name, column), known in own.items():
        if name in tables:
            strange |= set(map(str, tables[name].column(column).unique().to_pylist())) - known
    if named != scenario.scenario_id or strange:
        raise InputError(
            Problem(
                "is the run of another scenario"
                + (f" (with {', '.join(sorted(strange)[:3])})" if strange else ""),
                file=str(run_dir),
                field="scenario",
                value=named,
                expected=scenario.scenario_id,
                mend="name the scenario of the run with --scenario",
            )
        )
