"""``khingan compare``: worlds held against each other, campaign by campaign, with the same luck."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from khingan.cli.common import Measures, check_file_name, check_png_name, make_console, progress

MOST = 1_000_000


def register(app: typer.Typer) -> None:
    """Add ``compare`` to the application."""
    app.command("compare")(compare)


def compare(
    base: Annotated[
        str,
        typer.Argument(
            help="Folder of a run or an ensemble; or documented (the plain scenario); or a what-if, or several joined "
            "by +."
        ),
    ],
    others: Annotated[list[str], typer.Argument(help="What is held against it; one or more of the same.")],
    scenario: Annotated[
        str | None,
        typer.Option(
            help="Scenario of the what-ifs and folders; default is that of the folders, else the flagship.",
            show_default=False,
        ),
    ] = None,
    campaigns: Annotated[
        int | None,
        typer.Option(
            "-n",
            "--campaigns",
            min=2,
            max=MOST,
            help="Campaigns of each world. Default: 200.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0, max=2**32 - 1, help="Luck, the same in every world. Default: 1.", show_default=False
        ),
    ] = None,
    measure: Measures = None,
    uncertainty: Annotated[
        str,
        typer.Option(
            help="What is drawn for each campaign, alike in every world: disputed,coefficients,luck."
        ),
    ] = "luck",
    sheet: Annotated[
        Path | None, typer.Option(help="Markdown file for the whole sheet.", show_default=False)
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="CSV file: a row a world and measure.", show_default=False)
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(help="CSV file: a row a campaign, world and measure.", show_default=False)
    ] = None,
    png: Annotated[Path | None, typer.Option(help="PNG file for the figure.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")] = False,
) -> None:
    """Compare what-ifs or finished runs pair by pair: campaign i of a seed has the same luck in every world.

    Prints the difference of each measure, its standard error beside the one without shared luck, and in how many
    campaigns the change goes which way. Folders are paired where seed, campaigns, uncertainty and engine agree.
    """
    for file, option, ending in (
        (sheet, "--sheet", ".md"),
        (csv, "--csv", ".csv"),
        (pairs, "--pairs", ".csv"),
    ):
        if file is not None:
            check_file_name(file, option, ending)
    if png is not None:
        from khingan.extras import figure_class

        # What is not installed or cannot be written is told before the work, not after it.
        figure_class()
        check_png_name(png, "figure")
        check_file_name(png, "--png")
    from khingan.experiments.kinds import parse_kinds

    kinds = parse_kinds(uncertainty)

    from khingan.cli import compare_view as show
    from khingan.experiments import compare as comparing

    words, chosen = [base, *others], tuple(measure or ())
    worlds, luck = comparing.prepare_worlds(
        words, scenario, campaigns=campaigns, seed=seed, measures=chosen, uncertainty=kinds
    )
    fought = [world for world in worlds if world.results is None]
    console = make_console(error=True)
    if fought:
        from khingan.experiments.batch import prepare
        from khingan.scenario.compile import compile_scenario

        with console.status("Preparing; the first run on a machine compiles the engine"):
            prepare(compile_scenario(fought[0].scenario))
    with progress("campaigns") as bar:
        task = bar.add_task("", total=len(fought) * len(luck.numbers))
        found = comparing.measure_and_compare(
            worlds,
            luck,
            chosen,
            on_world=lambda name: bar.update(task, description=name),
            on_campaigns=lambda n: bar.advance(task, n),
        )
    from khingan.report import compare as report

    written = []
    for file, write in (
        (sheet, report.write_sheet),
        (csv, report.write_csv),
        (pairs, report.write_pairs),
        (png, report.draw),
    ):
        if file is not None:
            write(found, file)
            written.append(file)
    if as_json:
        typer.echo(json.dumps(show.as_document(found), ensure_ascii=False, indent=2, allow_nan=False))
        return
    show.print_comparison(make_console(), found)
    for file in written:
        make_console().print(f"Written: {file}", markup=False, soft_wrap=True)
