"""Reading the folder of a finished run, for the commands that hold it against something."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khingan.errors import InputError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from khingan.scenario import Scenario

UNREADABLE = "is no run that khingan wrote"


@dataclass(frozen=True)
class RunFolder:
    """A finished run: what ``run.json`` says, its scenario, and two of its tables."""

    meta: dict[str, Any]
    scenario: Scenario
    places: pa.Table
    daily: pa.Table


def read_run(run_dir: Path, scenario: str | None = None) -> RunFolder:
    """Read the folder of a run.

    Parameters
    ----------
    run_dir : Path
    scenario : str, optional
        Scenario folder, if the run used one that the library does not have.

    Returns
    -------
    RunFolder

    Raises
    ------
    InputError
        If it is no folder of a run, or its scenario cannot be loaded.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    from khingan.scenario import load

    try:
        meta = json.loads((run_dir / "run.json").read_text(encoding="utf-8"))
        name, overlays = str(meta["scenario"]), tuple(meta["overlays"])
        places, daily = (pq.read_table(run_dir / f"{table}.parquet") for table in ("places", "daily"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(
            Problem(UNREADABLE, file=str(run_dir), value=str(error.filename), expected="the folder of a run")
        ) from error
    except (ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise InputError(
            Problem(f"{UNREADABLE}: {error}", file=str(run_dir), expected="the folder of a run")
        ) from error
    return RunFolder(meta, load(scenario or name, overlays), places, daily)
