"""The map plane."""

import numpy as np
import pytest

from khingan.atlas.drawing import cell_polygon, cell_polygons, smooth
from khingan.atlas.projection import project, unproject


def test_origin_is_zero():
    assert np.allclose(project(46.0, 130.0), (0, 0), atol=1e-9)


def test_east_and_north_are_positive():
    assert project(46.0, 131.0)[0] > 0
    assert project(47.0, 130.0)[1] > 0


@pytest.mark.parametrize("lat", [38.0, 52.0])
def test_scale_is_true_on_the_parallels(lat):
    a, b = np.array(project(lat, 130.0)), np.array(project(lat + 0.01, 130.0))
    assert np.hypot(*(b - a)) == pytest.approx(0.01 * 6371.007 * np.pi / 180, rel=1e-4)


def test_there_and_back():
    lat, lon = np.meshgrid(np.linspace(33, 56, 9), np.linspace(108, 159.5, 9))
    back = unproject(*project(lat, lon))
    assert np.allclose(back[0], lat)
    assert np.allclose(back[1], lon)


def test_cell_outline_surrounds_its_centre(atlas):
    outline = cell_polygon(1234)
    x, y = project(float(atlas.lat[1234]), float(atlas.lon[1234]))
    assert np.allclose(outline.mean(axis=0), (x, y), atol=1.0)
    assert np.allclose(outline, cell_polygon(int(atlas.cell_id[1234])))


def test_all_outlines_at_once_are_the_same_as_one_by_one(atlas):
    corners, offset = cell_polygons()
    assert offset[-1] == len(corners)
    assert np.allclose(corners[offset[99] : offset[100]], cell_polygon(99))


def test_smoothing_keeps_the_ends():
    line = np.array([[0.0, 0], [1, 5], [2, -5], [3, 0]])
    soft = smooth(line)
    assert soft[0].tolist() == [0, 0]
    assert soft[-1].tolist() == [3, 0]
    assert np.abs(soft[:, 1]).max() < 2
