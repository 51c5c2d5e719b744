"""The bulletin: what a day of a campaign brought, in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from khingan.report.text import title_words

HOURS_A_DAY = 24.0


@dataclass(frozen=True)
class Names:
    """Names to print instead of ids; an id without a name prints as itself.

    Parameters
    ----------
    places, units, regions : mapping of str to str
        Name by id.
    sides : mapping of str to str
        Adjective by id of the side.
    weight : mapping of str to float
        Importance of a place, such as its inhabitants, or of a unit, such as its size: the weightier is named first.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    weight: Mapping[str, float] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: str) -> Mapping[str, str]:
        """Names of what a column of the events holds."""
        return {"place_id": self.places, "unit_id": self.units, "region_id": self.regions}[column]


@dataclass(frozen=True)
class Part:
    """One statement of a bulletin.

    Parameters
    ----------
    kind : str
        ``fell``, ``landed``, ``air_landed``, ``thrown_back``, ``works``, ``link_up``, ``cut_off``, ``out_of_fuel``,
        ``gave_up``; ``counted`` for what the daily table counted; the kind of the event for all others.
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
_Statement = tuple[str, frozenset[str], str, str]
_STATEMENTS: tuple[_Statement, ...] = (
    # What ends the war comes before what it brings.
    ("council", frozenset({"council_deadlocked"}), "place_id", "{side} council divided evenly{at_names}"),
    ("council", frozenset({"peace_offered"}), "place_id", "{side} council offers to accept terms{at_names}"),
    (
        "council",
        frozenset({"surrender_decided"}),
        "place_id",
        "{side} council decides to surrender{at_names}",
    ),
    ("council", frozenset({"rescript_issued"}), "place_id", "{side} rescript ends the war{at_names}"),
    ("council", frozenset({"coup_attempted"}), "place_id", "{side} officers attempt a coup{at_names}"),
    (
        "council",
        frozenset({"ceasefire_ordered"}),
        "place_id",
        "{side} forces are ordered to cease fire{at_names}",
    ),
    ("fell", frozenset({"place_captured"}), "place_id", "{side} forces take {names}"),
    ("cleared", frozenset({"place_cleared"}), "place_id", "{side} forces take the works of {names}"),
    ("landed", frozenset({"landed"}), "place_id", "{side} forces come ashore at {names}"),
    ("air_landed", frozenset({"air_landed"}), "place_id", "{side} parties land from the air at {names}"),
    ("thrown_back", frozenset({"landing_repulsed"}), "place_id", "{side} landings thrown back at {names}"),
    (
        "craft_lost",
        frozenset({"craft_mined", "craft_shelled"}),
        "place_id",
        "{side} landing craft lost to mines and guns{at_names}",
    ),
    ("works", frozenset({"works_fallen"}), "unit_id", "{side} works fall: {names}"),
    ("link_up", frozenset({"link_up"}), "place_id", "{side} pincers meet{at_names}"),
    ("cut_off", frozenset({"surrounded", "isolated"}), "unit_id", "{side} units cut off: {names}"),
    ("out_of_fuel", frozenset({"out_of_fuel"}), "unit_id", "{side} units out of fuel: {names}"),
    ("gave_up", frozenset({"surrendered"}), "unit_id", "{side} units lay down arms: {names}"),
    ("contact_lost", frozenset({"contact_lost"}), "unit_id", "{side} units lose contact: {names}"),
    ("flown_in", frozenset({"fuel_flown_in"}), "unit_id", "{side} units refuelled from the air: {names}"),
    ("entrained", frozenset({"entrained"}), "unit_id", "{side} units entrain: {names}"),
    ("railways", frozenset({"railway_repaired"}), "place_id", "{side} railways repaired{at_names}"),
    ("trains", frozenset({"rolling_stock_captured"}), "place_id", "{side} trains captured{at_names}"),
    ("depots", frozenset({"depot_captured"}), "place_id", "{side} depots captured{at_names}"),
    ("airfields", frozenset({"airfield_opened"}), "place_id", "{side} airfields opened{at_names}"),
    (
        "special_attack",
        frozenset({"special_attack"}),
        "unit_id",
        "{side} special attacks from the air on {names}",
    ),
    ("bombed", frozenset({"bridge_bombed"}), "region_id", "{side} bombs on bridges: {names}"),
    ("mutinied", frozenset({"mutinied"}), "unit_id", "{side} units mutiny: {names}"),
    ("hq_learns", frozenset({"hq_learns"}), "place_id", "{side} headquarters learn of the attack{at_names}"),
    ("hq_overrun", frozenset({"hq_overrun"}), "place_id", "{side} headquarters overrun{at_names}"),
    ("high_water", frozenset({"high_water"}), "region_id", "{side} high water: {names}"),
)
# Too many a day to be told one by one, or told by another event; the report counts them.
_UNTOLD = frozenset(
    {"place_reached", "place_lost", "relieved", "supply_restored", "retreat", "repulsed", "breakthrough"}
    | {"shattered", "disbanded", "works_invested", "bridge_demolished", "ceased_fire", "overrun", "bypassed"}
    | {"contact_regained", "arms_laid_down", "water_fell", "bridge_swept_away", "embarked", "turned_back"}
    | {"detrained"}
)
TOLD = _UNTOLD.union(*(kinds for _, kinds, _, _ in _STATEMENTS))
# A unit that stays out of fuel says so every day: it is named on the first and counted on the others.
_LASTING = frozenset({"out_of_fuel"})
# Units by size, the smallest first; others come last.
_SIZES = ("battalion", "garrison", "regiment", "district", "fortified-region", "brigade", "division", "corps")
Row = dict[str, Any]


def _list_names(names: Sequence[str], most: int, before: int = 0) -> str:
    parts = [*names[:most]]
    last = []
    if len(names) > most:
        last.append(f"{len(names) - most} more")
    if before:
        last.append(f"{before} as the day before")
    if not parts:
        return last[0]
    return " and ".join([", ".join(parts), *last])


def _ids(rows: Iterable[Row], statement: _Statement, side: str) -> list[str]:
    _, kinds, column, _ = statement
    found = (row[column] for row in rows if row["kind"] in kinds and row["side"] == side)
    return list(dict.fromkeys(value for value in found if value))


def _statement(
    today: list[Row],
    yesterday: list[Row],
    statement: _Statement,
    side: str,
    names: Names,
    most: Mapping[str, int],
) -> Part | None:
    kind, kinds, column, sentence = statement
    happened = any(row["kind"] in kinds and row["side"] == side for row in today)
    ids = _ids(today, statement, side)
    # Where the sentence leaves no room for it, what happened has happened to somebody.
    if not happened or (not ids and "{at_names}" not in sentence and "{of_names}" not in sentence):
        return None
    known = set(_ids(yesterday, statement, side)) if kind in _LASTING else set()
    new = [name for name in ids if name not in known]
    new.sort(key=lambda name: -names.weight.get(name, 0.0))
    called = [names.of(column).get(name, name) for name in new]
    text = _list_names(called, most[column], len(ids) - len(new)) if ids else ""
    words = {"at_names": f" at {text}" if text else "", "of_names": f": {text}" if text else ""}
    said = sentence.format(side=names.sides.get(side, side), names=text, **words).strip()
    return Part(kind, side, said[:1].upper() + said[1:])


def _untitled(today: Sequence[Row]) -> list[_Statement]:
    """A plain statement for every kind of event that has none of its own: its name, and whom it befell."""
    found: list[_Statement] = []
    for kind in dict.fromkeys(row["kind"] for row in today if row["kind"] not in TOLD):
        rows = [row for row in today if row["kind"] == kind]
        columns = ("unit_id", "place_id", "region_id")
        column = next((c for c in columns if any(row[c] for row in rows)), "place_id")
        found.append((kind, frozenset({kind}), column, f"{{side}} {title_words(kind)}{{of_names}}"))
    return found


def _rows_of_day(events: pa.Table, day: int, campaign: int) -> list[Row]:
    hour = events.column("hour")
    of_the_day = pc.and_(
        pc.and_(pc.greater_equal(hour, (day - 1) * HOURS_A_DAY), pc.less(hour, day * HOURS_A_DAY)),
        pc.equal(events.column("campaign"), campaign),
    )
    rows: list[Row] = events.filter(of_the_day).to_pylist()
    return rows


def bulletin(
    events: pa.Table,
    day: int,
    start: datetime,
    sides: Sequence[str],
    names: Names,
    *,
    campaign: int = 0,
    most: int = 5,
    most_units: int | None = None,
    more: Sequence[Part] = (),
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
    most_units : int, optional
        The same for names of units, which are longer.
    more : sequence of Part
        What else to say of the day, such as `khingan.report.doings.day_parts`.

    Returns
    -------
    Bulletin
        Empty `parts` if nothing of note happened.
    """
    today, yesterday = (_rows_of_day(events, number, campaign) for number in (day, day - 1))
    # Weather and the like befall nobody's forces: their side is empty.
    lengths = {"place_id": most, "unit_id": most if most_units is None else most_units, "region_id": most}
    parts = (
        _statement(today, yesterday, statement, side, names, lengths)
        for statement in (*_STATEMENTS, *_untitled(today))
        for side in (*sides, "")
    )
    said = tuple(part for part in parts if part is not None)
    return Bulletin(day, start + timedelta(days=day - 1), (*said, *more))


