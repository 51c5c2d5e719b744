"""The picture of who stands where leaves nothing behind."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from random_worlds import STEPS, campaigns
from worlds import Board, Campaign, line

from khingan.campaign import codes as K


@settings(max_examples=80, deadline=None)
@given(campaigns())
def test_where_nobody_stands_the_picture_is_empty(game: Campaign) -> None:
    for _ in range(STEPS):
        game.play(1)
        empty = np.ones(len(game.st.c), bool)
        empty[game.st.u["cell"]] = False
        for name in ("here", "free", "traffic"):
            assert (game.sc.x[name][:, empty] == 0).all()


def test_vehicles_lost_on_the_march_do_not_stay_on_the_road() -> None:
    # 0a - 1d - 2: tanks fall out on the way to the attack; when the attacker has gone on, nothing stands in 0.
    board = Board(line(3)).cell(1, 2, owner=1)
    board.source(1, 2)
    board.unit(0, 0, men=1000, tanks=200, mobility=K.TANK, axis=board.order(2))
    board.unit(1, 1, men=50)
    numbers = {
        "hazard_base": 1000.0,
        "logit_base": 100.0,
        "shatter_base": 0.0,
        "tank_breakdown_per_100km": 1.0,
    }
    game = Campaign(board, **numbers).play(1)
    assert game.at(0) > 0
    assert game.sc.x["traffic"][0, 0] == 0
