"""The front line by day as GeoJSON."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import h3
import numpy as np
from numpy.typing import NDArray

from khingan.report.geojson import front_by_day, write_front

START = datetime(1945, 8, 9, tzinfo=timezone(timedelta(hours=9)))
CENTRE = h3.latlng_to_cell(46.0, 130.0, 5)
NEXT = h3.grid_ring(CENTRE, 1)[0]
PAIR: Any = SimpleNamespace(
    cell_id=np.array([h3.str_to_int(CENTRE), h3.str_to_int(NEXT)], np.uint64),
    offset=np.array([0, 1, 2], np.int32),
    neighbor=np.array([1, 0], np.int32),
)


def control(*rows: tuple[int, int]) -> NDArray[np.uint8]:
    return np.array(rows, np.uint8)


def test_a_feature_for_the_start_and_each_full_day() -> None:
    made = front_by_day(control(*[(0, 1)] * 9), PAIR, START)
    assert [feature["properties"]["day"] for feature in made["features"]] == [0, 1, 2]
    assert made["features"][1]["properties"]["time"] == "1945-08-10T00:00:00+09:00"


def test_line_runs_along_the_shared_border_longitude_first() -> None:
    (start,) = front_by_day(control((0, 1)), PAIR, START)["features"]
    (line,) = start["geometry"]["coordinates"]
    assert len(line) == 2
    assert all(129 < lon < 131 and 45 < lat < 47 for lon, lat in line)


def test_day_without_a_front_has_an_empty_geometry() -> None:
    (start,) = front_by_day(control((0, 0)), PAIR, START)["features"]
    assert start["geometry"]["coordinates"] == []


def test_file_holds_the_same(tmp_path: Path) -> None:
    write_front(control((0, 1)), PAIR, START, tmp_path / "front.geojson")
    assert json.loads((tmp_path / "front.geojson").read_text()) == front_by_day(control((0, 1)), PAIR, START)
