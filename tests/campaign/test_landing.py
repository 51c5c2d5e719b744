"""Lifts by sea and river (docs/mechanisms/landing.md)."""

from __future__ import annotations

from typing import Any

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K
from khingan.campaign import parameters as P

STRONG = {"men": 8_000, "guns": 100}


def coast(n: int = 4) -> Board:
    """0H - 1 ~ sea ~ 2 - 3H: side 0 in the harbour 0, side 1 beyond the water, 60 km from it."""
    board = Board(line(n)).edge(1, 2, width=0).cell(*range(2, n), owner=1)
    return board.harbour(0, 3).passage(0, 3, K.BY_SEA, 60)


def landing(board: Board, *objectives: int, **fields: Any) -> int:
    """An axis that embarks at 0."""
    return board.order(0, *objectives, lift=K.BY_SEA, **fields)


def test_a_unit_loads_sails_and_comes_ashore() -> None:
    # 6 h loading and 6 h at sea: aboard in steps 0 and 1, ashore in step 2
    board = coast()
    u = board.unit(0, 0, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA, load=6))
    game = Campaign(board).play(2)
    assert game.st.u["status"][u] == K.ABOARD
    assert (game.play(1).at(u), game.owner(3), game.st.u["status"][u]) == (3, 0, K.ACTIVE)
    assert game.events(K.LANDED) == [(2, u)]


def test_nobody_sails_with_the_switch_off() -> None:
    board = coast()
    u = board.unit(0, 0, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA))
    assert Campaign(board, switch_landing=0.0).play(8).at(u) == 0


def test_a_unit_marches_to_the_port_first() -> None:
    # Cell 1 lies 10 km, three hours and a third, from the port: aboard in step 1
    board = coast()
    u = board.unit(0, 1, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA))
    game = Campaign(board).play(2)
    assert game.events(K.EMBARKED) == [(1, u)]


def test_a_follow_on_echelon_needs_a_second_trip() -> None:
    # Ships for 1,000: the second thousand waits until they are back: 6 h over, 6 h back, 6 h over
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA, men=1000)
    units = [board.unit(0, 0, axis=landing(board, 3), lifts=ships) for _ in range(2)]
    game = Campaign(board, landing_load_t_per_man=0.0).play(12)
    (first, a), (second, b) = game.events(K.LANDED)
    assert (a, b) == tuple(units)
    assert first == 1
    assert second >= first + 2


def test_one_trip_takes_both_where_there_is_room() -> None:
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA, men=2000)
    for _ in range(2):
        board.unit(0, 0, axis=landing(board, 3), lifts=ships)
    game = Campaign(board).play(2)
    assert [step for step, _ in game.events(K.LANDED)] == [1, 1]


def test_the_fewer_go_aboard_the_sooner_they_sail() -> None:
    # A lift for 4,000 loads in 40 hours, in a quarter of them nobody: 1,000 take 10 + 30 / 4 hours, then 6 h at sea
    arrivals = []
    for men in (4000, 1000):
        board = coast()
        ships = board.lift(0, 0, K.BY_SEA, men=4000, load=40)
        u = board.unit(0, 0, men=men, axis=landing(board, 3), lifts=ships)
        arrivals.append(int(Campaign(board, lift_gathering_share=0.25).play(1).st.u["lands"][u]))
    assert arrivals == [40 + 6, 18 + 6]


def test_who_shares_a_trip_waits_until_all_are_aboard() -> None:
    # Twice 1,000 in a lift for 4,000 that loads in 40 hours: 20 hours, nothing for gathering, then 6 h at sea
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA, men=4000, load=40)
    units = [board.unit(0, 0, axis=landing(board, 3), lifts=ships) for _ in range(2)]
    game = Campaign(board, lift_gathering_share=0.0).play(1)
    assert game.st.u["lands"][units].tolist() == [26, 26]


def test_who_joins_a_trip_shares_its_luck() -> None:
    # As above, half as long or half as long again: 13 to 39 hours for both
    hours = set()
    for number in range(8):
        board = coast()
        ships = board.lift(0, 0, K.BY_SEA, men=4000, load=40)
        units = [board.unit(0, 0, axis=landing(board, 3), lifts=ships) for _ in range(2)]
        game = Campaign(board, number, lift_gathering_share=0.0, lift_trip_spread=0.5).play(1)
        first, second = game.st.u["lands"][units].tolist()
        assert first == second
        # Ten hours of loading and six at sea, then ten hours more, all by the same factor; either rounded.
        assert first == pytest.approx(26 * game.st.t["luck"][0], abs=1)
        hours.add(first)
    assert len(hours) > 3


