"""Nearest source: entries of ``State.reach``, and how they spread over the ground.

An entry is road-cost km << SOURCE_BITS | source. Every cell keeps the least of its neighbours' entries with the edge
between, which is one number and unique: whatever correct algorithm finds it, the result is the same.
"""

from __future__ import annotations

import numpy as np

from khingan.campaign.codes import CLOSED, UNREACHED
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.packing import HAUL_BITS, HAUL_MASK
from khingan.campaign.state import BUCKETS, Scratch, State
from khingan.campaign.world import BEYOND, SOURCE_BITS, World

BUCKET_KM_BITS = 4  # a bucket holds entries of 16 km: about an edge, so that few are looked at twice
NO_CELL = -1


@leaf
def is_reached(key: int) -> bool:
    """Whether an entry of ``State.reach`` is a distance."""
    return 0 <= key < UNREACHED


@leaf
def distance(st: State, row: int, c: int) -> int:
    """Road-cost km from a cell to its nearest source, UNREACHED where none is to be had."""
    key = int(st.reach[row, c])
    return key >> SOURCE_BITS if is_reached(key) else UNREACHED


@leaf
def source(st: State, row: int, c: int) -> int:
    """Source of a cell that is reached."""
    return int(st.reach[row, c]) & (BEYOND - 1)


@inner
def look_about(w: World, st: State, sc: Scratch, row: int, n: int) -> int:
    """Give open cells of the queue what their neighbours offer; leaves in the queue those from which to spread.

    Indices are unsigned here and below: signed ones cost a test for Python's counting from the end.
    """
    reach = st.reach[row]
    kept = 0
    for i in range(n):
        c = np.uint32(sc.queue[i])
        best = int(reach[c])
        if best == CLOSED:
            continue
        if best == UNREACHED:
            for k in range(6):
                edge = w.flow[c, k]
                behind = int(reach[edge >> HAUL_BITS])
                offered = behind + (np.int64(edge & HAUL_MASK) << SOURCE_BITS)
                if behind >= 0 and offered < best:
                    best = int(offered)
            if best == UNREACHED:
                continue
            reach[c] = best
        sc.mark[c] = 1
        sc.queue[kept] = c
        kept += 1
    return kept


@leaf
def _bucket(key: int) -> int:
    return (key >> (SOURCE_BITS + BUCKET_KM_BITS)) & (BUCKETS - 1)


@leaf
def _put(sc: Scratch, c: int, bucket: int) -> None:
    """Make a cell the first of a bucket."""
    first = int(sc.bucket[bucket])
    sc.after[c] = first
    sc.before[c] = NO_CELL
    if first != NO_CELL:
        sc.before[first] = c
    sc.bucket[bucket] = c


@leaf
def _take(sc: Scratch, c: int, bucket: int) -> None:
    """Take a cell out of its bucket."""
    before, after = int(sc.before[c]), int(sc.after[c])
    if before != NO_CELL:
        sc.after[before] = after
    else:
        sc.bucket[bucket] = after
    if after != NO_CELL:
        sc.before[after] = before


@inner
def spread(w: World, st: State, sc: Scratch, row: int, n: int) -> None:
    """Carry the entries of ``n`` queued and marked cells on to neighbours until none falls any more, nearest first.

    Cells wait in a ring of buckets by distance (Dial, 1969). What lies farther apart than the ring is long comes out
    of turn, which costs time but changes nothing: an entry that falls again is carried on again.
    """
    reach = st.reach[row]
    least = UNREACHED
    for i in range(n):
        first = int(sc.queue[i])
        least = min(least, int(reach[first]))
        _put(sc, first, _bucket(int(reach[first])))
    at = _bucket(least)
    while n > 0:
        first = int(sc.bucket[at])
        if first == NO_CELL:
            at = (at + 1) & (BUCKETS - 1)
            continue
        _take(sc, first, at)
        n -= 1
        c = np.uint32(first)
        sc.mark[c] = 0
        here = int(reach[c])
        for k in range(6):
            edge = w.flow[c, k]
            e = edge >> HAUL_BITS
            key = here + (np.int64(edge & HAUL_MASK) << SOURCE_BITS)
            was = int(reach[e])
            if key >= was:
                continue
            reach[e] = key
            if sc.mark[e] == 0:
                sc.mark[e] = 1
                n += 1
            elif _bucket(key) == _bucket(was):
                continue
            else:
                _take(sc, int(e), _bucket(was))
            _put(sc, int(e), _bucket(key))
