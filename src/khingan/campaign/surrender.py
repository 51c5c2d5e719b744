"""Surrender of the cut off, once a day (rules.md R5)."""

from __future__ import annotations

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
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import lay_down_arms
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@leaf
def enemy_in_reach(w: World, st: State, sc: Scratch, u: int) -> int:
    """Enemy men (1/256) able to fight in the unit's cell or next to it."""
    enemy = 1 - w.u[u].side
    c = st.u[u].cell
    men = sc.x[enemy, c].here
    for k in range(6):
        men += sc.x[enemy, int(w.nbr[c, k])].here
    return int(men)


@inner
def yield_unit(w: World, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """Log and carry out a unit's surrender; shut-up works fall with it."""
    if st.u[u].invested == 1:
        log(sc, step, hour, WORKS_FALLEN, w.u[u].side, st.u[u].cell, u, st.u[u].men // 256)
    if w.u[u].rear == 0:
        log(sc, step, hour, SURRENDERED_EVENT, w.u[u].side, st.u[u].cell, u, st.u[u].men // 256)
    lay_down_arms(w, st, sc, u, SURRENDERED, CAPTURED)


@inner
def daily(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Draw surrenders for the day."""
    if p[P.SWITCH_SURRENDER] == 0.0:
        return
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE and st.u[u].status != WAITING:
            continue
        if st.u[u].quiet > 0:
            continue
        cut_off = st.u[u].supply_km >= UNREACHED
        if not cut_off or st.u[u].unfed == 0:
            continue
        words = draws.draw(sc.key[0], sc.key[1], step, int(w.u[u].sid), draws.SURRENDER)
        last_man = w.u[u].lastman == 1
        chance = surrender_probability(float(st.u[u].unfed), st.u[u].cohesion, last_man, 1.0, p)
        # Nobody lays down his arms before a handful: the enemy in reach must be a match.
        strong = enemy_in_reach(w, st, sc, u) >= p[P.SURRENDER_ODDS] * st.u[u].men
        if strong and draws.uniform(words[0]) < chance:
            yield_unit(w, st, sc, u, step, step * 6)
