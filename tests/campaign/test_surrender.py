"""Surrender of the cut off (rule R5), cohesion and what wears units down without a fight."""

from __future__ import annotations

import math

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

HUNGRY = {"food_start_days": 0.0, "surrender_base": 0.05, "surrender_delay": 3.0, "surrender_last_man": 0.1}


def _cut_off(enemy: bool = True, **unit: object) -> tuple[Board, int]:
    # 0Es - 1u: no source of its own, so the unit is cut off; unfed from day 2 on
    board = Board(line(2), owner=1).cell(0, owner=0)
    u = board.unit(1, 1, **({"men": 100} | unit))
    if enemy:
        board.unit(0, 0, men=1000)
        board.source(0, 0)
    return board, u


def _share(last_man: int) -> float:
    """Share of 400 campaigns in which a cut-off unit has given up by the morning of its seventh unfed day."""
    board, u = _cut_off(lastman=last_man)
    given_up = 0
    for number in range(400):
        game = Campaign(board, number=number, **HUNGRY).play(29)
        given_up += int(game.st.u["status"][u] == K.SURRENDERED)
    return given_up / 400


@pytest.mark.parametrize(("last_man", "factor"), [(0, 1.0), (1, 0.1)])
def test_surrender_hazard_grows_with_the_unfed_days(last_man: int, factor: float) -> None:
    # 0.05 a day x (1 + 2 + 3 + 4) on the unfed days 4 to 7; four standard deviations of 400 throws
    expected = 1.0 - math.exp(-0.05 * 10 * factor)
    margin = 4.0 * math.sqrt(expected * (1.0 - expected) / 400)
    assert abs(_share(last_man) - expected) < margin


def test_nobody_gives_up_within_three_unfed_days() -> None:
    board, u = _cut_off()
    game = Campaign(board, **(HUNGRY | {"surrender_base": 1000.0})).play(13)
    assert game.st.u["unfed"][u] == 3
    assert game.st.u["status"][u] == K.ACTIVE
    assert game.play(4).st.u["status"][u] == K.SURRENDERED


def test_all_men_of_a_surrendered_unit_are_captured() -> None:
    board, u = _cut_off(men=800, tanks=10, guns=20)
    game = Campaign(board, **(HUNGRY | {"surrender_base": 1000.0})).play(20)
    assert game.men(u) == 0
    assert game.st.lost[u].tolist() == [0, 0, 0, 0, 800 * K.MAN, 0, 0]
    assert (game.sc.tanks_lost[u], game.sc.guns_lost[u]) == (10 * K.MAN, 20 * K.MAN)


def test_nobody_gives_up_where_there_is_no_enemy() -> None:
    board, u = _cut_off(enemy=False)
    assert Campaign(board, **(HUNGRY | {"surrender_base": 1000.0})).play(40).st.u["status"][u] == K.ACTIVE


def test_surrender_can_be_switched_off() -> None:
    board, u = _cut_off()
    numbers = HUNGRY | {"surrender_base": 1000.0, "switch_surrender": 0.0}
    assert Campaign(board, **numbers).play(40).st.u["status"][u] == K.ACTIVE


def test_cohesion_recovers_with_supply_only() -> None:
    board = Board(line(3)).cell(1, owner=1)
    board.source(0, 0)
    fed, cut = board.unit(0, 0, men=10), board.unit(0, 2, men=10)
    game = Campaign(board, food_start_days=0.0, recovery_rest_days=1.0, switch_surrender=0.0).play(5)
    game.st.u["cohesion"][:] = 0.5
    game.play(4)
    # After a rest as long as the constant, 1 - 0.5 / e.
    assert game.st.u["cohesion"][fed] == pytest.approx(1.0 - 0.5 / math.e)
    assert game.st.u["cohesion"][cut] == 0.5


def test_march_tires_and_rest_restores() -> None:
    board = Board(line(9), ground=K.ROAD, len=12_000)
    u = board.unit(0, 0, axis=board.order(2))
    game = Campaign(board, fatigue_per_march_hour=0.01, fatigue_recovery_days=2.0).play(1)
    # Six hours' march, then a quarter of a day of recovery.
    assert game.st.u["fatigue"][u] == pytest.approx(0.06 * math.exp(-0.125))
    tired = float(game.st.u["fatigue"][u])
    game.play(4)
    assert game.st.u["fatigue"][u] == pytest.approx(tired * math.exp(-0.5))


def test_sickness_takes_its_daily_share_exactly_over_the_days() -> None:
    # 1,000 men x 0.001 a day for ten days: 10 men but for the few already gone
    board = Board(line(1))
    board.source(0, 0)
    u = board.unit(0, 0)
    game = Campaign(board, sick_rate=0.001).play(40)
    assert game.st.lost[u, K.SICK] / K.MAN == pytest.approx(1000 * (1 - 0.999**10), abs=0.05)
    assert game.st.u["men"][u] + game.st.lost[u].sum() == 1000 * K.MAN


def test_auxiliaries_desert_in_contact_only() -> None:
    # 0.3 a day: after two steps in contact 1 - exp(-0.15) of them have gone
    numbers = {"desertion_hazard_auxiliary": 0.3, "hazard_base": 0.0, "z_base": -9.0, "shatter_base": 0.0}
    board = Board(line(2)).cell(1, owner=1)
    u = board.unit(1, 1, auxiliary=1)
    game = Campaign(board, **numbers).play(4)
    assert game.st.lost[u, K.DESERTED] == 0
    board.unit(0, 0, men=5000, axis=board.order(1))
    game = Campaign(board, **numbers).play(2)
    assert game.st.lost[u, K.DESERTED] / K.MAN == pytest.approx(1000 * (1 - math.exp(-0.15)), abs=1.0)


def test_tanks_under_repair_come_back() -> None:
    # Half a unit's tanks in the workshop; after as long as the constant, 1 / e of them still are.
    board = Board(line(1))
    u = board.unit(0, 0, tanks=100)
    game = Campaign(board, tank_repair_days=2.0).play(1)
    game.st.u["tanks"][u] = 0
    game.st.u["repair"][u] = 100 * K.MAN
    game.play(8)
    assert game.st.u["repair"][u] / K.MAN == pytest.approx(100 / math.e, abs=0.1)
    assert game.st.u["tanks"][u] + game.st.u["repair"][u] == 100 * K.MAN
