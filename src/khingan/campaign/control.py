"""Control: who holds a cell, when places fall, where the pincers meet (rules.md R13, R14, R25)."""

from __future__ import annotations

import numpy as np

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ACTIVE,
    BRIDGE_DEMOLISHED,
    CAPTURED,
    LINK_UP,
    MISSING,
    NEVER,
    NOBODY,
    OVERRUN,
    PLACE_CAPTURED,
    PLACE_CLEARED,
    PLACE_LOST,
    PLACE_REACHED,
    SURRENDERED,
    TUNNEL,
    WAITING,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.packing import HAUL_BITS
from khingan.campaign.picture import stand
from khingan.campaign.rail.lines import break_bridge, take_trains
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.nearest import is_reached
from khingan.campaign.world import F64, World

LOOSE, HELD = 1, 2  # marks of ground that supply does not reach


@inner
def lay_down_arms(w: World, st: State, sc: Scratch, u: int, status: int, sink: int) -> None:
    """Take a whole unit off the map; its men go to one sink, its vehicles and guns are lost.

    Echelons that no lift has brought ashore are no unit without it: they count as missing.
    """
    stand(w, st, sc, u, -1)
    st.lost[u, sink] += st.u[u].men
    st.lost[u, MISSING] += st.u[u].behind
    st.u[u].men = 0
    st.u[u].behind = 0
    sc.tanks_lost[u] += st.u[u].tanks + st.u[u].repair
    sc.guns_lost[u] += st.u[u].guns
    st.u[u].tanks = 0
    st.u[u].repair = 0
    st.u[u].guns = 0
    st.u[u].status = status
    st.u[u].invested = 0
    st.u[u].slot = -1
    st.u[u].attacking = -1


@leaf
def _mark_group(w: World, p: F64, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """Remember which pincer has been here; where both touch without enemy cover between, they have met."""
    g = int(w.u[u].group)
    if g == 0:
        return
    c = st.u[u].cell
    st.c[c].group = int(st.c[c].group) | g
    if st.linked[0] != NEVER:
        return
    side = w.u[u].side
    met = int(st.c[c].group) == 3
    limit = int(p[P.COVER_STOP] * 1000.0)
    for k in range(6):
        d = int(w.nbr[c, k])
        other = int(st.c[d].group) & (3 - g)
        if other != 0 and int(st.owner[d]) == side and sc.x[1 - side, d].cover < limit:
            met = True
    if met:
        st.linked[0] = hour
        log(sc, step, hour, LINK_UP, side, c, u, 0)


@leaf
def _demolish(w: World, p: F64, st: State, sc: Scratch, side: int, c: int, step: int, hour: int) -> None:
    """The side that leaves a cell may blow its bridges and tunnels (one draw a cell)."""
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.c[c].sid), draws.DEMOLITION)
    if draws.uniform(words[0]) >= p[P.BRIDGE_DEMOLITION_PROBABILITY]:
        return
    for k in range(6):
        tunnel = int(w.e[c, k].work) == TUNNEL and int(st.e[c, k].span) == 0 and p[P.SWITCH_RAIL] > 0.0
        if tunnel or (int(w.e[c, k].river) > 0 and int(st.e[c, k].bridge) == 1):
            break_bridge(w, p, st, c, k)
            log(sc, step, hour, BRIDGE_DEMOLISHED, 1 - side, c, -1, k)


@leaf
def flip(w: World, p: F64, st: State, sc: Scratch, c: int, side: int, u: int, step: int, hour: int) -> None:
    """Give a cell to a side; ``u`` is the unit that took it, -1 = nobody in particular."""
    if int(st.owner[c]) == side:
        return
    loser = int(st.owner[c])
    st.owner[c] = side
    g = w.c[c].region
    st.r[g].held_0 += (1 if side == 0 else 0) - (1 if loser == 0 else 0)
    st.r[g].held_1 += (1 if side == 1 else 0) - (1 if loser == 1 else 0)
    st.c[c].alone = 0
    st.orphan[c] = 0
    st.c[c].busy = 0
    st.rail[0, c] = 0
    st.rail[1, c] = 0
    # Who keeps the cease-fire hands his railway over as it is: bridges and trains.
    handed_over = loser != NOBODY and sc.served[side] == 1
    if loser != NOBODY and u >= 0 and not handed_over:
        _demolish(w, p, st, sc, side, c, step, hour)
    if int(st.c[c].trains) > 0 and not handed_over:
        take_trains(w, p, st, sc, side, c, step, hour)
    if int(w.c[c].places) == 0:
        return
    for q in range(w.p_cell.shape[0]):
        if w.p_cell[q] != c:
            continue
        st.held_since[q] = hour
        if int(st.p[q, side].captured) == NEVER:
            st.p[q, side].captor = u
        log(sc, step, hour, PLACE_LOST, loser, c, q, u)


