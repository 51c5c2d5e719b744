"""Trace: which cells a side's supply reaches and at what road-cost (rules.md R8, R17, R18, R20).

Rail first: from every source along own, unbroken line. Every cell on such a line is a railhead. From the
railheads columns go over own ground; costs are road-cost km (a km of trackless hills counts several road km).
The search is an exact multi-source shortest path with Dial's bucket queue; distances are unique, so any correct
algorithm gives the same result (a binary heap is the oracle in the tests).
"""

from __future__ import annotations

import numpy as np

from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, NARROW, UNREACHED, WAITING
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.state import BUCKETS, Scratch, State
from khingan.campaign.world import F64, HAUL_BITS, HAUL_MASK, World

CLOSED = -1  # distance of ground that supply may not enter, during the search only
AWAITED, REOPENED = 1, 2  # flags: a unit waits there for its trace; its line was worked on today
ONE = np.uint32(1)


@leaf
def is_cut(sc: Scratch, side: int, c: int, limit: int) -> bool:
    """Whether enemy cover bars supply traffic in a cell: at least ``limit`` and not outweighed by our own."""
    enemy = 1 - side
    if sc.x[enemy, c].free > 0:
        return True
    theirs = int(sc.x[enemy, c].cover)
    return theirs >= limit and not (sc.x[side, c].here > 0 and int(sc.x[side, c].cover) >= theirs)


@inner
def _survey(w: World, st: State, sc: Scratch, side: int, limit: int) -> None:
    """Open the ground a side holds and no enemy cuts: UNREACHED; everything else is CLOSED to the search."""
    enemy = 1 - side
    distance = sc.distance[side]
    for c in range(w.e.shape[0]):
        distance[c] = UNREACHED if int(st.c[c].owner) == side else CLOSED
    sc.source[side, :] = -1
    sc.flag[:] = 0
    sc.mark[:] = 0
    for i in range(int(sc.covered[-1])):
        c = int(sc.covered[i])
        if is_cut(sc, side, c, limit):
            distance[c] = CLOSED
    for u in range(w.u.shape[0]):
        # Units too weak to cover anything still bar their own cell.
        c = st.u[u].cell
        if w.u[u].side == enemy and sc.x[enemy, c].free > 0:
            distance[c] = CLOSED


@inner
def _seed_sources(w: World, st: State, sc: Scratch, side: int) -> int:
    n = 0
    for s in range(w.s.shape[0]):
        c = w.s[s].cell
        if w.s[s].side != side or c < 0:
            continue
        if int(sc.distance[side, c]) > 0:
            sc.distance[side, c] = 0
            sc.source[side, c] = s
            sc.queue[n] = c
            n += 1
    return n


@inner
def _along_rail(w: World, p: F64, st: State, sc: Scratch, side: int, reopen: bool, n: int) -> int:
    """Extend the queue of railheads along operable line; push the repair of captured line by a day's work."""
    work = int(p[P.RAIL_REOPEN_KM_DAY] * 1000.0)
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        narrow = w.s[int(sc.source[side, c])].gauge == NARROW
        for k in range(6):
            d = int(w.e[c, k].nbr)
            if w.e[c, k].rail == 0 or int(sc.distance[side, d]) <= 0:
                continue
            # A field railway carries its own small traffic only; trains do not pass onto it from the main line.
            if (int(w.e[c, k].gauge) == NARROW) != narrow:
                continue
            if int(st.x[side, d].rail) >= 0:
                # A cell is worked on from one side a day.
                if reopen and int(sc.flag[d]) == 0:
                    sc.flag[d] = REOPENED
                    done = int(st.x[side, d].rail) + work
                    st.x[side, d].rail = -1 if done >= int(w.e[c, k].len) else done
                continue
            sc.distance[side, d] = 0
            sc.source[side, d] = sc.source[side, c]
            sc.queue[n] = d
            n += 1
    return n


