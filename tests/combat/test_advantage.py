"""Each term of the advantage, by hand."""

from __future__ import annotations

import inspect
import math

import pytest
from combat_inputs import Vector
from hypothesis import given
from hypothesis import strategies as st

from khingan.campaign import parameters as P
from khingan.campaign.combat import advantage

NOTHING = (0.0,) * 6
CONDITIONS = tuple(inspect.signature(advantage.ground_terms).parameters)[:-1]


def ground(p: Vector, **degrees: float) -> float:
    return advantage.ground_terms(*(degrees.get(name, 0.0) for name in CONDITIONS), p)


def test_three_to_one_in_men_alone_is_its_logarithm(p: Vector) -> None:
    assert advantage.force_terms(3000.0, 1000.0, *NOTHING, 1.0, p) == pytest.approx(math.log10(3.0))


def test_ten_tanks_per_thousand_men_are_worth_1_85(p: Vector) -> None:
    x = advantage.force_terms(1000.0, 1000.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p)
    assert 10.0**x == pytest.approx(1.85, abs=0.005)


def test_equal_forces_of_all_arms_cancel(p: Vector) -> None:
    assert advantage.force_terms(5e3, 5e3, 40.0, 40.0, 60.0, 60.0, 9.0, 9.0, 1.0, p) == 0.0


def test_the_anti_tank_factor_acts_on_the_attackers_tanks_only(p: Vector) -> None:
    x = advantage.force_terms(1000.0, 1000.0, 9.0, 9.0, 0.0, 0.0, 0.0, 0.0, 1.5, p)
    assert x == pytest.approx(0.5 * p[P.X_TANKS])


def test_anti_tank_defence_runs_from_none_to_full(p: Vector) -> None:
    full = p[P.ANTI_TANK_FULL]
    factors = [advantage.anti_tank_multiplier(guns, p) for guns in (0.0, full / 2.0, full, 10.0 * full)]
    assert factors == pytest.approx([1.5, 1.125, 0.75, 0.75])


def test_surprise_of_level_two_is_worth_2_1_and_wears_off(p: Vector) -> None:
    assert 10.0 ** advantage.surprise_term(2.0, 0.0, p) == pytest.approx(2.08, abs=0.01)
    faded = advantage.surprise_term(2.0, 2.0, p) / advantage.surprise_term(2.0, 0.0, p)
    assert faded == pytest.approx(math.exp(-1.0))


@pytest.mark.parametrize(
    ("condition", "factor"),
    [
        ("fortified", 0.76),
        ("concrete", 0.50),
        ("delaying", 1.28),
        ("rugged", 0.83),
        ("wooded", 0.87),
        ("urban", 0.90),
        ("marsh", 0.79),
        ("wet", 0.83),
        ("river", 0.87),
        ("envelopment", 1.13),
        ("two_sides", 1.41),
    ],
)
def test_ground_and_posture_have_the_factors_of_the_table(p: Vector, condition: str, factor: float) -> None:
    assert 10.0 ** ground(p, **{condition: 1.0}) == pytest.approx(factor, abs=0.006)


def test_half_a_condition_counts_half(p: Vector) -> None:
    assert ground(p, rugged=0.5) == pytest.approx(0.5 * ground(p, rugged=1.0))


def test_ratings_translate_as_published(p: Vector) -> None:
    factors = [10.0 ** advantage.quality(rating, p) for rating in (0.15, 0.35, 0.65)]
    assert factors == pytest.approx([0.31, 0.56, 0.86], abs=0.006)


def test_quality_is_kept_between_its_floor_and_the_standard(p: Vector) -> None:
    assert advantage.quality(0.0, p) == p[P.QUALITY_FLOOR]
    assert advantage.quality(1.0, p) == 0.0


def test_supply_penalty_passes_through_its_three_points(p: Vector) -> None:
    penalties = [advantage.supply_term(s, p) for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert penalties == pytest.approx([-0.40, -0.275, -0.15, -0.075, 0.0])


def test_broken_cohesion_counts_no_lower_than_the_floor(p: Vector) -> None:
    assert advantage.cohesion_term(0.5, p) == pytest.approx(math.log10(0.5))
    assert advantage.cohesion_term(0.0, p) == pytest.approx(math.log10(p[P.COHESION_FLOOR]))


def test_a_side_that_lacks_nothing_has_power_zero(p: Vector) -> None:
    assert advantage.side_power(0.0, 1.0, 1.0, p) == 0.0


def test_the_front_limits_the_men_who_attack(p: Vector) -> None:
    assert advantage.attackers_in_contact(60_000.0, 10.0, 20_000.0, p) == 25_000.0


def test_a_small_target_limits_the_men_who_attack(p: Vector) -> None:
    assert advantage.attackers_in_contact(60_000.0, 10.0, 300.0, p) == 3_000.0


@given(ordered=st.floats(0.0, 1e6), width=st.floats(0.0, 60.0), present=st.floats(1.0, 1e6))
def test_the_ratio_in_contact_never_exceeds_the_cap(
    p: Vector, ordered: float, width: float, present: float
) -> None:
    defenders = advantage.defenders_in_contact(present, max(width, 0.1), p)
    attackers = advantage.attackers_in_contact(ordered, width, defenders, p)
    assert attackers <= min(ordered, p[P.CONTACT_RATIO_CAP] * defenders)
    assert defenders <= present
