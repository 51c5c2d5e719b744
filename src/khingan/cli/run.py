"""``khingan run``: fight a campaign, print it day by day, write its folder."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from khingan.cli.common import ScenarioName, WhatIfs, default_scenario, make_console
from khingan.errors import InputError, Problem, SystemFault

if TYPE_CHECKING:
    from khingan.experiments.replay import Replay

MOST_DAYS = 90


def register(app: typer.Typer) -> None:
    """Add ``run`` to the application."""
    app.command("run")(run)


def run(
    ctx: typer.Context,
    scenario: ScenarioName = None,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Luck of the campaign.")] = 1,
    days: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_DAYS, help="Days to fight; default is the scenario's.", show_default=False
        ),
    ] = None,
    campaigns: Annotated[
        int, typer.Option("-n", "--campaigns", min=1, help="Campaigns to fight; the first is told.")
    ] = 1,
    uncertainty: Annotated[
        str | None,
        typer.Option(
            help="In what the campaigns differ: disputed,coefficients,luck or some of them, or none. Default is luck.",
            show_default=False,
        ),
    ] = None,
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Short for --uncertainty disputed,coefficients,luck.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to write; default is runs/SCENARIO-SEED-TIME.", show_default=False),
    ] = None,
    what_if: WhatIfs = None,
    again: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Run or ensemble out of which one campaign is fought again, with its luck and its coefficients.",
            show_default=False,
        ),
    ] = None,
    campaign: Annotated[
        int | None,
        typer.Option("--campaign", help="Which one, with --from; 0 by default.", show_default=False),
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="Also write every unit at every step.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")] = False,
) -> None:
    """Fight a campaign, or many, and write report, tables and front line."""
    from khingan.scenario import load

    console = make_console(error=as_json)
    kinds = _kinds(uncertainty, all_of_them=uncertain)
    replay = None
    if again is None and campaign is not None:
        raise InputError(Problem("of which run?", field="--campaign", mend="name it: --from RUN"))
    if again is not None:
        _refuse_beside_from(ctx)
        replay = _find(again, campaign or 0, scenario)
        loaded, seed, days, kinds = replay.scenario, replay.seed, replay.days, replay.uncertainty
    else:
        loaded = load(scenario or default_scenario(), what_if=tuple(what_if or ()))

    # Only now the packages that take long to load: a fault in the input is told at once.
    from khingan.cli import run_view as show
    from khingan.experiments.simulate import simulate
    from khingan.files import numbered, replace_folder

    which = f"{seed}-campaign-{replay.first}" if replay else str(seed)
    target = out or numbered(Path("runs") / f"{loaded.scenario_id}-{which}-{datetime.now():%Y%m%dT%H%M%S}")
    # Opened before the campaign: a folder that cannot be written is better known at once.
    with replace_folder(target) as folder:
        with console.status(
            "Preparing the campaign; the first run on a machine compiles the engine"
        ) as status:
            finished = simulate(
                loaded,
                seed=seed,
                count=campaigns,
                days=days,
                trace=True,
                uncertainty=kinds,
                first=replay.first if replay else 0,
                on_day=lambda day: status.update(f"Day {day}"),
            )
        if replay:
            replay.check(finished)
        from khingan.report.folder import write_run

        view = show.RunView(finished)
        show.print_days(console, view)
        began = perf_counter()
        with console.status("Writing the report"):
            files = write_run(finished, folder, trace=trace)
        timings = {**finished.timings, "report": perf_counter() - began}
    _enter(target)
    if as_json:
        typer.echo(json.dumps(show.as_document(view, target, files), ensure_ascii=False, indent=2))
        return
    show.print_outcome(console, view)
    show.print_files(console, target, files)
    show.print_timings(console, timings)


def _kinds(text: str | None, *, all_of_them: bool) -> tuple[str, ...]:
    from khingan.experiments.kinds import KINDS, LUCK, parse_kinds

    if text is not None and all_of_them:
        raise InputError(
            Problem(
                "--uncertain and --uncertainty say the same thing twice",
                field="--uncertain",
                expected="one of the two",
            )
        )
    if text is not None:
        return parse_kinds(text)
    return KINDS if all_of_them else (LUCK,)


def _find(again: str, number: int, own: str | None) -> Replay:
    from khingan.experiments.replay import find_campaign
    from khingan.experiments.store import catalogue, open_results

    return find_campaign(open_results(catalogue.resolve(again)), number, own)


def _refuse_beside_from(ctx: typer.Context) -> None:
    """What the other run decides cannot be decided again."""
    given = [
        f"--{name.replace('_', '-')}"
        for name in ("seed", "days", "campaigns", "uncertainty", "uncertain", "what_if")
        if str(ctx.get_parameter_source(name)).endswith("COMMANDLINE")
    ]
    if given:
        raise InputError(
            Problem("the run named with --from decides that", field=", ".join(given), mend="leave it out")
        )


def _enter(target: Path) -> None:
    """Enter a run into the catalogue; if that fails, the run is there all the same."""
    from khingan.experiments.store import Folder, catalogue
    from khingan.experiments.store.reading import DESCRIPTIONS, RUN, read_description

    folder = Folder(target)
    try:
        catalogue.enter(folder, RUN, read_description(folder, DESCRIPTIONS[RUN]))
    except SystemFault as fault:
        make_console(error=True).print(str(fault), markup=False, soft_wrap=True)
