"""Garrisons in works: shut up, masked, assaulted, relieved (rule R14)."""

from __future__ import annotations

from worlds import Board, Campaign, line

from khingan.campaign import codes as K

ATTACKER_WINS = {"hazard_base": 1000.0, "logit_base": 100.0, "shatter_base": 0.0}
NO_ASSAULT = {"assault_odds": 100.0}


def _fortress(**garrison: object) -> tuple[Board, list[int], int]:
    # 0aa - 1G - 2 - 3: two divisions, a garrison in concrete works, open ground beyond
    board = Board(line(4)).cell(1, 2, 3, owner=1).cell(1, works=K.CONCRETE)
    axis = board.order(1, 3)
    attackers = [board.unit(0, 0, men=10_000, axis=axis) for _ in range(2)]
    g = board.unit(1, 1, men=2_000, static=1, **garrison)
    return board, attackers, g


def test_a_garrison_that_gives_way_is_shut_up_in_its_works() -> None:
    board, _, g = _fortress()
    game = Campaign(board, **ATTACKER_WINS, **NO_ASSAULT).play(1)
    assert game.st.u["invested"][g] == 1
    assert game.at(g) == 1
    assert game.owner(1) == 0
    assert [u for _, u in game.events(K.WORKS_INVESTED)] == [g]


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
