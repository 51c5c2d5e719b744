"""Least-cost routes over land from cell to cell, in whole metres so that every machine agrees."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from .cover import DESERT, FOREST, SWAMP

FORM_FACTOR = np.array([10, 14, 24])
COVER_FACTOR = np.array([10, 10, 10, 10, 10, 10, 10])
COVER_FACTOR[[FOREST, SWAMP, DESERT]] = [12, 18, 13]
CROSSING_M = np.array([0, 1000, 4000, 10000])


@dataclass(frozen=True)
class Land:
    """What routing needs to know of the map."""

    a: np.ndarray
    b: np.ndarray
    length_m: np.ndarray
    width_m: np.ndarray
    river: np.ndarray
    form: np.ndarray
    cover: np.ndarray
    territory: np.ndarray

    def cost(self) -> np.ndarray:
        """Cost of each pair in effective metres; meaningless where there is no land passage."""
        form = FORM_FACTOR[self.form]
        cover = COVER_FACTOR[self.cover]
        ground = form[self.a] * cover[self.a] + form[self.b] * cover[self.b]
        return ground * self.length_m.astype(np.int64) // 200 + CROSSING_M[self.river]


class Router:
    """Shortest paths over the land pairs whose two cells lie in the allowed territories."""

    def __init__(self, land: Land, allowed: tuple[int, ...] | None = None) -> None:
        use = land.width_m > 0
        if allowed is not None:
            inside = np.isin(land.territory, allowed)
            use &= inside[land.a] & inside[land.b]
        a, b, cost = land.a[use], land.b[use], land.cost()[use].astype(np.float64)
        size = land.form.size
        self._matrix = csr_matrix((cost, (a, b)), shape=(size, size))
        self._known: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def path(self, start: int, goal: int) -> list[int] | None:
        """Return the cells of the cheapest path, both ends included, or None."""
        if start not in self._known:
            self._known[start] = dijkstra(
                self._matrix, directed=False, indices=start, return_predecessors=True
            )
        cost, before = self._known[start]
        if not np.isfinite(cost[goal]):
            return None
        cells = [goal]
        while cells[-1] != start:
            cells.append(int(before[cells[-1]]))
        return cells[::-1]


def pair_index(a: np.ndarray, b: np.ndarray) -> dict[tuple[int, int], int]:
    """Map (smaller cell, larger cell) to the row of the pair."""
    return {pair: k for k, pair in enumerate(zip(a.tolist(), b.tolist(), strict=True))}


def steps(path: list[int]) -> list[tuple[int, int]]:
    """Return the pairs (smaller, larger) along a path of cells."""
    return [(min(u, v), max(u, v)) for u, v in pairwise(path)]
