"""What is known of the ground must come out of the tables."""

import numpy as np
import pytest

from khingan.atlas.reader import DESERT, LAKE, LAND, MOUNTAIN, PLAIN, SEA, STEPPE, SWAMP
from khingan.errors import InputError


@pytest.mark.parametrize(
    ("lat", "lon", "low", "high"),
    [
        (47.0, 120.0, 1000, 1400),  # Greater Khingan
        (47.18, 119.94, 1000, 1300),  # Halun-Arshan
        (43.88, 125.32, 180, 260),  # Changchun
        (49.21, 119.74, 600, 700),  # Hailar
        (41.99, 128.08, 1500, 2700),  # Paektu
        (45.76, 126.64, 110, 190),  # Harbin
        (41.80, 123.43, 30, 100),  # Mukden
        (47.25, 117.30, 600, 700),  # Tamsag Bulag
        (40.80, 114.88, 700, 1100),  # Kalgan
    ],
)
def test_known_heights(atlas, lat, lon, low, high):
    assert low <= atlas.height_m[atlas.cell_at(lat, lon)] <= high


@pytest.mark.parametrize(("lat", "lon"), [(45.0, 132.4), (49.0, 117.4)])
def test_khanka_and_hulun_are_lakes(atlas, lat, lon):
    assert atlas.water[atlas.cell_at(lat, lon)] == LAKE


def test_lake_khanka_has_its_size(atlas):
    near = np.hypot(atlas.lat - 44.95, (atlas.lon - 132.4) * 0.7) < 0.8
    area = atlas.area_km2[near & (atlas.water == LAKE)].sum()
    assert 3000 < area < 5000


@pytest.mark.parametrize("lat", [44.2, 45.0, 45.6, 46.4, 47.0])
def test_khingan_is_a_wall_of_mountains_from_44_to_47_north(atlas, lat):
    band = (np.abs(atlas.lat - lat) < 0.12) & (atlas.lon > 117.3) & (atlas.lon < 121.5)
    assert (atlas.form[band] == MOUNTAIN).any()


def test_manchurian_plain_is_flat(atlas):
    box = (atlas.lat > 44.3) & (atlas.lat < 46.5) & (atlas.lon > 124.0) & (atlas.lon < 126.0)
    assert (atlas.form[box] == PLAIN).mean() > 0.95


@pytest.mark.parametrize(
    ("lat", "lon", "cover"),
    [(44.0, 112.5, DESERT), (47.4, 132.2, SWAMP), (45.3, 133.1, SWAMP), (48.5, 119.0, STEPPE)],
)
def test_known_ground(atlas, lat, lon, cover):
    assert atlas.cover[atlas.cell_at(lat, lon)] == cover


def test_sea_is_nobodys_and_on_no_landmass(atlas):
    sea = atlas.water == SEA
    assert (atlas.territory[sea] == atlas.territories.index("SEA")).all()
    assert (atlas.landmass[sea] == -1).all()


def test_land_has_an_owner_and_a_landmass(atlas):
    land = atlas.water == LAND
    assert (atlas.territory[land] != atlas.territories.index("SEA")).all()
    assert (atlas.landmass[land] >= 0).all()


@pytest.mark.parametrize(
    ("place_id", "territory"),
    [
        ("hailar", "MANCHUKUO"), ("manchouli", "MANCHUKUO"), ("hutou", "MANCHUKUO"), ("chengte", "MANCHUKUO"),
        ("kalgan", "MENGJIANG"), ("tolun", "MENGJIANG"), ("peiping", "CHINA"), ("seishin", "KOREA"),
        ("koton", "KARAFUTO"), ("onor", "USSR"), ("shumushu", "KURILS"), ("petropavlovsk", "USSR"),
        ("tamsag_bulag", "MPR"), ("sapporo", "JAPAN"),
    ],
)  # fmt: skip
def test_territories_of_1945(atlas, place_id, territory):
    assert atlas.territories[atlas.territory[atlas.place(place_id)["cell"]]] == territory


def test_cells_are_sorted_by_id(atlas):
    assert (np.diff(atlas.cell_id.astype(np.int64)) > 0).all()


def test_cell_row_finds_an_id_and_refuses_a_stranger(atlas):
    assert atlas.cell_row(int(atlas.cell_id[77])) == 77
    assert atlas.cell_row(int(atlas.cell_id[77]) + 1) == -1


def test_a_point_off_the_map_is_refused(atlas):
    with pytest.raises(InputError, match="off the map"):
        atlas.cell_at(10.0, 100.0)


def test_arrays_cannot_be_changed(atlas):
    with pytest.raises(ValueError, match="read-only"):
        atlas.form[0] = 1
