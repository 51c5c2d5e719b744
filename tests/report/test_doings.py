"""What sides did day by day, from daily tables of two formations: a front and the army below it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pyarrow as pa
import pytest

from khingan.experiments import schema
from khingan.report import doings as D
from khingan.report import page
from khingan.report.losses import Daily

START = datetime(1945, 8, 9, tzinfo=timezone(timedelta(hours=9)))
FORMATIONS = [
    {"formation_id": "front", "parent_id": None, "side": "red"},
    {"formation_id": "army", "parent_id": "front", "side": "red"},
    {"formation_id": "other", "parent_id": None, "side": "blue"},
]
SIDES = {"red": "Red", "blue": "Blue"}


@pytest.fixture
def new_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three measures that the engine may count one day."""
    more = {"flown_in": ("t", "."), "sorties": ("sorties", "."), "aircraft_lost": ("aircraft", ".")}
    for name, meaning in more.items():
        monkeypatch.setitem(schema.MEASURES, name, meaning)


def daily(*rows: tuple[int, str, dict[str, float]]) -> Daily:
    """Rows of day, formation and what is not zero."""
    side = {str(f["formation_id"]): f["side"] for f in FORMATIONS}
    zero = dict.fromkeys(schema.MEASURES, 0.0)
    found: list[dict[str, Any]] = [
        {"campaign": 0, "day": day, "formation_id": name, "side": side[name]} | zero | values
        for day, name, values in rows
    ]
    return Daily(pa.Table.from_pylist(found), FORMATIONS)


@pytest.mark.usefixtures("new_measures")
def test_day_counts_a_side_once_and_leaves_out_zeros() -> None:
    table = daily(
        (1, "front", {"flown_in": 52.4, "sorties": 40}),
        (1, "army", {"flown_in": 52.4, "sorties": 40}),  # inside the front
        (2, "front", {"sorties": 1200}),
        (2, "other", {"aircraft_lost": 3}),
    )
    found = D.doings(table, list(SIDES))
    assert [part.text for part in D.day_parts(found, SIDES, 1)] == ["Red: flown in 52 t, sorties 40"]
    second = [part.text.replace("\u202f", " ") for part in D.day_parts(found, SIDES, 2)]
    assert second == ["Red: sorties 1 200", "Blue: aircraft lost 3"]


@pytest.mark.usefixtures("new_measures")
def test_measure_that_never_acts_is_no_column() -> None:
    found = D.doings(daily((1, "front", {"sorties": 7}), (1, "other", {})), list(SIDES))
    assert [(item.side, item.name) for item in found] == [("red", "sorties")]
    table = page.doing_rows(found, SIDES, START)
    assert [head["text"] for head in table["heads"]] == ["Red: sorties"]
    assert [row["values"] for row in table["rows"]] == [["7"]]


def test_losses_and_stocks_are_not_told_again() -> None:
    assert D.doings(daily((1, "front", {"killed": 9, "fuel": 5.0})), list(SIDES)) == []


def test_run_without_the_column_says_nothing_of_it(new_measures: None) -> None:
    rows = [{"campaign": 0, "day": 1, "formation_id": "front", "side": "red", "killed": 1}]
    assert D.doings(Daily(pa.Table.from_pylist(rows), FORMATIONS), list(SIDES)) == []


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.4, "t", "0.4 t"), (12.6, "t", "13 t"), (2.0, "units", "2 units"), (1.0, "units", "1 unit")],
)
def test_numbers_keep_what_matters(value: float, unit: str, text: str) -> None:
    assert D.quantity(value, unit) == text
