"""``khingan ablate``: what every mechanism of the model changes, in campaigns of the same luck."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from khingan.cli.common import ScenarioName, WhatIfs, default_scenario, make_console, progress

MOST_PAIRS = 100_000


def register(app: typer.Typer) -> None:
    """Add ``ablate`` to the application."""
    app.command("ablate")(ablate)


def ablate(
    scenario: ScenarioName = None,
    campaigns: Annotated[
        int,
        typer.Option(
            "--campaigns", "-n", min=2, max=MOST_PAIRS, help="Pairs of campaigns for each mechanism."
        ),
    ] = 200,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Luck, the same in every model.")] = 1,
    what_if: WhatIfs = None,
    mechanism: Annotated[
        list[str] | None,
        typer.Option(help="Only this one; can be given several times. Default: all.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the table as CSV and Markdown, and a figure.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")] = False,
) -> None:
    """Switch every mechanism off in turn and measure what that changes, with the same luck.

    The full model and the model without a mechanism fight the same numbered campaigns of the seed. What is measured
    stands in the scenario ([[measures]] in scenario.toml).
    """
    from khingan.scenario import load

    loaded = load(scenario or default_scenario(), what_if=tuple(what_if or ()))

    # Only now the packages that take long to load: a fault in the input is told at once.
    from khingan.cli import ablate_view as show
    from khingan.experiments import ablation
    from khingan.experiments.batch import prepare
    from khingan.experiments.ruler import Ruler
    from khingan.experiments.simulate import identity_of
    from khingan.files import replace_folder
    from khingan.scenario.compile import compile_scenario

    chosen = ablation.mechanisms(loaded, mechanism or ())
    acting = sum(ablation.is_on(loaded, one) for one in chosen)
    console = make_console(error=True)
    with ExitStack() as stack:
        folder = None
        if out is not None:
            from khingan.extras import figure_class

            # What is not installed or cannot be written is told before the work, not after it.
            figure_class()
            folder = stack.enter_context(replace_folder(out))
        with console.status("Preparing; the first run on a machine compiles the engine"):
            compiled = compile_scenario(loaded)
            prepare(compiled)
        with progress("campaigns") as bar:
            task = bar.add_task("", total=campaigns * (1 + acting))
            found = ablation.ablate(
                Ruler(compiled),
                chosen,
                campaigns,
                seed,
                on_campaigns=lambda n: bar.advance(task, n),
                on_mechanism=lambda name: bar.update(task, description=show.doing(name)),
            )
        identity = identity_of(compiled, seed, campaigns, loaded.steps)
        files = []
        if folder is not None:
            from khingan.report.ablation import write_folder

            files = write_folder(found, {"scenario": loaded.scenario_id, **identity}, folder)
    if as_json:
        document = show.as_document(found, {"scenario": loaded.scenario_id, **identity})
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        return
    show.print_ablation(make_console(), found, loaded.title)
    if out is not None:
        show.print_files(make_console(), out, files)
