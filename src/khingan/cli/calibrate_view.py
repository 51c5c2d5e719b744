"""What ``khingan calibrate`` prints: prior beside posterior, what the record cannot tell, the checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.markup import escape
from rich.table import Table

from khingan.report.calibration import HOW_TO_READ, check_rows, coefficient_rows, cost_line, told_lines

if TYPE_CHECKING:
    from rich.console import Console

    from khingan.experiments.calibration.result import Calibration


def print_calibration(
    console: Console, found: Calibration, folder: Path, files: Mapping[str, str], name: str
) -> None:
    """Print tables, sentences and where the files are."""
    rows = ", ".join(f"{count} {kind}" for kind, count in found.rows.items())
    console.print(
        f"[bold]{escape(found.scenario.title)}[/bold]: calibrated on {rows} of the calibration part"
    )
    console.print(cost_line(found), markup=False)
    console.print()
    console.print(_table(coefficient_rows(found)))
    console.print()
    for line in told_lines(found):
        console.print(line, markup=False)
    if found.checks:
        console.print()
        console.print(_table(check_rows(found)))
    console.print()
    for line in HOW_TO_READ:
        console.print(line, markup=False, style="dim")
    console.print(f"\nWritten to {folder}:", markup=False)
    grid = Table.grid(padding=(0, 2))
    for file, words in files.items():
        grid.add_row(f"  {file}", words)
    console.print(grid)
    console.print(
        f"\nUse it: khingan run -n 200 --uncertain --what-if {folder / name}.toml",
        markup=False,
        soft_wrap=True,
    )


def _table(rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for i, head in enumerate(rows[0]):
        table.add_column(head, justify="left" if i == 0 else "right")
    for row in rows[1:]:
        table.add_row(*row)
    return table
