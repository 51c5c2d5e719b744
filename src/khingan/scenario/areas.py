"""Areas whose later owner is documented: pieces of the map, and railway lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.scenario.model import Scenario

LAND, RAILWAY = "land", "railway"
UNITS = {LAND: "km2", RAILWAY: "km"}
MEASURES = ("held", "towns", "people")
PARTS = {LAND: 100, RAILWAY: 1000}  # hectares and metres: whole numbers add up to the same sum in any order
_EVERYWHERE = {"south": -90.0, "west": -180.0, "north": 90.0, "east": 180.0}


@dataclass(frozen=True)
class Area:
    """A piece of the map.

    Attributes
    ----------
    area_id, name, kind : str
        Id, name, and ``land`` or ``railway``.
    territory : str or None
        Territory of the map it lies in; ``None`` for any.
    box : tuple of float
        South, west, north, east in degrees.
    lines : tuple of str
        Railway lines, of a railway.
    """

    area_id: str
    name: str
    kind: str
    territory: str | None
    box: tuple[float, float, float, float]
    lines: tuple[str, ...]

    @property
    def unit(self) -> str:
        """What its size is measured in."""
        return UNITS[self.kind]


def areas_of(sc: Scenario) -> list[Area]:
    """Areas of a scenario.

    Parameters
    ----------
    sc : Scenario
        With a table ``areas``; without one, every territory is an area.

    Returns
    -------
    list of Area
        In the order of the table.
    """
    rows = sc.tables["areas"].rows
    if not rows:
        whole = tuple(_EVERYWHERE.values())
        return [
            Area(row["territory"], row["name"], LAND, row["territory"], whole, ())  # type: ignore[arg-type]
            for row in sc.tables["territories"]
        ]
    found = []
    for row in rows:
        south, west, north, east = (
            edge if row[name] is None else float(row[name]) for name, edge in _EVERYWHERE.items()
        )
        found.append(
            Area(
                row["area_id"],
                row["name"],
                row["kind"],
                row["territory"],
                (south, west, north, east),
                row["lines"],
            )
        )
    return found


def cell_weights(areas: list[Area], atlas: Atlas) -> NDArray[np.int64]:
    """Size, towns and townspeople of every area in every cell.

    Parameters
    ----------
    areas : list of Area
        Of pieces of land that overlap, the first of the list has the cell.
    atlas : Atlas
        The map.

    Returns
    -------
    ndarray of int64, [3, areas, cells]
        Land in hectares, or metres of a railway of which half of each leg belongs to either end; places of the
        gazetteer; people of those whose number in 1940 is known.
    """
    weights = np.zeros((len(MEASURES), len(areas), atlas.size), np.int64)
    towns, people = _settled(atlas)
    lat, lon = atlas.lat.astype(np.float64), atlas.lon.astype(np.float64)
    land = np.rint(atlas.area_km2.astype(np.float64) * atlas.land_pct).astype(np.int64)
    free = np.ones(atlas.size, bool)
    for i, area in enumerate(areas):
        if area.kind == RAILWAY:
            weights[0, i] = _rail_metres(area.lines, atlas)
            inside = weights[0, i] > 0
            weights[1:, i] = np.where(inside, (towns, people), 0)
            continue
        south, west, north, east = area.box
        inside = free & (lat >= south) & (lat < north) & (lon >= west) & (lon < east)
        if area.territory is not None:
            inside &= atlas.territory == atlas.territories.index(area.territory)
        free &= ~inside
        weights[:, i] = np.where(inside, (land, towns, people), 0)
    return weights


def _settled(atlas: Atlas) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of the gazetteer in every cell, and their people."""
    towns, people = np.zeros(atlas.size, np.int64), np.zeros(atlas.size, np.int64)
    for row in atlas.places.select(["cell", "population_1940"]).to_pylist():
        if row["cell"] >= 0:
            towns[row["cell"]] += 1
            people[row["cell"]] += row["population_1940"] or 0
    return towns, people


def _rail_metres(lines: tuple[str, ...], atlas: Atlas) -> NDArray[np.int64]:
    """Metres of the lines in every cell; a leg that two lines share counts once."""
    metres = np.zeros(atlas.size, np.int64)
    seen = set()
    last: tuple[str, int] | None = None
    for row in atlas.rail_paths.sort_by([("line_id", "ascending"), ("seq", "ascending")]).to_pylist():
        here = int(row["cell"])
        if last is not None and last[0] == row["line_id"] and row["line_id"] in lines:
            leg = tuple(sorted((last[1], here)))
            edge = atlas.edge(last[1], here)
            if edge >= 0 and leg not in seen:
                seen.add(leg)
                half = int(atlas.length_m[edge]) // 2
                metres[leg[0]] += half
                metres[leg[1]] += int(atlas.length_m[edge]) - half
        last = (row["line_id"], here)
    return metres
