"""Control: who holds a cell, when places fall, where the pincers meet (rules.md R13, R14, R25)."""

from __future__ import annotations

from numba import njit

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ACTIVE,
    BRIDGE_DEMOLISHED,
    CAPTURED,
    LINK_UP,
    NEVER,
    NOBODY,
    OVERRUN,
    PLACE_CAPTURED,
    PLACE_LOST,
    PLACE_REACHED,
    SURRENDERED,
    UNREACHED,
    WAITING,
)
from khingan.campaign.events import log
from khingan.campaign.picture import stand
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@njit(cache=True)
def lay_down_arms(w: World, st: State, sc: Scratch, u: int, status: int, sink: int) -> None:
    """Take a whole unit off the map; its men go to one sink, its vehicles and guns are lost."""
    stand(w, st, sc, u, -1)
    st.lost[u, sink] += st.men[u]
    st.men[u] = 0
    sc.tanks_lost[u] += st.tanks[u] + st.repair[u]
    sc.guns_lost[u] += st.guns[u]
    st.tanks[u] = 0
    st.repair[u] = 0
    st.guns[u] = 0
    st.status[u] = status
    st.invested[u] = 0
    st.slot[u] = -1
    st.attacking[u] = -1


@njit(cache=True)
def _mark_group(w: World, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """Remember which pincer has been here; where both touch without enemy cover between, they have met."""
    g = int(w.u_group[u])
    if g == 0:
        return
    c = st.cell[u]
    st.group[c] = int(st.group[c]) | g
    if st.linked[0] != NEVER:
        return
    side = w.u_side[u]
    met = int(st.group[c]) == 3
    for k in range(6):
        d = int(w.nbr[c, k])
        other = int(st.group[d]) & (3 - g)
        if other != 0 and int(st.owner[d]) == side and sc.cover[1 - side, d] < 300:
            met = True
    if met:
        st.linked[0] = hour
        log(sc, step, hour, LINK_UP, side, c, u, 0)


@njit(cache=True)
def _demolish(w: World, p: F64, st: State, sc: Scratch, side: int, c: int, step: int, hour: int) -> None:
    """The side that leaves a cell may blow its bridges (one draw a cell)."""
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.c_sid[c]), draws.DEMOLITION)
    if draws.uniform(words[0]) >= p[P.BRIDGE_DEMOLITION_PROBABILITY]:
        return
    for k in range(6):
        if int(w.e_river[c, k]) > 0 and int(st.bridge[c, k]) == 1:
            st.bridge[c, k] = 0
            st.bridge[int(w.nbr[c, k]), int(w.rev[c, k])] = 0
            log(sc, step, hour, BRIDGE_DEMOLISHED, 1 - side, c, -1, k)


@njit(cache=True)
def flip(w: World, p: F64, st: State, sc: Scratch, c: int, side: int, u: int, step: int, hour: int) -> None:
    """Give a cell to a side; ``u`` is the unit that took it, -1 = nobody in particular."""
    if int(st.owner[c]) == side:
        return
    loser = int(st.owner[c])
    st.owner[c] = side
    st.alone[c] = 0
    st.orphan[c] = 0
    st.rail[0, c] = 0
    st.rail[1, c] = 0
    if loser != NOBODY and u >= 0:
        _demolish(w, p, st, sc, side, c, step, hour)
    if int(w.c_places[c]) == 0:
        return
    for q in range(w.p_cell.shape[0]):
        if w.p_cell[q] != c:
            continue
        st.held_since[q] = hour
        if int(st.captured[q, side]) == NEVER:
            st.captor[q, side] = u
        log(sc, step, hour, PLACE_LOST, loser, c, q, u)


