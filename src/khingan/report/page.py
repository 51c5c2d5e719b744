"""The parts of the report's page: each function turns tables of a run into rows ready to print."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from markupsafe import Markup

from khingan.report.bulletin import Bulletin
from khingan.report.charts import line_chart, sparkline
from khingan.report.dates import EVENT_WORDS, Dated, difference_words, error_strip, hour_words, works_words
from khingan.report.doings import Doing, quantity
from khingan.report.losses import (
    Daily,
    LossClaim,
    curve_of,
    loss_rows,
    marks_of,
    off_factor,
    ratio_words,
)
from khingan.report.symbols import echelon_marks, legend_symbol
from khingan.report.text import day_name, day_or_month, end_of_day, number, signed, span, title_words
from khingan.verdict.losses import LossVerdict
from khingan.verdict.score import DateVerdict

CHARTED = ("killed", "wounded", "captured")


def place_rows(
    dated: Sequence[Dated], names: Mapping[str, Mapping[str, Any]], start: datetime
) -> list[dict[str, Any]]:
    """Rows of the place table, in the order of the documented dates."""
    rows = []
    for item in dated:
        seen = item.documented.seen
        place = names.get(seen.place_id, {})
        name = str(place.get("name_1945") or seen.place_id)
        modern = str(place.get("modern_name") or "")
        rows.append(
            {
                "place_id": seen.place_id,
                "side": seen.side,
                "name": name,
                "modern": "" if modern == name else modern,
                "event": EVENT_WORDS[seen.measure],
                "date": item.documented.date,
                "description": item.documented.description,
                "reached": hour_words(start, item.reached_h),
                "captured": hour_words(start, item.captured_h),
                "works": works_words(start, item.captured_h, item.cleared_h),
                "reached_h": "" if item.reached_h is None else f"{item.reached_h:g}",
                "captured_h": "" if item.captured_h is None else f"{item.captured_h:g}",
                "cleared_h": "" if item.cleared_h is None else f"{item.cleared_h:g}",
                "difference": difference_words(item),
                "inside": item.inside,
                "strip": Markup(error_strip(item)),
                "records": " ".join(seen.record_ids),
                "sources": item.documented.source_ids,
            }
        )
    return rows


def places_lead(dated: Sequence[Dated], campaigns: int) -> str:
    """One sentence on how well the dates are met."""
    if not dated:
        return "The record of this scenario has no dated places that may be printed."
    met = [d for d in dated if d.difference_h is not None]
    text = (
        f"{len(dated)} dated events of the calibration part of the record: {sum(d.inside for d in met)} "
        f"happen inside the documented interval, {sum(not d.inside for d in met)} outside it, "
        f"{len(dated) - len(met)} not at all"
    )
    if campaigns > 1:
        text += f". Medians of {number(campaigns)} campaigns"
    return text + ". Rows kept back for the test are neither shown nor scored."


def loss_charts(
    daily: Daily, claims: Sequence[LossClaim], start: datetime, sides: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Charts of killed, wounded and captured of each side with the claims about exactly that."""
    charts = []
    for column in CHARTED:
        for index, (side, name) in enumerate(sides.items()):
            mine = [c for c in claims if c.side == side and c.columns == (column,)]
            values = daily.losses(side, (column,))
            if not mine and not values.any():
                continue
            title = f"{name}: {title_words(column)}"
            svg = line_chart(
                [curve_of(values, f"s{index}", title)],
                marks_of(mine, start.date(), daily.days),
                days=daily.days,
                start=start,
                title=f"{title}, cumulative",
                unit="men",
            )
            charts.append({"title": title, "svg": Markup(svg), "style": f"s{index}c"})
    return charts


def formation_loss_rows(
    verdict: LossVerdict,
    names: Mapping[str, str],
    sources: Mapping[str, str],
    start: date,
    roots: Collection[str],
) -> list[dict[str, Any]]:
    """Counts of the record about formations that the daily table counts apart, beside the simulated ones."""
    rows = []
    for score in verdict.rows:
        count = score.count
        high = None if np.isinf(count.high) else count.high
        digits = 0 if score.q50 >= 10 else 1
        text = number(score.q50, digits)
        if verdict.campaigns > 1:
            text += f" ({number(score.q05, digits)}–{number(score.q95, digits)})"
        rows.append(
            {
                "name": names.get(count.unit_id, count.unit_id),
                "whole_side": count.unit_id in roots,
                "what": title_words(count.category),
                "period": "–".join(
                    _day_words(start, d) for d in dict.fromkeys((count.first_day, count.last_day))
                ),
                "documented": span(count.low, high),
                "simulated_text": text,
                "verdict": ratio_words(score.q50, count.low, high),
                "factor": off_factor(score.q50, count.low, high),
                "record_id": " ".join(count.record_ids),
                "sources": list(dict.fromkeys(sources[r] for r in count.record_ids if r in sources)),
                "definition": count.operation,
            }
        )
    return rows


def _day_words(start: date, day: int) -> str:
    return day_or_month((start + timedelta(days=day - 1)).isoformat())