def test_a_lift_that_lost_craft_is_full_with_fewer() -> None:
    # 2,000 men come to the port in step 0; half the craft of the lift for 4,000 are gone by step 1, at 6:00: they fill
    # the others and load for all of 40 hours
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA, men=4000, load=40)
    u = board.unit(0, 1, men=2000, axis=landing(board, 3), lifts=ships)
    game = Campaign(board, lift_gathering_share=0.0).play(1)
    game.st.t["capacity"] //= 2
    assert game.play(1).st.u["lands"][u] == 6 + 40 + 6


def test_a_few_take_the_lift_that_is_loaded_first_for_them() -> None:
    # 500 men fill half of a lift for 1,000 in 10 of its 20 hours, an eighth of one for 4,000 in 5 of its 40
    board = coast()
    small = board.lift(0, 0, K.BY_SEA, men=1000, load=20)
    large = board.lift(0, 0, K.BY_SEA, men=4000, load=40)
    u = board.unit(0, 0, men=500, axis=landing(board, 3), lifts=small | large)
    game = Campaign(board, lift_gathering_share=0.0).play(1)
    assert (1 << int(game.st.u["lift"][u]), int(game.st.u["lands"][u])) == (large, 5 + 6)


def test_the_last_small_echelon_follows_sooner() -> None:
    # 1,000 and then 100 in ships for 1,000 that load in 20 hours: 26, then over and back, two hours for the hundred
    board = coast()
    u = board.unit(0, 0, men=1100, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA, load=20))
    game = Campaign(board, landing_load_t_per_man=0.0, lift_gathering_share=0.0).play(5)
    assert (game.men(u), int(game.st.u["lands"][u])) == (1000, 26 + 12 + 2)


def test_a_poor_beach_keeps_the_ships_longer() -> None:
    # 1,000 men with 100 t: a day over a beach of 100 t a day, an hour in a port
    second = []
    for load in (100_000, 10_000_000):
        board = Board(line(4)).edge(1, 2, width=0).cell(2, 3, owner=1)
        board.harbour(0, 3, load=load).passage(0, 3, K.BY_SEA, 60)
        ships = board.lift(0, 0, K.BY_SEA, men=1000)
        for _ in range(2):
            board.unit(0, 0, axis=landing(board, 3), lifts=ships)
        game = Campaign(board, landing_load_t_per_man=0.1).play(16)
        second.append(game.events(K.LANDED)[1][0])
    assert second[0] >= second[1] + 3


def test_a_unit_too_large_for_one_trip_comes_in_echelons() -> None:
    # 3,000 men in ships for 1,000: the first thousand takes the port, the others come 12 and 24 hours later
    board = coast(6)
    u = board.unit(0, 0, men=3000, axis=landing(board, 3, 5), lifts=board.lift(0, 0, K.BY_SEA))
    game = Campaign(board, landing_load_t_per_man=0.0).play(2)
    assert (game.at(u), game.men(u), game.owner(3)) == (3, 1000, 0)
    game.play(3)
    assert (game.at(u), game.men(u)) == (3, 2000)
    game.play(2)
    assert game.men(u) == 3000
    game.play(3)
    assert game.at(u) == 5
    assert [step for step, _ in game.events(K.LANDED)] == [1, 3, 5]


def test_nobody_is_lost_on_the_way() -> None:
    board = coast(6)
    board.unit(0, 0, men=3000, axis=landing(board, 3, 5), lifts=board.lift(0, 0, K.BY_SEA))
    game = Campaign(board)
    for _ in range(8):
        assert game.st.u["men"][0] + game.st.u["behind"][0] == 3000 * K.MAN
        game.play(1)


def test_an_opposed_landing_is_repulsed_and_comes_again() -> None:
    # 3,000 before 3,000 in works: they are thrown back, lose men on the beach, and try anew half a day later
    board = coast().cell(3, works=K.CONCRETE)
    u = board.unit(0, 0, men=3000, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA, men=3000))
    board.unit(1, 3, men=3000, guns=50)
    board.source(1, 3)
    game = Campaign(board, landing_retry_hours=12.0, landing_repulse_loss=0.05)
    game.p[P.X_LANDING] = -1.0
    game.play(20)
    thrown_back = [step for step, who in game.events(K.LANDING_REPULSED) if who == u]
    assert len(thrown_back) >= 2
    assert thrown_back[1] >= thrown_back[0] + 2
    assert game.st.lost[u, K.CAPTURED] > 0
    assert game.st.u["status"][u] == K.ABOARD
    assert game.owner(3) == 1


