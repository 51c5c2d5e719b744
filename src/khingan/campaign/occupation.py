"""Occupation: who has nothing left to take goes where enemies who keep the cease-fire still wait to be disarmed."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.ceasefire import hands_over
from khingan.campaign.codes import UNREACHED
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.picture import is_present, may_enter
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.nearest import distance, is_reached, look_about, spread
from khingan.campaign.world import F64, SOURCE_MASK, World

WAY = 2  # State.reach[WAY + side]: road-cost km of a side from the nearest of them


@leaf
def _awaits_captors(w: World, p: F64, st: State, sc: Scratch, u: int) -> bool:
    """Whether a unit keeps the second phase of a cease-fire where the other side may go and too few guard it."""
    if st.u[u].quiet < 2 or st.u[u].men == 0 or not is_present(st, u):
        return False
    captor = 1 - w.u[u].side
    c = st.u[u].cell
    if not may_enter(w, captor, c):
        return False
    rate = p[P.ACCEPT_MEN_PER_MAN_DAY] if hands_over(p, st, u) else p[P.DISARM_MEN_PER_MAN_DAY]
    return bool(sc.x[captor, c].here * rate * p[P.OCCUPATION_DAYS] < st.u[u].men)


@inner
def _note_changes(w: World, st: State, sc: Scratch, row: int) -> int:
    """Enter marked cells as sources, and forget every way that led to one where nobody waits any more.

    Clears the marks; queues the cells changed and returns their number. ``sc.flag`` says which sources are lost. Cells
    far apart share the name of a source; who loses a way for that finds it again.
    """
    reach = st.reach[row]
    cells = reach.shape[0] - 1
    sc.flag[:] = 0
    for c in range(cells):
        if 0 <= int(reach[c]) <= SOURCE_MASK and sc.mark[c] == 0:
            sc.flag[c & SOURCE_MASK] = 1
    n = 0
    for c in range(cells):
        key = int(reach[c])
        waits = sc.mark[c] == 1
        sc.mark[c] = 0
        if waits and key > SOURCE_MASK:
            reach[c] = c & SOURCE_MASK
        elif not waits and is_reached(key) and sc.flag[key & SOURCE_MASK] == 1:
            reach[c] = UNREACHED
        else:
            continue
        sc.queue[n] = c
        n += 1
    return n


@inner
def daily(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Bring each side's way to those who wait to be disarmed up to date.

    Every cell where somebody waits is a source (supply/nearest.py).
    """
    if p[P.SWITCH_OCCUPATION] == 0.0 or p[P.SWITCH_CEASEFIRE] == 0.0:
        return
    for side in range(2):
        sc.mark[:] = 0
        waiting = False
        for u in range(w.u.shape[0]):
            if w.u[u].side != side and _awaits_captors(w, p, st, sc, u):
                sc.mark[st.u[u].cell] = 1
                waiting = True
        if waiting or st.sought[side] == 1:
            st.sought[side] = waiting
            n = _note_changes(w, st, sc, WAY + side)
            n = look_about(w, st, sc, WAY + side, n)
            spread(w, st, sc, WAY + side, n)


@leaf
def km_to_go(st: State, side: int, c: int) -> int:
    """Road-cost km from a cell to the nearest enemy who waits to be disarmed; UNREACHED = nobody."""
    return distance(st, WAY + side, c)
