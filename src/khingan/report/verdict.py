"""A verdict as one HTML page with figures, which needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from khingan.files import replace_file
from khingan.report.text import number
from khingan.report.verdict_figure import pictures
from khingan.verdict.losses import MAX_RATIO

if TYPE_CHECKING:
    from khingan.verdict.judge import Verdict
    from khingan.verdict.losses import LossScore
    from khingan.verdict.score import DateRowScore, DateVerdict, Group, Skill

Row = dict[str, Any]
WORST = 10


def write_page(verdicts: Mapping[str, Verdict], path: str | Path) -> None:
    """Write the page.

    Parameters
    ----------
    verdicts : mapping of str to Verdict
        By the name of what was held against the record. The first is told in full, the others stand beside it in
        the table of scores.
    path : path-like
        File to write; it appears whole or not at all.

    Raises
    ------
    InputError
        If matplotlib is not installed, or `path` is a folder.
    SystemFault
        If the file cannot be written.
    """
    text = render(verdicts)
    with replace_file(path) as part:
        part.write_text(text, encoding="utf-8")


def render(verdicts: Mapping[str, Verdict]) -> str:
    """Return the page as HTML text; see `write_page`."""
    name, found = next(iter(verdicts.items()))
    source = files("khingan.report").joinpath("templates/verdict.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source).render(
        name=name,
        found=found,
        about=found.about,
        openings=found.openings.in_words(),
        scores=score_rows(verdicts),
        skills=skill_lines(found),
        losses=loss_scores(verdicts),
        pictures={key: _embedded(svg) for key, svg in pictures(found).items()},
        worst=[_date_row(found, row) for row in found.dates.worst(WORST)] if found.dates else [],
        date_groups=[
            (title, [_date_row(found, row) for row in verdict.rows])
            for title, verdict in (("Dates", found.dates), ("Arms laid down", found.surrenders))
            if verdict is not None
        ],
        fronts=_groups(found, "front"),
        weeks=_groups(found, "week"),
        loss_rows=[_loss_row(row) for row in found.losses.rows],
        left_out=reasons(found),
        most_ratio=f"{MAX_RATIO:g}",
    )


def _embedded(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")


def score_rows(verdicts: Mapping[str, Verdict]) -> list[Row]:
    """Scores of dates: a row for everything held against the record, then the rulers, which are the same for all."""
    rows = [_score_row(name, found.dates) for name, found in verdicts.items() if found.dates is not None]
    first = next((found.dates for found in verdicts.values() if found.dates is not None), None)
    for ruler in first.baselines if first else ():
        rows.append(
            {
                "name": ruler.name,
                "mean_error": f"{ruler.mean_error:.2f}",
                "median_error": f"{ruler.median_error:.2f}",
                "bias": f"{ruler.bias:+.2f}",
                "crps": f"{ruler.crps:.2f}",
            }
            | dict.fromkeys(("skill", "met", "inside", "width"), "")
        )
    return rows


def _score_row(name: str, found: DateVerdict) -> Row:
    sure = found.reliability
    return {
        "name": f"{name} ({found.campaigns:,} campaigns)",
        "mean_error": f"{found.model.mean_error:.2f}",
        "median_error": f"{found.model.median_error:.2f}",
        "bias": f"{found.model.bias:+.2f}",
        "crps": f"{found.model.crps:.2f}",
        "skill": skill_text(found.skill_crps),
        "met": f"{sure.met[0]:.0%} / {sure.met[1]:.0%}",
        "inside": f"{sure.inside[0]:.0%} / {sure.inside[1]:.0%}",
        "width": f"{found.width:.1f}",
    }


def skill_text(skill: Skill) -> str:
    """Write a skill with its interval; a dash where a ruler is without error."""
    if skill.value != skill.value:
        return "–"
    return f"{skill.value:+.2f} [{skill.low:+.2f}, {skill.high:+.2f}]"


def skill_lines(found: Verdict) -> list[str]:
    """Say in sentences how much better than the best ruler the dates are."""
    if found.dates is None:
        return ["No dated row of the record can be compared."]
    lines = []
    for name, entry in (("mean error", found.dates.skill_error), ("CRPS", found.dates.skill_crps)):
        if entry.value != entry.value:
            lines.append(f"Skill in {name} is undefined: a ruler is without error.")
            continue
        lines.append(
            f"Skill in {name} over the best ruler ({entry.best}): {entry.value:+.2f}, "
            f"90 % of resamples {entry.low:+.2f} to {entry.high:+.2f}."
        )
    return lines


def loss_scores(verdicts: Mapping[str, Verdict]) -> list[Row]:
    """Scores of losses: a row for everything held against the record."""
    rows = []
    for name, found in verdicts.items():
        if not found.losses.rows:
            continue
        sure = found.losses.reliability
        agree = sum(row.passed for row in found.losses.rows)
        rows.append(
            {
                "name": name,
                "rows": str(sure.rows),
                "met": f"{sure.met[0]:.0%} / {sure.met[1]:.0%}",
                "inside": f"{sure.inside[0]:.0%} / {sure.inside[1]:.0%}",
                "agree": f"{agree} of {sure.rows}",
            }
        )
    return rows


def date_words(start: datetime, days: float) -> str:
    """Write days after the start as day, month and hour."""
    moment = start + timedelta(days=days)
    return f"{moment:%d %b %H:%M}".lstrip("0")


def _date_row(found: Verdict, row: DateRowScore) -> Row:
    start, seen = found.about.start, row.observation
    low, high = seen.low_h / 24, seen.high_h / 24
    return {
        "place": seen.place_id.replace("_", " "),
        "measure": seen.measure.removesuffix("_h"),
        "documented": f"{date_words(start, low)} to {date_words(start, high)}",
        "simulated": "never" if row.never > 0.5 else date_words(start, row.simulated),
        "spread": f"{date_words(start, row.spread_low)} to {date_words(start, row.spread_high)}",
        "error": f"{row.error:+.1f}",
        "crps": f"{row.crps:.2f}",
        "met": row.met[1],
        "front": found.about.fronts.get(row.front, row.front),
        "ids": " ".join(seen.record_ids),
        "sources": " ".join(seen.source_ids),
        "definition": "; ".join(seen.described),
    }


def _loss_row(row: LossScore) -> Row:
    count = row.count
    open_ended = count.high == float("inf")
    faults = [word for word, fine in (("apart", row.overlaps), ("too wide", row.narrow)) if not fine]
    return {
        "unit": count.unit_id,
        "what": f"{count.category.replace('_', ' ')} ({count.operation})",
        "days": f"{count.first_day}–{count.last_day}",
        "claimed": number(count.low)
        if count.low == count.high
        else f"{number(count.low)} to {'more' if open_ended else number(count.high)}",
        "simulated": " / ".join(number(value) for value in (row.q05, row.q50, row.q95)),
        "verdict": " and ".join(faults) or "agrees",
        "agrees": row.passed,
        "ids": " ".join(count.record_ids),
        "sources": " ".join(count.source_ids),
        "definition": "; ".join(count.definitions),
    }


def _groups(found: Verdict, key: str) -> list[Row]:
    if found.dates is None:
        return []
    groups: Sequence[Group] = found.dates.groups(lambda row: getattr(row, key))
    names = found.about.fronts | {"": "not named"}
    return [
        {
            "name": f"week {group.name}" if key == "week" else names.get(group.name, group.name),
            "rows": str(group.rows),
            "bias": f"{group.bias:+.2f}",
            "mean_error": f"{group.mean_error:.2f}",
            "crps": f"{group.crps:.2f}",
            "met": f"{group.met:.0%}",
        }
        for group in groups
    ]


def reasons(found: Verdict) -> list[tuple[str, list[str]]]:
    """Gather the rows that are not scored by the reason."""
    gathered: dict[str, list[str]] = {}
    for record_id, reason in found.left_out.items():
        gathered.setdefault(reason, []).append(record_id)
    return list(gathered.items())
