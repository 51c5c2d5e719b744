"""Garrisons in works: shut up, masked, assaulted, relieved (rule R14)."""

from __future__ import annotations

from worlds import Board, Campaign, line

from khingan.campaign import codes as K
from khingan.campaign import parameters as P

ATTACKER_WINS = {"hazard_base": 1000.0, "logit_base": 100.0, "shatter_base": 0.0}
NO_ASSAULT = {"assault_odds": 100.0}


def _fortress(second: int = 10_000, **garrison: object) -> tuple[Board, list[int], int]:
    # 0aa - 1G - 2 - 3: two divisions, a garrison in concrete works, open ground beyond
    board = Board(line(4)).cell(1, 2, 3, owner=1).cell(1, works=K.CONCRETE)
    axis = board.order(1, 3)
    attackers = [board.unit(0, 0, men=men, axis=axis) for men in (10_000, second)]
    g = board.unit(1, 1, men=2_000, static=1, **garrison)
    return board, attackers, g


def test_a_garrison_that_gives_way_is_shut_up_in_its_works() -> None:
    board, _, g = _fortress()
    game = Campaign(board, **ATTACKER_WINS, **NO_ASSAULT).play(1)
    assert game.st.u["invested"][g] == 1
    assert game.at(g) == 1
    assert game.owner(1) == 0
    assert [u for _, u in game.events(K.WORKS_INVESTED)] == [g]


def test_a_town_is_captured_when_its_garrison_is_shut_up_and_cleared_when_the_works_fall() -> None:
    board, *_ = _fortress()
    town = board.place(1)
    game = Campaign(board, **ATTACKER_WINS, **NO_ASSAULT).play(4)
    captured = int(game.st.p["captured"][town, 0])
    assert captured < 24
    assert game.st.p["cleared"][town].tolist() == [K.NEVER, K.NEVER]
    game.p[P.ASSAULT_ODDS] = 1.5
    game.play(10)
    ((fell, _),) = game.events(K.WORKS_FALLEN)
    assert game.st.p["cleared"][town].tolist() == [fell * 6 + 6, K.NEVER]
    assert game.st.p["captured"][town, 0] == captured
    assert game.events(K.PLACE_CLEARED) == [(fell, town)]


def test_a_town_is_not_cleared_before_the_works_that_guard_it_from_the_next_cell_have_fallen() -> None:
    # The town lies in 2, behind the works in 1.
    board, *_ = _fortress()
    town, open_town = board.place(2, works=1), board.place(2)
    game = Campaign(board, **ATTACKER_WINS, **NO_ASSAULT).play(6)
    assert game.owner(2) == 0
    assert game.st.p["cleared"][open_town, 0] == game.st.p["captured"][town, 0] < 36
    assert game.st.p["cleared"][town, 0] == K.NEVER
    game.p[P.ASSAULT_ODDS] = 1.5
    game.play(10)
    ((fell, _),) = game.events(K.WORKS_FALLEN)
    assert game.st.p["cleared"][town, 0] == fell * 6 + 6


def test_works_that_fall_before_the_capture_is_certain_still_fall_after_the_town() -> None:
    # Shut up in step 0, gone in step 1: the town counts as held only after three steps.
    board, _, g = _fortress()
    town = board.place(1)
    game = Campaign(board, control_capture_hours=18.0, **ATTACKER_WINS, **NO_ASSAULT).play(1)
    assert game.st.u["invested"][g] == 1
    game.st.u["status"][g] = K.SURRENDERED
    game.play(3)
    assert game.st.p["captured"][town, 0] < 6
    assert game.st.p["cleared"][town, 0] == 12


def test_a_single_unit_stays_to_mask() -> None:
    board = Board(line(4)).cell(1, 2, 3, owner=1).cell(1, works=K.CONCRETE)
    a = board.unit(0, 0, men=10_000, axis=board.order(1, 3))
    board.unit(1, 1, men=2_000, static=1)
    assert Campaign(board, **ATTACKER_WINS, **NO_ASSAULT).play(10).at(a) == 1


def test_a_garrison_left_alone_comes_out_of_its_works() -> None:
    # The mask shrinks to 100 men, fewer than the garrison.
    board = Board(line(4)).cell(1, 2, 3, owner=1).cell(1, works=K.CONCRETE)
    mask = board.unit(0, 0, men=10_000, axis=board.order(1, 3))
    g = board.unit(1, 1, men=2_000, static=1)
    game = Campaign(board, disband_share=0.0, **ATTACKER_WINS, **NO_ASSAULT).play(4)
    assert game.st.u["invested"][g] == 1
    game.st.u["men"][mask] = 100 * K.MAN
    game.play(1)
    assert game.st.u["invested"][g] == 0
