"""Attacks beside those of the march: assaults on works that are shut up, and counterattacks of defenders."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEP_HOURS, STEPS_PER_DAY
from khingan.campaign.codes import ACTIVE, ATTACK, DELAY, HOLD
from khingan.campaign.combat.sides import WORKS
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.movement import masks_works
from khingan.campaign.orders import posture_of
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@inner
def order_assaults(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Units that shut up works, or stand beside them for want of a way on, assault them when ordered to attack.

    All of them together must be strong enough.
    """
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE or st.u[u].attacking >= 0 or step < st.u[u].cooldown:
            continue
        if posture_of(w, st, u) != ATTACK or w.u[u].rear == 1 or st.u[u].quiet > 0:
            continue
        side = w.u[u].side
        c = st.u[u].cell
        shut_up = sc.x[1 - side, c].here - sc.x[1 - side, c].free
        if shut_up <= 0 or not (st.u[u].marched == 0 or masks_works(w, p, st, sc, u)):
            continue
        if sc.x[side, c].here >= p[P.ASSAULT_ODDS] * shut_up:
            st.u[u].attacking = WORKS


@leaf
def _weakest_beside(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> int:
    """Edge to the weakest enemy next to a unit that it outnumbers enough to strike at; -1 = none."""
    side = w.u[u].side
    c = st.u[u].cell
    most = sc.x[side, c].free / 256.0 / p[P.COUNTERATTACK_ODDS]
    slot = -1
    attacked = step - int(st.x[1 - side, c].clock_step) < STEPS_PER_DAY
    for k in range(6):
        d = int(w.nbr[c, k])
        if sc.x[1 - side, d].free == 0 or int(w.e[c, k].width) == 0:
            continue
        # Who stands on ground that was his when the campaign began has not come up to anybody.
        if int(w.c[d].owner) != side and not attacked:
            continue
        believed = float(st.x[1 - side, d].belief)
        if believed <= most:
            most = believed
            slot = k
    return slot


@leaf
def _may_counterattack(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> bool:
    """Whether a unit stands in its position, knows of the war and is not itself under attack."""
    if st.u[u].status != ACTIVE or st.u[u].attacking >= 0 or step < st.u[u].cooldown:
        return False
    under_way = st.u[u].slot >= 0 and st.u[u].ordered == 1
    if w.u[u].static == 1 or w.u[u].rear == 1 or st.u[u].quiet > 0 or under_way:
        return False
    posture = posture_of(w, st, u)
    if posture != HOLD and posture != DELAY:
        return False
    if p[P.SWITCH_COMMAND] > 0.0 and st.u[u].knows > step * STEP_HOURS:
        return False
    enemy = 1 - w.u[u].side
    c = st.u[u].cell
    # R2: two sides that attack each other meet once, in the attack that the other began.
    if int(sc.x[enemy, c].eng) >= 0 or sc.x[enemy, c].free > 0:
        return False
    return bool(st.u[u].cohesion >= p[P.ATTACK_MIN_COHESION])


@leaf
def enlist(w: World, st: State, sc: Scratch, u: int, n: int) -> int:
    """Enter an attacking unit in the list of the step's engagements; returns the number of these."""
    side = w.u[u].side
    c = st.u[u].cell
    here = st.u[u].attacking >= WORKS
    target = c if here else int(w.nbr[c, st.u[u].attacking])
    i = int(sc.x[side, target].eng)
    if i < 0:
        i = n
        sc.x[side, target].eng = i
        sc.eng_cell[i] = target
        sc.eng_side[i] = side
        sc.edges[i] = 0
        n += 1
    bit = int(st.u[u].attacking) if here else int(w.e[c, st.u[u].attacking].rev)
    sc.edges[i] = int(sc.edges[i]) | (1 << bit)
    return n


@inner
def counterattacks(w: World, p: F64, st: State, sc: Scratch, n: int, step: int) -> int:
    """Defenders strike at weaker enemies who have come up to their position, and stay in it.

    Adds to the ``n`` engagements gathered so far; returns their number.
    """
    for u in range(w.u.shape[0]):
        if _may_counterattack(w, p, st, sc, u, step):
            st.u[u].attacking = _weakest_beside(w, p, st, sc, u, step)
            if st.u[u].attacking >= 0:
                n = enlist(w, st, sc, u, n)
    return n
