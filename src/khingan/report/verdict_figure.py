"""A verdict as figures: dates, losses, histogram of ranks, bias by front and week."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from khingan.extras import figure_class, require
from khingan.files import replace_file
from khingan.verdict.reliability import BINS, Reliability
from khingan.verdict.score import DateRowScore, Group

if TYPE_CHECKING:
    from khingan.verdict.judge import About, Verdict
    from khingan.verdict.losses import LossScore

DPI = 130
INK, SOFT, FAINT = "#23221f", "#8b867b", "#0000001c"
MET, MISSED, OTHER = "#3f6f8a", "#b5432f", "#9a9a9a"
_ROW, _HEAD = 0.24, 1.0  # inches
_BAR: dict[str, Any] = {"lw": 7, "alpha": 0.7, "solid_capstyle": "butt"}
LEAST, MOST = 0.05, 20.0  # factors beyond which a loss is drawn at the edge


def overview(found: Verdict, path: str | Path | None = None) -> Any:
    """Draw everything on one sheet.

    Parameters
    ----------
    found : Verdict
    path : path-like, optional
        PNG to write; it appears whole or not at all.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    dates = found.dates.rows if found.dates else ()
    rows = max(len(dates), len(found.losses.rows), 8)
    figure = figure_class()(figsize=(15.0, _HEAD + _ROW * rows + 3.6), layout="constrained")
    grid = figure.add_gridspec(2, 4, height_ratios=[_ROW * rows, 3.0])
    _dates(figure.add_subplot(grid[0, :2]), dates, found.about)
    _losses(figure.add_subplot(grid[0, 2:]), found.losses.rows)
    _reliabilities([figure.add_subplot(grid[1, 0]), figure.add_subplot(grid[1, 1])], found)
    _biases([figure.add_subplot(grid[1, 2]), figure.add_subplot(grid[1, 3])], found)
    figure.suptitle(
        f"{found.about.title}: {found.part} part of the record", x=0.01, ha="left", fontsize=13, weight="bold"
    )
    if path is not None:
        with replace_file(path) as part:
            figure.savefig(part, dpi=DPI, format="png")
    return figure


def pictures(found: Verdict) -> dict[str, str]:
    """Draw every figure of the page.

    Returns
    -------
    dict of str to str
        SVG by name: ``dates``, ``surrenders``, ``losses``, ``ranks``, ``bias``; what has nothing to show is absent.
    """
    made: dict[str, str] = {}
    for name, verdict in (("dates", found.dates), ("surrenders", found.surrenders)):
        if verdict is not None:
            figure = _blank(11.0, _HEAD + _ROW * len(verdict.rows))
            _dates(figure.subplots(), verdict.rows, found.about)
            made[name] = _svg(figure)
    if found.losses.rows:
        figure = _blank(11.0, _HEAD + _ROW * len(found.losses.rows))
        _losses(figure.subplots(), found.losses.rows)
        made["losses"] = _svg(figure)
    figure = _blank(11.0, 3.2)
    _reliabilities(figure.subplots(1, 2), found)
    made["ranks"] = _svg(figure)
    if found.dates is not None:
        figure = _blank(11.0, 3.2)
        _biases(figure.subplots(1, 2), found)
        made["bias"] = _svg(figure)
    return made


def _blank(width: float, height: float) -> Any:
    return figure_class()(figsize=(width, height), layout="constrained")


def _svg(figure: Any) -> str:
    # Text stays text, and the same figure is the same file.
    with require("matplotlib", "report", "figures").rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": "khingan", "font.family": "sans-serif"}
    ):
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


