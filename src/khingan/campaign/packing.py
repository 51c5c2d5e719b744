"""Words into which facts on edges are packed, so that what is read most stays in the cache."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

HAUL_BITS, HAUL_MASK = np.uint32(8), np.uint32(255)  # of a word of World.flow
LINE, LINE_WORK, LINE_GAUGE = 128, 64, 63  # bits of World.line


def pack_flow(neighbour: NDArray[Any], back: NDArray[Any], haul: NDArray[Any]) -> NDArray[np.uint32]:
    """Neighbours and hauls in one word each: what the supply trace reads.

    Parameters
    ----------
    neighbour, back, haul : ndarray, [C+1, 6]
        Neighbour cell, slot of the same edge seen from there, and road-cost of supply traffic of the edges.

    Raises
    ------
    ValueError
        If the world has more cells, or an edge a longer haul, than a word holds, or a haul is not above 0 or differs
        by direction: what the trace takes back, it finds by entries that rise on the way.
    """
    if neighbour.max() >= 1 << (32 - int(HAUL_BITS)) or haul.max() > HAUL_MASK:
        raise ValueError("too many cells or too long a haul for one word")
    cell, slot = np.nonzero(neighbour < len(neighbour) - 1)
    to = neighbour[cell, slot]
    if (haul[cell, slot] < 1).any():
        raise ValueError("a haul is not above 0")
    if (haul[cell, slot] != haul[to, back[cell, slot]]).any():
        raise ValueError("a haul is not the same both ways")
    return neighbour.astype(np.uint32) << HAUL_BITS | haul.astype(np.uint32)


def pack_line(rail: NDArray[Any], gauge: NDArray[Any], work: NDArray[Any]) -> NDArray[np.uint8]:
    """Railways in one byte an edge: what the daily walk along them reads.

    Parameters
    ----------
    rail, gauge, work : ndarray, [C+1, 6]
        Fields of the edges.
    """
    line = LINE | np.where(work > 0, LINE_WORK, 0) | (gauge.astype(np.int64) & LINE_GAUGE)
    return np.where(rail > 0, line, 0).astype(np.uint8)
