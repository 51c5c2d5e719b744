"""Trace: which cells a side's supply reaches and at what road-cost (rules.md R8, R17, R18, R20).

Rail first: from every source along own, unbroken line; where its gauge changes or was the enemy's, only captured
trains run on (docs/mechanisms/rail.md). Every cell on such a line is a railhead. From the
railheads columns go over own ground; costs are road-cost km (a km of trackless hills counts several road km).

A railhead keeps the source from which the line reaches it first; every other cell the least of (distance, source),
which is one number and unique: whatever correct algorithm finds it, the result is the same. From one day to the
next little changes, so the last result is mended: what came by way of ground now closed is taken back, and what
opened or came nearer spreads (the dynamic shortest path of Ramalingam and Reps, 1996). A search from scratch with a
binary heap is the oracle in the tests.
"""

from __future__ import annotations

import numpy as np

from khingan.campaign import parameters as P
from khingan.campaign.codes import CLOSED, NARROW, RAILWAY_REPAIRED, TUNNEL, UNREACHED
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.packing import HAUL_BITS, HAUL_MASK, LINE_GAUGE, LINE_WORK
from khingan.campaign.picture import is_screened
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.nearest import is_reached, look_about, spread
from khingan.campaign.world import BEYOND, F64, SOURCE_BITS, SOURCE_MASK, World

SHUT, OPEN, REOPENED = 0, 1, 2  # flags of the survey; reopened: its line was worked on today


@leaf
def is_beyond(st: State, side: int, c: int) -> bool:
    """Whether captured trains bring up the supply of a cell that is reached."""
    key = int(st.reach[side, c])
    return is_reached(key) and key & BEYOND > 0


@leaf
def is_railhead(st: State, side: int, c: int) -> bool:
    """Whether trains of a side came to a cell this morning."""
    return 0 <= int(st.reach[side, c]) <= SOURCE_MASK


@leaf
def is_open(w: World, st: State, s: int) -> bool:
    """Whether a source can issue anything: it lies on the map, and where lifts feed it one has put in there."""
    if w.s[s].cell < 0:
        return False
    return bool(w.s[s].harbour < 0 or st.h[w.s[s].harbour].open == 1)


@leaf
def is_cut(p: F64, sc: Scratch, side: int, c: int, limit: int) -> bool:
    """Whether enemy cover bars supply traffic in a cell: at least ``limit`` and not outweighed by our own."""
    enemy = 1 - side
    if sc.x[enemy, c].free > 0:
        return True
    return int(sc.x[enemy, c].cover) >= limit and not is_screened(p, sc, side, c)


@inner
def _survey(w: World, p: F64, st: State, sc: Scratch, side: int, limit: int) -> None:
    """Flag the ground a side holds and no enemy cuts as open."""
    enemy = 1 - side
    for c in range(w.e.shape[0]):
        sc.flag[c] = OPEN if int(st.owner[c]) == side else SHUT
    for i in range(int(sc.covered[sc.covered.shape[0] - 1])):
        c = int(sc.covered[i])
        if is_cut(p, sc, side, c, limit):
            sc.flag[c] = SHUT
    for u in range(w.u.shape[0]):
        # Units too weak to cover anything still bar their own cell.
        c = st.u[u].cell
        if w.u[u].side == enemy and sc.x[enemy, c].free > 0:
            sc.flag[c] = SHUT


@leaf
def _repair(w: World, st: State, sc: Scratch, side: int, c: int, k: int, step: int) -> None:
    """A day's work on a broken bridge or tunnel, from the end to which trains come."""
    d = int(w.nbr[c, k])
    left = int(st.e[c, k].span) - 24 * (100 - int(st.c[d].hindered)) // 100
    if left <= 0:
        left = 0
        if int(w.e[c, k].work) != TUNNEL:
            st.e[c, k].bridge = 1
            st.e[d, int(w.e[c, k].rev)].bridge = 1
        log(sc, step, step * 6, RAILWAY_REPAIRED, side, d, -1, k)
    st.e[c, k].span = left
    st.e[d, int(w.e[c, k].rev)].span = left


@leaf
def _reopen(w: World, st: State, sc: Scratch, side: int, c: int, k: int, work: int) -> None:
    """A day's work on captured line from a cell on: what one cell leaves of the day goes into the next."""
    left = work
    narrow = int(w.e[c, k].gauge) == NARROW
    while k >= 0:
        d = int(w.nbr[c, k])
        sc.flag[d] = REOPENED
        # Nobody repairs a line under the guns of works that hold out beside it.
        done = int(st.rail[side, d]) + left * (100 - int(st.c[d].hindered)) // 100
        left = done - int(w.e[c, k].len)
        if left < 0:
            st.rail[side, d] = done
            return
        st.rail[side, d] = -1
        c = d
        k = -1
        for j in range(6):
            e = int(w.nbr[c, j])
            if int(w.e[c, j].rail) == 0 or int(st.e[c, j].span) > 0 or int(sc.flag[e]) != OPEN:
                continue
            if k < 0 and int(st.rail[side, e]) >= 0 and (int(w.e[c, j].gauge) == NARROW) == narrow:
                k = j


@leaf
def _first_railheads(w: World, st: State, sc: Scratch, side: int) -> int:
    """Mark and queue the cells of the open sources, from which lines run; returns the number of cells."""
    sc.mark[:] = 0
    n = 0
    for s in range(w.s.shape[0]):
        c = w.s[s].cell
        if w.s[s].side == side:
            st.s[s].trains = 0
        if w.s[s].side == side and is_open(w, st, s) and int(sc.flag[c]) != SHUT and int(sc.mark[c]) == 0:
            sc.mark[c] = 1 + s
            sc.queue[n] = c
            n += 1
    return n