@leaf
def reach(w: World, st: State, sc: Scratch, u: int, c: int, step: int, hour: int) -> None:
    """Note the first hour at which a unit of a side stands in the cell of a place (rules.md R25)."""
    if int(w.c[c].places) == 0:
        return
    side = w.u[u].side
    for q in range(w.p_cell.shape[0]):
        if w.p_cell[q] == c and int(st.p[q, side].reached) == NEVER:
            st.p[q, side].reached = hour
            log(sc, step, hour, PLACE_REACHED, side, c, q, u)


@leaf
def enter(w: World, p: F64, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """What follows when a unit comes into a cell: places reached, rear troops overrun, control taken."""
    c = st.u[u].cell
    side = w.u[u].side
    enemy = 1 - side
    if sc.x[enemy, c].units > 0:
        for v in range(w.u.shape[0]):
            if w.u[v].side != enemy or st.u[v].cell != c:
                continue
            if st.u[v].status != ACTIVE and st.u[v].status != WAITING:
                continue
            # Who keeps a cease-fire is disarmed in his turn, not overrun.
            if w.u[v].rear == 1 and st.u[v].quiet == 0:
                log(sc, step, hour, OVERRUN, enemy, c, v, st.u[v].men // 256)
                lay_down_arms(w, st, sc, v, SURRENDERED, CAPTURED)
    reach(w, st, sc, u, c, step, hour)
    if sc.x[enemy, c].free == 0:
        flip(w, p, st, sc, c, side, u, step, hour)
        _mark_group(w, p, st, sc, u, step, hour)


@leaf
def _bears_arms(w: World, sc: Scratch, side: int, c: int) -> bool:
    """Whether men of a side under arms, who may keep a cease-fire, stand in a cell or next to it on land."""
    if sc.x[side, c].armed > 0:
        return True
    for k in range(6):
        if sc.x[side, int(w.nbr[c, k])].armed > 0:
            return True
    return False


@leaf
def _has_piled_arms(w: World, sc: Scratch, side: int, c: int) -> bool:
    """Whether men of a side stand in a cell or next to it and all of them have piled their arms."""
    units = int(sc.x[side, c].units)
    for k in range(6):
        units += sc.x[side, int(w.nbr[c, k])].units
    return units > 0 and not _bears_arms(w, sc, side, c)


@leaf
def _end_of(last: int, since: int) -> int:
    """Hour from which nobody was there any more whom the end of a step met last at ``last``, in a cell held since."""
    return last + 6 if last > since else since


@inner
def confirm_captures(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """A place counts as captured from the hour since when it has been held for six.

    It is cleared when no enemy able to fight is left in its cell either, nor in that of the works that guard it: a
    garrison shut up in works keeps them after the town has gone (R14). The hour is that of the capture if nobody was
    left then, else the end of a step. It is disarmed when nobody is left there or next to it who bears arms, whether
    he would use them or keeps a cease-fire; also before anybody comes, when those who hold it have piled theirs.
    """
    now = step * 6 + 6
    for q in range(w.p_cell.shape[0]):
        c = w.p_cell[q]
        if c < 0:
            continue
        side = int(st.owner[c])
        if side == NOBODY:
            continue
        if side == int(w.c[c].owner):
            if int(st.p[q, 1 - side].disarmed) == NEVER and _has_piled_arms(w, sc, side, c):
                st.p[q, 1 - side].disarmed = now
            continue
        disarmed = int(st.p[q, side].disarmed) != NEVER
        if disarmed and int(st.p[q, side].cleared) != NEVER:
            continue
        since = int(st.held_since[q])
        who = int(st.p[q, side].captor)
        beset = sc.x[1 - side, c].here > 0
        held_out = beset or sc.x[1 - side, w.p_works[q]].here > 0
        armed = _bears_arms(w, sc, 1 - side, c)
        if held_out:
            st.p[q, side].kept = now
        if armed:
            st.p[q, side].bore = now
        if now - since < p[P.CONTROL_CAPTURE_HOURS]:
            continue
        if int(st.p[q, side].captured) == NEVER:
            st.p[q, side].captured = since
            log(sc, step, since, PLACE_CAPTURED, side, c, q, who)
        if not held_out and int(st.p[q, side].cleared) == NEVER:
            st.p[q, side].cleared = _end_of(int(st.p[q, side].kept), since)
            if int(st.p[q, side].cleared) > int(st.p[q, side].captured):
                log(sc, step, int(st.p[q, side].cleared), PLACE_CLEARED, side, c, q, who)
        if not armed and not beset and not disarmed:
            st.p[q, side].disarmed = _end_of(int(st.p[q, side].bore), since)


@inner
def cover_alone(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """A cell that lies for four steps in one side's cover alone goes over to it (R13)."""
    least = int(p[P.CONTROL_COVER] * 1000.0)
    # Never more than what takes ground: else both sides would be alone in one cell, and it changed hands for ever.
    none = min(int(p[P.COVER_MIN] * 1000.0), least)
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE or st.u[u].invested == 1 or w.u[u].rear == 1:
            continue
        side = w.u[u].side
        for k in range(6):
            d = int(w.nbr[st.u[u].cell, k])
            if int(st.owner[d]) == side or int(sc.x[side, d].cover) < least:
                continue
            if int(sc.x[1 - side, d].cover) >= none or sc.x[1 - side, d].free > 0 or w.c[d].stack == 0:
                continue
            # Several units may look at the same cell in one step: count it once.
            if int(sc.mark[d]) == step + 2:
                continue
            sc.mark[d] = step + 2
            if int(st.c[d].alone_step) != step - 1 or int(st.c[d].alone_side) != side:
                st.c[d].alone = 0
            st.c[d].alone_step = step
            st.c[d].alone_side = side
            st.c[d].alone = min(250, int(st.c[d].alone) + 1)
            if int(st.c[d].alone) >= p[P.CONTROL_COVER_STEPS]:
                flip(w, p, st, sc, d, side, -1, step, step * 6)


@inner
def _list_loose(w: World, st: State, sc: Scratch, side: int) -> int:
    """List in ``sc.was`` and mark a side's ground that today's trace did not reach; returns the number of cells."""
    reach = st.reach[side]
    n = 0
    for c in range(reach.shape[0] - 1):
        if int(st.owner[c]) != side:
            continue
        if is_reached(int(reach[c])):
            st.orphan[c] = 0
            continue
        sc.mark[c] = LOOSE
        sc.was[n] = c
        n += 1
    return n


@inner
def _mark_held(w: World, st: State, sc: Scratch, side: int, loose: int) -> None:
    """Of loose ground, mark what is connected with a source or unit of the side, or with ground it supplies."""
    n = 0
    for s in range(w.s.shape[0]):
        c = w.s[s].cell
        if w.s[s].side == side and c >= 0 and int(sc.mark[c]) == LOOSE:
            sc.mark[c] = HELD
            sc.queue[n] = c
            n += 1
    for u in range(w.u.shape[0]):
        c = st.u[u].cell
        alive = st.u[u].status == ACTIVE or st.u[u].status == WAITING
        if not alive or w.u[u].side != side or st.u[u].invested == 1 or int(sc.mark[c]) == HELD:
            continue
        if int(sc.mark[c]) == LOOSE or int(st.owner[c]) != side:
            sc.mark[c] = HELD
            sc.queue[n] = c
            n += 1
    for i in range(loose):
        c = int(sc.was[i])
        for k in range(6):
            d = np.int64(w.flow[c, k] >> HAUL_BITS)
            supplied = int(st.owner[d]) == side and is_reached(int(st.reach[side, d]))
            if supplied and int(sc.mark[c]) == LOOSE:
                sc.mark[c] = HELD
                sc.queue[n] = c
                n += 1
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        for k in range(6):
            d = np.int64(w.flow[c, k] >> HAUL_BITS)
            if int(sc.mark[d]) == LOOSE:
                sc.mark[d] = HELD
                sc.queue[n] = d
                n += 1


@inner
def _take_ripe(w: World, p: F64, st: State, sc: Scratch, side: int, n: int, step: int) -> None:
    """Give the orphaned ground queued, and what hangs on it, to the other side."""
    head = 0
    while head < n:
        c = int(sc.queue[head])
        head += 1
        flip(w, p, st, sc, c, 1 - side, -1, step, step * 6)
        for k in range(6):
            d = np.int64(w.flow[c, k] >> HAUL_BITS)
            if int(sc.mark[d]) == LOOSE and int(st.orphan[d]) > 1:
                sc.mark[d] = HELD
                sc.queue[n] = d
                n += 1


@inner
def orphans(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Ground cut off from every source and unit of its holder goes to the enemy it borders on (R13).

    Called every ``control_orphan_steps``; what is found without holder twice running changes hands.
    """
    for side in range(2):
        sc.mark[:] = 0
        loose = _list_loose(w, st, sc, side)
        _mark_held(w, st, sc, side, loose)
        n = 0
        for i in range(loose):
            c = int(sc.was[i])
            st.orphan[c] = 0 if int(sc.mark[c]) == HELD else min(250, int(st.orphan[c]) + 1)
        for i in range(loose):
            c = int(sc.was[i])
            if int(sc.mark[c]) == HELD or int(st.orphan[c]) < 2:
                continue
            for k in range(6):
                d = np.int64(w.flow[c, k] >> HAUL_BITS)
                if int(st.owner[d]) == 1 - side and int(sc.mark[c]) == LOOSE:
                    sc.mark[c] = HELD
                    sc.queue[n] = c
                    n += 1
        _take_ripe(w, p, st, sc, side, n, step)
    sc.mark[:] = 0
