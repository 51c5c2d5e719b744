"""An ablation as files: a table for programs, a table for people, a figure."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.experiments.ablation import Ablation, Removal
from khingan.experiments.paired import LEVEL, Paired
from khingan.extras import figure_class
from khingan.report.text import title_words

FILES = {
    "ablation.csv": "a row for every mechanism and measure, with both means, difference and interval",
    "ablation.md": "the same as a table to read",
    "ablation.png": "difference and interval of every mechanism, a panel for every measure",
}
"""What the folder of an ablation holds."""

COLUMNS = (
    "mechanism", "measure", "unit", "campaigns", "with_it", "without_it", "difference", "low", "high",
    "standard_error", "unpaired_standard_error", "changed", "campaigns_changed",
)  # fmt: skip
INK, CLEAR, UNCLEAR = "#333333", "#a33b2a", "#9a9a9a"
DPI = 130
NEVER = "A meeting or an arrival that never comes counts as the end of the run."


def figure_text(value: float, unit: str) -> str:
    """Write a level: whole men, a digit after the point for what is small."""
    digits = 0 if unit == "men" or abs(value) >= 100 else 1
    return f"{value:,.{digits}f}"


def difference_text(value: float, unit: str) -> str:
    """Write a difference with its sign."""
    text = figure_text(abs(value), unit)
    if not text.strip("0.,"):
        return text
    return f"+{text}" if value > 0 else f"-{text}"


def reach_text(effect: Paired, unit: str) -> str:
    """Write half the interval of a difference."""
    return f"±{figure_text((effect.high - effect.low) / 2, unit)}"


def heading(found: Ablation, i: int) -> str:
    """Name of a measure with its unit."""
    name, unit = found.measures[i].name, found.units[i]
    return f"{name}, {unit}"


def notes(found: Ablation) -> list[str]:
    """Sentences that belong under any table of an ablation."""
    lines = []
    if found.idle:
        lines.append(f"Changes nothing here, in no campaign: {_names(found.idle)}.")
    if found.unclear:
        lines.append(f"Changes campaigns, but no measure clearly: {_names(found.unclear)}.")
    if found.off_already:
        lines.append(f"Off already in this scenario: {_names([m.name for m in found.off_already])}.")
    if any(measure.is_hour for measure in found.measures):
        lines.append(NEVER)
    if found.gain == found.gain:
        lines.append(
            f"The shared luck makes the intervals {found.gain:.1f} times narrower than unpaired campaigns would "
            "(median)."
        )
    return lines


def _names(names: list[str]) -> str:
    return ", ".join(title_words(name) for name in names)


def write_csv(found: Ablation, path: Path) -> None:
    """Write a row for every mechanism and measure."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(COLUMNS)
        for removal in found.removals:
            for measure, unit, e in zip(found.measures, found.units, removal.effects, strict=True):
                numbers = (e.before, e.after, e.difference, e.low, e.high, e.error, e.unpaired_error)
                writer.writerow(
                    (
                        removal.mechanism.name,
                        measure.name,
                        unit,
                        found.campaigns,
                        *(f"{value:.8g}" for value in numbers),
                        f"{e.changed:.8g}",
                        f"{removal.changed:.8g}",
                    )
                )


