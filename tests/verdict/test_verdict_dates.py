"""Observed intervals and simulated hours. Day 1 is hours 0 to 24."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pyarrow as pa
import pytest

from khingan.verdict.dates import Observation, observe, row_interval, simulated_hours
from khingan.verdict.record import DateRow

START = datetime.fromisoformat("1945-08-09T00:00+09:00")
SIDES = {"USSR": "red", "JPN": "blue"}
ROW = DateRow(
    "E1",
    "calibration",
    "place_captured",
    "USSR",
    "army",
    "town",
    45.0,
    130.0,
    date(1945, 8, 10),
    "",
    0.0,
    "b",
    "s",
    "",
)
TOWN = Observation("town", "captured_h", "red", 24, 48, 45.0, 130.0, ("E1",), ("army",))


@pytest.mark.parametrize(
    ("hour", "uncertainty", "interval"),
    [
        ("", 0, (24, 48)),
        ("", 1, (0, 72)),
        ("06:30", 0, (29.5, 31.5)),
        ("06:00", 2, (-19, 79)),
    ],
)
def test_interval_of_a_row(hour: str, uncertainty: float, interval: tuple[float, float]) -> None:
    assert row_interval(replace(ROW, hour_local=hour, uncertainty_days=uncertainty), START) == interval


def test_hours_count_from_the_first_moment_of_the_run() -> None:
    assert row_interval(ROW, START.replace(hour=6)) == (18, 42)


def test_several_rows_on_one_place_are_one_interval() -> None:
    rows = [ROW, replace(ROW, record_id="E2", date=date(1945, 8, 13), unit_id="corps")]
    (seen,), _ = observe(rows, START, 600, SIDES)
    assert (seen.low_h, seen.high_h) == (24, 120)
    assert seen.record_ids == ("E1", "E2")
    assert seen.unit_ids == ("army", "corps")


def test_reaching_and_capturing_are_two_observations() -> None:
    found, _ = observe([ROW, replace(ROW, kind="place_reached")], START, 600, SIDES)
    assert [seen.measure for seen in found] == ["captured_h", "reached_h"]


def test_a_row_on_a_fortified_zone_asks_for_the_works_and_stays_apart_from_the_town() -> None:
    rows = [ROW, replace(ROW, record_id="E2", date=date(1945, 8, 13)), replace(ROW, record_id="E3")]
    found, _ = observe(rows, START, 600, SIDES, {"E2"})
    assert [(seen.measure, seen.record_ids) for seen in found] == [
        ("captured_h", ("E1", "E3")),
        ("cleared_h", ("E2",)),
    ]


def test_the_works_of_a_zone_are_looked_up_in_their_own_column() -> None:
    zone = replace(TOWN, measure="cleared_h")
    table = places((0, "town", "red", 30.0))
    hours, known = simulated_hours(table.append_column("cleared_h", pa.array([90.0])), (TOWN, zone), 600)
    assert hours.tolist() == [[30, 90]]
    assert known.tolist() == [True, True]
    # The table of an older run does not have it.
    assert simulated_hours(table, (TOWN, zone), 600)[1].tolist() == [True, False]


def test_landings_from_the_sea_and_the_air_are_places_reached() -> None:
    for kind in ("landing", "airborne"):
        found, _ = observe([replace(ROW, kind=kind)], START, 600, SIDES)
        assert [seen.measure for seen in found] == ["reached_h"]


def test_a_row_whose_middle_lies_after_a_shortened_run_is_left_out() -> None:
    # 9 to 11 August: the middle is 36 h after the start.
    row = replace(ROW, uncertainty_days=1)
    assert observe([row], START, 36, SIDES)[0] == ()
    assert len(observe([row], START, 37, SIDES)[0]) == 1


def test_an_interval_is_cut_to_the_run() -> None:
    (seen,), _ = observe([replace(ROW, uncertainty_days=30)], START, 96, SIDES)
    assert (seen.low_h, seen.high_h) == (0, 96)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "surrender"}, "surrender"),
        ({"side": "USA"}, "takes no part"),
        ({"date": date(1945, 9, 9)}, "after the end"),
    ],
)
def test_what_cannot_be_scored_is_listed_with_its_reason(change: dict[str, object], reason: str) -> None:
    found, left_out = observe([replace(ROW, **change)], START, 600, SIDES)
    assert found == ()
    assert reason in left_out["E1"]


def places(*rows: tuple[int, str, str, float | None]) -> pa.Table:
    return pa.table(
        {
            "campaign": pa.array([row[0] for row in rows], pa.int32()),
            "place_id": [row[1] for row in rows],
            "side": [row[2] for row in rows],
            "reached_h": pa.array([1.0] * len(rows), pa.float64()),
            "captured_h": pa.array([row[3] for row in rows], pa.float64()),
        }
    )


def test_each_campaign_gives_the_hour_of_the_side_that_is_asked_for() -> None:
    table = places((0, "town", "red", 30.0), (0, "town", "blue", 5.0), (1, "town", "red", 50.0))
    hours, known = simulated_hours(table, (TOWN, replace(TOWN, measure="reached_h")), 600)
    assert hours.tolist() == [[30, 1], [50, 1]]
    assert known.tolist() == [True, True]


def test_never_counts_as_the_end_of_the_run() -> None:
    hours, known = simulated_hours(places((0, "town", "red", None)), (TOWN,), 600)
    assert hours.tolist() == [[600]]
    assert known.tolist() == [True]


def test_a_place_that_the_run_does_not_have_is_unknown() -> None:
    _, known = simulated_hours(places((0, "village", "red", 3.0)), (TOWN,), 600)
    assert known.tolist() == [False]
