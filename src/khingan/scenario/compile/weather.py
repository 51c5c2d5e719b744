"""Weather: chances by region and day, and the edges whose bridges a flood can take."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.campaign.world import DAY, EVE_DAYS
from khingan.scenario.compile.ground import Ground, stable_ids_of_cells
from khingan.scenario.model import Scenario
from khingan.staff.historical import Where

Array = NDArray[Any]
COLUMNS = tuple(DAY.names or ())
BASE = {"soil": 1.0}  # what holds where no row says anything, 0 for the others


def weather_arrays(sc: Scenario) -> dict[str, Array]:
    """Chances of every day, [regions, days]; the first days lie before the campaign.

    Of several rows for a day each column is taken from the last one that fills it; without any the chance is 0, and
    the soil black earth.
    """
    regions = [r["region_id"] for r in sc.tables["regions"]]
    days = EVE_DAYS + -(-sc.steps // 4)
    shape = (max(1, len(regions)), days)
    chances = {name: np.full(shape, BASE.get(name, 0.0)) for name in COLUMNS}
    for row in sc.tables["weather"]:
        r = regions.index(row["region_id"])
        # Day 1 is the first of the campaign.
        first, last = (int(row[name]) - 1 + EVE_DAYS for name in ("from_day", "to_day"))
        for name in COLUMNS:
            if row[name] is not None:
                chances[name][r, max(0, first) : max(0, last + 1)] = row[name]
    return {f"d_{name}": values for name, values in chances.items()}


def gauge_arrays(atlas: Atlas, ground: Ground, places: dict[str, Where], regions: int) -> dict[str, Array]:
    """Of every region the cell by which its high water is told: that of its largest town on a river, -1 = none."""
    people = dict(
        zip(atlas.places["place_id"].to_pylist(), atlas.places["population_1940"].to_pylist(), strict=True)
    )
    cell = np.full(regions, -1, np.int64)
    most = np.full(regions, -1.0)
    for place_id, where in places.items():
        if where.cell < 0 or not ground.arrays["e_river"][where.cell].any():
            continue
        r = int(ground.arrays["c_region"][where.cell])
        count = float(people[place_id] or 0)
        if count > most[r]:
            cell[r], most[r] = where.cell, count
    return {"r_cell": cell}


def crossing_arrays(atlas: Atlas, ground: Ground, regions: int) -> dict[str, Array]:
    """Every edge with a river once, by region, with a stable id made of the ids of its two cells."""
    n = ground.atlas_row.size
    cell, slot = np.nonzero(ground.arrays["e_river"][:n] > 0)
    to = ground.arrays["e_nbr"][cell, slot]
    once = cell < to
    region = ground.arrays["c_region"][cell[once]]
    order = np.flatnonzero(once)[np.argsort(region, kind="stable")]
    cell, slot, to = cell[order], slot[order], to[order]
    count = np.bincount(region, minlength=regions)
    ids = atlas.cell_id[ground.atlas_row].astype(np.uint64)
    low, high = np.minimum(ids[cell], ids[to]), np.maximum(ids[cell], ids[to])
    both = low * np.uint64(0x9E3779B97F4A7C15) + high
    return {
        "y_cell": cell.astype(np.int64),
        "y_slot": slot.astype(np.int64),
        "y_sid": stable_ids_of_cells(both).astype(np.int64),
        "r_crossing": np.cumsum(count) - count,
        "r_crossings": count,
    }
