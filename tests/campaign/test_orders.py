"""Orders: conditions, delays, pointers, postures, the cease-fire (rules R23, R16)."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

ROAD_12 = {"ground": K.ROAD, "len": 12_000}  # two cells a step


def test_a_plan_waits_for_its_day_and_for_the_order_to_come_down() -> None:
    # From day 2 (step 4), two steps later: the unit sets off in step 6.
    board = Board(line(3), **ROAD_12)
    u = board.unit(0, 0, axis=board.order(2, when=(K.DAY_AT_LEAST, -1, 2.0)))
    game = Campaign(board, order_delay_division=12.0).play(6)
    assert game.at(u) == 0
    assert game.play(1).at(u) == 2


def test_commanders_away_send_no_orders() -> None:
    board = Board(line(3), **ROAD_12)
    u = board.unit(0, 0, axis=board.order(2), absent_to=18)
    game = Campaign(board).play(3)
    assert game.at(u) == 0
    assert game.play(1).at(u) == 2


def test_a_unit_that_comes_later_waits() -> None:
    board = Board(line(3), **ROAD_12)
    u = board.unit(0, 0, axis=board.order(2), from_step=5)
    game = Campaign(board).play(5)
    assert (game.at(u), game.st.u["status"][u]) == (0, K.WAITING)
    assert game.play(1).at(u) == 2


def test_a_plan_can_wait_for_the_success_of_others() -> None:
    # 0a2 - 1 - 2 - 3e: the second unit starts when the first has taken cell 3 in step 1
    board = Board(line(4), **ROAD_12).cell(3, owner=1)
    first = board.unit(0, 0, axis=board.order(3))
    second = board.unit(0, 0, axis=board.order(1, when=(K.CAPTURED_BY_OWN, 3, 0.0)))
    game = Campaign(board).play(2)
    assert (game.at(first), game.at(second)) == (3, 0)
    assert game.play(1).at(second) == 1


def test_either_of_two_conditions_suffices() -> None:
    board = Board(line(3), **ROAD_12)
    never = (K.DAY_AT_LEAST, -1, 99.0)
    u = board.unit(0, 0, axis=board.order(2, when=never, otherwise=(K.DAY_AT_LEAST, -1, 2.0)))
    game = Campaign(board).play(4)
    assert game.at(u) == 0
    assert game.play(1).at(u) == 2


def test_a_plan_can_wait_for_a_loss() -> None:
    # Cell 0 falls to the enemy in step 0; the reserve leaves 3 for 4 in step 1.
    board = Board(line(5), **ROAD_12).cell(2, 3, 4, owner=1)
    board.cell(0, owner=1)
    board.unit(0, 1, axis=board.order(0))
    u = board.unit(1, 3, axis=board.order(4, posture=K.REGROUP, when=(K.LOST_TO_ENEMY, 0, 0.0)))
    game = Campaign(board).play(1)
    assert (game.owner(0), game.at(u)) == (0, 3)
    assert game.play(1).at(u) == 4


@pytest.mark.parametrize(("enemy", "leaves"), [(499, False), (500, True)])
def test_a_plan_can_wait_for_a_threat(enemy: int, leaves: bool) -> None:
    # 0e - 1u - 2: 1,000 men withdraw when half as many enemies stand next to them
    board = Board(line(3), **ROAD_12)
    board.unit(1, 0, men=enemy)
    u = board.unit(0, 1, axis=board.order(2, posture=K.WITHDRAW, when=(K.THREATENED, -1, 0.5)))
    assert (Campaign(board).play(2).at(u) == 2) == leaves


def test_objectives_that_are_ours_already_are_passed_over() -> None:
    # 0 - 1u - 2 - 3e: the plan says 0, then 3; 0 is ours
    board = Board(line(4), **ROAD_12).cell(3, owner=1)
    u = board.unit(0, 1, axis=board.order(0, 3))
    game = Campaign(board).play(1)
    assert game.st.u["pointer"][u] == 1
    assert game.at(u) == 3


def test_an_attacker_occupies_its_last_objective_even_if_it_is_ours() -> None:
    board = Board(line(3), **ROAD_12)
    u = board.unit(0, 0, axis=board.order(2))
    game = Campaign(board).play(1)
    assert game.at(u) == 2


def test_a_next_phase_that_waits_for_something_needs_an_order() -> None:
    # 0u - 1 - 2e: to 2 in step 0; the phase after it leads back to 0 when 2 is won, seen at the start of step 1
    board = Board(line(3), **ROAD_12).cell(2, owner=1)
    back = board.order(0, when=(K.CAPTURED_BY_OWN, 2, 0.0))
    u = board.unit(0, 0, axis=board.order(2, following=back))
    game = Campaign(board, order_delay_division=12.0).play(1)
    assert game.at(u) == 2
    game.play(2)
    assert (game.at(u), game.st.u["axis"][u]) == (2, back)
    assert game.play(1).at(u) == 0


def test_a_further_task_that_waits_for_nothing_is_part_of_the_plan_in_hand() -> None:
    # 0u - 1 - 2e: to 2 in step 0, and on with the phase after it in step 1
    board = Board(line(3), **ROAD_12).cell(2, owner=1)
    u = board.unit(0, 0, axis=board.order(2, following=board.order(0)))
    game = Campaign(board, order_delay_division=12.0).play(1)
    assert game.at(u) == 2
    assert game.play(1).at(u) == 0


def test_tasks_that_are_won_already_are_passed_over_at_once() -> None:
    # 0u - 1 - 2e - 3 - 4: to 2 in step 0; the plan of the command above says 0, which is ours, and then 4
    board = Board(line(5), **ROAD_12).cell(2, owner=1)
    above = board.order(0, following=board.order(4), above=1)
    u = board.unit(0, 0, axis=board.order(2, following=above))
    game = Campaign(board, order_delay_division=12.0).play(1)
    assert game.at(u) == 2
    assert game.play(1).at(u) == 4


@pytest.mark.parametrize(("refills", "gives_up"), [(0.0, False), (2.5, True)])
def test_a_unit_without_fuel_leaves_its_objective_to_nobody(refills: float, gives_up: bool) -> None:
    # 2 - 1 - 0u ~ 3e : no way to 3. Who has fuel goes for the next objective after a day, who has none waits for it.
    board = Board([(2, 0), (1, 0), (0, 0), (3, 0)], **ROAD_12).cell(3, owner=1)
    board.edge(0, 3, width=0)
    lorries = {"mobility": K.MOTOR, "trucks": 10, "axis": board.order(3, 2)}
    u = board.unit(0, 1, **lorries)
    game = Campaign(board, axis_blocked_hours=24.0, fuel_start_refills=refills).play(8)
    assert (game.st.u["pointer"][u] > 0) == gives_up


@pytest.mark.parametrize(("party", "relieved"), [(1_000, True), (999, False)])
def test_a_last_objective_held_by_fewer_is_marched_to_though_there_is_more_to_do(
    party: int, relieved: bool
) -> None:
    # 4 - 0u - 1 - 2 - 3p: a party holds 3, the phase after it leads to 4; as strong as the unit it needs no relief
    board = Board([*line(4), (-1, 0)], **ROAD_12)
    u = board.unit(0, 0, axis=board.order(3, following=board.order(4)))
    board.unit(0, 3, men=party)
    game = Campaign(board)
    cells = [game.play(1).at(u) for _ in range(5)]
    assert cells == ([4, 4, 4, 4, 4] if relieved else [2, 3, 1, 4, 4])


def test_a_blocked_attacker_goes_for_the_next_objective_after_a_day() -> None:
    # 2 - 1 - 0u ~ 3e : no way to 3; after 24 h without way forward the plan's next objective
    board = Board([(2, 0), (1, 0), (0, 0), (3, 0)], **ROAD_12).cell(3, owner=1)
    board.edge(0, 3, width=0)
    u = board.unit(0, 1, axis=board.order(3, 2))
    game = Campaign(board, axis_blocked_hours=24.0).play(3)
    assert game.at(u) == 1
    game.play(4)
    assert game.at(u) == 2
    assert [who for _, who in game.events(K.BYPASSED)] == [u]


def _delayer(enemy: int) -> tuple[Board, int]:
    # 0e - 1u - 2 - 3 - 4 - 5: 1,000 men delay from 1 over 3 to 5
    board = Board(line(6), owner=1, **ROAD_12).cell(0, owner=0)
    if enemy:
        board.unit(0, 0, men=enemy)
    return board, board.unit(1, 1, axis=board.order(1, 3, 5, posture=K.DELAY))


@pytest.mark.parametrize(("enemy", "stands_at"), [(0, 1), (1_499, 1), (1_500, 3)])
def test_a_delaying_unit_goes_back_a_position_before_superior_numbers(enemy: int, stands_at: int) -> None:
    # 0E! - 1u - 2 - 3 - 4 - 5: it makes them attack and goes when half an effective day has been fought
    board, u = _delayer(enemy)
    if enemy:
        board.units[0]["axis"] = board.order(1)
    numbers = {"delay_odds": 1.5, "delay_stand_days": 0.5, "hazard_base": 0.0, "z_base": -9.0}
    assert Campaign(board, **numbers).play(6).at(u) == stands_at


def test_a_delaying_unit_does_not_go_before_it_is_attacked() -> None:
    board, u = _delayer(5_000)
    assert Campaign(board, delay_odds=1.5).play(6).at(u) == 1


def test_a_withdrawing_unit_goes_back_unasked() -> None:
    board = Board(line(6), **ROAD_12)
    u = board.unit(0, 1, axis=board.order(1, 3, 5, posture=K.WITHDRAW))
    assert Campaign(board).play(4).at(u) == 5


def test_a_pursuing_unit_attacks_at_two_to_one_only() -> None:
    # 0u - 1e: 2,000 men of a forward detachment before 1,000 or 1,001
    for enemy, fights in ((1000, 1), (1001, 0)):
        board = Board(line(2), **ROAD_12).cell(1, owner=1)
        u = board.unit(0, 0, men=2000, axis=board.order(1, posture=K.PURSUE))
        board.unit(1, 1, men=enemy)
        game = Campaign(board, pursuit_fight_ratio=2.0, hazard_base=0.0).play(1)
        assert game.st.u["fighting"][u] == fights


def test_a_unit_that_holds_does_not_attack() -> None:
    board = Board(line(2), **ROAD_12).cell(1, owner=1)
    u = board.unit(0, 0, men=9000, axis=board.order(1, posture=K.HOLD))
    board.unit(1, 1)
    game = Campaign(board).play(4)
    assert (game.at(u), game.st.u["fighting"][u]) == (0, 0)


def test_a_side_without_plans_stays_where_it_is() -> None:
    # 0a a a - 3d d d: both sides face to face, plans for nobody
    board = Board(line(6)).cell(3, 4, 5, owner=1)
    units = [board.unit(0 if c < 3 else 1, c, men=5000) for c in range(6)]
    game = Campaign(board).play(20)
    assert [game.at(u) for u in units] == [0, 1, 2, 3, 4, 5]
    assert game.events(K.RETREAT) == game.events(K.REPULSED) == []
