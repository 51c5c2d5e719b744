"""Reads the committed map tables into arrays."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from khingan.errors import InputError, Problem, SystemFault

LAND, SEA, LAKE = 0, 1, 2
PLAIN, HILLS, MOUNTAIN = 0, 1, 2
OPEN, FOREST, STEPPE, DESERT, SWAMP, FARMLAND, URBAN = range(7)

EARTH_KM = 6371.007180918475
TABLES = ("cells", "edges", "places", "rail_lines", "rail_paths", "features", "rivers", "coast", "borders")

U8 = npt.NDArray[np.uint8]
I16 = npt.NDArray[np.int16]
I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Atlas:
    """The map: one row per H3 cell, directed edges as compressed sparse rows, and named things.

    Attributes
    ----------
    cell_id : ndarray of uint64, shape (C,)
        H3 ids, ascending.
    lat, lon : ndarray of float32
        Centre of the cell in degrees.
    water : ndarray of uint8
        0 land, 1 sea, 2 lake.
    form : ndarray of uint8
        0 plain, 1 hills, 2 mountain.
    cover : ndarray of uint8
        0 open, 1 forest, 2 steppe, 3 desert, 4 swamp, 5 farmland, 6 urban.
    height_m, relief_m : ndarray of int16
        Mean height of the land, and smoothed difference between its highest and lowest point.
    land_pct : ndarray of uint8
        Share of land in percent.
    area_km2 : ndarray of float32
        Area of the whole cell.
    landmass : ndarray of int16
        Number of the landmass, 0 the largest, -1 for water.
    territory : ndarray of uint8
        Index into `territories`: who held the cell on 8 August 1945; 0 for the sea.
    offset : ndarray of int32, shape (C + 1,)
        Edges of cell i are rows ``offset[i]`` to ``offset[i + 1]``.
    neighbor : ndarray of int32, shape (E,)
        Cell at the far end, ascending within a cell.
    length_m, border_m, width_m : ndarray of int32
        Distance of the centres, length of the shared border, and the part of it that is land of
        the common landmass (0: no land passage).
    bearing_deg : ndarray of float32
        Direction of the edge, clockwise from north. The only column that is not symmetric.
    road : ndarray of uint8
        0 none, 1 track, 2 road.
    rail : ndarray of uint8
        Number of tracks, 0 to 2.
    gauge : ndarray of uint8
        0 none, 1 1435 mm, 2 1524 mm, 3 1067 mm, 4 750 mm.
    river : ndarray of uint8
        Crossing between the two centres: 0 none, 1 minor, 2 medium, 3 major.
    bridge, mountain_pass : ndarray of uint8
        1 where a railway or road crosses the river; 1 on the way through a named pass.
    places, rail_lines, rail_paths, features, rivers, coast, borders : pyarrow.Table
        Gazetteer, stations, railways cell by cell, named zones and passes, and what maps draw.
    territories : tuple of str
        Names of the territories.
    meta : dict
        Digest, inputs, recipe version and credits, as in ``digest.json``.
    """

    cell_id: npt.NDArray[np.uint64]
    lat: F32
    lon: F32
    water: U8
    form: U8
    cover: U8
    height_m: I16
    relief_m: I16
    land_pct: U8
    area_km2: F32
    landmass: I16
    territory: U8
    offset: I32
    neighbor: I32
    length_m: I32
    border_m: I32
    width_m: I32
    bearing_deg: F32
    road: U8
    rail: U8
    gauge: U8
    river: U8
    bridge: U8
    mountain_pass: U8
    places: pa.Table
    rail_lines: pa.Table
    rail_paths: pa.Table
    features: pa.Table
    rivers: pa.Table
    coast: pa.Table
    borders: pa.Table
    territories: tuple[str, ...]
    meta: dict[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 over the content of all tables."""
        return str(self.meta["digest"])

    @property
    def size(self) -> int:
        """Number of cells."""
        return int(self.cell_id.size)

    def neighbors(self, cell: int) -> I32:
        """Return the rows of the cells next to `cell`."""
        return self.neighbor[self.offset[cell] : self.offset[cell + 1]]

    def edge(self, start: int, goal: int) -> int:
        """Return the row of the edge from `start` to `goal`, -1 if they do not touch."""
        low, high = int(self.offset[start]), int(self.offset[start + 1])
        row = low + int(np.searchsorted(self.neighbor[low:high], goal))
        return row if row < high and self.neighbor[row] == goal else -1

    def distance_km(self, lat: float, lon: float) -> npt.NDArray[np.float64]:
        """Great-circle distance in km from a point to every cell's centre."""
        p1, p2 = np.radians(lat), np.radians(self.lat.astype(np.float64))
        turn = np.radians(self.lon.astype(np.float64) - lon)
        h = np.sin((p2 - p1) / 2) ** 2 + np.cos(p1) * np.cos(p2) * np.sin(turn / 2) ** 2
        return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(h)), np.float64)

    def cell_at(self, lat: float, lon: float, land: bool = False) -> int:
        """Return the row of the cell nearest to a point.

        Parameters
        ----------
        lat, lon : float
            Degrees.
        land : bool
            Take land cells only.

        Raises
        ------
        InputError
            If the nearest cell is more than 60 km away: the point is off the map.
        """
        distance = self.distance_km(lat, lon)
        if land:
            distance = np.where(self.water == LAND, distance, np.inf)
        cell = int(distance.argmin())
        if not distance[cell] <= 60:
            box = self.meta["box"]
            raise InputError(
                Problem(
                    f"the point {lat:g}, {lon:g} is off the map",
                    expected="a point near land within {south:g}-{north:g} N, {west:g}-{east:g} E".format(
                        **box
                    ),
                )
            )
        return cell

    def cell_row(self, cell_id: int) -> int:
        """Return the row of an H3 id, -1 if it is not on the map."""
        row = int(np.searchsorted(self.cell_id, np.uint64(cell_id)))
        return row if row < self.size and int(self.cell_id[row]) == cell_id else -1

    @cached_property
    def _place_rows(self) -> dict[str, dict[str, Any]]:
        return {row["place_id"]: row for row in self.places.to_pylist()}

    def place(self, place_id: str) -> dict[str, Any]:
        """Return the gazetteer row of a place as a dict.

        Raises
        ------
        InputError
            If there is no such place.
        """
        try:
            return self._place_rows[place_id]
        except KeyError:
            raise InputError(
                Problem(
                    "unknown place",
                    field="place_id",
                    value=place_id,
                    expected="an id of the gazetteer",
                    mend="see the table of places of the atlas",
                )
            ) from None


