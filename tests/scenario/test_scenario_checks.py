"""One test per kind of fault between rows, tables and the map."""

from __future__ import annotations

from tiny_scenario import Folder, establishment, formation, only, unit

from khingan.scenario import check


def test_duplicate_id(folder: Folder) -> None:
    problem = only(folder.set("units", 1, unit_id="red_a"))
    assert "row 2" in problem.message


def test_unit_with_the_id_of_a_command(folder: Folder) -> None:
    assert only(folder.set("units", 1, unit_id="red_army")).value == "red_army"


def test_unknown_parent(folder: Folder) -> None:
    problem = only(folder.set("units", 0, formation_id="red_arm"))
    assert problem.field == "formation_id"
    assert problem.mend == "did you mean red_army?"


def test_cycle_in_the_command_tree_is_reported_once(folder: Folder) -> None:
    folder.add("formations", formation("red_corps", "red", parent_id="red_army", echelon="corps"))
    problem = only(folder.set("formations", 0, parent_id="red_corps"))
    assert "red_army > red_corps > red_army" in problem.message


def test_command_that_is_its_own_parent(folder: Folder) -> None:
    assert "circle" in only(folder.set("formations", 0, parent_id="red_army")).message


def test_contingent_on_the_wrong_side(folder: Folder) -> None:
    assert only(folder.set("units", 2, contingent="RED")).field == "side"


def test_unit_below_a_command_of_the_other_side(folder: Folder) -> None:
    assert "its superior" in only(folder.set("units", 2, formation_id="red_army")).message


def test_unit_at_sea(folder: Folder) -> None:
    # Off Vladivostok: a cell of the map that is mostly water, beside land of the other side only.
    problem = only(folder.set("units", 2, start_lat=42.81, start_lon=131.91))
    assert problem.message == "the unit starts in the sea"
    assert (problem.file, problem.row) == ("units.csv", 4)


def test_unit_on_the_high_sea(folder: Folder) -> None:
    assert (
        only(folder.set("units", 0, start_lat=40.0, start_lon=135.0)).message == "the unit starts off the map"
    )


def test_unit_in_a_port_that_is_mostly_water_stands_on_the_shore(folder: Folder) -> None:
    assert check(folder.set("units", 0, start_lat=42.81, start_lon=131.91).path) == []


def test_unit_across_the_border(folder: Folder) -> None:
    problem = only(folder.set("units", 0, start_lat=47.35, start_lon=123.92))
    assert problem.message == "the unit starts across the border, in MANCHUKUO"


def test_base_on_enemy_land(folder: Folder) -> None:
    assert only(folder.set("supply_sources", 1, side="red")).field == "place_id"


def test_unknown_place_of_a_plan(folder: Folder) -> None:
    problem = only(folder.set("plans", 0, axis="tsurukhaitui>hailarr"))
    assert problem.value == "hailarr"
    assert problem.mend == "did you mean hailar?"


def test_unknown_place_of_a_condition(folder: Folder) -> None:
    assert only(folder.set("plans", 0, condition="captured:nowhere")).field == "condition"


def test_plan_that_leads_off_the_map(folder: Folder) -> None:
    assert "off the map" in only(folder.set("plans", 0, axis="hailar>nagasaki")).message


def test_condition_on_an_unknown_command(folder: Folder) -> None:
    assert only(folder.set("plans", 0, condition="front_won:green_army")).value == "green_army"


def test_condition_on_an_unknown_input(folder: Folder) -> None:
    assert only(folder.set("plans", 0, condition="exogenous:snow")).value == "snow"


def test_condition_on_an_unknown_side(folder: Folder) -> None:
    assert "unknown side" in only(folder.set("plans", 0, condition="ceasefire:green")).message


def test_plan_by_sea_without_ships(folder: Folder) -> None:
    assert "no lift by sea" in only(folder.set("plans", 0, condition="lift:sea")).message


def _guns(place: str, **more: object) -> dict[str, object]:
    row = {"defence_id": "guns", "place_id": place, "kind": "battery", "number": 4, "range_km": 10}
    return row | {"source_id": "book", "confidence": "assumed"} | more


def test_coast_battery_inland(folder: Folder) -> None:
    problem = only(folder.add("coast_defences", _guns("hailar")))
    assert (problem.message, problem.row) == ("the place does not lie on the coast", 2)


def test_coast_battery_without_a_range(folder: Folder) -> None:
    assert only(folder.add("coast_defences", _guns("vladivostok", range_km=""))).field == "range_km"


def test_mines_need_no_range(folder: Folder) -> None:
    assert check(folder.add("coast_defences", _guns("vladivostok", kind="mines", range_km="")).path) == []


