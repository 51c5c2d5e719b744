"""Flow fields: marching minutes from every cell to an objective, by mobility class, in dry nominal conditions."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from khingan.campaign.codes import FIELD_MINUTES, NARROW

Array = NDArray[Any]
UNREACHABLE = 65535
CELL_BITS = 24
CELL_MASK = (1 << CELL_BITS) - 1


@njit(cache=True, nogil=True)
def cost_to_go(nbr: Array, minutes: Array, goal: int) -> Array:
    """Least marching minutes to ``goal`` (uint16, 65535 = unreachable), by Dijkstra's algorithm.

    Parameters
    ----------
    nbr : ndarray, [C+1, 6]
        Neighbours, dummy = C < 2**24.
    minutes : ndarray, [C+1, 6]
        Minutes along each edge; the same both ways.
    """
    dummy = nbr.shape[0] - 1
    best = np.full(dummy + 1, UNREACHABLE, np.int64)
    best[goal] = 0
    # Distance and cell in one number: a heap of plain integers is twice as fast as one of pairs.
    queue = [np.int64(goal)]
    while len(queue) > 0:
        key = heapq.heappop(queue)
        far = key >> CELL_BITS
        c = key & CELL_MASK
        if far > best[c]:
            continue
        for k in range(6):
            d = nbr[c, k]
            if d == dummy:
                continue
            through = far + minutes[c, k]
            if through < best[d]:
                best[d] = through
                heapq.heappush(queue, (through << CELL_BITS) | d)
    return best.astype(np.uint16)


def edge_minutes(arrays: dict[str, Array], speed_kmh: Array, river_hours: Array) -> Array:
    """Minutes along every edge for one mobility class.

    Parameters
    ----------
    speed_kmh : ndarray, [grounds]
        March rate by ground.
    river_hours : ndarray, [river classes]
        Hours of march that an unbridged river costs.
    """
    minutes = arrays["e_len"] / 1000.0 / speed_kmh[arrays["e_ground"]] * 60.0
    wade = np.where(arrays["e_bridge"] == 1, 0.0, river_hours[arrays["e_river"]] * 60.0)
    return np.asarray(np.maximum(1, np.rint(minutes + wade)), np.int64)


def train_minutes(arrays: dict[str, Array], km_day: float) -> Array:
    """Minutes along every edge for troop trains; field railways carry none."""
    minutes = np.rint(arrays["e_len"] / 1000.0 / km_day * 24.0 * 60.0)
    line = (arrays["e_rail"] > 0) & (arrays["e_gauge"] != NARROW)
    return np.asarray(np.where(line, np.maximum(1, minutes), UNREACHABLE * FIELD_MINUTES), np.int64)


def make_fields(
    arrays: dict[str, Array],
    speeds: Array,
    river_hours: Array,
    wanted: list[tuple[int, int, int]],
    beside: Callable[[int, int], Array],
    train_km_day: float,
) -> tuple[NDArray[np.uint16], dict[tuple[int, int, int], int]]:
    """Fields for the wanted (mobility class or train, place before or -1, goal cell) triples, and the row of each.

    Parameters
    ----------
    beside : callable
        Factor on the cost of every cell between two places, see :class:`~khingan.scenario.compile.sectors.Sectors`.
    """
    keys = sorted(set(wanted))
    size = arrays["e_nbr"].shape[0]
    field = np.full((max(1, len(keys)), size), UNREACHABLE, np.uint16)
    minutes = [edge_minutes(arrays, speeds[m], river_hours) for m in range(speeds.shape[0])]
    minutes.append(train_minutes(arrays, train_km_day))
    pairs = {(origin, goal) for _, origin, goal in keys if origin >= 0 and origin != goal}
    factors = {pair: np.append(beside(*pair), 1.0) for pair in sorted(pairs)}
    neighbours = np.asarray(arrays["e_nbr"], np.int64)

    def one(key: tuple[int, int, int]) -> Array:
        mobility, origin, goal = key
        cost = minutes[mobility]
        factor = factors.get((origin, goal))
        if factor is not None:
            cost = np.rint(cost * ((factor[:, None] + factor[neighbours]) / 2.0)).astype(np.int64)
        coarse = np.maximum(1, np.rint(cost / FIELD_MINUTES)).astype(np.int64)
        return np.asarray(cost_to_go(neighbours, coarse, goal))

    with ThreadPoolExecutor() as pool:
        for i, row in enumerate(pool.map(one, keys)):
            field[i] = row
    return field, {key: i for i, key in enumerate(keys)}
