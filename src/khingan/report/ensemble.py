"""An ensemble in short: its main measures with their spread, beside what is claimed, and as a figure."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.claims.package import PACKAGE_FILE, load_package, read_table
from khingan.experiments.precision import HOURS
from khingan.experiments.store import Results
from khingan.extras import figure_class
from khingan.report.losses import LOSS_COLUMNS, LossClaim, loss_claims
from khingan.report.outcome import LossLine, loss_lines
from khingan.report.text import title_words
from khingan.scenario import Scenario

INTERVAL = (0.05, 0.5, 0.95)
HOUR_WORDS = {
    "link_up_h": "link-up",
    "decided_h": "decision to end the war",
    "ceasefire_h": "order to cease fire",
}
INK, FILL = "#333333", "#8aa0b4"
COLUMNS, DPI = 3, 130


@dataclass(frozen=True)
class HourLine:
    """A moment of the campaign over all campaigns.

    Attributes
    ----------
    what : str
        The event.
    low, middle, high : float
        5th, 50th and 95th percentile of the hours after the start, of the campaigns in which it came.
    never : float
        Share of campaigns in which it did not.
    """

    what: str
    low: float
    middle: float
    high: float
    never: float


class Totals:
    """Losses of whole campaigns, as :func:`~khingan.report.outcome.loss_lines` reads them.

    Parameters
    ----------
    results : Results
    days : int
        Days of a campaign.
    """

    def __init__(self, results: Results, days: int) -> None:
        self.days = days
        self._results = results

    def losses(self, side: str, columns: Sequence[str]) -> NDArray[np.float64]:
        """Losses of a side in all days, shape (campaigns, 1)."""
        table = self._results.table("summary", [f"{side}_{name}" for name in columns])
        return sum((np.asarray(column, np.float64) for column in table.columns), np.zeros(table.num_rows))[
            :, None
        ]


def losses_of(results: Results, scenario: Scenario) -> list[LossLine]:
    """Losses of the sides beside the rival claims, if the scenario has any."""
    produced: list[LossClaim] = []
    if (scenario.path / PACKAGE_FILE).is_file():
        package = load_package(scenario.path)
        produced, _ = loss_claims(read_table(package, "claims"), read_table(package, "claims_classes"))
    days = int(results.description["identity"]["steps"]) // 4
    sides = list(scenario.side_ids)
    return loss_lines(produced, Totals(results, days), scenario.start.date(), sides, LOSS_COLUMNS)


def hours_of(results: Results) -> list[HourLine]:
    """Moments of the campaign that the summary knows, those that ever come."""
    table = results.table("summary", HOURS)
    lines = []
    for name in HOURS:
        hours = np.asarray(table.column(name).drop_null(), np.float64)
        if len(hours):
            low, middle, high = (float(value) for value in np.quantile(hours, INTERVAL))
            lines.append(HourLine(HOUR_WORDS[name], low, middle, high, 1.0 - len(hours) / table.num_rows))
    return lines


def draw(results: Results, path: str | os.PathLike[str] | None = None) -> Any:
    """Draw the distributions of the losses of both sides and of the moments of the campaign.

    Parameters
    ----------
    results : Results
        Of an ensemble or a run of many campaigns.
    path : path-like, optional
        PNG to write.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    panels = _panels(results)
    rows = ceil(len(panels) / COLUMNS)
    figure = figure_class()(figsize=(3.4 * COLUMNS, 2.3 * rows), layout="constrained")
    axes = np.atleast_1d(figure.subplots(rows, COLUMNS)).ravel()
    for axis, (title, values) in zip(axes, panels, strict=False):
        axis.hist(values, bins="auto", color=FILL)
        for value in np.quantile(values, INTERVAL):
            axis.axvline(value, color=INK, linewidth=0.8)
        axis.set_title(title, fontsize=9)
        axis.tick_params(labelsize=7)
        axis.set_yticks([])
        axis.ticklabel_format(axis="x", style="plain", useOffset=False)
        axis.locator_params(axis="x", nbins=4)
    for axis in axes[len(panels) :]:
        axis.set_axis_off()
    when = datetime.fromisoformat(results.description["start"])
    what = f"{results.description['title']}, from {when:%d %B %Y}"
    figure.suptitle(f"{what}: {results.campaigns:,} campaigns; lines at 5, 50 and 95 %", fontsize=10)
    if path is not None:
        from khingan.files import replace_file

        with replace_file(path) as file:
            figure.savefig(file, dpi=DPI)
    return figure


def _panels(results: Results) -> list[tuple[str, NDArray[np.float64]]]:
    """Losses that differ from campaign to campaign, and moments in days."""
    table = results.table("summary")
    panels = []
    for name in table.column_names:
        values = np.asarray(table.column(name).drop_null(), np.float64)
        if not len(values) or values.min() == values.max():
            continue
        if name in HOURS:
            panels.append((f"{HOUR_WORDS[name]}, day", values / 24.0 + 1.0))
        elif any(name.endswith(f"_{measure}") for measure in LOSS_COLUMNS):
            panels.append((title_words(name), values))
    return panels or [("campaign", np.asarray(table.column("campaign"), np.float64))]
