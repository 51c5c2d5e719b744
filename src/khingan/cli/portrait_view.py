"""What ``khingan scenario show NAME`` prints: what a formation or unit has, knows and is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from khingan.scenario.portrait import PARTS, Portrait, Section

if TYPE_CHECKING:
    from rich.console import Console

    from khingan.scenario import Scenario

SOURCED = "where from"


def print_portrait(
    console: Console,
    found: Portrait,
    scenario: Scenario,
    day: int | None,
    seed: int,
    now: Sequence[Section] | None,
) -> None:
    """Print the facts, then section by section what is had, known and told, then the sources.

    Parameters
    ----------
    found : Portrait
        What the scenario says.
    day, seed : int
        Day and luck of `now`; no day where nothing was played.
    now : sequence of Section or None
        What one campaign has come to, printed before the plans of the eve.
    """
    console.print(Text.assemble((found.name, "bold"), "  ", (found.holder_id, "dim")))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in found.facts:
        grid.add_row(label, Text(text))
    console.print(grid)
    if now is not None:
        console.print(Text(_moment(scenario, day or 0, seed), style="bold"))
        if not now:
            console.print("It has no unit on the map.")
        for section in now:
            _print_section(console, section)
        console.print(Text("\nOn the eve", style="bold"))
    for section in found.sections:
        _print_section(console, section)
    if found.sources:
        console.print(Text("\nSources and claims", style="bold"))
        for line in found.sources:
            console.print(Text(line, style="dim"))


def _moment(scenario: Scenario, day: int, seed: int) -> str:
    when = scenario.start + timedelta(days=day)
    last = when - timedelta(seconds=1)
    text = (
        f"the start, {when.day} {when:%B %Y}"
        if day == 0
        else f"the end of day {day}, {last.day} {last:%B %Y}"
    )
    return f"\nIn campaign 0 of seed {seed}, at {text}"


def _print_section(console: Console, section: Section) -> None:
    console.print(Text.assemble("\n", (f"{section.part}: ", "dim"), section.title))
    console.print(section_table(section))
    if section.note:
        console.print(Text(section.note, style="dim"))


def section_table(section: Section) -> Table:
    """Return a section as a table that fits a terminal of 80 columns."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for i, head in enumerate(section.heads):
        number = head.startswith("#")
        table.add_column(
            head.lstrip("#"),
            justify="right" if number else "left",
            overflow="fold",
            style="dim" if head == SOURCED else "",
            # A column that alone says what a row is about keeps its words whole.
            min_width=min(12, max((len(word) for row in section.rows for word in row[i].split()), default=0)),
        )
    for row in section.rows:
        table.add_row(*map(Text, row))
    return table


def as_document(found: Portrait, day: int | None, seed: int, now: Sequence[Section] | None) -> dict[str, Any]:
    """Everything printed, as one JSON document."""
    document: dict[str, Any] = {
        "id": found.holder_id,
        "name": found.name,
        "facts": dict(found.facts),
        "sources": list(found.sources),
        **{part.replace(" ", "_"): [_plain(s) for s in found.sections if s.part == part] for part in PARTS},
    }
    if now is not None:
        document["now"] = {
            "day": day,
            "seed": seed,
            **{part.replace(" ", "_"): [_plain(s) for s in now if s.part == part] for part in PARTS},
        }
    return document


def _plain(section: Section) -> dict[str, Any]:
    heads = [head.lstrip("#") or "what" for head in section.heads]
    values = asdict(section)
    return {
        "title": values["title"],
        "note": values["note"],
        "rows": [dict(zip(heads, row, strict=True)) for row in section.rows],
    }
