"""What an ablation measures: named numbers of a campaign, declared by the scenario.

``scenario.toml`` lists them as ``[[ablation]]`` with a ``name``, a ``kind`` and what the kind needs:

``link_up``
    Whether the pincers have met by the end of the day ``by``.
``link_up_hour``
    Hour at which they meet; never counts as the end of the run.
``reached_hour``
    Hour at which a unit of ``side`` first stands in one of ``places``; never counts as the end of the run.
``depth``
    Greatest distance in km, over the places that ``side`` has reached by the end of the day ``by``, from the nearest
    ground that it held at the start.
``total``
    A daily measure of ``side`` over the whole run, such as ``column = "killed"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from khingan.campaign.codes import DAILY
from khingan.errors import Problem
from khingan.scenario.model import Scenario

KEY = "ablation"
#: What each kind of measure needs beside its name.
KINDS: dict[str, tuple[str, ...]] = {
    "link_up": ("by",),
    "link_up_hour": (),
    "reached_hour": ("side", "places"),
    "depth": ("side", "by"),
    "total": ("side", "column"),
}
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
        Id of the side it is about; empty for the meeting of the pincers.
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
        yield _problem("the setting is not usable", "", str(entries), "any number of [[ablation]]")
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
    if kind.startswith("link_up") and "link_up" not in sc.meta:
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