def _dates(axes: Any, rows: Sequence[DateRowScore], about: About) -> None:
    """One line a place: the documented interval above, the campaigns below it, in days of the campaign."""
    ordered = sorted(rows, key=lambda row: row.observation.mid_h)
    for y, row in enumerate(ordered):
        seen = row.observation
        colour = MET if row.met[1] else MISSED
        axes.plot([row.spread_low, row.spread_high], [y + 0.12] * 2, color=colour, lw=2, alpha=0.55)
        axes.plot([row.quartile_low, row.quartile_high], [y + 0.12] * 2, color=colour, lw=6, alpha=0.75)
        axes.plot(row.simulated, y + 0.12, "|", color=colour, ms=10, mew=2)
        axes.plot([seen.low_h / 24, seen.high_h / 24], [y - 0.22] * 2, color=INK, lw=2.4)
    names = [
        f"{row.observation.place_id.replace('_', ' ')} {row.observation.measure.removesuffix('_h')}"
        for row in ordered
    ]
    axes.set_yticks(range(len(ordered)), names, fontsize=8)
    axes.set_ylim(len(ordered) - 0.4, -0.7)
    last = int(max([axes.get_xlim()[1], 7.0]))
    ticks = np.arange(0, last + 1, max(1, -(-last // 12)))
    axes.set_xticks(
        ticks,
        [f"{about.start + timedelta(days=int(day)):%d %b}".lstrip("0") for day in ticks],
        fontsize=8,
    )
    axes.set_title(
        "dates: documented (black), campaigns 90 % and 50 % (blue: meet; red: do not)", fontsize=9, loc="left"
    )
    _plain(axes)


def _losses(axes: Any, rows: Sequence[LossScore]) -> None:
    """One line a count, as multiples of the middle of its claims."""
    for y, row in enumerate(rows):
        low, high = row.count.low, row.count.high
        one = low if not isfinite(high) else high if low <= 0 else float(np.sqrt(low * high))
        one = one or 1.0
        colour = MET if row.passed else MISSED
        span = [_clipped(value / one) for value in (row.q05, row.q25, row.q50, row.q75, row.q95)]
        axes.plot([span[0], span[4]], [y + 0.12] * 2, color=colour, lw=2, alpha=0.55)
        axes.plot([span[1], span[3]], [y + 0.12] * 2, color=colour, lw=6, alpha=0.75)
        axes.plot(span[2], y + 0.12, "|", color=colour, ms=10, mew=2)
        ends = [_clipped(low / one), _clipped(high / one)]
        axes.plot(ends, [y - 0.22] * 2, color=INK, lw=2.4, marker="|", ms=6)
    axes.set_xscale("log")
    axes.set_yticks(range(len(rows)), [_loss_label(row) for row in rows], fontsize=8)
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.margins(x=0.03)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, 0.5), max(high, 2.0))
    ticks = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
    inside = [tick for tick in ticks if axes.get_xlim()[0] <= tick <= axes.get_xlim()[1]]
    axes.set_xticks(inside, [f"{tick:g}" for tick in inside], fontsize=8)
    axes.minorticks_off()
    axes.set_title(
        "losses, multiples of the claim: claims (black), campaigns (blue: agree; red: do not)",
        fontsize=9,
        loc="left",
    )
    _plain(axes)


def _clipped(value: float) -> float:
    return min(max(value, LEAST), MOST)


def _loss_label(row: LossScore) -> str:
    count = row.count
    return f"{count.unit_id} {count.category.replace('_', ' ')}, days {count.first_day}-{count.last_day}"


def _reliabilities(panels: Sequence[Any], found: Verdict) -> None:
    dated = found.dates.reliability if found.dates else None
    _histogram(panels[0], dated, "dates")
    _histogram(panels[1], found.losses.reliability if found.losses.rows else None, "losses")


def _histogram(axes: Any, found: Reliability | None, what: str) -> None:
    edges = np.linspace(0.0, 1.0, BINS + 1)
    if found is not None:
        axes.bar(edges[:-1], found.histogram, width=1 / BINS, align="edge", color=MET, alpha=0.7, ec="white")
        # What a right ensemble would show of so many rows by chance alone, were every row one point.
        reach = 1.645 * np.sqrt((1 / BINS) * (1 - 1 / BINS) / found.rows)
        axes.axhspan(max(0.0, 1 / BINS - reach), 1 / BINS + reach, color=SOFT, alpha=0.18, lw=0)
        words = (
            f"{what}, {found.rows} rows; of the central 50 / 90 %\nmeet {found.met[0]:.0%} / {found.met[1]:.0%}, "
            f"inside {found.inside[0]:.0%} / {found.inside[1]:.0%}"
        )
    else:
        words = f"{what}: none"
    axes.axhline(1 / BINS, color=INK, lw=0.8)
    axes.set_title(words, fontsize=8.5, loc="left")
    axes.set_xlabel("rank of the record (0 before all campaigns, 1 after all)", fontsize=8)
    axes.set_ylabel("share of rows", fontsize=8)
    _plain(axes, grid="y")


def _biases(panels: Sequence[Any], found: Verdict) -> None:
    names = found.about.fronts | {"": "not named", "several": "several"}
    dates = found.dates
    fronts = dates.groups(lambda row: row.front) if dates else []
    weeks = dates.groups(lambda row: row.week) if dates else []
    _bias(panels[0], fronts, [names.get(group.name, group.name) for group in fronts], "by front")
    _bias(panels[1], weeks, [f"week {group.name}" for group in weeks], "by week")


def _bias(axes: Any, groups: Sequence[Group], names: Sequence[str], what: str) -> None:
    for y, group in enumerate(groups):
        axes.plot([0, group.bias], [y, y], color=MISSED if abs(group.bias) > 1 else MET, **_BAR)
    labels = [f"{name} ({group.rows})" for name, group in zip(names, groups, strict=True)]
    axes.set_yticks(range(len(groups)), labels, fontsize=8)
    axes.set_ylim(max(len(groups), 1) - 0.4, -0.6)
    axes.axvline(0, color=INK, lw=0.8)
    axes.margins(x=0.1)
    axes.set_title(f"mean error {what}, days (rows)\nright: campaigns late", fontsize=8.5, loc="left")
    _plain(axes)


def _plain(axes: Any, grid: str = "x") -> None:
    axes.grid(axis=grid, color=FAINT, lw=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(axis="both", length=0, labelsize=8)
    axes.spines[["top", "right", "left"]].set_visible(False)