@njit(cache=True)
def enter(w: World, p: F64, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """What follows when a unit comes into a cell: places reached, rear troops overrun, control taken."""
    c = st.cell[u]
    side = w.u_side[u]
    enemy = 1 - side
    if sc.traffic[enemy, c] > 0:
        for v in range(w.u_side.shape[0]):
            if w.u_side[v] != enemy or st.cell[v] != c:
                continue
            if st.status[v] != ACTIVE and st.status[v] != WAITING:
                continue
            if w.u_rear[v] == 1 or st.quiet[v] == 1:
                log(sc, step, hour, OVERRUN, enemy, c, v, st.men[v] // 256)
                lay_down_arms(w, st, sc, v, SURRENDERED, CAPTURED)
    if int(w.c_places[c]) == 1:
        for q in range(w.p_cell.shape[0]):
            if w.p_cell[q] == c and int(st.reached[q, side]) == NEVER:
                st.reached[q, side] = hour
                log(sc, step, hour, PLACE_REACHED, side, c, q, u)
    if sc.free[enemy, c] == 0:
        flip(w, p, st, sc, c, side, u, step, hour)
        _mark_group(w, st, sc, u, step, hour)


@njit(cache=True)
def confirm_captures(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """A place counts as captured from the hour since when it has been held for six."""
    now = step * 6 + 6
    for q in range(w.p_cell.shape[0]):
        c = w.p_cell[q]
        if c < 0:
            continue
        side = int(st.owner[c])
        if side == NOBODY or side == int(w.c_owner[c]) or int(st.captured[q, side]) != NEVER:
            continue
        if now - int(st.held_since[q]) >= p[P.CONTROL_CAPTURE_HOURS]:
            st.captured[q, side] = st.held_since[q]
            who = int(st.captor[q, side])
            log(sc, step, int(st.held_since[q]), PLACE_CAPTURED, side, c, q, who)


@njit(cache=True)
def cover_alone(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """A cell that lies for four steps in one side's cover alone goes over to it (R13)."""
    least = int(p[P.CONTROL_COVER] * 1000.0)
    for u in range(w.u_side.shape[0]):
        if st.status[u] != ACTIVE or st.invested[u] == 1 or w.u_rear[u] == 1:
            continue
        side = w.u_side[u]
        for k in range(6):
            d = int(w.nbr[st.cell[u], k])
            if int(st.owner[d]) == side or w.c_stack[d] == 0:
                continue
            if int(sc.cover[side, d]) < least or int(sc.cover[1 - side, d]) >= 20 or sc.free[1 - side, d] > 0:
                continue
            # Several units may look at the same cell in one step: count it once.
            if int(sc.mark[d]) == step + 2:
                continue
            sc.mark[d] = step + 2
            st.alone[d] = min(250, int(st.alone[d]) + 1)
            if int(st.alone[d]) >= p[P.CONTROL_COVER_STEPS]:
                flip(w, p, st, sc, d, side, -1, step, step * 6)


@njit(cache=True)
def _mark_held(w: World, st: State, sc: Scratch, side: int) -> None:
    """Mark the ground of a side that a source or a unit of its own is connected with."""
    dummy = w.nbr.shape[0] - 1
    sc.mark[:] = 0
    n = 0
    for c in range(dummy):
        if int(st.owner[c]) == side and int(sc.distance[side, c]) < UNREACHED:
            sc.mark[c] = 1
    for u in range(w.u_side.shape[0]):
        c = st.cell[u]
        alive = st.status[u] == ACTIVE or st.status[u] == WAITING
        if alive and w.u_side[u] == side and st.invested[u] == 0 and int(sc.mark[c]) == 0:
            sc.mark[c] = 1
            sc.queue[n] = c
            n += 1
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        for k in range(6):
            d = int(w.nbr[c, k])
            if d != dummy and int(sc.mark[d]) == 0 and int(st.owner[d]) == side:
                sc.mark[d] = 1
                sc.queue[n] = d
                n += 1


@njit(cache=True)
def orphans(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Once a day: ground cut off from every source and unit of its holder goes to the enemy it borders on (R13)."""
    dummy = w.nbr.shape[0] - 1
    for side in range(2):
        _mark_held(w, st, sc, side)
        n = 0
        for c in range(dummy):
            if int(st.owner[c]) != side or int(sc.mark[c]) == 1:
                st.orphan[c] = 0 if int(st.owner[c]) == side else st.orphan[c]
                continue
            st.orphan[c] = min(250, int(st.orphan[c]) + 1)
            if int(st.orphan[c]) * 4 <= p[P.CONTROL_ORPHAN_STEPS]:
                continue
            for k in range(6):
                d = int(w.nbr[c, k])
                if d != dummy and int(st.owner[d]) == 1 - side and int(sc.mark[c]) == 0:
                    sc.mark[c] = 2
                    sc.queue[n] = c
                    n += 1
        head = 0
        while head < n:
            c = int(sc.queue[head])
            head += 1
            flip(w, p, st, sc, c, 1 - side, -1, step, step * 6)
            for k in range(6):
                d = int(w.nbr[c, k])
                ripe = d != dummy and int(st.owner[d]) == side and int(sc.mark[d]) == 0
                if ripe and int(st.orphan[d]) * 4 > p[P.CONTROL_ORPHAN_STEPS]:
                    sc.mark[d] = 2
                    sc.queue[n] = d
                    n += 1
    sc.mark[:] = 0
