"""Absences: each ends after it begins, and a headquarters that moves goes somewhere, once."""

from __future__ import annotations

from collections.abc import Iterator

from khingan.errors import Problem
from khingan.scenario.checks.cell import cell_problem
from khingan.scenario.model import Scenario


def absences_make_sense(sc: Scenario) -> Iterator[Problem]:
    """What is away or on the way has an end after its beginning; only headquarters move, and to a place."""
    table = sc.tables["absences"]
    formations = sc.tables["formations"].by_id
    moved: set[str] = set()
    for row in table:
        if row["kind"] is None:
            continue
        begin, end = row["from_hour"] or 0.0, row["until_hour"]
        if row["kind"] != "no_radio" and (end is None or end <= begin):
            expected, mend = f"an hour after {begin:g}", "give the hour when it ends"
            yield cell_problem(
                table.file, row, "until_hour", "it does not end after its beginning", expected, mend
            )
        if row["kind"] != "moving":
            continue
        if row["to_place"] is None:
            yield cell_problem(
                table.file, row, "to_place", "the move has no goal", "a place of the map", "name the place"
            )
        if row["formation_id"] not in formations or row["formation_id"] in moved:
            message = "only a command has a headquarters that moves, and it moves once"
            expected = "a command that no other row moves"
            yield cell_problem(
                table.file, row, "formation_id", message, expected, "correct or remove the row"
            )
        moved.add(row["formation_id"])
