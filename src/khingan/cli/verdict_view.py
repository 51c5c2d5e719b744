"""What ``khingan verdict`` prints: dates, rulers, reliability, losses, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from khingan.cli.common import make_console
from khingan.report.verdict import loss_scores, reasons, skill_lines, skill_text

if TYPE_CHECKING:
    from rich.table import Table

    from khingan.report.dates import Works
    from khingan.verdict import DateVerdict, LossVerdict, Verdict

WORST = 10


def print_verdict(verdicts: Mapping[str, Verdict], works: Works) -> None:
    """Print the first verdict as tables, with the scores of the others beside it, and what was left out."""
    console = make_console()
    found = next(iter(verdicts.values()))
    if found.dates is None:
        console.print("No dated row of the record can be compared with this run.")
    else:
        console.print(date_table(found.dates, works))
        console.print(score_table(found.dates))
        console.print("\n".join(skill_lines(found)))
        console.print(reliability_table(verdicts))
        console.print(group_table(found))
        console.print(worst_line(found.dates))
    if found.early is not None:
        console.print("Of these the places documented early, by the day that verdict.toml names:")
        console.print(score_table(found.early))
    if found.surrenders is not None:
        console.print("Arms laid down, against the hour at which nobody bore any in a place or next to it:")
        console.print(date_table(found.surrenders, works))
        console.print(score_table(found.surrenders))
    console.print(loss_table(found.losses))
    console.print(loss_reliability_table(verdicts))
    left_out = reasons(found)
    if left_out:
        console.print("Not scored:")
    for reason, ids in left_out:
        console.print(f"  {' '.join(ids)}: {reason}")
    console.print(f"Part of the record: {found.part}. {found.closed_rows} test rows stay closed.")
    console.print(found.openings.in_words(), markup=False)


def reliability_table(verdicts: Mapping[str, Verdict]) -> Table:
    """Return how often the dates lie where the campaigns say, for everything held against the record."""
    table = _table(
        "Reliability of dates", "run", "meet 50 / 90 %", "inside 50 / 90 %", "width 90 %", "CRPS", "skill"
    )
    for name, found in verdicts.items():
        if found.dates is not None:
            sure = found.dates.reliability
            table.add_row(
                name,
                f"{sure.met[0]:.0%} / {sure.met[1]:.0%}",
                f"{sure.inside[0]:.0%} / {sure.inside[1]:.0%}",
                f"{found.dates.width:.1f} d",
                f"{found.dates.model.crps:.2f}",
                skill_text(found.dates.skill_crps),
            )
    return table


def group_table(found: Verdict) -> Table:
    """Return the bias by front and by week."""
    assert found.dates is not None
    table = _table(
        "Early (-) and late (+)", "front or week", "rows", "bias", "mean error", "CRPS", "meet 90 %"
    )
    names = found.about.fronts | {"": "not named"}
    fronts = [
        (names.get(group.name, group.name), group) for group in found.dates.groups(lambda row: row.front)
    ]
    weeks = [(f"week {group.name}", group) for group in found.dates.groups(lambda row: row.week)]
    for name, group in (*fronts, *weeks):
        table.add_row(
            name,
            str(group.rows),
            f"{group.bias:+.2f}",
            f"{group.mean_error:.2f}",
            f"{group.crps:.2f}",
            f"{group.met:.0%}",
        )
    return table


def worst_line(found: DateVerdict) -> str:
    """Name the dates with the largest CRPS."""
    named = []
    for row in found.worst(WORST):
        seen = row.observation
        place = f"{seen.place_id.replace('_', ' ')} {seen.measure.removesuffix('_h')}"
        named.append(f"{place} ({row.error:+.1f} d)")
    return f"The worst by CRPS: {', '.join(named)}."


def loss_reliability_table(verdicts: Mapping[str, Verdict]) -> Table:
    """Return how often the claims on losses lie where the campaigns say."""
    table = _table("Reliability of losses", "run", "rows", "meet 50 / 90 %", "inside 50 / 90 %", "agree")
    for row in loss_scores(verdicts):
        table.add_row(row["name"], row["rows"], row["met"], row["inside"], row["agree"])
    return table


def date_table(found: DateVerdict, works: Works) -> Table:
    """Return places with documented and simulated days, first day = 1; both days where works fell after the town."""
    table = _table(
        "Dates (day of the campaign)", "place", "documented", "simulated", "off by", "90 %", "never"
    )
    for row in found.rows:
        seen = row.observation
        place = f"{seen.place_id.replace('_', ' ')} {seen.measure.removesuffix('_h')}"
        captured, cleared = works.get((seen.place_id, seen.side), (None, None))
        if captured is not None and seen.measure == "captured_h":
            place += ", works hold out" if cleared is None else f", works fell {cleared / 24 + 1:.1f}"
        elif captured is not None and seen.measure == "cleared_h":
            place += f", captured {captured / 24 + 1:.1f}"
        table.add_row(
            place,
            f"{seen.low_h / 24 + 1:.1f} to {seen.high_h / 24 + 1:.1f}",
            "never" if row.never > 0.5 else f"{row.simulated + 1:.1f}",
            f"{row.error:+.1f} d",
            f"{row.spread_low + 1:.1f} to {row.spread_high + 1:.1f}",
            f"{row.never:.0%}",
        )
    return table


def score_table(found: DateVerdict) -> Table:
    """Return the scores of the model and of the rulers."""
    title = f"Scores in days over {len(found.rows)} places, {found.campaigns} campaign(s)"
    table = _table(title, "forecast", "mean error", "median error", "bias", "CRPS", "inside")
    for entry in (found.model, *found.baselines):
        table.add_row(
            entry.name,
            f"{entry.mean_error:.2f}",
            f"{entry.median_error:.2f}",
            f"{entry.bias:+.2f}",
            f"{entry.crps:.2f}",
            f"{entry.inside:.0%}",
        )
    return table


def loss_table(found: LossVerdict) -> Table:
    """Return losses beside the hull of the claims."""
    title = f"Losses, {found.campaigns} campaign(s)"
    table = _table(title, "formation", "what", "days", "claimed", "simulated 5 / 50 / 95 %", "verdict")
    for row in found.rows:
        count = row.count
        high = "more" if count.high == float("inf") else f"{count.high:,.0f}"
        span = f"{count.low:,.0f}" if count.low == count.high else f"{count.low:,.0f} to {high}"
        faults = [word for word, fine in (("apart", row.overlaps), ("too wide", row.narrow)) if not fine]
        table.add_row(
            count.unit_id,
            f"{count.category.replace('_', ' ')} ({count.operation})",
            f"{count.first_day}-{count.last_day}",
            span,
            f"{row.q05:,.0f} / {row.q50:,.0f} / {row.q95:,.0f}",
            " and ".join(faults) or "agrees",
        )
    return table


def as_dict(found: Verdict) -> dict[str, Any]:
    """Return a verdict as plain values ready for JSON; numbers that are not finite become null."""
    from dataclasses import asdict
    from math import isfinite

    def plain(value: Any) -> Any:
        if isinstance(value, float):
            return value if isfinite(value) else None
        if isinstance(value, dict):
            return {key: plain(entry) for key, entry in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(entry) for entry in value]
        return value

    result: dict[str, Any] = plain(asdict(found))
    result["about"]["start"] = found.about.start.isoformat()
    result["openings"]["in_words"] = found.openings.in_words()
    for entry, row in zip(result["losses"]["rows"], found.losses.rows, strict=True):
        entry["passed"] = row.passed
        entry["meets_50"], entry["meets_90"] = row.met
    for key in ("dates", "surrenders", "losses"):
        scored = getattr(found, key)
        if scored is not None and scored.rows:
            result[key]["reliability"] = plain(asdict(scored.reliability))
    if found.dates is not None:
        result["dates"]["width"] = found.dates.width
        result["dates"]["worst"] = [" ".join(row.observation.record_ids) for row in found.dates.worst(WORST)]
        for key in ("front", "week"):
            groups = found.dates.groups(lambda row, key=key: getattr(row, key))  # type: ignore[misc]
            result["dates"][f"by_{key}"] = [plain(asdict(group)) for group in groups]
    return result


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, no_wrap=name in ("documented", "simulated", "claimed"))
    return table
