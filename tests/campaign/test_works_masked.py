"""Garrisons that are masked while the axis goes on (rule R14)."""

from __future__ import annotations

from test_works import ATTACKER_WINS, NO_ASSAULT, _fortress
from worlds import Campaign

from khingan.campaign import codes as K


def test_the_last_unit_masks_the_works_and_the_axis_goes_on() -> None:
    board, attackers, _ = _fortress()
    game = Campaign(board, **ATTACKER_WINS, **NO_ASSAULT).play(10)
    assert sorted(game.at(a) for a in attackers) == [1, 3]


def test_invested_works_fall_to_an_assault_after_the_town() -> None:
    board, attackers, g = _fortress()
    town = board.place(1)
    game = Campaign(board, assault_odds=1.5, **ATTACKER_WINS).play(10)
    (fell, unit), *_ = game.events(K.WORKS_FALLEN)
    assert unit == g
    assert game.st.u["status"][g] == K.SURRENDERED
    assert game.st.p["reached"][town, 0] < fell * 6 + 6
    assert {game.at(a) for a in attackers} == {3}
