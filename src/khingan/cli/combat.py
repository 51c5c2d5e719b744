"""``khingan combat``: the combat kernel on tables of real engagements."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khingan.cli.common import default_scenario, make_console, progress

if TYPE_CHECKING:
    from khingan.battles.coefficients import Coefficients
    from khingan.battles.table import Engagements
    from khingan.errors import Problem

combat = typer.Typer(
    name="combat", no_args_is_help=True, help="The combat kernel on tables of real engagements."
)


class Hindsight(StrEnum):
    """How much of the compilers' judgement counts for the winner."""

    none = "none"
    half = "half"


Scenario = Annotated[
    str | None,
    typer.Option(help="Scenario whose parameters are used; default is the flagship.", show_default=False),
]
Overlay = Annotated[
    Path | None,
    typer.Option(
        "--parameters", help="CSV with name and value that replaces coefficients.", show_default=False
    ),
]
Judged = Annotated[
    Hindsight, typer.Option(help="Share of judgement codes and nations that counts for the winner.")
]
Draws = Annotated[int, typer.Option(min=100, max=100_000, help="Simulated outcomes of every engagement.")]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Luck.")]


def register(app: typer.Typer) -> None:
    """Add the ``combat`` commands to the application."""
    app.add_typer(combat)


def _read(path: Path, outcomes: bool) -> tuple[Engagements, list[Problem]]:
    from khingan.battles.table import read_engagements
    from khingan.errors import InputError, Problem

    table, problems = read_engagements(path, outcomes=outcomes)
    if not len(table):
        raise InputError(problems or Problem("no engagement", file=path.name, expected="one row or more"))
    for name in table.unread:
        make_console(error=True).print(
            f"{path.name}: column {name} is unknown and was not read; is it misspelt?", markup=False
        )
    return table, problems


def _end(problems: list[Problem]) -> None:
    """Rows that could not be used end the command with their faults and exit code 2, after the good ones."""
    from khingan.errors import InputError

    if problems:
        raise InputError(problems)


def _coefficients(scenario: str | None, overlay: Path | None) -> Coefficients:
    from khingan.battles.coefficients import load_coefficients
    from khingan.campaign.parameters import NAMES
    from khingan.scenario import load

    sc = load(scenario or default_scenario())
    return load_coefficients({name: sc.parameter(name) for name in NAMES}, overlay)


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


@combat.command("predict")
def predict_command(
    engagements: Annotated[Path, typer.Argument(help="CSV of engagements; outcome columns are not needed.")],
    out: Annotated[Path, typer.Argument(help="CSV to write.")],
    draws: Draws = 2000,
    seed: Seed = 1,
    hindsight: Judged = Hindsight.half,
    scenario: Scenario = None,
    parameters: Overlay = None,
) -> None:
    """Forecast casualties with intervals, winner and advance of every engagement.

    Casualties are men per day of combat. Unknown is never zero: an arm that is unknown on either side drops out of the
    comparison, an unknown code has no effect, an unknown war has the mean intensity of those that fit nations and arms.
    """
    table, problems = _read(engagements, outcomes=False)
    c = _coefficients(scenario, parameters)
    from khingan.battles.predict import predict, write_forecast

    with progress() as bar:
        task = bar.add_task("Forecasting", total=len(table))
        found = predict(
            table,
            c,
            draws=draws,
            seed=seed,
            hindsight=hindsight.value,
            on_rows=lambda n: bar.advance(task, n),
        )
    write_forecast(out, table, found)
    make_console(error=True).print(
        f"{_counted(len(table), 'engagement')} forecast, {draws:,} draws each: {out}"
        + (f"; {_counted(len({p.row for p in problems}), 'row')} left out" if problems else ""),
        markup=False,
    )
    _end(problems)


@combat.command("validate")
def validate_command(
    table: Annotated[Path, typer.Argument(help="CSV of engagements with their outcomes.")],
    png: Annotated[
        Path | None, typer.Option(help="Also draw forecast against record.", show_default=False)
    ] = None,
    refit: Annotated[
        bool, typer.Option("--refit", help="Also refit and score on unseen groups (nested, about a minute).")
    ] = False,
    draws: Draws = 2000,
    seed: Seed = 1,
    hindsight: Judged = Hindsight.half,
    scenario: Scenario = None,
    parameters: Overlay = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Score the kernel on engagements with known outcomes, next to three baselines."""
    rows, problems = _read(table, outcomes=True)
    c = _coefficients(scenario, parameters)
    from khingan.battles import validate as V
    from khingan.cli import combat_view as show

    # What is not installed is told before the work, not after it.
    if refit:
        from khingan.battles.fit import least_squares_solver

        least_squares_solver()
    if png is not None:
        from khingan.battles.picture import draw_validation
        from khingan.extras import figure_class

        figure_class()
    with make_console(error=True).status("Scoring"):
        found = V.validate(rows, c, hindsight=hindsight.value, draws=draws, seed=seed)
    unseen = _refits(rows, c, seed) if refit else ()
    if png is not None:
        draw_validation(found, png)
    if as_json:
        typer.echo(json.dumps(show.as_document(found, unseen), ensure_ascii=False, indent=2))
    else:
        show.print_validation(make_console(), found, unseen, png)
    _end(problems)


def _refits(rows: Engagements, c: Coefficients, seed: int) -> tuple[Any, ...]:
    """Nested cross-validation with the compilers' judgement and without it."""
    from khingan.battles import validate as V
    from khingan.battles.fit import FOLDS
    from khingan.battles.overlay import BLIND, JUDGED

    wanted = ((JUDGED, "refit, unseen groups"), (BLIND, "the same without judgement codes and nations"))
    found = []
    with progress() as bar:
        task = bar.add_task("Refitting", total=FOLDS * len(wanted))
        for use, name in wanted:
            found.append(V.nested(rows, c, use, name, seed=seed, on_fold=lambda _: bar.advance(task)))
    return tuple(found)


@combat.command("fit")
def fit_command(
    table: Annotated[Path, typer.Argument(help="CSV of engagements with their outcomes.")],
    out: Annotated[Path, typer.Argument(help="CSV to write: coefficients with standard errors.")],
    check: Annotated[
        bool, typer.Option(help="Score the fit on groups it has not seen (nested cross-validation).")
    ] = True,
    seed: Seed = 1,
    scenario: Scenario = None,
) -> None:
    """Re-estimate the coefficients on your own engagements; use them with --parameters.

    Folds never divide a group_id. The width of the priors is chosen inside each training part. The logit of the
    simulation stays as it is; that of forecasts is estimated from engagements the fit had not seen.
    """
    rows, problems = _read(table, outcomes=True)
    c = _coefficients(scenario, None)
    from khingan.battles.overlay import estimate, write_overlay
    from khingan.cli import combat_view as show

    unseen = _refits(rows, c, seed) if check else ()
    with make_console(error=True).status("Fitting all engagements"):
        estimates = estimate(rows, c, seed)
    write_overlay(out, estimates)
    show.print_fit(make_console(), estimates, unseen, out)
    _end(problems)