def test_a_strong_landing_drives_the_garrison_from_the_port() -> None:
    board = coast()
    u = board.unit(0, 0, **STRONG, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA, men=8000))
    board.unit(1, 3, men=500, rating=0.1)
    game = Campaign(board).play(16)
    assert (game.at(u), game.owner(3)) == (3, 0)
    assert game.st.lost[u, : K.SICK].sum() > 0


def test_attack_from_the_sea_costs_advantage() -> None:
    # The same fight with and without the term: the other side of the coin is the defender's loss
    lost = []
    for term in (0.0, -0.5):
        board = coast()
        board.unit(0, 0, men=4000, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA, men=4000))
        enemy = board.unit(1, 3, men=3000)
        game = Campaign(board, x_landing=term).play(2)
        lost.append(int(game.st.lost[enemy].sum()))
    assert lost[1] < lost[0]


def test_ships_guns_support_the_fight_on_the_beach() -> None:
    lost = []
    for guns in (0, 200):
        board = coast()
        ships = board.lift(0, 0, K.BY_SEA, men=4000, guns=guns)
        board.unit(0, 0, men=4000, axis=landing(board, 3), lifts=ships)
        enemy = board.unit(1, 3, men=3000)
        game = Campaign(board).play(2)
        lost.append(int(game.st.lost[enemy].sum()))
    assert lost[1] > lost[0]


def test_a_handful_does_not_go_ashore_before_a_garrison_but_waits_for_more() -> None:
    # 100 men see 3,000: they lie off the port until 4,000 others have come
    board = coast()
    few = board.unit(0, 0, men=100, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA, men=100))
    slow = board.lift(0, 0, K.BY_SEA, men=4000, load=24)
    board.unit(0, 0, men=4000, axis=landing(board, 3), lifts=slow)
    board.unit(1, 3, men=3000)
    game = Campaign(board).play(4)
    assert (game.st.u["status"][few], game.st.u["attacking"][few]) == (K.ABOARD, -1)
    game.play(2)
    assert game.st.u["fighting"][few] == 1


def test_a_transfer_waits_for_a_port_in_own_hands() -> None:
    board = coast()
    u = board.unit(0, 0, axis=landing(board, 3, posture=K.REGROUP), lifts=board.lift(0, 0, K.BY_SEA))
    board.unit(1, 3, men=10)
    assert Campaign(board).play(8).st.u["status"][u] == K.ABOARD


def test_those_aboard_bar_nobody_and_eat_from_the_ships() -> None:
    # Step 8 is a new day: neither unfed nor in the picture of the port they left
    board = coast()
    u = board.unit(0, 0, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA, load=200))
    game = Campaign(board, food_start_days=0.0).play(9)
    assert game.st.u["status"][u] == K.ABOARD
    assert game.st.u["unfed"][u] == 0
    assert game.sc.x["here"][0, 0] == 0


def test_a_landed_force_is_supplied_through_the_port() -> None:
    # 3 is a source of side 0 as soon as it holds it, with nothing in stock but what ships bring
    unfed = []
    for inflow in (0, 50_000):
        board = coast()
        u = board.unit(0, 0, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA))
        if inflow:
            board.source(0, 3, daily=inflow, inflow=inflow, stock=0)
        game = Campaign(board, food_start_days=1.0).play(25)
        unfed.append((int(game.st.u["unfed"][u]), int(game.st.u["supply_km"][u])))
    assert unfed[0][0] >= 3
    assert unfed[1] == (0, 0)


def test_after_the_landing_the_way_goes_on_by_land_where_no_lift_is_taken() -> None:
    # 0H ~ sea ~ 2 - 3H - 4 - 5: no passage from 3 to 5, so the unit marches
    board = coast(6)
    u = board.unit(0, 0, axis=landing(board, 3, 5), lifts=board.lift(0, 0, K.BY_SEA))
    game = Campaign(board).play(8)
    assert (game.at(u), game.owner(4), game.owner(5)) == (5, 0, 0)


def test_from_port_to_port_it_goes_aboard_again() -> None:
    # 0H ~ 3H ~ 5H: island by island
    board = coast(6).edge(4, 5, width=0).harbour(5).passage(3, 5, K.BY_SEA, 60)
    u = board.unit(0, 0, axis=landing(board, 3, 5), lifts=board.lift(0, 0, K.BY_SEA))
    game = Campaign(board).play(8)
    assert [who for _, who in game.events(K.LANDED)] == [u, u]
    assert game.at(u) == 5


