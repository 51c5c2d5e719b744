"""Reading the folder of a finished run, for the commands that hold it against something."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khingan.errors import InputError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from khingan.scenario import Scenario

Wanted = Mapping[str, Collection[str]]
"""Columns by table without which a command can say nothing; ``{side}`` in a name stands for every side."""

UNREADABLE = "is no run that khingan wrote"
EXPECTED = "the folder of a run, with run.json"
FIGHT_AGAIN = "fight the campaigns again: khingan run -n 200 --out FOLDER"


@dataclass(frozen=True)
class RunFolder:
    """A finished run.

    Attributes
    ----------
    meta : dict
        What ``run.json`` says.
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
    from khingan.scenario import load

    meta = _read_meta(run_dir)
    tables = _read_tables(run_dir, wanted)
    overlays = tuple(meta["overlays"])
    loaded = load(scenario or meta["scenario"], overlays)
    _check_columns(run_dir, tables, wanted, loaded)
    _check_same(run_dir, meta["scenario"], tables, loaded)
    return RunFolder(meta, overlays, meta["seed"], loaded, tables)


def _read_meta(run_dir: Path) -> dict[str, Any]:
    try:
        meta = json.loads((run_dir / "run.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(
            Problem(UNREADABLE, file=str(run_dir), value=str(error.filename), expected=EXPECTED)
        ) from error
    except ValueError as error:
        raise InputError(
            Problem(f"{UNREADABLE}: {error}", file=str(run_dir / "run.json"), expected=EXPECTED)
        ) from error
    content = meta if isinstance(meta, dict) else {}
    names = content.get("overlays")
    fits = {
        "scenario": isinstance(content.get("scenario"), str),
        "overlays": isinstance(names, list) and all(isinstance(name, str) for name in names),
        "seed": isinstance(content.get("seed"), int),
    }
    for key, fit in fits.items():
        if not fit:
            raise InputError(
                Problem(
                    UNREADABLE,
                    file=str(run_dir / "run.json"),
                    field=key,
                    value=str(content.get(key, "")),
                    expected="scenario, overlays and seed as khingan run writes them",
                )
            )
    return content


def _read_tables(run_dir: Path, wanted: Wanted) -> dict[str, pa.Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    missing = [f"{name}.parquet" for name in wanted if not (run_dir / f"{name}.parquet").is_file()]
    if missing:
        raise _older(run_dir, "table", missing)
    tables = {}
    for name in wanted:
        file = run_dir / f"{name}.parquet"
        try:
            tables[name] = pq.read_table(file)
        except (ValueError, pa.ArrowException) as error:
            raise InputError(
                Problem(
                    f"cannot be read: {error}", file=str(file), expected="a table as khingan run writes it"
                )
            ) from error
    return tables


def _check_columns(run_dir: Path, tables: Mapping[str, pa.Table], wanted: Wanted, scenario: Scenario) -> None:
    missing = [
        f"{column} of {name}.parquet"
        for name, columns in wanted.items()
        for column in dict.fromkeys(
            column.format(side=side) for column in columns for side in scenario.side_ids
        )
        if column not in tables[name].column_names
    ]
    if missing:
        raise _older(run_dir, "column", missing)


def _older(run_dir: Path, kind: str, missing: list[str]) -> InputError:
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    return InputError(
        Problem(
            f"has no {kind} {', '.join(missing[:3])}{more}: an older version wrote the run, or a part of it is lost",
            file=str(run_dir),
            mend=FIGHT_AGAIN,
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
