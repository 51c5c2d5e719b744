"""When places fell: the documented date with its uncertainty beside the simulated hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

import numpy as np
import pyarrow as pa

from khingan.report.text import NONE, day_name, short_moment, signed
from khingan.verdict.dates import Observation, observe
from khingan.verdict.record import DateRow

EVENT_WORDS = {"captured_h": "captured", "reached_h": "reached", "cleared_h": "cleared"}
MEASURES = ("reached_h", "captured_h", "cleared_h")
Works = dict[tuple[str, str], tuple[float, float | None]]
"""Hours captured and cleared by place and side; None if the works hold out."""


@dataclass(frozen=True)
class Documented:
    """What the record says about one place, side and kind of event.

    Attributes
    ----------
    seen : Observation
        The interval in hours, all reports joined.
    date : str
        The reports' dates in words.
    source_ids : tuple of str
        Where they come from.
    description : str
        What they say.
    """

    seen: Observation
    date: str
    source_ids: tuple[str, ...]
    description: str


def documented_dates(
    rows: Sequence[DateRow],
    start: datetime,
    end_h: float,
    side_of: Mapping[str, str],
    zones: Collection[str] = (),
) -> tuple[list[Documented], dict[str, str]]:
    """Join dated rows of the record by place, side and kind.

    Parameters
    ----------
    rows : sequence of DateRow
        Rows that may be printed: the calibration part.
    start : datetime
        Start of the campaign.
    end_h : float
        Its length in hours.
    side_of : mapping of str to str
        Side by contingent.
    zones : collection of str
        Rows that date the fall of a fortified zone with its works.

    Returns
    -------
    documented : list of Documented
        Ordered by date, then place.
    left_out : dict of str to str
        Row ids that are not compared, with the reason.
    """
    by_id = {row.record_id: row for row in rows}
    observations, left_out = observe(rows, start, end_h, side_of, zones)
    found = []
    for seen in observations:
        members = [by_id[record_id] for record_id in seen.record_ids]
        found.append(
            Documented(
                seen,
                "; ".join(dict.fromkeys(_date_words(row) for row in members)),
                tuple(dict.fromkeys(row.source_id for row in members)),
                "; ".join(row.description for row in members if row.description),
            )
        )
    return sorted(found, key=lambda d: (d.seen.mid_h, d.seen.place_id, d.seen.measure)), left_out


def _date_words(row: DateRow) -> str:
    text = day_name(row.date).rsplit(" ", 1)[0]
    if row.hour_local:
        text += f", {row.hour_local}"
    return f"{text} ± {row.uncertainty_days:g} d" if row.uncertainty_days else text


@dataclass(frozen=True)
class Dated:
    """One row of the place table.

    Attributes
    ----------
    documented : Documented
        The record.
    reached_h, captured_h, cleared_h : float or None
        Median simulated hours, None if most campaigns never got there.
    low_h, high_h : float or None
        Middle nine tenths of the column compared, with several campaigns.
    share : float
        Share of campaigns in which it happened.
    difference_h : float or None
        Simulated minus the middle of the documented interval.
    inside : bool
        The simulated hour lies in the documented interval.
    """

    documented: Documented
    reached_h: float | None
    captured_h: float | None
    cleared_h: float | None
    low_h: float | None
    high_h: float | None
    share: float
    difference_h: float | None
    inside: bool

    @property
    def compared_h(self) -> float | None:
        """The one of the simulated hours that the record speaks of."""
        found: float | None = getattr(self, self.documented.seen.measure)
        return found

    @property
    def miss_h(self) -> float:
        """Hours by which the documented interval is missed; infinite if never reached."""
        if self.difference_h is None:
            return float("inf")
        half = (self.documented.seen.high_h - self.documented.seen.low_h) / 2
        return max(0.0, abs(self.difference_h) - half)


def compare_dates(documented: Sequence[Documented], places: pa.Table, campaigns: int) -> list[Dated]:
    """Hold the simulated hours against the documented dates.

    Parameters
    ----------
    documented : sequence of Documented
        From `documented_dates`.
    places : pyarrow.Table
        Places table of the run.
    campaigns : int
        Number of campaigns; a campaign without a row for a place never got there.

    Returns
    -------
    list of Dated
        In the order of `documented`.
    """
    hours = _hours_by_place(places, {(d.seen.place_id, d.seen.side) for d in documented})
    empty: dict[str, list[float | None]] = {name: [] for name in MEASURES}
    return [_compare(d, hours.get((d.seen.place_id, d.seen.side), empty), campaigns) for d in documented]


def _hours_by_place(
    places: pa.Table, wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, list[float | None]]]:
    hours: dict[tuple[str, str], dict[str, list[float | None]]] = {}
    columns = [places.column(name).to_pylist() for name in ("place_id", "side", *MEASURES)]
    for place, side, *values in zip(*columns, strict=True):
        if (place, side) in wanted:
            entry = hours.setdefault((place, side), {name: [] for name in MEASURES})
            for name, value in zip(MEASURES, values, strict=True):
                entry[name].append(value)
    return hours


def _compare(item: Documented, hours: Mapping[str, list[float | None]], campaigns: int) -> Dated:
    seen = item.seen
    middle = {name: _median(hours[name], campaigns) for name in MEASURES}
    compared = middle[seen.measure]
    known = [h for h in hours[seen.measure] if h is not None]
    low, high = (float(q) for q in np.quantile(known, (0.05, 0.95))) if len(known) > 1 else (None, None)
    difference = None if compared is None else compared - seen.mid_h
    inside = compared is not None and seen.low_h <= compared <= seen.high_h
    share = len(known) / max(campaigns, 1)
    reached, captured, cleared = middle.values()
    return Dated(item, reached, captured, cleared, low, high, share, difference, inside)


def works_apart(places: pa.Table, campaigns: int) -> Works:
    """Median hours captured and cleared of every place and side where they differ; None if works hold out."""
    if "cleared_h" not in places.column_names:
        return {}
    keys = set(zip(places.column("place_id").to_pylist(), places.column("side").to_pylist(), strict=True))
    found = {}
    for key, hours in _hours_by_place(places, keys).items():
        captured, cleared = (_median(hours[name], campaigns) for name in ("captured_h", "cleared_h"))
        if captured is not None and captured != cleared:
            found[key] = captured, cleared
    return found


def works_words(start: datetime, captured_h: float | None, cleared_h: float | None) -> str:
    """Say when the works of a captured place fell: ``works fell 12 Aug 06:00``; nothing if they fell with the town."""
    if captured_h is None or captured_h == cleared_h:
        return ""
    return "works hold out" if cleared_h is None else f"works fell {short_moment(start, cleared_h)}"


def _median(hours: Sequence[float | None], campaigns: int) -> float | None:
    """Median with "never" as the latest of all; None if the median campaign never got there."""
    padded = [np.inf if h is None else h for h in hours] + [np.inf] * (campaigns - len(hours))
    padded.sort()
    middle = padded[(len(padded) - 1) // 2] if padded else np.inf
    return None if np.isinf(middle) else float(middle)


def hour_words(start: datetime, hours: float | None) -> str:
    """Short date of a simulated hour, or ``never``."""
    return "never" if hours is None else short_moment(start, hours)


def difference_words(dated: Dated) -> str:
    """Difference in days with its sign."""
    return NONE if dated.difference_h is None else f"{signed(dated.difference_h / 24)} d"


def error_strip(dated: Dated, limit_days: float = 10.0) -> str:
    """A strip of plus and minus ten days: documented interval as a bar, simulated hour as a point on it."""
    width, height = 150.0, 14.0
    seen = dated.documented.seen
    half = (seen.high_h - seen.low_h) / 48

    def x(days: float) -> float:
        return width / 2 + (width / 2 - 5) * max(-limit_days, min(limit_days, days)) / limit_days

    pieces = [
        f'<line x1="{width / 2:g}" x2="{width / 2:g}" y1="1" y2="13"/><line x1="5" x2="145" y1="7" y2="7"/>'
    ]
    pieces.append(f'<line class="doc" x1="{x(-half):.1f}" x2="{x(half):.1f}" y1="7" y2="7"/>')
    if dated.low_h is not None and dated.high_h is not None:
        low, high = ((h - seen.mid_h) / 24 for h in (dated.low_h, dated.high_h))
        pieces.append(f'<path class="off" d="M{x(low):.1f} 7H{x(high):.1f}"/>')
    if dated.difference_h is not None:
        days = dated.difference_h / 24
        if abs(days) > limit_days:
            way = 1 if days > 0 else -1
            at = x(days)
            pieces.append(f'<path class="sim" d="M{at + 4 * way:.1f} 7l{-6 * way} -4v8z"/>')
        else:
            pieces.append(f'<circle class="sim" cx="{x(days):.1f}" cy="7" r="3.4"/>')
    words = escape(f"difference {difference_words(dated)}")
    return (
        f'<svg class="err" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img"><title>{words}</title>{"".join(pieces)}</svg>'
    )
