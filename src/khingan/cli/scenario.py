"""``khingan scenario`` and ``khingan what-if``: what a scenario holds, and how well it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table
    from rich.tree import Tree

    from khingan.scenario import Scenario
    from khingan.scenario.portrait import Scene, Section

MOST_DAYS = 90

ScenarioArgument = Annotated[
    str | None,
    typer.Argument(help="Library scenario or folder; default is the one that comes with khingan."),
]
WhatIfOption = Annotated[
    list[str] | None, typer.Option("--what-if", help="What-if to lay over it; may be given several times.")
]


def register(app: typer.Typer) -> None:
    """Add the ``scenario`` and ``what-if`` groups to the application."""
    group = typer.Typer(
        name="scenario", help="What a scenario holds, and how well it is known.", no_args_is_help=True
    )
    group.command("check")(check_scenario)
    group.command("audit")(audit_scenario)
    group.command("show")(show_scenario)
    app.add_typer(group)
    what_if = typer.Typer(
        name="what-if", help="Changes that can be laid over a scenario.", no_args_is_help=True
    )
    what_if.command("list")(list_what_ifs)
    app.add_typer(what_if)


def _named(scenario: str | None) -> str:
    from khingan.cli.common import default_scenario

    return scenario or default_scenario()


def _table(title: str, *columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        number = column.startswith("#")
        table.add_column(column.lstrip("#"), justify="right" if number else "left", no_wrap=number)
    return table


def check_scenario(scenario: ScenarioArgument = None, what_if: WhatIfOption = None) -> None:
    """Report every problem of a scenario at once."""
    from khingan.cli.common import make_console
    from khingan.errors import InputError
    from khingan.scenario import examine

    found, problems = examine(_named(scenario), what_if or ())
    if problems or found is None:
        raise InputError(problems)
    table = _table("", "table", "#rows")
    for name, rows in found.tables.items():
        table.add_row(name, str(len(rows)))
    console = make_console()
    console.print(f"[bold]{found.title}[/bold]: no problems found")
    console.print(table)


def audit_scenario(scenario: ScenarioArgument = None) -> None:
    """Show which share of the numbers is sourced, derived, recalled and assumed."""
    from khingan.cli.common import make_console
    from khingan.scenario import load
    from khingan.scenario.audit import CLASSES, audit

    loaded = load(_named(scenario))
    table = _table("", "table", "#numbers", *(f"#{name}" for name in CLASSES))
    shares = audit(loaded)
    for share in shares:
        if share.table == "strengths":
            table.add_section()
        table.add_row(share.table, str(share.total), *(f"{share.share(name):.0%}" for name in CLASSES))
    console = make_console()
    console.print(f"[bold]{loaded.title}[/bold]: how well its numbers are known")
    console.print(table)
    console.print(
        "sourced: a text that says so was consulted · derived: computed or fitted from such · "
        "recalled: from memory of the literature · assumed.\n"
        "strengths: the numbers of the units as they enter the model."
    )


def show_scenario(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[SCENARIO|FORMATION|UNIT]",
            help="A scenario as a whole, or a formation or unit by its id or name; default is the flagship.",
            show_default=False,
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(help="Scenario of the formation or unit; default is the flagship.", show_default=False),
    ] = None,
    what_if: WhatIfOption = None,
    day: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=MOST_DAYS,
            help="Play to the end of this day and show the state then; 0 = the start.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Luck of the campaign played.")] = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of text (of a formation or unit).")
    ] = False,
) -> None:
    """Show a scenario's command tree; or what a formation or unit has, knows and is told."""
    from khingan.scenario import load
    from khingan.scenario.load import is_scenario

    if what is None or is_scenario(what):
        _show_whole(load(what or _named(scenario), what_if or ()), day)
        return
    _show_one(load(_named(scenario), what_if or ()), what, day, seed, as_json)


def _show_whole(loaded: Scenario, day: int | None) -> None:
    from khingan.cli.common import make_console
    from khingan.errors import InputError, Problem

    if day is not None:
        mend = "name a formation or unit: khingan scenario show NAME --day N"
        raise InputError(Problem("a day is shown of one formation or unit", field="--day", mend=mend))
    console = make_console()
    console.print(f"[bold]{loaded.title}[/bold]")
    console.print(f"{loaded.start.isoformat(timespec='minutes')}, {loaded.steps} steps")
    console.print(str(loaded.meta.get("summary", "")).strip())
    for tree in _trees(loaded):
        console.print(tree)
    console.print(_exogenous(loaded))
    console.print(_passive(loaded))


