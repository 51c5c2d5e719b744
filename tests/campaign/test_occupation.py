"""Occupation: who has nothing left to take goes and disarms those who keep the cease-fire."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K
from khingan.campaign.world import SOURCE_BITS

ROAD_12 = {"ground": K.ROAD, "len": 12_000}  # two cells a step
TWO_DAYS = {
    "disarm_men_per_man_day": 0.5,
    "occupation_days": 2.0,
    "switch_combat": 0.0,
    "switch_surrender": 0.0,
}


def _ceasing(n: int) -> Board:
    # The order of side 1 to cease fire goes out at the start; nobody's men are hungry.
    board = Board(line(n), **ROAD_12)
    board.formations[1]["ceasefire"] = 0
    board.source(1, n - 1)
    board.source(0, 0)
    return board


def _quiet(board: Board, cell: int, men: int = 1_000, **fields: int) -> int:
    """A unit that keeps the second phase of a cease-fire from the start; its deadline is far."""
    board.cell(cell, owner=1)
    return board.unit(1, cell, men=men, **({"talks": 0, "laydown": K.NEVER} | fields))


def _idle(board: Board, cell: int, men: int = 1_000, posture: int = K.ATTACK) -> int:
    """A unit whose only objective is its own cell."""
    return board.unit(0, cell, men=men, axis=board.order(cell, posture=posture))


def _ends(board: Board, unit: int, steps: int = 8, **changes: float) -> int:
    return Campaign(board, **(TWO_DAYS | changes)).play(steps).at(unit)


@pytest.mark.parametrize(("switches", "cell"), [({}, 3), ({"switch_occupation": 0.0}, 0)])
def test_who_has_nothing_left_to_take_goes_to_those_who_wait(switches: dict[str, float], cell: int) -> None:
    # 0u - 1 - 2 - 3q: the first midnight after the order is step 4
    board = _ceasing(4)
    u = _idle(board, 0)
    _quiet(board, 3)
    game = Campaign(board, **(TWO_DAYS | switches)).play(4)
    assert game.at(u) == 0
    assert game.play(2).at(u) == cell


def test_those_who_wait_are_disarmed_one_after_the_other() -> None:
    # 0 - 1q - 2u - 3 - 4 - 5q': 400 men each, 1,000 captors; q is nearer and taken at noon of the second day, and the
    # way to q' is open from the midnight after
    board = _ceasing(6)
    u = _idle(board, 2)
    near, far = _quiet(board, 1, men=400), _quiet(board, 5, men=400)
    game = Campaign(board, **TWO_DAYS).play(7)
    assert (game.at(u), game.men(near), game.men(far)) == (1, 0, 400)
    assert (game.play(2).st.reach[2, :-1] >> SOURCE_BITS).tolist() == [50, 40, 30, 20, 10, 0]
    game.play(2)
    assert (game.at(u), game.men(far)) == (5, 0)
    # Nobody is left, and nobody goes anywhere.
    assert np.all(game.play(8).st.reach[2:, :-1] == K.UNREACHED)


def test_a_plan_comes_first() -> None:
    # 0u - 1 - 2q - 3 - 4 - 5: from step 4 on to 5, past those who wait; then back to them
    board = _ceasing(6).cell(5, owner=1)
    u = board.unit(0, 0, axis=board.order(5, when=(K.DAY_AT_LEAST, -1, 2.0)))
    _quiet(board, 2)
    assert _ends(board, u, 7) == 5
    assert _ends(board, u, 11) == 2


@pytest.mark.parametrize("posture", [K.HOLD, K.MASK, K.WITHDRAW, K.DELAY])
def test_only_attackers_go(posture: int) -> None:
    # 0u - 1 - 2q
    board = _ceasing(3)
    u = _idle(board, 0, posture=posture)
    _quiet(board, 2)
    assert _ends(board, u) == 0


def test_nobody_goes_before_the_talks() -> None:
    # 0u - 1 - 2q: until step 12 q still defends itself
    board = _ceasing(3)
    u = _idle(board, 0)
    _quiet(board, 2, talks=12)
    assert _ends(board, u, 12) == 0
    assert _ends(board, u, 17) == 2


@pytest.mark.parametrize(("radius", "cell"), [(30.0, 3), (29.0, 0)])
def test_beyond_the_radius_nobody_is_sent(radius: float, cell: int) -> None:
    # 0u - 1 - 2 - 3q, ten road-cost km each
    board = _ceasing(4)
    u = _idle(board, 0)
    _quiet(board, 3)
    assert _ends(board, u, occupation_radius_km=radius) == cell


@pytest.mark.parametrize(("waiting", "cell"), [(1_000, 0), (1_001, 2)])
def test_others_go_where_captors_are_too_few(waiting: int, cell: int) -> None:
    # 0u - 1 - 2vq: the 1,000 men of v disarm 500 a day, 1,000 in the two days
    board = _ceasing(3)
    u = _idle(board, 0)
    board.unit(0, 2)
    _quiet(board, 2, men=waiting, talks=3)
    assert _ends(board, u, 6) == cell


@pytest.mark.parametrize(("sides", "cell"), [(0b01, 0), (0b10, 2)])
def test_nobody_goes_where_an_agreement_leaves_the_ground_to_others(sides: int, cell: int) -> None:
    # 0u - 1 - 2q: cell 2 lies beyond a line drawn for side 0, or for side 1
    board = _ceasing(3).cell(2, bounds=sides)
    u = _idle(board, 0)
    _quiet(board, 2)
    assert _ends(board, u) == cell


def test_army_troops_are_gone_to_as_well() -> None:
    # 0u - 1 - 2q
    board = _ceasing(3)
    u = _idle(board, 0)
    _quiet(board, 2, rear=1)
    assert _ends(board, u, 6) == 2


def test_either_side_may_be_the_one_that_goes() -> None:
    # 0q - 1 - 2u: the other way round
    board = Board(line(3), owner=1, **ROAD_12)
    board.formations[0]["ceasefire"] = 0
    board.source(0, 0)
    board.unit(0, 0, talks=0, laydown=K.NEVER)
    u = board.unit(1, 2, axis=board.order(2))
    game = Campaign(board, **TWO_DAYS).play(6)
    assert game.at(u) == 0
    assert game.st.reach[2].tolist() == [K.UNREACHED] * 3 + [K.CLOSED]


@pytest.mark.parametrize(("by_order", "cell"), [(1.0, 0), (0.0, 2)])
def test_a_party_is_enough_for_those_who_hand_over_their_arms(by_order: float, cell: int) -> None:
    # 0u - 1 - 2vq: 20 men see 50 through in a day, 2,000 in the two days; alone they disarm 20
    board = _ceasing(3)
    u = _idle(board, 0)
    board.unit(0, 2, men=20)
    _quiet(board, 2, men=1_900, talks=3)
    changes = {"switch_hand_over": by_order, "accept_men_per_man_day": 50.0, "hand_over_days": 100.0}
    assert _ends(board, u, 6, **changes) == cell