@inner
def _waiting_units(w: World, st: State, sc: Scratch, side: int) -> int:
    """Flag the cells in which units wait for a trace; returns the number of cells not reached by rail."""
    n = 0
    for u in range(w.u.shape[0]):
        if w.u[u].side != side or (st.u[u].status != ACTIVE and st.u[u].status != WAITING):
            continue
        c = st.u[u].cell
        if int(sc.distance[side, c]) != 0 and int(sc.flag[c]) != AWAITED:
            sc.flag[c] = AWAITED
            n += 1
    return n


@inner
def _roll_out(w: World, sc: Scratch, side: int, n: int, missing: int) -> None:
    """Dial's search over open ground from the ``n`` railheads queued, until no awaited cell is ``missing``.

    A cell whose distance falls is entered anew and its older entry skipped when it comes up. The entries of a
    bucket have one distance, and a cell has only one entry at each: a bucket never holds more than all cells.
    Indices are unsigned: signed ones cost a test for Python's counting from the end.
    """
    distance = sc.distance[side]
    source = sc.source[side]
    ring, filled = sc.ring, sc.filled
    filled[:] = 0
    for i in range(n):
        ring[0, i] = sc.queue[i]
    filled[0] = n
    entries = n
    d = 0
    while entries > 0 and missing > 0:
        b = d & (BUCKETS - 1)
        if filled[b] == 0:
            d += 1
            continue
        top = filled[b] - ONE
        filled[b] = top
        entries -= 1
        c = ring[b, top]
        if distance[c] != d:
            continue
        if sc.flag[c] == AWAITED:
            missing -= 1
        for k in range(6):
            edge = w.flow[c, k]
            e = edge >> HAUL_BITS
            nd = d + np.int64(edge & HAUL_MASK)
            if nd < distance[e]:
                distance[e] = nd
                source[e] = source[c]
                b = int(nd) & (BUCKETS - 1)
                ring[b, filled[b]] = e
                filled[b] += ONE
                entries += 1


@inner
def flood(w: World, p: F64, st: State, sc: Scratch, side: int, reopen: bool) -> None:
    """Fill ``sc.distance[side]`` (road-cost km, UNREACHED) and ``sc.source[side]``.

    The search ends when every unit of the side is reached; with a unit cut off it goes over all open ground.
    """
    limit = int(p[P.SUPPLY_CUT_COVER] * 1000.0)
    _survey(w, st, sc, side, limit)
    n = _seed_sources(w, st, sc, side)
    n = _along_rail(w, p, st, sc, side, reopen, n)
    missing = _waiting_units(w, st, sc, side)
    _roll_out(w, sc, side, n, missing)
    distance = sc.distance[side]
    for c in range(distance.shape[0]):
        if distance[c] == CLOSED:
            distance[c] = UNREACHED


@inner
def _search_way_out(w: World, sc: Scratch, side: int, limit: int, most: int) -> tuple[bool, int]:
    """Search from the cell at the head of the queue; whether supplied ground was found, and the cells looked at."""
    enemy = 1 - side
    dummy = w.e.shape[0] - 1
    n = 1
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        if int(sc.distance[side, c]) < UNREACHED:
            return True, n
        for k in range(6):
            d = np.int64(w.flow[c, k] >> HAUL_BITS)
            if d == dummy or int(sc.mark[d]) != 0:
                continue
            if sc.x[enemy, d].free > 0 or int(sc.x[enemy, d].cover) >= limit:
                continue
            if n >= most:
                return False, n
            sc.mark[d] = 1
            sc.queue[n] = d
            n += 1
    return False, n


@inner
def can_walk_out(w: World, p: F64, st: State, sc: Scratch, side: int, c0: int) -> bool:
    """Whether a walk leads from a cell to ground that supply reaches (rules.md R5: else surrounded).

    A walk may cross ground of either side, but not cells with free enemy men or enemy cover at the limit; it is
    looked for within so many cells as a cut-off unit can reconnoitre. ``sc.mark`` must be zero and is left so.
    """
    limit = int(p[P.SUPPLY_CUT_COVER] * 1000.0)
    most = min(int(p[P.WALK_OUT_CELLS]), w.e.shape[0])
    sc.mark[c0] = 1
    sc.queue[0] = c0
    found, n = _search_way_out(w, sc, side, limit, most)
    for i in range(n):
        sc.mark[int(sc.queue[i])] = 0
    return bool(found)
