"""Traffic past works that are shut up (rule R14, docs/mechanisms/close-combat.md)."""

from __future__ import annotations

import pytest
from test_works import NO_ASSAULT
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

ROAD = 10_000  # traffic units that a road passes in a step
BESIDE = 2_000  # and the ground beside it


def masked(guns: int = 0, **changes: float) -> tuple[Campaign, list[int]]:
    """0aaaa - 1G - 2 - 3 along a road; a garrison of 1,000 shut up at 1, masked by 2,000 of side 0."""
    board = Board(line(4), ground=K.ROAD, cap=ROAD + BESIDE).cell(2, 3, owner=1).cell(1, works=K.CONCRETE)
    board.unit(0, 1, men=2000)
    axis = board.order(3, when=(K.DAY_AT_LEAST, -1, 1.25))
    columns = [board.unit(0, 0, men=6000, axis=axis) for _ in range(4)]
    garrison = board.unit(1, 1, men=1000, guns=guns, static=1)
    numbers = {"hindered_share": 0.25, "hindered_guns": 10.0, "capacity_track": 0.0} | changes
    return shut_up(Campaign(board, **NO_ASSAULT, **numbers), garrison), columns


def shut_up(game: Campaign, garrison: int) -> Campaign:
    """After the first step the garrison is shut up in its works, and its cell in the hands of side 0."""
    game.play(1)
    game.st.u["invested"][garrison] = 1
    game.st.owner[1] = 0
    return game


def steps_to_pass(game: Campaign, columns: list[int]) -> int:
    while any(game.at(u) != 3 for u in columns) and game.step < 60:
        game.play(1)
    return game.step


def test_works_shut_up_hold_back_the_traffic_past_them() -> None:
    free = steps_to_pass(*masked(switch_hindered_traffic=0.0))
    hindered = steps_to_pass(*masked())
    covered = steps_to_pass(*masked(guns=20))
    assert free < hindered < covered


def test_columns_break_a_track_beside_a_road_under_fire() -> None:
    # The first 6,000 men beside the road break a track for 5,000 more a step; with the road open there is none
    assert steps_to_pass(*masked(guns=20, capacity_track=0.5)) < steps_to_pass(*masked(guns=20))
    free = {"switch_hindered_traffic": 0.0}
    assert steps_to_pass(*masked(capacity_track=0.5, **free)) == steps_to_pass(*masked(**free))


def test_works_do_not_stop_an_army_for_ever() -> None:
    # Under the guns nobody takes the road; the ground beside it passes 24,000 men in a dozen steps
    assert steps_to_pass(*masked(guns=20)) <= 20


@pytest.mark.parametrize(("guns", "held_back"), [(0, 75), (9, 75), (10, 100)])
def test_guns_close_the_road(guns: int, held_back: int) -> None:
    game, _ = masked(guns=guns)
    game.play(1)
    assert int(game.st.c["hindered"][1]) == held_back


def test_the_road_is_free_when_the_works_have_fallen() -> None:
    game, _ = masked(guns=20)
    game.play(1)
    game.st.u["status"][5] = K.SURRENDERED
    game.play(1)
    assert int(game.st.c["hindered"][1]) == 0


def test_a_line_under_the_guns_of_works_is_not_reopened() -> None:
    # Rail 0 - 1 - 2 captured, 20 km a day: with guns at 1 the line ends at 0
    found = []
    for guns in (0, 20):
        board = Board(line(3), ground=K.ROAD, rail=1, gauge=1).cell(1, 2, owner=1)
        board.unit(0, 1, men=2000)
        garrison = board.unit(1, 1, men=1000, guns=guns, static=1)
        board.source(0, 0)
        game = shut_up(Campaign(board, rail_reopen_km_day=20.0, hindered_share=0.5, **NO_ASSAULT), garrison)
        game.play(9)
        found.append(int(game.st.rail[0, 1]))
    assert found[0] == -1
    assert found[1] == 0
