"""``khingan verdict``: a finished run held against history's record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from khingan.cli.common import AsJson, OwnScenario, RunDir, make_console

if TYPE_CHECKING:
    from rich.table import Table

    from khingan.report.dates import Works
    from khingan.verdict import DateVerdict, LossVerdict, Verdict


def register(app: typer.Typer) -> None:
    """Add the ``verdict`` command to the application."""
    app.command("verdict")(verdict)


def verdict(
    run_dir: RunDir,
    scenario: OwnScenario = None,
    as_json: AsJson = False,
) -> None:
    """Hold a run against the calibration part of the record, beside three rulers."""
    from khingan.cli.run_folder import read_run
    from khingan.report.dates import works_apart
    from khingan.verdict import judge
    from khingan.verdict.losses import COLUMNS_OF_CATEGORY

    losses = (name for names in COLUMNS_OF_CATEGORY.values() for name in names)
    wanted = {
        # When works fell is not known to older runs; what needs it is left out with that reason.
        "places": ("campaign", "place_id", "side", "reached_h", "captured_h"),
        "daily": ("campaign", "day", "formation_id", *losses),
    }
    run = read_run(run_dir, scenario, wanted)
    places = run.tables["places"]
    found = judge(run.scenario, places, run.tables["daily"])
    if as_json:
        import json

        typer.echo(json.dumps(as_dict(found), ensure_ascii=False, indent=2, allow_nan=False))
        return
    print_verdict(found, works_apart(places, found.dates.campaigns if found.dates else 1))


def print_verdict(found: Verdict, works: Works) -> None:
    """Print dates, rulers and losses of a verdict as tables, with what was left out."""

    console = make_console()
    if found.dates is None:
        console.print("No dated row of the record can be compared with this run.")
    else:
        console.print(date_table(found.dates, works))
        console.print(score_table(found.dates))
        console.print(_skill_lines(found.dates))
    if found.early is not None:
        console.print("Of these the places documented early, by the day that verdict.toml names:")
        console.print(score_table(found.early))
    if found.surrenders is not None:
        console.print("Arms laid down, against the hour at which nobody bore any in a place or next to it:")
        console.print(date_table(found.surrenders, works))
        console.print(score_table(found.surrenders))
    console.print(loss_table(found.losses))
    left_out = {**(found.dates.left_out if found.dates else {}), **found.losses.left_out}
    reasons: dict[str, list[str]] = {}
    for record_id, reason in left_out.items():
        reasons.setdefault(reason, []).append(record_id)
    if reasons:
        console.print("Not scored:")
    for reason, ids in reasons.items():
        console.print(f"  {' '.join(ids)}: {reason}")
    console.print(f"Part of the record: {found.part}. {found.closed_rows} test rows stay closed.")


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


def _skill_lines(found: DateVerdict) -> str:
    lines = []
    for name, entry in (("mean error", found.skill_error), ("CRPS", found.skill_crps)):
        if entry.value != entry.value:
            lines.append(f"Skill in {name} is undefined: a ruler is without error.")
            continue
        lines.append(
            f"Skill in {name} over the best ruler ({entry.best}): {entry.value:+.2f}, "
            f"90 % of resamples {entry.low:+.2f} to {entry.high:+.2f}."
        )
    lines.append(f"{found.covered:.0%} of the observed intervals meet the central 90 % of the campaigns.")
    return "\n".join(lines)


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
    for entry, row in zip(result["losses"]["rows"], found.losses.rows, strict=True):
        entry["passed"] = row.passed
    return result


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name, no_wrap=name in ("documented", "simulated", "claimed"))
    return table
