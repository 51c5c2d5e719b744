"""Shapes made of map cells: outlines of sets of cells and smooth paths through them.

Cells share their corner points, so an outline is what is left when every side shared by two cells of the set
is struck out. Corners are matched by their coordinates rounded to about ten metres.

Path data is written in whole steps of 1/`GRAIN` drawing unit, relative where it can be, which makes a page of
many maps several times smaller; the page scales such paths back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import h3.api.basic_int as h3
import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray

GRAIN = 5

Points = NDArray[np.float64]
Project = Callable[[npt.ArrayLike, npt.ArrayLike], tuple[Points, Points]]
_GRAIN = 100.0  # corners per km when matching


class Outlines:
    """Sides of cells, projected and paired once and shared by every outline drawn.

    Parameters
    ----------
    cell_ids : sequence of int
        H3 ids of the cells that may be asked for; masks below are aligned with it.
    project : callable
        Maps arrays of latitude and longitude to x and y (drawing units, y downwards).
    """

    def __init__(self, cell_ids: Sequence[int], project: Project) -> None:
        rings = [h3.cell_to_boundary(int(cell)) for cell in cell_ids]
        flat = np.array([point for ring in rings for point in ring], dtype=np.float64).reshape(-1, 2)
        x, y = project(flat[:, 0], flat[:, 1])
        keys = np.round(np.column_stack((x, y)) * _GRAIN).astype(np.int64)
        _, first, corner = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        corner = corner.reshape(-1).astype(np.int64)
        self.points: Points = np.column_stack((x, y))[first]
        lengths = np.array([len(ring) for ring in rings], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1])) if len(lengths) else lengths
        following = np.arange(1, len(corner) + 1)
        following[starts + lengths - 1] = starts
        self._start, self._end = corner, corner[following]
        self._cell = np.repeat(np.arange(len(lengths)), lengths)
        self._beyond = self._pair()

    def _pair(self) -> NDArray[np.int64]:
        """The cell on the far side of each side, -1 where none of the known cells lies."""
        width = len(self.points) + 1
        here = self._start * width + self._end
        back = self._end * width + self._start
        order = np.argsort(here)
        at = np.searchsorted(here[order], back)
        at = np.minimum(at, max(len(here) - 1, 0))
        match = order[at] if len(here) else at
        found = here[match] == back if len(here) else np.zeros(0, bool)
        return np.where(found, self._cell[match], -1) if len(here) else np.zeros(0, np.int64)

    def outline(self, mask: NDArray[np.bool_]) -> list[Points]:
        """Closed outlines of a set of cells.

        Parameters
        ----------
        mask : bool[n]
            Which of the cells are in the set.

        Returns
        -------
        list of (n, 2) arrays
            One per ring, holes included; the first point is not repeated.
        """
        beyond = np.where(self._beyond >= 0, mask[self._beyond], False)
        lines = self._chained(mask[self._cell] & ~beyond)
        return [self.points[line[:-1]] for line in lines if line[0] == line[-1] and len(line) > 3]

    def between(self, ours: NDArray[np.bool_], theirs: NDArray[np.bool_]) -> list[Points]:
        """Lines between two sets of cells, with `ours` always on the same hand.

        Returns
        -------
        list of (n, 2) arrays
            Open lines, or closed rings with the first point repeated at the end.
        """
        beyond = np.where(self._beyond >= 0, theirs[self._beyond], False)
        return [self.points[line] for line in self._chained(ours[self._cell] & beyond)]

    def _chained(self, chosen: NDArray[np.bool_]) -> list[list[int]]:
        return chain(list(zip(self._start[chosen].tolist(), self._end[chosen].tolist(), strict=True)))


def chain(sides: list[tuple[int, int]]) -> list[list[int]]:
    """Join directed sides end to start into the longest lines possible.

    Parameters
    ----------
    sides : list of (start, end)
        Directed sides between corner numbers, in a stable order.

    Returns
    -------
    list of list of int
        Corner numbers; a closed ring repeats its first corner at the end.
    """
    following: dict[int, list[int]] = {}
    arriving: dict[int, int] = {}
    for start, end in sides:
        following.setdefault(start, []).append(end)
        arriving[end] = arriving.get(end, 0) + 1
    lines = []
    # Open lines first: they must start where nothing arrives, or they would be cut in two.
    starts = [s for s in following if arriving.get(s, 0) < len(following[s])]
    for start in starts + list(following):
        while following.get(start):
            line = [start]
            while following.get(line[-1]):
                line.append(following[line[-1]].pop())
                if line[-1] == start and start not in starts:
                    break
            lines.append(line)
    return lines


def relax(line: Points, closed: bool, rounds: int = 2) -> Points:
    """Even out the zigzag of cell sides by averaging neighbours; open ends stay where they are."""
    for _ in range(rounds):
        if closed:
            around = np.concatenate((line[-1:], line, line[:1]))
            line = (around[:-2] + 2 * line + around[2:]) / 4
        elif len(line) > 2:
            inner = (line[:-2] + 2 * line[1:-1] + line[2:]) / 4
            line = np.concatenate((line[:1], inner, line[-1:]))
    return line


def smooth_path(line: Points, closed: bool, thin: int = 2) -> str:
    """SVG path of quadratic curves through the middles of a relaxed line.

    Parameters
    ----------
    line : (n, 2) array
        Points in drawing units.
    closed : bool
        Whether the last point joins the first.
    thin : int
        Keep every `thin`-th point after relaxing; keeps the page small.

    Returns
    -------
    str
        Path data in units of 1/`GRAIN` drawing unit, empty for fewer than two points.
    """
    if len(line) < 2:
        return ""
    thin = max(1, min(thin, len(line) // 5))
    relaxed = relax(line, closed)
    kept = relaxed[::thin] if closed else np.concatenate((relaxed[:-1:thin], relaxed[-1:]))
    if closed:
        middles = (kept + np.concatenate((kept[1:], kept[:1]))) / 2
        turns = np.concatenate((kept[1:], kept[:1])), np.concatenate((middles[1:], middles[:1]))
        return _curves(middles[:1], *turns) + "z"
    middles = (kept[:-1] + kept[1:]) / 2
    # The first and last half pieces are straight: their turning point lies on them.
    turns = np.concatenate((kept[:1], kept[1:-1], kept[-1:])), np.concatenate((middles, kept[-1:]))
    return _curves(kept[:1], *turns)


def _curves(first: Points, turns: Points, ends: Points) -> str:
    stops = np.round(np.concatenate((first, ends)) * GRAIN).astype(np.int64)
    bends = np.round(turns * GRAIN).astype(np.int64) - stops[:-1]
    steps = np.diff(stops, axis=0)
    numbers = np.concatenate((bends, steps), axis=1).reshape(-1).tolist()
    return f"M{stops[0, 0]} {stops[0, 1]}q{_packed(numbers)}"


def straight_path(line: Points, closed: bool = False) -> str:
    """SVG path of straight pieces in units of 1/`GRAIN` drawing unit; points that coincide are joined."""
    if len(line) < 2:
        return ""
    stops = np.round(line * GRAIN).astype(np.int64)
    steps = np.diff(stops, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    return f"M{stops[0, 0]} {stops[0, 1]}l{_packed(steps.reshape(-1).tolist())}" + ("z" if closed else "")


def _packed(numbers: list[int]) -> str:
    return " ".join(map(str, numbers)).replace(" -", "-")
