"""Drawing geometry in map kilometres: cell outlines and smooth lines for railways, tracks and rivers."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

import h3.api.numpy_int as h3
import numpy as np
import numpy.typing as npt

from khingan.atlas.projection import project
from khingan.atlas.reader import Atlas, load_atlas

Points = npt.NDArray[np.float64]
_FIRST_H3_ID = 1 << 58


def cell_polygon(cell: int) -> Points:
    """Return the outline of a cell.

    Parameters
    ----------
    cell : int
        Row of the atlas, or an H3 id.

    Returns
    -------
    ndarray of float64, shape (5 to 7, 2)
        Corners as (x_km, y_km); the first is not repeated.
    """
    cell_id = int(cell) if cell >= _FIRST_H3_ID else int(load_atlas().cell_id[cell])
    corners = np.array(h3.cell_to_boundary(cell_id))
    return np.stack(project(corners[:, 0], corners[:, 1]), axis=1)


@lru_cache(maxsize=1)
def cell_polygons() -> tuple[Points, npt.NDArray[np.int32]]:
    """Return the outlines of all cells of the committed map at once.

    Returns
    -------
    corners : ndarray of float64, shape (N, 2)
        (x_km, y_km) of all corners, cell by cell.
    offset : ndarray of int32, shape (C + 1,)
        Corners of cell i are rows ``offset[i]`` to ``offset[i + 1]``.
    """
    outlines = [h3.cell_to_boundary(cell_id) for cell_id in load_atlas().cell_id.tolist()]
    offset = np.concatenate([[0], np.cumsum([len(outline) for outline in outlines])]).astype(np.int32)
    corners = np.array([corner for outline in outlines for corner in outline])
    return np.stack(project(corners[:, 0], corners[:, 1]), axis=1), offset


def smooth(points: Points, relaxations: int = 6, corner_cuts: int = 2) -> Points:
    """Smooth a line between its fixed ends: a chain of cell centres becomes a plausible course.

    Parameters
    ----------
    points : ndarray of float64, shape (N, 2)
        The line.
    relaxations : int
        How often each inner point moves half-way to the middle of its neighbours.
    corner_cuts : int
        Rounds of Chaikin corner cutting afterwards.
    """
    line = np.array(points, np.float64)
    for _ in range(relaxations if len(line) > 2 else 0):
        line[1:-1] += 0.5 * ((line[:-2] + line[2:]) / 2 - line[1:-1])
    for _ in range(corner_cuts if len(line) > 2 else 0):
        cut = np.empty((2 * len(line) - 2, 2))
        cut[0::2] = 0.75 * line[:-1] + 0.25 * line[1:]
        cut[1::2] = 0.25 * line[:-1] + 0.75 * line[1:]
        line = np.concatenate([line[:1], cut, line[-1:]])
    return line


def _centres(atlas: Atlas) -> Points:
    return np.stack(project(atlas.lat, atlas.lon), axis=1)


def rail_courses(atlas: Atlas) -> list[tuple[dict[str, Any], Points]]:
    """Return each railway as (attributes of its first station, smooth course through its stations)."""
    centre = _centres(atlas)
    paths: dict[str, list[int]] = {}
    for row in atlas.rail_paths.to_pylist():
        paths.setdefault(row["line_id"], []).append(row["cell"])
    lines: dict[str, list[dict[str, Any]]] = {}
    for row in atlas.rail_lines.to_pylist():
        lines.setdefault(row["line_id"], []).append(row)
    courses = []
    for line_id, stops in lines.items():
        path, at, parts = paths[line_id], 0, []
        where = [np.array(project(stop["lat"], stop["lon"])) for stop in stops]
        for (stop, here), (_, there) in pairwise(zip(stops[1:] + stops[:1], where, strict=True)):
            goal = path.index(stop["cell"], at)
            between = centre[path[at + 1 : goal]]
            parts.append(smooth(np.concatenate([here[None], between, there[None]])))
            at = goal
        courses.append((stops[0], np.concatenate(parts)))
    return courses


def _chains(pairs: list[tuple[int, int]], stops: set[int]) -> list[list[int]]:
    """Split a set of edges into chains between branchings, ends and stops."""
    links: dict[int, list[int]] = {}
    for a, b in pairs:
        links.setdefault(a, []).append(b)
        links.setdefault(b, []).append(a)
    knots = sorted(cell for cell, next_cells in links.items() if len(next_cells) != 2 or cell in stops)
    used: set[tuple[int, int]] = set()
    chains = []
    for knot in knots:
        for start in sorted(links[knot]):
            if (knot, start) in used:
                continue
            chain = [knot, start]
            while len(links[chain[-1]]) == 2 and chain[-1] not in stops:
                a, b = links[chain[-1]]
                chain.append(b if a == chain[-2] else a)
            used |= set(pairwise(chain)) | set(pairwise(chain[::-1]))
            chains.append(chain)
    return chains


def _nearest_on_rail(atlas: Atlas, points: Points) -> Points:
    """Move points to the nearest point of the drawn railways, so that tracks end on them."""
    rails = np.concatenate([course for _, course in rail_courses(atlas)])
    return np.array([rails[np.argmin(((rails - point) ** 2).sum(axis=1))] for point in points])


def track_courses(atlas: Atlas) -> list[Points]:
    """Return the tracks (roads without a railway) as smooth lines between places and forks."""
    start = np.repeat(np.arange(atlas.size), np.diff(atlas.offset))
    chosen = (atlas.road > 0) & (atlas.rail == 0) & (start < atlas.neighbor)
    pairs = list(zip(start[chosen].tolist(), atlas.neighbor[chosen].tolist(), strict=True))
    centre = _centres(atlas)
    on_rail = np.unique(start[atlas.rail > 0])
    centre[on_rail] = _nearest_on_rail(atlas, centre[on_rail])
    stops = set(on_rail.tolist())
    passes = [row for row in atlas.features.to_pylist() if row["kind"] == "pass"]
    for place in passes + atlas.places.to_pylist():
        if place["cell"] >= 0:
            stops.add(place["cell"])
            centre[place["cell"]] = project(place["lat"], place["lon"])
    return [smooth(centre[chain]) for chain in _chains(pairs, stops)]


def table_lines(table: Any, key: str) -> list[tuple[dict[str, Any], Points]]:
    """Split a long table of points (`lat`, `lon`, in order) into lines by the column `key`.

    Returns
    -------
    list of (dict, ndarray)
        Attributes of the line's first row, and its points as (x_km, y_km).
    """
    ids = np.asarray(table.column(key).to_pylist())
    x, y = project(table.column("lat").to_numpy(), table.column("lon").to_numpy())
    points = np.stack([x, y], axis=1)
    cuts = np.flatnonzero(ids[1:] != ids[:-1]) + 1
    starts = np.concatenate([[0], cuts])
    heads = table.take(starts).to_pylist()
    return list(zip(heads, np.split(points, cuts), strict=True))
