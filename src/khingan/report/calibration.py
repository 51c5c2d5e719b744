"""A calibration as files: the what-if with its vectors, prior beside posterior, a sheet to read, a figure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pyarrow import csv

from khingan.experiments.calibration.check import prior_quantiles
from khingan.experiments.calibration.targets import DATE
from khingan.extras import figure_class
from khingan.files import replace_file

if TYPE_CHECKING:
    from khingan.experiments.calibration.result import Calibration

DPI = 130
INK, PRIOR, POSTERIOR, SOFT = "#23221f", "#9a9a9a", "#3f6f8a", "#8b867b"
UNTOLD, TOLD = 0.9, 0.6
"""Ratio of the widths of posterior and prior above which the record tells nothing of a coefficient, and below which
it tells much."""

NAMES = {
    "{name}.toml": "the what-if: campaigns draw coefficients from the posterior, or take its medians",
    "{name}.csv": "the posterior: weighted vectors of coefficients",
    "calibration.csv": "prior beside posterior, a row for every coefficient",
    "calibration.md": "the same to read, with what the record cannot tell, and the checks",
    "calibration.png": "the same as a figure",
    "calibration.json": "what it was made from, and the checks, for programs",
}
"""What the folder of a calibration holds."""


def write_folder(
    found: Calibration, identity: Mapping[str, Any], folder: Path, name: str = "calibrated"
) -> dict[str, str]:
    """Write all files of a calibration into a folder.

    Parameters
    ----------
    found : Calibration
    identity : mapping
        What makes the campaigns what they are.
    folder : Path
        Existing folder.
    name : str
        Name of the what-if.

    Returns
    -------
    dict of str to str
        What each file holds.

    Raises
    ------
    InputError
        If matplotlib is not installed.
    """
    (folder / f"{name}.toml").write_text(what_if(found, name), encoding="utf-8")
    # Numbers as Python writes them: the shortest that read back to the same bits, the same on every machine.
    columns = found.posterior()
    lines = [",".join(columns.column_names)]
    lines += [",".join(map(repr, row)) for row in zip(*(c.to_pylist() for c in columns.columns), strict=True)]
    (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    csv.write_csv(found.table(), folder / "calibration.csv")
    (folder / "calibration.md").write_text(markdown(found, identity), encoding="utf-8")
    (folder / "calibration.json").write_text(
        json.dumps(as_document(found, identity), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    figure(found, folder / "calibration.png")
    return {pattern.format(name=name): words for pattern, words in NAMES.items()}


def what_if(found: Calibration, name: str) -> str:
    """Return the what-if file that lays the posterior over the scenario."""
    rows = ", ".join(f"{count} {kind}" for kind, count in found.rows.items())
    on = f" on the scenario with {', '.join(found.scenario.overlays)}" if found.scenario.overlays else ""
    medians = "\n".join(
        f"{one.name} = {middle!r}"
        for one, middle in zip(found.coefficients, found.quantiles()[:, 1].tolist(), strict=True)
    )
    return f"""# Written by khingan calibrate (seed {found.seed}, {found.fought} campaigns{on}).
title = "Calibrated coefficients"
question = "What does the calibration part of the record say of the coefficients?"
description = "{len(found.coefficients)} coefficients, calibrated on {rows} of the calibration part. Campaigns that \
draw coefficients draw them together from {name}.csv; others take its medians."
claims = ["assumption"]
posterior = "{name}.csv"

