"""Garrisons that are masked while the axis goes on (rule R14)."""

from __future__ import annotations

from test_works import ATTACKER_WINS, NO_ASSAULT, _fortress
from worlds import Campaign

from khingan.campaign import codes as K
from khingan.campaign import parameters as P


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


def test_attackers_leave_behind_as_many_as_an_assault_takes() -> None:
    """2,500 men would mask the garrison of 2,000, but its assault takes 6,000: the division stays, they go on."""
    board, attackers, _ = _fortress(second=2_500, lastman=1)
    game = Campaign(board, assault_odds=3.0, works_last_man=0.0, **ATTACKER_WINS).play(10)
    assert [game.at(a) for a in attackers] == [1, 3]


def test_who_keeps_quiet_assaults_no_works() -> None:
    board, attackers, g = _fortress(lastman=1)
    game = Campaign(board, works_last_man=0.0, **ATTACKER_WINS, **NO_ASSAULT).play(4)
    assert game.st.u["invested"][g] == 1
    # The first phase of a cease-fire, before any talks.
    game.w.u["talks"] = game.w.u["laydown"] = K.NEVER
    game.st.u["quiet"][attackers] = 1
    game.p[P.ASSAULT_ODDS] = 1.0
    held = int(game.st.u["men"][g])
    game.play(4)
    assert int(game.st.u["men"][g]) == held
