"""Flow fields of the library scenario: whoever is ordered somewhere over land finds a way."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from khingan.campaign.world import World
from khingan.scenario.compile import Compiled


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
