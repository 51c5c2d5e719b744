"""Roads and tracks by one neutral rule: never drawn from anybody's plan.

A road along each railway; tracks along the Gabriel graph of the gazetteer's
places and the named passes, each routed at least cost, on both sides of every border.
"""

from __future__ import annotations

import numpy as np

from khingan.atlas.projection import project

from .network import Land, Router, pair_index, steps

TRACK, ROAD = 1, 2
MAX_TRACK_KM = 450.0
PASS_REACH = 2


def gabriel_pairs(x: np.ndarray, y: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs with no third point inside the circle on their connecting line."""
    square = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2
    pairs = []
    for i in range(x.size):
        for j in range(i + 1, x.size):
            if not ((square[i] + square[j] < square[i, j] - 1e-9).any()) and square[i, j] > 0:
                pairs.append((i, j))
    return pairs


def lay(
    land: Land,
    rail_tracks: np.ndarray,
    nodes: np.ndarray,
    lat: np.ndarray,
    lon: np.ndarray,
    landmass: np.ndarray,
) -> np.ndarray:
    """Return 0 none, 1 track, 2 road for each pair; `nodes` are cells of places and passes."""
    road = np.where(rail_tracks > 0, ROAD, 0).astype(np.uint8)
    nodes = np.unique(nodes)
    x, y = project(lat[nodes], lon[nodes])
    router = Router(land)
    index = pair_index(land.a, land.b)
    for i, j in gabriel_pairs(x, y):
        start, goal = int(nodes[i]), int(nodes[j])
        if landmass[start] != landmass[goal] or np.hypot(x[i] - x[j], y[i] - y[j]) > MAX_TRACK_KM:
            continue
        for pair in steps(router.path(start, goal) or []):
            road[index[pair]] = max(road[index[pair]], TRACK)
    return road


def mark_passes(land: Land, road: np.ndarray, passes: list[int]) -> np.ndarray:
    """Mark the ways through hills or mountains within two cells of a named pass."""
    marked = np.zeros(land.a.size, np.uint8)
    for cell in passes:
        front = np.zeros(land.form.size, bool)
        front[cell] = True
        for _ in range(PASS_REACH):
            touch = (front[land.a] | front[land.b]) & (road > 0)
            touch &= (land.form[land.a] > 0) | (land.form[land.b] > 0)
            marked[touch] = 1
            front[land.a[touch]] = front[land.b[touch]] = True
    return marked
