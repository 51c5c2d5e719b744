"""Auxiliaries: contingents whose men desert in contact, melt away before the enemy comes, or mutiny as a body."""

from __future__ import annotations

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, DESERTED, DISBANDED, MUTINIED, WAITING
from khingan.campaign.cohesion import lose
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import lay_down_arms
from khingan.campaign.events import log
from khingan.campaign.portable import exp
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World

EVENING = 3  # step of the day in which they leave
SEEN = -1  # mark of a cell that the search has met


@inner
def nearest_enemy(w: World, st: State, sc: Scratch, u: int, reach: int) -> int:
    """Cells to the nearest enemies able to fight, at most ``reach``; -1 = none so near."""
    enemy = 1 - w.u[u].side
    sc.queue[0] = st.u[u].cell
    sc.mark[st.u[u].cell] = SEEN
    first, n, found = 0, 1, -1
    for ring in range(reach + 1):
        last = n
        for i in range(first, last):
            if sc.x[enemy, int(sc.queue[i])].here > 0:
                found = ring
        if found >= 0 or ring == reach:
            break
        for i in range(first, last):
            for k in range(6):
                d = int(w.nbr[int(sc.queue[i]), k])
                if int(sc.mark[d]) != SEEN:
                    sc.mark[d] = SEEN
                    sc.queue[n] = d
                    n += 1
        first = last
    for i in range(n):
        sc.mark[int(sc.queue[i])] = 0
    return found


@leaf
def _ground_lost(w: World, st: State, u: int) -> float:
    """Share of what the side held in the unit's region at the start that it holds no more."""
    g = w.c[st.u[u].cell].region
    start, held = st.r[g].start_0, st.r[g].held_0
    if w.u[u].side == 1:
        start, held = st.r[g].start_1, st.r[g].held_1
    return float(max(0, start - held) / start) if start > 0 else 0.0


@leaf
def hazard(w: World, p: F64, st: State, sc: Scratch, u: int) -> float:
    """Hazard of desertion of a day: the enemy near, the region lost, no word from above, or word that it is over."""
    reach = int(p[P.AUXILIARY_REACH_CELLS])
    ring = nearest_enemy(w, st, sc, u, reach)
    near = 1.0 - ring / (reach + 1.0) if ring >= 0 else 0.0
    found = p[P.AUXILIARY_HAZARD_NEAR] * near + p[P.AUXILIARY_HAZARD_GROUND] * _ground_lost(w, st, u)
    if st.u[u].touch == 0:
        found += p[P.AUXILIARY_HAZARD_CONTACT]
    if st.u[u].quiet > 0:
        found += p[P.AUXILIARY_HAZARD_CEASEFIRE]
    return float(found)


@leaf
def _melt_away(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """A day's desertion, or the mutiny of the whole unit."""
    found = hazard(w, p, st, sc, u)
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.u[u].sid), draws.MUTINY)
    few = st.u[u].quiet > 0 and st.u[u].men < p[P.DISBAND_SHARE] * st.u[u].men0
    if few:
        lay_down_arms(w, st, sc, u, DISBANDED, DESERTED)
    elif draws.uniform(words[0]) < 1.0 - exp(-p[P.MUTINY_SHARE] * found):
        log(sc, step, step * 6 + 6, MUTINIED, w.u[u].side, st.u[u].cell, u, st.u[u].men // 256)
        lay_down_arms(w, st, sc, u, DISBANDED, DESERTED)
    else:
        lose(st, u, DESERTED, int(st.u[u].men * (1.0 - exp(-found))))


@inner
def update(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """After the fighting of a step; the cease-fire holds them no longer than it holds their allies."""
    if p[P.SWITCH_AUXILIARIES] == 0.0:
        return
    for u in range(w.u.shape[0]):
        if w.u[u].auxiliary == 0:
            continue
        if st.u[u].status != ACTIVE and st.u[u].status != WAITING:
            continue
        if st.u[u].fighting == 1:
            leaving = 1.0 - exp(-0.25 * p[P.DESERTION_HAZARD_AUXILIARY])
            lose(st, u, DESERTED, int(st.u[u].men * leaving))
        if step % 4 == EVENING:
            _melt_away(w, p, st, sc, u, step)
