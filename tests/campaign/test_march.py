"""Moving (rules R6-R10, R12). Coefficients of ``worlds.CALM``: an hour of march a round, six rounds a step."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, flower, grid, line

from khingan.campaign import codes as K


def _marcher(board: Board, goal: int, **fields: object) -> int:
    return board.unit(0, 0, axis=board.order(goal), **fields)


@pytest.mark.parametrize(
    ("ground", "length", "cells"),
    [
        (K.ROAD, 12_000, 2),  # 4 km/h: 24 km a step
        (K.OPEN, 9_000, 2),  # 3 km/h: 18 km
        (K.HILLS, 10_800, 1),  # 1.8 km/h: 10.8 km
    ],
)
def test_men_on_foot_march_at_the_rate_of_the_ground(ground: int, length: int, cells: int) -> None:
    # 0 - 1 - 2 - 3
    board = Board(line(4), ground=ground, len=length)
    u = _marcher(board, 3)
    assert Campaign(board).play(1).at(u) == cells


def test_what_is_left_of_a_march_counts_for_the_next_edge() -> None:
    # 0 - 1 - 2, 10 km of road each, 24 km a step: two cells and 4 km more
    board = Board(line(4), ground=K.ROAD)
    u = _marcher(board, 3)
    game = Campaign(board).play(1)
    assert game.at(u) == 2
    assert game.st.u["progress"][u] == 4_000


def test_night_and_day_have_their_own_marching_hours() -> None:
    # 3 h in the first step of a day, 6 in the second: 12 km, then 24 km more
    board = Board(line(10), ground=K.ROAD, len=4_000)
    u = _marcher(board, 9)
    game = Campaign(board, march_hours_0=3.0, march_hours_1=6.0).play(1)
    assert game.at(u) == 3
    assert game.play(1).at(u) == 9


def test_nobody_passes_a_strait() -> None:
    # 0 ~ 1 - 2: the only way east has no width
    board = Board(line(3)).edge(0, 1, width=0)
    u = _marcher(board, 2)
    assert Campaign(board).play(20).at(u) == 0


def test_a_strait_is_walked_round() -> None:
    #    2   1     centre 0, goal 1 (east); the direct edge has no width
    #  4   0   1
    board = Board(flower()).edge(0, 1, width=0)
    u = _marcher(board, 1)
    assert Campaign(board).play(4).at(u) == 1


def test_a_river_costs_hours_of_the_clock_not_of_the_march() -> None:
    # 12 km of road at 4 km/h: 3 h; 24 h at the river are one day, of which 14 h would be marched: 17 h of march.
    board = Board(line(3), ground=K.ROAD, len=12_000).edge(0, 1, river=K.MEDIUM)
    u = _marcher(board, 1)
    marched = {f"march_hours_{step}": hours for step, hours in enumerate((2.0, 5.0, 5.0, 2.0))}
    game = Campaign(board, river_delay_medium=24.0, **marched)
    assert game.play(5).at(u) == 0  # 16 h
    assert game.play(1).at(u) == 1


def test_an_unbridged_river_costs_hours() -> None:
    # 0 ~ 1 - 2: 12 km of road and 6 h at a medium river at 4 km/h: 9 h
    board = Board(line(3), ground=K.ROAD, len=12_000).edge(0, 1, river=K.MEDIUM)
    u = _marcher(board, 2)
    game = Campaign(board, river_delay_medium=6.0).play(1)
    assert game.at(u) == 0
    assert game.play(1).at(u) == 2


def test_only_the_first_over_a_river_pays_for_it() -> None:
    # 0 ~ 1: 12 km of road and 6 h at a medium river are 9 h; who sets off behind the first needs the 3 h of the road.
    board = Board(line(2), ground=K.ROAD, len=12_000).edge(0, 1, river=K.MEDIUM)
    axis = board.order(1)
    first = board.unit(0, 0, axis=axis)
    second = board.unit(0, 0, axis=axis, absent_to=12)
    game = Campaign(board, river_delay_medium=6.0).play(2)
    assert (game.at(first), game.at(second)) == (1, 0)
    assert game.play(1).at(second) == 1


@pytest.mark.parametrize(("set_off", "crossed"), [(5, False), (10, True)])
def test_ferries_carry_little_until_a_bridge_stands_48_hours_after_the_first_crossing(
    set_off: int, crossed: bool
) -> None:
    # 0 ~ 1: 50,000 men cross first, in step 1, and ferries need 20 steps for them; the bridge is ready in step 9
    board = Board(line(2), ground=K.ROAD, len=12_000).edge(0, 1, river=K.MEDIUM)
    axis = board.order(1)
    board.unit(0, 0, men=50_000, axis=axis)
    late = board.unit(0, 0, axis=axis, absent_to=6 * set_off)
    rivers = {"river_delay_medium": 6.0, "river_bridge_hours": 48.0, "river_ferry_capacity": 0.25}
    assert (Campaign(board, **rivers).play(set_off + 1).at(late) == 1) == crossed


@pytest.mark.parametrize(("posture", "passes"), [(K.PURSUE, True), (K.ATTACK, False)])
def test_a_mobile_group_in_pursuit_passes_through_the_ranks(posture: int, passes: bool) -> None:
    # 0u - 1f - 2: cell 1 is full of those who stand there
    board = Board(line(3)).cell(1, stack=1000)
    board.unit(0, 1)
    u = board.unit(0, 0, axis=board.order(2, posture=posture))
    assert (Campaign(board).play(4).at(u) == 2) == passes


@pytest.mark.parametrize(("room", "arrives"), [(2000, True), (1999, False)])
def test_a_cell_holds_no_more_than_it_has_room_for(room: int, arrives: bool) -> None:
    # 0 - 1: 1,000 men stand in cell 1, 1,000 more want to come
    board = Board(line(2)).cell(1, stack=room)
    board.unit(0, 1)
    u = _marcher(board, 1)
    assert (Campaign(board).play(4).at(u) == 1) == arrives


def test_a_unit_larger_than_a_cell_may_enter_an_empty_one() -> None:
    board = Board(line(2)).cell(1, stack=10)
    u = _marcher(board, 1)
    assert Campaign(board).play(4).at(u) == 1


def test_a_full_road_passes_the_second_unit_a_step_later() -> None:
    # 0 - 1: 4 km of road that passes 1,000 traffic units a step, two units of 1,000 men
    board = Board(line(2), ground=K.ROAD, len=4_000, cap=1000)
    axis = board.order(1)
    first, second = board.unit(0, 0, axis=axis), board.unit(0, 0, axis=axis)
    game = Campaign(board).play(1)
    assert (game.at(first), game.at(second)) == (1, 0)
    assert game.play(1).at(second) == 1


def test_a_column_longer_than_a_step_blocks_the_steps_after() -> None:
    # 3,000 men over 1,000 a step: the edge is free again in step 3
    board = Board(line(2), ground=K.ROAD, len=4_000, cap=1000)
    axis = board.order(1)
    board.unit(0, 0, men=3000, axis=axis)
    second = board.unit(0, 0, men=1000, axis=axis)
    game = Campaign(board).play(3)
    assert game.at(second) == 0
    assert game.play(1).at(second) == 1


def test_capacity_can_be_switched_off() -> None:
    board = Board(line(2), ground=K.ROAD, len=4_000, cap=1000)
    axis = board.order(1)
    board.unit(0, 0, men=3000, axis=axis)
    second = board.unit(0, 0, axis=axis)
    assert Campaign(board, switch_capacity=0.0).play(1).at(second) == 1


#       4          an enemy in 4 covers 1 and 2
#  0 - 1 - 2 - 3
BESIDE_THE_ROAD = [*line(4), (1, 1)]


def _past_an_enemy(men: int, **fields: object) -> tuple[Board, int]:
    board = Board(BESIDE_THE_ROAD, ground=K.ROAD, len=12_000)
    board.unit(1, 4, men=men)
    return board, _marcher(board, 3, **fields)


def test_a_zone_of_control_slows() -> None:
    # 450 men / (300 per km x 10 km) = 0.15: entry costs 12 km x 1.3 = 15.6 km, four hours and not three
    board, u = _past_an_enemy(450)
    game = Campaign(board).play(1)
    assert game.at(u) == 1
    assert game.st.u["progress"][u] == 8_400  # 24 km less 15.6
    assert Campaign(board, switch_zoc=0.0).play(1).at(u) == 2


@pytest.mark.parametrize(("own", "left"), [(540, 12_000), (539, 7_200)])
def test_own_troops_who_outweigh_the_cover_screen_those_behind(own: int, left: int) -> None:
    # 540 enemies over borders of 9 km: 0.2, entry 16.8 km of the 24; behind as many own men in 1 it costs the bare 12
    board, u = _past_an_enemy(540)
    board.units[u]["men"] = K.MAN
    board.e["width"][:] = 9_000
    board.unit(0, 1, men=own)
    game = Campaign(board).play(1)
    assert game.at(u) == 1
    assert game.st.u["progress"][u] == left


def test_behind_a_screen_nobody_is_stopped() -> None:
    # 1,500 enemies stop a motor column in 1 as below; not where 1,500 own men stand
    board, u = _past_an_enemy(1500, mobility=K.MOTOR)
    board.unit(0, 1, men=1500)
    board.unit(0, 2, men=1500)
    board.e["width"][:] = 9_000
    assert Campaign(board).play(1).at(u) == 3


def test_a_strong_zone_of_control_stops_for_the_step() -> None:
    # 1,500 men: cover 0.5, entry 24 km, two rounds of a motor column at 18 km/h; four rounds are left
    board, u = _past_an_enemy(1500, mobility=K.MOTOR)
    game = Campaign(board).play(1)
    assert game.at(u) == 1
    assert game.play(1).at(u) == 2
    assert Campaign(board, switch_zoc=0.0).play(1).at(u) == 3


def test_a_dry_tank_unit_stops_and_has_burnt_what_it_lacks() -> None:
    # 100 tanks x 0.45 t x 0.1 refills = 4.5 t = 15 km of open ground: one cell of 9 km, not two
    board = Board(line(4), len=9_000)
    u = _marcher(board, 3, men=100, tanks=100, mobility=K.TANK)
    numbers = {"fuel_refill_armour_t": 0.45, "fuel_refill_range_offroad_km": 150.0, "fuel_start_refills": 0.1}
    game = Campaign(board, switch_supply=0.0, **numbers)
    had = int(game.st.u["fuel"][u])
    assert had == 4500
    game.play(8)
    assert game.at(u) == 1
    left = int(game.st.u["fuel"][u])
    assert 0 <= left < 100
    assert game.sc.burnt[0] == had - left
    assert [unit for _, unit in game.events(K.OUT_OF_FUEL)] == [u]


def test_unlimited_fuel_is_never_burnt() -> None:
    board = Board(line(4), len=9_000)
    u = _marcher(board, 3, men=100, tanks=100, mobility=K.TANK)
    game = Campaign(board, switch_supply=0.0, fuel_use_factor=0.0, fuel_start_refills=0.1).play(4)
    assert game.at(u) == 3
    assert game.st.u["fuel"][u] == 4500
    assert game.sc.burnt[0] == 0


#    3 - 4         1 is full; the way round, by 3 and 4, is 10 + 16 + 10 km of road: an hour and a half longer
#   /     \
#  0 - 1 - 2
def _behind_a_full_cell() -> tuple[Board, int]:
    board = Board([(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)], ground=K.ROAD).cell(1, stack=1000)
    for a, b in ((1, 3), (1, 4)):
        board.edge(a, b, width=0)
    board.edge(3, 4, len=16_000)
    board.unit(0, 1)
    return board, _marcher(board, 2)


@pytest.mark.parametrize(("patience", "at"), [(1.0, 2), (0.0, 0)])
def test_who_would_wait_takes_a_longer_way_round(patience: float, at: int) -> None:
    # The wait for room is reckoned at six hours, the way round is an hour and a half longer
    board, u = _behind_a_full_cell()
    numbers = {"detour_minutes": 30.0, "jam_cost_hours": 6.0, "axis_blocked_hours": 240.0}
    game = Campaign(board, detour_patience=patience, **numbers)
    assert game.play(8).at(u) == at


@pytest.mark.parametrize("barred_by", [0, 1])
def test_who_has_waited_does_not_march_back_and_forth(barred_by: int) -> None:
    # 0u - 1 - 2 - 3: 2 is full, or held by too many for a probe; whatever the patience, back to 0 is no way round
    board = Board(line(4), ground=K.ROAD, len=20_000).cell(2, stack=1000)
    board.unit(barred_by, 2, men=2000)
    u = board.unit(0, 0, axis=board.order(3, posture=K.PROBE))
    patient = {"detour_patience": 2.0, "jam_cost_hours": 30.0, "axis_blocked_hours": 240.0, "switch_zoc": 0.0}
    game = Campaign(board, **patient)
    assert {game.play(1).at(u) for _ in range(20)} == {1}


def test_a_unit_without_plan_stays() -> None:
    board = Board(grid(3, 3))
    u = board.unit(0, 4)
    assert Campaign(board).play(12).at(u) == 4
