"""The frozen coefficients on the battles they were fitted to (flattering, but it finds a broken kernel)."""

from __future__ import annotations

import numpy as np
import pytest
from combat_inputs import Battle, Vector, forecast, is_scored, number, table
from numpy.typing import NDArray

from khingan.campaign import parameters as P
from khingan.campaign.combat import advantage, casualties

# Allowed distance from the figures of the fit: errors, then shares and R squared.
ERROR, SHARE = 0.02, 0.03


@pytest.fixture(scope="module")
def battles(p: Vector) -> list[Battle]:
    rows = [row for row in table("battles_train.csv") if is_scored(row)]
    assert len(rows) == 225
    return [forecast(row, p) for row in rows]


def residuals(battles: list[Battle], side: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    actual = np.array([getattr(battle, side) for battle in battles])
    return actual, actual - np.array([getattr(battle, f"{side}_forecast") for battle in battles])


@pytest.mark.parametrize(
    ("side", "error", "r_squared", "within_two"),
    [("attacker", 0.194, 0.80, 0.68), ("defender", 0.227, 0.76, 0.61)],
)
def test_casualties_a_day(
    battles: list[Battle], side: str, error: float, r_squared: float, within_two: float
) -> None:
    actual, rest = residuals(battles, side)
    assert np.median(np.abs(rest)) == pytest.approx(error, abs=ERROR)
    assert 1.0 - (rest**2).sum() / ((actual - actual.mean()) ** 2).sum() == pytest.approx(
        r_squared, abs=SHARE
    )
    assert np.mean(np.abs(rest) < np.log10(2.0)) == pytest.approx(within_two, abs=SHARE)


@pytest.mark.parametrize(
    ("side", "quantiles", "coverage"),
    [
        ("attacker", (-0.66, -0.26, 0.21, 0.58), (0.57, 0.93)),
        ("defender", (-0.79, -0.30, 0.29, 0.62), (0.60, 0.93)),
    ],
)
def test_intervals_cover_what_they_promise(
    battles: list[Battle], side: str, quantiles: tuple[float, ...], coverage: tuple[float, float]
) -> None:
    _, rest = residuals(battles, side)
    low, lower, upper, high = quantiles
    assert np.mean((lower < rest) & (rest < upper)) == pytest.approx(coverage[0], abs=SHARE)
    assert np.mean((low < rest) & (rest < high)) == pytest.approx(coverage[1], abs=SHARE)


def test_winners(battles: list[Battle]) -> None:
    known = [(battle.win_probability, battle.winner) for battle in battles if battle.winner is not None]
    brier = np.mean([(chance - winner) ** 2 for chance, winner in known])
    won = np.array([chance for chance, winner in known if winner == 1.0])
    lost = np.array([chance for chance, winner in known if winner == 0.0])
    assert brier == pytest.approx(0.112, abs=SHARE)
    assert np.mean(won[:, None] > lost[None, :]) == pytest.approx(0.896, abs=SHARE)


def test_kilometres_a_day(battles: list[Battle]) -> None:
    rest = [battle.km - battle.km_forecast for battle in battles if battle.km is not None]
    assert len(rest) > 200
    assert np.median(np.abs(rest)) == pytest.approx(0.205, abs=ERROR)


def test_daily_losses_of_a_campaign_with_one_constant_a_side(p: Vector) -> None:
    logs: dict[str, list[float]] = {"allied": [], "german": []}
    tau, before = 0.0, ""
    for row in table("ardennes_daily_train.csv"):
        if row["attacker"] != before:
            tau, before = 0.0, row["attacker"]
        german_attack = before == "German"
        sides = ("german", "allied") if german_attack else ("allied", "german")
        men = [number(row, f"{side}_str") for side in sides]
        x = advantage.force_terms(*men, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, p)
        x += 0.08 if german_attack else -0.08
        shares = casualties.engagement_step(x, p[P.Z_BASE], tau, 1.0, 0.0, 0.0, 0.0, 0.0, p)
        for side, strength, share in zip(sides, men, shares, strict=True):
            logs[side].append(np.log10(number(row, f"{side}_cas") / (share * strength)))
        tau += 1.0
    for rest in logs.values():
        assert len(rest) == 19
        assert np.median(np.abs(rest - np.median(rest))) <= 0.14
