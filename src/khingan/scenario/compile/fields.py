"""Flow fields: marching minutes from every cell to an objective, by mobility class, in dry nominal conditions."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]
UNREACHABLE = 65535


@njit(cache=True)
def cost_to_go(nbr: Array, minutes: Array, goal: int) -> Array:
    """Least marching minutes to ``goal`` (uint16, 65535 = unreachable), by Dijkstra's algorithm.

    Parameters
    ----------
    nbr : ndarray, [C+1, 6]
        Neighbours, dummy = C.
    minutes : ndarray, [C+1, 6]
        Minutes along each edge; the same both ways.
    """
    dummy = nbr.shape[0] - 1
    best = np.full(dummy + 1, UNREACHABLE, np.int64)
    best[goal] = 0
    queue = [(np.int64(0), np.int64(goal))]
    while len(queue) > 0:
        far, c = heapq.heappop(queue)
        if far > best[c]:
            continue
        for k in range(6):
            d = nbr[c, k]
            if d == dummy:
                continue
            through = far + minutes[c, k]
            if through < best[d]:
                best[d] = through
                heapq.heappush(queue, (through, np.int64(d)))
    return best.astype(np.uint16)


def edge_minutes(arrays: dict[str, Array], speed_kmh: Array, river_hours: Array) -> Array:
    """Minutes along every edge for one mobility class.

    Parameters
    ----------
    speed_kmh : ndarray, [grounds]
        March rate by ground.
    river_hours : ndarray, [river classes]
        Extra hours at an unbridged river.
    """
    minutes = arrays["e_len"] / 1000.0 / speed_kmh[arrays["e_ground"]] * 60.0
    wade = np.where(arrays["e_bridge"] == 1, 0.0, river_hours[arrays["e_river"]] * 60.0)
    return np.asarray(np.maximum(1, np.rint(minutes + wade)), np.int64)


def make_fields(
    arrays: dict[str, Array], speeds: Array, river_hours: Array, wanted: list[tuple[int, int]]
) -> tuple[NDArray[np.uint16], dict[tuple[int, int], int]]:
    """Fields for the wanted (mobility class, goal cell) pairs, and the row of each."""
    pairs = sorted(set(wanted))
    size = arrays["e_nbr"].shape[0]
    field = np.full((max(1, len(pairs)), size), UNREACHABLE, np.uint16)
    minutes = [edge_minutes(arrays, speeds[m], river_hours) for m in range(speeds.shape[0])]
    rows = {}
    for i, (mobility, goal) in enumerate(pairs):
        field[i] = cost_to_go(arrays["e_nbr"], minutes[mobility], goal)
        rows[(mobility, goal)] = i
    return field, rows
