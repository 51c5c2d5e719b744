"""Command and communications: news travels up, orders come down, contact is lost, headquarters fall."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

ROAD_12 = {"ground": K.ROAD, "len": 12_000}  # two cells a step
PEACEFUL = {"switch_combat": 0.0}
HOUR_EACH = {"order_delay_division": 1.0, "order_delay_corps": 3.0, "order_delay_army": 6.0}


def _attacked(**hq: int) -> tuple[Board, int, int, int]:
    """A side in the east that is attacked: its command, the unit in front, the reserve that waits for orders.

    0e - 1 front - 2 - 3 reserve - 4 - 5: the reserve is to go to 5 once its command knows; the source lies in 5.
    """
    board = Board(line(6), owner=1, **ROAD_12).cell(0, owner=0)
    board.source(1, 5)
    f = board.formation(1, knows=0, **hq)
    board.unit(0, 0)
    axis = board.order(5, posture=K.WITHDRAW, governor=f)
    front = board.unit(1, 1, army=f)
    return board, f, front, board.unit(1, 3, army=f, axis=axis)


def test_a_headquarters_learns_of_the_attack_18_hours_late() -> None:
    # Contact in the first hour; the commander is back from his exercise at 18 hours, the reserve marches in step 3.
    board, f, _, reserve = _attacked(hq=4, absent_to=18)
    game = Campaign(board, **PEACEFUL).play(3)
    assert (game.st.f["status"][f], game.at(reserve)) == (K.ABSENT, 3)
    game.play(1)
    assert game.st.f["learned"][f] == 18
    assert game.at(reserve) == 5
    assert [
        (int(r[1]), int(r[5]), int(r[6])) for r in game.sc.events[: game.sc.event_n[0]] if r[2] == K.HQ_LEARNS
    ] == [(18, f, 18)]


def test_a_commander_at_his_post_acts_at_once() -> None:
    board, f, _, reserve = _attacked(hq=4)
    game = Campaign(board, **PEACEFUL).play(1)
    assert game.st.f["learned"][f] == 0
    assert game.at(reserve) == 5


def test_whom_nobody_attacks_learns_nothing() -> None:
    # The enemy stands two cells away.
    board = Board(line(6), owner=1, **ROAD_12).cell(0, owner=0)
    f = board.formation(1, knows=0)
    board.unit(0, 0)
    u = board.unit(1, 2, army=f, axis=board.order(5, posture=K.WITHDRAW, governor=f))
    game = Campaign(board, **PEACEFUL).play(8)
    assert game.st.f["learned"][f] == K.NEVER
    assert game.at(u) == 2


def test_the_side_that_attacks_knows_from_the_start() -> None:
    board = Board(line(3), **ROAD_12)
    u = board.unit(0, 0, axis=board.order(2, governor=0))
    assert Campaign(board, **HOUR_EACH).play(1).at(u) == 2


def _tree() -> tuple[Board, list[int], int]:
    """An army, its corps, and a reserve of the army beside it.

    0e - 1 front (corps) - 2 - 3 reserve (army) - 4: the front reports to its corps, the corps to the army
    """
    board = Board(line(6), owner=1, **ROAD_12).cell(0, owner=0)
    board.source(1, 5)
    army = board.formation(1, knows=0, level=K.ARMY)
    corps = board.formation(1, parent=army, knows=0, level=K.CORPS)
    board.unit(0, 0)
    axis = board.order(5, posture=K.WITHDRAW, governor=army)
    board.unit(1, 1, army=corps, axis=axis)
    reserve = board.unit(1, 3, army=army, axis=axis)
    return board, [army, corps], reserve


def test_reports_go_up_with_the_delay_of_every_echelon() -> None:
    # The division needs 1 hour, the corps 3.
    board, (army, corps), _ = _tree()
    game = Campaign(board, **PEACEFUL, **HOUR_EACH).play(2)
    assert (game.st.f["learned"][corps], game.st.f["learned"][army]) == (1, 4)


def test_news_rises_when_every_unit_knows_already() -> None:
    # 0e - 1 unit: the only unit and its army know at once; the front above, with no unit of its own, 6 hours later
    board = Board(line(2), owner=1, **ROAD_12).cell(0, owner=0)
    front = board.formation(1, knows=0, level=K.FRONT)
    army = board.formation(1, parent=front, knows=0, level=K.ARMY)
    board.unit(0, 0)
    board.unit(1, 1, army=army)
    game = Campaign(board, **PEACEFUL, order_delay_army=6.0).play(4)
    assert (game.st.f["learned"][army], game.st.f["learned"][front]) == (0, 6)


def test_orders_come_down_with_the_delay_of_every_echelon_between() -> None:
    # The army knows at 4; down: army 6 + division 1 = 11 hours for its own reserve, corps 3 more for the front.
    board, _, reserve = _tree()
    game = Campaign(board, **PEACEFUL, **HOUR_EACH).play(2)
    assert game.st.u["order_at"].tolist()[1:] == [3, 2]
    assert game.at(reserve) == 3
    assert game.play(1).at(reserve) == 5


def test_a_headquarters_on_the_way_takes_twice_as_long() -> None:
    board, (army, _), _ = _tree()
    board.formations[army] |= {"hq": 4, "move_from": 0, "move_to": 48, "move_cell": 5}
    game = Campaign(board, **PEACEFUL, **HOUR_EACH, hq_moving_factor=2.0).play(2)
    # 4 + 12 + 1 = 17 hours, and 3 more.
    assert game.st.u["order_at"].tolist()[1:] == [4, 3]
    assert game.st.f["cell"][army] == 4
    assert game.play(7).st.f["cell"][army] == 5


def _overrun() -> tuple[Board, int, int]:
    """A headquarters in the enemy's way, and a unit that waits for its order of day 2.

    0a -> 1 HQ - 2 - 3 - 4 unit - 5
    """
    board = Board(line(6), owner=1, **ROAD_12).cell(0, owner=0)
    board.source(1, 5)
    f = board.formation(1, hq=1)
    board.unit(0, 0, axis=board.order(1))
    day_2 = (K.DAY_AT_LEAST, -1, 2.0)
    return board, f, board.unit(1, 4, army=f, axis=board.order(5, posture=K.WITHDRAW, when=day_2, governor=f))


def test_an_overrun_headquarters_delays_its_units() -> None:
    # The enemy enters in step 0 and is noticed at 6 hours; 24 hours later it works again, with its unit in 4.
    board, f, u = _overrun()
    game = Campaign(board, hq_reform_hours=24.0).play(2)
    assert game.events(K.HQ_OVERRUN) == [(1, f)]
    assert (game.st.f["status"][f], game.st.f["cell"][f]) == (K.OVERRUN_HQ, 4)
    assert game.play(3).at(u) == 4
    assert game.play(1).at(u) == 5


def test_a_headquarters_that_arrives_in_time_is_not_overrun() -> None:
    # The enemy enters its old place in step 0; at 6 hours it has reached cell 3.
    board, f, _ = _overrun()
    board.formations[f] |= {"move_from": 0, "move_to": 6, "move_cell": 3}
    game = Campaign(board).play(2)
    assert (game.owner(1), game.st.f["cell"][f], game.st.f["status"][f]) == (0, 3, K.PRESENT)
    assert game.events(K.HQ_OVERRUN) == []


def test_a_headquarters_out_of_the_enemy_s_way_orders_on_time() -> None:
    board, f, u = _overrun()
    board.formations[f]["hq"] = 3
    game = Campaign(board).play(4)
    assert game.at(u) == 4
    assert game.play(1).at(u) == 5


def _cut_off(**unit: int) -> tuple[Board, int]:
    """A unit without supply that has a second axis, due on day 2.

    0u - 1e - 2 - 3: to 1, which is the enemy's, and from day 2 on to 3; there is no source
    """
    board = Board(line(4), **ROAD_12).cell(1, owner=1)
    day_2 = (K.DAY_AT_LEAST, -1, 2.0)
    posture = unit.pop("posture", K.ATTACK)
    onward = board.order(3, when=day_2, governor=0)
    return board, board.unit(0, 0, axis=board.order(1, following=onward, posture=posture, governor=0), **unit)


def test_a_unit_out_of_contact_keeps_its_last_orders() -> None:
    board, u = _cut_off()
    game = Campaign(board, radio_near=0.0).play(12)
    assert game.at(u) == 1
    assert game.events(K.CONTACT_LOST) == [(4, u)]
    assert game.st.u["touch"][u] == 0


def test_a_radio_brings_the_order_to_the_cut_off() -> None:
    board, u = _cut_off(far_radio=1)
    game = Campaign(board, radio_near=0.0, radio_far=1.0).play(6)
    assert game.at(u) == 3
    assert game.events(K.CONTACT_LOST) == []


def test_a_radio_can_be_lost() -> None:
    # From hour 20 on; the order of day 2 comes at hour 24.
    board, u = _cut_off(far_radio=1, radio_to=20)
    game = Campaign(board, radio_far=1.0).play(6)
    assert game.at(u) == 1
    assert game.events(K.CONTACT_LOST) == [(4, u)]


def test_a_forward_detachment_goes_on_without_asking() -> None:
    board, u = _cut_off(posture=K.PURSUE)
    assert Campaign(board, radio_near=0.0).play(6).at(u) == 3


def test_word_from_nobody_wears_a_unit_down() -> None:
    board, u = _cut_off()
    game = Campaign(board, radio_near=0.0, contact_lost_cohesion=0.1, recovery_rest_days=1e9).play(9)
    assert game.st.u["cohesion"][u] == pytest.approx(0.81)


def test_radio_is_a_matter_of_luck() -> None:
    """Share of days in touch over many campaigns is the chance of a radio."""
    board, u = _cut_off(far_radio=1)
    heard = [int(Campaign(board, number=n, radio_far=0.7).play(5).st.u["touch"][u]) for n in range(200)]
    assert sum(heard) / 200 == pytest.approx(0.7, abs=4 * (0.21 / 200) ** 0.5)


def test_switched_off_orders_are_instant() -> None:
    board, f, _, reserve = _attacked(hq=4, absent_to=18)
    board.formations[f]["level"] = K.ARMY
    game = Campaign(board, **PEACEFUL, **HOUR_EACH, radio_near=0.0, switch_command=0.0).play(1)
    assert game.at(reserve) == 5
    board, u = _cut_off()
    game = Campaign(board, radio_near=0.0, switch_command=0.0).play(6)
    assert (game.at(u), game.st.u["touch"][u]) == (3, 1)
