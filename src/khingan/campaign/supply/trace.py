"""Trace: which cells a side's supply reaches and at what road-cost (rules.md R8, R17, R18, R20).

Rail first: from every source along own, unbroken line. Every cell on such a line is a railhead. From the
railheads columns go over own ground; costs are road-cost km (a km of trackless hills counts several road km).
The search is an exact multi-source shortest path with Dial's bucket queue; distances are unique, so any correct
algorithm gives the same result (a binary heap is the oracle in the tests).
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import UNREACHED
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.state import BUCKETS, Scratch, State
from khingan.campaign.world import F64, World


@leaf
def is_cut(sc: Scratch, side: int, c: int, limit: int) -> bool:
    """Whether enemy cover bars supply traffic in a cell: at least ``limit`` and not outweighed by our own."""
    enemy = 1 - side
    if sc.x[enemy, c].free > 0:
        return True
    theirs = int(sc.x[enemy, c].cover)
    return theirs >= limit and not (sc.x[side, c].here > 0 and int(sc.x[side, c].cover) >= theirs)


@leaf
def _seed_sources(w: World, st: State, sc: Scratch, side: int, limit: int) -> int:
    n = 0
    for s in range(w.s.shape[0]):
        c = w.s[s].cell
        if w.s[s].side != side or c < 0:
            continue
        if int(st.c[c].owner) == side and not is_cut(sc, side, c, limit) and int(sc.x[side, c].distance) > 0:
            sc.x[side, c].distance = 0
            sc.x[side, c].source = s
            sc.queue[n] = c
            n += 1
    return n


@leaf
def _along_rail(w: World, p: F64, st: State, sc: Scratch, side: int, limit: int, reopen: bool, n: int) -> int:
    """Extend the queue of railheads along operable line; push the repair of captured line by a day's work."""
    work = int(p[P.RAIL_REOPEN_KM_DAY] * 1000.0)
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        for k in range(6):
            d = int(w.e[c, k].nbr)
            if w.e[c, k].rail == 0 or int(st.c[d].owner) != side or int(sc.x[side, d].distance) == 0:
                continue
            if is_cut(sc, side, d, limit):
                continue
            if int(st.x[side, d].rail) >= 0:
                if reopen and int(sc.mark[d]) == 0:
                    sc.mark[d] = 1
                    done = int(st.x[side, d].rail) + work
                    st.x[side, d].rail = -1 if done >= int(w.e[c, k].len) else done
                continue
            sc.x[side, d].distance = 0
            sc.x[side, d].source = sc.x[side, c].source
            sc.queue[n] = d
            n += 1
    return n


@leaf
def _put(sc: Scratch, c: int, b: int) -> None:
    first = int(sc.bucket[b])
    sc.after[c] = first
    sc.before[c] = -1 - b
    if first >= 0:
        sc.before[first] = c
    sc.bucket[b] = c


@leaf
def _take(sc: Scratch, c: int) -> None:
    prev = int(sc.before[c])
    nxt = int(sc.after[c])
    if prev >= 0:
        sc.after[prev] = nxt
    else:
        sc.bucket[-1 - prev] = nxt
    if nxt >= 0:
        sc.before[nxt] = prev


@inner
def flood(w: World, p: F64, st: State, sc: Scratch, side: int, reopen: bool) -> None:
    """Fill ``sc.x[side].distance`` (road-cost km, UNREACHED) and ``sc.x[side].source``."""
    limit = int(p[P.SUPPLY_CUT_COVER] * 1000.0)
    for c in range(w.e.shape[0]):
        sc.x[side, c].distance = UNREACHED
        sc.x[side, c].source = -1
        sc.mark[c] = 0
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
            e = int(w.e[c, k].nbr)
            if int(st.c[e].owner) != side:
                continue
            nd = d + int(w.e[c, k].haul)
            if nd >= int(sc.x[side, e].distance) or is_cut(sc, side, e, limit):
                continue
            if int(sc.x[side, e].distance) < UNREACHED:
                _take(sc, e)
            else:
                waiting += 1
            sc.x[side, e].distance = nd
            sc.x[side, e].source = sc.x[side, c].source
            _put(sc, e, nd % BUCKETS)


@inner
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
    dummy = w.e.shape[0] - 1
    while head < n:
        c = int(sc.queue[head])
        head += 1
        if int(sc.x[side, c].distance) < UNREACHED:
            return True
        for k in range(6):
            d = int(w.e[c, k].nbr)
            if d == dummy or int(sc.mark[d]) != 0:
                continue
            sc.mark[d] = 1
            if sc.x[enemy, d].free > 0 or int(sc.x[enemy, d].cover) >= limit:
                continue
            sc.queue[n] = d
            n += 1
    return False