def _works(folder: Folder, **more: object) -> dict[str, object]:
    command = folder.tables["formations"][0]["formation_id"]
    row = {"garrison_id": "g", "feature_id": "f_hailar", "formation_id": command, "works_at": "zone"}
    return row | {"place_id": "hailar", "source_id": "book", "confidence": "assumed"} | more


def test_works_in_no_place(folder: Folder) -> None:
    problem = only(folder.add("garrisons", _works(folder, works_at="place", place_id="")))
    assert (problem.message, problem.field) == ("the works lie in no place", "place_id")


def test_works_in_what_is_no_fortified_zone(folder: Folder) -> None:
    problem = only(folder.add("garrisons", _works(folder, feature_id="p_hsinganling")))
    assert (problem.message, problem.value) == ("this is no fortified zone", "p_hsinganling")


def test_place_guarded_twice(folder: Folder) -> None:
    folder.add("garrisons", _works(folder))
    problem = only(folder.add("garrisons", _works(folder, garrison_id="h")))
    assert (problem.message, problem.row) == ("two rows guard the same place", 3)


def test_plan_on_the_wrong_side(folder: Folder) -> None:
    assert only(folder.set("plans", 0, side="blue")).field == "side"


def test_phase_planned_twice(folder: Folder) -> None:
    assert only(folder.add("plans", {**folder.tables["plans"][0], "plan_id": "p2"})).field == "phase"


def test_attack_without_an_axis(folder: Folder) -> None:
    assert only(folder.set("plans", 0, axis="")).field == "axis"


def test_moment_after_the_last_step(folder: Folder) -> None:
    assert only(folder.set("units", 0, available_from="1945-09-01T00:00")).field == "available_from"


def test_parameter_outside_its_range(folder: Folder) -> None:
    problem = only(folder.set("parameters", 0, value=9))
    assert problem.expected == "from 2 to 3"


def test_unit_without_establishment(folder: Folder) -> None:
    assert "no establishment" in only(folder.set("units", 0, kind="cavalry")).message


def test_unit_with_two_establishments(folder: Folder) -> None:
    problems = check(folder.add("establishments", establishment("again", "RED")).path)
    assert {problem.value for problem in problems} == {"red_a", "red_b"}


def test_unit_without_any_rule_for_its_quality(folder: Folder) -> None:
    for row in (0, 1):
        folder.set("units", row, quality="")
    assert only(folder).field == "quality"


def test_units_larger_than_their_total(folder: Folder) -> None:
    problem = only(folder.set("totals", 0, value=5000))
    assert problem.value == "sum 6,000"
    assert problem.expected == "5,000 to 5,000"


def test_total_that_is_only_compared(folder: Folder) -> None:
    total = {**folder.tables["totals"][0], "total_id": "all", "formation_id": "blue_army", "method": "check"}
    assert only(folder.add("totals", {**total, "value": 2500})).value == "sum 2,000"


def test_total_that_disagrees_with_its_claim(folder: Folder) -> None:
    (folder.path / "claims.csv").write_text(
        "claim_id,value_low,value_high\nC1,13000,14000\n", encoding="utf-8"
    )
    folder.set("parameters", 0, claim="C1").set("exogenous", 0, claim="C1")
    problem = only(folder.set("totals", 0, claim="C1"))
    assert problem.expected == "13000 to 14000"


def test_unknown_claim(folder: Folder) -> None:
    (folder.path / "claims.csv").write_text("claim_id\nC1\n", encoding="utf-8")
    (folder.path / "sources.csv").write_text("source_id\nbook\n", encoding="utf-8")
    assert only(folder.set("parameters", 0, claim="C9")).field == "claim"


def test_two_names_with_one_registered_number(folder: Folder) -> None:
    folder.add("registry", {"name": "red_a", "stable_id": 1})
    assert only(folder.add("registry", {"name": "red_b", "stable_id": 1})).field == "stable_id"


def test_air_unit_may_start_over_the_sea(folder: Folder) -> None:
    folder.add("units", unit("red_air", "red", 42.7, 132.4, arm="air", kind="air", echelon="air-division"))
    assert check(folder.path) == []


def test_outcome_among_the_plans(folder: Folder) -> None:
    assert "no input" in only(folder.set("plans", 0, basis="outcome")).message


def test_decision_of_the_campaign_without_condition(folder: Folder) -> None:
    assert only(folder.set("plans", 0, basis="in_campaign", condition="")).field == "condition"


def test_weather_that_ends_before_it_begins(folder: Folder) -> None:
    box = {"region_id": "north", "name": "North", "south": 40, "west": 110, "north": 55, "east": 130}
    folder.add("regions", box)
    chances = {"from_day": 3, "to_day": 2, "rain": 0.5, "basis": "assumption", "claim": "assumption"}
    folder.add("weather", {"weather_id": "w1", "region_id": "north", **chances})
    assert only(folder).message == "the weather ends before it begins"
