"""Places, railways and works stand where they can."""

from itertools import pairwise

import numpy as np
import pytest

from khingan.atlas.reader import LAND
from khingan.errors import InputError

HOLDINGS = {
    "USSR": {"USSR", "MPR"},
    "MPR": {"MPR"},
    "MENG": {"MENGJIANG"},
    "JPN": {"MANCHUKUO", "MENGJIANG", "CHINA", "KOREA", "KARAFUTO", "KURILS", "JAPAN"},
}


def test_every_place_on_the_map_lies_on_land_of_its_controller(atlas):
    wrong = [
        place["place_id"]
        for place in atlas.places.to_pylist()
        if place["cell"] >= 0
        and (
            atlas.water[place["cell"]] != LAND
            or atlas.territories[atlas.territory[place["cell"]]] not in HOLDINGS[place["controller_1945"]]
        )
    ]
    assert wrong == []


def test_only_places_outside_the_box_are_off_the_map(atlas):
    box = atlas.meta["box"]
    for place in atlas.places.to_pylist():
        inside = box["south"] <= place["lat"] <= box["north"] and box["west"] <= place["lon"] <= box["east"]
        assert (place["cell"] >= 0) == inside, place["place_id"]


def test_places_keep_close_to_their_cells(atlas):
    for place in atlas.places.to_pylist():
        if place["cell"] >= 0:
            here = atlas.distance_km(place["lat"], place["lon"])[place["cell"]]
            assert here < 20, place["place_id"]


@pytest.mark.parametrize("place_id", ["tungchiang", "jaoho", "amurzet", "leninskoye"])
def test_towns_on_a_border_river_say_that_they_were_moved(atlas, place_id):
    assert "own bank" in atlas.place(place_id)["note"]


def test_heiho_and_blagoveshchensk_face_each_other_across_the_amur(atlas):
    edge = atlas.edge(atlas.place("heiho")["cell"], atlas.place("blagoveshchensk")["cell"])
    assert edge >= 0
    assert atlas.river[edge] == 3
    assert not atlas.bridge[edge]


def test_an_unknown_place_is_refused(atlas):
    with pytest.raises(InputError, match="unknown place"):
        atlas.place("atlantis")


def test_features_other_than_regions_stand_on_land(atlas):
    for feature in atlas.features.to_pylist():
        if feature["kind"] == "region":
            assert feature["cell"] == -1
        else:
            assert atlas.water[feature["cell"]] == LAND, feature["feature_id"]


@pytest.mark.parametrize("kind", ["fortified-zone", "pass", "port", "airfield", "region"])
def test_every_kind_of_feature_is_there(atlas, kind):
    assert kind in set(atlas.features.column("kind").to_pylist())


def test_every_pass_carries_a_marked_way(atlas):
    for feature in atlas.features.to_pylist():
        if feature["kind"] == "pass":
            low, high = atlas.offset[feature["cell"]], atlas.offset[feature["cell"] + 1]
            assert atlas.mountain_pass[low:high].any(), feature["feature_id"]
            assert atlas.road[low:high].any(), feature["feature_id"]


def test_rail_paths_go_from_neighbour_to_neighbour_over_rails(atlas):
    lines = {}
    for row in atlas.rail_paths.to_pylist():
        lines.setdefault(row["line_id"], []).append(row["cell"])
    for line_id, cells in lines.items():
        for a, b in pairwise(cells):
            edge = atlas.edge(a, b)
            assert edge >= 0, line_id
            assert atlas.rail[edge] > 0, line_id


def test_every_station_lies_on_its_line(atlas):
    cells = {}
    for row in atlas.rail_paths.to_pylist():
        cells.setdefault(row["line_id"], set()).add(row["cell"])
    for stop in atlas.rail_lines.to_pylist():
        assert stop["cell"] in cells[stop["line_id"]], stop["station"]


@pytest.mark.parametrize("gauge", [1, 2, 3])
def test_each_gauge_is_one_connected_network(atlas, starts, gauge):
    used = atlas.gauge == gauge
    links = {}
    for a, b in zip(starts[used].tolist(), atlas.neighbor[used].tolist(), strict=True):
        links.setdefault(a, []).append(b)
    front, reached = [next(iter(links))], set()
    while front:
        cell = front.pop()
        if cell not in reached:
            reached.add(cell)
            front += links[cell]
    assert reached == set(links)


def test_gauges_meet_at_the_border_stations_only(atlas, starts):
    broad = set(starts[atlas.gauge == 2].tolist())
    standard = set(starts[atlas.gauge == 1].tolist())
    allowed = {atlas.place(name)["cell"] for name in ("manchouli", "suifenho")}
    assert broad & standard == allowed


def test_the_trans_siberian_has_two_tracks(atlas):
    rows = [row for row in atlas.rail_paths.to_pylist() if row["line_id"] == "transsib_e"]
    assert {row["tracks"] for row in rows} == {2}
    assert np.unique([row["gauge_mm"] for row in rows]).tolist() == [1524]
