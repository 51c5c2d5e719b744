"""A comparison as a sheet, as a table for programs, and as a figure."""

from __future__ import annotations

import math
import os
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow.csv as pa_csv

from khingan.experiments.compare import Comparison
from khingan.experiments.contrasts import Contrast, Effect, Level
from khingan.experiments.paired import LEVEL
from khingan.extras import figure_class
from khingan.files import replace_file
from khingan.report.ablation import difference_text, figure_text, reach_text

INK, CLEAR, UNCLEAR, PALE = "#333333", "#a33b2a", "#9a9a9a", "#b8c4d0"
DPI = 130
NOTHING_DRAWN = (
    "Nothing was drawn: all campaigns of a world are the same one, "
    "and an interval without width tells nothing of luck."
)
NEVER = "An hour that never comes counts as the end of the run; in brackets: share of campaigns in which it comes."


def level_text(found: Comparison, i: int, level: Level) -> str:
    """Median of a measure: an hour as its date, with the share of campaigns in which it comes."""
    if not found.measures[i].is_hour:
        return figure_text(level.median, found.units[i])
    share = "" if level.happened == 1.0 else f" ({share_text(level.happened)})"
    if level.happened < 0.5:
        return f"never{share}"
    moment = found.scenario.start + timedelta(hours=level.median)
    return f"{moment.day} {moment:%b %H:%M}{share}"


def share_text(share: float) -> str:
    """Write a share of campaigns; some or all but some is neither none nor all."""
    if 0.0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1.0 else f"{share:.0%}"


def reduction_text(value: float) -> str:
    """Write a factor of variance reduction."""
    if math.isnan(value):
        return "–"
    return "∞" if math.isinf(value) else f"{value:.2g}" if value < 10 else f"{value:,.0f}"


def notes(found: Comparison) -> list[str]:
    """Sentences that belong under any table of a comparison."""
    lines = [NOTHING_DRAWN] if not found.luck.kinds else []
    lines += [
        f"{contrast.world.title}: not paired with {found.base.title}, because {contrast.why_unpaired}; compared by "
        "the means alone."
        for contrast in found.contrasts
        if not contrast.is_paired
    ]
    for contrast in found.contrasts:
        left = max(len(found.luck.numbers), len((contrast.world.luck or found.luck).numbers))
        if contrast.is_paired and len(contrast.numbers) < left:
            lines.append(
                f"{contrast.world.title}: paired over the {len(contrast.numbers):,} campaigns that both have."
            )
        if contrast.changed == contrast.changed:
            share = share_text(contrast.changed)
            lines.append(
                f"{contrast.world.title}: {share} of the campaigns come out differently in anything."
            )
    if any(measure.is_hour for measure in found.measures):
        lines.append(NEVER)
    return lines


def write_sheet(found: Comparison, path: str | os.PathLike[str]) -> None:
    """Write the comparison as Markdown, to be read."""
    with replace_file(path) as aside:
        aside.write_text("\n".join(_sheet(found)) + "\n", encoding="utf-8")


def write_csv(found: Comparison, path: str | os.PathLike[str]) -> None:
    """Write a row for every world and measure."""
    with replace_file(path) as aside:
        pa_csv.write_csv(found.table(), aside)


def write_pairs(found: Comparison, path: str | os.PathLike[str]) -> None:
    """Write a row for every world, campaign and measure."""
    with replace_file(path) as aside:
        pa_csv.write_csv(found.pairs(), aside)


def _sheet(found: Comparison) -> list[str]:
    own = found.luck
    lines = [
        f"# Compared with {found.base.title}",
        "",
        f"{found.scenario.title}. {len(own.numbers):,} campaigns of seed {own.seed}, drawn: "
        f"{', '.join(own.kinds) or 'nothing'}; result version {own.version}. Mean difference with half its {LEVEL:.0%} "
        "interval; bold: the interval leaves zero out.",
        "",
        _line(["world", *(f"{m.name}, {u}" for m, u in zip(found.measures, found.units, strict=True))]),
        _line(["---", *["---:"] * len(found.measures)]),
        _line([found.base.title, *(level_text(found, i, level) for i, level in enumerate(found.level))]),
    ]
    for contrast in found.contrasts:
        lines.append(
            _line([contrast.world.title, *(_short(found, i, e) for i, e in enumerate(contrast.effects))])
        )
    lines += ["", *(f"- {note}" for note in notes(found))]
    for contrast in found.contrasts:
        lines += ["", *_details(found, contrast)]
    return lines


def _short(found: Comparison, i: int, effect: Effect) -> str:
    gap = f"{difference_text(effect.found.difference, effect.unit)} {reach_text(effect.found, effect.unit)}"
    if effect.found.changed == 0:
        gap = "0"
    return f"{level_text(found, i, effect.after)}; {f'**{gap}**' if effect.found.is_clear else gap}"


