"""Losses: rivals make a hull; a pass needs overlap and a narrow ensemble."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from khingan.verdict.losses import LossCount, count_losses, judge_losses, simulated_losses
from khingan.verdict.record import LossRow, Settings

START = date(1945, 8, 9)
SETTINGS = Settings("F001", frozenset({"sick"}), {"L9": "counts something else"})
ROW = LossRow(
    "L1",
    "calibration",
    "USSR",
    "army",
    "killed",
    10,
    20,
    "persons",
    "1945-08-09",
    "1945-09-02",
    "war",
    "",
    "b",
    "s",
)
COUNT = LossCount("army", "killed", "war", "persons", 1, 25, 10, 20, ("L1",))


def gather(*rows: LossRow, days: int = 25) -> tuple[tuple[LossCount, ...], dict[str, str]]:
    return count_losses(rows, START, days, {"army"}, SETTINGS)


def test_rivals_make_one_hull() -> None:
    (count,), left_out = gather(ROW, replace(ROW, record_id="L2", low=50, high=60))
    assert (count.low, count.high) == (10, 60)
    assert count.record_ids == ("L1", "L2")
    assert left_out == {}


def test_other_operations_and_periods_are_no_rivals() -> None:
    counts, _ = gather(ROW, replace(ROW, operation="island"), replace(ROW, period_end="1945-08-19"))
    assert [(count.operation, count.last_day) for count in counts] == [
        ("war", 25),
        ("island", 25),
        ("war", 11),
    ]


def test_one_sided_figures_leave_the_hull_open() -> None:
    (at_least,), _ = gather(replace(ROW, high=None))
    (at_most,), _ = gather(replace(ROW, low=None))
    assert (at_least.low, at_least.high) == (10, float("inf"))
    assert (at_most.low, at_most.high) == (0, 20)


def test_a_period_is_cut_to_the_run_and_a_month_counts_to_its_end() -> None:
    (count,), _ = gather(replace(ROW, period_end="1945-09"), days=12)
    assert (count.first_day, count.last_day) == (1, 12)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"record_id": "L9"}, "counts something else"),
        ({"low": None, "high": None}, "no figure"),
        ({"category": "sick"}, "calibrated on the outcome"),
        ({"category": "generals_captured"}, "does not count generals captured"),
        ({"unit_id": "division"}, "not division"),
        ({"period_start": "1945-09-10", "period_end": "1945-09-12"}, "no day of its period"),
    ],
)
def test_what_the_model_cannot_produce_is_listed_with_its_reason(
    change: dict[str, object], reason: str
) -> None:
    row = replace(ROW, **change)
    counts, left_out = gather(row)
    assert counts == ()
    assert reason in left_out[row.record_id]


def daily() -> pa.Table:
    """Two campaigns of three days; campaign 1 loses ten times as much."""
    rows = [(c, d, f) for c in (0, 1) for d in (1, 2, 3) for f in ("army", "front")]
    scale = [10**c * d * (1 if f == "army" else 100) for c, d, f in rows]
    table = {
        "campaign": pa.array([c for c, _, _ in rows], pa.int32()),
        "day": pa.array([d for _, d, _ in rows], pa.int16()),
        "formation_id": [f for _, _, f in rows],
    }
    for number, name in enumerate(("killed", "missing", "noncombat_dead", "wounded", "sick")):
        table[name] = pa.array([value * 1000**number for value in scale], pa.int64())
    return pa.table(table)


def test_losses_are_summed_over_the_days_of_the_period_and_the_formation_alone() -> None:
    counts = (replace(COUNT, first_day=2, last_day=3), replace(COUNT, first_day=1, last_day=1))
    assert simulated_losses(daily(), counts).tolist() == [[5, 1], [50, 10]]


def test_a_category_adds_its_columns() -> None:
    counts = (
        replace(COUNT, category="irrecoverable", last_day=1),
        replace(COUNT, category="sanitary", last_day=1),
    )
    assert simulated_losses(daily(), counts)[0].tolist() == [1_001_001, 1_001_000_000_000]


@pytest.mark.parametrize(
    ("low", "high", "overlaps", "narrow"),
    [
        (12, 18, True, True),
        (30, 60, False, True),
        (8, 90, True, False),
        (0, 30, True, False),
        (1, 6, False, False),
    ],
)
def test_a_pass_needs_overlap_and_a_narrow_ensemble(
    low: float, high: float, overlaps: bool, narrow: bool
) -> None:
    ensemble = np.linspace(low, high, 101)[:, None]
    (row,) = judge_losses(ensemble, (COUNT,)).rows
    assert (row.overlaps, row.narrow) == (overlaps, narrow)
    assert row.passed is (overlaps and narrow)


def test_a_single_campaign_is_narrow() -> None:
    found = judge_losses(np.array([[15.0]]), (COUNT,), {"L2": "why"})
    assert found.rows[0].passed
    assert found.campaigns == 1
    assert found.left_out == {"L2": "why"}
