"""``khingan calibrate``: coefficients as far as the calibration part of the record tells of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from khingan.cli.common import ScenarioName, WhatIfs, default_scenario, make_console, progress
from khingan.errors import InputError, Problem


def register(app: typer.Typer) -> None:
    """Add ``calibrate`` to the application."""
    app.command("calibrate")(calibrate)


def calibrate(
    scenario: ScenarioName = None,
    campaigns: Annotated[
        int, typer.Option("--campaigns", "-n", help="Campaigns for the posterior; checks come on top.")
    ] = 6000,
    check: Annotated[
        int, typer.Option(help="Campaigns for each of the two checks; 0 leaves them out.")
    ] = 500,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            help="Coefficient to calibrate, 15 at most; can be given several times. Default: those by which the "
            "campaigns are expected to narrow most.",
            show_default=False,
        ),
    ] = None,
    most: Annotated[int, typer.Option(help="How many coefficients, if they are not named.")] = 15,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Luck of the calibration.")] = 1,
    what_if: WhatIfs = None,
    name: Annotated[str, typer.Option(help="Name of the what-if that is written.")] = "calibrated",
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to write; default is runs/SCENARIO-calibration.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")] = False,
) -> None:
    """Calibrate coefficients on the calibration part of the record and write the posterior as a what-if.

    Without a likelihood: campaigns with coefficients from their ranges are weighed by how near they come to the
    record. The test part stays closed.
    """
    from khingan.experiments.calibration.calibrate import KINDS, Settings, check_settings
    from khingan.experiments.calibration.calibrate import calibrate as run_calibration
    from khingan.experiments.calibration.choice import named
    from khingan.scenario import load

    loaded = load(scenario or default_scenario(), what_if=tuple(what_if or ()))
    settings = Settings(campaigns=campaigns, check=check, most=most)
    check_settings(loaded, seed, settings)
    named(loaded, parameter) if parameter else None
    _check_name(name)

    from khingan.experiments.batch import prepare
    from khingan.experiments.simulate import identity_of
    from khingan.extras import figure_class
    from khingan.files import numbered, replace_folder
    from khingan.report import calibration as sheet
    from khingan.scenario.compile import compile_scenario

    # What is not installed or cannot be written is told before the work, not after it.
    figure_class()
    target = out or numbered(Path("runs") / f"{loaded.scenario_id}-calibration")
    console = make_console(error=True)
    with replace_folder(target) as folder:
        with console.status("Preparing; the first run on a machine compiles the engine"):
            compiled = compile_scenario(loaded)
            prepare(compiled)
        with progress() as bar:
            task = bar.add_task("", total=settings.total)
            found = run_calibration(
                loaded,
                parameter or (),
                seed,
                settings,
                compiled,
                on_campaigns=lambda n: bar.advance(task, n),
                on_stage=lambda words: bar.update(task, description=words),
            )
        identity = {
            "scenario": loaded.scenario_id,
            **identity_of(compiled, seed, found.fought, loaded.steps, KINDS),
        }
        files = sheet.write_folder(found, identity, folder, name)
    if as_json:
        document = sheet.as_document(found, identity) | {"folder": str(target)}
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        return
    from khingan.cli.calibrate_view import print_calibration

    print_calibration(make_console(), found, target, files, name)


def _check_name(name: str) -> None:
    if not name or Path(name).name != name or name.endswith(".toml"):
        raise InputError(
            Problem(
                "is no name for a what-if",
                field="--name",
                value=name,
                expected="a word without folders or ending",
            )
        )
