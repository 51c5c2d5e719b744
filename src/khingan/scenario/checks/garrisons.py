"""Works of fortified zones and the places that they guard."""

from __future__ import annotations

from collections.abc import Iterator

from khingan.errors import Problem
from khingan.scenario.border import ZONE
from khingan.scenario.checks.cell import cell_problem
from khingan.scenario.model import Scenario


def works_guard_places(sc: Scenario) -> Iterator[Problem]:
    """Works lie in a fortified zone of the map, or in a place that is named; one row tells which guard a place."""
    from khingan.atlas import load_atlas

    features = load_atlas().features.select(["feature_id", "kind"]).to_pylist()
    zones = {feature["feature_id"] for feature in features if feature["kind"] == ZONE}
    known = {feature["feature_id"] for feature in features}
    guarded: set[str] = set()
    table = sc.tables["garrisons"]
    for row in table:
        if row["feature_id"] in known - zones:
            yield cell_problem(
                table.file, row, "feature_id", "this is no fortified zone", "the id of a fortified zone"
            )
        place = row["place_id"]
        if place is None and row["works_at"] == "place":
            yield cell_problem(
                table.file, row, "place_id", "the works lie in no place", "the place in which they lie"
            )
        if place is not None and place in guarded:
            yield cell_problem(
                table.file, row, "place_id", "two rows guard the same place", "one row for every place"
            )
        guarded.add(place)
