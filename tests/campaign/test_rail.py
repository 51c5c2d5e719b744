"""Railways by eye: troop trains, breaks of gauge, broken bridges, captured trains (rule R20)."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

STANDARD, BROAD = 1, 2
HURRY = {
    "rail_entrain_hours": 6.0,
    "rail_detrain_hours": 6.0,
    "rail_km_day": 400.0,
    "rail_trains_per_de": 40.0,
}


def _railway(n: int, **edge: int) -> Board:
    """0s = 1 = 2 = ... a line of one gauge beside a road, own ground, 10 km an edge with a bridge of the line."""
    board = Board(line(n), ground=K.ROAD, rail=1, gauge=STANDARD, **({"work": K.MINOR} | edge))
    board.source(0, 0, gauge=STANDARD)
    return board


def _trip(cells: int, men: int, **changes: float) -> tuple[Campaign, int]:
    board = _railway(cells)
    u = board.unit(0, 0, men=men, axis=board.order(cells - 1, posture=K.REGROUP, rail=1))
    return Campaign(board, **HURRY, **changes), u


def _arrival(game: Campaign, u: int, cell: int) -> int:
    while game.at(u) != cell:
        game.play(1)
        assert game.step < 100
    return game.step


def test_by_train_a_regiment_arrives_before_one_on_foot() -> None:
    # 390 km: 6 h to load, 8 h for its 4 trains at 12 a day, a day on the way; on foot over four days
    game, u = _trip(40, 1000, rail_trains_single=12.0)
    by_train = _arrival(game, u, 39)
    game, u = _trip(40, 1000, switch_rail_moves=0.0)
    assert by_train == 7
    assert _arrival(game, u, 39) == 17


def test_a_short_way_is_marched() -> None:
    # Before 4 trains were loaded, 10 km are behind it on foot
    game, u = _trip(2, 1000)
    assert _arrival(game, u, 1) == 1
    assert game.events(K.ENTRAINED) == []


def test_lorries_go_by_road() -> None:
    # 1,000 men with 500 lorries are the 4 trains of their men, not the 40 of a division
    board = _railway(40)
    u = board.unit(0, 0, men=1000, trucks=500, axis=board.order(39, posture=K.REGROUP, rail=1))
    assert _arrival(Campaign(board, **HURRY, rail_trains_single=12.0), u, 39) == 7


def test_a_division_waits_until_its_last_train_is_gone() -> None:
    # 40 trains at 12 a day: 80 h, and 6 h to load
    game, u = _trip(90, 10_000, rail_trains_single=12.0)
    game.play(14)
    assert (game.at(u), game.st.u["train"][u]) == (0, K.LOADING)
    game.play(1)
    assert game.events(K.ENTRAINED) == [(14, u)]
    assert game.st.u["status"][u] == K.ABOARD


def test_the_line_passes_one_column_after_the_other() -> None:
    board = _railway(60)
    order = board.order(59, posture=K.REGROUP, rail=1)
    first, second = (board.unit(0, 0, men=3000, axis=order) for _ in range(2))
    game = Campaign(board, rail_trains_single=12.0, **HURRY)
    _arrival(game, second, 59)
    left = {u: step for step, u in game.events(K.ENTRAINED)}
    # 12 trains each, 12 a day
    assert left[second] - left[first] >= 4


def test_nobody_loads_before_the_enemys_eyes() -> None:
    # 0s = 1u = 2 = ... = 39, and an enemy north of 1
    board = Board([*((q, 0) for q in range(40)), (1, 1)], ground=K.ROAD)
    for c in range(39):
        board.edge(c, c + 1, rail=1)
    board.source(0, 0)
    board.cell(40, owner=1)
    u = board.unit(0, 1, men=9000, axis=board.order(39, posture=K.REGROUP, rail=1))
    enemy = board.unit(1, 40, men=100)
    assert Campaign(board, **HURRY).play(1).st.u["train"][u] == K.NO_TRAIN
    board.units.pop(enemy)
    assert Campaign(board, **HURRY).play(1).st.u["train"][u] == K.LOADING


def test_a_train_stops_where_the_line_ahead_is_lost() -> None:
    game, u = _trip(60, 1000)
    while game.st.u["status"][u] != K.ABOARD or game.at(u) < 10:
        game.play(1)
    game.st.owner[40] = 1
    while game.st.u["status"][u] == K.ABOARD:
        game.play(1)
    assert game.events(K.DETRAINED)[0][1] == u
    assert game.at(u) == 39


def test_a_train_stops_before_a_broken_bridge() -> None:
    game, u = _trip(60, 1000)
    while game.st.u["status"][u] != K.ABOARD:
        game.play(1)
    game.st.e["span"][30, 0] = game.st.e["span"][31, 3] = 480
    while game.st.u["status"][u] == K.ABOARD:
        game.play(1)
    assert game.at(u) == 30


def _bridged(p: float = 0.0) -> Board:
    """0s = 1 ~ 2 = 3u: a railway bridge over a medium river between 1 and 2."""
    board = _railway(4).edge(1, 2, river=K.MEDIUM, bridge=1, work=K.MEDIUM)
    board.unit(0, 3)
    return board


def test_a_broken_bridge_cuts_the_railhead_until_it_is_repaired() -> None:
    game = Campaign(_bridged(), rail_repair_medium=2.0).play(1)
    assert game.st.u["supply_km"][0] == 0
    game.st.e["span"][1, 0] = game.st.e["span"][2, 3] = 48
    game.play(4)
    # On the road from cell 1: the first day's work is done, from one bank
    assert game.st.u["supply_km"][0] == 20
    game.play(8)
    assert game.st.u["supply_km"][0] == 0
    assert len(game.events(K.RAILWAY_REPAIRED)) == 1


def test_who_leaves_blows_the_bridge_of_the_railway() -> None:
    # 0s = 1u ~ 2e = 3e: the attacker takes cell 2, whose bridge goes up; trains come no farther than cell 1
    board = _railway(4).edge(1, 2, river=K.MEDIUM, bridge=1, work=K.MEDIUM).cell(2, 3, owner=1)
    board.unit(0, 1, axis=board.order(2))
    board.source(1, 3)
    changes = {"rail_reopen_km_day": 1000.0, "rail_repair_medium": 6.0, "river_delay_medium": 0.0}
    whole = Campaign(board, bridge_demolition_probability=0.0, **changes).play(17)
    blown = Campaign(board, bridge_demolition_probability=1.0, **changes).play(17)
    assert [g.st.u["supply_km"][0] for g in (whole, blown)] == [0, 10]


def test_a_tunnel_is_blown_like_a_bridge() -> None:
    board = _railway(3).edge(0, 1, work=K.TUNNEL).cell(1, 2, owner=1)
    board.unit(0, 0, axis=board.order(1))
    game = Campaign(board, bridge_demolition_probability=1.0, rail_repair_tunnel=20.0).play(2)
    assert game.st.e["span"][0, 0] == 480
    assert len(game.events(K.BRIDGE_DEMOLISHED)) == 1


def _break(trains: int, **changes: float) -> Campaign:
    # 0s = 1 = 2 # 3 # 4u: broad gauge to the border station in 2, standard gauge beyond; all held and reopened
    board = (
        Board(line(5), ground=K.ROAD, rail=1, gauge=BROAD)
        .edge(2, 3, gauge=STANDARD)
        .edge(3, 4, gauge=STANDARD)
    )
    board.source(0, 0, daily=4_000, gauge=BROAD)
    # The trains stood in 2 when it was the enemy's
    board.cell(2, trains=trains, owner=1)
    board.unit(0, 4)
    board.unit(0, 4)
    game = Campaign(board, food_per_man=2.5, food_start_days=7.0, **changes).play(1)
    game.st.owner[2] = 0
    game.st.rail[0, 2] = -1
    return game


def test_without_captured_trains_the_railhead_stays_at_the_break_of_gauge() -> None:
    assert _break(0).play(4).st.u["supply_km"][0] == 20


def test_captured_trains_carry_on_beyond_the_break() -> None:
    assert _break(1).play(4).st.u["supply_km"][0] == 0


def test_a_break_of_gauge_halves_what_passes() -> None:
    # Two units of 1,000 men ask for 5,000 kg, the source has 4,000 a day
    assert _break(9, switch_rail=0.0).play(4).st.s["issued"][0] == 4_000
    assert _break(9, rail_break_share=0.5).play(4).st.s["issued"][0] == 2_000


def test_few_captured_trains_carry_little() -> None:
    game = _break(1, rail_stock_t_day=0.5).play(4)
    assert game.st.s["issued"][0] == 500


def test_captured_line_is_reopened_at_a_days_work_a_day_whatever_the_cells() -> None:
    # 0s = 1 = ... = 7, captured from 1 on: 15 km a day are three cells in two days
    board = _railway(8).cell(*range(1, 8), owner=1, trains=5)
    board.unit(0, 0)
    game = Campaign(board, rail_reopen_km_day=15.0).play(1)
    game.st.owner[:8] = 0
    heads = []
    for _ in range(4):
        game.play(4)
        heads.append(int((game.st.reach[0, :8] >> 12 == 0).sum()))
    # Work of the day is used from the next
    assert heads == [1, 2, 4, 5]


def test_trains_fall_to_the_enemy_with_their_station() -> None:
    # 0s # 1e: a hundred trains are at home in 1
    board = _railway(2).cell(1, owner=1, trains=100)
    board.unit(0, 0, axis=board.order(1))
    game = Campaign(board, rail_stock_kept=0.3).play(2)
    assert len(game.events(K.ROLLING_STOCK_CAPTURED)) == 1
    assert 0 < game.st.c["trains"][1] <= 60


@pytest.mark.parametrize(("destroyed", "fed"), [(0.0, True), (50.0, False)])
def test_a_captured_depot_feeds_its_captor_unless_it_was_burnt(destroyed: float, fed: bool) -> None:
    # 0u - 1e with a depot of 100 t: the unit has no source of its own and food for two days
    board = Board(line(2), ground=K.ROAD).cell(1, owner=1)
    board.source(1, 1, stock=100_000)
    u = board.unit(0, 0, mobility=K.MOTOR, trucks=20, axis=board.order(1))
    game = Campaign(board, food_start_days=2.0, depot_destroyed=destroyed, depot_food_share=0.4).play(21)
    assert game.at(u) == 1
    assert bool(game.st.u["unfed"][u] == 0) is fed
    assert bool(game.st.u["looted"][u] > 0) is fed
    assert len(game.events(K.DEPOT_CAPTURED)) == 1


def test_captured_ammunition_fits_no_gun() -> None:
    board = Board(line(2), ground=K.ROAD).cell(1, owner=1)
    board.source(1, 1, stock=10_000_000)
    u = board.unit(0, 0, axis=board.order(1))
    game = Campaign(board, depot_destroyed=0.0)
    had = int(game.play(1).st.u["ammo"][u])
    assert game.play(8).st.u["looted"][u] > 0
    assert game.st.u["ammo"][u] == had


def _played_until(game: Campaign, u: int, status: int) -> Campaign:
    while game.st.u["status"][u] != status:
        game.play(1)
        assert game.step < 100
    return game


@pytest.mark.parametrize(("others", "train"), [(0, K.NO_TRAIN), (1, K.LOADING)])
def test_the_last_who_mask_works_do_not_take_the_train(others: int, train: int) -> None:
    # 0s = 1u = 2 = ... = 39: while it loads, a garrison is shut up in its works in 1
    board = Board([*line(40), (50, 50)], ground=K.ROAD, rail=1)
    board.source(0, 0)
    u = board.unit(0, 1, men=3000, axis=board.order(39, posture=K.REGROUP, rail=1))
    garrison = board.unit(1, 40, men=800, static=1)
    for _ in range(others):
        board.unit(0, 1)
    game = Campaign(board, switch_combat=0.0, **HURRY).play(1)
    assert game.st.u["train"][u] == K.LOADING
    game.st.u["cell"][garrison] = 1
    game.st.u["invested"][garrison] = 1
    assert game.play(1).st.u["train"][u] == train


def test_who_gets_off_again_frees_the_line_and_only_what_was_his() -> None:
    # 0s = 1 = ... = 59: the first column gives up on the second day, the second keeps what it booked
    board = _railway(60)
    order = board.order(59, posture=K.REGROUP, rail=1)
    first, second = (board.unit(0, 0, men=3000, axis=order) for _ in range(2))
    game = Campaign(board, rail_trains_single=12.0, **HURRY).play(1)
    booked = game.st.u["booked"].copy()
    assert game.st.c["busy"][1] == booked[second] > booked[first]
    game.st.u["order_at"][second] = 1000
    game.play(1)
    assert (game.st.u["train"] == [K.LOADING, K.NO_TRAIN]).all()
    assert (game.st.c["busy"][1:60] == booked[first]).all()
    game.st.u["order_at"][first] = 1000
    game.play(1)
    assert (game.st.c["busy"][:60] == 0).all()


def test_the_bookings_of_who_loses_a_line_do_not_bind_its_captor() -> None:
    # 0s = 1u = 2e: the enemy has booked trains through 2, which is 60 km away
    board = _railway(3).cell(2, owner=1).edge(1, 2, len=60_000)
    board.unit(0, 1, axis=board.order(2))
    game = Campaign(board).play(1)
    game.st.c["busy"][2] = 500
    game.play(4)
    assert (game.owner(2), game.st.c["busy"][2]) == (0, 0)


def test_who_is_taken_on_his_train_is_reported() -> None:
    game, u = _trip(60, 1000)
    _played_until(game, u, K.ABOARD).play(1)
    game.st.owner[:] = 1
    game.play(2)
    assert game.st.u["status"][u] == K.SURRENDERED
    assert game.st.u["train"][u] == K.NO_TRAIN
    assert [v for _, v in game.events(K.SURRENDERED_EVENT)] == [u]


def test_a_bridge_once_repaired_can_be_broken_again() -> None:
    game = Campaign(_bridged(), rail_repair_medium=1.0).play(1)
    game.st.e["span"][1, 0] = game.st.e["span"][2, 3] = 24
    game.st.e["bridge"][1, 0] = game.st.e["bridge"][2, 3] = 0
    game.play(4)
    assert (game.st.e["span"][1, 0], game.st.e["bridge"][1, 0], game.st.e["bridge"][2, 3]) == (0, 1, 1)


def test_who_finds_the_station_full_gets_off_one_short_of_it() -> None:
    # 0s = 1 = ... = 39: a division stands in 39, where there is room for one
    board = _railway(40).cell(39, stack=10_000)
    u = board.unit(0, 0, axis=board.order(39, posture=K.REGROUP, rail=1))
    board.unit(0, 39, men=9500)
    game = _played_until(Campaign(board, **HURRY), u, K.ABOARD)
    _played_until(game, u, K.ACTIVE)
    assert game.at(u) == 38


def test_who_finds_no_room_at_all_waits_aboard() -> None:
    board = _railway(40).cell(38, 39, stack=10_000)
    u = board.unit(0, 0, axis=board.order(39, posture=K.REGROUP, rail=1))
    for cell in (38, 39):
        board.unit(0, cell, men=9500)
    game = _played_until(Campaign(board, **HURRY), u, K.ABOARD)
    game.play(8)
    assert (game.at(u), game.st.u["status"][u]) == (39, K.ABOARD)
    game.st.u["cell"][2] = 20
    game.forget_picture().play(1)
    assert (game.at(u), game.st.u["status"][u]) == (39, K.ACTIVE)


def test_work_left_over_does_not_go_onto_a_field_railway() -> None:
    # 0s = 1 # 2 ~ 3: from 1 on captured, beyond 2 a field railway
    board = _railway(4).edge(2, 3, gauge=K.NARROW)
    board.unit(0, 0)
    game = Campaign(board, rail_reopen_km_day=100.0).play(1)
    game.st.rail[0, 2:4] = 0
    game.play(4)
    assert game.st.rail[0, 2:4].tolist() == [-1, 0]


def test_who_gets_off_at_a_place_has_reached_it() -> None:
    board = _railway(40)
    q = board.place(39)
    u = board.unit(0, 0, axis=board.order(39, posture=K.REGROUP, rail=1))
    game = Campaign(board, **HURRY)
    _arrival(game, u, 39)
    assert [v for _, v in game.events(K.PLACE_REACHED)] == [q]


def test_a_train_under_the_enemys_cover_rolls_as_fast_as_before() -> None:
    # Where supply may not go no captured trains run either: 100 km in a step, not 10
    game, u = _trip(60, 1000, rail_captured_km_day=40.0)
    _played_until(game, u, K.ABOARD)
    game.play(1 if game.step % 4 == 0 else 0)
    here = game.at(u)
    game.st.reach[0, here] = K.CLOSED
    game.play(1)
    assert game.at(u) - here >= 10


SERVED = {
    "switch_served_rail": 1.0,
    "rail_captured_km_day": 240.0,
    "rail_entrain_hours": 6.0,
    "rail_detrain_hours": 6.0,
    "occupation_days": 2.0,
    "switch_combat": 0.0,
    "switch_surrender": 0.0,
}


def _served(cells: int = 30, trains: int = 50, **unit: int) -> tuple[Board, int]:
    # 0 = 1u = ... = n-1q: the line of side 1, who keeps the cease-fire; its trains stand in the last cell
    board = Board(line(cells), owner=1, ground=K.ROAD, rail=1, gauge=STANDARD, work=K.MINOR)
    board.source(1, cells - 1, gauge=STANDARD)
    board.formations[1]["ceasefire"] = 0
    board.cell(cells - 1, trains=trains)
    board.unit(1, cells - 1, men=500, talks=0, laydown=K.NEVER)
    u = board.unit(0, 1, axis=board.order(cells - 1), **unit)
    return board, u


def test_who_keeps_the_cease_fire_runs_his_trains_for_those_who_come() -> None:
    # 280 km: 6 h to load, 6 h for 4 trains, 28 h on the way; on foot three days; stations are taken over on the way
    board, u = _served()
    by_train = _arrival(game := Campaign(board, **SERVED), u, 29)
    assert [e[1] for e in game.events(K.ENTRAINED)] == [u]
    assert {game.owner(c) for c in range(2, 30)} == {0}
    board, u = _served()
    on_foot = _arrival(Campaign(board, **(SERVED | {"switch_served_rail": 0.0})), u, 29)
    assert (by_train, on_foot) == (7, 12)


@pytest.mark.parametrize("why", ["no trains", "outside", "a broken bridge", "an enemy who fights"])
def test_nobody_rides_where_the_enemys_trains_do_not_run(why: str) -> None:
    board, _ = _served(trains=0 if why == "no trains" else 50)
    board.units[0]["talks"] = 4
    if why == "outside":
        board.units[0]["outside"] = 1
    if why == "an enemy who fights":
        board.unit(1, 3, men=10, refuses=1)
    game = Campaign(board, **SERVED)
    if why == "a broken bridge":
        game.play(1)
        game.st.e["span"][1:29] = 1_000
    game.play(8)
    assert game.events(K.ENTRAINED) == []


def test_who_is_dry_takes_the_train() -> None:
    board, u = _served(mobility=K.TANK, tanks=10, trucks=10)
    game = Campaign(board, **SERVED, fuel_start_refills=0.0, fuel_use_factor=1.0)
    assert _arrival(game, u, 29) < 20


def test_few_trains_take_long() -> None:
    # A division's 40 trains: four on the way make some 1.7 trips a day over 280 km
    board, u = _served(trains=4, men=10_000, mobility=K.TANK, tanks=10, trucks=10)
    game = Campaign(board, **SERVED, fuel_start_refills=0.0, fuel_use_factor=1.0).play(60)
    assert (game.at(u), int(game.st.u["train"][u])) == (1, K.LOADING)


def test_a_line_handed_over_stays_whole() -> None:
    # 1u = 2q: no bridge goes up, all trains are there, nothing has to be reopened
    board = Board(
        line(3), owner=1, ground=K.ROAD, rail=1, gauge=STANDARD, river=K.MINOR, bridge=1, work=K.MINOR
    )
    board.source(1, 2, gauge=STANDARD)
    board.formations[1]["ceasefire"] = 0
    board.cell(1, trains=10)
    board.unit(1, 1, men=500, talks=0, laydown=K.NEVER)
    board.unit(0, 0, axis=board.order(1))
    numbers = SERVED | {"bridge_demolition_probability": 1.0}
    for served, trains, bridge in ((1.0, 10, 1), (0.0, None, 0)):
        game = Campaign(board, **(numbers | {"switch_served_rail": served})).play(3)
        assert game.owner(1) == 0
        assert game.st.e["bridge"][1, 0] == bridge
        assert trains is None or game.st.c["trains"][1] == trains


def test_who_gets_fuel_while_he_waits_for_few_trains_drives() -> None:
    # As above: the trains are weeks away; with fuel on the third day it is there within two
    board, u = _served(trains=4, men=10_000, mobility=K.TANK, tanks=10, trucks=10)
    game = Campaign(board, **SERVED, fuel_start_refills=0.0, fuel_use_factor=1.0).play(8)
    assert game.st.u["train"][u] == K.LOADING
    game.st.u["fuel"][u] = 10**6
    game.play(1)
    assert (int(game.st.u["train"][u]), int(game.st.u["booked"][u])) == (K.NO_TRAIN, 0)
    assert (game.st.c["busy"] == 0).all()
    assert _arrival(game, u, 29) <= 16


def test_who_waits_for_few_trains_leaves_the_line_to_others() -> None:
    # 0 = 1u = 2v = ... = 29q: the trains of the first, 40 for a division, take 50 days over the way and the track two
    board, u = _served(trains=4, men=10_000, mobility=K.TANK, tanks=10, trucks=10)
    v = board.unit(0, 2, men=500, mobility=K.TANK, tanks=1, trucks=10, axis=board.order(29))
    game = Campaign(board, **SERVED, fuel_start_refills=0.0, fuel_use_factor=1.0, rail_trains_single=20.0)
    assert _arrival(game, v, 29) < 30
    assert game.at(u) == 1


def test_who_waits_for_the_line_loads_meanwhile() -> None:
    # 12 trains each at 12 a day, 590 km: the first has left after a day of loading and one of trains, is off the line
    # 35 h later; then the second needs a day for its trains, none for loading
    board = _railway(60)
    order = board.order(59, posture=K.REGROUP, rail=1)
    first, second = (board.unit(0, 0, men=3000, axis=order) for _ in range(2))
    game = Campaign(board, **(HURRY | {"rail_entrain_hours": 24.0}), rail_trains_single=12.0).play(1)
    assert game.st.u["lands"][[first, second]].tolist() == [48, 106]
