"""What ``khingan reckon`` prints: the figures that can be compared, then those that cannot and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from khingan.reckoning.judge import AGREES, DISPUTED, OUTSIDE, TOO_WIDE, Row
from khingan.reckoning.words import (
    HOW_TO_READ,
    PARTLY,
    figure_text,
    rivals_text,
    simulated_text,
    verdict_text,
)
from khingan.report.reckoning import compared, left_out, remarks, summary

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {AGREES: "green", DISPUTED: "yellow", OUTSIDE: "red", TOO_WIDE: "dim"}


def print_rows(console: Console, rows: Sequence[Row], about: Mapping[str, Any]) -> None:
    """Print the tables, the rows without a number, and how to read the verdicts."""
    campaigns = "one campaign" if about["campaigns"] == 1 else f"{about['campaigns']:,} campaigns"
    console.print(f"[bold]{escape(about['title'])}[/bold]: documented figures beside {campaigns}")
    for text in remarks(about):
        console.print(text, markup=False)
    for heading, members in compared(rows):
        console.print()
        console.print(heading, style="bold", markup=False)
        console.print(table_of(members))
    console.print()
    console.print("Not compared:")
    for reason, members in left_out(rows):
        console.print(f"  {' '.join(row.claim.claim_id for row in members)}: {reason}", markup=False)
    console.print()
    console.print(summary(rows), markup=False)
    for name, words in (HOW_TO_READ | {"*": PARTLY}).items():
        console.print(f"  {name}: {words}", markup=False)
    console.print("What a row counts: --out FILE.md, or khingan claims explain ID.", markup=False)


def table_of(rows: Sequence[Row]) -> Table:
    """Return figures down, with what is claimed, what is simulated and the verdict across."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("claim", no_wrap=True)
    table.add_column("figure", ratio=3)
    table.add_column("claimed", justify="right", no_wrap=True)
    table.add_column("simulated 5/50/95 %", justify="right", no_wrap=True)
    table.add_column("verdict", ratio=3)
    for row in rows:
        title = row.reading.title
        rivals = rivals_text(row)
        table.add_row(
            row.claim.claim_id,
            Text.assemble(title, (f"; rival {rivals}" if rivals else "", "dim")),
            figure_text(row.claim),
            simulated_text(row),
            Text(verdict_text(row), style=STYLES.get(row.verdict, "")),
        )
    return table
