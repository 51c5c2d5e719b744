"""Strengths: scaled within their range, and closed to the documented totals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_scenario import Folder, formation

from khingan.scenario import Scenario, load
from khingan.scenario.strengths import army_troops, closings, resolve


def test_documented_men_go_before_the_establishment(folder: Folder) -> None:
    strength = resolve(load(folder.path))["blue_a"]
    assert strength.men == 2000
    assert strength.provenance["men"].basis == "documented"


def test_units_are_scaled_toward_the_combat_share(folder: Folder) -> None:
    strength = resolve(load(folder.path))["red_a"]
    assert strength.men == 3000
    assert strength.provenance["men"].factor == 0.75
    assert (strength.provenance["men"].low, strength.provenance["men"].high) == (3000, 5000)


def test_rest_of_the_total_becomes_army_troops(folder: Folder) -> None:
    assert army_troops(load(folder.path))["red_army"].men == 6000


def test_scaling_stops_at_the_range(folder: Folder) -> None:
    sc = load(folder.set("totals", 0, value=40000).path)
    assert resolve(sc)["red_a"].men == 5000
    assert army_troops(sc)["red_army"].men == 30000


def test_remainder_leaves_units_at_their_establishment(folder: Folder) -> None:
    sc = load(folder.set("totals", 0, method="remainder").path)
    assert resolve(sc)["red_a"].men == 4000
    assert army_troops(sc)["red_army"].men == 4000


def test_typical_equipment_yields_to_a_smaller_total(folder: Folder) -> None:
    row = {**folder.tables["totals"][0], "total_id": "tanks", "measure": "tanks_spg", "value": 10}
    sc = load(folder.add("totals", {**row, "method": "remainder"}).path)
    assert resolve(sc)["red_a"].tanks == 5


def test_inner_total_is_taken_out_of_the_outer_one(folder: Folder) -> None:
    # red_front 20,000 ⊃ red_army 12,000: the front's own troops are the other 8,000.
    folder.add("formations", formation("red_front", "red", echelon="front"))
    folder.set("formations", 0, parent_id="red_front")
    outer = {**folder.tables["totals"][0], "total_id": "front", "formation_id": "red_front", "value": 20000}
    troops = army_troops(load(folder.add("totals", outer).path))
    assert (troops["red_army"].men, troops["red_front"].men) == (6000, 8000)


def test_missing_quality_is_the_median_of_the_pool(folder: Folder) -> None:
    strength = resolve(load(folder.set("units", 0, quality="").path))["red_a"]
    assert strength.quality == 0.8
    assert strength.provenance["quality"].basis == "rule"


def test_missing_quality_is_the_parameter_of_the_pool(folder: Folder) -> None:
    row = {**folder.tables["parameters"][0], "name": "quality_line", "value": 0.3, "low": 0.1, "high": 0.5}
    folder.add("parameters", row).set("units", 0, quality="")
    assert resolve(load(folder.path))["red_a"].quality == 0.3


def test_totals_of_the_flagship_close(flagship: Scenario) -> None:
    # Sum of units and army troops below every closing total = the documented figure.
    totals = flagship.tables["totals"]
    troops = army_troops(flagship)
    for measure, closing in closings(flagship).items():
        field = {"tanks_spg": "tanks", "guns_mortars": "guns"}.get(measure, measure)
        whole = sum(closing.values[unit] for unit in closing.total_of) + sum(
            getattr(record, field) for record in troops.values()
        )
        nested = {
            row["total_id"]
            for row in totals
            for other in totals
            if row["measure"] == other["measure"] == measure and other["method"] != "check"
            if other["formation_id"] in flagship.ancestors(row["formation_id"])[1:]
            and set(row["contingents"]) <= set(other["contingents"] or row["contingents"])
        }
        documented = sum(
            row["value"]
            for row in totals
            if row["measure"] == measure and row["method"] != "check" and row["total_id"] not in nested
        )
        assert whole == pytest.approx(documented, rel=1e-9), measure


def test_every_ground_unit_of_the_flagship_has_men_and_a_rating(flagship: Scenario) -> None:
    strengths = resolve(flagship)
    ground = [row["unit_id"] for row in flagship.tables["units"] if row["arm"] == "ground"]
    assert len(ground) > 200
    assert all(strengths[unit].men > 0 and 0 < strengths[unit].quality <= 1 for unit in ground)


def test_men_of_the_flagship_keep_their_range(flagship: Scenario) -> None:
    for unit, strength in resolve(flagship).items():
        origin = strength.provenance["men"]
        assert origin.low <= strength.men <= origin.high, unit


@given(total=st.integers(6000, 200_000), share=st.floats(0.05, 1.0))
def test_units_and_army_troops_always_add_up(
    tmp_path_factory: pytest.TempPathFactory, total: int, share: float
) -> None:
    folder = Folder(tmp_path_factory.mktemp("closing")).set("totals", 0, value=total, combat_share=share)
    sc = load(folder.path)
    men = sum(resolve(sc)[unit].men for unit in ("red_a", "red_b"))
    troops = army_troops(sc).get("red_army")
    assert men + (troops.men if troops else 0.0) == pytest.approx(total)
