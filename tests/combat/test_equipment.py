"""Tanks and guns follow the men's losses of their side."""

from __future__ import annotations

import pytest
from combat_inputs import Vector

from khingan.campaign.combat import equipment


def test_an_attacker_who_loses_one_percent_of_his_men_loses_2_4_of_his_tanks(p: Vector) -> None:
    # 10**0.41 - 0.2 = 2.37 % a day, against an enemy without tanks at even numbers
    assert equipment.tank_loss(True, 0.01, 1.0, 0.0, 0.0, 1.0, p) == pytest.approx(0.0234, abs=1e-4)


def test_a_defender_loses_more(p: Vector) -> None:
    assert equipment.tank_loss(False, 0.01, 1.0, 0.0, 0.0, 1.0, p) == pytest.approx(0.0278, abs=1e-4)


def test_tank_losses_over_losses_of_men_fall_with_their_rate(p: Vector) -> None:
    ratios = [equipment.tank_loss(True, men, 1.0, 0.0, 0.0, 1.0, p) / men for men in (0.005, 0.02, 0.08)]
    assert ratios == sorted(ratios, reverse=True)


def test_typical_ratios_lie_within_the_quartiles_of_the_battles(p: Vector) -> None:
    # 1.7-7.1 for attackers at 0.8 %, 2.9-8.2 for defenders at 2.9 % a day, some enemy tanks, odds of 2 : 1
    attacker = equipment.tank_loss(True, 0.008, 1.0, 2.0, 0.3, 1.0, p) / 0.008
    defender = equipment.tank_loss(False, 0.029, 1.0, 4.0, 0.3, 1.0, p) / 0.029
    assert 1.7 < attacker < 7.1
    assert 2.9 < defender < 8.2


def test_enemy_tanks_raise_and_odds_lower_the_attackers_loss(p: Vector) -> None:
    plain = equipment.tank_loss(True, 0.01, 1.0, 0.0, 0.0, 1.0, p)
    assert equipment.tank_loss(True, 0.01, 1.0, 5.0, 0.0, 1.0, p) > plain
    assert equipment.tank_loss(True, 0.01, 1.0, 0.0, 0.5, 1.0, p) < plain


def test_without_loss_of_men_no_tanks_and_guns_are_lost(p: Vector) -> None:
    assert equipment.tank_loss(True, 0.0, 1.0, 5.0, 0.0, 1.0, p) == 0.0
    assert equipment.gun_loss(0.0, True, p) == 0.0


def test_weak_anti_tank_arms_kill_four_tanks_in_ten(p: Vector) -> None:
    assert equipment.anti_tank_loss_factor(0.0, p) == pytest.approx(0.4)
    assert equipment.anti_tank_loss_factor(100.0, p) == pytest.approx(1.0)


def test_half_of_the_field_holders_losses_are_back_in_four_days(p: Vector) -> None:
    back = equipment.repairable_share(True, p) * equipment.repaired(4.0, p)
    assert back == pytest.approx(0.5, abs=0.01)


def test_who_leaves_the_field_repairs_nothing(p: Vector) -> None:
    assert equipment.repairable_share(False, p) == 0.0


def test_guns_are_lost_by_the_side_that_gives_way(p: Vector) -> None:
    assert equipment.gun_loss(0.10, False, p) == pytest.approx(1.0 - 0.9**0.2)
    assert equipment.gun_loss(0.10, True, p) == pytest.approx(1.0 - 0.9**0.8)


def test_gun_losses_add_up_over_any_cuts(p: Vector) -> None:
    once = 1.0 - equipment.gun_loss(0.19, True, p)
    twice = (1.0 - equipment.gun_loss(0.10, True, p)) ** 2
    assert once == pytest.approx(twice, rel=1e-12)
