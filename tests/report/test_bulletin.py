"""A day's bulletin from a small table of events."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pyarrow as pa

from khingan.campaign.codes import EVENTS as EVENT_KINDS
from khingan.experiments.schema import EVENTS, schema
from khingan.report.bulletin import TOLD, Bulletin, Names, Part, bulletin, run_names

START = datetime(1945, 8, 9, tzinfo=timezone(timedelta(hours=9)))
SIDES = ("red", "blue")
NAMES = Names(
    places={"t1": "First Town", "t2": "Second Town"},
    units={"u1": "1st Division", "u2": "2nd Division"},
    sides={"red": "Red", "blue": "Blue"},
    regions={"r1": "North"},
    weight={"t1": 100.0, "t2": 5000.0},
)


def event(hour: float, kind: str, side: str, **more: Any) -> dict[str, Any]:
    row = {"campaign": 0, "step": int(hour // 6), "hour": hour, "kind": kind, "side": side, "cell": 1}
    return (
        {
            "place_id": None,
            "region_id": None,
            "lat": 0.0,
            "lon": 0.0,
            "unit_id": None,
            "formation_id": None,
            "value": None,
        }
        | row
        | more
    )


def make(*rows: dict[str, Any], day: int = 1, most: int = 6) -> Bulletin:
    return bulletin(pa.Table.from_pylist(list(rows), schema(EVENTS)), day, START, SIDES, NAMES, most=most)


def texts(made: Bulletin) -> list[str]:
    return [part.text for part in made.parts]


def test_quiet_day_has_no_parts() -> None:
    assert make().parts == ()


def test_date_of_the_third_day() -> None:
    assert make(day=3).date == datetime(1945, 8, 11, tzinfo=START.tzinfo)


def test_captured_towns_come_the_larger_first() -> None:
    rows = [
        event(1, "place_captured", "red", place_id="t1"),
        event(5, "place_captured", "red", place_id="t2"),
    ]
    assert texts(make(*rows)) == ["Red forces take Second Town, First Town"]


def test_works_that_fall_after_the_town_are_told() -> None:
    row = event(5, "place_cleared", "red", place_id="t1")
    assert texts(make(row)) == ["Red forces take the works of First Town"]


def test_midnight_belongs_to_the_next_day() -> None:
    row = event(24.0, "place_captured", "red", place_id="t1")
    assert texts(make(row, day=1)) == []
    assert texts(make(row, day=2)) == ["Red forces take First Town"]


def test_other_campaigns_are_left_out() -> None:
    assert texts(make(event(1, "place_captured", "red", place_id="t1", campaign=1))) == []


def test_unit_cut_off_twice_is_named_once() -> None:
    rows = [event(1, "isolated", "blue", unit_id="u1"), event(9, "surrounded", "blue", unit_id="u1")]
    assert texts(make(*rows)) == ["Blue units cut off: 1st Division"]


def test_larger_units_are_named_first() -> None:
    places = pa.table({"place_id": [], "name_1945": [], "population_1940": []})
    rows = [("b", "battalion"), ("d", "division"), ("c", "corps"), ("x", "unheard-of")]
    units = pa.table(
        {"unit_id": [r[0] for r in rows], "name": [r[0] for r in rows], "echelon": [r[1] for r in rows]}
    )
    names = run_names(places, units, NAMES.sides)
    events = pa.Table.from_pylist([event(1, "isolated", "blue", unit_id=r[0]) for r in rows], schema(EVENTS))
    assert texts(bulletin(events, 1, START, SIDES, names)) == ["Blue units cut off: c, d, b, x"]


def test_each_side_has_its_own_statement() -> None:
    rows = [event(1, "out_of_fuel", "blue", unit_id="u2"), event(2, "out_of_fuel", "red", unit_id="u1")]
    assert [(part.side, part.text) for part in make(*rows).parts] == [
        ("red", "Red units out of fuel: 1st Division"),
        ("blue", "Blue units out of fuel: 2nd Division"),
    ]


def test_long_lists_are_counted() -> None:
    rows = [event(1, "surrendered", "blue", unit_id=f"x{n}") for n in range(5)]
    assert texts(make(*rows, most=2)) == ["Blue units lay down arms: x0, x1 and 3 more"]


def test_unit_still_out_of_fuel_is_counted_and_not_named_again() -> None:
    rows = [
        event(1, "out_of_fuel", "blue", unit_id="u1"),
        event(25, "out_of_fuel", "blue", unit_id="u1"),
        event(26, "out_of_fuel", "blue", unit_id="u2"),
        event(49, "out_of_fuel", "blue", unit_id="u2"),
    ]
    assert texts(make(*rows, day=2)) == ["Blue units out of fuel: 2nd Division and 1 as the day before"]
    assert texts(make(*rows, day=3)) == ["Blue units out of fuel: 1 as the day before"]


def test_pincers_may_meet_away_from_any_town() -> None:
    assert texts(make(event(1, "link_up", "red"))) == ["Red pincers meet"]
    assert texts(make(event(1, "link_up", "red", place_id="t1"))) == ["Red pincers meet at First Town"]


def test_names_come_from_the_tables() -> None:
    places = pa.table(
        {"place_id": ["t1"], "name_1945": ["First Town"], "population_1940": pa.array([None], pa.int64())}
    )
    units = pa.table({"unit_id": ["u1"], "name": ["1st Division"]})
    names = run_names(places, units, {"red": "Red"})
    assert (names.places, names.units, names.weight) == (
        {"t1": "First Town"},
        {"u1": "1st Division"},
        {"t1": 0.0},
    )


def test_new_kind_of_event_appears_by_its_name() -> None:
    rows = [
        event(1, "went_home", "blue", unit_id="u1"),
        event(2, "went_home", "blue", unit_id="u2"),
        event(3, "river_fell", "red", place_id="t1"),
    ]
    assert texts(make(*rows)) == [
        "Blue went home: 1st Division, 2nd Division",
        "Red river fell: First Town",
    ]


def test_new_kind_of_event_comes_after_the_known_ones() -> None:
    rows = [event(1, "went_home", "blue"), event(5, "place_captured", "red", place_id="t1")]
    assert texts(make(*rows)) == ["Red forces take First Town", "Blue went home"]


def test_event_of_neither_side_is_told_without_one() -> None:
    assert texts(make(event(1, "locusts", "", region_id="r1"))) == ["Locusts: North"]
    assert texts(make(event(1, "locusts", "", place_id="t2", region_id="r1"))) == ["Locusts: Second Town"]


def test_every_event_that_is_told_or_left_out_is_one_of_the_engine() -> None:
    assert set(EVENT_KINDS) >= TOLD


def test_high_water_is_told_by_region() -> None:
    rows = [
        event(1, "high_water", "", place_id="t2", region_id="r1"),
        event(2, "water_fell", "", region_id="r1"),
    ]
    assert texts(make(*rows)) == ["High water: North"]


def test_names_of_units_can_be_kept_shorter_than_those_of_places() -> None:
    units = [event(1, "surrendered", "blue", unit_id=f"x{n}") for n in range(3)]
    places = [event(2, "place_captured", "red", place_id=f"p{n}") for n in range(3)]
    rows = pa.Table.from_pylist(units + places, schema(EVENTS))
    assert texts(bulletin(rows, 1, START, SIDES, NAMES, most_units=1)) == [
        "Red forces take p0, p1, p2",
        "Blue units lay down arms: x0 and 2 more",
    ]


def test_small_change_is_counted_in_the_report_and_not_told() -> None:
    assert texts(make(event(1, "retreat", "blue", unit_id="u1"))) == []


def test_what_else_is_said_comes_last() -> None:
    part = Part("counted", "red", "Red: sorties 40")
    rows = pa.Table.from_pylist([event(1, "link_up", "red")], schema(EVENTS))
    made = bulletin(rows, 1, START, SIDES, NAMES, more=(part,))
    assert texts(made) == ["Red pincers meet", "Red: sorties 40"]
