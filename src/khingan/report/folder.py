"""Everything a run leaves behind, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from khingan.atlas import load_atlas
from khingan.experiments.writer import write_description, write_tables
from khingan.report.geojson import write_front
from khingan.report.html import write_report

if TYPE_CHECKING:
    from khingan.experiments.results import Run


def write_run(run: Run, folder: Path, *, trace: bool = False) -> list[str]:
    """Write tables, front line, report and description of a run into a folder.

    Use it inside `khingan.files.replace_folder`, so that the folder appears whole or not at all.

    Parameters
    ----------
    run : Run
        A finished, traced run of one campaign: the maps need every unit's way.
    folder : Path
        Existing, empty folder.
    trace : bool
        Whether to write the trace as a table, too.

    Returns
    -------
    list of str
        Names of the files, ``run.json`` first.
    """
    if run.control is None:
        raise ValueError("the run was not traced: there is no control to draw a front from")
    names = write_tables(run, folder, trace=trace)
    write_front(run.control, load_atlas(), run.scenario.start, folder / "frontline.geojson")
    write_report(run, folder / "report.html")
    names += ["frontline.geojson", "report.html"]
    write_description(run, folder, names)
    return ["run.json", *names]
