"""Ways by water between places of the map: over the sea and along great rivers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.atlas import reader as A
from khingan.scenario.compile.fields import UNREACHABLE, cost_to_go

Array = NDArray[Any]
METRES = 100  # unit of the searches
NAVIGABLE = 2  # least class of a river that ships go on
GAP = 2  # how many times as long a way counts where the map shows no river between two reaches of one
#: A way over hexagons is longer than the ship's course by this factor in the mean (2 √3 / π is 1.10).
CROOKED = 1.1


class Water:
    """Neighbours and edge lengths of all cells of the map, and which of them ships can use."""

    def __init__(self, atlas: Atlas) -> None:
        n = atlas.size
        start = np.repeat(np.arange(n), np.diff(atlas.offset))
        slot = np.arange(start.size) - atlas.offset[start]
        self.nbr = np.full((n + 1, 6), n, np.int64)
        self.nbr[start, slot] = atlas.neighbor
        self.length = np.ones((n + 1, 6), np.int64)
        self.length[start, slot] = np.maximum(1, atlas.length_m // METRES)
        self.sea = np.append(atlas.water == A.SEA, False)
        self.river = np.zeros(n + 1, bool)
        self.river[start[atlas.river >= NAVIGABLE]] = True
        self.land = np.append(atlas.water == A.LAND, False)

    def beside(self, cells: Array) -> Array:
        """Cells next to any of some cells."""
        mask = np.zeros(self.sea.size, bool)
        mask[self.nbr[cells].ravel()] = True
        mask[-1] = False
        return mask

    def only(self, cells: Array, length: Array | None = None) -> tuple[Array, Array]:
        """Neighbours and lengths with the ways to all other cells closed."""
        n = self.sea.size - 1
        both = cells[:, None] & cells[self.nbr]
        return np.where(both, self.nbr, n), self.length if length is None else length


def sea_km(water: Water, rows: list[int], harbours: list[int], air: Array) -> Array:
    """Kilometres by sea between harbours, -1 where there is no way; ``rows`` are their cells on the map."""
    km = np.full((len(rows), len(rows)), -1, np.int64)
    own = np.array([rows[i] for i in harbours], np.int64)
    if own.size == 0:
        return km
    # A port's own cell and those around it are coast: boats pass them to the open sea.
    mask = water.sea | water.beside(own)
    mask[own] = True
    nbr, length = water.only(mask)
    for i in harbours:
        far = cost_to_go(nbr, length, rows[i])
        for j in harbours:
            there = int(far[rows[j]])
            if there < UNREACHABLE:
                course = there * METRES / 1000.0 / CROOKED
                km[i, j] = round(max(course, float(air[i, j])))
    return km


@njit(cache=True)
def _walk(nbr: Array, length: Array, far: Array, start: int) -> Array:
    """Cells on the shortest way from a cell to the goal of ``far``, both ends left out."""
    found = []
    c = start
    while far[c] > 0:
        best = c
        for k in range(6):
            d = nbr[c, k]
            if d < nbr.shape[0] - 1 and far[d] + length[c, k] == far[c]:
                best = d
                break
        if best == c:
            break
        c = best
        if far[c] > 0:
            found.append(c)
    return np.array(found, np.int64)


def river_ways(
    water: Water, rows: list[int], harbours: list[int], cell_of: Array
) -> tuple[Array, Array, Array, Array]:
    """Kilometres along rivers between harbours (-1 = no way), and the engine's cells on the banks of each way.

    Returns
    -------
    km, first, count : ndarray, [H, H]
        Length, and the rows of ``banks`` that belong to it.
    banks : ndarray
        Cells of the engine.
    """
    n = len(rows)
    km = np.full((n, n), -1, np.int64)
    first, count = np.zeros((n, n), np.int64), np.zeros((n, n), np.int64)
    banks: list[int] = []
    at_river = [i for i in harbours if water.river[rows[i]]]
    km[at_river, at_river] = 0
    mask = water.river | (water.land & water.beside(np.flatnonzero(water.river)))
    off = ~(water.river[:, None] & water.river[water.nbr])
    nbr, length = water.only(mask, np.where(off, water.length * GAP, water.length))
    for j in at_river:
        far = cost_to_go(nbr, length, rows[j])
        for i in at_river:
            there = int(far[rows[i]])
            if i == j or there >= UNREACHABLE:
                continue
            km[i, j] = round(there * METRES / 1000.0)
            way = _walk(nbr, length, far.astype(np.int64), rows[i])
            cells = [int(cell_of[c]) for c in way if cell_of[c] >= 0]
            first[i, j], count[i, j] = len(banks), len(cells)
            banks += cells
    return km, first, count, np.array(banks or [0], np.int64)