def run_names(
    places: pa.Table, units: pa.Table, sides: Mapping[str, str], regions: Iterable[Row] = ()
) -> Names:
    """Collect the names a bulletin prints from the tables of a run.

    Parameters
    ----------
    places : pyarrow.Table
        Gazetteer with ``place_id``, ``name_1945``, ``population_1940``.
    units : pyarrow.Table
        Units with ``unit_id`` and ``name``.
    sides : mapping of str to str
        Adjective by id of the side.
    regions : iterable of dict
        Regions with ``region_id`` and ``name``.

    Returns
    -------
    Names
        For `bulletin`.
    """
    ids = places.column("place_id").to_pylist()
    people = places.column("population_1940").to_pylist()
    weight = {place: float(count or 0) for place, count in zip(ids, people, strict=True)}
    unit_ids = units.column("unit_id").to_pylist()
    if "echelon" in units.column_names:
        echelons = units.column("echelon").to_pylist()
        size = {echelon: float(rank) for rank, echelon in enumerate(_SIZES, start=1)}
        weight |= {unit: size.get(str(e), 0.0) for unit, e in zip(unit_ids, echelons, strict=True)}
    return Names(
        places=dict(zip(ids, places.column("name_1945").to_pylist(), strict=True)),
        units=dict(zip(unit_ids, units.column("name").to_pylist(), strict=True)),
        sides=dict(sides),
        weight=weight,
        regions={str(row["region_id"]): str(row["name"]) for row in regions},
    )
