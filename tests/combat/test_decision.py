"""Decision, breakthrough, shatter, surrender and cohesion."""

from __future__ import annotations

import math

import pytest
from combat_inputs import Vector
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.combat import decision


@pytest.mark.parametrize(
    ("works", "chances"),
    [(0.0, [0.37, 0.55, 0.67, 0.81, 0.92]), (-0.118, [0.26, 0.43, 0.56, 0.72, 0.87])],
    ids=["hasty", "fortified"],
)
def test_chances_to_win_at_the_published_force_ratios(p: Vector, works: float, chances: list[float]) -> None:
    won = [decision.win_probability(math.log10(ratio) + works, p) for ratio in (1.0, 1.5, 2.0, 3.0, 5.0)]
    assert won == pytest.approx(chances, abs=0.005)


def test_mean_duration_is_3_6_days_when_even_and_2_2_when_lopsided(p: Vector) -> None:
    assert 1.0 / decision.decision_hazard(0.0, p) == pytest.approx(3.6, abs=0.05)
    assert 1.0 / decision.decision_hazard(4.0, p) == pytest.approx(2.2, abs=0.05)


def test_probabilities_of_a_day_do_not_depend_on_its_steps(p: Vector) -> None:
    day = 1.0 - sum(decision.decision_probabilities(1.0, 1.0, False, p))
    hour = 1.0 - sum(decision.decision_probabilities(1.0, 1.0 / 24.0, False, p))
    assert hour**24 == pytest.approx(day, rel=1e-12)


def test_a_probe_drives_nobody_out(p: Vector) -> None:
    gives_way, calls_off = decision.decision_probabilities(3.0, 1.0, True, p)
    assert gives_way == 0.0
    assert calls_off == pytest.approx(sum(decision.decision_probabilities(3.0, 1.0, False, p)))


def test_a_uniform_picks_one_of_three_outcomes() -> None:
    assert decision.decide(0.1, 0.2, 0.3) == decision.DEFENDER_GIVES_WAY
    assert decision.decide(0.4, 0.2, 0.3) == decision.ATTACKER_CALLS_OFF
    assert decision.decide(0.6, 0.2, 0.3) == decision.GOES_ON


@njit
def wins_of(runs, x, dtau, p):  # type: ignore[no-untyped-def]
    """Engagements won of ``runs`` fought out at constant advantage."""
    won = 0
    for run in range(runs):
        step = 0
        outcome = decision.GOES_ON
        while outcome == decision.GOES_ON:
            gives_way, calls_off = decision.decision_probabilities(decision.win_logit(x, p), dtau, False, p)
            word = draws.draw(11, run, step, 0, draws.ENGAGEMENT_DECISION)[0]
            outcome = decision.decide(draws.uniform(word), gives_way, calls_off)
            step += 1
        won += outcome == decision.DEFENDER_GIVES_WAY
    return won


@pytest.mark.parametrize("steps_a_day", [1, 4, 24])
@pytest.mark.parametrize("x", [-0.2, 0.13, 0.5])
def test_share_of_wins_is_the_logistic_for_any_step(p: Vector, x: float, steps_a_day: int) -> None:
    share = wins_of(20_000, x, 1.0 / steps_a_day, p) / 20_000
    assert share == pytest.approx(decision.win_probability(x, p), abs=0.01)


@given(x=st.floats(-3.0, 3.0), dtau=st.floats(1e-4, 30.0))
def test_a_decided_step_is_won_by_the_logistic_whatever_its_length(p: Vector, x: float, dtau: float) -> None:
    gives_way, calls_off = decision.decision_probabilities(decision.win_logit(x, p), dtau, False, p)
    logistic = 1.0 / (1.0 + math.exp(0.534 - 4.18 * x))
    assert gives_way / (gives_way + calls_off) == pytest.approx(logistic, rel=1e-9)


def test_breakthrough_follows_20_percent_of_even_wins_and_42_of_tenfold(p: Vector) -> None:
    assert decision.breakthrough_probability(0.0, p) == pytest.approx(0.20, abs=0.005)
    assert decision.breakthrough_probability(1.0, p) == pytest.approx(0.42, abs=0.005)


def test_a_unit_that_lost_30_percent_shatters_at_2_percent_a_day(p: Vector) -> None:
    assert decision.shatter_probability(0.3, False, False, 1.0, p) == pytest.approx(0.0198, abs=1e-4)


def test_surrounded_units_shatter_sooner_and_last_man_units_later(p: Vector) -> None:
    free = decision.shatter_probability(0.3, False, False, 0.01, p)
    assert decision.shatter_probability(0.3, True, False, 0.01, p) / free == pytest.approx(5.0, rel=0.01)
    assert decision.shatter_probability(0.3, False, True, 0.01, p) / free == pytest.approx(0.1, rel=0.01)


def test_nobody_surrenders_in_the_first_three_unfed_days(p: Vector) -> None:
    assert decision.surrender_probability(3.0, 1.0, False, 1.0, p) == 0.0


def test_two_days_later_one_in_ten_does(p: Vector) -> None:
    assert decision.surrender_probability(5.0, 1.0, False, 1.0, p) == pytest.approx(1.0 - math.exp(-0.10))
    assert decision.surrender_probability(5.0, 0.2, False, 1.0, p) == pytest.approx(1.0 - math.exp(-0.30))
    assert decision.surrender_probability(5.0, 1.0, True, 1.0, p) == pytest.approx(1.0 - math.exp(-0.01))


def test_losses_disrupt_alike_in_one_blow_or_many(p: Vector) -> None:
    many = 1.0
    for _ in range(10):
        many = decision.disrupted(many, 0.01, p)
    assert many == pytest.approx(decision.disrupted(1.0, 0.10, p))
    assert many == pytest.approx(math.exp(-0.3))


def test_a_retreat_costs_a_quarter_but_no_more_than_there_is(p: Vector) -> None:
    assert decision.after_retreat(0.75, p) == 0.5
    assert decision.after_retreat(0.1, p) == 0.0


def test_recovery_is_slow_in_contact_and_stops_without_supply(p: Vector) -> None:
    in_contact = decision.recovered(0.0, 1.0, True, True, p)
    assert in_contact == pytest.approx(1.0 - math.exp(-1.0 / 3.0))
    assert decision.recovered(0.0, 1.0, False, True, p) == pytest.approx(1.0 - math.exp(-1.0 / 1.5))
    assert decision.recovered(0.4, 1.0, False, False, p) == 0.4


def test_the_hazard_doubles_at_its_logit(p: Vector) -> None:
    doubled = decision.decision_hazard(p[P.HAZARD_LOGIT], p)
    assert doubled == pytest.approx(2.0 * decision.decision_hazard(0.0, p))
