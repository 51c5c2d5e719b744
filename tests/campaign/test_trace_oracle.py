"""The supply search against an independent one with a binary heap, on random small worlds."""

from __future__ import annotations

import numpy as np
import pytest
from heap_search import by_heap
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import Board, Campaign, grid, line

from khingan.campaign import codes as K
from khingan.campaign.world import SOURCE_BITS, SOURCE_MASK

CUT = 0.3


def _board(seed: int, columns: int, rows: int) -> Board:
    """Patchwork of owners, railways and hauls; one unit of each side waits on ground no supply reaches."""
    luck = np.random.default_rng(seed)
    # The last two cells stand apart: nobody's ground, so that the search goes over everything else.
    board = Board([*grid(columns, rows), (50, 50), (60, 60)])
    n = columns * rows
    board.c["owner"][:n] = luck.choice([0, 0, 0, 1, 1, K.NOBODY], n)
    board.cell(n, n + 1, owner=K.NOBODY)
    for c in range(n):
        for d in board.e["nbr"][c].tolist():
            if c < d < n:
                luck_of = {"haul": int(luck.integers(1, 128)), "width": int(luck.integers(1, 12) * 1000)}
                luck_of["rail"] = int(luck.random() < 0.2)
                board.edge(c, d, **luck_of)
    for side in range(2):
        for _ in range(int(luck.integers(1, 4))):
            board.source(side, int(luck.integers(n)))
        for _ in range(int(luck.integers(0, 4))):
            board.unit(side, int(luck.integers(n)), men=int(luck.choice([5, 300, 1500])))
        board.unit(side, n + side)
    return board


def _open(game: Campaign, side: int) -> list[bool]:
    """Own ground without free enemy men, and without enemy cover at the limit that nobody standing there keeps off."""
    enemy = 1 - side
    x = game.sc.x
    found = []
    for c in range(len(game.st.c)):
        theirs, men = int(x["cover"][enemy, c]), float(x["here"][side, c]) / 256
        # 300 men a km cover a border of 9 km wholly.
        held = men > 0 and 1000 * men / (300 * 9) >= min(1000, theirs)
        cut = x["free"][enemy, c] > 0 or (theirs >= 1000 * CUT and not held)
        found.append(game.st.owner[c] == side and not cut)
    return found


def _oracle(game: Campaign, side: int) -> list[int]:
    """Entry of every cell: source along the railway, then Dijkstra's algorithm by distance and source."""
    w, may = game.w, _open(game, side)
    operable = game.st.rail[side] < 0
    best = [K.UNREACHED if m else K.CLOSED for m in may]
    line = []
    for s, row in enumerate(game.w.s):
        c = int(row["cell"])
        if row["side"] == side and best[c] == K.UNREACHED:
            best[c] = s
            line.append(c)
    for c in line:
        for k in range(6):
            d = int(w.nbr[c, k])
            if w.e["rail"][c, k] and best[d] == K.UNREACHED and operable[d]:
                best[d] = best[c]
                line.append(d)
    return by_heap(game.w, best)


# Nothing changes ground or line but the test.
STILL = {
    "supply_cut_cover": CUT,
    "control_cover": 1e6,
    "control_orphan_steps": 1000.0,
    "rail_reopen_km_day": 0.0,
}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), columns=st.integers(1, 7), rows=st.integers(1, 6))
def test_the_trace_is_a_shortest_path(seed: int, columns: int, rows: int) -> None:
    game = Campaign(_board(seed, columns, rows), **STILL).play(1)
    for side in range(2):
        assert game.st.reach[side].tolist() == _oracle(game, side)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=st.sampled_from([0.05, 0.3, 1.0]))
def test_a_mended_trace_is_the_one_from_scratch(seed: int, share: float) -> None:
    """Ground changes hands, line is lost and mended and units jump about, day after day."""
    luck = np.random.default_rng(seed)
    game = Campaign(_board(seed, 7, 6), switch_surrender=0.0, **STILL).play(1)
    for _ in range(5):
        game.play(3)
        for c in np.flatnonzero(luck.random(42) < share):
            game.st.owner[c] = luck.choice([0, 1, K.NOBODY])
            game.st.rail[:, c] = luck.choice([-1, 0], 2)
        for u in np.flatnonzero(luck.random(len(game.st.u)) < share):
            game.st.u["cell"][u] = luck.integers(42)
        game.forget_picture().play(1)
        for side in range(2):
            assert game.st.reach[side].tolist() == _oracle(game, side)


@pytest.mark.parametrize("haul", [0, -1, 256])
def test_a_haul_that_the_trace_cannot_keep_is_refused(haul: int) -> None:
    board = Board(line(2)).edge(0, 1, haul=haul)
    with pytest.raises(ValueError, match="haul"):
        Campaign(board)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_every_cell_reached_knows_a_source_of_its_side(seed: int) -> None:
    game = Campaign(_board(seed, 6, 5), **STILL).play(1)
    for side in range(2):
        reach = game.st.reach[side]
        reached = reach[(reach >= 0) & (reach < K.UNREACHED)]
        assert (game.w.s["side"][reached & SOURCE_MASK] == side).all()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_units_know_how_far_their_supply_comes(seed: int) -> None:
    game = Campaign(_board(seed, 6, 5), **STILL).play(1)
    for side in range(2):
        oracle = _oracle(game, side)
        for u in game.st.u[game.w.u["side"] == side]:
            key = oracle[int(u["cell"])]
            assert u["supply_km"] == (key >> SOURCE_BITS if 0 <= key < K.UNREACHED else K.UNREACHED)
