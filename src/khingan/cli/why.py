"""``khingan why``: a number, its range, and the claims or the assumption behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from khingan.scenario.why import Answer


def register(app: typer.Typer) -> None:
    """Add ``why`` to the application."""
    app.command("why")(explain_number)


def explain_number(
    name: Annotated[
        str,
        typer.Argument(
            metavar="UNIT.FIELD", help="A unit's id and men, tanks or another field, or a parameter's name."
        ),
    ],
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario", help="Library scenario or folder; default is the one that comes with khingan."
        ),
    ] = None,
    what_if: Annotated[list[str] | None, typer.Option("--what-if", help="What-if to lay over it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Say where a number comes from: the number, its range, and the claims or the word assumption."""
    from khingan.cli.common import default_scenario
    from khingan.scenario import load
    from khingan.scenario.why import explain

    answer = explain(load(scenario or default_scenario(), what_if or ()), name)
    if as_json:
        _print_json(answer)
    else:
        _print(answer)


def _print_json(answer: Answer) -> None:
    import json

    typer.echo(
        json.dumps(
            {
                "name": answer.name,
                "value": answer.value,
                "unit": answer.unit,
                "low": answer.low,
                "high": answer.high,
                "meaning": answer.meaning,
                "assumption": answer.is_assumption,
                "reasons": [{"depth": depth, "text": line} for depth, line in answer.reasons],
            },
            indent=2,
            ensure_ascii=False,
        )
    )


def _print(answer: Answer) -> None:
    from rich.markup import escape
    from rich.padding import Padding

    from khingan.cli.common import make_console

    console = make_console()
    console.print(f"[bold]{escape(answer.name)}[/bold] = {escape(answer.value)} {escape(answer.unit)}")
    if answer.low is not None and answer.high is not None:
        span = f"{answer.low:,.6g} to {answer.high:,.6g}"
        console.print("no range stated" if answer.low == answer.high else f"range {span}")
    if answer.meaning:
        console.print(escape(answer.meaning))
    for depth, line in answer.reasons:
        console.print(Padding(escape(line), (0, 0, 0, 2 + 2 * depth)))
