"""What the sides expect, and moves under way: bounds in order, one row for a region, ends on own land."""

from __future__ import annotations

from collections.abc import Iterator

from khingan.errors import Problem
from khingan.scenario.attributes import key_of
from khingan.scenario.checks.cell import cell_problem
from khingan.scenario.model import Scenario
from khingan.scenario.placing import cell_sides, own_cell

#: Table, its least and its greatest value.
_BOUNDS = (
    ("expectations", "place_low", "place_high"),
    ("expectations", "date_low", "date_high"),
    ("redeployments", "done_low", "done_high"),
)


def bounds_are_in_order(sc: Scenario) -> Iterator[Problem]:
    """The least value of a share is not above its greatest."""
    for name, low, high in _BOUNDS:
        table = sc.tables[name]
        for row in table:
            if row[low] is not None and row[high] is not None and row[low] > row[high]:
                yield Problem(
                    "the least value is above the greatest",
                    file=table.file,
                    row=row["_row"],
                    field=f"{low}, {high}",
                    value=f"{row[low]:g}, {row[high]:g}",
                    expected=f"{low} not above {high}",
                    mend="exchange or correct them",
                )


def a_side_expects_one_thing_of_a_region(sc: Scenario) -> Iterator[Problem]:
    """No two rows say what a side expects in the same region."""
    table = sc.tables["expectations"]
    seen: dict[tuple[str, str], str] = {}
    for row in table:
        pair = (row["side"], row["region_id"])
        if pair in seen:
            yield Problem(
                f"the side's expectation there is stated before, in {seen[pair]}",
                file=table.file,
                row=row["_row"],
                field="side, region_id",
                value=", ".join(str(part) for part in pair),
                expected="one row for a side and a region",
                mend="remove one of the rows",
            )
        seen.setdefault(pair, row[key_of("expectations")])


def moves_end_on_own_land(sc: Scenario) -> Iterator[Problem]:
    """Both ends of a move under way lie on land that the unit's side holds, and the unit is a ground unit."""
    from khingan.atlas import load_atlas

    table = sc.tables["redeployments"]
    if not table.rows:
        return
    atlas = load_atlas()
    cells = dict(zip(atlas.places["place_id"].to_pylist(), atlas.places["cell"].to_pylist(), strict=True))
    holder = cell_sides(sc, atlas)
    mend = "correct the id or remove the row"
    for row in table:
        unit = sc.tables["units"].by_id[row["unit_id"]]
        if unit["arm"] != "ground":
            message = "the unit does not move on the ground"
            yield cell_problem(table.file, row, "unit_id", message, "a ground unit", mend)
        for end in ("from_place", "to_place"):
            cell = cells.get(row[end])
            if cell is None or own_cell(atlas, holder, cell, sc.side_index(unit["side"])) >= 0:
                continue
            message = "the place lies on land that the unit's side does not hold"
            expected = f"a place held by the side {unit['side']}"
            yield cell_problem(table.file, row, end, message, expected, mend)
