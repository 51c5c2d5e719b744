"""What the sides expect, and moves that are under way at the start, as World arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.scenario.compile.units import Entry
from khingan.scenario.model import Scenario
from khingan.staff.historical import Axes, Where, distance_km

Array = NDArray[Any]
BOUNDS = ("place_low", "place_high", "date_low", "date_high")


def expectation_arrays(sc: Scenario) -> dict[str, Array]:
    """Prior beliefs by side and region; where none is stated a side expects what comes."""
    regions = [r["region_id"] for r in sc.tables["regions"]]
    shape = (2, max(1, len(regions)))
    arrays = {f"b_{name}": np.ones(shape) for name in BOUNDS} | {"b_hidden": np.zeros(shape)}
    for row in sc.tables["expectations"]:
        at = sc.side_index(row["side"]), regions.index(row["region_id"])
        for name in (*BOUNDS, "hidden"):
            arrays[f"b_{name}"][at] = row[name]
    return arrays


def redeployment_arrays(
    sc: Scenario, entries: list[Entry], starts: Array, places: dict[str, Where], axes: Axes, first: list[int]
) -> dict[str, Array]:
    """The other end of each move under way, the chance that the unit stands there, its first objective then.

    A unit's documented start is the end of the move that it lies nearer to.
    """
    n = len(entries)
    other = np.full(n, -1, np.int64)
    pointer = np.zeros(n, np.int64)
    low, high = np.zeros(n), np.zeros(n)
    rows = sc.tables["redeployments"].by_id
    for i, e in enumerate(entries):
        row = rows.get(e.unit_id)
        if row is None:
            continue
        ends = [places[row["from_place"]], places[row["to_place"]]]
        far = [distance_km(e.lat, e.lon, end.lat, end.lon) for end in ends]
        there = 0 if far[1] <= far[0] else 1
        cell = ends[there].cell
        if starts[i] < 0 or cell < 0 or cell == starts[i]:
            continue
        other[i] = cell
        done = (row["done_low"], row["done_high"])
        low[i], high[i] = done if there == 1 else (1.0 - done[1], 1.0 - done[0])
        a = first[i]
        goals = axes.cells[axes.first[a] : axes.first[a] + axes.count[a]] if a >= 0 else []
        pointer[i] = goals.index(cell) if cell in goals else 0
    return {"u_start2": other, "u_pointer2": pointer, "u_chance2_low": low, "u_chance2_high": high}
