"""Who holds the ground at the end of a day: the front, the day's gain, what was taken so far, and pockets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from khingan.report.frontline import NOBODY, Grid, front_edges
from khingan.report.geometry import Outlines, Points, Project, relax, smooth_path

_SMALL = 0.25  # a pocket is at most this share of the largest connected piece its side holds
_FRONT_GAP_KM = 2.0  # each side's line lies this far inside its own ground


class LandGrid(Grid, Protocol):
    """What ground drawing needs of an atlas beside cells and neighbours."""

    @property
    def width_m(self) -> NDArray[np.int32]:
        """Passable land width of each edge, 0 across water."""


@dataclass(frozen=True)
class Ground:
    """SVG path data of one day, per side where it is a tuple.

    Attributes
    ----------
    front : tuple of str
        The line of contact as each side's own edge.
    gained : tuple of str
        Ground that came under the side on this day.
    taken : tuple of str
        All ground held that was the other side's at the start.
    pockets : tuple of str
        Cut-off pieces of the side's ground with fighting units in them.
    gained_cells : tuple of int
        Number of cells behind `gained`.
    pocket_units : tuple of tuple of str
        Units in the pockets of each side.
    """

    front: tuple[str, str]
    gained: tuple[str, str]
    taken: tuple[str, str]
    pockets: tuple[str, str]
    gained_cells: tuple[int, int]
    pocket_units: tuple[tuple[str, ...], tuple[str, ...]]


class GroundPainter:
    """Draws the ground of every day of one campaign.

    Parameters
    ----------
    control : uint8[days + 1, C]
        Controller of every cell at the start and at each day's end, 255 for nobody.
    grid : LandGrid
        The atlas.
    project : callable
        Latitude and longitude to drawing units.
    """

    def __init__(self, control: NDArray[np.uint8], grid: LandGrid, project: Project) -> None:
        self._control = control
        self._grid = grid
        first = np.repeat(np.arange(len(grid.cell_id), dtype=np.int32), np.diff(grid.offset))
        walkable = grid.width_m > 0
        self._from, self._to = first[walkable], grid.neighbor[walkable]
        # Pieces that no day changes are found once; days only join the cells that change.
        self._moving = (control != control[0]).any(axis=0)
        start, quiet = control[0], ~self._moving
        same = start[self._from] == start[self._to]
        held = (start != NOBODY)[self._from] & (start != NOBODY)[self._to]
        self._at_start = self._pieces(same)
        self._landmass = self._pieces(held)
        self._still = self._pieces(same & quiet[self._from] & quiet[self._to])
        needed = self._moving.copy()
        for row in control:
            contested = front_edges(row, grid)
            needed[contested.reshape(-1)] = True
        needed[self._to[self._moving[self._from]]] = True
        # The quiet heart of a pocket belongs to its outline; large quiet pieces never become a pocket.
        sizes = np.bincount(self._still, minlength=len(self._still))[self._still]
        needed |= (sizes < _SMALL * sizes.max()) & (control[0] != NOBODY)
        self._drawn = needed
        self._outlines = Outlines(grid.cell_id[needed].tolist(), project)

    def _pieces(self, joined: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Label of each cell's piece when only the marked passages join cells."""
        label = np.arange(self._control.shape[1], dtype=np.int64)
        return components(label, self._from[joined], self._to[joined])

    def day(self, index: int, units: Sequence[tuple[str, int, int]] = ()) -> Ground:
        """Draw one day.

        Parameters
        ----------
        index : int
            0 for the start, 1 for the end of the first day …
        units : sequence of (unit_id, side, row of the cell)
            Fighting units, which make a cut-off piece of ground a pocket.

        Returns
        -------
        Ground
            Path data.
        """
        now, start = self._control[index], self._control[0]
        before = self._control[max(index - 1, 0)]
        gained = [(now == s) & (before != s) & (before != NOBODY) for s in (0, 1)]
        taken = [(now == s) & (start == 1 - s) for s in (0, 1)]
        pockets, inside = self._pockets(now, units)
        return Ground(
            self._front(now),
            (self._area(gained[0]), self._area(gained[1])),
            # The front is drawn over the edge of what was taken: it may be coarse.
            (self._area(taken[0], thin=4), self._area(taken[1], thin=4)),
            (self._area(pockets[0]), self._area(pockets[1])),
            (int(gained[0].sum()), int(gained[1].sum())),
            (inside[0], inside[1]),
        )

    def _area(self, mask: NDArray[np.bool_], thin: int = 2) -> str:
        rings = self._outlines.outline(mask[self._drawn])
        return "".join(smooth_path(ring, closed=True, thin=thin) for ring in rings)

    def _front(self, now: NDArray[np.uint8]) -> tuple[str, str]:
        held = now[self._drawn]
        lines = self._outlines.between(held == 0, held == 1)
        paths = ["", ""]
        for line in lines:
            closed = bool(np.array_equal(line[0], line[-1])) and len(line) > 3
            even = relax(line[:-1] if closed else line, closed, rounds=3)
            for side, way in ((0, 1.0), (1, -1.0)):
                paths[side] += smooth_path(_aside(even, way * _FRONT_GAP_KM, closed), closed, thin=3)
        return paths[0], paths[1]

    def _pockets(
        self, now: NDArray[np.uint8], units: Sequence[tuple[str, int, int]]
    ) -> tuple[list[NDArray[np.bool_]], list[tuple[str, ...]]]:
        touched = self._moving[self._from] | self._moving[self._to]
        same = touched & (now[self._from] == now[self._to])
        label = components(self._still.copy(), self._from[same], self._to[same])
        size = np.bincount(label, minlength=len(label))
        found = [np.zeros(len(now), bool), np.zeros(len(now), bool)]
        inside: list[tuple[str, ...]] = [(), ()]
        for side in (0, 1):
            in_piece: dict[int, list[str]] = {}
            for unit_id, unit_side, cell in units:
                if unit_side == side and cell >= 0 and now[cell] == side:
                    in_piece.setdefault(int(label[cell]), []).append(unit_id)
            cut_off = [p for p in sorted(in_piece) if self._is_pocket(now, label, size, p, side)]
            found[side] = np.isin(label, cut_off)
            inside[side] = tuple(name for p in cut_off for name in sorted(in_piece[p]))
        return found, inside

    def _is_pocket(
        self,
        now: NDArray[np.uint8],
        label: NDArray[np.int64],
        size: NDArray[np.int64],
        piece: int,
        side: int,
    ) -> bool:
        """A piece much smaller than what the side still holds of what was one with it at the start.

        Islands and quiet corners were separate from the start: they are no pockets. A spearhead cut off on
        conquered ground has no such past and is measured against the side's largest piece on its landmass.
        """
        own = (label == piece) & (self._control[0] == side)
        if own.any():
            kin = np.isin(self._at_start, self._at_start[own]) & (self._control[0] == side)
        else:
            kin = self._landmass == self._landmass[piece]
        siblings = np.unique(label[kin & (now == side)])
        return bool(size[piece] < _SMALL * size[siblings].max())


def _aside(line: Points, distance: float, closed: bool) -> Points:
    """Shift a line to its left (positive) by a distance, following its bends."""
    if closed:
        along = np.roll(line, -1, axis=0) - np.roll(line, 1, axis=0)
    else:
        along = np.gradient(line, axis=0) if len(line) > 1 else np.zeros_like(line)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    normal = np.column_stack((along[:, 1], -along[:, 0])) / length[:, None]
    return np.asarray(line + distance * normal)


def components(
    label: NDArray[np.int64], first: NDArray[np.int32], second: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Join labels along pairs until every connected piece carries its smallest label.

    Parameters
    ----------
    label : int64[n]
        A label per node that is itself a node carrying that label; changed in place and returned.
    first, second : int32[m]
        Pairs of nodes to be joined, each in both directions.

    Returns
    -------
    int64[n]
        The smallest node of each piece.
    """
    while True:
        left, right = label[first], label[second]
        differ = left != right
        if not differ.any():
            return label
        low, high = np.minimum(left, right)[differ], np.maximum(left, right)[differ]
        np.minimum.at(label, high, low)
        while True:
            shorter = label[label]
            if np.array_equal(shorter, label):
                break
            label = shorter
