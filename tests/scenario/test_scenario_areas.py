"""Areas: pieces of the map, towns in them, railways."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_scenario import Folder

from khingan.atlas import Atlas, load_atlas
from khingan.scenario import Scenario, load
from khingan.scenario.areas import LAND, RAILWAY, Area, areas_of, cell_weights

EVERYWHERE = (-90.0, -180.0, 90.0, 180.0)
KOREA = Area("korea", "Korea", LAND, "KOREA", EVERYWHERE, ())
NORTH = replace(KOREA, area_id="north", box=(38.0, -180.0, 90.0, 180.0))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def test_two_parts_make_the_whole(atlas: Atlas) -> None:
    south = replace(KOREA, area_id="south", box=(-90.0, -180.0, 38.0, 180.0))
    parts, whole = cell_weights([NORTH, south], atlas), cell_weights([KOREA], atlas)
    assert np.array_equal(parts.sum(axis=1), whole.sum(axis=1))


def test_of_areas_that_overlap_the_first_has_the_cell(atlas: Atlas) -> None:
    both = cell_weights([NORTH, KOREA], atlas)
    assert not (both[0, 0] * both[0, 1]).any()
    assert np.array_equal(both.sum(axis=1), cell_weights([KOREA], atlas).sum(axis=1))


def test_a_railway_is_as_long_as_its_legs(atlas: Atlas) -> None:
    lines = ("hsinking_harbin",)
    metres = cell_weights([Area("line", "Line", RAILWAY, None, EVERYWHERE, lines)], atlas)[0, 0]
    assert 200_000 < metres.sum() < 350_000  # Hsinking and Harbin are about 240 km apart by rail
    twice = cell_weights([Area("line", "Line", RAILWAY, None, EVERYWHERE, lines * 2)], atlas)[0, 0]
    assert metres.sum() == twice.sum()


def test_a_scenario_without_areas_has_its_territories(folder: Folder) -> None:
    sc = load(folder.path)
    assert [area.area_id for area in areas_of(sc)] == [row["territory"] for row in sc.tables["territories"]]


def test_every_area_of_the_flagship_has_ground(flagship: Scenario, atlas: Atlas) -> None:
    weights = cell_weights(areas_of(flagship), atlas)
    assert (weights[0].sum(axis=1) > 0).all()
