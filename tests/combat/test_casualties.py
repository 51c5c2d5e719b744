"""Casualties over the clock, their noise and their kinds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from combat_inputs import Vector
from hypothesis import given
from hypothesis import strategies as st

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.combat import casualties

PLAIN = (0.0,) * 6
QUIET = (0.0,) * 4


def test_an_even_first_day_costs_the_share_the_intensity_says(p: Vector) -> None:
    attacker, _ = casualties.engagement_step(0.0, -1.55, 0.0, 1.0, *QUIET, p)
    assert attacker == pytest.approx(1.0 - math.exp(-(10.0**-1.55)), rel=1e-12)


def test_the_dupuy_standard_rate_of_the_first_day_is_met(p: Vector) -> None:
    attacker, _ = casualties.engagement_step(0.0, p[P.Z_BASE], 0.0, 1.0, *QUIET, p)
    assert attacker == pytest.approx(0.028, abs=0.0005)


def test_intensity_in_the_open_is_base_plus_theatre(p: Vector) -> None:
    assert casualties.intensity(*PLAIN, p) == pytest.approx(-1.55 + 0.175)


def test_delay_and_wet_weather_lower_the_intensity(p: Vector) -> None:
    z = casualties.intensity(0.0, 1.0, 1.0, 0.0, 0.0, 0.0, p)
    assert z == pytest.approx(-1.55 + 0.175 - 0.181 - 0.108)


def test_the_clock_adds_up_over_any_cuts(p: Vector) -> None:
    parts = [casualties.clock_growth(0.25 * i, 0.25, p) for i in range(8)]
    assert sum(parts) == pytest.approx(casualties.clock_growth(0.0, 2.0, p), rel=1e-13)


def test_a_lull_winds_the_clock_back_but_not_below_zero(p: Vector) -> None:
    assert casualties.clock_after_lull(2.5, 1.0, p) == 1.5
    assert casualties.clock_after_lull(0.5, 1.0, p) == 0.0


def test_last_man_garrisons_lose_2_7_times_as_many(p: Vector) -> None:
    _, usual = casualties.engagement_step(0.0, -3.0, 0.0, 1.0, *QUIET, p)
    _, to_the_last = casualties.engagement_step(0.0, -3.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, p)
    assert to_the_last / usual == pytest.approx(10.0**0.436, rel=0.002)


def test_contact_without_attack_costs_0_15_percent_a_day(p: Vector) -> None:
    assert casualties.contact_loss(1.0, p) == pytest.approx(0.0015, rel=0.001)


def test_engagement_factors_have_their_spread_and_correlation(p: Vector) -> None:
    words = [draws.draw(3, i, 0, 0, draws.ENGAGEMENT_NOISE) for i in range(20_000)]
    pairs = np.array(
        [
            casualties.engagement_noise(draws.standard_normal(w[0]), draws.standard_normal(w[1]), p)
            for w in words
        ]
    )
    assert pairs.std(axis=0) == pytest.approx([0.20, 0.25], rel=0.02)
    assert np.corrcoef(pairs.T)[0, 1] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("steps_a_day", [1, 4, 24])
def test_day_noise_has_one_law_for_any_step(p: Vector, steps_a_day: int) -> None:
    sd = p[P.NOISE_DAY_DEFENDER]
    days = np.empty((20_000, 2))
    for i in range(len(days)):
        value = sd * draws.standard_normal(draws.draw(5, i, 0, 0, draws.DAY_NOISE)[1])
        days[i, 0] = value
        for step in range(steps_a_day):
            word = draws.draw(5, i, step + 1, 0, draws.DAY_NOISE)[1]
            value = casualties.day_noise(value, 1.0 / steps_a_day, draws.standard_normal(word), sd, p)
        days[i, 1] = value
    assert days[:, 1].std() == pytest.approx(0.18, rel=0.02)
    assert np.corrcoef(days.T)[0, 1] == pytest.approx(math.exp(-1.0), abs=0.02)


@given(total=st.integers(0, 10**9), first=st.floats(0.0, 1.0), second=st.floats(0.0, 1.0))
def test_a_split_adds_up_and_is_never_negative(total: int, first: float, second: float) -> None:
    parts = casualties.split3(total, first, second)
    assert sum(parts) == total
    assert min(parts) >= 0


@given(total=st.integers(0, 10**8), weights=st.lists(st.integers(0, 10**8), min_size=1, max_size=8))
def test_portions_of_all_units_add_up_to_the_loss(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    parts = [casualties.portion(total, sum(weights[:i]), own, whole) for i, own in enumerate(weights)]
    assert sum(parts) == (total if whole > 0 else 0)
    assert min(parts) >= 0
    assert all(own * total // max(whole, 1) <= part + 1 for part, own in zip(parts, weights, strict=True))


@given(total=st.integers(0, 10**8), weights=st.lists(st.integers(1, 10**8), min_size=1, max_size=8))
def test_no_unit_loses_more_men_than_it_has(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    total = min(total, whole)
    parts = [casualties.portion(total, sum(weights[:i]), own, whole) for i, own in enumerate(weights)]
    assert all(part <= own for part, own in zip(parts, weights, strict=True))


@pytest.mark.parametrize(
    ("yields", "last_man", "kinds"),
    [
        (False, False, (300, 670, 30, 0)),
        (True, False, (350, 350, 0, 300)),
        (False, True, (900, 100, 0, 0)),
        (True, True, (900, 100, 0, 0)),
    ],
)
def test_casualties_split_by_rule_4(
    p: Vector, yields: bool, last_man: bool, kinds: tuple[int, int, int, int]
) -> None:
    assert casualties.casualty_split(1000, yields, last_man, p) == kinds
