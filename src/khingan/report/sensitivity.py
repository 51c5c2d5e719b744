"""A sensitivity analysis as a table for programs, a sheet, and the figure of its method."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pyarrow.csv as pa_csv

from khingan.experiments.sensitivity.designs import LUCK
from khingan.experiments.sensitivity.study import Sensitivity
from khingan.extras import figure_class
from khingan.files import replace_file
from khingan.report.ablation import difference_text, figure_text

INK, STRONG, WEAK, OTHER = "#333333", "#a33b2a", "#b9b9b9", "#2f6690"
DPI = 130
TOP = 12
"""Factors that a table or a panel shows."""
NAMED = 8
"""Points of a scatter that are named."""

HEADS: dict[str, tuple[str, ...]] = {
    "morris": ("μ*, ±", "μ", "σ", "σ / μ*"),
    "sobol": ("S1, ±", "ST, ±"),
    "oat": ("lowest", "highest", "at lowest, ± error", "at highest, ± error"),
}


def cells(found: Sensitivity, i: int, row: dict[str, Any]) -> list[str]:
    """Indices of one factor in words, as `HEADS` names them."""
    unit = found.units[i]
    if found.plan.method == "morris":
        mu = "–" if row["mu"] is None else difference_text(row["mu"], unit)
        spread = "–" if row["sigma"] is None else figure_text(row["sigma"], unit)
        bent = "–" if row["sigma"] is None or not row["mu_star"] else f"{row['sigma'] / row['mu_star']:.1f}"
        size = f"{figure_text(row['mu_star'], unit)} ±{figure_text(row['mu_star_error'], unit)}"
        return [size, mu, spread, bent]
    if found.plan.method == "sobol":
        return [f"{row[key]:.2f} ±{row[key + '_error']:.2f}" for key in ("s1", "st")]
    ends = [_value(row[key]) for key in ("low_value", "high_value")]
    return ends + [
        f"{difference_text(row[key], unit)} ±{figure_text(row[key + '_error'], unit)}"
        for key in ("at_low", "at_high")
    ]


def _value(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def notes(found: Sensitivity) -> list[str]:
    """Sentences that belong under any table of an analysis."""
    plan = found.plan
    if plan.method == "morris":
        return [
            f"{plan.n} ways, {plan.campaigns:,} campaigns. μ*: mean size of the effect of a factor over its whole "
            "range, with its 95 % interval; σ: its spread, by interaction or bend. Luck is a factor: what has no "
            "greater μ* is not told from it."
        ]
    if plan.method == "sobol":
        return [
            f"{plan.n} base points, {plan.campaigns:,} campaigns. S1: share of the variance that the factor explains "
            "alone; ST: with all others. ± half the bootstrapped 95 % interval. Campaigns part at any change, so a "
            "factor that acts at all takes part in what luck explains: ST holds that too, S1 does not."
        ]
    return [
        f"{plan.n} campaigns a point, {plan.campaigns:,} in all, the same luck at every point. Differences from the "
        "stated world with their standard errors; what factors do together is not seen."
    ]


def heading(found: Sensitivity, i: int) -> str:
    """Name of an output with its unit, mean and spread."""
    unit = found.units[i]
    where = "stated world" if found.plan.method == "oat" else "over the design"
    return (
        f"{found.outputs[i]}, {unit} ({where}: mean {figure_text(found.means[i], unit)}, "
        f"standard deviation {figure_text(found.spreads[i], unit)})"
    )


def write_csv(found: Sensitivity, path: str | os.PathLike[str]) -> None:
    """Write a row for every output and factor."""
    with replace_file(path) as aside:
        pa_csv.write_csv(found.table(), aside)


def write_sheet(found: Sensitivity, path: str | os.PathLike[str], top: int = TOP) -> None:
    """Write the leading factors of every output as Markdown."""
    heads = HEADS[found.plan.method]
    lines = [f"# Sensitivity: {found.plan.method}", ""]
    if found.scenario is not None:
        lines += [f"{found.scenario.title}; what-ifs: {', '.join(found.scenario.overlays) or 'none'}.", ""]
    lines += [f"- {note}" for note in notes(found)]
    for i in range(len(found.outputs)):
        lines += ["", f"## {heading(found, i)}", "", _line(["factor", *heads])]
        lines.append(_line(["---", *["---:"] * len(heads)]))
        lines += [_line([f"`{name}`", *cells(found, i, row)]) for name, row in found.ranked(i)[:top]]
    with replace_file(path) as aside:
        aside.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(words: list[str]) -> str:
    return "| " + " | ".join(words) + " |"


def draw(found: Sensitivity, path: str | os.PathLike[str] | None = None, top: int = TOP) -> Any:
    """Draw a panel for every output.

    Parameters
    ----------
    found : Sensitivity
        What is shown.
    path : path-like, optional
        PNG file to write.
    top : int
        Factors that a panel names.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    count = len(found.outputs)
    columns = 2 if count in (2, 4) else min(3, count)
    lines = -(-count // columns)
    shown = min(top, len(found.names))
    scatter = found.plan.method == "morris" and found.plan.count == len(found.plan.factors)
    height = 3.6 if scatter else 0.9 + 0.24 * shown
    figure = figure_class()(
        figsize=((5.4 if scatter else 4.6) * columns, lines * height + 0.5), layout="constrained"
    )
    panels = figure.subplots(lines, columns, squeeze=False).ravel()
    panel = {"oat": _tornado, "sobol": _bars}.get(found.plan.method, _scatter if scatter else _sizes)
    for i, axes in enumerate(panels):
        if i >= count:
            axes.set_visible(False)
            continue
        panel(axes, found, i, top)
        axes.set_title(f"{found.outputs[i]}, {found.units[i]}", fontsize=9.5, loc="left")
        axes.tick_params(labelsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(_title(found), fontsize=10.5, x=0.01, ha="left")
    if path is not None:
        with replace_file(path) as aside:
            figure.savefig(aside, dpi=DPI, format="png")
    return figure


def _title(found: Sensitivity) -> str:
    plan = found.plan
    words = {
        "morris": "Morris: size of the effect over the whole range (μ*)",
        "sobol": "Sobol: share of the variance, alone (dark) and with all others (light)",
        "oat": "One at a time: difference from the stated world at the lowest (blue) and highest value (red)",
    }
    return f"{words[plan.method]}; {plan.campaigns:,} campaigns"


def _rows(axes: Any, found: Sensitivity, i: int, top: int) -> list[dict[str, Any]]:
    ranked = found.ranked(i)[:top]
    axes.set_yticks(np.arange(len(ranked)), [name for name, _ in ranked])
    axes.set_ylim(len(ranked) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    return [row for _, row in ranked]


def _tornado(axes: Any, found: Sensitivity, i: int, top: int) -> None:
    for y, row in enumerate(_rows(axes, found, i, top)):
        # Beside each other: both ends may lie on the same side of the stated world.
        for key, offset, colour in (("at_low", -0.17, OTHER), ("at_high", 0.17, STRONG)):
            error = 1.96 * row[f"{key}_error"]
            axes.barh(y + offset, row[key], height=0.32, color=colour, alpha=0.8)
            axes.errorbar(row[key], y + offset, xerr=error, color=INK, lw=0.8, capsize=1.5)
    axes.axvline(0.0, color=INK, lw=0.8)


def _bars(axes: Any, found: Sensitivity, i: int, top: int) -> None:
    for y, row in enumerate(_rows(axes, found, i, top)):
        for key, offset, colour in (("s1", -0.18, STRONG), ("st", 0.18, WEAK)):
            axes.barh(y + offset, row[key], height=0.34, color=colour)
            axes.errorbar(row[key], y + offset, xerr=row[f"{key}_error"], color=INK, lw=0.8, capsize=1.5)
    axes.axvline(0.0, color=INK, lw=0.8)


def _sizes(axes: Any, found: Sensitivity, i: int, top: int) -> None:
    names = [name for name, _ in found.ranked(i)[:top]]
    for y, row in enumerate(_rows(axes, found, i, top)):
        axes.barh(y, row["mu_star"], height=0.62, color=WEAK if names[y] == LUCK else STRONG, alpha=0.8)
        axes.errorbar(row["mu_star"], y, xerr=row["mu_star_error"], color=INK, lw=0.8, capsize=1.5)


def _scatter(axes: Any, found: Sensitivity, i: int, top: int) -> None:
    ranked = [(name, row) for name, row in found.ranked(i) if name != LUCK]
    x = [row["mu_star"] for _, row in ranked]
    y = [row["sigma"] for _, row in ranked]
    axes.plot(x[top:], y[top:], "o", color=WEAK, ms=3, mew=0)
    axes.plot(x[:top], y[:top], "o", color=STRONG, ms=4)
    far = max([*x, 0.0])
    axes.axline((0, 0), slope=1, color="#cccccc", lw=0.8)
    luck = dict(found.ranked(i)).get(LUCK)
    if luck is not None:
        axes.axvline(luck["mu_star"], color=OTHER, lw=1.0, ls="--")
        far = max(far, luck["mu_star"])
        axes.text(luck["mu_star"], 0.98, "luck ", color=OTHER, fontsize=7.5, ha="right", va="top",
                  transform=axes.get_xaxis_transform())  # fmt: skip
    # Names beside the points would lie over each other: numbers there, names in a list.
    named = ranked[: min(NAMED, top)]
    for k, (_, row) in enumerate(named, start=1):
        axes.annotate(str(k), (row["mu_star"], row["sigma"]), xytext=(0, 3), textcoords="offset points",
                      fontsize=7, ha="center")  # fmt: skip
    words = "\n".join(f"{k}  {name}" for k, (name, _) in enumerate(named, start=1))
    axes.text(1.02, 1.0, words, transform=axes.transAxes, fontsize=7.5, va="top", linespacing=1.5)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("μ*", fontsize=8)
    axes.set_ylabel("σ", fontsize=8)
    axes.locator_params(axis="x", nbins=6)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.10g}")
