"""Counterattacks, sieges, contact between assaults."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

NO_DECISION = {"hazard_base": 0.0, "switch_surrender": 0.0}


def _beside(weak: int, posture: int = K.HOLD, **changes: float) -> tuple[Campaign, int, int]:
    # 0w - 1D: a handful has come over the border, up to a division that holds
    board = Board(line(3), owner=1)
    board.source(0, 0)
    board.source(1, 2)
    handful = board.unit(0, 0, men=weak)
    division = board.unit(1, 1, men=8000, axis=board.order(1, posture=posture))
    return (
        Campaign(board, **({"counterattack_odds": 2.0, "switch_counterattack": 1.0} | changes)),
        handful,
        division,
    )


@pytest.mark.parametrize(("weak", "struck"), [(3_999, 1), (4_000, 1), (4_001, 0)])
def test_defenders_strike_at_whom_they_outnumber_twice(weak: int, struck: int) -> None:
    game, handful, _ = _beside(weak, **NO_DECISION)
    assert game.play(1).st.u["fighting"][handful] == struck


def test_a_counterattack_leaves_nobody_outside_his_position() -> None:
    # A pass at the first try: the handful is gone, the division where it was.
    game, handful, division = _beside(200, hazard_base=500.0, logit_base=50.0)
    game.play(2)
    assert game.at(division) == 1
    assert game.st.u["status"][handful] != K.ACTIVE or game.st.u["cell"][handful] != 1
    assert game.events(K.RETREAT) or game.st.u["surrounded"][handful]


def test_nobody_opens_the_war_across_a_border() -> None:
    # 0w | 1D: the handful stands on its own side and attacks nobody
    board = Board(line(3)).cell(1, 2, owner=1)
    handful = board.unit(0, 0, men=200)
    board.unit(1, 1, men=8000, axis=board.order(1, posture=K.HOLD))
    assert Campaign(board, switch_counterattack=1.0, **NO_DECISION).play(3).st.u["fighting"][handful] == 0


def test_who_is_attacked_does_not_strike_over_the_same_border() -> None:
    # R2: one engagement, in the cell of the attacked
    board = Board(line(3), owner=1)
    attacker = board.unit(0, 0, men=2000, axis=board.order(1))
    board.unit(1, 1, men=8000, axis=board.order(1, posture=K.HOLD))
    game = Campaign(board, switch_counterattack=1.0, **NO_DECISION).play(4)
    assert game.st.u["fighting"][attacker] == 1
    assert game.st.x["clock_step"][1, 0] < 0, "no engagement in the cell of the attacker"


def test_without_its_switch_they_look_on() -> None:
    game, handful, _ = _beside(100, switch_counterattack=0.0)
    assert game.play(3).st.u["fighting"][handful] == 0


def test_a_garrison_of_works_does_not_sally() -> None:
    board = Board(line(2)).cell(1, owner=1)
    handful = board.unit(0, 0, men=50)
    board.unit(1, 1, men=8000, static=1)
    assert Campaign(board, switch_counterattack=1.0).play(2).st.u["fighting"][handful] == 0


def _siege(**changes: float) -> float:
    """Share of 60 campaigns in which concrete works have fallen after six days of assault."""
    # 0A - 1W: an attacker before works that nobody flanks
    fallen = 0
    for number in range(60):
        board = Board(line(3)).cell(1, 2, owner=1)
        board.cell(1, works=K.CONCRETE)
        board.source(0, 0)
        board.source(1, 2)
        board.unit(0, 0, men=3500, axis=board.order(1))
        board.unit(1, 1, men=2000)
        game = Campaign(board, number=number, x_concrete=-1.0, called_off_hours=6.0, **changes).play(24)
        fallen += game.owner(1) == 0
    return fallen / 60


def test_a_siege_wears_works_down() -> None:
    assert _siege(siege_days=2.0) > _siege(switch_siege=0.0) + 0.2


def _lull(**changes: float) -> float:
    # 0a - 1d: attacked once, called off for a day; what is lost in that day is contact
    board = Board(line(2)).cell(1, owner=1)
    board.unit(0, 0, men=3000, axis=board.order(1))
    defender = board.unit(1, 1, men=3000)
    game = Campaign(board, hazard_base=500.0, logit_base=-50.0, contact_loss=0.01, **changes).play(1)
    before = game.men(defender)
    game.play(3)
    return before - game.men(defender)


def test_contact_costs_men_between_assaults() -> None:
    assert _lull(switch_contact=0.0) == 0.0
    # 0.9 of an effective day (the first step is gone) at 1 % of 3,000 men
    assert _lull() == pytest.approx(27.0, abs=3.0)
