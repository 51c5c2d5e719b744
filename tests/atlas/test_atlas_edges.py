"""The graph: symmetric, complete, and dry only where there is land to walk on."""

import h3.api.numpy_int as h3
import numpy as np
import pytest

SYMMETRIC = (
    "length_m", "border_m", "width_m", "road", "rail", "gauge", "river", "bridge", "mountain_pass",
)  # fmt: skip


@pytest.fixture(scope="module")
def backward(atlas, starts):
    """Row of the reverse of every edge."""
    order = np.lexsort((starts, atlas.neighbor))
    assert (atlas.neighbor[order] == starts).all(), "an edge has no reverse"
    return order


@pytest.mark.parametrize("name", SYMMETRIC)
def test_edges_are_symmetric(atlas, backward, name):
    values = getattr(atlas, name)
    assert (values == values[backward]).all()


def test_bearing_back_is_about_the_opposite(atlas, backward):
    turn = np.abs((atlas.bearing_deg - atlas.bearing_deg[backward]) % 360 - 180)
    assert turn.max() < 1.0


def test_no_cell_has_more_than_six_neighbours(atlas):
    assert np.diff(atlas.offset).max() == 6


def test_the_pentagon_is_an_ordinary_cell_with_five_neighbours(atlas):
    pentagons = [row for row, cell in enumerate(atlas.cell_id.tolist()) if h3.is_pentagon(cell)]
    assert len(pentagons) == 1
    around = atlas.neighbors(pentagons[0])
    assert around.size == 5
    assert sorted(atlas.cell_id[around].tolist()) == sorted(
        int(cell) for cell in h3.grid_disk(int(atlas.cell_id[pentagons[0]]), 1)
        if int(cell) != int(atlas.cell_id[pentagons[0]])
    )  # fmt: skip


def test_every_inland_cell_has_all_its_neighbours(atlas):
    inland = np.flatnonzero((atlas.landmass == 0) & (atlas.lat > 40) & (atlas.lat < 54) & (atlas.lon < 135))
    inland = inland[(atlas.lon[inland] > 110) & (atlas.land_pct[inland] == 100)]
    assert (np.diff(atlas.offset)[inland] == 6).all()


def test_distances_are_those_of_the_grid(atlas, starts):
    walk = atlas.width_m > 0
    assert atlas.length_m[walk].min() > 12_000
    assert atlas.length_m.max() < 19_000
    first = int(np.flatnonzero(walk)[0])
    a, b = int(starts[first]), int(atlas.neighbor[first])
    true = h3.great_circle_distance(
        h3.cell_to_latlng(int(atlas.cell_id[a])), h3.cell_to_latlng(int(atlas.cell_id[b])), unit="m"
    )
    assert atlas.length_m[first] == pytest.approx(true, abs=2)


def test_no_passage_is_wider_than_the_border(atlas):
    assert (atlas.width_m <= atlas.border_m).all()


def test_land_passages_join_land_of_one_landmass(atlas, starts):
    walk = atlas.width_m > 0
    assert (atlas.water[starts[walk]] == 0).all()
    assert (atlas.landmass[starts[walk]] == atlas.landmass[atlas.neighbor[walk]]).all()


@pytest.mark.parametrize("name", ["road", "rail", "river", "bridge", "mountain_pass"])
def test_nothing_is_laid_where_one_cannot_walk(atlas, name):
    assert (getattr(atlas, name)[atlas.width_m == 0] == 0).all()


def test_bridges_stand_on_rivers(atlas):
    assert (atlas.river[atlas.bridge == 1] > 0).all()


def test_a_road_goes_along_each_railway(atlas):
    assert (atlas.road[atlas.rail > 0] == 2).all()


def test_edge_finds_neighbours_only(atlas):
    goal = int(atlas.neighbors(500)[0])
    assert atlas.neighbor[atlas.edge(500, goal)] == goal
    assert atlas.edge(500, 500) == -1


@pytest.mark.parametrize(
    ("here", "there", "west", "east", "south", "share"),
    [
        ("USSR", "MANCHUKUO", 121.0, 134.9, 48.0, 0.9),  # Amur
        ("USSR", "MANCHUKUO", 118.0, 121.0, 49.9, 0.9),  # Argun
        ("MANCHUKUO", "KOREA", 124.0, 131.0, 39.0, 0.85),  # Yalu and Tumen
    ],
)
def test_border_rivers_are_crossings(atlas, starts, here, there, west, east, south, share):
    name = np.array(atlas.territories)
    border = (name[atlas.territory[starts]] == here) & (name[atlas.territory[atlas.neighbor]] == there)
    border &= (atlas.width_m > 0) & (atlas.lon[starts] > west) & (atlas.lon[starts] < east)
    border &= atlas.lat[starts] > south
    assert border.sum() > 50
    assert (atlas.river[border] > 0).mean() > share


def test_trains_crossed_the_amur_at_komsomolsk_by_ferry(atlas, starts):
    near = (np.abs(atlas.lat[starts] - 50.52) < 0.3) & (np.abs(atlas.lon[starts] - 137.05) < 0.4)
    ferry = near & (atlas.rail > 0) & (atlas.river == 3)
    assert ferry.any()
    assert not atlas.bridge[ferry].any()
