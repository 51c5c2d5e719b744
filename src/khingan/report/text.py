"""Numbers, dates and names as the report prints them."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

THIN = "\u202f"  # narrow no-break space: groups digits without letting a line break inside the number
NONE = "–"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$", re.IGNORECASE)
_WRITTEN = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_SMALL_WORDS = {"of", "the", "and", "in", "at", "for"}


def number(value: float | None, digits: int = 0) -> str:
    """Write a number with thin spaces between groups of three digits.

    Parameters
    ----------
    value : float or None
        The number; None and NaN print as a dash.
    digits : int
        Digits after the point.

    Returns
    -------
    str
        For example ``83 737`` with a narrow no-break space.
    """
    if value is None or math.isnan(value):
        return NONE
    text = f"{abs(value):,.{digits}f}".replace(",", THIN)
    return f"−{text}" if value < 0 and text.strip("0.") else text


def signed(value: float | None, digits: int = 1) -> str:
    """Write a difference with its sign."""
    if value is None or math.isnan(value):
        return NONE
    text = number(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def span(low: float | None, high: float | None, digits: int = 0) -> str:
    """Write an interval; an open end is named in words."""
    if low is None and high is None:
        return NONE
    if low is None:
        return f"at most {number(high, digits)}"
    if high is None:
        return f"at least {number(low, digits)}"
    if low == high:
        return number(low, digits)
    return f"{number(low, digits)}–{number(high, digits)}"


def zone_name(when: datetime) -> str:
    """Name the offset of an aware date, for example ``UTC+9``."""
    offset = when.utcoffset() or timedelta()
    hours = offset.total_seconds() / 3600
    return "UTC" if hours == 0 else f"UTC{hours:+g}"


def day_name(when: date) -> str:
    """Write the date alone: ``14 August 1945``."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def day_or_month(text: str) -> str:
    """Write an ISO date without its year as ``14 Aug``, an ISO month as ``Sep``."""
    month = _MONTHS[int(text[5:7]) - 1][:3]
    return f"{int(text[8:10])} {month}" if len(text) >= 10 else month


def moment(start: datetime, hours: float) -> str:
    """Write the moment `hours` after `start` as ``14 August 1945, 06:00 (UTC+9)``."""
    when = start + timedelta(hours=hours)
    return f"{day_name(when)}, {when:%H:%M} ({zone_name(when)})"


def short_moment(start: datetime, hours: float) -> str:
    """Write a moment for a narrow column: ``14 Aug 06:00``."""
    when = start + timedelta(hours=hours)
    return f"{when.day} {_MONTHS[when.month - 1][:3]} {when:%H:%M}"


def end_of_day(start: datetime, day: int) -> str:
    """Name the end of campaign day `day` (day 0 is the eve): ``14 August 1945, 24:00 (UTC+9)``."""
    if day == 0:
        return moment(start, 0)
    when = start + timedelta(days=day - 1)
    return f"{day_name(when)}, 24:00 ({zone_name(start)})"


def designation(name: str) -> str:
    """Shorten a formation's name to what fits under a counter.

    Parameters
    ----------
    name : str
        Full name, possibly with the commander in parentheses.

    Returns
    -------
    str
        Number and initials (``6th Guards Tank Army (…)`` becomes ``6 GTA``); a name without a number
        keeps its first words, or its initials if it is long.
    """
    words = re.sub(r"\(.*?\)", "", name).split()
    for index, word in enumerate(words):
        number_word = _number_of(word)
        if number_word:
            rest = [w for w in words[:index] + words[index + 1 :] if w.lower() not in _SMALL_WORDS]
            if not word.isdigit():
                rest = [w for w in words[index + 1 :] if w.lower() not in _SMALL_WORDS]
            initials = "".join(w[0].upper() for w in rest if w[0].isalpha())[:4]
            return f"{number_word} {initials}".strip()
    parts = [w for w in re.split(r"[\s-]+", " ".join(words)) if w and w.lower() not in _SMALL_WORDS]
    if len(parts) > 4:
        return "".join(w[0].upper() for w in parts)[:5]
    return parts[0][:10] if parts else ""


def _number_of(word: str) -> str:
    """The number a word states: ``6th``, ``Third`` or ``2``; empty if it states none."""
    if word.isdigit():
        return word
    found = _ORDINAL.match(word)
    if found:
        return found.group(1)
    return str(_WRITTEN.index(word.lower()) + 1) if word.lower() in _WRITTEN else ""


def title_words(code: str) -> str:
    """Turn a column name or code into words: ``noncombat_dead`` becomes ``noncombat dead``."""
    return code.replace("_", " ").replace("-", " ")
