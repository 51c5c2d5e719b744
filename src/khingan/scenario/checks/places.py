"""Everything that stands somewhere, held against the map."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from khingan.errors import Problem
from khingan.scenario.attributes import attributes
from khingan.scenario.model import Row, Scenario
from khingan.scenario.placing import cell_sides, nearest_cells, own_cell
from khingan.scenario.syntax import parse_axis, parse_condition


def _places(row: Row, column: str, kind: str) -> Iterator[str]:
    cell = row[column]
    if cell is None:
        return
    if kind == "axis":
        for axis in parse_axis(cell):
            yield from axis
    elif kind == "condition":
        for term in parse_condition(cell).terms:
            if term.op in ("captured", "lost", "threatened"):
                yield term.name
    else:
        yield str(cell)


def places_are_on_the_map(sc: Scenario) -> Iterator[Problem]:
    """Places, fortified zones and territories exist; where a plan leads, there is map."""
    from khingan.atlas import load_atlas

    atlas = load_atlas()
    cells = dict(zip(atlas.places["place_id"].to_pylist(), atlas.places["cell"].to_pylist(), strict=True))
    names = {
        "places": set(cells),
        "features": set(atlas.features["feature_id"].to_pylist()),
        "territories": set(atlas.territories) - {"SEA"},
    }
    for name, table in sc.tables.items():
        for attribute in attributes(name):
            target = next((item for item in attribute.refers_to if item in names), None)
            if attribute.type == "condition":
                target = "places"
            if target is None:
                continue
            needs_map = attribute.type in ("axis", "key") and target == "places"
            for row in table:
                for value in _places(row, attribute.name, attribute.type):
                    known = value in names[target]
                    if known and not (needs_map and cells[value] < 0):
                        continue
                    near = get_close_matches(value, sorted(names[target]), n=1)
                    yield Problem(
                        "the place lies off the map"
                        if known
                        else f"the id is not known among {target} of the map",
                        file=table.file,
                        row=row["_row"],
                        field=attribute.name,
                        value=value,
                        expected=f"an id of the {target} of the map",
                        mend=f"did you mean {near[0]}?" if near and not known else "correct the id",
                    )


def units_stand_on_own_land(sc: Scenario) -> Iterator[Problem]:
    """No unit starts in the sea, off the map or across the border."""
    from khingan.atlas import load_atlas

    atlas = load_atlas()
    units = sc.tables["units"].rows
    if not units:
        return
    holder = cell_sides(sc, atlas)
    rows = nearest_cells(atlas, [unit["start_lat"] for unit in units], [unit["start_lon"] for unit in units])
    for unit, row in zip(units, rows, strict=True):
        if unit["arm"] == "air" or own_cell(atlas, holder, int(row), sc.side_index(unit["side"])) >= 0:
            continue
        if row < 0:
            message = "the unit starts off the map"
        elif atlas.water[row] != 0:
            message = "the unit starts in the sea" if atlas.water[row] == 1 else "the unit starts in a lake"
        else:
            territory = atlas.territories[atlas.territory[row]]
            message = f"the unit starts across the border, in {territory}"
        yield Problem(
            message,
            file=sc.tables["units"].file,
            row=unit["_row"],
            field="start_lat, start_lon",
            value=f"{unit['start_lat']:g}, {unit['start_lon']:g}",
            expected=f"a point on land held by the side {unit['side']}",
            mend="correct the coordinates",
        )


def bases_stand_on_own_land(sc: Scenario) -> Iterator[Problem]:
    """Every supply base lies on land that its side holds at the start."""
    from khingan.atlas import load_atlas

    atlas = load_atlas()
    cells = dict(zip(atlas.places["place_id"].to_pylist(), atlas.places["cell"].to_pylist(), strict=True))
    holder = cell_sides(sc, atlas)
    for row in sc.tables["supply_sources"]:
        cell = cells.get(row["place_id"])
        if cell is None or cell < 0 or own_cell(atlas, holder, cell, sc.side_index(row["side"])) >= 0:
            continue
        yield Problem(
            "the base lies on land that its side does not hold",
            file=sc.tables["supply_sources"].file,
            row=row["_row"],
            field="place_id",
            value=row["place_id"],
            expected=f"a place held by the side {row['side']}",
            mend="correct the place or the side",
        )
