"""The kernel as a whole: steps, splits, directions and extremes."""

from __future__ import annotations

import numpy as np
import pytest
from combat_inputs import Vector
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.combat import advantage, casualties

MAN = 256


@njit
def fight(men_a, men_d, other, z, days, steps_a_day, seed, noise, p):  # type: ignore[no-untyped-def]
    """Casualties of both sides; men in contact and advantage updated each step."""
    a, d, tau = men_a, men_d, 0.0
    dtau = 1.0 / steps_a_day
    factor_a = factor_d = wave_a = wave_d = 0.0
    for step in range(days * steps_a_day):
        if noise:
            words = draws.draw(seed, 0, step, 0, draws.DAY_NOISE)
            n_a, n_d = draws.standard_normal(words[0]), draws.standard_normal(words[1])
            if step == 0:
                first = draws.draw(seed, 0, 0, 0, draws.ENGAGEMENT_NOISE)
                factor_a, factor_d = casualties.engagement_noise(
                    draws.standard_normal(first[0]), draws.standard_normal(first[1]), p
                )
                wave_a, wave_d = p[P.NOISE_DAY_ATTACKER] * n_a, p[P.NOISE_DAY_DEFENDER] * n_d
            else:
                wave_a = casualties.day_noise(wave_a, dtau, n_a, p[P.NOISE_DAY_ATTACKER], p)
                wave_d = casualties.day_noise(wave_d, dtau, n_d, p[P.NOISE_DAY_DEFENDER], p)
        x = advantage.force_terms(a, d, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p) + other
        share_a, share_d = casualties.engagement_step(
            x, z, tau, dtau, factor_a + wave_a, factor_d + wave_d, 0.0, 0.0, p
        )
        a -= a * share_a
        d -= d * share_d
        tau += dtau
    return men_a - a, men_d - d


@pytest.fixture(scope="module")
def z(p: Vector) -> float:
    return casualties.intensity(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, p)


@pytest.mark.parametrize(
    ("steps_a_day", "lost"),
    [(1, (1683, 1735)), (4, (1681, 1741)), (24, (1680, 1742))],
    ids=["24h", "6h", "1h"],
)
def test_ten_days_cost_the_published_casualties_at_any_step(
    p: Vector, z: float, steps_a_day: int, lost: tuple[int, int]
) -> None:
    assert fight(15e3, 8e3, 0.1, z, 10, steps_a_day, 0, False, p) == pytest.approx(lost, abs=0.6)


def test_noise_gives_the_same_mean_and_spread_at_any_step(p: Vector, z: float) -> None:
    samples = [
        np.array([fight(15e3, 8e3, 0.1, z, 10, steps, seed, True, p) for seed in range(2_000)])
        for steps in (1, 4, 24)
    ]
    for finer in samples[1:]:
        assert finer.mean(axis=0) == pytest.approx(samples[0].mean(axis=0), rel=0.03)
        assert finer.std(axis=0) == pytest.approx(samples[0].std(axis=0), rel=0.03)


@pytest.mark.parametrize("parts", [2, 5])
def test_splitting_units_leaves_the_totals_unchanged(p: Vector, z: float, parts: int) -> None:
    def lose(units: list[int], share: float) -> None:
        whole, before = sum(units), 0
        loss = int(whole * share)
        for i, own in enumerate(units.copy()):
            units[i] -= casualties.portion(loss, before, own, whole)
            before += own

    def casualties_of(pieces: int) -> tuple[float, float]:
        attackers, defenders = [15_000 * MAN // pieces] * pieces, [8_000 * MAN // pieces] * pieces
        start = sum(attackers), sum(defenders)
        for step in range(40):
            men_a, men_d = sum(attackers) / MAN, sum(defenders) / MAN
            x = advantage.force_terms(men_a, men_d, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p)
            shares = casualties.engagement_step(x, z, 0.25 * step, 0.25, 0.0, 0.0, 0.0, 0.0, p)
            lose(attackers, shares[0])
            lose(defenders, shares[1])
        return (start[0] - sum(attackers)) / MAN, (start[1] - sum(defenders)) / MAN

    assert casualties_of(parts) == pytest.approx(casualties_of(1), rel=0.001)


@given(
    men=st.floats(500.0, 50_000.0),
    factor=st.floats(1.0, 10.0),
    other=st.floats(-1.0, 1.0),
    tau=st.floats(0.0, 10.0),
    dtau=st.floats(0.01, 1.0),
)
def test_more_attackers_lose_a_smaller_share_and_cost_the_defender_a_larger(
    p: Vector, z: float, men: float, factor: float, other: float, tau: float, dtau: float
) -> None:
    def shares(attackers: float) -> tuple[float, float]:
        x = advantage.force_terms(attackers, 5e3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p) + other
        return casualties.engagement_step(x, z, tau, dtau, 0.0, 0.0, 0.0, 0.0, p)

    few, many = shares(men), shares(men * factor)
    assert many[0] <= few[0] + 1e-15
    assert many[1] >= few[1] - 1e-15


@given(
    x=st.floats(-3.0, 3.0),
    tau=st.floats(0.0, 30.0),
    dtau=st.floats(0.001, 30.0),
    noise=st.floats(-1.5, 1.5),
    last_man=st.sampled_from([0.0, 1.0]),
)
def test_no_side_loses_more_than_all_its_men(
    p: Vector, z: float, x: float, tau: float, dtau: float, noise: float, last_man: float
) -> None:
    for share in casualties.engagement_step(x, z, tau, dtau, noise, noise, last_man, last_man, p):
        assert 0.0 <= share <= 1.0


def test_a_thousandfold_superiority_fights_as_tenfold(p: Vector, z: float) -> None:
    attackers = advantage.attackers_in_contact(300_000.0, 200.0, 300.0, p)
    x = advantage.force_terms(attackers, 300.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p)
    assert x == pytest.approx(1.0)
    share_a, share_d = casualties.engagement_step(x, z, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, p)
    assert share_a * attackers == pytest.approx(70.0, abs=2.0)
    assert share_d == pytest.approx(0.13, abs=0.01)
