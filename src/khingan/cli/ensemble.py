"""``khingan ensemble``: many campaigns, kept safely, with what they say in short."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from khingan.cli.common import ScenarioName, WhatIfs, check_png_name, make_console
from khingan.errors import InputError, Problem


def register(app: typer.Typer) -> None:
    """Add ``ensemble`` to the application."""
    app.command("ensemble")(ensemble)


def ensemble(
    scenario: ScenarioName = None,
    campaigns: Annotated[
        int | None,
        typer.Option("-n", "--campaigns", help="Campaigns, at most; 1000 by default.", show_default=False),
    ] = None,
    what_if: WhatIfs = None,
    uncertainty: Annotated[
        str | None,
        typer.Option(
            help="In what the campaigns differ: disputed,coefficients,luck or some of them, or none. All by default.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed; 1 by default.", show_default=False)] = None,
    days: Annotated[
        int | None, typer.Option(help="Days to fight; default is the scenario's.", show_default=False)
    ] = None,
    until: Annotated[
        list[str] | None,
        typer.Option(
            help="Stop when the mean of a measure is known so well: 'SIDE_killed ±2 %', 'link_up_h +-3'. "
            "Can be given several times; all must be reached.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            help="Folder to write, or address such as s3://BUCKET/FOLDER; default is runs/SCENARIO-ensemble-SEED-TIME.",
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Complete the ensemble in --out; other options may be left out.")
    ] = False,
    executor: Annotated[str, typer.Option(help="Who fights: threads of this machine, or ray.")] = "threads",
    threads: Annotated[
        int | None, typer.Option(min=1, help="Worker threads; all cores by default.", show_default=False)
    ] = None,
    daily: Annotated[
        bool | None,
        typer.Option(
            "--daily/--no-daily",
            help="Keep daily rows; by default up to 2,000 campaigns.",
            show_default=False,
        ),
    ] = None,
    part: Annotated[
        int | None, typer.Option(help="Campaigns in a part of the store; 250 by default.", show_default=False)
    ] = None,
    png: Annotated[Path | None, typer.Option(help="Also draw the distributions.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")] = False,
) -> None:
    """Fight many campaigns and keep them: stopped when enough is known, resumed where they were cut off."""
    if png is not None:
        from khingan.extras import figure_class

        check_png_name(png, "figure")
        figure_class()
    if resume and out is None:
        raise InputError(Problem("which folder?", field="--resume", mend="name it: --resume --out FOLDER"))
    from khingan.experiments.kinds import parse_kinds

    kinds = None if uncertainty is None else parse_kinds(uncertainty)
    if campaigns is not None and campaigns < 1:
        raise InputError(Problem("too few campaigns", field="-n", value=str(campaigns), expected="1 or more"))

    # Only now the packages that take long to load: a fault in the input is told at once.
    from khingan.cli import ensemble_view as show
    from khingan.experiments import ensemble as experiments

    with show.Bar(make_console(error=True)) as bar:
        found = experiments.ensemble(
            scenario,
            campaigns,
            what_if=what_if or None,
            uncertainty=kinds,
            seed=seed,
            days=days,
            until=until or None,
            out=out,
            resume=resume,
            executor=executor,
            threads=threads,
            daily=daily,
            part=part,
            watcher=bar,
        )
    if png is not None:
        found.plot(png)
    if as_json:
        typer.echo(json.dumps(show.as_document(found), ensure_ascii=False, indent=2, allow_nan=False))
        return
    show.print_ensemble(make_console(), found)
