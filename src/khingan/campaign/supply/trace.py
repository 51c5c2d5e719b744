"""Trace: which cells a side's supply reaches and at what road-cost (rules.md R8, R17, R18, R20).

Rail first: from every source along own, unbroken line. Every cell on such a line is a railhead. From the
railheads columns go over own ground; costs are road-cost km (a km of trackless hills counts several road km).
The search is an exact multi-source shortest path with Dial's bucket queue; distances are unique, so any correct
algorithm gives the same result (a binary heap is the oracle in the tests).
"""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.codes import UNREACHED
from khingan.campaign.state import BUCKETS, Scratch, State
from khingan.campaign.world import F64, World


@njit(cache=True)
def is_cut(sc: Scratch, side: int, c: int, limit: int) -> bool:
    """Whether enemy cover bars supply traffic in a cell: at least ``limit`` and not outweighed by our own."""
    enemy = 1 - side
    if sc.free[enemy, c] > 0:
        return True
    theirs = int(sc.cover[enemy, c])
    return theirs >= limit and not (sc.here[side, c] > 0 and int(sc.cover[side, c]) >= theirs)


@njit(cache=True)
def _seed_sources(w: World, st: State, sc: Scratch, side: int, limit: int) -> int:
    n = 0
    for s in range(w.s_cell.shape[0]):
        c = w.s_cell[s]
        if w.s_side[s] != side or c < 0:
            continue
        if int(st.owner[c]) == side and not is_cut(sc, side, c, limit) and int(sc.distance[side, c]) > 0:
            sc.distance[side, c] = 0
            sc.source[side, c] = s
            sc.queue[n] = c
            n += 1
    return n


@njit(cache=True)
def _along_rail(w: World, p: F64, st: State, sc: Scratch, side: int, limit: int, reopen: bool, n: int) -> int:
    """Extend the queue of railheads along operable line; push the repair of captured line by a day's work."""
    work = int(p[P.RAIL_REOPEN_KM_DAY] * 1000.0)
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        for k in range(6):
            d = int(w.nbr[c, k])
            if w.e_rail[c, k] == 0 or int(st.owner[d]) != side or int(sc.distance[side, d]) == 0:
                continue
            if is_cut(sc, side, d, limit):
                continue
            if int(st.rail[side, d]) >= 0:
                if reopen and int(sc.mark[d]) == 0:
                    sc.mark[d] = 1
                    done = int(st.rail[side, d]) + work
                    st.rail[side, d] = -1 if done >= int(w.e_len[c, k]) else done
                continue
            sc.distance[side, d] = 0
            sc.source[side, d] = sc.source[side, c]
            sc.queue[n] = d
            n += 1
    return n


@njit(cache=True)
def _put(sc: Scratch, c: int, b: int) -> None:
    first = int(sc.bucket[b])
    sc.after[c] = first
    sc.before[c] = -1 - b
    if first >= 0:
        sc.before[first] = c
    sc.bucket[b] = c


@njit(cache=True)
def _take(sc: Scratch, c: int) -> None:
    prev = int(sc.before[c])
    nxt = int(sc.after[c])
    if prev >= 0:
        sc.after[prev] = nxt
    else:
        sc.bucket[-1 - prev] = nxt
    if nxt >= 0:
        sc.before[nxt] = prev


@njit(cache=True)
def flood(w: World, p: F64, st: State, sc: Scratch, side: int, reopen: bool) -> None:
    """Fill ``sc.distance[side]`` (road-cost km, UNREACHED) and ``sc.source[side]``."""
    limit = int(p[P.SUPPLY_CUT_COVER] * 1000.0)
    dist = sc.distance[side]
    dist[:] = UNREACHED
    sc.source[side, :] = -1
    sc.mark[:] = 0
    n = _seed_sources(w, st, sc, side, limit)
    n = _along_rail(w, p, st, sc, side, limit, reopen, n)
    sc.bucket[:] = -1
    for i in range(n):
        _put(sc, int(sc.queue[i]), 0)
    waiting = n
    d = 0
    while waiting > 0:
        b = d % BUCKETS
        c = int(sc.bucket[b])
        if c < 0:
            d += 1
            continue
        _take(sc, c)
        waiting -= 1
        for k in range(6):
            e = int(w.nbr[c, k])
            if int(st.owner[e]) != side:
                continue
            nd = d + int(w.e_haul[c, k])
            if nd >= int(dist[e]) or is_cut(sc, side, e, limit):
                continue
            if int(dist[e]) < UNREACHED:
                _take(sc, e)
            else:
                waiting += 1
            dist[e] = nd
            sc.source[side, e] = sc.source[side, c]
            _put(sc, e, nd % BUCKETS)


@njit(cache=True)
def can_walk_out(w: World, p: F64, st: State, sc: Scratch, side: int, c0: int) -> bool:
    """Whether any walk leads from a cell to ground that supply reaches (rules.md R5: else surrounded).

    A walk may cross ground of either side, but not cells with free enemy men or enemy cover at the limit.
    """
    enemy = 1 - side
    limit = int(p[P.SUPPLY_CUT_COVER] * 1000.0)
    sc.mark[:] = 0
    sc.mark[c0] = 1
    sc.queue[0] = c0
    n = 1
    head = 0
    dummy = w.nbr.shape[0] - 1
    while head < n:
        c = int(sc.queue[head])
        head += 1
        if int(sc.distance[side, c]) < UNREACHED:
            return True
        for k in range(6):
            d = int(w.nbr[c, k])
            if d == dummy or int(sc.mark[d]) != 0:
                continue
            sc.mark[d] = 1
            if sc.free[enemy, d] > 0 or int(sc.cover[enemy, d]) >= limit:
                continue
            sc.queue[n] = d
            n += 1
    return False