def river(bank: int = 4) -> Board:
    """0H - 1 - 2 - 3 - 4 - 5H on a river, 60 km by boat; the land is swamp."""
    board = Board(line(6), ground=K.SWAMP).cell(*range(1, 6), owner=1)
    return board.harbour(0, 5).passage(0, 5, K.BY_RIVER, 60, banks=(1, 2, 3, bank))


def test_a_lift_up_the_river_beats_the_march() -> None:
    board = river()
    by_boat = board.unit(0, 0, axis=board.order(0, 5, lift=K.BY_RIVER), lifts=board.lift(0, 0, K.BY_RIVER))
    on_foot = board.unit(0, 0, axis=board.order(5))
    game = Campaign(board).play(2)
    assert game.at(by_boat) == 5
    assert game.at(on_foot) < 5


def test_an_enemy_on_the_bank_bars_the_river() -> None:
    board = river()
    u = board.unit(0, 0, axis=board.order(0, 5, lift=K.BY_RIVER), lifts=board.lift(0, 0, K.BY_RIVER))
    board.unit(1, 3, men=200)
    assert Campaign(board).play(6).at(u) == 0


def test_a_river_source_opens_when_a_lift_puts_in() -> None:
    # Cell 5 has a source of side 0 fed by boats; a unit that walked there finds it shut
    for lift in (K.NO_LIFT, K.BY_RIVER):
        board = Board(line(6)).harbour(0, 5).passage(0, 5, K.BY_RIVER, 30)
        board.source(0, 5, daily=50_000, inflow=50_000, stock=0, harbour=1)
        boats = board.lift(0, 0, K.BY_RIVER)
        u = board.unit(0, 0, axis=board.order(0, 5, lift=lift), lifts=boats)
        game = Campaign(board).play(13)
        assert game.at(u) == 5
        assert (game.st.u["supply_km"][u] < K.UNREACHED) == (lift == K.BY_RIVER)


def test_a_landing_in_fog_goes_on_late_and_scattered() -> None:
    # Off the coast in step 1: fog delays it by up to two days and takes a fifth of the cohesion
    found = []
    for fog in (0.0, 1.0):
        board = coast().weather(fog=fog, fog_all_day=1.0)
        u = board.unit(0, 0, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA))
        game = Campaign(board, landing_fog_hours=24.0, landing_fog_cohesion=0.2)
        while game.st.u["status"][u] == K.ABOARD or not game.events(K.LANDED):
            if game.st.u["fogged"][u] == 1:
                assert game.st.u["cohesion"][u] < 1.0
            game.play(1)
        found.append(game.events(K.LANDED)[0][0])
    clear, late = found
    assert clear == 1
    assert late > clear


def test_ships_do_not_shoot_into_fog() -> None:
    lost = []
    for fog in (0.0, 1.0):
        board = coast().weather(fog=fog, fog_all_day=1.0)
        ships = board.lift(0, 0, K.BY_SEA, men=4000, guns=200)
        board.unit(0, 0, men=4000, axis=landing(board, 3), lifts=ships)
        enemy = board.unit(1, 3, men=3000)
        game = Campaign(board, landing_fog_hours=0.0, landing_fog_cohesion=0.0).play(2)
        lost.append(int(game.st.lost[enemy].sum()))
    assert lost[1] < lost[0]


def test_nobody_sails_or_lands_in_a_rough_sea() -> None:
    # Rough on the first day, calm on the second: aboard in step 4, ashore in step 5
    board = coast().weather(rough_sea=[1.0, 0.0])
    u = board.unit(0, 0, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA))
    game = Campaign(board).play(6)
    assert game.events(K.EMBARKED) == [(4, u)]
    assert game.events(K.LANDED) == [(5, u)]


def test_a_trip_takes_more_or_less_time() -> None:
    # 54 h loading and 6 h at sea, half as much more or less
    hours = set()
    for number in range(8):
        board = coast()
        u = board.unit(0, 0, axis=landing(board, 3), lifts=board.lift(0, 0, K.BY_SEA, load=54))
        game = Campaign(board, number, lift_trip_spread=0.5).play(1)
        hours.add(int(game.st.u["lands"][u]))
    assert len(hours) > 3
    assert min(hours) >= 30
    assert max(hours) <= 90
