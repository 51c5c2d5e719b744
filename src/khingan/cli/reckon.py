"""``khingan reckon``: the figures of the documents beside a finished run, definition by definition."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khingan.cli.common import AsJson, OwnScenario, RunDir, check_png_name, make_console
from khingan.errors import InputError, Problem

if TYPE_CHECKING:
    from khingan.cli.run_folder import RunFolder
    from khingan.reckoning import Row


def register(app: typer.Typer) -> None:
    """Add the ``reckon`` command to the application."""
    app.command("reckon")(reckon)


def reckon(
    run_dir: RunDir,
    scenario: OwnScenario = None,
    as_json: AsJson = False,
    table: Annotated[
        Path | None, typer.Option("--csv", help="File for the rows as CSV.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File for a sheet to quote from, .html or .md.", show_default=False),
    ] = None,
    png: Annotated[Path | None, typer.Option("--png", help="File for a picture.", show_default=False)] = None,
) -> None:
    """Put the figures of the documents beside a run, each by its own definition."""
    import json

    _check_names(out, png)
    if png is not None:
        from khingan.extras import figure_class

        # What is not installed is told before the work, not after it.
        figure_class()
    from khingan.claims import load_claims
    from khingan.cli.run_folder import read_run
    from khingan.reckoning import Run, read_readings
    from khingan.reckoning import reckon as put_beside

    # A figure whose own column is missing is left out with that reason; these are needed by all.
    wanted = {
        "daily": ("campaign", "day", "formation_id", "side"),
        "places": ("campaign", "side", "captured_h"),
    }
    folder = read_run(run_dir, scenario, wanted)
    claims = load_claims(folder.scenario.path)
    readings = read_readings(folder.scenario, claims)
    rows = put_beside(readings, claims, Run(folder.scenario, **folder.tables))
    about = _about(folder, run_dir)
    written = _write(rows, about, table, out, png)
    if as_json:
        from khingan.report.reckoning import as_document

        typer.echo(json.dumps(as_document(rows, about), ensure_ascii=False, indent=2, allow_nan=False))
        return
    from khingan.cli.reckon_view import print_rows

    console = make_console()
    print_rows(console, rows, about)
    for path, what in written.items():
        console.print(f"{path}: {what}", markup=False)


def _check_names(out: Path | None, png: Path | None) -> None:
    if out is not None and out.suffix.lower() not in (".html", ".md"):
        raise InputError(
            Problem(
                "the sheet is HTML or Markdown",
                field="--out",
                value=str(out),
                expected="a name in .html or .md",
            )
        )
    if png is not None:
        check_png_name(png, "picture")


def _about(folder: RunFolder, run_dir: Path) -> dict[str, Any]:
    import pyarrow.compute as pc

    return {
        "run": str(run_dir),
        "scenario": folder.scenario.scenario_id,
        "title": folder.scenario.title,
        "overlays": list(folder.overlays),
        "seed": folder.seed,
        "campaigns": len(pc.unique(folder.tables["daily"].column("campaign"))),
        "version": (folder.meta.get("versions") or {}).get("khingan", version("khingan")),
    }


def _write(
    rows: tuple[Row, ...], about: dict[str, Any], table: Path | None, out: Path | None, png: Path | None
) -> dict[Path, str]:
    """Write what was asked for; return the files with what they hold."""
    from khingan.files import replace_file
    from khingan.report import reckoning as sheet

    written = {}
    if table is not None:
        with replace_file(table) as part:
            sheet.write_csv(rows, part)
        written[table] = "every row, for programs"
    if out is not None:
        make = sheet.html if out.suffix.lower() == ".html" else sheet.markdown
        with replace_file(out) as part:
            part.write_text(make(rows, about), encoding="utf-8")
        written[out] = "the sheet to quote from"
    if png is not None:
        from khingan.report.reckoning_figure import draw

        with replace_file(png) as part:
            draw(rows, f"{about['title']}: documented and simulated figures", part)
        written[png] = "the figures as a picture"
    return written
