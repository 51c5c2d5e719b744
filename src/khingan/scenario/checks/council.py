"""The council that can end the war: settings, shocks and schools make sense, and a cease-fire by it has one."""

from __future__ import annotations

from collections.abc import Iterator

from khingan.errors import Problem
from khingan.politics import schools, settings
from khingan.scenario.checks.cell import cell_problem
from khingan.scenario.model import Scenario

MOST_SHOCKS = 60  # bits of a mask
MODES = (0.0, 1.0, 2.0)
_COUNTED = ("ground_lost", "men_lost")


def settings_are_usable(sc: Scenario) -> Iterator[Problem]:
    """What ``scenario.toml`` says of the council can be read."""
    yield from settings.problems_of(sc)


def the_council_has_seats(sc: Scenario) -> Iterator[Problem]:
    """A council has seats, and one throne at most."""
    if not settings.has_council(sc):
        return
    table = sc.tables["council"]
    roles = [row["role"] for row in table]
    if "seat" not in roles:
        yield Problem("the council has no seat", file=table.file, field="role", expected="at least one seat")
    if roles.count("throne") > 1:
        yield Problem(
            "the council has more than one throne", file=table.file, field="role", expected="one at most"
        )


def shocks_make_sense(sc: Scenario) -> Iterator[Problem]:
    """Drifts have a beginning, losses a campaign, and what comes with another shock no date of its own."""
    table = sc.tables["shocks"]
    if len(table) > MOST_SHOCKS:
        yield Problem("there are too many shocks", file=table.file, expected=f"at most {MOST_SHOCKS}")
    for row in table:
        if row["kind"] == "drift" and row["at"] is None:
            yield cell_problem(
                table.file, row, "at", "the drift has no beginning", "a moment", "give the moment"
            )
        if row["kind"] in _COUNTED and row["after"] is None:
            expected, mend = "the shock that begins the campaign", "name it"
            yield cell_problem(table.file, row, "after", "nothing begins what is counted", expected, mend)
        if row["after"] is not None and row["at"] is not None:
            expected, mend = "nothing: the date is that of the other shock", "empty one of the two cells"
            yield cell_problem(table.file, row, "at", "the shock has two dates", expected, mend)
        other = table.by_id.get(row["after"] or "")
        if other is not None and other["after"] is not None:
            expected, mend = "a shock with a date of its own", "name that one"
            yield cell_problem(table.file, row, "after", "the other shock has no date either", expected, mend)


def schools_are_sound(sc: Scenario) -> Iterator[Problem]:
    """Every school of the folder can be read, and the one of the settings is there."""
    if not settings.has_council(sc) or list(settings.problems_of(sc)):
        return
    known = schools.names(sc.path)
    problems: list[Problem] = []
    for name in known:
        schools.read_school(sc, sc.path / schools.FOLDER / f"{name}.toml", problems)
    yield from problems
    if sc.meta["politics"]["school"] not in known:
        yield Problem(
            "there is no such school",
            file="scenario.toml",
            field="politics.school",
            value=sc.meta["politics"]["school"],
            expected="one of " + ", ".join(known),
            mend="correct the name, or add the file to the folder schools",
        )


def a_decided_cease_fire_has_a_council(sc: Scenario) -> Iterator[Problem]:
    """The switch of the cease-fire is one of its modes; that of a council needs one."""
    table = sc.tables["exogenous"]
    for row in table:
        if row["kind"] != "ceasefire_switch" or row["value"] is None:
            continue
        if row["value"] not in MODES:
            expected = "0 = none, 1 = by its date, 2 = by the decision of the council"
            yield cell_problem(table.file, row, "value", "the mode is unknown", expected, "correct the value")
        elif row["value"] == MODES[2] and not settings.has_council(sc):
            expected = "a table [politics] in scenario.toml"
            yield cell_problem(
                table.file, row, "value", "nobody decides", expected, "add a council, or set 1"
            )
