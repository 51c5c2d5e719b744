"""A reckoning as a picture: claimed figures as points, simulated intervals as bars, on a log scale.

Figures from two to a million share a page only as multiples of what is claimed: every line is drawn in units of its
first figure, and the numbers themselves stand beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from khingan.extras import figure_class
from khingan.reckoning.judge import AGREES, DISPUTED, NOT_PRODUCED, OUTSIDE, TOO_WIDE, Row
from khingan.reckoning.words import figure_text, plain, rounded

DPI = 130
INK, SOFT = "#23221f", "#8b867b"
COLOURS = {AGREES: "#3f8a52", DISPUTED: "#c98a1b", OUTSIDE: "#b5432f", TOO_WIDE: "#9a9a9a"}
PANELS = {
    "Losses and prisoners": ("losses", "captivity"),
    "Strength on the eve (inputs)": ("strength",),
    "Days from the first hour": ("duration",),
}
TICKS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0)
_ROW, _MARGIN = 0.3, 0.55  # inches


def lines_of(rows: Sequence[Row], topics: Sequence[str]) -> list[list[Row]]:
    """Gather the compared rows of some topics, those of one definition in one line.

    Returns
    -------
    list of list of Row
        In the order of the rows.
    """
    found: dict[Any, list[Row]] = {}
    for row in rows:
        if row.verdict != NOT_PRODUCED and row.reading.topic in topics:
            found.setdefault(row.reading.definition, []).append(row)
    return list(found.values())


def draw(rows: Sequence[Row], title: str, path: Path) -> None:
    """Write the picture as PNG.

    Parameters
    ----------
    rows : sequence of Row
    title : str
        What the run is, for the heading.
    path : Path

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    panels = {name: lines_of(rows, topics) for name, topics in PANELS.items()}
    panels = {name: lines for name, lines in panels.items() if lines}
    heights = [_ROW * len(lines) + _MARGIN for lines in panels.values()] or [_MARGIN]
    figure = figure_class()(figsize=(12.0, sum(heights) + 1.4), layout="constrained")
    if panels:
        axes = figure.subplots(len(panels), 1, squeeze=False, sharex=True, height_ratios=heights).ravel()
        for one, (name, lines) in zip(axes, panels.items(), strict=True):
            _panel(one, name, lines)
        axes[-1].set_xlabel(
            "multiple of the claimed figure (the first, where there are rivals), log scale", fontsize=9
        )
        figure.legend(
            handles=_keys(axes[0]),
            loc="outside upper left",
            ncols=5,
            fontsize=9,
            frameon=False,
            title=title,
            title_fontproperties={"size": 13, "weight": "bold"},
            alignment="left",
        )
    figure.savefig(path, dpi=DPI, format="png")


def _panel(axes: Any, name: str, lines: list[list[Row]]) -> None:
    axes.axvline(1.0, color=INK, lw=0.8, zorder=1)
    for y, members in enumerate(lines):
        _line(axes, y, members)
    axes.set_xscale("log")
    axes.set_yticks(range(len(lines)), [_label(members) for members in lines], fontsize=9)
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.margins(x=0.04)
    axes.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS], fontsize=9)
    axes.tick_params(axis="x", labelbottom=True)
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#0000001c", lw=0.7)
    axes.set_axisbelow(True)
    axes.set_title(name, fontsize=10.5, loc="left", fontweight="bold")
    axes.set_title("simulated: median (5 to 95 %)", fontsize=9, loc="right", color=SOFT)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _label(members: list[Row]) -> str:
    figures = ", ".join(f"{figure_text(row.claim)} ({row.claim.claim_id})" for row in members)
    return f"{members[0].reading.title}: {figures}"


def _line(axes: Any, y: int, members: list[Row]) -> None:
    first = members[0]
    span = first.simulated
    assert span is not None
    unit = sum(first.claim.printed) / 2 or 1.0
    colour = COLOURS[first.verdict]
    # A logarithm knows no zero: a count that can be none is drawn from the edge of what is shown.
    low, middle, high = (max(value / unit, TICKS[0]) for value in (span.q05, span.q50, span.q95))
    axes.plot([low, high], [y, y], color=colour, lw=8, solid_capstyle="butt", alpha=0.5, zorder=2)
    axes.plot(middle, y, "|", color=colour, ms=13, mew=2.4, zorder=3)
    for row in members:
        if row.allowed is not None:
            axes.plot([value / unit for value in row.allowed], [y, y], color=INK, lw=1.5, zorder=4)
            axes.plot(sum(row.claim.printed) / 2 / unit, y, "D", color=INK, ms=4.5, mew=0, zorder=5)
    text = plain(span.q50)
    if span.q05 != span.q95:
        text = f"{rounded(span.q50)} ({rounded(span.q05)} to {rounded(span.q95)})"
    axes.text(1.005, y, text, transform=axes.get_yaxis_transform(), va="center", fontsize=8.5, color=INK)


def _keys(axes: Any) -> list[Any]:
    names = {
        AGREES: "simulated: agrees",
        DISPUTED: "disputed by its own sources",
        OUTSIDE: "outside",
        TOO_WIDE: "too wide to tell",
    }
    keys = axes.plot([], [], "D-", color=INK, ms=4.5, lw=1.5, label="claimed, and what its words allow")
    for verdict, words in names.items():
        keys += axes.plot([], [], color=COLOURS[verdict], lw=8, alpha=0.5, label=words)
    return list(keys)
