"""Who held what on 8 August 1945: modern country polygons cut by the authored lines."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import Polygon, box

from . import authored
from .grid import EAST, NORTH, SOUTH, WEST
from .sources import read_countries

NAMES = ("SEA", "USSR", "MPR", "MANCHUKUO", "MENGJIANG", "CHINA", "KOREA", "KARAFUTO", "KURILS", "JAPAN")

CONTROLLER_TERRITORIES = {
    "USSR": ("USSR", "MPR"),
    "MPR": ("MPR",),
    "MENG": ("MENGJIANG",),
    "JPN": ("MANCHUKUO", "MENGJIANG", "CHINA", "KOREA", "KARAFUTO", "KURILS", "JAPAN"),
}
"""Territories in which a place, station or line of each controller may lie."""


def territory_shapes() -> dict[str, shapely.Geometry]:
    """Return one shapely geometry (lon, lat) per territory."""
    window = box(WEST - 1, SOUTH - 1, EAST + 1, NORTH + 1)
    left: dict[str, shapely.Geometry] = {}
    for code, shape in read_countries():
        if shape.intersects(window):
            left[code] = shapely.union(left.get(code, Polygon()), shape.intersection(window))
    shapes: dict[str, shapely.Geometry] = {}
    for row in authored.read("territories.csv"):
        part = left.get(row["of_modern"], Polygon())
        if row["polygon_lat_lon"]:
            cut = Polygon(authored.points(row["polygon_lat_lon"])[:, ::-1])
            part, left[row["of_modern"]] = part.intersection(cut), part.difference(cut)
        shapes[row["territory"]] = shapely.union(shapes.get(row["territory"], Polygon()), part)
    return shapes


def assign(
    shapes: dict[str, shapely.Geometry], lat: np.ndarray, lon: np.ndarray, water: np.ndarray
) -> np.ndarray:
    """Return the territory code of each cell: the shape holding its centre, else the nearest one."""
    points = shapely.points(lon, lat)
    code = np.zeros(lat.size, np.uint8)
    dry = water != 1
    for name, shape in shapes.items():
        shapely.prepare(shape)
        code[dry & (code == 0) & shapely.contains(shape, points)] = NAMES.index(name)
    rest = np.flatnonzero(dry & (code == 0))
    names = list(shapes)
    # Cells with their centre off the polygons' coast: the nearest shape; SEA only where it is water.
    distance = np.stack([shapely.distance(points[rest], shapes[name]) for name in names])
    code[rest] = [NAMES.index(names[k]) for k in distance.argmin(axis=0)]
    return code


def border_lines(shapes: dict[str, shapely.Geometry]) -> list[tuple[str, np.ndarray]]:
    """Return the land borders between territories as (pair name, array of lon, lat)."""
    names = list(shapes)
    edges = {name: shapely.boundary(shapes[name]) for name in names}
    lines = []
    for i, first in enumerate(names):
        for second in names[i + 1 :]:
            shared = shapely.intersection(edges[first], edges[second])
            merged = shapely.line_merge(
                shapely.multilinestrings(
                    [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
                )
            )
            for part in shapely.get_parts(shapely.simplify(merged, 0.01)):
                lines.append((f"{first}-{second}", shapely.get_coordinates(part)))
    return lines
