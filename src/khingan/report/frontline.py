"""The front line: the shared borders of neighbouring cells held by different sides, joined into lines."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Protocol

import h3
import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]
"""Points of a line, shape (n, 2): longitude, latitude in degrees."""

NOBODY = 255
"""Controller of a cell that no side holds, such as the sea."""


class Grid(Protocol):
    """What the front line needs of an atlas: cells and their neighbours (CSR)."""

    @property
    def cell_id(self) -> NDArray[np.uint64]:
        """H3 ids of the cells."""

    @property
    def offset(self) -> NDArray[np.int32]:
        """First edge of each cell, and the number of edges at the end."""

    @property
    def neighbor(self) -> NDArray[np.int32]:
        """Cell at the far end of each edge."""


@lru_cache(maxsize=65_536)
def _vertices(cell: int) -> frozenset[str]:
    return frozenset(h3.cell_to_vertexes(h3.int_to_str(cell)))


@lru_cache(maxsize=65_536)
def _position(vertex: str) -> tuple[float, float]:
    lat, lon = h3.vertex_to_latlng(vertex)
    return lon, lat


def front_edges(control: NDArray[np.uint8], grid: Grid) -> NDArray[np.int32]:
    """Return the pairs of neighbouring cells that different sides hold.

    Parameters
    ----------
    control : uint8[C]
        Side that holds each cell, 255 for nobody.
    grid : Grid
        The atlas the array is aligned with.

    Returns
    -------
    int32[n, 2]
        Rows of the two cells, the smaller first.
    """
    first = np.repeat(np.arange(len(grid.cell_id), dtype=np.int32), np.diff(grid.offset))
    second = grid.neighbor
    held = (control[first] != NOBODY) & (control[second] != NOBODY)
    chosen = (first < second) & held & (control[first] != control[second])
    return np.stack([first[chosen], second[chosen]], axis=1)


def _join(borders: dict[str, list[str]]) -> list[list[str]]:
    """Walk a graph whose nodes have at most two neighbours: open chains first, then rings."""
    chains = []
    left = set(borders)
    # Sorted, so that the same picture gives the same file.
    for start in sorted(borders, key=lambda vertex: (len(borders[vertex]), vertex)):
        if start not in left:
            continue
        chain = [start]
        left.remove(start)
        while (following := next((v for v in borders[chain[-1]] if v in left), None)) is not None:
            chain.append(following)
            left.remove(following)
        if len(chain) > 2 and start in borders[chain[-1]]:
            chain.append(start)
        chains.append(chain)
    return chains


def front_lines(control: NDArray[np.uint8], grid: Grid) -> list[Line]:
    """Return the front line as lines along the borders of the cells.

    A vertex of the grid touches three cells, and among three cells held by two sides either no border or
    exactly two are part of the front. The borders therefore join into chains and rings without a branch.
    A ring is a pocket.

    Parameters
    ----------
    control : uint8[C]
        Side that holds each cell, 255 for nobody.
    grid : Grid
        The atlas the array is aligned with.

    Returns
    -------
    list of Line
        Lines of longitude and latitude; a ring ends where it began. The longest line comes first.
    """
    borders: dict[str, list[str]] = defaultdict(list)
    for first, second in front_edges(control, grid):
        shared = sorted(_vertices(int(grid.cell_id[first])) & _vertices(int(grid.cell_id[second])))
        # Beside a pentagon two cells can be neighbours on paper and share a single corner.
        if len(shared) == 2:
            borders[shared[0]].append(shared[1])
            borders[shared[1]].append(shared[0])
    chains = sorted(_join(borders), key=lambda chain: (-len(chain), chain[0]))
    return [np.array([_position(vertex) for vertex in chain]) for chain in chains]


def smooth(line: Line, rounds: int = 2) -> Line:
    """Cut the corners of a line (Chaikin), so that a front drawn along hexagons reads as a front.

    Parameters
    ----------
    line : Line
        Open line, or ring whose last point repeats the first.
    rounds : int
        Each round replaces every corner by two points at a quarter and three quarters of its sides.

    Returns
    -------
    Line
        The ends of an open line stay where they are; a ring stays closed.
    """
    for _ in range(rounds):
        if len(line) < 3:
            return line
        closed = bool(np.array_equal(line[0], line[-1]))
        near, far = line[:-1], line[1:]
        cut = np.stack([0.75 * near + 0.25 * far, 0.25 * near + 0.75 * far], axis=1).reshape(-1, 2)
        if closed:
            line = np.concatenate([cut, cut[:1]])
        else:
            line = np.concatenate([line[:1], cut[1:-1], line[-1:]])
    return line
