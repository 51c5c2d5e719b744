"""``khingan surrender``: when the war ends by schools of thought, and what else could have been."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khingan.cli.common import ScenarioName, check_png_name, default_scenario, make_console, progress
from khingan.errors import InputError, Problem

if TYPE_CHECKING:
    from khingan.experiments.surrender import Answer
    from khingan.politics.schools import School
    from khingan.politics.settings import Settings
    from khingan.scenario import Scenario

MOST = 100_000
MOST_NUMBERS = 1000
ALL = "all"
COURSES = 40  # campaigns without a cease-fire that councils are told of in turn
COURSE_DAYS = 84


def register(app: typer.Typer) -> None:
    """Add ``surrender`` to the application."""
    app.command("surrender")(surrender)


def surrender(
    scenario: ScenarioName = None,
    school: Annotated[
        list[str] | None,
        typer.Option(
            help="School, by name or TOML file, or all; can be given several times. Default: all.",
            show_default=False,
        ),
    ] = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            help="Compare only this what-if with the record; can be given several times.", show_default=False
        ),
    ] = None,
    campaigns: Annotated[
        int, typer.Option("-n", "--campaigns", min=50, max=MOST, help="Decisions of each school and course.")
    ] = 2000,
    numbers: Annotated[
        int,
        typer.Option(min=0, max=MOST_NUMBERS, help="Sets of numbers drawn for the intervals; 0 = none."),
    ] = 40,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Luck, the same for all.")] = 1,
    png: Annotated[
        Path | None,
        typer.Option(help="File for the figure: how long the war goes on, by school.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")] = False,
) -> None:
    """Compare schools of thought: when does the war end, with and without what is said to have ended it?

    Every school is scaled until the documented course of events gives the documented decision the same chance. What
    then differs is what the schools say of other courses of events.
    """
    from khingan.politics.settings import settings_of
    from khingan.scenario import load

    name = scenario or default_scenario()
    loaded = load(name)
    settings = settings_of(loaded)
    schools = _schools(loaded, school or [ALL])
    events, titles = _events(name, loaded, settings, what_if)
    if png is not None:
        from khingan.extras import figure_class

        # What is not installed or cannot be written is told before the work, not after it.
        figure_class()
        _check_name(png)
    from khingan.cli import surrender_view as show

    answers = _ask(loaded, settings, schools, events, seed, campaigns, numbers)
    view = show.View(loaded, settings, schools, titles, answers, seed, campaigns, numbers)
    if as_json:
        typer.echo(json.dumps(show.as_document(view), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show.print_answers(make_console(), view)
    if png is not None:
        from khingan.report.surrender import draw_survival

        draw_survival(answers, titles, {s.name: s.title for s in schools}, loaded, settings, png)
        if not as_json:
            make_console().print(f"Figure: {png}", soft_wrap=True)


def _check_name(png: Path) -> None:
    """Refuse a figure that could not be written, before anything is computed."""
    check_png_name(png, "figure")
    if png.is_dir():
        message, expected = "the figure's name is that of a folder", "the name of a file to write"
    elif not png.parent.is_dir():
        message, expected = "the folder of the figure is missing", "a file in an existing folder"
    else:
        return
    raise InputError(Problem(message, field="--png", value=str(png), expected=expected))


def _schools(loaded: Scenario, wanted: list[str]) -> list[School]:
    from khingan.politics import schools

    names: list[str] = []
    for each in wanted:
        names += schools.names(loaded.path) if each == ALL else [each]
    found = [schools.find(loaded, name) for name in dict.fromkeys(names)]
    first: dict[str, School] = {}
    for one in found:
        if one.name in first:
            raise InputError(
                Problem(
                    f"two schools are called {one.name}: {first[one.name].file} and {one.file}",
                    field="--school",
                    expected="schools of different names",
                    mend="leave one of the two out, or rename its file",
                )
            )
        first[one.name] = one
    return found


def _events(
    name: str, loaded: Scenario, settings: Settings, what_if: list[str] | None
) -> tuple[dict[str, Scenario], dict[str, str]]:
    """Courses of events by name, and their titles; the documented one has no name."""
    from khingan.experiments.courses import refuse
    from khingan.scenario import load
    from khingan.scenario.overlays import find_overlay

    events = {"": loaded}
    titles = {"": "The documented course of events"}
    for each in dict.fromkeys(what_if if what_if is not None else settings.what_if):
        changed = load(name, what_if=(each,))
        overlay = find_overlay(loaded.path, each, [])
        assert overlay is not None  # it has just been laid over the scenario
        refuse(changed, overlay)
        events[overlay.name] = changed
        titles[overlay.name] = overlay.title
    return events, titles


def _ask(
    loaded: Scenario,
    settings: Settings,
    schools: list[School],
    events: dict[str, Scenario],
    seed: int,
    campaigns: int,
    numbers: int,
) -> list[Answer]:
    from khingan.experiments.batch import prepare
    from khingan.experiments.courses import differs, endless, fight
    from khingan.experiments.surrender import Comparison

    console = make_console(error=True)
    fought = {name: sc for name, sc in events.items() if not name or differs(loaded, sc)}
    with console.status("Preparing; the first run on a machine compiles the engine"):
        compiled = {name: endless(sc, COURSE_DAYS) for name, sc in fought.items()}
        prepare(compiled[""])
    with progress() as bar:
        task = bar.add_task("Campaigns without a cease-fire", total=COURSES * len(compiled))
        courses = {
            name: fight(each, seed, COURSES, COURSE_DAYS, lambda: bar.advance(task))
            for name, each in compiled.items()
        }
        task = bar.add_task("Decisions, by sets of numbers", total=len(schools) * (numbers + 1))
        comparison = Comparison(loaded, settings, courses, seed=seed, count=campaigns, numbers=numbers)
        return comparison.answers(schools, events, lambda: bar.advance(task))
