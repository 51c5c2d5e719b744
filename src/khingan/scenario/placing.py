"""Where a unit or a base stands on the map at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from khingan.scenario.model import Row, Scenario

if TYPE_CHECKING:
    from khingan.atlas import Atlas

#: A point farther than this from every cell's centre is off the map.
OFF_MAP_KM = 25.0
EARTH_KM = 6371.0
Ints = npt.NDArray[np.int32]


def unit_vectors(lat: npt.ArrayLike, lon: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Points on the unit sphere, shape (n, 3), of latitudes and longitudes in degrees."""
    phi, lam = np.radians(np.asarray(lat, np.float64)), np.radians(np.asarray(lon, np.float64))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)


def degrees_away(unit: Row, lat: float, lon: float) -> float:
    """Distance of a unit's start from a point in degrees of latitude; good for telling near from far."""
    east = (unit["start_lon"] - lon) * np.cos(np.radians(lat))
    return float(np.hypot(east, unit["start_lat"] - lat))


def nearest_cells(atlas: Atlas, lat: npt.ArrayLike, lon: npt.ArrayLike) -> Ints:
    """Rows of the cells nearest to many points, -1 for points off the map.

    Parameters
    ----------
    atlas : Atlas
        The map.
    lat, lon : array_like, shape (n,)
        Degrees.

    Returns
    -------
    ndarray of int32, shape (n,)
        Rows of the atlas.
    """
    cosine = unit_vectors(lat, lon) @ unit_vectors(atlas.lat, atlas.lon).T
    rows = cosine.argmax(axis=1).astype(np.int32)
    distance = EARTH_KM * np.arccos(np.clip(cosine.max(axis=1), -1.0, 1.0))
    return np.where(distance <= OFF_MAP_KM, rows, -1).astype(np.int32)


def cell_sides(sc: Scenario, atlas: Atlas) -> npt.NDArray[np.int8]:
    """Side that holds each cell at the start: 0 or 1, -1 for water and for territories without a side."""
    side_of = {row["territory"]: sc.side_index(row["side"]) for row in sc.tables["territories"]}
    table = np.array([side_of.get(name, -1) for name in atlas.territories], np.int8)
    return np.where(atlas.water == 0, table[atlas.territory], -1).astype(np.int8)


def own_cell(atlas: Atlas, holder: npt.NDArray[np.int8], row: int, side: int) -> int:
    """Cell on which something of ``side`` stands when its point lies in ``row``.

    Towns and camps on a border river or a coast can fall into a cell that is mostly the other side's or
    mostly water; then the nearest neighbour that the side holds is taken.

    Returns
    -------
    int
        Row of the atlas, -1 if neither the cell nor a neighbour is held by the side.
    """
    if row < 0:
        return -1
    if holder[row] == side:
        return row
    edges = range(int(atlas.offset[row]), int(atlas.offset[row + 1]))
    own = [edge for edge in edges if holder[atlas.neighbor[edge]] == side]
    if not own:
        return -1
    return int(
        atlas.neighbor[min(own, key=lambda edge: (int(atlas.length_m[edge]), int(atlas.neighbor[edge])))]
    )


def start_cells(sc: Scenario, atlas: Atlas) -> dict[str, int]:
    """Cell on which every unit stands at the start; -1 where there is none (see the map checks)."""
    units = sc.tables["units"].rows
    if not units:
        return {}
    rows = nearest_cells(atlas, [unit["start_lat"] for unit in units], [unit["start_lon"] for unit in units])
    holder = cell_sides(sc, atlas)
    return {
        unit["unit_id"]: own_cell(atlas, holder, int(row), sc.side_index(unit["side"]))
        for unit, row in zip(units, rows, strict=True)
    }