def _details(found: Comparison, contrast: Contrast) -> list[str]:
    heads = ["measure", "base", "world", "difference", "error", "unpaired error", "variance reduction"]
    if contrast.is_paired:
        heads += ["9 of 10 pairs", "less", "more", "other way"]
    lines = [f"## {contrast.world.title}", "", _line(heads), _line(["---", *["---:"] * (len(heads) - 1)])]
    for i, effect in enumerate(contrast.effects):
        unit, pair = effect.unit, effect.found
        cells = [
            f"{effect.measure.name}, {unit}",
            level_text(found, i, effect.before),
            level_text(found, i, effect.after),
            f"{difference_text(pair.difference, unit)} {reach_text(pair, unit)}",
            figure_text(pair.error, unit),
            figure_text(pair.unpaired_error, unit),
            reduction_text(pair.reduction) if contrast.is_paired else "–",
        ]
        if contrast.is_paired:
            low, high = (difference_text(effect.gaps[k], unit) for k in (0, -1))
            cells += [f"{low} to {high}", *map(share_text, (effect.fell, effect.rose, effect.against))]
        lines.append(_line(cells))
    return lines


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def draw(found: Comparison, path: str | os.PathLike[str] | None = None) -> Any:
    """Draw a panel for every measure: of one world the distribution of differences, of several their spread.

    Parameters
    ----------
    found : Comparison
        What is shown.
    path : path-like, optional
        PNG file to write.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    count = len(found.measures)
    columns = min(4 if count > 4 else count, 4)
    lines = -(-count // columns)
    single = len(found.contrasts) == 1
    height = 2.5 if single else 0.9 + 0.3 * len(found.contrasts)
    figure = figure_class()(
        figsize=(3.3 * columns + (0 if single else 1.8), lines * height + 0.6), layout="constrained"
    )
    panels = figure.subplots(lines, columns, sharey=not single, squeeze=False).ravel()
    for i, axes in enumerate(panels):
        if i >= count:
            axes.set_visible(False)
        elif single:
            _histogram(axes, found, found.contrasts[0], i)
        else:
            _spreads(axes, found, i)
    others = found.contrasts[0].world.title if single else f"{len(found.contrasts)} worlds"
    pairs = found.contrasts[0].is_paired if single else all(c.is_paired for c in found.contrasts)
    what = (
        f"{len(found.contrasts[0].numbers):,} pairs of the same luck" if pairs else "see the table for pairs"
    )
    figure.suptitle(f"{others} against {found.base.title}: {what}", fontsize=11, x=0.01, ha="left")
    if path is not None:
        with replace_file(path) as aside:
            figure.savefig(aside, dpi=DPI, format="png")
    return figure


def _histogram(axes: Any, found: Comparison, contrast: Contrast, i: int) -> None:
    """Distribution of the differences of pairs; without pairs, both distributions over each other."""
    effect = contrast.effects[i]
    before, after = contrast.before.values[:, i], contrast.after.values[:, i]
    if contrast.is_paired:
        gap = after - before
        bins = np.histogram_bin_edges(gap, bins=min(40, max(10, len(gap) // 8)))
        axes.hist(gap, bins=bins, color=PALE, edgecolor="white", lw=0.3)
        axes.axvline(0.0, color=INK, lw=0.9)
        colour = CLEAR if effect.found.is_clear else UNCLEAR
        axes.axvspan(effect.found.low, effect.found.high, color=colour, alpha=0.25, lw=0, zorder=0)
        axes.axvline(effect.found.difference, color=colour, lw=1.6)
        words = f"{share_text(effect.fell)} less, {share_text(effect.rose)} more"
    else:
        bins = np.histogram_bin_edges(np.concatenate([before, after]), bins=30)
        for values, colour in ((before, UNCLEAR), (after, CLEAR)):
            weights = np.full(len(values), 100.0 / len(values))
            axes.hist(values, bins=bins, weights=weights, color=colour, alpha=0.5)
        words = "base grey, % of campaigns"
    gap_text = (
        f"{difference_text(effect.found.difference, effect.unit)} {reach_text(effect.found, effect.unit)}"
    )
    axes.set_title(f"{effect.measure.name}, {effect.unit}\n{gap_text}; {words}", fontsize=9, loc="left")
    _trim(axes)
    axes.tick_params(axis="y", labelsize=8)


def _spreads(axes: Any, found: Comparison, i: int) -> None:
    """Nine tenths of the pairs as a thin line, the interval of the mean as a thick one, a row a world."""
    at = np.arange(len(found.contrasts))
    axes.axvline(0.0, color=INK, lw=0.8)
    for y, contrast in zip(at, found.contrasts, strict=True):
        effect = contrast.effects[i]
        pair = effect.found
        colour = CLEAR if pair.is_clear else UNCLEAR
        if effect.gaps:
            axes.plot([effect.gaps[0], effect.gaps[-1]], [y, y], color=PALE, lw=1.8)
        axes.plot([pair.low, pair.high], [y, y], color=colour, lw=3.2, solid_capstyle="butt")
        axes.plot(pair.difference, y, "o", color=colour, ms=4)
    axes.set_yticks(at, [contrast.world.title for contrast in found.contrasts], fontsize=8.5)
    axes.set_ylim(len(at) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    base = level_text(found, i, found.level[i])
    axes.set_title(f"{found.measures[i].name}, {found.units[i]}\nbase: {base}", fontsize=9, loc="left")
    axes.grid(axis="y", color="#00000012", lw=0.8)
    _trim(axes)
    axes.spines["left"].set_visible(False)


def _trim(axes: Any) -> None:
    axes.tick_params(axis="x", labelsize=8)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.spines[["top", "right"]].set_visible(False)
