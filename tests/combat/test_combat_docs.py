"""The docs page on combat says what the kernel does."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from combat_inputs import LIBRARY, Vector

from khingan.campaign import parameters as P
from khingan.campaign.combat import advantage, casualties, decision

PAGE = Path(__file__).parents[2] / "docs" / "mechanisms" / "combat.md"


def test_the_table_of_coefficients_is_the_scenarios() -> None:
    with (LIBRARY / "parameters.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    page = PAGE.read_text(encoding="utf-8").replace("−", "-")
    stated = [line for line in page.splitlines() if line.startswith("| `")]
    without_error = [" | ".join([*(c := line.split(" | "))[:2], *c[3:]]) for line in stated]
    expected = [
        "| `{name}` | {value} | {low} to {high} | {unit} | {from_where} | {description} |".format(
            **rows[name], from_where=_from_where(rows[name])
        )
        for name in P.COMBAT
    ]
    assert sorted(without_error) == sorted(expected)


def _from_where(row: dict[str, str]) -> str:
    sure = row["basis"] == "fitted" or row["claim"] == "assumption"
    return row["claim"] if sure else f"assumption, after {row['claim']}"


def test_a_standard_error_spans_the_range() -> None:
    for line in PAGE.read_text(encoding="utf-8").replace("−", "-").splitlines():
        if not line.startswith("| `"):
            continue
        _, _, error, span, *_ = line.split(" | ")
        if error == "–":
            continue
        low, high = (float(end) for end in span.split(" to "))
        # Some ranges were rounded, or ended at a bound that makes sense.
        assert high - low == pytest.approx(3.92 * float(error), rel=0.25), line


def test_the_worked_example_is_right(p: Vector) -> None:
    multiplier = advantage.anti_tank_multiplier(1.0, p)
    x = advantage.force_terms(12_000.0, 4_000.0, 60.0, 0.0, 150.0, 20.0, 0.0, 0.0, multiplier, p)
    x += p[P.X_FORTIFIED] - advantage.side_power(advantage.quality(0.35, p), 1.0, 1.0, p)
    z = casualties.intensity(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, p)
    attacker, defender = casualties.engagement_step(x, z, 0.0, 0.4, 0.0, 0.0, 0.0, 0.0, p)
    chances = decision.decision_probabilities(decision.win_logit(x, p), 0.4, False, p)
    assert x == pytest.approx(0.893, abs=5e-4)
    assert (12_000 * attacker, 4_000 * defender) == pytest.approx((201, 320), abs=0.5)
    assert chances == pytest.approx((0.140, 0.006), abs=5e-4)
