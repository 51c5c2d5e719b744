"""The kernel as a whole: the published fight, and the extremes."""

from __future__ import annotations

import pytest
from combat_fights import day_of, fight
from combat_inputs import Vector
from hypothesis import given
from hypothesis import strategies as st

from khingan.campaign.combat import advantage, casualties


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
    assert fight(15e3, 8e3, 0.1, z, 10, day_of(steps_a_day), 0, False, p) == pytest.approx(lost, abs=0.6)


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


def campaign(
    men_a: float, men_d: float, width_km: float, z: float, p: Vector
) -> list[tuple[float, float, float, float]]:
    """Attackers and defenders, and those of them in contact (R1), in each six hours of a fight of 20 days."""
    steps = []
    for step in range(80):
        d = advantage.defenders_in_contact(men_d, width_km, p)
        a = advantage.attackers_in_contact(men_a, width_km, d, p)
        steps.append((men_a, men_d, a, d))
        x = advantage.force_terms(a, d, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p)
        shares = casualties.engagement_step(x, z, 0.25 * step, 0.25, 0.0, 0.0, 0.0, 0.0, p)
        men_a -= a * shares[0]
        men_d -= d * shares[1]
    return steps


@given(
    present=st.floats(100.0, 100_000.0),
    log_ratio=st.floats(-3.0, 3.0),
    width_km=st.floats(1.0, 300.0),
)
def test_contact_keeps_its_limits_through_twenty_days_at_ratios_up_to_a_thousand(
    p: Vector, z: float, present: float, log_ratio: float, width_km: float
) -> None:
    for men_a, men_d, a, d in campaign(present * 10.0**log_ratio, present, width_km, z, p):
        assert 0.0 < a <= min(men_a, 2_500.0 * width_km, 10.0 * d * (1.0 + 1e-12))
        assert 0.0 < d <= min(men_d, 1_500.0 * width_km)


# 300 defenders on 200 km: room for all, so nothing but the cap of 10 : 1 holds the attackers back.
def test_a_thousandfold_superiority_fights_as_tenfold(p: Vector, z: float) -> None:
    attackers = advantage.attackers_in_contact(300_000.0, 200.0, 300.0, p)
    x = advantage.force_terms(attackers, 300.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p)
    assert x == pytest.approx(1.0)
    share_a, share_d = casualties.engagement_step(x, z, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, p)
    assert share_a * attackers == pytest.approx(70.0, abs=2.0)
    assert share_d == pytest.approx(0.13, abs=0.01)


def test_the_ratio_stays_at_the_cap_while_the_few_melt_away(p: Vector, z: float) -> None:
    tenfold, thousandfold = (campaign(men, 300.0, 200.0, z, p) for men in (3_000.0, 300_000.0))
    assert thousandfold[-1][1] < 150.0
    assert [a / d for *_, a, d in thousandfold] == pytest.approx([10.0] * 80)
    assert [d for *_, d in thousandfold] == pytest.approx([d for *_, d in tenfold])


def test_men_out_of_contact_are_not_lost(p: Vector, z: float) -> None:
    lost = [campaign(men, 300.0, 200.0, z, p)[-1][0] - men for men in (3_000.0, 300_000.0)]
    assert lost[1] == pytest.approx(lost[0])
