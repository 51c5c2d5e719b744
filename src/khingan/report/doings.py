"""What a side did or suffered day by day, beside losses and stocks: whatever the daily table counts of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khingan.experiments.schema import MEASURES
from khingan.report.bulletin import Part
from khingan.report.losses import LOSS_COLUMNS, Daily, Matrix
from khingan.report.text import number, title_words

# Tables and curves of their own show these.
_SHOWN_ELSEWHERE = {*LOSS_COLUMNS, "strength", "tanks", "fuel", "ammunition", "isolated_units"}


@dataclass(frozen=True)
class Doing:
    """One measure of one side that acts in a run.

    Attributes
    ----------
    side : str
        Id of the side.
    name, unit : str
        Measure in words, and its unit of measurement; empty where the name says what is counted.
    values : ndarray, [campaigns, days]
        What the daily table has of the whole side.
    """

    side: str
    name: str
    unit: str
    values: Matrix


def doings(daily: Daily, sides: Sequence[str]) -> list[Doing]:
    """Collect the measures that are ever other than zero, in the order of the daily table, by side.

    Parameters
    ----------
    daily : Daily
        Daily rows of a run.
    sides : sequence of str
        Ids of the sides.
    """
    found = []
    for side in sides:
        for name, (unit, _) in MEASURES.items():
            if name in _SHOWN_ELSEWHERE or not daily.has(name):
                continue
            values = daily.side(side, name)
            if values.any():
                words = title_words(name)
                found.append(Doing(side, words, "" if unit in words.split() else unit, values))
    return found


def quantity(value: float, unit: str) -> str:
    """Write a number with its unit, with a digit after the point where a whole number would hide it."""
    digits = 1 if 0.05 <= abs(value) < 10 and value != round(value) else 0
    one = unit.removesuffix("s") if value == 1 else unit
    return f"{number(value, digits)} {one}".rstrip()


def day_parts(found: Sequence[Doing], names: dict[str, str], day: int, campaign: int = 0) -> tuple[Part, ...]:
    """One statement a side on a day: what was counted, without what was zero.

    Parameters
    ----------
    found : sequence of Doing
        From `doings`.
    names : dict of str to str
        What to call each side.
    day : int
        Day of the campaign, 1 = the first.
    campaign : int
        Row of the values.
    """
    parts = []
    for side, name in names.items():
        said = [
            f"{item.name} {quantity(value, item.unit)}"
            for item in found
            if item.side == side and (value := float(item.values[campaign, day - 1]))
        ]
        if said:
            parts.append(Part("counted", side, f"{name}: {', '.join(said)}"))
    return tuple(parts)
