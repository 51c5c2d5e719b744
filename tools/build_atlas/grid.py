"""The cells, the graph between them and the sampling raster that carries pictures to cells."""

from __future__ import annotations

from dataclasses import dataclass

import h3.api.numpy_int as h3
import numpy as np
from numpy.typing import ArrayLike

RESOLUTION = 5
SOUTH, NORTH, WEST, EAST = 33.0, 56.0, 108.0, 159.5
MARGIN_DEG = 0.6
PIXEL_DEG = 0.025
FINE = 4
"""Fine pixels (shoreline) along one side of a sampling pixel."""
EARTH_KM = 6371.007180918475
BORDER_POINTS = 13


@dataclass(frozen=True)
class Raster:
    """The sampling raster: pixel centres, and the cell (row of the cell list, -1 none) of each pixel."""

    lat: np.ndarray
    lon: np.ndarray
    cell: np.ndarray

    def weights(self) -> np.ndarray:
        """Area weight of every pixel."""
        return np.repeat(np.cos(np.radians(self.lat))[:, None], self.lon.size, axis=1)

    def mean(self, values: np.ndarray, mask: np.ndarray, count: int) -> np.ndarray:
        """Area-weighted mean of `values` per cell over the pixels of `mask`; 0 where there are none."""
        use = mask & (self.cell >= 0)
        weight = self.weights()[use]
        cells = self.cell[use]
        total = np.bincount(cells, weight * values[use], count)
        return total / np.maximum(np.bincount(cells, weight, count), 1e-9)


@dataclass(frozen=True)
class Graph:
    """Undirected neighbour pairs (a < b) with their geometry."""

    a: np.ndarray
    b: np.ndarray
    length_m: np.ndarray
    border_m: np.ndarray
    border_points: np.ndarray
    """lat and lon of 13 points along each shared border, shape (pairs, 13, 2)."""


def cells_in_box() -> np.ndarray:
    """Return the sorted ids of all cells whose centre lies in the box."""
    lons = np.arange(WEST - 1, EAST + 1.5, 1.0)
    lats = np.arange(SOUTH - 1, NORTH + 1.5, 1.0)
    found: set[int] = set()
    # One small polygon per square degree: long edges of a big one would follow great circles.
    for lat in lats:
        for lon in lons:
            square = [(lat, lon), (lat, lon + 1), (lat + 1, lon + 1), (lat + 1, lon)]
            found.update(int(c) for c in h3.polygon_to_cells(h3.LatLngPoly(square), RESOLUTION))
    ids = np.array(sorted(found), np.uint64)
    lat, lon = centres(ids)
    return ids[(lat >= SOUTH) & (lat <= NORTH) & (lon >= WEST) & (lon <= EAST)]


def centres(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return latitude and longitude of the cells' centres."""
    points = np.array([h3.cell_to_latlng(int(cell)) for cell in ids])
    return points[:, 0], points[:, 1]


def sampling_raster(ids: np.ndarray) -> Raster:
    """Lay the sampling raster over the box and find each pixel's cell."""
    lat = np.arange(NORTH + MARGIN_DEG - PIXEL_DEG / 2, SOUTH - MARGIN_DEG, -PIXEL_DEG)
    lon = np.arange(WEST - MARGIN_DEG + PIXEL_DEG / 2, EAST + MARGIN_DEG, PIXEL_DEG)
    found = h3.latlng_to_cell
    hit = np.array([found(y, x, RESOLUTION) for y in lat.tolist() for x in lon.tolist()], np.uint64)
    place = np.searchsorted(ids, hit)
    place[place == ids.size] = 0
    cell = np.where(ids[place] == hit, place, -1).astype(np.int32)
    return Raster(lat, lon, cell.reshape(lat.size, lon.size))


def restrict(raster: Raster, keep: np.ndarray) -> Raster:
    """Renumber the raster's cells after all cells outside `keep` (boolean) are dropped."""
    number = np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int32)
    cell = np.where(raster.cell >= 0, number[raster.cell], -1).astype(np.int32)
    return Raster(raster.lat, raster.lon, cell)


def neighbour_pairs(ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return all pairs (a < b) of neighbouring rows, sorted."""
    row = {int(cell): index for index, cell in enumerate(ids)}
    pairs = [
        (index, row[int(other)])
        for cell, index in row.items()
        for other in h3.grid_ring(cell, 1)
        if row.get(int(other), -1) > index
    ]
    table = np.array(sorted(pairs), np.int32)
    return table[:, 0], table[:, 1]


def grow(start: np.ndarray, a: np.ndarray, b: np.ndarray, rings: int) -> np.ndarray:
    """Return the cells within `rings` steps of the cells of the boolean array `start`."""
    inside = start.copy()
    for _ in range(rings):
        grown = inside.copy()
        grown[a[inside[b]]] = True
        grown[b[inside[a]]] = True
        inside = grown
    return inside


def great_circle_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> np.ndarray:
    """Great-circle distance in km between points in degrees (arrays or numbers)."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    h = (
        np.sin((p2 - p1) / 2) ** 2
        + np.cos(p1) * np.cos(p2) * np.sin(np.radians(np.subtract(lon2, lon1)) / 2) ** 2
    )
    return 2 * EARTH_KM * np.arcsin(np.sqrt(h))


def bearing_deg(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> np.ndarray:
    """Initial great-circle bearing in degrees, 0 = north, clockwise."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    turn = np.radians(np.subtract(lon2, lon1))
    east = np.sin(turn) * np.cos(p2)
    north = np.cos(p1) * np.sin(p2) - np.sin(p1) * np.cos(p2) * np.cos(turn)
    return np.degrees(np.arctan2(east, north)) % 360


def _along(line: np.ndarray, count: int) -> np.ndarray:
    """Spread `count` points evenly along a short line of (lat, lon)."""
    step = np.hypot(*np.diff(line, axis=0).T)
    reach = np.concatenate([[0.0], np.cumsum(step)])
    at = np.linspace(0, reach[-1], count)
    return np.stack([np.interp(at, reach, line[:, 0]), np.interp(at, reach, line[:, 1])], axis=1)


def build_graph(ids: np.ndarray) -> Graph:
    """Find all neighbouring pairs with centre distance, border length and points along the border."""
    a, b = neighbour_pairs(ids)
    lat, lon = centres(ids)
    points = np.empty((a.size, BORDER_POINTS, 2))
    border = np.empty(a.size)
    for k, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        edge = h3.cells_to_directed_edge(int(ids[i]), int(ids[j]))
        points[k] = _along(np.array(h3.directed_edge_to_boundary(edge)), BORDER_POINTS)
        border[k] = h3.edge_length(edge, unit="m")
    length = great_circle_km(lat[a], lon[a], lat[b], lon[b]) * 1000
    return Graph(a, b, np.rint(length).astype(np.int32), np.rint(border).astype(np.int32), points)


def areas_km2(ids: np.ndarray) -> np.ndarray:
    """Area of each whole cell."""
    return np.array([h3.cell_area(int(cell), unit="km^2") for cell in ids])
