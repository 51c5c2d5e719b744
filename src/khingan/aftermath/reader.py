"""Reading what the ledger needs of a run's folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from khingan.errors import InputError, Problem

TABLES = ("summary", "balance", "areas")


@dataclass(frozen=True)
class RunTables:
    """Tables of a run that the ledger is drawn from.

    Attributes
    ----------
    scenario : str
        Id of the scenario.
    overlays : tuple of str
        What-ifs laid over it.
    seed : int
        Seed of the campaigns.
    summary, balance, areas : pyarrow.Table
        As written by ``khingan run``.
    """

    scenario: str
    overlays: tuple[str, ...]
    seed: int
    summary: pa.Table
    balance: pa.Table
    areas: pa.Table


def read_run(folder: Path) -> RunTables:
    """Read a run's folder.

    Parameters
    ----------
    folder : Path
        As written by ``khingan run``.

    Returns
    -------
    RunTables

    Raises
    ------
    InputError
        If it is no run's folder, or one without the tables of the ledger.
    """
    try:
        meta = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        about = (str(meta["scenario"]), tuple(map(str, meta["overlays"])), int(meta["seed"]))
        tables = [pq.read_table(folder / f"{name}.parquet") for name in TABLES]
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(
            Problem(
                "is no run with the tables of the ledger",
                file=str(folder),
                value=str(error.filename or error),
                expected=f"a folder with run.json and {', '.join(TABLES)}.parquet",
                mend="fight the campaigns again: khingan run -n 200 --out FOLDER",
            )
        ) from error
    except (ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise InputError(
            Problem(
                f"is no run that khingan wrote: {error}", file=str(folder), expected="the folder of a run"
            )
        ) from error
    return RunTables(*about, *tables)
