"""What ``scenario.toml`` says of the decision to end the war, under ``[politics]``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeGuard

from khingan.errors import InputError, Problem
from khingan.scenario.model import Scenario
from khingan.scenario.reader import SETTINGS

KEY = "politics"
_DATES = ("first_session", "last_session")
_WINDOWS = ("window", "offer")


@dataclass(frozen=True)
class Settings:
    """Read settings.

    Attributes
    ----------
    school : str
        Of the council of a campaign.
    side : str
        Whose council it is.
    first, last : date
        First and last day with a session.
    window : tuple of date
        Days of the decision in the record, both included.
    chance : float
        Share of decisions before the end of the window for which every school is scaled.
    offer : tuple of date
        Days of the first offer in the record.
    by : tuple of date
        Dates for which the chance of a surrender is told.
    what_if : tuple of str
        What-ifs that are compared.
    """

    school: str
    side: str
    first: date
    last: date
    window: tuple[date, date]
    chance: float
    offer: tuple[date, date]
    by: tuple[date, ...]
    what_if: tuple[str, ...]

    @property
    def days(self) -> int:
        """Sessions at most."""
        return (self.last - self.first).days + 1

    def day_of(self, day: date) -> int:
        """Number of a session by its date, 0 = the first."""
        return (day - self.first).days

    @property
    def days_to_window_end(self) -> int:
        """Sessions until the end of the documented window: what a school is conditioned on."""
        return self.day_of(self.window[1]) + 1

    def eve(self, start: datetime) -> int:
        """Sessions before the first day of the campaign."""
        return (start.date() - self.first).days


def has_council(sc: Scenario) -> bool:
    """Whether a scenario knows who could end the war."""
    return KEY in sc.meta


def problems_of(sc: Scenario) -> Iterator[Problem]:
    """What is wrong with the settings."""
    given = sc.meta.get(KEY)
    if given is None:
        return
    if not isinstance(given, dict):
        yield _problem(KEY, given, f"a table [{KEY}]")
        return
    for key in ("school", "side"):
        if not isinstance(given.get(key), str):
            yield _problem(key, given.get(key), "text")
    if isinstance(given.get("side"), str) and given["side"] not in sc.side_ids:
        yield _problem("side", given["side"], "one of " + ", ".join(sc.side_ids))
    for key in _DATES:
        if not _is_date(given.get(key)):
            yield _problem(key, given.get(key), "a date")
    for key in _WINDOWS:
        days = given.get(key)
        if not (
            isinstance(days, list) and len(days) == 2 and all(map(_is_date, days)) and days[0] <= days[1]
        ):
            yield _problem(key, days, "two dates, the earlier first")
    chance = given.get("chance")
    if not isinstance(chance, float) or not 0.05 <= chance <= 0.95:
        yield _problem("chance", chance, "a number from 0.05 to 0.95")
    if not (isinstance(given.get("by"), list) and given["by"] and all(map(_is_date, given["by"]))):
        yield _problem("by", given.get("by"), "a list of dates")
    names = given.get("what_if")
    if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        yield _problem("what_if", names, "a list of names of what-ifs")
    first, last = (given.get(key) for key in _DATES)
    if not _is_date(first) or not _is_date(last):
        return
    if not first <= sc.start.date() <= last:
        yield _problem(
            "first_session", first, f"no date after the start of the campaign, {sc.start:%Y-%m-%d}"
        )
        return
    for key in (*_WINDOWS, "by"):
        days = given.get(key)
        if isinstance(days, list):
            for day in days:
                if _is_date(day) and not first <= day <= last:
                    yield _problem(key, day, f"dates from the first session to the last, {first} to {last}")


def _is_date(value: Any) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _problem(key: str, value: object, expected: str) -> Problem:
    return Problem(
        "the setting is missing" if value is None else "the setting is not usable",
        file=SETTINGS,
        field=f"{KEY}.{key}",
        value=None if value is None else str(value),
        expected=expected,
        mend=f"set {key} under [{KEY}] in {SETTINGS}",
    )


def settings_of(sc: Scenario) -> Settings:
    """Read the settings of a scenario.

    Raises
    ------
    InputError
        If the scenario has no council, or something is wrong with the settings.
    """
    if not has_council(sc):
        raise InputError(
            Problem(
                "the scenario has no council",
                file=SETTINGS,
                field=KEY,
                expected=f"a table [{KEY}], council.csv, shocks.csv and a folder schools",
                mend="copy them from the flagship scenario",
            )
        )
    problems = list(problems_of(sc))
    if problems:
        raise InputError(problems)
    given = sc.meta[KEY]
    return Settings(
        school=given["school"],
        side=given["side"],
        first=given["first_session"],
        last=given["last_session"],
        window=(given["window"][0], given["window"][1]),
        chance=given["chance"],
        offer=(given["offer"][0], given["offer"][1]),
        by=tuple(given["by"]),
        what_if=tuple(given["what_if"]),
    )


def midnight(sc: Scenario, settings: Settings) -> datetime:
    """Moment before the first session from which its days are counted."""
    return sc.start - timedelta(days=settings.eve(sc.start))
