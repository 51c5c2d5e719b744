"""``khingan verdict``: a finished run or ensemble held against history's record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khingan.cli.common import AsJson, OwnScenario, RunDir, check_png_name, make_console
from khingan.errors import InputError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

    from khingan.scenario import Scenario
    from khingan.verdict import Openings, Verdict

PAGE = "verdict.html"


def register(app: typer.Typer) -> None:
    """Add the ``verdict`` command to the application."""
    app.command("verdict")(verdict)


def verdict(
    run_dir: RunDir,
    scenario: OwnScenario = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option(
            help="Another run of the same scenario, whose scores stand beside; can be given several times.",
            show_default=False,
        ),
    ] = None,
    test: Annotated[
        bool,
        typer.Option(
            "--test",
            help="Open the test part of the record and score that. Every opening is counted: do it once, at the end.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help=f"Page with figures: a name in .html, or a folder for {PAGE}.", show_default=False),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", help="File for the rows as CSV.", show_default=False)
    ] = None,
    png: Annotated[Path | None, typer.Option("--png", help="File for a picture.", show_default=False)] = None,
    as_json: AsJson = False,
) -> None:
    """Hold a run or ensemble against the record, beside three rulers; the test part stays closed."""
    if png is not None:
        check_png_name(png, "picture")
    if png is not None or out is not None:
        from khingan.extras import figure_class

        # What is not installed is told before the work, not after it.
        figure_class()
    from khingan.cli import verdict_view as show
    from khingan.verdict import judge, openings_of

    read = [_read(folder, scenario) for folder in (run_dir, *(beside or ()))]
    own = read[0][0]
    for folder, (other, _, _) in zip(beside or (), read[1:], strict=True):
        if other.scenario_id != own.scenario_id:
            raise InputError(
                Problem(
                    "is the run of another scenario",
                    file=str(folder),
                    field="--beside",
                    value=other.scenario_id,
                    expected=own.scenario_id,
                )
            )
    openings = _count(own, run_dir) if test else openings_of(own)
    found = {
        _name(folder): judge(loaded, places, daily, "test" if test else "calibration", openings)
        for folder, (loaded, places, daily) in zip((run_dir, *(beside or ())), read, strict=True)
    }
    first = next(iter(found.values()))
    written = _write(found, first, out, table, png)
    if as_json:
        document = {**show.as_dict(first), "beside": {n: show.as_dict(v) for n, v in list(found.items())[1:]}}
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        return
    from khingan.report.dates import works_apart

    works = works_apart(read[0][1], first.dates.campaigns if first.dates else 1)
    show.print_verdict(found, works)
    for path, what in written.items():
        make_console().print(f"{path}: {what}", markup=False)


def _read(folder: Path, scenario: str | None) -> tuple[Scenario, pa.Table, pa.Table]:
    from khingan.cli.run_folder import read_run
    from khingan.verdict.entry import DAILY, PLACES

    run = read_run(folder, scenario, {"places": PLACES, "daily": DAILY})
    return run.scenario, run.tables["places"], run.tables["daily"]


def _count(scenario: Scenario, run_dir: Path) -> Openings:
    from khingan.verdict import count_opening

    return count_opening(scenario, f"khingan verdict {run_dir.name}")


def _name(folder: Path) -> str:
    return folder.name or str(folder)


def _write(
    found: dict[str, Verdict], first: Verdict, out: Path | None, table: Path | None, png: Path | None
) -> dict[Path, str]:
    """Write what was asked for; return the files with what they hold."""
    from khingan.files import replace_file

    written = {}
    if out is not None:
        from khingan.report.verdict import write_page

        page = out if out.suffix.lower() == ".html" else out / PAGE
        write_page(found, page)
        written[page] = "the verdict as a page with figures"
    if table is not None:
        from pyarrow import csv

        with replace_file(table) as part:
            csv.write_csv(first.table(), part)
        written[table] = "every row, for programs"
    if png is not None:
        first.plot(png)
        written[png] = "the verdict as a picture"
    return written
