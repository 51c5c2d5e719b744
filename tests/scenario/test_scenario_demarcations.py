"""Demarcations: what is checked, where they are listed, and which cells they leave to others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import typer
from tiny_scenario import Folder, only
from typer.testing import CliRunner

from khingan.atlas import load_atlas
from khingan.cli import scenario
from khingan.scenario import Scenario, load
from khingan.scenario.compile.ground import Ground
from khingan.scenario.compile.regions import region_arrays


def _row(**more: Any) -> dict[str, Any]:
    return {
        "demarcation_id": "the_river", "side": "red", "south": 40, "west": 110, "north": 50, "east": 120,
        "description": "left to others", "basis": "in_campaign", "claim": "assumption",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"side": "green"}, "side"),
        ({"south": 50}, "south, north"),
        ({"south": 51}, "south, north"),
        ({"west": 121}, "west, east"),
        ({"north": 91}, "north"),
        ({"basis": "outcome"}, "basis"),
    ],
)
def test_demarcations_that_make_no_sense(folder: Folder, cells: dict[str, Any], field: str) -> None:
    problem = only(folder.add("demarcations", _row(**cells)))
    assert (problem.file, problem.row, problem.field) == ("demarcations.csv", 2, field)


def test_a_region_without_inside(folder: Folder) -> None:
    box = {"region_id": "north", "name": "North", "south": 55, "west": 110, "north": 40, "east": 130}
    assert only(folder.add("regions", box)).message == "the box has no inside"


def test_cells_of_the_box_are_left_to_others_by_one_side(folder: Folder) -> None:
    # The southern and western edges belong to the box, the others do not.
    points = [(45.0, 115.0), (40.0, 110.0), (50.0, 115.0), (45.0, 120.0), (39.9, 115.0)]
    lat, lon = (np.array(v, np.float32) for v in zip(*points, strict=True))
    atlas = SimpleNamespace(lat=lat, lon=lon)
    n = len(points)
    arrays = {name: np.zeros(n + 1, np.uint8) for name in ("c_bounds", "c_region")}
    ground = Ground(np.arange(n), np.arange(n), arrays)
    folder.add("demarcations", _row()).add("demarcations", _row(demarcation_id="b", side="blue", south=44))
    region_arrays(load(folder.path), atlas, ground)  # type: ignore[arg-type]
    assert arrays["c_bounds"].tolist() == [0b11, 0b01, 0, 0, 0, 0]


@pytest.mark.parametrize(("basis", "listed"), [("in_campaign", True), ("documented", False)])
def test_what_was_agreed_in_the_campaign_is_listed_as_given(folder: Folder, basis: str, listed: bool) -> None:
    app = typer.Typer()
    scenario.register(app)
    folder.add("demarcations", _row(basis=basis))
    result = CliRunner().invoke(app, ["scenario", "show", str(folder.path)], catch_exceptions=False)
    assert ("the_river" in result.output) == listed


def test_korea_south_of_the_38th_parallel_is_left_to_others(flagship: Scenario) -> None:
    (row,) = flagship.tables["demarcations"].rows
    inside = {
        place["place_id"]
        for place in load_atlas().places.to_pylist()
        if row["south"] <= place["lat"] < row["north"] and row["west"] <= place["lon"] < row["east"]
    }
    assert row["side"] == "soviet"
    assert {"keijo", "kaesong", "fusan", "saishu"} <= inside
    assert inside.isdisjoint({"heijo", "gensan", "seishin"})
