"""Nearest sources by Dijkstra's algorithm with a binary heap: the oracle of the kernel's searches."""

from __future__ import annotations

import heapq

from khingan.campaign import codes as K
from khingan.campaign.packing import HAUL_MASK
from khingan.campaign.world import SOURCE_BITS, World


def by_heap(w: World, first: list[int]) -> list[int]:
    """Entry of every cell: the least by distance and source, from the cells that have one to begin with."""
    best = list(first)
    heap = [(key, c) for c, key in enumerate(best) if 0 <= key < K.UNREACHED]
    heapq.heapify(heap)
    while heap:
        key, c = heapq.heappop(heap)
        if key > best[c]:
            continue
        for k in range(6):
            d = int(w.nbr[c, k])
            onward = key + (int(w.flow[c, k] & HAUL_MASK) << SOURCE_BITS)
            if onward < best[d]:
                best[d] = onward
                heapq.heappush(heap, (onward, d))
    return best
