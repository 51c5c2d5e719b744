"""Forecast against record, and the reliability of the winner forecast, as one figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from khingan.battles.validate import Validation
from khingan.extras import figure_class
from khingan.files import replace_file

BINS = np.linspace(0.0, 1.0, 6)
INK, ATTACKER, DEFENDER = "#333333", "#a33b2a", "#2f5d8a"
DPI = 130


def _scatter(axes: Any, found: Validation, side: str, colour: str) -> None:
    forecast, actual = getattr(found.guess, side), getattr(found.found, side)
    bounds = (min(forecast.min(), actual.min()) - 0.2, max(forecast.max(), actual.max()) + 0.2)
    line = np.array(bounds)
    axes.fill_between(
        10**line, 10 ** (line - np.log10(2)), 10 ** (line + np.log10(2)), color="#00000010", lw=0
    )
    axes.plot(10**line, 10**line, color=INK, lw=0.8)
    axes.scatter(10**forecast, 10**actual, s=14, color=colour, alpha=0.65, lw=0)
    for miss in found.worst[:5]:
        i = found.ids.index(miss.eng_id)
        axes.annotate(miss.eng_id, (10 ** forecast[i], 10 ** actual[i]), fontsize=7, color=INK)
    axes.set(xscale="log", yscale="log", xlabel="forecast, men a day", ylabel="recorded, men a day")
    axes.set_title(f"{side.capitalize()}'s casualties (band: within a factor of 2)", fontsize=10, loc="left")


def _reliability(axes: Any, found: Validation) -> None:
    known = np.isfinite(found.found.winner)
    chance, winner = found.guess.win[known], found.found.winner[known]
    axes.plot([0, 1], [0, 1], color=INK, lw=0.8)
    bin_of = np.clip(np.digitize(chance, BINS) - 1, 0, len(BINS) - 2)
    for k in range(len(BINS) - 1):
        inside = bin_of == k
        n = int(inside.sum())
        if n == 0:
            continue
        mean = winner[inside].mean()
        error = 1.64 * np.sqrt(max(mean * (1.0 - mean), 0.25 / n) / n)
        axes.errorbar(chance[inside].mean(), mean, yerr=error, fmt="o", color=ATTACKER, capsize=3)
        axes.annotate(
            f"{n}", (chance[inside].mean(), mean), xytext=(6, -10), textcoords="offset points", fontsize=8
        )
    axes.set(
        xlim=(0, 1), ylim=(0, 1), xlabel="forecast chance that the attacker wins", ylabel="share that won"
    )
    axes.set_title("Reliability (bars: 90 %; figures: engagements)", fontsize=10, loc="left")


def _bars(axes: Any, found: Validation) -> None:
    names = ("attacker_error", "defender_error", "brier", "km_error")
    width = 0.8 / len(found.lines)
    for j, line in enumerate(found.lines):
        at = np.arange(len(names)) + (j - (len(found.lines) - 1) / 2) * width
        values = np.array([line.scores[n] for n in names])
        ends = np.array([line.intervals[n] for n in names])
        reach = np.abs(np.stack([values - ends[:, 0], ends[:, 1] - values]))
        colour = ATTACKER if j == 0 else f"{0.35 + 0.17 * j:.2f}"
        axes.bar(at, values, width * 0.92, yerr=reach, color=colour, label=line.name, error_kw={"lw": 0.8})
    axes.set_xticks(
        np.arange(len(names)), ["attacker\nerror", "defender\nerror", "winner\nBrier", "advance\nerror"]
    )
    axes.set_title("Against baselines, less is better (bars: 90 %)", fontsize=10, loc="left")
    # A baseline may say nothing of the winner: its interval has no end.
    axes.set_ylim(top=1.3 * np.nanmax([line.intervals[n][1] for line in found.lines for n in names]))
    axes.legend(fontsize=8, ncols=2, frameon=False)


def draw_validation(found: Validation, path: Path) -> None:
    """Write the figure as PNG.

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    figure = figure_class()(figsize=(12, 9), layout="constrained")
    axes = figure.subplots(2, 2)
    _scatter(axes[0, 0], found, "attacker", ATTACKER)
    _scatter(axes[0, 1], found, "defender", DEFENDER)
    _reliability(axes[1, 0], found)
    _bars(axes[1, 1], found)
    for panel in axes.flat:
        panel.spines[["top", "right"]].set_visible(False)
    with replace_file(path) as aside:
        figure.savefig(aside, dpi=DPI, format="png")
