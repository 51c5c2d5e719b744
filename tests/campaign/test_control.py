"""Who holds the ground, when places fall, where pincers meet (rules R13, R25)."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, flower, line

from khingan.campaign import codes as K

ROAD_12 = {"ground": K.ROAD, "len": 12_000}  # two cells a step, one in three hours


def test_who_enters_an_empty_cell_takes_it() -> None:
    board = Board(line(3), owner=1, **ROAD_12).cell(0, owner=0)
    board.unit(0, 0, axis=board.order(2))
    game = Campaign(board).play(1)
    assert [game.owner(c) for c in range(3)] == [0, 0, 0]


def test_a_cell_in_one_sides_cover_alone_goes_over_after_four_steps() -> None:
    # 0u - 1: 3,000 men cover the enemy's empty cell 1
    board = Board(line(2)).cell(1, owner=1)
    board.unit(0, 0, men=3000)
    game = Campaign(board, control_cover_steps=4.0).play(3)
    assert game.owner(1) == 1
    assert game.play(1).owner(1) == 0


def test_a_cell_both_sides_cover_stays() -> None:
    # 0u - 1 - 2e
    board = Board(line(3)).cell(1, 2, owner=1)
    board.unit(0, 0, men=3000)
    board.unit(1, 2, men=3000)
    assert Campaign(board).play(12).owner(1) == 1


def test_a_cell_in_both_covers_stays_even_where_the_least_cover_counts_for_little() -> None:
    # 0u - 1 - 2e: 300 men cover a twelfth of cell 1: enough to take it, too little to count as cover by the table
    board = Board(line(3), width=12_000).cell(1, 2, owner=1)
    board.unit(0, 0, men=300)
    board.unit(1, 2, men=300)
    game = Campaign(board, control_cover=0.05, cover_min=0.1, control_cover_steps=4.0)
    assert [game.play(1).owner(1) for _ in range(12)] == [1] * 12


def test_orphaned_ground_goes_to_the_enemy_it_borders_on() -> None:
    # 0 - 1o: nobody of side 1 and no source of it is left; found in step 0 and again in step 8
    board = Board(line(2)).cell(1, owner=1)
    board.unit(0, 0, men=1)
    game = Campaign(board, control_orphan_steps=8.0).play(8)
    assert game.owner(1) == 1
    assert game.play(1).owner(1) == 0


@pytest.mark.parametrize("what", ["unit", "source"])
def test_ground_with_a_unit_or_a_source_is_no_orphan(what: str) -> None:
    board = Board(line(4)).cell(1, 2, 3, owner=1)
    board.unit(0, 0, men=1)
    if what == "unit":
        board.unit(1, 3, men=1)
    else:
        board.source(1, 3)
    assert Campaign(board).play(20).owner(1) == 1


def test_a_place_is_reached_on_entry_and_captured_when_held_for_six_hours() -> None:
    # 0u - 1P: three hours' march, so reached in the third round (hour 2), captured as from then
    board = Board(line(2), **ROAD_12).cell(1, owner=1)
    place = board.place(1)
    board.unit(0, 0, axis=board.order(1))
    game = Campaign(board, control_capture_hours=6.0).play(1)
    assert game.st.p["reached"][place].tolist() == [2, K.NEVER]
    assert game.st.p["captured"][place, 0] == K.NEVER
    game.play(1)
    assert game.st.p["captured"][place].tolist() == [2, K.NEVER]
    assert game.st.p["captor"][place, 0] == 0


def test_a_place_lost_again_within_six_hours_was_not_captured() -> None:
    # 0a - 1P - 2d: taken at hour 2, retaken by 20,000 men in the fight of the next step
    board = Board(line(3), **ROAD_12).cell(1, 2, owner=1)
    place = board.place(1)
    board.unit(0, 0, men=100, axis=board.order(1))
    board.unit(1, 2, men=20_000, axis=board.order(1), absent_to=6)
    game = Campaign(board, switch_zoc=0.0, hazard_base=1000.0, logit_base=100.0, shatter_base=0.0).play(2)
    assert game.st.p["reached"][place, 0] == 2
    assert game.owner(1) == 1
    assert game.st.p["captured"][place, 0] == K.NEVER


def test_a_place_without_works_is_cleared_when_it_is_captured() -> None:
    # 0u - 1P, as above
    board = Board(line(2), **ROAD_12).cell(1, owner=1)
    place = board.place(1)
    board.unit(0, 0, axis=board.order(1))
    game = Campaign(board, control_capture_hours=6.0).play(2)
    assert game.st.p["cleared"][place].tolist() == [2, K.NEVER]
    assert game.events(K.PLACE_CLEARED) == []


def test_pincers_link_up_when_they_touch() -> None:
    # 0w - 1 - 2 - 3 - 4o: west goes to 1, east to 2
    board = Board(line(5), owner=1, **ROAD_12).cell(0, 4, owner=0)
    board.unit(0, 0, axis=board.order(1), group=1)
    board.unit(0, 4, axis=board.order(2), group=2)
    game = Campaign(board).play(1)
    # West stands in 1 after three hours; east comes into 2, next to it, in the sixth (hour 5).
    assert game.st.linked[0] == 5
    assert game.events(K.LINK_UP) == [(0, 1)]


def test_pincers_that_do_not_touch_are_not_linked() -> None:
    board = Board(line(5), owner=1, **ROAD_12).cell(0, 4, owner=0)
    board.unit(0, 0, axis=board.order(1), group=1)
    board.unit(0, 4, axis=board.order(3), group=2)
    assert Campaign(board).play(8).st.linked[0] == K.NEVER


def test_one_pincer_alone_does_not_link_up_with_itself() -> None:
    board = Board(flower(), owner=1, **ROAD_12).cell(4, owner=0)
    board.unit(0, 4, axis=board.order(1), group=1)
    board.unit(0, 4, axis=board.order(2), group=1)
    assert Campaign(board).play(8).st.linked[0] == K.NEVER


@pytest.mark.parametrize(("chance", "standing"), [(0.0, 1), (1.0, 0)])
def test_the_side_that_leaves_may_blow_its_bridges(chance: float, standing: int) -> None:
    # 0u - 1 ~ 2: the bridge from 1 to 2 is blown when cell 1 is taken
    board = Board(line(3), **ROAD_12).cell(1, 2, owner=1).edge(1, 2, river=K.MAJOR, bridge=1)
    board.unit(0, 0, axis=board.order(1))
    game = Campaign(board, bridge_demolition_probability=chance).play(1)
    assert game.st.e["bridge"][1, 0] == game.st.e["bridge"][2, 3] == standing


def test_army_troops_go_back_before_the_enemy() -> None:
    # 0a - 1 - 2t - 3s: the enemy comes next to the army troops, which go one cell back towards supply
    board = Board(line(4), owner=1, **ROAD_12).cell(0, owner=0)
    board.source(1, 3)
    board.unit(0, 0, men=100, axis=board.order(1))
    t = board.unit(1, 2, men=500, rear=1)
    game = Campaign(board).play(2)
    assert game.at(t) == 3
    assert game.men(t) == 500


@pytest.mark.parametrize("away", [0, 1])
def test_a_place_is_disarmed_when_nobody_there_or_next_to_it_bears_arms(away: int) -> None:
    # 0u - 1p - 2: 100 men who keep the cease-fire in the place or beside it; 1,000 enter in step 0 and disarm at noon
    board = Board(line(3), owner=1, **ROAD_12).cell(0, owner=0)
    board.source(1, 2)
    board.formations[1]["ceasefire"] = 0
    board.unit(0, 0, axis=board.order(1))
    board.unit(1, 1 + away, men=100, talks=0, laydown=6)
    place = board.place(1)
    game = Campaign(board, switch_occupation=0.0).play(6)
    assert game.st.p["cleared"][place, 0] == game.st.p["captured"][place, 0] < 6
    assert game.st.p["disarmed"][place, 0] == (18 if away == 0 else K.NEVER)
    assert game.play(2).st.p["disarmed"][place, 0] == (18 if away == 0 else 42)
