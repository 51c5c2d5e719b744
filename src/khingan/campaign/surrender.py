"""Surrender of the cut off, once a day (rules.md R5), and of those whom a cease-fire order finds in enemy reach."""

from __future__ import annotations

from numba import njit

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ACTIVE,
    CAPTURED,
    SURRENDERED,
    SURRENDERED_EVENT,
    UNREACHED,
    WAITING,
    WORKS_FALLEN,
)
from khingan.campaign.combat.decision import surrender_probability
from khingan.campaign.control import lay_down_arms
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@njit(cache=True)
def enemy_in_reach(w: World, st: State, sc: Scratch, u: int) -> bool:
    """Whether enemy men stand in the unit's cell or next to it."""
    enemy = 1 - w.u_side[u]
    c = st.cell[u]
    if sc.here[enemy, c] > 0:
        return True
    for k in range(6):
        if sc.here[enemy, int(w.nbr[c, k])] > 0:
            return True
    return False


@njit(cache=True)
def yield_unit(w: World, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """Log and carry out a unit's surrender; shut-up works fall with it."""
    if st.invested[u] == 1:
        log(sc, step, hour, WORKS_FALLEN, w.u_side[u], st.cell[u], u, st.men[u] // 256)
    if w.u_rear[u] == 0:
        log(sc, step, hour, SURRENDERED_EVENT, w.u_side[u], st.cell[u], u, st.men[u] // 256)
    lay_down_arms(w, st, sc, u, SURRENDERED, CAPTURED)


@njit(cache=True)
def daily(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Draw surrenders for the day."""
    if p[P.SWITCH_SURRENDER] == 0.0:
        return
    for u in range(w.u_side.shape[0]):
        if st.status[u] != ACTIVE and st.status[u] != WAITING:
            continue
        if st.quiet[u] == 1:
            if enemy_in_reach(w, st, sc, u):
                yield_unit(w, st, sc, u, step, step * 6)
            continue
        cut_off = st.trace[u] >= UNREACHED
        if not cut_off or st.unfed[u] == 0:
            continue
        words = draws.draw(sc.key[0], sc.key[1], step, int(w.u_sid[u]), draws.SURRENDER)
        last_man = w.u_lastman[u] == 1
        chance = surrender_probability(float(st.unfed[u]), st.cohesion[u], last_man, 1.0, p)
        if draws.uniform(words[0]) < chance and enemy_in_reach(w, st, sc, u):
            yield_unit(w, st, sc, u, step, step * 6)