[parameters]
{medians}
"""


def told(found: Calibration) -> dict[str, list[str]]:
    """Coefficients by what the record tells of them: much, little, nothing."""
    table = found.table()
    words: dict[str, list[str]] = {"much": [], "little": [], "nothing": []}
    for name, ratio in zip(
        table.column("name").to_pylist(), table.column("width_ratio").to_pylist(), strict=True
    ):
        words["nothing" if ratio > UNTOLD else "much" if ratio < TOLD else "little"].append(name)
    return words


def told_lines(found: Calibration) -> list[str]:
    """Say what the record tells of the coefficients, and what it does not."""
    words = told(found)
    lines = []
    for key, what in (
        ("much", f"narrowed to less than {TOLD:.0%} of the prior's width"),
        ("little", "narrowed somewhat"),
        ("nothing", f"not identified (more than {UNTOLD:.0%} of the prior's width is left)"),
    ):
        lines.append(f"{what[:1].upper()}{what[1:]}: {', '.join(words[key]) or 'none'}.")
    moved = [name for name in (one.name for one in found.coefficients) if name in _moved(found)]
    lines.append(
        f"Median beyond the middle half of the prior, narrowed or not: {', '.join(moved) or 'none'}."
    )
    return lines


def _moved(found: Calibration) -> set[str]:
    """Coefficients whose posterior median lies beyond the quartiles of the prior."""
    ends = {one.name: prior_quantiles(one, (0.25, 0.75)) for one in found.coefficients}
    middles = zip(ends, found.quantiles()[:, 1].tolist(), strict=True)
    return {name for name, middle in middles if not ends[name][0] <= middle <= ends[name][1]}


def cost_line(found: Calibration) -> str:
    """Say what it cost and how much is behind it."""
    populations = ", ".join(f"{size:,}" for size in found.sizes)
    return (
        f"{found.fought:,} campaigns: populations of {populations}, the rest for the checks. Effective number "
        f"behind the posterior {found.effective:.0f}, tolerance {found.tolerance:.2f} (spreads of the guesses)."
    )


def check_rows(found: Calibration) -> list[list[str]]:
    """Rows of the table of checks, head first."""
    head = [
        "coefficients from",
        "campaigns",
        "CRPS, d",
        "mean error, d",
        "bias, d",
        "meet 90 %",
        "inside 90 %",
    ]
    head += ["width 90 %, d", "losses meet 90 %", "losses inside", "factor 95 : 5 %", "CRPS of ln"]
    rows = [head]
    for one in found.checks:
        rows.append(
            [
                one.name,
                f"{one.campaigns:,}",
                f"{one.crps:.2f}",
                f"{one.mean_error:.2f}",
                f"{one.bias:+.2f}",
                f"{one.met:.0%}",
                f"{one.inside:.0%}",
                f"{one.width:.1f}",
                f"{one.loss_met:.0%}",
                f"{one.loss_inside:.0%}",
                f"{one.loss_factor:.1f}",
                f"{one.loss_crps:.2f}",
            ]
        )
    return rows


def coefficient_rows(found: Calibration) -> list[list[str]]:
    """Rows of prior beside posterior, head first."""
    rows = [
        [
            "coefficient",
            "unit",
            "share",
            "told",
            "prior 5 / 50 / 95 %",
            "posterior 5 / 50 / 95 %",
            "width ratio",
        ]
    ]
    for row in found.table().to_pylist():
        rows.append(
            [
                row["name"],
                row["unit"],
                f"{row['share']:.1%}",
                f"{row['told']:.0%}",
                " / ".join(f"{row[f'prior_q{q}']:.4g}" for q in ("05", "50", "95")),
                " / ".join(f"{row[f'posterior_q{q}']:.4g}" for q in ("05", "50", "95")),
                f"{row['width_ratio']:.2f}",
            ]
        )
    return rows


HOW_TO_READ = (
    "Width ratio: width of the central 90 % of the posterior over that of the prior; 1: the record says nothing.",
    "Share: how much of the spread of the record's rows the coefficient explains in campaigns whose coefficients are "
    "all drawn from their ranges (mean squared rank correlation). Told: how much of its variance the rows tell of such "
    "campaigns. The product decides which are calibrated, without a look at what the record says.",
    "Held out: each row is held against campaigns from a posterior that had not seen its fifth of the places and "
    "formations. Only this row of the checks is evidence; the posterior's own has seen what it is held against.",
    "Agreement with the calibration part proves nothing of the model. The test part stays closed here.",
)


def markdown(found: Calibration, identity: Mapping[str, Any]) -> str:
    """Return the sheet to read."""
    rows = ", ".join(f"{count} {kind}" for kind, count in found.rows.items())
    lines = [
        f"# Calibration: {found.scenario.title}",
        "",
        f"On {rows} of the calibration part. {cost_line(found)}",
    ]
    lines += ["", "## Prior and posterior", "", *_table(coefficient_rows(found)), "", *told_lines(found)]
    if found.checks:
        lines += ["", "## Checks on the calibration part", "", *_table(check_rows(found))]
    lines += ["", "## How to read it", "", *(f"- {text}" for text in HOW_TO_READ), ""]
    made = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in identity.items())
    return "\n".join([*lines, f"Made from: {made}."]) + "\n"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return [head, "|" + " --- |" * len(rows[0]), *body]


def as_document(found: Calibration, identity: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything but the vectors as one JSON document; what is not a number becomes null."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(entry) for key, entry in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(entry) for entry in value]
        return None if isinstance(value, float) and not np.isfinite(value) else value

    document: dict[str, Any] = plain(
        {
            "identity": dict(identity),
            "seed": found.seed,
            "campaigns": found.fought,
            "populations": list(found.sizes),
            "effective": found.effective,
            "tolerance": found.tolerance,
            "rows": found.rows,
            "coefficients": found.table().to_pylist(),
            "told": told(found),
            "checks": [vars(one) for one in found.checks],
        }
    )
    return document


def figure(found: Calibration, path: str | Path | None = None) -> Any:
    """Draw prior against posterior, a panel for every coefficient, and the rows before and after.

    Parameters
    ----------
    found : Calibration
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
    count = len(found.coefficients)
    columns = 4
    lines = -(-count // columns)
    rows = len(found.targets) if found.said else 0
    below = 0.19 * rows + 0.8 if rows else 0.01
    sheet = figure_class()(figsize=(14.0, 1.75 * lines + below + 0.6), layout="constrained")
    parts = sheet.subfigures(2, 1, height_ratios=[1.75 * lines, below])
    panels = np.atleast_1d(parts[0].subplots(lines, columns, squeeze=False)).ravel()
    ratios = found.table().column("width_ratio").to_pylist()
    for i, axes in enumerate(panels):
        if i >= count:
            axes.set_visible(False)
            continue
        _panel(axes, found, i, ratios[i])
    if rows:
        _rows(parts[1].subplots(1, 2), found)
    sheet.suptitle(
        f"{found.scenario.title}: range (grey) and posterior (blue) of {count} coefficients",
        x=0.01,
        ha="left",
        fontsize=11,
    )
    if path is not None:
        with replace_file(path) as part:
            sheet.savefig(part, dpi=DPI, format="png")
    return sheet


def _panel(axes: Any, found: Calibration, i: int, ratio: float) -> None:
    one = found.coefficients[i]
    edges = np.linspace(one.low, one.high, 25)
    # Quantiles of the range, evenly spaced, stand for the range itself.
    scores = np.linspace(-3.5, 3.5, 4001)
    density = np.exp(-0.5 * scores**2)
    axes.hist(one.values(scores), bins=edges, weights=density / density.sum(), color=PRIOR, alpha=0.45)
    axes.hist(found.vectors[:, i], bins=edges, weights=found.weights, color=POSTERIOR, alpha=0.65)
    axes.axvline(one.value, color=INK, lw=0.9)
    axes.set_title(f"{one.name}, {one.unit}\nwidth ratio {ratio:.2f}", fontsize=8, loc="left")
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=7)
    axes.locator_params(axis="x", nbins=5)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _rows(panels: Sequence[Any], found: Calibration) -> None:
    targets = found.targets
    for axes, kind in zip(panels, (DATE, 1 - DATE), strict=True):
        some = np.flatnonzero(targets.kind == kind)
        some = some[np.argsort(targets.low[some], kind="stable")]
        for y, row in enumerate(some):
            for shift, key, colour in ((-0.15, "ranges", PRIOR), (0.2, "held out", POSTERIOR)):
                q = np.quantile(found.said[key][:, row], (0.05, 0.25, 0.5, 0.75, 0.95))
                axes.plot(q[[0, 4]], [y + shift] * 2, color=colour, lw=1.4)
                axes.plot(q[[1, 3]], [y + shift] * 2, color=colour, lw=4, alpha=0.8)
                axes.plot(q[2], y + shift, "|", color=colour, ms=6, mew=1.6)
            high = targets.high[row] if np.isfinite(targets.high[row]) else targets.low[row]
            axes.plot([targets.low[row], high], [y, y], color=INK, lw=2.2, marker="|", ms=5)
        axes.set_yticks(range(len(some)), [targets.names[row].replace("_", " ") for row in some], fontsize=7)
        axes.set_ylim(len(some) - 0.4, -0.7)
        axes.tick_params(axis="both", length=0, labelsize=7)
        axes.grid(axis="x", color="#0000001c", lw=0.7)
        axes.spines[["top", "right", "left"]].set_visible(False)
        words = "dates, days after the start" if kind == DATE else "losses, natural logarithm of the count"
        axes.set_title(f"{words}: record (black), ranges (grey), held out (blue)", fontsize=8, loc="left")
