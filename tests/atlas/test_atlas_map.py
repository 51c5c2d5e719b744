"""The drawn map and the command that draws it."""

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from khingan.atlas.draw import base_map
from khingan.atlas.sheet import sheet_for
from khingan.cli.map import register
from khingan.errors import InputError

NEAR_KHANKA = (43.5, 130.5, 46.0, 134.5)


@pytest.fixture(scope="module")
def picture():
    return base_map(500, NEAR_KHANKA)


@pytest.fixture
def app():
    program = typer.Typer()
    register(program)
    program.callback()(lambda: None)
    return program


def test_lake_is_bluer_than_land(picture):
    pixels = np.asarray(picture.image).astype(int)
    blueness = []
    for lat, lon in ((44.85, 132.15), (45.0, 131.0)):
        x, y = (round(float(v)) for v in picture.to_px(lat, lon))
        patch = pixels[y - 4 : y + 5, x - 4 : x + 5].reshape(-1, 3).mean(axis=0)
        blueness.append(patch[2] - patch[0])
    assert blueness[0] > 5 > blueness[1]


def test_asked_box_is_inside_the_picture(picture):
    south, west, north, east = NEAR_KHANKA
    x, y = picture.to_px([south, south, (south + north) / 2], [west, east, (west + east) / 2])
    assert (x > -1).all()
    assert (x < picture.image.width + 1).all()
    assert (y > -1).all()
    assert (y < picture.image.height + 1).all()


def test_layers_can_be_left_out(picture):
    bare = base_map(500, NEAR_KHANKA, layers=("relief", "cover"))
    assert bare.image.size == picture.image.size
    difference = np.abs(np.asarray(bare.image).astype(int) - np.asarray(picture.image).astype(int))
    assert 0.02 < (difference.max(axis=2) > 40).mean() < 0.5


@pytest.mark.parametrize(
    ("width", "box", "field"),
    [
        (50, NEAR_KHANKA, "width"),
        (500, (46.0, 130, 43, 134), "bbox"),
        (500, (43.0, 130, 43.1, 134), "bbox"),
        (500, (float("nan"), 130, 46, 134), "bbox"),
    ],
)
def test_impossible_sheets_are_refused(width, box, field):
    with pytest.raises(InputError) as caught:
        sheet_for(width, box)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_command_writes_a_picture_of_the_asked_width(app, tmp_path):
    target = tmp_path / "khanka.png"
    outcome = CliRunner().invoke(
        app, ["map", "--png", str(target), "--bbox", "43.5,130.5,46,134.5", "--width", "400"]
    )
    assert outcome.exit_code == 0, outcome.output
    with Image.open(target) as image:
        assert image.width == 400
    assert [file.name for file in tmp_path.iterdir()] == ["khanka.png"]


@pytest.mark.parametrize("box", ["43,130,46", "a,b,c,d", "43,130,46,134,1"])
def test_command_refuses_unreadable_limits(app, tmp_path, box):
    outcome = CliRunner().invoke(app, ["map", "--png", str(tmp_path / "x.png"), "--bbox", box])
    assert isinstance(outcome.exception, InputError)
    assert not list(tmp_path.iterdir())


def test_command_refuses_another_format(app, tmp_path):
    outcome = CliRunner().invoke(app, ["map", "--png", str(tmp_path / "x.jpg")])
    assert isinstance(outcome.exception, InputError)
