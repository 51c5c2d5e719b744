"""What ``khingan compare`` prints: of one world a row a measure, of several a column a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from khingan.experiments.paired import LEVEL
from khingan.report.ablation import difference_text, figure_text, reach_text
from khingan.report.compare import level_text, notes, reduction_text, share_text

if TYPE_CHECKING:
    from rich.console import Console

    from khingan.experiments.compare import Comparison
    from khingan.experiments.contrasts import Contrast, Effect


def print_comparison(console: Console, found: Comparison) -> None:
    """Print the table and what has to be said under it."""
    luck = found.luck
    console.print(
        f"[bold]{escape(found.scenario.title)}[/bold]: against {escape(found.base.title)}, {len(luck.numbers):,} "
        f"campaigns of seed {luck.seed}"
    )
    console.print()
    if len(found.contrasts) == 1:
        console.print(single_table(found, found.contrasts[0]))
    else:
        console.print(many_table(found))
    console.print()
    console.print(
        f"Medians; mean difference ± half its {LEVEL:.0%} interval, dim where that contains zero. Variance reduction: "
        "as many campaigns without shared luck would be needed for each one with it."
    )
    for line in notes(found):
        console.print(line, markup=False)


def single_table(found: Comparison, contrast: Contrast) -> Table:
    """Return measures down; what is known of the difference across."""
    table = _table()
    heads = [
        "measure",
        "base\nmedian",
        "world\nmedian",
        "difference\nof means",
        "error\npaired, not",
        "variance\nreduction",
    ]
    if contrast.is_paired:
        heads += ["less,\nmore", "other\nway"]
    for head in heads:
        table.add_column(head, justify="left" if head == "measure" else "right")
    for i, effect in enumerate(contrast.effects):
        pair, unit = effect.found, effect.unit
        errors = f"{figure_text(pair.error, unit)}\n{figure_text(pair.unpaired_error, unit)}"
        cells: list[str | Text] = [
            f"{effect.measure.name}\n{unit}",
            level_text(found, i, effect.before),
            level_text(found, i, effect.after),
            _gap(effect),
            errors if contrast.is_paired else figure_text(pair.error, unit),
            reduction_text(pair.reduction) if contrast.is_paired else "–",
        ]
        if contrast.is_paired:
            cells += [f"{share_text(effect.fell)}\n{share_text(effect.rose)}", share_text(effect.against)]
        table.add_row(*cells)
    return table


def many_table(found: Comparison) -> Table:
    """Return worlds down, measures across."""
    table = _table()
    table.add_column("world")
    for measure, unit in zip(found.measures, found.units, strict=True):
        table.add_column(f"{measure.name}\n{unit}", justify="right")
    levels = (level_text(found, i, level) for i, level in enumerate(found.level))
    table.add_row(found.base.title, *levels, end_section=True)
    for contrast in found.contrasts:
        table.add_row(contrast.world.title, *(_gap(effect) for effect in contrast.effects))
    return table


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))


def _gap(effect: Effect) -> Text:
    if effect.found.changed == 0:
        return Text("·", style="dim")
    text = f"{difference_text(effect.found.difference, effect.unit)}\n{reach_text(effect.found, effect.unit)}"
    return Text(text, style="" if effect.found.is_clear else "dim")


def as_document(found: Comparison) -> dict[str, Any]:
    """Everything printed, as one JSON document."""
    luck = found.luck
    return {
        "scenario": found.scenario.scenario_id,
        "base": found.base.name,
        "seed": luck.seed,
        "campaigns": len(luck.numbers),
        "uncertainty": list(luck.kinds),
        "result_version": luck.version,
        "level": LEVEL,
        "worlds": [
            {
                "name": contrast.world.name,
                "overlays": list(contrast.world.scenario.overlays),
                "paired": contrast.is_paired,
                "why_unpaired": contrast.why_unpaired or None,
                "pairs": len(contrast.numbers) if contrast.is_paired else 0,
            }
            for contrast in found.contrasts
        ],
        "effects": found.table().to_pylist(),
        "notes": notes(found),
    }
