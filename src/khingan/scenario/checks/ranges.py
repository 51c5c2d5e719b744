"""Numbers within their own ranges, boxes with an inside, moments within the campaign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from khingan.errors import Problem
from khingan.scenario.attributes import key_of
from khingan.scenario.model import Row, Scenario

#: Table, value, its lowest and its highest column.
_RANGED = (
    ("parameters", "value", "low", "high"),
    ("exogenous", "value", "low", "high"),
    ("totals", "value", "low", "high"),
    ("establishments", "men", "men_low", "men_high"),
)


def values_lie_in_their_ranges(sc: Scenario) -> Iterator[Problem]:
    """A value lies between the bounds that its own row states, unless a what-if moved it on purpose."""
    for name, value, low, high in _RANGED:
        table = sc.tables[name]
        for row in table:
            if (name, row[key_of(name)], value) not in sc.changes and not _inside(row, value, low, high):
                yield Problem(
                    "the value lies outside its own range",
                    file=table.file,
                    row=row["_row"],
                    field=value,
                    value=f"{row[value]:g}",
                    expected=f"from {_text(row[low])} to {_text(row[high])}",
                    mend="correct the value or widen the range",
                )


def _inside(row: Row, value: str, low: str, high: str) -> bool:
    if row[value] is None:
        return True
    above = row[low] is None or row[low] <= row[value]
    return above and (row[high] is None or row[value] <= row[high])


def _text(bound: float | None) -> str:
    return "any" if bound is None else f"{bound:g}"


def weather_days_are_in_order(sc: Scenario) -> Iterator[Problem]:
    """No row of the weather ends before it begins."""
    table = sc.tables["weather"]
    for row in table:
        first, last = row["from_day"], row["to_day"]
        if first is not None and last is not None and last < first:
            yield Problem(
                "the weather ends before it begins",
                file=table.file,
                row=row["_row"],
                field="to_day",
                value=f"{last:g}",
                expected=f"a day from {first:g} on",
                mend="correct one of the two days",
            )


def boxes_have_an_inside(sc: Scenario) -> Iterator[Problem]:
    """A box of degrees has its south below its north and its west before its east."""
    for name in ("regions", "demarcations"):
        table = sc.tables[name]
        for row in table:
            for low, high in (("south", "north"), ("west", "east")):
                if row[low] is not None and row[high] is not None and row[low] >= row[high]:
                    yield Problem(
                        "the box has no inside",
                        file=table.file,
                        row=row["_row"],
                        field=f"{low}, {high}",
                        value=f"{row[low]:g}, {row[high]:g}",
                        expected=f"{low} below {high}",
                        mend="exchange or correct them",
                    )


def moments_lie_in_the_campaign(sc: Scenario) -> Iterator[Problem]:
    """Units and plans begin neither before the first nor after the last step."""
    end = sc.start + timedelta(hours=float(sc.meta.get("step_hours", 6)) * sc.steps)
    for name, column in (("units", "available_from"), ("plans", "start")):
        table = sc.tables[name]
        for row in table:
            moment = row[column]
            if moment is not None and not sc.start <= moment <= end:
                yield Problem(
                    "the moment lies outside the campaign",
                    file=table.file,
                    row=row["_row"],
                    field=column,
                    value=moment.isoformat(),
                    expected=f"from {sc.start.isoformat()} to {end.isoformat()}",
                    mend="correct the date",
                )
