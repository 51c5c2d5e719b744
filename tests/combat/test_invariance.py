"""Casualties depend neither on the step nor on how men are cut into units, in any posture and on any ground."""

from __future__ import annotations

import numpy as np
import pytest
from combat_fights import GROUNDS, POSTURES, day_of, fight, situation
from combat_inputs import Vector
from hypothesis import given
from hypothesis import strategies as st

from khingan.campaign import parameters as P
from khingan.campaign.combat import advantage, casualties

MAN = 256
HOUR, QUARTER, WHOLE = day_of(24), day_of(4), day_of(1)

everywhere = pytest.mark.parametrize(("posture", "ground"), [(a, b) for a in POSTURES for b in GROUNDS])


def ten_days(posture: str, ground: str, ratio: float, day: Vector, p: Vector) -> tuple[float, float]:
    """The fight of MODEL.md's test (a), at a force ratio: casualties without noise."""
    x, z = situation(posture, ground, p)
    return fight(ratio * 8e3, 8e3, 0.1 + x, z, 10, day, 0, False, p)


@everywhere
@pytest.mark.parametrize("ratio", [1 / 3, 15 / 8, 3.0])
def test_steps_of_24_6_and_1_hours_agree_within_one_percent(
    p: Vector, posture: str, ground: str, ratio: float
) -> None:
    lost = [ten_days(posture, ground, ratio, day, p) for day in (WHOLE, QUARTER, HOUR)]
    assert lost[0] == pytest.approx(lost[2], rel=0.01)
    assert lost[1] == pytest.approx(lost[2], rel=0.01)
    assert lost[0] == pytest.approx(lost[1], rel=0.01)


# One step a day is too coarse beyond 4 : 1 (up to 1.6 % at 10 : 1); the simulator's own four are not.
@everywhere
@pytest.mark.parametrize("ratio", [0.1, 10.0])
def test_the_simulators_unequal_steps_are_fine_enough_at_ten_to_one_either_way(
    p: Vector, posture: str, ground: str, ratio: float
) -> None:
    own = p[P.CLOCK_WEIGHT_0 : P.CLOCK_WEIGHT_3 + 1]
    assert own.sum() == pytest.approx(1.0, rel=1e-12)
    lost = ten_days(posture, ground, ratio, own, p)
    assert lost == pytest.approx(ten_days(posture, ground, ratio, HOUR, p), rel=0.01)


@pytest.mark.parametrize(
    ("posture", "ground"), [(a, "open") for a in POSTURES] + [("hasty", b) for b in GROUNDS[1:]]
)
def test_noise_has_one_mean_and_one_spread_at_any_step(p: Vector, posture: str, ground: str) -> None:
    x, z = situation(posture, ground, p)
    samples = [
        np.array([fight(15e3, 8e3, 0.1 + x, z, 10, day, seed, True, p) for seed in range(2_000)])
        for day in (WHOLE, QUARTER, HOUR)
    ]
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert samples[i].mean(axis=0) == pytest.approx(samples[j].mean(axis=0), rel=0.03)
        assert samples[i].std(axis=0) == pytest.approx(samples[j].std(axis=0), rel=0.03)


def cut(men: int, weights: tuple[int, ...]) -> list[int]:
    """Units of so many parts, 1/256 man; the last takes the remainder."""
    units = [men * MAN * weight // sum(weights) for weight in weights[:-1]]
    return [*units, men * MAN - sum(units)]


def losses_of(
    attackers: list[int], defenders: list[int], x: float, z: float, p: Vector
) -> tuple[list[int], list[int]]:
    """What each unit has lost after ten days in steps of six hours, 1/256 man."""
    sides = list(attackers), list(defenders)
    for step in range(40):
        men_a, men_d = (sum(units) / MAN for units in sides)
        odds = advantage.force_terms(men_a, men_d, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p)
        shares = casualties.engagement_step(odds + x, z, 0.25 * step, 0.25, 0.0, 0.0, 0.0, 0.0, p)
        for units, share in zip(sides, shares, strict=True):
            whole, before = sum(units), 0
            for i, own in enumerate(units.copy()):
                units[i] -= casualties.portion(int(whole * share), before, own, whole)
                before += own
    lost = [
        [a - b for a, b in zip(old, new, strict=True)]
        for old, new in zip((attackers, defenders), sides, strict=True)
    ]
    return lost[0], lost[1]


SPLITS = [(1, 1), (1, 7), (1, 1, 1, 1, 1), (1, 2, 3, 4, 90)]


@everywhere
@pytest.mark.parametrize("split", SPLITS, ids=str)
def test_splitting_units_changes_no_total_by_a_256th_of_a_man(
    p: Vector, posture: str, ground: str, split: tuple[int, ...]
) -> None:
    x, z = situation(posture, ground, p)
    whole = losses_of([15_000 * MAN], [8_000 * MAN], 0.1 + x, z, p)
    parts = losses_of(cut(15_000, split), cut(8_000, split), 0.1 + x, z, p)
    assert [sum(side) for side in parts] == [sum(side) for side in whole]


# Rounding gives or takes each unit less than 1/256 man a step: 40 steps of a tenth of a percent of few men.
@pytest.mark.parametrize("split", SPLITS, ids=str)
def test_parts_of_a_unit_lose_in_proportion_to_their_men(p: Vector, split: tuple[int, ...]) -> None:
    x, z = situation("hasty", "open", p)
    units = cut(15_000, split)
    lost, _ = losses_of(units, cut(8_000, split), 0.1 + x, z, p)
    fair = np.array(units) * (sum(lost) / sum(units))
    assert lost == pytest.approx(fair, abs=40.0)


@given(
    parts=st.sampled_from([2.0, 5.0]),
    men=st.tuples(st.floats(50.0, 1e5), st.floats(50.0, 1e5)),
    pieces=st.lists(st.floats(0.0, 500.0), min_size=6, max_size=6),
)
def test_the_advantage_of_a_part_is_that_of_the_whole(
    p: Vector, parts: float, men: tuple[float, float], pieces: list[float]
) -> None:
    whole = advantage.force_terms(*men, *pieces, 1.2, p)
    part = advantage.force_terms(*(n / parts for n in men), *(n / parts for n in pieces), 1.2, p)
    assert part == pytest.approx(whole, abs=1e-12)
