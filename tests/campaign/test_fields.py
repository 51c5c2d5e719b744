"""Flow fields of the library scenario: whoever is ordered somewhere over land finds a way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from khingan.campaign.world import World
from khingan.scenario.compile import Compiled
from khingan.scenario.compile.fields import beside_boundary


def _landmasses(w: World) -> np.ndarray:
    n = len(w.c) - 1
    start, slot = (w.nbr[:n] < n).nonzero()
    ways = coo_array((np.ones(start.size), (start, w.nbr[start, slot])), shape=(n, n))
    return np.asarray(connected_components(ways, directed=False)[1])


def test_every_objective_on_its_landmass_can_be_reached_from_a_units_start(flagship: Compiled) -> None:
    w = flagship.world
    land = _landmasses(w)
    lost = []
    for u, entry in enumerate(flagship.entries):
        start, axis = int(w.u["start"][u]), int(w.u["axis"][u])
        while axis >= 0 and start >= 0:
            first = int(w.a["first"][axis])
            for o in range(first, first + int(w.a["count"][axis])):
                row = w.field_row[w.u["mobility"][u], o]
                if land[start] == land[w.o_cell[o]] and w.field[row, start] == 65535:
                    lost.append((entry.unit_id, flagship.axis_plan[axis], o - first))
            axis = int(w.a["next"][axis])
    assert lost == []


def test_the_way_gets_shorter_to_the_goal(flagship: Compiled) -> None:
    # From every cell that reaches a goal some neighbour is nearer to it.
    w = flagship.world
    for row in np.unique(w.field_row[w.field_row >= 0]):
        field = w.field[row]
        near = field[w.nbr].min(axis=1)
        inside = (field > 0) & (field < 65535)
        assert (near[inside] < field[inside]).all()


@pytest.mark.parametrize(("share", "factor"), [(0.0, 4.0), (0.1, 4.0), (0.15, 2.0), (0.2, 1.0)])
def test_a_sector_is_the_wider_the_farther_its_objective(share: float, factor: float) -> None:
    # 200 km to the north along the equator's meridian; a road runs 35 km aside, and the band is 20, 20, 30 and 40 km
    lat = np.array([0.0, 200.0, 100.0]) / 111.2
    lon = np.array([0.0, 0.0, 35.0]) / (111.2 * np.cos(np.radians(lat[1] / 2.0)))
    cost = beside_boundary(lat, lon, 0, 1, 20.0, share, 5.0)
    assert cost == pytest.approx([1.0, 1.0, factor])
