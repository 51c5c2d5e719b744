"""What a run has by a definition, from tables small enough to add up by eye."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pytest

from khingan.reckoning import Definition, Run
from khingan.scenario import Scenario

# Killed by day. Both campaigns; what a formation has is within what its superior has.
#               day:     1   2   3   4
KILLED = {
    ("red", 0): (10, 10, 0, 0),
    ("red_a", 0): (10, 10, 0, 0),
    ("red", 1): (0, 0, 0, 0),
    ("red_a", 1): (0, 0, 0, 0),
    ("blue", 0): (1, 2, 3, 4),
    ("blue_a", 0): (1, 1, 1, 1),
    ("blue_m", 0): (0, 1, 2, 3),
    ("blue", 1): (0, 0, 0, 100),
    ("blue_a", 1): (0, 0, 0, 60),
    ("blue_m", 1): (0, 0, 0, 40),
}


def daily_of(killed: Mapping[tuple[str, int], tuple[int, ...]]) -> pa.Table:
    rows = [
        {
            "campaign": campaign,
            "day": day,
            "formation_id": name,
            "side": name.split("_")[0],
            "killed": n,
            "missing": 1,
        }
        for (name, campaign), days in killed.items()
        for day, n in enumerate(days, start=1)
    ]
    return pa.Table.from_pylist(rows)


#  place   side  captured_h: campaign 0, campaign 1
PLACES = pa.Table.from_pylist(
    [
        {"campaign": campaign, "place_id": place, "side": side, "captured_h": hours}
        for place, side, both in (
            ("own", "red", (0.0, 0.0)),
            ("near", "red", (12.0, 24.0)),
            ("far", "red", (48.0, None)),
            ("near", "blue", (None, None)),
        )
        for campaign, hours in enumerate(both)
    ]
)


@pytest.fixture
def run(small: Scenario) -> Run:
    return Run(small, daily_of(KILLED), PLACES)


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (Definition("sum", ("killed",), "blue"), [10, 100]),
        (Definition("sum", ("killed",), "blue", formations=("blue_a",)), [4, 60]),
        (Definition("sum", ("killed",), "blue", without=("blue_m",)), [4, 60]),
        (Definition("sum", ("killed",), "blue", last_day=2), [3, 0]),
        (Definition("sum", ("killed",), "blue", first_day=4), [4, 100]),
        # One missing a day in the row of the side; rows below it are not added.
        (Definition("sum", ("killed", "missing"), "blue"), [14, 104]),
        (Definition("sum", ("killed",)), [30, 100]),
        # Half of 10 had fallen by the end of day 3 (1 + 2 + 3), all by day 4.
        (Definition("days_until_share", ("killed",), "blue", share=0.5), [3, 4]),
        (Definition("days_until_share", ("killed",), "blue"), [4, 4]),
        # Nobody falls in the second campaign: its end is that of the run.
        (Definition("days_until_share", ("killed",), "red"), [2, 4]),
        # Places held from the first hour are not taken, places never taken do not count.
        (Definition("days_until_captured", (), "red"), [2, 1]),
        (Definition("days_until_captured", (), "red", share=0.5), [0.5, 1]),
        (Definition("days_until_captured", (), "blue"), [4, 4]),
    ],
)
def test_a_definition_measures_every_campaign(
    run: Run, definition: Definition, expected: list[float]
) -> None:
    values, reason = run.values(definition)
    assert reason == ""
    assert values is not None
    assert values.tolist() == expected


@pytest.mark.parametrize(
    ("definition", "reason"),
    [
        (Definition("sum", ("sick",), "blue"), "no column sick"),
        (Definition("sum", ("killed",), "blue", last_day=9), "ends on day 4"),
        (Definition("sum", ("killed",), "blue", formations=("blue_x",)), "not blue_x"),
    ],
)
def test_what_a_run_does_not_have_is_said(run: Run, definition: Definition, reason: str) -> None:
    values, said = run.values(definition)
    assert values is None
    assert reason in said


def test_a_run_cut_short_has_no_total_of_the_whole(small: Scenario) -> None:
    two_days = {key: days[:2] for key, days in KILLED.items()}
    run = Run(small, daily_of(two_days), PLACES)
    assert run.values(Definition("sum", ("killed",), "blue"))[0] is None
    early, _ = run.values(Definition("sum", ("killed",), "blue", last_day=2))
    assert early is not None
    assert early.tolist() == [3, 0]


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (Definition("sum", ("killed",), "blue"), [10, 100]),
        (Definition("sum", ("killed",), "blue", first_day=4), [4, 100]),
        (Definition("days_until_share", ("killed",), "blue", share=0.5), [3, 4]),
        (Definition("days_until_share", ("killed",), "red"), [2, 4]),
        (Definition("days_until_captured", (), "red"), [2, 1]),
        (Definition("days_until_captured", (), "blue"), [4, 4]),
    ],
)
def test_a_run_longer_than_the_scenario_counts_to_the_scenarios_end(
    small: Scenario, definition: Definition, expected: list[float]
) -> None:
    longer = {key: (*days, 50, 50) for key, days in KILLED.items()}
    late = [
        {"campaign": campaign, "place_id": "late", "side": side, "captured_h": 100.0}
        for campaign in (0, 1)
        for side in ("red", "blue")
    ]
    places = pa.concat_tables([PLACES, pa.Table.from_pylist(late)])
    values, reason = Run(small, daily_of(longer), places).values(definition)
    assert reason == ""
    assert values is not None
    assert values.tolist() == expected
