"""Named rivers along the lines of the shoreline set, and the crossings between cells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from .grid import great_circle_km

MINOR, MEDIUM, MAJOR = 1, 2, 3
SNAP_KM = 25.0
GAP_KM = 6.0
DETOUR = 2.6
LAKE_KM2 = 100.0


@dataclass(frozen=True)
class River:
    """One drawn river line; unnamed lines have an empty name and class 1."""

    river_id: str
    name: str
    level: int
    latlon: np.ndarray


def _flat_km(latlon: np.ndarray) -> np.ndarray:
    """Plane coordinates in km, good enough within one river."""
    return np.stack([latlon[:, 0] * 111.2, latlon[:, 1] * 111.2 * np.cos(np.radians(46.0))], axis=1)


class LineNetwork:
    """The river lines as a graph of their vertices."""

    def __init__(self, lines: list[np.ndarray]) -> None:
        stacked = np.concatenate([line[:, ::-1] for line in lines])
        self.points, member = np.unique(np.round(stacked, 4), axis=0, return_inverse=True)
        member = member.reshape(-1)
        ends, starts, segments = [], 0, []
        for line in lines:
            nodes = member[starts : starts + len(line)]
            segments.append(np.stack([nodes[:-1], nodes[1:]], axis=1))
            ends += [nodes[0], nodes[-1]]
            starts += len(line)
        self.segments = np.concatenate(segments)
        self.segments = self.segments[self.segments[:, 0] != self.segments[:, 1]]
        self.flat = _flat_km(self.points)
        self.tree = cKDTree(self.flat)
        gaps = [(e, n) for e in set(ends) for n in self.tree.query_ball_point(self.flat[e], GAP_KM) if n != e]
        pairs = np.concatenate([self.segments, np.array(sorted(gaps))])
        pairs = np.unique(np.sort(pairs, axis=1), axis=0)
        step = self.flat[pairs[:, 0]] - self.flat[pairs[:, 1]]
        length = np.hypot(step[:, 0], step[:, 1])
        real = {tuple(sorted(s)) for s in self.segments.tolist()}
        bridge = np.array([tuple(p) not in real for p in pairs.tolist()])
        # A gap between two lines costs three times its length, so that lines are followed where they exist.
        metres = np.rint(1000 * length * np.where(bridge, 3, 1)) + 1
        size = len(self.points)
        self.matrix = csr_matrix((metres, (pairs[:, 0], pairs[:, 1])), shape=(size, size))

    def follow(self, start: np.ndarray, goal: np.ndarray) -> np.ndarray | None:
        """Return node numbers along the lines between two way-points, None where the lines do not serve."""
        flat = _flat_km(np.stack([start, goal]))
        reach, node = self.tree.query(flat)
        straight = float(np.hypot(*(flat[1] - flat[0])))
        if reach.max() > SNAP_KM:
            return None
        cost, before = dijkstra(self.matrix, directed=False, indices=node[0], return_predecessors=True)
        if not cost[node[1]] < 1000 * (DETOUR * straight + 20):
            return None
        path = [int(node[1])]
        while path[-1] != node[0]:
            path.append(int(before[path[-1]]))
        return np.array(path[::-1])


def _course(network: LineNetwork, waypoints: np.ndarray) -> tuple[np.ndarray, set[tuple[int, int]]]:
    """Chain the stretches between way-points; a stretch without a line is drawn straight."""
    parts, used = [], set()
    for start, goal in pairwise(waypoints):
        nodes = network.follow(start, goal)
        if nodes is None:
            parts.append(np.stack([start, goal]))
            continue
        used |= {tuple(sorted(pair)) for pair in pairwise(nodes.tolist())}
        parts.append(network.points[nodes])
    course = np.concatenate(parts)
    keep = np.concatenate([[True], np.any(np.diff(course, axis=0) != 0, axis=1)])
    return _without_spurs(course[keep]), used


def _without_spurs(course: np.ndarray) -> np.ndarray:
    """Drop there-and-back stretches that arise where a way-point snaps to a tributary."""
    result: list[np.ndarray] = []
    seen: dict[tuple[float, float], int] = {}
    for point in course:
        key = (float(point[0]), float(point[1]))
        if key in seen:
            for dropped in result[seen[key] + 1 :]:
                seen.pop((float(dropped[0]), float(dropped[1])), None)
            del result[seen[key] + 1 :]
            continue
        seen[key] = len(result)
        result.append(point)
    return np.array(result)


def build(lines: list[np.ndarray], rows: list[dict[str, str]]) -> list[River]:
    """Return the named rivers (authored way-points) and the unnamed remaining lines."""
    network = LineNetwork(lines)
    named: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        named.setdefault(row["river_id"], []).append(row)
    rivers, used = [], set()
    level = {"major": MAJOR, "medium": MEDIUM, "minor": MEDIUM}
    for river_id, stops in named.items():
        stops = sorted(stops, key=lambda stop: int(stop["seq"]))
        waypoints = np.array([[float(stop["lat"]), float(stop["lon"])] for stop in stops])
        course, nodes = _course(network, waypoints)
        used |= nodes
        rivers.append(River(river_id, stops[0]["name_1945"], level[stops[0]["class"]], course))
    rest = [pair for pair in network.segments.tolist() if tuple(sorted(pair)) not in used]
    pieces = shapely.multilinestrings([network.points[pair] for pair in rest])
    for number, piece in enumerate(shapely.get_parts(shapely.line_merge(pieces)), 1):
        rivers.append(River(f"unnamed_{number:04d}", "", MINOR, shapely.get_coordinates(piece)))
    return rivers


def crossings(
    rivers: list[River],
    lakes: list[np.ndarray],
    lat: np.ndarray,
    lon: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
    width_m: np.ndarray,
) -> np.ndarray:
    """Class of the river between the two cells of each pair: 0 none to 3 major.

    A pair crosses what the straight line between its centres meets. Going round
    a large lake's shore counts as a medium crossing.
    """
    lines = shapely.linestrings(np.stack([np.stack([lon[a], lat[a]], 1), np.stack([lon[b], lat[b]], 1)], 1))
    level = np.zeros(a.size, np.uint8)
    shapes, classes = [], []
    for river in rivers:
        segment = np.stack([river.latlon[:-1, ::-1], river.latlon[1:, ::-1]], axis=1)
        shapes.append(shapely.linestrings(segment))
        classes.append(np.full(len(segment), river.level, np.uint8))
    shapes.append(np.array([shapely.linearrings(lake) for lake in lakes]))
    classes.append(np.full(len(lakes), MEDIUM, np.uint8))
    tree = shapely.STRtree(np.concatenate(shapes))
    pair, shape = tree.query(lines, predicate="intersects")
    np.maximum.at(level, pair, np.concatenate(classes)[shape])
    return np.where(width_m > 0, level, 0).astype(np.uint8)


def bridges(
    level: np.ndarray,
    rail_tracks: np.ndarray,
    road: np.ndarray,
    exceptions: list[dict[str, str]],
    lat: np.ndarray,
    lon: np.ndarray,
) -> np.ndarray:
    """Mark pairs where a railway or a road crosses a river, less the authored ferries."""
    bridge = ((level > 0) & ((rail_tracks > 0) | (road == 2))).astype(np.uint8)
    for row in exceptions:
        near = great_circle_km(float(row["lat"]), float(row["lon"]), lat, lon) <= float(row["radius_km"])
        bridge[near & (level == MAJOR)] = int(row["bridge"])
    return bridge
