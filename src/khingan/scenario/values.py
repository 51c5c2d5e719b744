"""Turn the text of a cell into a typed value, or say why not."""

from __future__ import annotations

import math
import re
from datetime import datetime, tzinfo
from typing import Any

from khingan.scenario.attributes import Attribute
from khingan.scenario.syntax import parse_axis, parse_condition, parse_scope

_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$")


class Unfit(ValueError):
    """A cell that does not fit its attribute; the message says what is wrong with it."""


def parse_value(attribute: Attribute, text: str, zone: tzinfo | None) -> Any:
    """Type one cell.

    Parameters
    ----------
    attribute : Attribute
        Column.
    text : str
        Cell as it stands, without blanks at its ends.
    zone : tzinfo or None
        Zone of local moments.

    Returns
    -------
    object
        ``None`` for an empty optional cell without default. Axes, conditions and scopes stay text: they are
        only proved to be readable (see :mod:`khingan.scenario.syntax`).

    Raises
    ------
    Unfit
        If the cell does not fit.
    """
    text = text or attribute.default
    if not text:
        if attribute.required:
            raise Unfit("the cell is empty")
        return () if attribute.type == "ids" else None
    if attribute.type in ("number", "integer", "flag"):
        return _number(attribute, text)
    if attribute.type == "choice":
        if attribute.choices and text not in attribute.choices:
            raise Unfit("the word is not among the choices")
        return text
    if attribute.type in ("key", "id"):
        return _identifier(text)
    if attribute.type == "ids":
        return tuple(_identifier(part) for part in re.split(r"[\s;]+", text) if part)
    if attribute.type == "datetime":
        return _moment(text, zone)
    return _small_language(attribute.type, text)


def _number(attribute: Attribute, text: str) -> float | int:
    try:
        value = float(text)
    except ValueError:
        raise Unfit("the cell is text, not a number") from None
    if not math.isfinite(value):
        raise Unfit("the number is not finite")
    if attribute.type in ("integer", "flag") and value != int(value):
        raise Unfit("the number is not whole")
    if attribute.type == "flag" and value not in (0, 1):
        raise Unfit("a flag is 0 or 1")
    outside = (attribute.low is not None and value < attribute.low) or (
        attribute.high is not None and value > attribute.high
    )
    if outside:
        raise Unfit("the number is out of range")
    return int(value) if attribute.type in ("integer", "flag") else value


def _identifier(text: str) -> str:
    if not _ID.match(text):
        raise Unfit("an id holds letters, digits, '_', '-' and '.' only")
    return text


def _moment(text: str, zone: tzinfo | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unfit("the cell is not a moment") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _small_language(kind: str, text: str) -> str:
    parsers = {"axis": parse_axis, "condition": parse_condition, "scope": parse_scope}
    parser = parsers.get(kind)
    if parser is not None:
        try:
            parser(text)
        except ValueError as reason:
            raise Unfit(str(reason)) from None
    return text
