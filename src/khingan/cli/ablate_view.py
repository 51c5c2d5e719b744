"""What ``khingan ablate`` prints: a row a mechanism, a column a measure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from khingan.experiments.paired import LEVEL
from khingan.report.ablation import FILES, difference_text, figure_text, notes, reach_text
from khingan.report.text import title_words

if TYPE_CHECKING:
    from rich.console import Console

    from khingan.experiments.ablation import Ablation, Removal
    from khingan.experiments.paired import Paired


def doing(name: str) -> str:
    """What the progress bar says."""
    return f"without {title_words(name)}" if name else "full model"


def print_ablation(console: Console, found: Ablation, title: str) -> None:
    """Print the table and what has to be said under it."""
    console.print(f"[bold]{escape(title)}[/bold]: what changes when a mechanism is switched off")
    console.print()
    console.print(effect_table(found))
    console.print()
    console.print(
        f"Mean difference from the full model over {found.campaigns:,} pairs of campaigns of the same luck (seed "
        f"{found.seed}), ± half its {LEVEL:.0%} interval; dim where the interval contains zero, · where nothing "
        "changed. Under each name: share of campaigns that came out differently in anything."
    )
    for line in notes(found):
        console.print(line, markup=False)
    for removal in found.removals:
        if removal.is_idle:
            console.print(
                f"  {title_words(removal.mechanism.name)}: {removal.mechanism.meaning}", markup=False
            )


def effect_table(found: Ablation) -> Table:
    """Return mechanisms down, measures across; two lines a cell, so that it fits a narrow terminal."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("without")
    for measure, unit in zip(found.measures, found.units, strict=True):
        table.add_column(f"{measure.name}\n{unit}", justify="right")
    levels = (figure_text(float(v), u) for v, u in zip(found.full, found.units, strict=True))
    table.add_row("nothing", *levels, end_section=True)
    for removal in found.removals:
        table.add_row(*_row(found, removal))
    return table


def _row(found: Ablation, removal: Removal) -> list[Text]:
    cells = [Text.assemble(title_words(removal.mechanism.name), (f"\n{removal.changed:.0%}", "dim"))]
    for effect, unit in zip(removal.effects, found.units, strict=True):
        cells.append(_cell(effect, unit))
    return cells


def _cell(effect: Paired, unit: str) -> Text:
    if effect.changed == 0:
        return Text("·", style="dim")
    text = f"{difference_text(effect.difference, unit)}\n{reach_text(effect, unit)}"
    return Text(text, style="" if effect.is_clear else "dim")


def print_files(console: Console, folder: Path, files: list[str]) -> None:
    """Print where the files are and what is in them."""
    console.print(f"\nWritten to {folder}:", markup=False)
    grid = Table.grid(padding=(0, 2))
    for name in files:
        grid.add_row(f"  {name}", FILES[name])
    console.print(grid)


def as_document(found: Ablation, identity: Mapping[str, Any]) -> dict[str, Any]:
    """Everything printed, as one JSON document."""
    return {
        "identity": dict(identity),
        "campaigns": found.campaigns,
        "seed": found.seed,
        "level": LEVEL,
        "measures": [
            {"name": m.name, "kind": m.kind, "unit": unit, "full": float(value)}
            for m, unit, value in zip(found.measures, found.units, found.full, strict=True)
        ],
        "mechanisms": [
            {
                "name": removal.mechanism.name,
                "meaning": removal.mechanism.meaning,
                "campaigns_changed": removal.changed,
                "changes_nothing": removal.is_idle,
                "effects": {m.name: vars(e) for m, e in zip(found.measures, removal.effects, strict=True)},
            }
            for removal in found.removals
        ],
        "off_already": [mechanism.name for mechanism in found.off_already],
        "gain": found.gain if math.isfinite(found.gain) else None,
    }
