"""What ``khingan combat validate`` and ``fit`` print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich import box
from rich.markup import escape
from rich.table import Table

from khingan.battles.overlay import Estimate
from khingan.battles.scores import METRICS
from khingan.battles.validate import Line, Unseen, Validation

if TYPE_CHECKING:
    from rich.console import Console


def _number(value: float) -> str:
    return "-" if not np.isfinite(value) else f"{value:.3f}"


def _with_interval(line: Line, name: str) -> str:
    low, high = line.intervals[name]
    if not np.isfinite(line.scores[name]):
        return "-"
    return f"{line.scores[name]:.3f} [dim]{low:.2f}..{high:.2f}[/dim]"


def score_table(title: str, lines: Sequence[Line]) -> Table:
    """Metrics down, ways to forecast across, with 90 % bootstrap intervals."""
    table = Table("metric", title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for line in lines:
        table.add_column(line.name, justify="right")
    for name, meaning in METRICS.items():
        table.add_row(meaning, *(_with_interval(line, name) for line in lines))
    return table


def _worst_table(found: Validation) -> Table:
    table = Table(
        "row",
        "engagement",
        "attacker",
        "defender",
        "what the row tells",
        title="Worst misses (recorded over forecast casualties)",
        title_justify="left",
        box=box.SIMPLE_HEAD,
    )
    for miss in found.worst:
        table.add_row(
            f"{miss.line}",
            escape(f"{miss.eng_id} {miss.name}".strip()),
            f"× {10**miss.attacker:.2f}",
            f"× {10**miss.defender:.2f}",
            escape(miss.reason),
        )
    return table


def _unseen_lines(unseen: Sequence[Unseen]) -> list[str]:
    lines = []
    for one in unseen:
        known = [x for x in one.above_base_rate if np.isfinite(x)]
        if not known:
            lines.append(f"{one.line.name}: no winner is known")
            continue
        verdict = "better than the base rate on every fold"
        if max(known) >= 0.0:
            verdict = "not better than the base rate on every fold"
        folds = ", ".join(f"{x:+.3f}" for x in known)
        lines.append(f"{one.line.name}: winner {verdict} (Brier less the base rate's by fold: {folds})")
    return lines


def print_validation(console: Console, found: Validation, unseen: Sequence[Unseen], png: Path | None) -> None:
    """Scores, refits, the worst misses and where the figure is."""
    console.print(
        score_table(
            f"{len(found.ids)} engagements scored, {found.left_out} not (outcomes unknown or over 14 days)",
            found.lines,
        )
    )
    if unseen:
        console.print(
            score_table("Refitted, each engagement by a fit without its group", [u.line for u in unseen])
        )
        for line in _unseen_lines(unseen):
            console.print(line)
    console.print(_worst_table(found))
    console.print(
        "Baselines are estimated on other groups of this table. Intervals: 5 to 95 %, whole groups drawn.\n"
        "The kernel's coefficients come from part of CDB90: on rows of that part they look better than they are."
    )
    if png is not None:
        console.print(f"Figure: {png}", markup=False)


def print_fit(console: Console, estimates: Sequence[Estimate], unseen: Sequence[Unseen], out: Path) -> None:
    """Coefficients beside those in use, and the scores on unseen groups."""
    table = Table("coefficient", title="Fitted coefficients", title_justify="left", box=box.SIMPLE_HEAD)
    for name in ("fitted", "standard error", "in use"):
        table.add_column(name, justify="right")
    for row in estimates:
        table.add_row(row.name, _number(row.value), _number(row.se), _number(row.was))
    console.print(table)
    if unseen:
        console.print(
            score_table("On engagements whose group the fit had not seen", [u.line for u in unseen])
        )
        for line in _unseen_lines(unseen):
            console.print(line)
    console.print(f"Written: {out}; use it with --parameters {out}", markup=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not np.isfinite(value) else value


def as_document(found: Validation, unseen: Sequence[Unseen]) -> dict[str, Any]:
    """Everything printed, as one JSON document."""
    document: dict[str, Any] = _finite(
        {
            "scored": len(found.ids),
            "not_scored": found.left_out,
            "metrics": METRICS,
            "forecasts": [asdict(line) for line in found.lines],
            "refits": [asdict(one) for one in unseen],
            "worst": [asdict(miss) for miss in found.worst],
        }
    )
    return document
