"""The small languages inside cells: axes, conditions and scopes."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Conditions that name a place, a command, an input or a means of transport.
NAMED = ("captured", "lost", "threatened", "front_won", "exogenous", "ceasefire", "lift", "by")
LIFTS = ("sea", "river", "air")
_DAY = re.compile(r"^day>=(\d+)$")
_NAMED = re.compile(r"^([a-z_]+):([A-Za-z0-9_.\-]+)$")


@dataclass(frozen=True)
class Term:
    """One term of a condition.

    Parameters
    ----------
    op : str
        ``captured`` (the own side holds the place), ``lost`` (the enemy holds it), ``threatened`` (a known
        enemy is near it), ``front_won`` (the named command holds the first place of its own axis that began
        in enemy hands), ``exogenous`` (the hour of the named input has come), ``ceasefire`` (the named side
        has ordered its forces to cease fire), ``lift`` (no condition: units are carried along the axis by lifts of
        that kind), ``by`` (no condition: units go by rail where that is quicker), ``day`` (the campaign has reached
        that day).
    name : str
        What the term names; empty for ``day``.
    number : int
        Day for ``day``, else 0.
    """

    op: str
    name: str = ""
    number: int = 0


@dataclass(frozen=True)
class Condition:
    """Terms joined by ``|`` (any of them) or by ``&`` (all of them)."""

    terms: tuple[Term, ...]
    all_of: bool


def parse_condition(text: str) -> Condition:
    """Parse a condition cell.

    Parameters
    ----------
    text : str
        For example ``captured:A|day>=3``.

    Returns
    -------
    Condition
        Its terms.

    Raises
    ------
    ValueError
        If a term is not understood or ``|`` and ``&`` are mixed.
    """
    if "|" in text and "&" in text:
        raise ValueError("'|' and '&' cannot be mixed in one condition")
    all_of = "&" in text
    return Condition(tuple(_term(part.strip()) for part in re.split(r"[|&]", text)), all_of)


def _term(text: str) -> Term:
    if match := _DAY.match(text):
        return Term("day", number=int(match.group(1)))
    match = _NAMED.match(text)
    if match is None or match.group(1) not in NAMED:
        known = ", ".join(f"{name}:..." for name in NAMED)
        raise ValueError(f"the term {text!r} is not one of {known} or day>=N")
    op, name = match.groups()
    if op == "lift" and name not in LIFTS:
        raise ValueError(f"lift is one of {', '.join(LIFTS)}")
    if op == "by" and name != "rail":
        raise ValueError("by is always by:rail")
    return Term(op, name)


def parse_axis(text: str) -> tuple[tuple[str, ...], ...]:
    """Parse an axis cell into axes of place ids; an empty cell gives no axis.

    Raises
    ------
    ValueError
        If a place is missing between two separators.
    """
    if not text:
        return ()
    axes = tuple(tuple(place.strip() for place in axis.split(">")) for axis in text.split(";"))
    if any(not place for axis in axes for place in axis):
        raise ValueError("a place is missing between two separators")
    return axes


def parse_scope(text: str) -> dict[str, str]:
    """Parse a scope cell such as ``side:NAME;from:0;to:48`` into a dictionary.

    Raises
    ------
    ValueError
        If a part is not a ``key:value`` pair, a key is unknown or a box is not four numbers.
    """
    pairs: dict[str, str] = {}
    for part in text.split(";"):
        key, colon, value = part.partition(":")
        if not colon or not value:
            raise ValueError(f"{part!r} is not a key:value pair")
        if key not in ("attacker", "defender", "side", "formation", "box", "from", "to"):
            raise ValueError(f"{key!r} is not a key of a scope")
        pairs[key] = value
    if "box" in pairs:
        corners = [float(corner) for corner in pairs["box"].split(",")]
        if len(corners) != 4 or corners[0] >= corners[2] or corners[1] >= corners[3]:
            raise ValueError("a box is south,west,north,east in degrees")
    for key in ("from", "to"):
        if key in pairs:
            float(pairs[key])
    return pairs
