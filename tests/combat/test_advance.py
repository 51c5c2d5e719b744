"""Advance against opposition."""

from __future__ import annotations

import pytest
from combat_inputs import Vector

from khingan.campaign.combat import advance


def level(p: Vector, x: float) -> float:
    return advance.advance_level(x, 0.0, 0.0, 0.0, 0.0, p)


def test_an_even_first_day_gains_1_3_km(p: Vector) -> None:
    assert advance.advance_rate(level(p, 0.0), 1.0, p) == pytest.approx(10.0**0.248 - 0.5)


def test_steps_add_up_to_the_mean_rate_times_the_days(p: Vector) -> None:
    steps = [advance.advance_step(level(p, 0.3), 0.25 * i, 0.25, False, p) for i in range(12)]
    assert sum(steps) == pytest.approx(3.0 * advance.advance_rate(level(p, 0.3), 3.0, p))


def test_the_advance_slows_down(p: Vector) -> None:
    days = [advance.advance_step(level(p, 0.3), float(i), 1.0, False, p) for i in range(5)]
    assert days == sorted(days, reverse=True)


def test_only_a_repulse_takes_ground_from_the_attacker(p: Vector) -> None:
    assert advance.advance_step(level(p, -1.0), 5.0, 1.0, False, p) == 0.0
    assert advance.advance_step(level(p, -1.0), 5.0, 1.0, True, p) < 0.0


def test_no_time_no_ground(p: Vector) -> None:
    assert advance.advance_step(level(p, 1.0), 0.0, 0.0, False, p) == 0.0
