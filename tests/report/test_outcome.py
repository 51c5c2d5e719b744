"""Simulated losses beside the rival figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from khingan.experiments import schema
from khingan.report.losses import Daily, LossClaim
from khingan.report.outcome import LossLine, loss_lines

START = date(1945, 8, 9)


def day(number: int, side: str, campaign: int = 0, **losses: int) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(schema.MEASURES, 0)
    return {"campaign": campaign, "day": number, "formation_id": f"{side}-army", "side": side} | row | losses


def claim(claim_id: str, low: float, columns: tuple[str, ...] = ("killed",), **more: Any) -> LossClaim:
    text = {
        "claim_id": claim_id,
        "value_low": low,
        "value_high": low,
        "relation": "equals",
        "source_id": "s1",
    }
    return LossClaim(text | more, "red", columns, False)


@pytest.fixture
def daily() -> Daily:
    # Two days: 10 and 20 killed, 5 captured.
    rows = [day(1, "red", killed=10), day(2, "red", killed=20, captured=5), day(1, "blue"), day(2, "blue")]
    formations = [
        {"formation_id": f"{side}-army", "parent_id": None, "side": side} for side in ("red", "blue")
    ]
    return Daily(pa.Table.from_pylist(rows), formations)


def lines(daily: Daily, *claims: LossClaim, sides: tuple[str, ...] = ("red",)) -> dict[str, LossLine]:
    return {line.what: line for line in loss_lines(claims, daily, START, sides, ("killed", "captured"))}


def test_losses_add_up_over_the_days(daily: Daily) -> None:
    assert lines(daily)["killed"].simulated == 30


def test_kind_that_nobody_counted_is_listed_without_rivals(daily: Daily) -> None:
    assert lines(daily)["captured"].rivals == ()


def test_rivals_stand_beside_each_other_the_lowest_first(daily: Daily) -> None:
    made = lines(daily, claim("C2", 40), claim("C1", 25))["killed"]
    assert [rival.claim_id for rival in made.rivals] == ["C1", "C2"]


def test_sum_of_kinds_has_its_own_line(daily: Daily) -> None:
    made = lines(daily, claim("C3", 50, ("killed", "captured")))["killed + captured"]
    assert made.simulated == 35


def test_claims_on_the_other_side_are_no_rivals(daily: Daily) -> None:
    made = loss_lines([claim("C1", 25)], daily, START, ("blue",), ("killed",))
    assert [(line.side, line.rivals) for line in made] == [("blue", ())]


def test_claim_about_an_earlier_day_is_left_to_the_report(daily: Daily) -> None:
    assert lines(daily, claim("C1", 8, as_of_date="1945-08-09"))["killed"].rivals == ()


def test_another_scope_is_marked(daily: Daily) -> None:
    narrower = LossClaim(claim("C1", 25).claim, "red", ("killed",), True)
    assert lines(daily, narrower)["killed"].rivals[0].words == "25~ (C1)"
