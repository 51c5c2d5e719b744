"""The bulletin: what a day of a campaign brought, in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

HOURS_A_DAY = 24.0


@dataclass(frozen=True)
class Names:
    """Names to print instead of ids; an id without a name prints as itself.

    Parameters
    ----------
    places, units : mapping of str to str
        Name by id.
    sides : mapping of str to str
        Adjective by id of the side.
    weight : mapping of str to float
        Importance of a place, such as its inhabitants: the weightier is named first.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    weight: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One statement of a bulletin.

    Parameters
    ----------
    kind : str
        ``fell``, ``works``, ``link_up``, ``cut_off``, ``out_of_fuel``, ``gave_up``.
    side : str
        Side it is about.
    text : str
        The statement.
    """

    kind: str
    side: str
    text: str


@dataclass(frozen=True)
class Bulletin:
    """What one day brought.

    Parameters
    ----------
    day : int
        Day of the campaign, 1 = the first.
    date : datetime
        Its beginning.
    parts : tuple of Part
        Statements, in the order in which they should be read.
    """

    day: int
    date: datetime
    parts: tuple[Part, ...]


# Statements in reading order: kind, events that make it, what is listed, sentence.
_STATEMENTS: tuple[tuple[str, frozenset[str], str, str], ...] = (
    ("fell", frozenset({"place_captured"}), "place_id", "{side} forces take {names}"),
    ("works", frozenset({"works_fallen"}), "unit_id", "{side} works fall: {names}"),
    ("link_up", frozenset({"link_up"}), "place_id", "{side} pincers meet{at_names}"),
    ("cut_off", frozenset({"surrounded", "isolated"}), "unit_id", "{side} units cut off: {names}"),
    ("out_of_fuel", frozenset({"out_of_fuel"}), "unit_id", "{side} units out of fuel: {names}"),
    ("gave_up", frozenset({"surrendered"}), "unit_id", "{side} units lay down arms: {names}"),
)


def _list_names(names: Sequence[str], most: int) -> str:
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def _distinct(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _statement(
    rows: list[dict[str, Any]],
    statement: tuple[str, frozenset[str], str, str],
    side: str,
    names: Names,
    most: int,
) -> Part | None:
    kind, kinds, column, sentence = statement
    chosen = [row for row in rows if row["kind"] in kinds and row["side"] == side]
    ids = _distinct(row[column] for row in chosen)
    # A pincer may close in the open country; everything else is about something with a name.
    if not chosen or (not ids and kind != "link_up"):
        return None
    if column == "place_id":
        ids.sort(key=lambda place: -names.weight.get(place, 0.0))
        shown = [names.places.get(name, name) for name in ids]
    else:
        shown = [names.units.get(name, name) for name in ids]
    text = _list_names(shown, most)
    return Part(
        kind,
        side,
        sentence.format(side=names.sides.get(side, side), names=text, at_names=f" at {text}" if text else ""),
    )


def bulletin(
    events: pa.Table,
    day: int,
    start: datetime,
    sides: Sequence[str],
    names: Names,
    *,
    campaign: int = 0,
    most: int = 6,
) -> Bulletin:
    """Sum up one day of a campaign.

    Parameters
    ----------
    events : pyarrow.Table
        Events of the run, `khingan.experiments.schema.EVENTS`.
    day : int
        Day of the campaign, 1 = the first.
    start : datetime
        When the campaign began.
    sides : sequence of str
        Ids of the sides, in reading order.
    names : Names
        What to print instead of ids.
    campaign : int
        Campaign within the run.
    most : int
        Names listed in one statement; the others are counted.

    Returns
    -------
    Bulletin
        Empty `parts` if nothing of note happened.
    """
    hour = events.column("hour")
    of_the_day = pc.and_(
        pc.and_(pc.greater_equal(hour, (day - 1) * HOURS_A_DAY), pc.less(hour, day * HOURS_A_DAY)),
        pc.equal(events.column("campaign"), campaign),
    )
    rows = events.filter(of_the_day).to_pylist()
    parts = (_statement(rows, statement, side, names, most) for statement in _STATEMENTS for side in sides)
    return Bulletin(day, start + timedelta(days=day - 1), tuple(part for part in parts if part is not None))


def run_names(places: pa.Table, units: pa.Table, sides: Mapping[str, str]) -> Names:
    """Collect the names a bulletin prints from the tables of a run.

    Parameters
    ----------
    places : pyarrow.Table
        Gazetteer with ``place_id``, ``name_1945``, ``population_1940``.
    units : pyarrow.Table
        Units with ``unit_id`` and ``name``.
    sides : mapping of str to str
        Adjective by id of the side.

    Returns
    -------
    Names
        For `bulletin`.
    """
    ids = places.column("place_id").to_pylist()
    people = places.column("population_1940").to_pylist()
    return Names(
        places=dict(zip(ids, places.column("name_1945").to_pylist(), strict=True)),
        units=dict(zip(units.column("unit_id").to_pylist(), units.column("name").to_pylist(), strict=True)),
        sides=dict(sides),
        weight={place: float(count or 0) for place, count in zip(ids, people, strict=True)},
    )