def _show_one(loaded: Scenario, what: str, day: int | None, seed: int, as_json: bool) -> None:
    from khingan.cli import portrait_view as show
    from khingan.cli.common import make_console
    from khingan.scenario.portrait import Scene, portrait

    scene = Scene(loaded)
    holder = scene.find(what)
    found = portrait(scene, holder)
    now = None if day is None else _played(scene, holder, day, seed)
    if as_json:
        import json

        typer.echo(json.dumps(show.as_document(found, day, seed, now), ensure_ascii=False, indent=2))
        return
    show.print_portrait(make_console(), found, loaded, day, seed, now)


def _played(scene: Scene, holder: str, day: int, seed: int) -> list[Section]:
    from khingan.cli.common import make_console
    from khingan.experiments.glimpse import look, sections
    from khingan.scenario.compile import compile_scenario

    with make_console(error=True).status(
        "Preparing the campaign; the first run on a machine compiles the engine"
    ) as status:
        compiled = compile_scenario(scene.sc)
        return sections(look(scene, compiled, holder, day, seed, on_day=lambda n: status.update(f"Day {n}")))


def _trees(sc: Scenario) -> list[Tree]:
    """Command trees down to armies, with the men of their units and army troops."""
    from rich.tree import Tree

    from khingan.scenario.strengths import ARMY_LEVELS, COUNTED_ARMS, army_troops, resolve

    strengths, troops = resolve(sc), army_troops(sc)
    men = dict.fromkeys(sc.tables["formations"].by_id, 0.0)
    for unit in sc.tables["units"]:
        strength = strengths.get(unit["unit_id"]) if unit["arm"] in COUNTED_ARMS else None
        for formation in sc.ancestors(unit["formation_id"]) if strength else ():
            men[formation] += strength.men if strength else 0.0
    for formation_id, record in troops.items():
        for formation in sc.ancestors(formation_id):
            men[formation] += record.men
    nodes: dict[str, Tree] = {}
    roots = []
    for row in sc.tables["formations"]:
        if row["echelon"] not in ARMY_LEVELS:
            continue
        own = troops.get(row["formation_id"])
        beside = f", {own.men:,.0f} of them army troops" if own and own.men else ""
        label = f"{row['name']} [dim]{row['formation_id']}[/dim]  {men[row['formation_id']]:,.0f} men{beside}"
        parent = nodes.get(row["parent_id"] or "")
        node = parent.add(label) if parent is not None else Tree(label)
        if parent is None:
            roots.append(node)
        nodes[row["formation_id"]] = node
    return roots


def _exogenous(sc: Scenario) -> Table:
    table = _table(
        "Given to the model, not produced by it", "input", "#value", "unit", "basis", "claim", "meaning"
    )
    for row in sc.tables["exogenous"]:
        cells = (row["unit"], row["basis"], row["claim"], row["description"])
        table.add_row(row["name"], f"{row['value']:g}", *cells)
    for row in sc.tables["absences"]:
        until = "" if row["until_hour"] is None else f"{row['until_hour']:g}"
        table.add_row(row["absence_id"], until, "hour", row["basis"], row["claim"], row["reason"])
    for row in sc.tables["demarcations"]:
        if row["basis"] == "in_campaign":
            table.add_row(row["demarcation_id"], "", "", row["basis"], row["claim"], row["description"])
    return table


def _passive(sc: Scenario) -> str:
    """One line on what is loaded and checked but does not act."""
    from collections import Counter

    arms = Counter(row["arm"] for row in sc.tables["units"] if row["arm"] != "ground")
    parts = [f"{count} {arm}" for arm, count in sorted(arms.items())]
    return "Loaded and checked, not acting yet: " + (", ".join(parts) or "nothing")


def list_what_ifs(scenario: ScenarioArgument = None) -> None:
    """List the what-ifs of a scenario: what each asks, what it changes, and the claims behind its numbers."""
    from rich.table import Table

    from khingan.cli.common import make_console
    from khingan.scenario.load import find
    from khingan.scenario.overlays import available

    console = make_console()
    for overlay in available(find(_named(scenario))):
        console.print(f"[bold]{overlay.name}[/bold]  {overlay.title}")
        lines = Table.grid(padding=(0, 1))
        for label, text in (
            ("asks", overlay.question),
            ("changes", overlay.description),
            ("claims", " ".join(overlay.claims)),
        ):
            lines.add_row(f"  [dim]{label}[/dim]", text or "not said")
        console.print(lines)
    console.print("Several act together: khingan run --what-if NAME --what-if NAME")