@inner
def _along_rail(w: World, p: F64, st: State, sc: Scratch, side: int, step: int) -> None:
    """Mark the railheads with 1 + source, and the bit of captured trains; push the repair of line by a day's work."""
    work = int(p[P.RAIL_REOPEN_KM_DAY] * 1000.0)
    fits = p[P.SWITCH_RAIL] == 0.0  # as if all trains fitted all lines
    n = _first_railheads(w, st, sc, side)
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        entry = int(sc.mark[c]) - 1
        s = entry & (BEYOND - 1)
        gauge = int(w.s[s].gauge)
        for k in range(6):
            line = int(w.line[c, k])
            if line == 0:
                continue
            d = int(w.nbr[c, k])
            if int(sc.flag[d]) == SHUT:
                continue
            # A field railway carries its own small traffic only; trains do not pass onto it from the main line.
            if (line & LINE_GAUGE == NARROW) != (gauge == NARROW):
                continue
            if line & LINE_WORK > 0 and int(st.e[c, k].span) > 0:
                # From both banks it goes twice as fast.
                if step > 0:
                    _repair(w, st, sc, side, c, k, step)
                continue
            if int(sc.mark[d]) != 0:
                continue
            if int(st.rail[side, d]) >= 0:
                # A cell is worked on from one side a day.
                if step > 0 and int(sc.flag[d]) == OPEN:
                    _reopen(w, st, sc, side, c, k, work)
                continue
            beyond = entry & BEYOND
            if not fits and line & LINE_GAUGE != gauge:
                beyond = BEYOND
            trains = int(st.c[d].trains)
            if trains > 0 and int(w.c[d].owner) != side:
                st.s[s].trains += trains
            sc.mark[d] = 1 + (s | beyond)
            sc.queue[n] = d
            n += 1


@leaf
def _has_trains(st: State, mark: int) -> bool:
    """Whether trains run to a marked cell: beyond a break of gauge only captured ones."""
    entry = mark - 1
    return mark > 0 and (entry & BEYOND == 0 or st.s[entry & (BEYOND - 1)].trains > 0)


@inner
def _note_changes(st: State, sc: Scratch, side: int) -> int:
    """Enter what opened, closed, became or ceased to be a railhead; queues those cells, returns their number.

    ``sc.was`` keeps the entry that others may have relied on, UNREACHED where none did or theirs can only fall.
    """
    reach = st.reach[side]
    n = 0
    for c in range(reach.shape[0]):
        old = int(reach[c])
        if int(sc.flag[c]) == SHUT:
            new = CLOSED
        elif _has_trains(st, int(sc.mark[c])):
            new = int(sc.mark[c]) - 1
        elif old == CLOSED or old <= SOURCE_MASK:
            new = UNREACHED
        else:
            continue
        if new == old:
            continue
        reach[c] = new
        risen = new == CLOSED or new > old
        sc.queue[n] = c
        sc.was[n] = old if risen and old != CLOSED else UNREACHED
        n += 1
    sc.mark[:] = 0
    return n


@inner
def _take_back(w: World, st: State, sc: Scratch, side: int, n: int) -> int:
    """Take back every entry that rested on one that has risen and on nothing else; returns the longer queue.

    Indices are unsigned: signed ones cost a test for Python's counting from the end.
    """
    reach = st.reach[side]
    head = 0
    while head < n:
        old = int(sc.was[head])
        c = np.uint32(sc.queue[head])
        head += 1
        if old == UNREACHED:
            continue
        for k in range(6):
            edge = w.flow[c, k]
            e = edge >> HAUL_BITS
            key = int(reach[e])
            if key != old + (np.int64(edge & HAUL_MASK) << SOURCE_BITS):
                continue
            rests = False
            for j in range(6):
                other = w.flow[e, j]
                behind = int(reach[other >> HAUL_BITS])
                if behind >= 0 and behind + (np.int64(other & HAUL_MASK) << SOURCE_BITS) == key:
                    rests = True
            if not rests:
                reach[e] = UNREACHED
                sc.queue[n] = e
                sc.was[n] = key
                n += 1
    return n


@inner
def retrace(w: World, p: F64, st: State, sc: Scratch, side: int, step: int) -> None:
    """Bring ``st.reach[side]`` up to date: road-cost km << SOURCE_BITS | source, UNREACHED or CLOSED."""
    _survey(w, p, st, sc, side, int(p[P.SUPPLY_CUT_COVER] * 1000.0))
    _along_rail(w, p, st, sc, side, step)
    n = _note_changes(st, sc, side)
    n = _take_back(w, st, sc, side, n)
    n = look_about(w, st, sc, side, n)
    spread(w, st, sc, side, n)


@inner
def _search_way_out(w: World, st: State, sc: Scratch, side: int, limit: int, most: int) -> tuple[bool, int]:
    """Search from the cell at the head of the queue; whether supplied ground was found, and the cells looked at."""
    enemy = 1 - side
    dummy = w.e.shape[0] - 1
    n = 1
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        if is_reached(int(st.reach[side, c])):
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
    found, n = _search_way_out(w, st, sc, side, limit, most)
    for i in range(n):
        sc.mark[int(sc.queue[i])] = 0
    return bool(found)
