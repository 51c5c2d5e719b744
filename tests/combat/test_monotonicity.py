"""Directions: what helps the attacker never hurts him, over the whole range of inputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from combat_inputs import Vector
from hypothesis import given
from hypothesis import strategies as st

from khingan.campaign.combat import advance, advantage, casualties, decision


@dataclass(frozen=True)
class Fight:
    """Everything the advantage of an engagement depends on."""

    men_a: float
    men_d: float
    tanks_a: float
    tanks_d: float
    guns_a: float
    guns_d: float
    sorties_a: float
    sorties_d: float
    anti_tank: float
    posture: str
    rugged: float
    wooded: float
    urban: float
    marsh: float
    wet: float
    river: float
    envelopment: float
    two_sides: float
    surprise: float
    tau: float
    air: float
    rating_a: float
    rating_d: float
    supply_a: float
    supply_d: float
    cohesion_a: float
    cohesion_d: float

    def advantage(self, p: Vector) -> float:
        """x by the kernel."""
        multiplier = advantage.anti_tank_multiplier(self.anti_tank, p)
        pieces = self.tanks_a, self.tanks_d, self.guns_a, self.guns_d, self.sorties_a, self.sorties_d
        works = [float(self.posture == name) for name in ("fortified", "concrete", "delay")]
        ground = self.rugged, self.wooded, self.urban, self.marsh, self.wet, self.river
        power_a = advantage.side_power(advantage.quality(self.rating_a, p), self.supply_a, self.cohesion_a, p)
        power_d = advantage.side_power(advantage.quality(self.rating_d, p), self.supply_d, self.cohesion_d, p)
        return (
            advantage.force_terms(self.men_a, self.men_d, *pieces, multiplier, p)
            + advantage.ground_terms(*works, *ground, self.envelopment, self.two_sides, p)
            + advantage.surprise_term(self.surprise, self.tau, p)
            + advantage.air_term(self.air, p)
            + power_a
            - power_d
        )


# Ranges leave every lever below room to move: ratings and cohesion, say, saturate at their ends.
DEGREES = ["rugged", "wooded", "urban", "marsh", "wet", "river", "envelopment", "two_sides"]
PIECES = ["tanks", "guns", "sorties"]


@st.composite
def any_fight(draw: st.DrawFn) -> Fight:
    """At least ten men a side, at up to 1000 : 1 either way, with none to thousands of pieces."""
    fewer = 10.0 ** draw(st.floats(1.0, 4.5))
    more = fewer * 10.0 ** draw(st.floats(0.0, 3.0))
    men_a, men_d = draw(st.permutations([fewer, more]))
    return Fight(
        men_a=men_a,
        men_d=men_d,
        **{f"{kind}_{side}": draw(st.floats(0.0, 2_000.0)) for kind in PIECES for side in "ad"},
        **{degree: draw(st.floats(0.0, 0.9)) for degree in DEGREES},
        anti_tank=draw(st.floats(0.0, 3.8)),
        posture=draw(st.sampled_from(["hasty", "fortified", "concrete", "delay"])),
        surprise=draw(st.floats(-3.0, 2.9)),
        tau=draw(st.floats(0.0, 4.0)),
        air=draw(st.sampled_from([-1.0, 0.0])),
        rating_a=draw(st.floats(0.12, 0.7)),
        rating_d=draw(st.floats(0.12, 0.7)),
        supply_a=draw(st.floats(0.0, 0.9)),
        supply_d=draw(st.floats(0.0, 0.9)),
        cohesion_a=draw(st.floats(0.11, 0.9)),
        cohesion_d=draw(st.floats(0.11, 0.9)),
    )


Lever = Callable[[Fight], Fight]


def multiply(name: str, factor: float) -> Lever:
    return lambda fight: replace(fight, **{name: getattr(fight, name) * factor})


def add(name: str, amount: float) -> Lever:
    return lambda fight: replace(fight, **{name: getattr(fight, name) + amount})


HELPS_ATTACKER: dict[str, Lever] = {
    "more attackers": multiply("men_a", 1.05),
    "more tanks": add("tanks_a", 50.0),
    "more guns": add("guns_a", 50.0),
    "more sorties": add("sorties_a", 50.0),
    "air superiority": add("air", 1.0),
    "more surprise": add("surprise", 0.1),
    "envelopment": add("envelopment", 0.1),
    "from two sides": add("two_sides", 0.1),
    "better attackers": multiply("rating_a", 1.1),
    "better supply": add("supply_a", 0.1),
    "better cohesion": add("cohesion_a", 0.1),
}
HELPS_DEFENDER: dict[str, Lever] = {
    "more defenders": multiply("men_d", 1.05),
    "more tanks": add("tanks_d", 50.0),
    "more guns": add("guns_d", 50.0),
    "more sorties": add("sorties_d", 50.0),
    "more surprise": add("surprise", -0.1),
    "marsh": add("marsh", 0.1),
    "river": add("river", 0.1),
    "better defenders": multiply("rating_d", 1.1),
    "better supply": add("supply_d", 0.1),
    "better cohesion": add("cohesion_d", 0.1),
}
# These change the intensity as well, so the advantage alone has a direction.
HELPS_DEFENDER_IN_ADVANTAGE: dict[str, Lever] = {
    "rugged": add("rugged", 0.1),
    "wooded": add("wooded", 0.1),
    "urban": add("urban", 0.1),
    "wet": add("wet", 0.1),
}


@pytest.mark.parametrize("lever", HELPS_ATTACKER)
@given(fight=any_fight())
def test_what_helps_the_attacker_raises_the_advantage(p: Vector, lever: str, fight: Fight) -> None:
    assert HELPS_ATTACKER[lever](fight).advantage(p) > fight.advantage(p)


@pytest.mark.parametrize("lever", HELPS_DEFENDER | HELPS_DEFENDER_IN_ADVANTAGE)
@given(fight=any_fight())
def test_what_helps_the_defender_lowers_the_advantage(p: Vector, lever: str, fight: Fight) -> None:
    changed = (HELPS_DEFENDER | HELPS_DEFENDER_IN_ADVANTAGE)[lever](fight)
    assert changed.advantage(p) < fight.advantage(p)


@given(fight=any_fight(), tanks=st.floats(1.0, 2_000.0))
def test_anti_tank_guns_lower_the_advantage_of_an_attacker_with_tanks(
    p: Vector, fight: Fight, tanks: float
) -> None:
    fight = replace(fight, tanks_a=tanks)
    assert add("anti_tank", 0.1)(fight).advantage(p) < fight.advantage(p)


@given(fight=any_fight())
def test_works_are_better_than_none_and_delay_is_worse(p: Vector, fight: Fight) -> None:
    postures = ("concrete", "fortified", "hasty", "delay")
    x = [replace(fight, posture=posture).advantage(p) for posture in postures]
    assert x[0] < x[1] < x[2] < x[3]


@given(fight=any_fight(), dtau=st.floats(0.01, 1.0), rise=st.floats(0.001, 2.0))
def test_a_better_advantage_costs_the_attacker_less_and_the_defender_more(
    p: Vector, fight: Fight, dtau: float, rise: float
) -> None:
    def shares(x: float) -> tuple[float, float]:
        return casualties.engagement_step(x, -1.375, fight.tau, dtau, 0.0, 0.0, 0.0, 0.0, p)

    x = fight.advantage(p)
    before, after = shares(x), shares(x + rise)
    assert after[0] < before[0]
    assert after[1] > before[1] or before[1] > 1.0 - 1e-12


@given(fight=any_fight(), dtau=st.floats(0.01, 1.0), rise=st.floats(0.001, 2.0))
def test_a_better_advantage_never_helps_the_defender_to_hold(
    p: Vector, fight: Fight, dtau: float, rise: float
) -> None:
    def odds(x: float) -> tuple[float, float]:
        return decision.decision_probabilities(decision.win_logit(x, p), dtau, False, p)

    x = fight.advantage(p)
    (driven_out, called_off), (more_driven_out, fewer_called_off) = odds(x), odds(x + rise)
    assert more_driven_out > driven_out or driven_out > 1.0 - 1e-6
    assert fewer_called_off < called_off or called_off < 1e-6
    assert decision.win_probability(x + rise, p) >= decision.win_probability(x, p)


@given(fight=any_fight(), dtau=st.floats(0.01, 1.0), rise=st.floats(0.001, 2.0))
def test_a_better_advantage_gains_more_ground_and_more_breakthroughs(
    p: Vector, fight: Fight, dtau: float, rise: float
) -> None:
    def ground(x: float) -> float:
        level = advance.advance_level(x, 0.0, 0.0, fight.rugged, 0.0, p)
        return advance.advance_step(level, fight.tau, dtau, True, p)

    x = fight.advantage(p)
    assert ground(x + rise) > ground(x)
    assert decision.breakthrough_probability(x + rise, p) > decision.breakthrough_probability(x, p)


@given(
    x=st.floats(-3.0, 3.0),
    z=st.floats(-2.5, -1.0),
    tau=st.floats(0.0, 14.0),
    dtau=st.floats(0.01, 1.0),
    noise=st.floats(-1.0, 1.0),
)
def test_intensity_length_and_noise_cost_both_sides_more_and_a_later_hour_less(
    p: Vector, x: float, z: float, tau: float, dtau: float, noise: float
) -> None:
    def shares(z: float, tau: float, dtau: float, noise: float, last_man: float) -> tuple[float, float]:
        return casualties.engagement_step(x, z, tau, dtau, noise, noise, last_man, last_man, p)

    plain = shares(z, tau, dtau, noise, 0.0)
    later = shares(z, tau + 0.1, dtau, noise, 0.0)
    dearer = [
        shares(z + 0.01, tau, dtau, noise, 0.0),
        shares(z, tau, dtau + 0.01, noise, 0.0),
        shares(z, tau, dtau, noise + 0.01, 0.0),
        shares(z, tau, dtau, noise, 0.1),
    ]
    for side in (0, 1):
        full = plain[side] > 1.0 - 1e-12
        assert later[side] < plain[side] or full
        assert all(other[side] > plain[side] or full for other in dearer)


def ten_days(ordered: float, present: float, width_km: float, p: Vector) -> tuple[float, float, float]:
    """Shares lost by both sides of those in contact first, and P(defender holds), men changing all along."""
    start_d = d = advantage.defenders_in_contact(present, width_km, p)
    start_a = a = advantage.attackers_in_contact(ordered, width_km, d, p)
    undecided, held_out = 1.0, 1.0
    for step in range(40):
        x = advantage.force_terms(a, d, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p)
        gives_way, calls_off = decision.decision_probabilities(decision.win_logit(x, p), 0.25, False, p)
        held_out -= undecided * gives_way
        undecided *= 1.0 - gives_way - calls_off
        shares = casualties.engagement_step(x, -1.375, 0.25 * step, 0.25, 0.0, 0.0, 0.0, 0.0, p)
        a -= a * shares[0]
        d -= d * shares[1]
    return 1.0 - a / start_a, 1.0 - d / start_d, held_out


@given(
    present=st.floats(100.0, 50_000.0),
    log_ratio=st.floats(-3.0, 3.0),
    width_km=st.floats(5.0, 100.0),
    factor=st.floats(1.01, 10.0),
)
def test_more_attackers_fare_no_worse_in_ten_days_of_contact(
    p: Vector, present: float, log_ratio: float, width_km: float, factor: float
) -> None:
    ordered = present * 10.0**log_ratio
    few = ten_days(ordered, present, width_km, p)
    many = ten_days(ordered * factor, present, width_km, p)
    assert many[0] <= few[0] + 1e-12
    assert many[1] >= few[1] - 1e-12
    assert many[2] <= few[2] + 1e-12


@given(
    present=st.floats(100.0, 50_000.0),
    log_ratio=st.floats(-3.0, 3.0),
    width_km=st.floats(5.0, 100.0),
    factor=st.floats(1.01, 10.0),
)
def test_more_defenders_fare_no_worse_in_ten_days_of_contact(
    p: Vector, present: float, log_ratio: float, width_km: float, factor: float
) -> None:
    ordered = present * 10.0**log_ratio
    few = ten_days(ordered, present, width_km, p)
    many = ten_days(ordered, present * factor, width_km, p)
    assert many[0] >= few[0] - 1e-12
    assert many[1] <= few[1] + 1e-12
    assert many[2] >= few[2] - 1e-12
