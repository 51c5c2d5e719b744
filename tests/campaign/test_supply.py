"""Supply by eye: lines of communication, railways, issue (rules R5, R17-R20)."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K


def test_supply_distance_is_the_haul_from_the_source() -> None:
    # 0s - 1 - 2u, 10 km of road-cost an edge
    board = Board(line(3))
    board.source(0, 0)
    u = board.unit(0, 2)
    assert Campaign(board).play(1).st.u["supply_km"][u] == 20


def test_a_railway_brings_the_railhead_to_the_unit() -> None:
    # 0s = 1 = 2 - 3u
    board = Board(line(4)).edge(0, 1, rail=1).edge(1, 2, rail=1)
    board.source(0, 0)
    far, near = board.unit(0, 3), board.unit(0, 2)
    km = Campaign(board).play(1).st.u["supply_km"]
    assert (km[far], km[near]) == (10, 0)


def test_a_gap_in_the_line_ends_the_railway() -> None:
    # 0s = 1 - 2 = 3u
    board = Board(line(4)).edge(0, 1, rail=1).edge(2, 3, rail=1)
    board.source(0, 0)
    u = board.unit(0, 3)
    assert Campaign(board).play(1).st.u["supply_km"][u] == 20


def test_enemy_ground_ends_the_railway_and_cuts_the_road() -> None:
    # 0s = 1e = 2u
    board = Board(line(3)).edge(0, 1, rail=1).edge(1, 2, rail=1).cell(1, owner=1)
    board.source(0, 0)
    u = board.unit(0, 2)
    assert Campaign(board).play(1).st.u["supply_km"][u] == K.UNREACHED


def test_captured_line_is_reopened_at_a_days_work_a_day() -> None:
    # 0s = 1 = 2u, 20 km an edge at 15 km a day: cell 1 is captured in step 0, done on day 3, railhead on day 4.
    board = Board(line(3), ground=K.ROAD, len=20_000).edge(0, 1, rail=1).edge(1, 2, rail=1)
    board.cell(1, owner=1)
    board.source(0, 0)
    u = board.unit(0, 0, axis=board.order(1))
    game = Campaign(board, rail_reopen_km_day=15.0).play(9)
    assert game.at(u) == 1
    assert game.st.u["supply_km"][u] == 10
    assert game.play(4).st.u["supply_km"][u] == 0


def test_empty_enemy_ground_isolates_but_does_not_surround() -> None:
    # 0s - 1 - 2e - 3u
    board = Board(line(4)).cell(2, owner=1)
    board.source(0, 0)
    u = board.unit(0, 3)
    game = Campaign(board).play(1)
    assert game.st.u["supply_km"][u] == K.UNREACHED
    assert game.st.u["surrounded"][u] == 0
    assert game.events(K.ISOLATED_EVENT) == [(0, u)]


def test_enemy_men_in_between_surround() -> None:
    # 0s - 1 - 2E - 3u
    board = Board(line(4)).cell(2, owner=1)
    board.source(0, 0)
    board.unit(1, 2, men=3000)
    u = board.unit(0, 3)
    game = Campaign(board).play(1)
    assert game.st.u["surrounded"][u] == 1
    assert (0, u) in game.events(K.SURROUNDED_EVENT)


#      4E       an enemy beside the line of communication 0s - 1 - 2 - 3u covers 1 and 2
BESIDE_THE_LINE = [*line(4), (1, 1)]


@pytest.mark.parametrize(
    ("enemy", "guard", "cut"),
    [
        (899, 0, False),  # cover 0.299
        (900, 0, True),  # cover 0.3
        (900, 1000, False),  # as many men of our own hold the road open
    ],
)
def test_enemy_cover_cuts_the_line_unless_our_own_men_outweigh_it(enemy: int, guard: int, cut: bool) -> None:
    board = Board(BESIDE_THE_LINE).cell(4, owner=1)
    board.source(0, 0)
    u = board.unit(0, 3, men=100)
    board.unit(1, 4, men=enemy)
    if guard:
        board.unit(0, 1, men=guard)
        board.unit(0, 2, men=guard)
    km = Campaign(board).play(1).st.u["supply_km"][u]
    assert km == (K.UNREACHED if cut else 30)


def _hungry(daily: int, units: int, **numbers: float) -> Campaign:
    # 0s - 1uuu: units of 1,000 men that eat 2,500 kg a day and have 7 days' food, of which a day is gone on day 2
    board = Board(line(2))
    board.source(0, 0, daily=daily)
    for _ in range(units):
        board.unit(0, 1)
    return Campaign(board, food_per_man=2.5, food_start_days=7.0, **numbers)


def test_a_unit_eats_and_draws_what_it_has_eaten() -> None:
    game = _hungry(100_000, 1).play(5)
    assert game.st.u["food"][0] == 17_500
    assert game.st.s["issued"][0] == 2_500
    assert game.st.s["stock"][0] == 100 * 100_000 - 2_500


def test_a_source_issues_no_more_than_a_day_allows_and_the_first_in_order_is_served_first() -> None:
    game = _hungry(4_000, 3).play(5)
    assert game.st.s["issued"][0] == 4_000
    assert game.st.u["food"].tolist() == [17_500, 16_500, 15_000]


def test_the_nearer_unit_is_served_first() -> None:
    # 0s - 1near - 2far; the far unit stands first in the order of units
    board = Board(line(3))
    board.source(0, 0, daily=2_500)
    far, near = board.unit(0, 2), board.unit(0, 1)
    food = Campaign(board, food_per_man=2.5, food_start_days=7.0).play(5).st.u["food"]
    assert (food[near], food[far]) == (17_500, 15_000)


def test_a_source_cannot_issue_what_it_has_not() -> None:
    board = Board(line(1))
    board.source(0, 0, daily=100_000, stock=1_000)
    u = board.unit(0, 0)
    game = Campaign(board, food_per_man=2.5, food_start_days=7.0).play(5)
    assert game.st.s["stock"][0] == 0
    assert game.st.u["food"][u] == 16_000


def test_a_source_behind_another_stands_in_for_it() -> None:
    # The railhead in 0 is empty; the depot behind it gives what the unit asks for.
    board = Board(line(3))
    depot = board.source(0, 2)
    railhead = board.source(0, 0, stock=0, backup=depot, backup_km=20)
    u = board.unit(0, 0)
    game = Campaign(board, food_per_man=2.5, food_start_days=7.0).play(5)
    assert game.st.u["food"][u] == 17_500
    assert (game.st.s["issued"][depot], game.st.s["issued"][railhead]) == (2_500, 0)


def test_trains_fill_the_stock_of_a_source() -> None:
    board = Board(line(2))
    board.source(0, 0, daily=100_000, stock=0, inflow=700)
    board.unit(0, 1)
    assert Campaign(board, food_per_man=2.5).play(5).st.s["issued"][0] == 700


def test_beyond_the_radius_of_its_transport_a_unit_gets_a_share() -> None:
    # 60 km for horse columns: at 120 km half of what is asked for arrives
    board = Board(line(2), haul=120)
    board.source(0, 0)
    u = board.unit(0, 1)
    game = Campaign(board, supply_radius_horse_km=60.0, food_per_man=2.5, food_start_days=7.0).play(5)
    assert game.st.u["food"][u] == 15_000 + 1_250


def test_trucks_carry_farther_than_horses() -> None:
    # 20 trucks per 1,000 men: 200 km, so everything arrives at 120
    board = Board(line(2), haul=120)
    board.source(0, 0)
    u = board.unit(0, 1, trucks=20)
    numbers = {"supply_radius_truck_km": 200.0, "trucks_full_per_1000": 20.0, "food_per_man": 2.5}
    assert Campaign(board, food_start_days=7.0, **numbers).play(5).st.u["food"][u] == 17_500


def test_a_unit_without_food_counts_its_unfed_days() -> None:
    # 1 day's food: eaten on day 2, unfed from day 3 on
    board = Board(line(1))
    u = board.unit(0, 0)
    game = Campaign(board, food_start_days=1.0).play(5)
    assert game.st.u["unfed"][u] == 0
    assert game.play(8).st.u["unfed"][u] == 2


def test_supply_can_be_switched_off() -> None:
    game = _hungry(100_000, 1, switch_supply=0.0).play(9)
    assert game.st.s["issued"][0] == 0
    assert game.st.u["food"][0] == 12_500
