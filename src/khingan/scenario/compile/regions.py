"""Regions, by which weather, air war and belief are kept, and the ground that a side leaves to others."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.scenario.compile.ground import Ground
from khingan.scenario.compile.units import stable_id
from khingan.scenario.model import Scenario

Array = NDArray[Any]


def _set_bounds(sc: Scenario, ground: Ground, lat: Array, lon: Array) -> None:
    """Mark the cells that a side leaves to others."""
    bounds = ground.arrays["c_bounds"][: lat.size]
    for row in sc.tables["demarcations"].rows:
        inside = (lat >= row["south"]) & (lat < row["north"]) & (lon >= row["west"]) & (lon < row["east"])
        bounds[inside] |= 1 << sc.side_index(row["side"])


def region_arrays(sc: Scenario, atlas: Atlas, ground: Ground) -> dict[str, Array]:
    """Regions, and the region of every cell: the first box that holds it, else the nearest one.

    A scenario without regions is one region.
    """
    lat = atlas.lat[ground.atlas_row].astype(np.float64)
    lon = atlas.lon[ground.atlas_row].astype(np.float64)
    _set_bounds(sc, ground, lat, lon)
    rows = sc.tables["regions"].rows
    if not rows:
        return {"r_sid": np.ones(1, np.int64)}
    away = np.zeros((len(rows), lat.size))
    for i, row in enumerate(rows):
        north = np.maximum(0.0, np.maximum(row["south"] - lat, lat - row["north"]))
        east = np.maximum(0.0, np.maximum(row["west"] - lon, lon - row["east"]))
        away[i] = np.hypot(north, east * np.cos(np.radians(lat)))
    ground.arrays["c_region"][: lat.size] = away.argmin(axis=0)
    return {"r_sid": np.array([stable_id(sc, "region-" + r["region_id"]) for r in rows], np.int64)}
