"""A reckoning as files: a table for programs, and a sheet to quote from as Markdown or one HTML page."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from khingan.reckoning.judge import NOT_PRODUCED, Row, tally
from khingan.reckoning.words import (
    HOW_TO_READ,
    PARTLY,
    figure_text,
    rivals_text,
    sentences,
    simulated_text,
    verdict_text,
)

COLUMNS = (
    "row_id", "claim_id", "source_id", "topic", "title", "counts", "unit", "figure", "allowed_low",
    "allowed_high", "rivals", "by_another_definition", "simulated_q05", "simulated_q50", "simulated_q95",
    "meets", "verdict", "basis", "calibrated_on", "reason", "note",
)  # fmt: skip
TOPICS = {
    "losses": "Losses",
    "captivity": "Captivity",
    "strength": "Strength on the eve",
    "duration": "Duration",
    "other": "Other numbers",
}
WHAT_IF = "The run has what-ifs ({}): documented figures are of the war as it was, and not of this one."
ONE_CAMPAIGN = "One campaign has no spread: run more (khingan run -n 200) to see a range."


def as_dict(row: Row) -> dict[str, Any]:
    """Return a row as plain values, the same in JSON and in the table for programs."""
    reading, span = row.reading, row.simulated
    low, high = row.allowed or (None, None)
    return {
        "row_id": reading.row_id,
        "claim_id": reading.claim_id,
        "source_id": row.claim.source_id,
        "topic": reading.topic,
        "title": reading.title,
        "counts": reading.counts,
        "unit": row.claim.unit,
        "figure": row.claim.figure,
        "allowed_low": low,
        "allowed_high": high,
        "rivals": [rival.claim_id for rival in row.rivals],
        "by_another_definition": list(row.elsewhere),
        "simulated_q05": span and span.q05,
        "simulated_q50": span and span.q50,
        "simulated_q95": span and span.q95,
        "meets": list(row.meets),
        "verdict": row.verdict,
        "basis": reading.basis,
        "calibrated_on": reading.calibrated_on,
        "reason": row.reason,
        "note": reading.note if span else "",
    }


def as_document(rows: Sequence[Row], about: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything as one JSON document."""
    return {**about, "verdicts": tally(rows), "rows": [as_dict(row) for row in rows]}


def write_csv(rows: Sequence[Row], path: Path) -> None:
    """Write a row for every figure."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            values = as_dict(row)
            writer.writerow({k: " ".join(v) if isinstance(v, list) else v for k, v in values.items()})


def compared(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Group the compared rows under headings, one for each run of rows of one source and topic."""
    chosen = [row for row in rows if row.verdict != NOT_PRODUCED]
    return [
        (f"{TOPICS[topic]}: {source}", list(members))
        for (source, topic), members in groupby(chosen, key=lambda row: (row.source, row.reading.topic))
    ]


def left_out(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Group the other rows by the reason why nothing is compared, in the order of the reasons."""
    reasons: dict[str, list[Row]] = {}
    for row in rows:
        if row.verdict == NOT_PRODUCED:
            reasons.setdefault(row.reason, []).append(row)
    return list(reasons.items())


def remarks(about: Mapping[str, Any]) -> list[str]:
    """Sentences that belong above any table of a reckoning."""
    found = []
    if about["overlays"]:
        found.append(WHAT_IF.format(", ".join(about["overlays"])))
    if about["campaigns"] == 1:
        found.append(ONE_CAMPAIGN)
    return found


def summary(rows: Sequence[Row]) -> str:
    """Say in a sentence how many figures there are and how they fare."""
    counts = tally(rows)
    beside = len(rows) - counts[NOT_PRODUCED]
    given = sum(row.verdict == "agrees" and row.reading.basis in ("input", "calibrated") for row in rows)
    parts = [f"{name} {count}" for name, count in counts.items() if count and name != NOT_PRODUCED]
    text = (
        f"{len(rows)} readings of documented figures. {beside} have a simulated number by the same definition"
    )
    text += f": {', '.join(parts)}. {counts[NOT_PRODUCED]} have none."
    if given:
        text += f" Of those that agree, {given} are inputs or were calibrated on it, which is no evidence."
    return text


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def markdown(rows: Sequence[Row], about: Mapping[str, Any]) -> str:
    """Return the sheet as Markdown: a table of all, then a paragraph for every figure."""
    lines = [f"# Reckoning: {about['title']}", "", *_opening(rows, about)]
    for heading, members in compared(rows):
        lines += ["", f"## {heading}", "", _line(["figure", "claimed", "simulated 5 / 50 / 95 %", "verdict"])]
        lines.append(_line(["---", "---:", "---:", "---"]))
        for row in members:
            name = f"{row.reading.title} ({row.claim.claim_id})"
            lines.append(_line([name, figure_text(row.claim), simulated_text(row), verdict_text(row)]))
        for row in members:
            lines += [
                "",
                f"**{row.reading.title}: {figure_text(row.claim)} ({row.claim.claim_id}).** {_told(row)}",
            ]
    lines += ["", "## Not compared", ""]
    for reason, members in left_out(rows):
        names = "; ".join(f"{row.reading.title} ({row.claim.claim_id})" for row in members)
        lines.append(f"- {reason}: {names}.")
    return "\n".join(lines) + "\n"


def _opening(rows: Sequence[Row], about: Mapping[str, Any]) -> list[str]:
    campaigns = f"{about['campaigns']:,} campaigns" if about["campaigns"] != 1 else "one campaign"
    return [
        f"Run of {campaigns}, seed {about['seed']}, khingan {about['version']}. {summary(rows)}",
        *(f"\n{text}" for text in remarks(about)),
        "",
        *(f"- **{name}**: {words}." for name, words in HOW_TO_READ.items()),
        f"- **\\***: {PARTLY}.",
        "",
        "Nothing is compared across definitions. The figures are of dead, wounded and captured people; whose "
        "count is right is not judged here.",
    ]


def _told(row: Row) -> str:
    parts = [f"Counts: {row.reading.counts}", f"Says: {row.claim.paraphrase.rstrip('.')}."]
    if row.rivals:
        parts.append(f"Rival figures by the same definition: {rivals_text(row)}.")
    if row.elsewhere:
        parts.append(f"Contradicted by another definition, hence not compared: {', '.join(row.elsewhere)}.")
    parts.append(sentences(row))
    if row.reading.calibrated_on:
        parts.append(f"Not independent: {row.reading.calibrated_on}.")
    if row.reading.note:
        parts.append(row.reading.note)
    return " ".join(parts)


def html(rows: Sequence[Row], about: Mapping[str, Any]) -> str:
    """Return the sheet as one HTML page that needs nothing else."""
    source = files("khingan.report").joinpath("templates/reckoning.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source).render(
        about=about,
        summary=summary(rows),
        remarks=remarks(about),
        how=HOW_TO_READ | {"*": PARTLY},
        sections=compared(rows),
        left_out=left_out(rows),
        figure_text=figure_text,
        simulated_text=simulated_text,
        verdict_text=verdict_text,
        rivals_text=rivals_text,
        sentences=sentences,
    )
