"""The ways to those who wait to be disarmed against an independent search, while they come, go and move."""

from __future__ import annotations

import numpy as np
from heap_search import by_heap
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import Board, Campaign, grid

from khingan.campaign import codes as K
from khingan.campaign.occupation import WAY
from khingan.campaign.world import SOURCE_MASK

COLUMNS, ROWS, UNITS = 7, 6, 5


def _board(seed: int, columns: int = COLUMNS, rows: int = ROWS, units: int = UNITS) -> Board:
    """Hauls by chance, the longest a column takes among them; units that keep the second phase of a cease-fire."""
    luck = np.random.default_rng(seed)
    board = Board(grid(columns, rows), owner=1)
    for c in range(columns * rows):
        for d in board.e["nbr"][c].tolist():
            if c < d < columns * rows:
                board.edge(c, d, haul=int(luck.choice([1, int(luck.integers(1, 60)), 255])))
    board.formations[1]["ceasefire"] = 0
    board.source(1, 0)
    for _ in range(units):
        board.unit(1, int(luck.integers(columns * rows)), men=500, talks=0, laydown=K.NEVER)
    return board


def _waiting(game: Campaign) -> list[int]:
    u = game.st.u
    return [
        int(c) for c, men, quiet in zip(u["cell"], u["men"], u["quiet"], strict=True) if men and quiet == 2
    ]


def _oracle(game: Campaign) -> list[int]:
    """Entry of every cell: distance to the nearest of them, and the name of the cell where he waits."""
    first = [K.UNREACHED] * (len(game.st.owner) - 1) + [K.CLOSED]
    for c in _waiting(game):
        first[c] = c & SOURCE_MASK
    return by_heap(game.w, first)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=st.sampled_from([0.1, 0.5, 1.0]))
def test_the_way_to_those_who_wait_is_the_shortest(seed: int, share: float) -> None:
    luck = np.random.default_rng(seed)
    # The order goes out at the start and is heard at the first midnight after it.
    game = Campaign(_board(seed), switch_combat=0.0, switch_surrender=0.0).play(5)
    assert len(_waiting(game)) == UNITS
    for _ in range(6):
        assert game.st.reach[WAY].tolist() == _oracle(game)
        game.play(3)
        for u in np.flatnonzero(luck.random(UNITS) < share):
            # He is disarmed, or somebody waits elsewhere.
            game.st.u["men"][u] = luck.choice([0, 500 * K.MAN])
            game.st.u["cell"][u] = luck.integers(COLUMNS * ROWS)
        game.forget_picture().play(1)


def test_cells_that_share_a_name_are_not_taken_for_each_other() -> None:
    # A grid of more cells than there are names: two waiting cells bear the same one, and the nearer is disarmed.
    game = Campaign(_board(1, 68, 61, units=2), switch_combat=0.0, switch_surrender=0.0).play(1)
    game.st.u["cell"] = 30, 30 + SOURCE_MASK + 1
    game.forget_picture().play(4)
    assert len(_waiting(game)) == 2
    assert game.st.reach[WAY].tolist() == _oracle(game)
    game.play(3)
    game.st.u["men"][0] = 0
    game.play(1)
    assert _waiting(game) == [30 + SOURCE_MASK + 1]
    assert game.st.reach[WAY].tolist() == _oracle(game)
