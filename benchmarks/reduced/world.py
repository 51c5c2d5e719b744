"""World and opening of the reduced rules, and their constants; shared by every implementation."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PACE, PACE_IN_ZONE, MOST_PROGRESS = 360, 180, 1000
ZONE_COST, STACK_COST, ATTACK_COST = 240, 90, 120
STACK, ATTACK_COHESION = 4, 400
NOISE = 0.4
LOSS, LEAST_LOSS, MOST_LOSS = 0.05, 0.01, 0.2
GIVE_WAY_SLOPE, GIVE_WAY_AT = 2.0, 0.7
ATTACKING, ATTACKED, RETREATED, LEAST_COHESION, REST = 20, 40, 100, 50, 15
RETREAT_ZONE, RETREAT_STACK = 2000, 60
UNREACHED = 65535

OFFSETS = (
    ((0, -1), (1, -1), (-1, 0), (1, 0), (0, 1), (1, 1)),  # even rows: (column, row) steps
    ((-1, -1), (0, -1), (-1, 0), (1, 0), (-1, 1), (0, 1)),  # odd rows; as in Mesa's HexGrid
)
MEASURES = ("lost_0", "lost_1", "left_0", "left_1", "cells_0", "togo_0", "togo_1")
TERRAIN_COST = np.array([180, 300, 420], np.int32)
TERRAIN_DEFENCE = np.array([1.0, 1.3, 1.6])


class World(NamedTuple):
    """Constant arrays; C cells and a dummy with number C, U units of which the first half are side 0."""

    neighbour: NDArray[np.int32]  # [C+1, 6], dummy where there is none
    cost: NDArray[np.int32]  # [C+1] minutes of entry
    defence: NDArray[np.float64]  # [C+1]
    field: NDArray[np.int32]  # [objectives, C+1] cost to go, UNREACHED on the dummy
    owner: NDArray[np.uint8]  # [C+1] at the start; 2 on the dummy
    cell: NDArray[np.int32]  # [U] at the start
    men: NDArray[np.int32]  # [U] at the start
    row: NDArray[np.int32]  # [U] objective of the unit
    width: int
    steps: int


def _neighbours(width: int, height: int) -> NDArray[np.int32]:
    found = np.full((width * height + 1, 6), width * height, np.int32)
    for y in range(height):
        for x in range(width):
            for k, (dx, dy) in enumerate(OFFSETS[y % 2]):
                if 0 <= x + dx < width and 0 <= y + dy < height:
                    found[y * width + x, k] = (y + dy) * width + x + dx
    return found


def _cost_to_go(neighbour: NDArray[np.int32], cost: NDArray[np.int32], goal: int) -> NDArray[np.int32]:
    dummy = len(cost) - 1
    togo = np.full(dummy + 1, UNREACHED, np.int32)
    togo[goal] = 0
    heap = [(0, goal)]
    while heap:
        d, c = heapq.heappop(heap)
        if d > togo[c]:
            continue
        # Whoever comes from a neighbour pays for entering this cell.
        there = d + int(cost[c])
        for n in neighbour[c].tolist():
            if n != dummy and there < togo[n]:
                togo[n] = there
                heapq.heappush(heap, (there, n))
    return togo


def make_world(width: int = 64, height: int = 32, units: int = 160, steps: int = 80) -> World:
    """World and opening; the same arguments always give the same ones.

    Parameters
    ----------
    width, height : int
        Cells of the grid.
    units : int
        Of both sides together, an even number.
    steps : int
        Length of a campaign.
    """
    # NumPy does not promise the same stream in every version; these integers are mixed by hand.
    mixed = np.arange(width * height + 1, dtype=np.uint64) * np.uint64(2654435761) % np.uint64(2**32)
    mixed = (mixed ^ (mixed >> np.uint64(13))) * np.uint64(1274126177) % np.uint64(2**32)
    share = (mixed ^ (mixed >> np.uint64(16))) % np.uint64(100)
    terrain = np.where(share < 55, 0, np.where(share < 85, 1, 2))
    cost = TERRAIN_COST[terrain]
    neighbour = _neighbours(width, height)
    rows = [height * (2 * i + 1) // 8 for i in range(4)]
    goals = [y * width + width // 2 for y in rows]
    half = units // 2
    i = np.arange(half)
    depth, y = i // height, (i * height // min(half, height)) % height
    first, second = width // 3 - depth, width - 1 - width // 3 + depth
    west = np.arange(width * height + 1) % width < width // 2
    owner = np.where(west, 0, 1).astype(np.uint8)
    owner[-1] = 2
    lane = np.minimum(y * 4 // height, 3)
    return World(
        neighbour=neighbour,
        cost=cost,
        defence=TERRAIN_DEFENCE[terrain],
        field=np.stack([_cost_to_go(neighbour, cost, g) for g in goals]),
        owner=owner,
        cell=np.concatenate([y * width + first, y * width + second]).astype(np.int32),
        men=np.concatenate([10_000 + 500 * (i % 7), 8_000 + 500 * (i % 5)]).astype(np.int32),
        row=np.concatenate([lane, lane]).astype(np.int32),
        width=width,
        steps=steps,
    )