def write_markdown(found: Ablation, identity: Mapping[str, Any], path: Path) -> None:
    """Write the table for people, with what it was made from.

    Parameters
    ----------
    identity : mapping
        What makes the campaigns what they are; printed as it stands.
    """
    heads = ["switched off", "campaigns changed", *(heading(found, i) for i in range(len(found.measures)))]
    levels = [f"{figure_text(v, u)}" for v, u in zip(found.full, found.units, strict=True)]
    rows = [["nothing: the full model", "", *levels], *(_markdown_row(found, r) for r in found.removals)]
    lines = [
        "# What each mechanism changes",
        "",
        f"Mean difference between the model without a mechanism and the full model over {found.campaigns:,} pairs of "
        f"campaigns with the same luck, with half its {LEVEL:.0%} interval. Bold: the interval leaves zero out.",
        "",
        _line(heads),
        _line(["---", *["---:"] * (len(heads) - 1)]),
        *map(_line, rows),
        "",
        *(f"- {note}" for note in notes(found)),
        "",
        "| mechanism | switch |",
        "| --- | --- |",
        *(f"| {title_words(r.mechanism.name)} | {_cell(r.mechanism.meaning)} |" for r in found.removals),
        "",
        "Made from: "
        + ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in identity.items())
        + ".",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _markdown_row(found: Ablation, removal: Removal) -> list[str]:
    cells = [title_words(removal.mechanism.name), f"{removal.changed:.0%}"]
    for effect, unit in zip(removal.effects, found.units, strict=True):
        if effect.changed == 0:
            cells.append("0")
            continue
        text = f"{difference_text(effect.difference, unit)} {reach_text(effect, unit)}"
        cells.append(f"**{text}**" if effect.is_clear else text)
    return cells


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def draw(found: Ablation, path: Path) -> None:
    """Draw a panel for every measure, a dot with its interval for every mechanism.

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    count, rows = len(found.measures), len(found.removals)
    columns = min(4, count)
    lines = -(-count // columns)
    figure = figure_class()(
        figsize=(3.4 * columns + 1.6, lines * (0.9 + 0.27 * rows) + 0.5), layout="constrained"
    )
    panels = np.atleast_1d(figure.subplots(lines, columns, sharey=True, squeeze=False)).ravel()
    for i, axes in enumerate(panels):
        if i >= count:
            axes.set_visible(False)
            continue
        _panel(axes, found, i)
    figure.suptitle(
        f"Without each mechanism: difference from the full model, {LEVEL:.0%} interval, {found.campaigns:,} pairs",
        fontsize=11,
        x=0.01,
        ha="left",
    )
    figure.savefig(path, dpi=DPI, format="png")


def _panel(axes: Any, found: Ablation, i: int) -> None:
    effects = [removal.effects[i] for removal in found.removals]
    at = np.arange(len(effects))
    reach = np.array([max(abs(e.low), abs(e.high)) for e in effects])
    shown = reach <= limit(reach)
    axes.axvline(0.0, color=INK, lw=0.8)
    for y, e in zip(at[shown], np.array(effects, object)[shown], strict=True):
        colour = CLEAR if e.is_clear else UNCLEAR
        axes.plot([e.low, e.high], [y, y], color=colour, lw=1.6, solid_capstyle="butt")
        axes.plot(e.difference, y, "o", color=colour, ms=4.5, mfc=colour if e.changed else "white")
    axes.margins(x=0.08)
    low, high = axes.get_xlim()
    for y in at[~shown]:
        _off_the_panel(axes, int(y), effects[y], found.units[i], (low, high))
    axes.set_xlim(low, high)
    axes.set_yticks(at, [title_words(r.mechanism.name) for r in found.removals], fontsize=9)
    axes.set_ylim(len(effects) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=8)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.grid(axis="y", color="#00000012", lw=0.8)
    axes.set_title(
        f"{heading(found, i)}\nfull model: {figure_text(float(found.full[i]), found.units[i])}",
        fontsize=9.5,
        loc="left",
    )
    axes.spines[["top", "right", "left"]].set_visible(False)


def _off_the_panel(axes: Any, y: int, e: Paired, unit: str, ends: tuple[float, float]) -> None:
    """An effect that would press all others together: an arrow with its number."""
    right = e.difference > 0
    text = f"{difference_text(e.difference, unit)} {reach_text(e, unit)}"
    axes.annotate(
        f"{text} →" if right else f"← {text}",
        (ends[1] if right else ends[0], y),
        ha="right" if right else "left",
        va="center",
        fontsize=8,
        color=CLEAR if e.is_clear else UNCLEAR,
        bbox={"color": "white", "pad": 0.5},
    )


def limit(reach: NDArray[np.float64], apart: float = 4.0) -> float:
    """Greatest effect that a panel still shows to scale: those `apart` times as large as the next do not fit.

    Parameters
    ----------
    reach : ndarray
        Largest distance of every effect's interval from zero.
    apart : float
        How much larger than the next one is too large.
    """
    ranked = np.sort(reach[reach > 0])[::-1]
    for larger, smaller in pairwise(ranked[: 1 + len(ranked) // 3].tolist()):
        if larger > apart * smaller:
            return float(smaller)
    return float(ranked[0]) if len(ranked) else 0.0


def write_folder(found: Ablation, identity: Mapping[str, Any], folder: Path) -> list[str]:
    """Write all files of an ablation into a folder.

    Parameters
    ----------
    found : Ablation
        What was found.
    identity : mapping
        What makes the campaigns what they are.
    folder : Path
        Existing folder.

    Returns
    -------
    list of str
        Names of the files.
    """
    write_csv(found, folder / "ablation.csv")
    write_markdown(found, identity, folder / "ablation.md")
    draw(found, folder / "ablation.png")
    return list(FILES)