def score_rows(verdict: DateVerdict) -> dict[str, Any]:
    """Errors of the simulation beside those of the three rulers, in days, and its skill over the best."""
    rows = [
        {
            "name": "the simulation" if score is verdict.model else score.name,
            "values": [
                number(score.mean_error, 2),
                number(score.median_error, 2),
                signed(score.bias, 2),
                number(score.crps, 2),
                f"{number(100 * score.inside)} %",
            ],
        }
        for score in (verdict.model, *verdict.baselines)
    ]
    skill = verdict.skill_error
    words = (
        f"Skill over the best ruler ({skill.best}), by mean error: {signed(skill.value, 2)} "
        f"(90 % interval {signed(skill.low, 2)} to {signed(skill.high, 2)}; 1 is perfect, 0 no better than "
        "the ruler, below 0 worse). A place never reached counts as the end of the run."
    )
    return {"rows": rows, "skill": words}


def army_sides(
    daily: Daily, formations: Sequence[Mapping[str, Any]], sides: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Small curves of strength and fuel of every army."""
    found = []
    for index, (side, name) in enumerate(sides.items()):
        armies = [
            _army(daily, f, index)
            for f in formations
            if f["side"] == side
            and f["formation_id"] in daily.formations
            and echelon_marks(str(f.get("echelon"))) == "XXXX"
        ]
        found.append({"name": name, "style": f"s{index}c", "armies": [a for a in armies if a]})
    return found


def _army(daily: Daily, row: Mapping[str, Any], index: int) -> dict[str, Any] | None:
    formation = str(row["formation_id"])
    men, fuel = (np.median(daily.formation(formation, c), axis=0).tolist() for c in ("strength", "fuel"))
    if max(men, default=0) <= 0:
        return None
    name = str(row.get("name") or formation)
    text = f"{number(men[0])} → {number(men[-1])} men"
    fuel_svg = ""
    if max(fuel) >= 1:
        text += f"; fuel {number(fuel[0])} → {number(fuel[-1])} t"
        fuel_svg = sparkline(fuel, "fuel", title=f"{name}: fuel in tonnes, by day", width=220)
    return {
        "name": name,
        "strength_svg": Markup(sparkline(men, f"s{index}", title=f"{name}: men, by day", width=220)),
        "fuel_svg": Markup(fuel_svg),
        "text": text,
    }


def event_counts(events: pa.Table, sides: Sequence[str], campaign: int) -> list[dict[str, Any]]:
    """Events of one campaign counted by kind and side, the most frequent first."""
    mine = events.filter(pc.equal(events.column("campaign"), campaign))
    pairs = zip(mine.column("kind").to_pylist(), mine.column("side").to_pylist(), strict=True)
    counts: Count[tuple[str, str]] = Count(pairs)
    kinds = sorted({k for k, _ in counts}, key=lambda k: (-sum(counts[(k, s)] for s in sides), k))
    return [{"kind": title_words(k), "counts": [number(counts[(k, s)]) for s in sides]} for k in kinds]


def doing_rows(found: Sequence[Doing], sides: Mapping[str, str], start: datetime) -> dict[str, Any]:
    """Table of what the sides did day by day: a column a measure, medians if there are several campaigns."""
    if not found:
        return {}
    middle = [np.median(item.values, axis=0).tolist() for item in found]
    return {
        "heads": [
            {
                "style": f"s{list(sides).index(item.side)}c",
                "text": f"{sides[item.side]}: {item.name}" + (f", {item.unit}" if item.unit else ""),
            }
            for item in found
        ],
        "rows": [
            {"label": end_of_day(start, day + 1), "values": [quantity(v, "") if v else "" for v in values]}
            for day, values in enumerate(zip(*middle, strict=True))
        ],
    }


def day_notes(
    bulletins: Sequence[Bulletin], pockets: Mapping[int, Sequence[str]], start: datetime, sides: Sequence[str]
) -> list[dict[str, Any]]:
    """What is said under the map and in the course of events, for the start and every day."""
    notes: list[dict[str, Any]] = [
        {"day": 0, "label": end_of_day(start, 0), "date": "", "parts": [{"style": "", "text": "The start."}]}
    ]
    for bulletin in bulletins:
        parts = [
            {"style": f"s{sides.index(p.side)}c" if p.side in sides else "", "text": p.text}
            for p in bulletin.parts
        ]
        inside = pockets.get(bulletin.day) or ()
        if inside:
            parts.append({"style": "", "text": f"in pockets: {', '.join(inside)}"})
        label = end_of_day(start, bulletin.day)
        notes.append({"day": bulletin.day, "label": label, "date": day_name(bulletin.date), "parts": parts})
    return notes


def exogenous_rows(rows: Iterable[Mapping[str, Any]], linked: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of the table of exogenous inputs."""
    known = set(linked)
    return [
        {
            "description": row.get("description") or title_words(str(row.get("name"))),
            "value": _plain(row.get("value")),
            "unit": row.get("unit") or "",
            "range": f"{_plain(row['low'])}–{_plain(row['high'])}" if row.get("low") is not None else "",
            "scope": str(row.get("scope") or "").replace(";", "; "),
            "basis": row.get("basis") or "",
            "claim": row.get("claim") or "",
            "linked": row.get("claim") in known,
        }
        for row in rows
    ]


def absence_inputs(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who is away, on the way or without radio, as rows for `exogenous_rows`."""
    return [
        {
            "description": row["reason"],
            "value": row["until_hour"],
            "unit": "hour",
            "scope": f"{row['kind']}: {row['formation_id']}".replace("_", " "),
            "basis": row["basis"],
            "claim": row["claim"],
        }
        for row in rows
    ]


def demarcation_inputs(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Ground left to others by what was agreed in the course of the campaign, as rows for `exogenous_rows`."""
    return [
        {
            "description": row["description"],
            "scope": f"not occupied: side:{row['side']}",
            "basis": row["basis"],
            "claim": row["claim"],
        }
        for row in rows
        if row["basis"] == "in_campaign"
    ]


def _plain(value: Any) -> str:
    if isinstance(value, (int, float)):
        return number(value, 0 if float(value).is_integer() else 2)
    return str(value if value is not None else "")


def not_acting(units: Iterable[Mapping[str, Any]], components: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say which arms of the order of battle do not act yet, with their strength."""
    arms: dict[str, list[Mapping[str, Any]]] = {}
    for row in units:
        if str(row.get("arm") or "ground") == "air":
            arms.setdefault(str(row["arm"]), []).append(row)
    lines = []
    for arm, rows in sorted(arms.items()):
        aircraft = sum(float(r.get("aircraft") or 0) for r in rows)
        extra = f", {number(aircraft)} aircraft" if aircraft else ""
        lines.append(f"{title_words(arm)}: {len(rows)} units{extra}")
    inside = list(components)
    if inside:
        lines.append(f"{len(inside)} components are counted inside a larger unit or the army troops")
    return lines


def audit(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, Any]:
    """Count the rows of each table by the footing they stand on: confidence or basis."""
    found: dict[str, Count[str]] = {}
    for name, rows in tables.items():
        counts: Count[str] = Count()
        for row in rows:
            footing = row.get("confidence") or row.get("basis")
            if footing:
                counts[str(footing)] += 1
        if counts:
            found[name] = counts
    order = ("sourced", "derived", "recalled", "documented", "prewar", "in_campaign", "outcome", "assumption")
    kinds = sorted(
        {k for c in found.values() for k in c}, key=lambda k: (order.index(k) if k in order else 99, k)
    )
    rows_out = [
        {"table": title_words(name), "counts": [number(c[k]) if c[k] else "" for k in kinds]}
        for name, c in found.items()
    ]
    return {"kinds": [title_words(k) for k in kinds], "rows": rows_out} if rows_out else {}


def strip(taken_km2: Sequence[tuple[float, float]]) -> str:
    """Bars of ground taken per day over the slider: first side up, second side down."""
    top = max((v for pair in taken_km2 for v in pair), default=0.0) or 1.0
    pieces = []
    for day, pair in enumerate(taken_km2):
        for side, (value, base, way) in enumerate(zip(pair, (22, 23), (-1, 1), strict=True)):
            if value > 0:
                height = max(0.6, (22 if side == 0 else 7) * value / top)
                y = base - height if way < 0 else base
                colour = ("var(--red)", "var(--blue)")[side]
                pieces.append(
                    f'<rect x="{day - 0.4:.1f}" y="{y:.1f}" width=".8" height="{height:.1f}" '
                    f'fill="{colour}"/>'
                )
    return "".join(pieces)


def legend(side_names: Sequence[str], contingents: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """What the symbols mean, in pictures."""
    items: list[tuple[str, str]] = []
    for side, name in enumerate(side_names[:2]):
        for tint, contingent in enumerate(contingents[side][:3]):
            items.append((legend_symbol(side, "infantry", "", f"t{tint}"), contingent or name))
    arms = ("infantry", "motorized", "mechanized", "armour", "cavalry", "artillery", "works")
    words = ("infantry", "motor rifle", "mechanized", "armour", "cavalry", "artillery", "fortified works")
    items += [(legend_symbol(0, arm, ""), word) for arm, word in zip(arms, words, strict=True)]
    marks = (("X", "brigade"), ("XX", "division"), ("XXX", "corps"), ("XXXX", "army"))
    items += [(legend_symbol(0, "infantry", m), word) for m, word in marks]
    states = (
        ("isolated", "cut off from supply"),
        ("surrendered", "laid down arms"),
        ("shattered", "shattered"),
    )
    items += [(legend_symbol(1, "infantry", "", s), word) for s, word in states]
    return [{"picture": Markup(picture), "name": name} for picture, name in items]


def all_loss_rows(
    claims: Sequence[LossClaim], daily: Daily, start: datetime, sides: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Rows of the table of loss claims."""
    return loss_rows(claims, daily, start.date(), sides)
