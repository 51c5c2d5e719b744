"""How long the war goes on, by schools of thought: one panel for every course of events."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from khingan.experiments.surrender import Answer
from khingan.extras import figure_class, require
from khingan.files import replace_file
from khingan.politics.settings import Settings, midnight
from khingan.scenario.model import Scenario

DPI = 130
COLUMNS = 2
# Colours that are told apart by the colour-blind too (Okabe and Ito), and in order.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")


def draw_survival(
    answers: Sequence[Answer],
    titles: Mapping[str, str],
    schools: Mapping[str, str],
    scenario: Scenario,
    settings: Settings,
    path: Path,
) -> None:
    """Write the figure as PNG: the share of campaigns in which no surrender has been announced, day by day.

    Parameters
    ----------
    answers : sequence of Answer
        From `khingan.experiments.surrender`.
    titles, schools : mapping
        Titles of the courses of events and of the schools.

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    dates = require("matplotlib.dates", "report", "figures")
    rows = math.ceil(len(titles) / COLUMNS)
    figure = figure_class()(figsize=(12, 3.1 * rows + 1.0), layout="constrained")
    axes = figure.subplots(rows, COLUMNS, sharex=True, sharey=True, squeeze=False).ravel()
    start = midnight(scenario, settings)
    colour = {name: COLOURS[i % len(COLOURS)] for i, name in enumerate(schools)}
    for panel, (course, title) in zip(axes, titles.items(), strict=False):
        for answer in answers:
            if answer.course != course:
                continue
            hours = np.linspace(0.0, 24.0 * settings.days, answer.curve.shape[1])
            when = [start + timedelta(hours=float(hour)) for hour in hours]
            share, low, high = answer.curve
            panel.fill_between(when, low, high, color=colour[answer.school], alpha=0.12, lw=0)
            panel.plot(when, share, color=colour[answer.school], lw=1.6, label=schools[answer.school])
        for day in settings.by:
            panel.axvline(start + timedelta(days=settings.day_of(day) + 1), color="#999999", lw=0.7, ls=":")
        panel.set_title(title, fontsize=10, loc="left")
        panel.set_ylim(0.0, 1.02)
        panel.xaxis.set_major_locator(dates.MonthLocator(tz=start.tzinfo))
        panel.xaxis.set_major_formatter(dates.DateFormatter("%-d %b", tz=start.tzinfo))
        panel.spines[["top", "right"]].set_visible(False)
    for panel in axes[len(titles) :]:
        panel.set_visible(False)
    for panel in axes[max(0, len(titles) - COLUMNS) : len(titles)]:
        panel.tick_params(labelbottom=True)
    axes[0].legend(fontsize=8, frameon=False)
    figure.supylabel("share in which no surrender has been announced", fontsize=9)
    figure.suptitle(
        "Schools of thought, all conditioned on the documented decision (bands: nine tenths of the sets of numbers)",
        fontsize=10,
        x=0.01,
        ha="left",
    )
    with replace_file(path) as aside:
        figure.savefig(aside, dpi=DPI, format="png")
