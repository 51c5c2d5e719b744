"""Attacks beside those of the march: assaults on works that are shut up, and counterattacks of defenders."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, ATTACK, DELAY, HOLD
from khingan.campaign.combat.sides import WORKS
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.movement import masks_works
from khingan.campaign.orders import posture_of
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@inner
def order_assaults(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Units that shut up works assault them when ordered to attack and strong enough."""
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE or st.u[u].attacking >= 0 or step < st.u[u].cooldown:
            continue
        if posture_of(w, st, u) != ATTACK or not masks_works(w, st, sc, u):
            continue
        side = w.u[u].side
        c = st.u[u].cell
        shut_up = sc.x[1 - side, c].here - sc.x[1 - side, c].free
        if sc.x[side, c].here >= p[P.ASSAULT_ODDS] * shut_up:
            st.u[u].attacking = WORKS


@leaf
def _weakest_beside(w: World, p: F64, st: State, sc: Scratch, u: int) -> int:
    """Edge to the weakest enemy next to a unit that it outnumbers enough to strike at; -1 = none."""
    side = w.u[u].side
    c = st.u[u].cell
    most = sc.x[side, c].free / 256.0 / p[P.COUNTERATTACK_ODDS]
    slot = -1
    for k in range(6):
        d = int(w.e[c, k].nbr)
        if sc.x[1 - side, d].free == 0 or int(w.e[c, k].width) == 0:
            continue
        believed = float(st.x[1 - side, d].belief)
        if believed <= most:
            most = believed
            slot = k
    return slot


@inner
def order_counterattacks(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Defenders strike at weaker enemies who have come up to their position, and stay in it."""
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE or st.u[u].attacking >= 0 or step < st.u[u].cooldown:
            continue
        if w.u[u].static == 1 or w.u[u].rear == 1 or st.u[u].quiet > 0 or st.u[u].slot >= 0:
            continue
        posture = posture_of(w, st, u)
        if posture != HOLD and posture != DELAY:
            continue
        if st.u[u].cohesion >= p[P.ATTACK_MIN_COHESION] and sc.x[1 - w.u[u].side, st.u[u].cell].free == 0:
            st.u[u].attacking = _weakest_beside(w, p, st, sc, u)
