"""The front line follows the borders between cells of different sides."""

from __future__ import annotations

from dataclasses import dataclass

import h3
import numpy as np
import pytest
from numpy.typing import NDArray

from khingan.report.frontline import NOBODY, front_edges, front_lines, smooth


@dataclass(frozen=True)
class Grid:
    cell_id: NDArray[np.uint64]
    offset: NDArray[np.int32]
    neighbor: NDArray[np.int32]


def make_grid(cells: list[str]) -> Grid:
    ids = sorted(h3.str_to_int(cell) for cell in cells)
    row = {cell: index for index, cell in enumerate(ids)}
    rings = [
        sorted(row[n] for name in h3.grid_ring(h3.int_to_str(c), 1) if (n := h3.str_to_int(name)) in row)
        for c in ids
    ]
    offset = np.cumsum([0, *(len(ring) for ring in rings)], dtype=np.int32)
    return Grid(
        np.array(ids, np.uint64), offset, np.concatenate([np.array(ring, np.int32) for ring in rings])
    )


# Seven cells: one in the middle, six around it.
#
#       b  b
#      b a  b
#       b  b
CENTRE = h3.latlng_to_cell(46.0, 130.0, 5)


@pytest.fixture
def flower() -> Grid:
    return make_grid(list(h3.grid_disk(CENTRE, 1)))


def only_centre(grid: Grid, inner: int, outer: int) -> NDArray[np.uint8]:
    return np.where(grid.cell_id == h3.str_to_int(CENTRE), inner, outer).astype(np.uint8)


def test_one_side_everywhere_has_no_front(flower: Grid) -> None:
    assert front_lines(np.zeros(7, np.uint8), flower) == []


def test_pocket_of_one_cell_is_a_closed_hexagon(flower: Grid) -> None:
    (ring,) = front_lines(only_centre(flower, 0, 1), flower)
    assert len(ring) == 7
    assert ring[0].tolist() == ring[-1].tolist()
    corners = {(round(lon, 6), round(lat, 6)) for lat, lon in h3.cell_to_boundary(CENTRE)}
    assert {(round(lon, 6), round(lat, 6)) for lon, lat in ring} == corners


def test_cells_of_nobody_have_no_front(flower: Grid) -> None:
    assert len(front_edges(only_centre(flower, 0, NOBODY), flower)) == 0


def test_half_and_half_is_one_open_line(flower: Grid) -> None:
    lon = np.array([h3.cell_to_latlng(h3.int_to_str(int(cell)))[1] for cell in flower.cell_id])
    control = (lon >= np.sort(lon)[3]).astype(np.uint8)
    (line,) = front_lines(control, flower)
    assert len(line) == len(front_edges(control, flower)) + 1
    assert line[0].tolist() != line[-1].tolist()


def test_two_pockets_are_two_rings_the_longer_first() -> None:
    pair = [CENTRE, h3.grid_ring(CENTRE, 1)[0]]
    far = h3.latlng_to_cell(47.5, 130.0, 5)
    grid = make_grid(sorted({*h3.grid_disk(pair[0], 2), *h3.grid_disk(pair[1], 2), *h3.grid_disk(far, 2)}))
    held = {h3.str_to_int(cell) for cell in [*pair, far]}
    control = np.array([0 if int(cell) in held else 1 for cell in grid.cell_id], np.uint8)
    assert [len(ring) for ring in front_lines(control, grid)] == [11, 7]


def test_same_picture_gives_the_same_lines(flower: Grid) -> None:
    control = only_centre(flower, 0, 1)
    first, second = front_lines(control, flower), front_lines(control.copy(), flower)
    assert [line.tolist() for line in first] == [line.tolist() for line in second]


def test_five_neighbours_of_a_pentagon() -> None:
    # The theatre holds one of the twelve pentagons of the grid.
    pentagon = next(cell for cell in h3.get_pentagons(5) if len(h3.grid_ring(cell, 1)) == 5)
    grid = make_grid(list(h3.grid_disk(pentagon, 1)))
    control = np.where(grid.cell_id == h3.str_to_int(pentagon), 0, 1).astype(np.uint8)
    (ring,) = front_lines(control, grid)
    assert len(ring) == 6


def test_smoothing_keeps_the_ends_of_a_line() -> None:
    line = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]])
    rounded = smooth(line, rounds=1)
    assert rounded.tolist() == [[0.0, 0.0], [0.75, 0.75], [1.25, 0.75], [2.0, 0.0]]


def test_smoothing_keeps_a_ring_closed() -> None:
    ring = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]])
    rounded = smooth(ring, rounds=1)
    assert rounded[0].tolist() == rounded[-1].tolist() == [1.0, 0.0]
    assert len(rounded) == 9
