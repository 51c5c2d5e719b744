"""Measures: named numbers of a campaign, which ablations, comparisons and sensitivity analyses are about.

``scenario.toml`` lists the usual ones as ``[[measures]]`` with a ``name``, a ``kind`` and what the kind needs; others
can be asked for by a word (:func:`find`):

``link_up``
    Whether the pincers have met by the end of the day ``by``.
``link_up_hour``, ``decided_hour``, ``ceasefire_hour``
    Hour at which they meet, at which the council decides, of the order to cease fire that follows.
``reached_hour``, ``captured_hour``, ``cleared_hour``
    Hour at which the first of ``places`` is reached, captured for good, or cleared of enemies by ``side``.
``depth``
    Greatest distance in km, over the places that ``side`` has reached by the end of the day ``by``, from the nearest
    ground that it held at the start.
``total``
    A daily measure of ``side`` over the whole run, such as ``column = "killed"``.

An hour that never comes counts as the end of the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from khingan.campaign.codes import DAILY
from khingan.errors import InputError, Problem
from khingan.scenario.model import Scenario
from khingan.scenario.overlays import did_you_mean

KEY = "measures"
#: What each kind of measure needs beside its name.
KINDS: dict[str, tuple[str, ...]] = {
    "link_up": ("by",),
    "link_up_hour": (),
    "decided_hour": (),
    "ceasefire_hour": (),
    "reached_hour": ("side", "places"),
    "captured_hour": ("side", "places"),
    "cleared_hour": ("side", "places"),
    "depth": ("side", "by"),
    "total": ("side", "column"),
}
#: Hours of the whole campaign, by their column of the summary table.
SUMMARY_HOURS = {"link_up_h": "link_up_hour", "decided_h": "decided_hour", "ceasefire_h": "ceasefire_hour"}
#: What can happen to a place, by the column of the table of places.
PLACE_HOURS = {"reached_h": "reached_hour", "captured_h": "captured_hour", "cleared_h": "cleared_hour"}
_LOSSES = ("killed", "captured")


@dataclass(frozen=True)
class Measure:
    """One number that is taken from every campaign.

    Parameters
    ----------
    name : str
        What to call it.
    kind : str
        One of ``KINDS``.
    side : str
        Id of the side it is about; empty for what concerns both.
    places : tuple of str
        Places any of which counts.
    until_h : float
        Hours from the start to the end of the day ``by``.
    column : str
        Daily measure.
    """

    name: str
    kind: str
    side: str = ""
    places: tuple[str, ...] = ()
    until_h: float = 0.0
    column: str = ""

    @property
    def is_hour(self) -> bool:
        """Whether it is the hour of something that may never happen."""
        return self.kind.endswith("_hour")


def measures_of(sc: Scenario) -> list[Measure]:
    """Measures of a sound scenario; one that lists none gets the hour of the link-up and the losses of both sides.

    Parameters
    ----------
    sc : Scenario
        Checked scenario.

    Returns
    -------
    list of Measure
        In the order of the file.
    """
    entries = sc.meta.get(KEY, [])
    if not entries:
        met = [Measure("link-up", "link_up_hour")] if "link_up" in sc.meta else []
        return met + [
            Measure(f"{side} {column}", "total", side, column=column)
            for side in sc.side_ids
            for column in _LOSSES
        ]
    return [
        Measure(
            name=str(entry["name"]),
            kind=str(entry["kind"]),
            side=str(entry.get("side", "")),
            places=tuple(entry.get("places", ())),
            until_h=_end_of(sc, entry["by"]) if "by" in entry else 0.0,
            column=str(entry.get("column", "")),
        )
        for entry in entries
    ]


def find(sc: Scenario, words: Sequence[str]) -> list[Measure]:
    """Measures by what people call them.

    Parameters
    ----------
    sc : Scenario
        Checked scenario.
    words : sequence of str
        Each the name of a measure that the scenario lists (in any case); a column of the summary table such as
        ``soviet_killed`` or ``link_up_h``; or what happens to a place, ``captured_h:PLACE``, ``reached_h:PLACE`` or
        ``cleared_h:PLACE``, with ``@SIDE`` behind it for another side than the first. None: all that are listed.

    Returns
    -------
    list of Measure
        In the order asked for, none twice.

    Raises
    ------
    InputError
        With every word that names no measure.
    """
    listed = measures_of(sc)
    if not words:
        return listed
    problems: list[Problem] = []
    by_name = {measure.name.casefold(): measure for measure in listed}
    found: dict[str, Measure] = {}
    for word in words:
        measure = by_name.get(word.strip().casefold()) or _by_word(sc, word.strip(), problems)
        if measure is not None:
            found[measure.name] = measure
    if problems:
        raise InputError(problems)
    return list(found.values())


def _by_word(sc: Scenario, word: str, problems: list[Problem]) -> Measure | None:
    event, colon, where = word.partition(":")
    if colon and event in PLACE_HOURS:
        return _of_place(sc, event, where, problems)
    if word in SUMMARY_HOURS:
        return Measure(word, SUMMARY_HOURS[word])
    totals = {f"{side}_{column}": (side, column) for side in sc.side_ids for column in DAILY}
    if word in totals:
        side, column = totals[word]
        return Measure(word, "total", side, column=column)
    names = [measure.name for measure in measures_of(sc)]
    places = [f"{event}:PLACE" for event in PLACE_HOURS]
    problems.append(
        Problem(
            "there is no such measure",
            field="measure",
            value=word,
            expected=f"one of {', '.join(names)}; a column of the summary such as "
            f"{', '.join([f'{sc.side_ids[0]}_killed', *SUMMARY_HOURS])}; or {', '.join(places)}",
            mend=did_you_mean(word, [*names, *totals, *SUMMARY_HOURS, *places]),
        )
    )
    return None


def _of_place(sc: Scenario, event: str, where: str, problems: list[Problem]) -> Measure | None:
    from khingan.atlas import load_atlas

    place, at, side = where.partition("@")
    side = side if at else sc.side_ids[0]
    known = load_atlas().places["place_id"].to_pylist()
    if side not in sc.side_ids:
        problems.append(
            Problem("there is no such side", field="measure", value=side, expected=" or ".join(sc.side_ids))
        )
    elif place not in known:
        problems.append(
            Problem(
                "there is no such place on the map",
                field="measure",
                value=place,
                expected="a place id such as khingan map and places.parquet name them",
                mend=did_you_mean(place, known),
            )
        )
    else:
        name = f"{event}:{place}" + (f"@{side}" if at else "")
        return Measure(name, PLACE_HOURS[event], side, places=(place,))
    return None


def _end_of(sc: Scenario, day: date) -> float:
    midnight = datetime.combine(day, time(), sc.start.tzinfo) + timedelta(days=1)
    return sc.hours(midnight)


def problems_of(sc: Scenario, known_places: set[str]) -> Iterator[Problem]:
    """Everything wrong with the measures that a scenario lists.

    Parameters
    ----------
    sc : Scenario
        As read.
    known_places : set of str
        Ids of the gazetteer.
    """
    entries = sc.meta.get(KEY, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield _problem("the setting is not usable", "", str(entries), f"any number of [[{KEY}]]")
        return
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        name = entry.get("name")
        if not isinstance(name, str) or not name or name in seen:
            fault = "the name is used before" if name in seen else "the measure has no name"
            yield _problem(fault, f"{KEY} {number}, name", name, "a name of its own")
            continue
        seen.add(name)
        yield from _problems_of_one(sc, entry, name, known_places)


def _problems_of_one(
    sc: Scenario, entry: dict[str, Any], name: str, known_places: set[str]
) -> Iterator[Problem]:
    kind = entry.get("kind")
    if kind not in KINDS:
        yield _problem("the kind of measure is unknown", f"{name}, kind", kind, "one of " + ", ".join(KINDS))
        return
    needed = KINDS[kind]
    for key in sorted(entry.keys() - {"name", "kind", *needed}):
        yield _problem(
            f"a measure of kind {kind} has no such key", f"{name}, {key}", entry[key], _list(needed)
        )
    accepted = {
        "side": (entry.get("side") in sc.side_ids, "one of " + ", ".join(sc.side_ids)),
        "column": (entry.get("column") in DAILY, "one of " + ", ".join(DAILY)),
        "by": (_is_day(sc, entry.get("by")), f"a day of the campaign such as {sc.start.date()}"),
        "places": (_are_places(entry.get("places"), known_places), "a list of place ids of the map"),
    }
    for key in needed:
        fits, expected = accepted[key]
        if not fits:
            fault = "the value is not usable" if key in entry else "the measure lacks a key"
            yield _problem(fault, f"{name}, {key}", entry.get(key), expected)
    if str(kind).startswith("link_up") and "link_up" not in sc.meta:
        yield _problem("the scenario names no pincers that could meet", f"{name}, kind", kind, "[link_up]")


def _list(keys: tuple[str, ...]) -> str:
    return "name, kind" + "".join(f", {key}" for key in keys)


def _is_day(sc: Scenario, value: object) -> bool:
    if not isinstance(value, date) or isinstance(value, datetime):
        return False
    return value >= sc.start.date()


def _are_places(value: object, known: set[str]) -> bool:
    return isinstance(value, list) and bool(value) and all(place in known for place in value)


def _problem(message: str, field: str, value: object, expected: str) -> Problem:
    return Problem(
        message,
        file="scenario.toml",
        field=field or KEY,
        value=None if value is None else str(value),
        expected=expected,
    )
