"""The supply search against an independent one with a binary heap, on random small worlds."""

from __future__ import annotations

import heapq

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import Board, Campaign, grid

from khingan.campaign import codes as K

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
    """Own ground without free enemy men, and without enemy cover at the limit that our own does not outweigh."""
    enemy = 1 - side
    x = game.sc.x
    found = []
    for c in range(len(game.st.c)):
        theirs, ours = int(x["cover"][enemy, c]), int(x["cover"][side, c])
        held = x["here"][side, c] > 0 and ours >= theirs
        cut = x["free"][enemy, c] > 0 or (theirs >= 1000 * CUT and not held)
        found.append(game.st.c["owner"][c] == side and not cut)
    return found


def _oracle(game: Campaign, side: int) -> list[int]:
    """Distance of every cell: zero along the railway, then Dijkstra's algorithm over open ground."""
    e, may = game.w.e, _open(game, side)
    best = [K.UNREACHED] * len(may)
    start = [int(s["cell"]) for s in game.w.s if s["side"] == side and may[int(s["cell"])]]
    for c in start:
        best[c] = 0
    while start:
        c = start.pop()
        for k in range(6):
            d = int(e["nbr"][c, k])
            if e["rail"][c, k] and may[d] and best[d]:
                best[d] = 0
                start.append(d)
    heap = [(0, c) for c, far in enumerate(best) if far == 0]
    while heap:
        far, c = heapq.heappop(heap)
        if far > best[c]:
            continue
        for k in range(6):
            d = int(e["nbr"][c, k])
            if may[d] and far + int(e["haul"][c, k]) < best[d]:
                best[d] = far + int(e["haul"][c, k])
                heapq.heappush(heap, (best[d], d))
    return best


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), columns=st.integers(1, 7), rows=st.integers(1, 6))
def test_the_flood_is_a_shortest_path(seed: int, columns: int, rows: int) -> None:
    board = _board(seed, columns, rows)
    game = Campaign(board, supply_cut_cover=CUT).play(1)
    for side in range(2):
        assert game.sc.distance[side].tolist() == _oracle(game, side)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_every_cell_reached_knows_a_source_of_its_side(seed: int) -> None:
    game = Campaign(_board(seed, 6, 5), supply_cut_cover=CUT).play(1)
    for side in range(2):
        reached = game.sc.distance[side] < K.UNREACHED
        source = game.sc.source[side]
        assert (source[~reached] == -1).all()
        assert (game.w.s["side"][source[reached]] == side).all()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_search_that_may_stop_early_agrees_where_units_stand(seed: int) -> None:
    board = _board(seed, 6, 5)
    waiting = board.units
    board.units = [u for u in waiting if u["start"] < 30] or waiting
    game = Campaign(board, supply_cut_cover=CUT).play(1)
    for side in range(2):
        oracle = _oracle(game, side)
        for u in game.st.u[game.w.u["side"] == side]:
            assert u["supply_km"] == oracle[int(u["cell"])]