def data_folder() -> Path:
    """Return the folder of the committed tables."""
    return Path(str(files("khingan.atlas") / "data"))


def read_tables(folder: Path) -> dict[str, pa.Table]:
    """Read all tables of a map folder as they stand in the files."""
    try:
        # Not read_table: it loads the whole dataset machinery first, a quarter of a second.
        return {name: pq.ParquetFile(folder / f"{name}.parquet").read() for name in TABLES}
    except (FileNotFoundError, pa.ArrowInvalid) as error:
        raise SystemFault(f"{folder}: map table missing or damaged ({error}); reinstall khingan") from error


def _both_ways(edges: pa.Table, cells: int) -> dict[str, Any]:
    """Unfold pairs into directed edges sorted by (cell, neighbor), with row offsets."""
    columns = {name: edges.column(name).to_numpy() for name in edges.column_names}
    start = np.concatenate([columns["cell_a"], columns["cell_b"]])
    goal = np.concatenate([columns["cell_b"], columns["cell_a"]])
    order = np.lexsort((goal, start))
    bearing = np.concatenate([columns["bearing_ab"], columns["bearing_ba"]])[order]
    result: dict[str, Any] = {
        "offset": np.searchsorted(start[order], np.arange(cells + 1)).astype(np.int32),
        "neighbor": goal[order].astype(np.int32),
        "bearing_deg": (bearing / 10).astype(np.float32),
    }
    for name, values in columns.items():
        if not name.startswith(("cell_", "bearing_")):
            result[name] = np.concatenate([values, values])[order]
    return result


def load_folder(folder: Path) -> Atlas:
    """Read a map from any folder written by the builder."""
    tables = read_tables(folder)
    meta = json.loads((folder / "digest.json").read_text(encoding="utf-8"))
    cells = tables.pop("cells")
    arrays = {name: cells.column(name).to_numpy() for name in cells.column_names}
    arrays |= _both_ways(tables.pop("edges"), cells.num_rows)
    for array in arrays.values():
        array.setflags(write=False)
    return Atlas(**arrays, **tables, territories=tuple(meta["territories"]), meta=meta)


@lru_cache(maxsize=1)
def load_atlas() -> Atlas:
    """Read the committed map once and keep it.

    Returns
    -------
    Atlas
        Arrays are read-only.
    """
    return load_folder(data_folder())
