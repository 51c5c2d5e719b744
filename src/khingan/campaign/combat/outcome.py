"""What follows a decision: retreat, investment of works, advance (rules.md R3, R14)."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEPS_PER_DAY
from khingan.campaign.codes import (
    ACTIVE,
    CAPTURED,
    HORSE,
    MISSING,
    RETREAT,
    SHATTERED,
    SHATTERED_EVENT,
    SURRENDERED,
    WAITING,
    WORKS_FALLEN,
    WORKS_INVESTED,
)
from khingan.campaign.cohesion import lose
from khingan.campaign.combat.decision import after_retreat
from khingan.campaign.combat.sides import FROM_SEA, WORKS, attacks
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import enter, lay_down_arms
from khingan.campaign.events import log
from khingan.campaign.landing.beach import ashore
from khingan.campaign.movement import masks_works
from khingan.campaign.orders import is_offensive, posture_of
from khingan.campaign.packing import HAUL_MASK
from khingan.campaign.picture import can_fight, finds_room, room_units, stand
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.nearest import distance
from khingan.campaign.world import F64, World


@leaf
def _way_back(w: World, p: F64, st: State, sc: Scratch, u: int) -> int:
    """Edge of retreat: own ground, hardly covered by the enemy, nearest to supply; -1 = none open."""
    side = w.u[u].side
    c = st.u[u].cell
    limit = int(p[P.RETREAT_COVER_MAX] * 1000.0)
    best = 1 << 60
    slot = -1
    for k in range(6):
        d = int(w.nbr[c, k])
        if int(st.owner[d]) != side or w.c[d].stack == 0 or sc.x[1 - side, d].free > 0:
            continue
        if int(sc.x[1 - side, d].cover) >= limit:
            continue
        cost = distance(st, side, d) * 1000 + int(w.flow[c, k] & HAUL_MASK)
        if cost < best:
            best = cost
            slot = k
    return slot


@leaf
def _takes_battle_along(w: World, st: State, sc: Scratch, u: int, d: int, beaten: int, step: int) -> bool:
    """Whether the battle goes on where a beaten unit falls back to (rules.md R2).

    It does not where more men than all who were beaten have stood for a day: the attackers meet a position of its own.
    """
    fresh = 0
    for v in range(w.u.shape[0]):
        if st.u[v].cell == d and w.u[v].side == w.u[u].side and can_fight(w, st, v):
            fresh += st.u[v].men if step - st.u[v].arrived >= STEPS_PER_DAY else 0
    return bool(fresh <= beaten)


@inner
def retreat(w: World, p: F64, st: State, sc: Scratch, u: int, side: int, beaten: int, step: int) -> bool:
    """Take one of ``beaten`` defenders (1/256 man) a cell back; clock and noise of the engagement go along.

    Returns False when no way is open: the unit stays, surrounded.
    """
    k = _way_back(w, p, st, sc, u)
    st.u[u].cohesion = after_retreat(st.u[u].cohesion, p)
    if k < 0:
        st.u[u].surrounded = 1
        return False
    c = st.u[u].cell
    d = int(w.nbr[c, k])
    stand(w, st, sc, u, -1)
    if sc.x[1 - side, d].traffic + room_units(w, st, u) > w.c[d].stack:
        st.u[u].cohesion = max(0.0, st.u[u].cohesion - p[P.OVERSTACK_COHESION])
    goes_on = _takes_battle_along(w, st, sc, u, d, beaten, step)
    st.u[u].previous = c
    st.u[u].cell = d
    st.u[u].attacking = -1
    st.u[u].slot = -1
    st.u[u].progress = 0
    st.u[u].arrived = step
    stand(w, st, sc, u, 1)
    if goes_on:
        st.x[side, d].clock = st.x[side, c].clock
        st.x[side, d].clock_step = step
        st.x[side, d].noise_a = st.x[side, c].noise_a
        st.x[side, d].noise_d = st.x[side, c].noise_d
        st.x[side, d].wave_a = st.x[side, c].wave_a
        st.x[side, d].wave_d = st.x[side, c].wave_d
        st.x[side, d].surprise = st.x[side, c].surprise
    log(sc, step, step * 6 + 6, RETREAT, w.u[u].side, d, u, 0)
    return True


@inner
def give_way(w: World, p: F64, st: State, sc: Scratch, side: int, cell: int, works: bool, step: int) -> None:
    """All defenders who can go retreat; garrisons fall back into their works, works under assault fall."""
    beaten = int(sc.x[1 - side, cell].free)
    for u in range(w.u.shape[0]):
        if st.u[u].cell != cell or w.u[u].side == side:
            continue
        if (st.u[u].status != ACTIVE and st.u[u].status != WAITING) or w.u[u].rear == 1 or st.u[u].quiet > 1:
            continue
        if works:
            if st.u[u].invested == 1:
                log(sc, step, step * 6 + 6, WORKS_FALLEN, w.u[u].side, cell, u, st.u[u].men // 256)
                lay_down_arms(w, st, sc, u, SURRENDERED, CAPTURED)
        elif w.u[u].static == 0:
            retreat(w, p, st, sc, u, side, beaten, step)


@inner
def invest(w: World, st: State, sc: Scratch, side: int, cell: int, step: int) -> None:
    """Shut up the garrisons left in a cell when the attackers outnumber them."""
    ordered = 0
    left = 0
    for u in range(w.u.shape[0]):
        if attacks(w, st, u, side, cell):
            ordered += st.u[u].men
        elif st.u[u].cell == cell and w.u[u].side != side and st.u[u].status == ACTIVE and w.u[u].static == 1:
            left += st.u[u].men if st.u[u].invested == 0 else 0
    if left == 0 or ordered < left or sc.x[1 - side, cell].free > left:
        return
    for u in range(w.u.shape[0]):
        if st.u[u].cell != cell or w.u[u].side == side or st.u[u].status != ACTIVE:
            continue
        if w.u[u].static == 1 and st.u[u].invested == 0 and w.u[u].rear == 0:
            stand(w, st, sc, u, -1)
            st.u[u].invested = 1
            stand(w, st, sc, u, 1)
            log(sc, step, step * 6 + 6, WORKS_INVESTED, w.u[u].side, cell, u, st.u[u].men // 256)


@inner
def release(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Garrisons that fewer enemies than their own men watch come out of the works again (R14)."""
    for u in range(w.u.shape[0]):
        if st.u[u].invested == 0 or st.u[u].status != ACTIVE:
            continue
        c = st.u[u].cell
        side = w.u[u].side
        if sc.x[1 - side, c].here >= sc.x[side, c].here - sc.x[side, c].free:
            continue
        stand(w, st, sc, u, -1)
        st.u[u].invested = 0
        stand(w, st, sc, u, 1)
        if sc.x[1 - side, c].here == 0:
            enter(w, p, st, sc, u, step, step * 6)


@inner
def advance(w: World, p: F64, st: State, sc: Scratch, side: int, cell: int, through: bool, step: int) -> None:
    """The attackers move into the cell that was given up, as far as there is room; mobile units may run on."""
    for u in range(w.u.shape[0]):
        if not attacks(w, st, u, side, cell) or st.u[u].attacking == WORKS:
            continue
        if st.u[u].attacking >= FROM_SEA:
            ashore(w, p, st, sc, u, step, step * 6 + 5)
            continue
        k = int(st.u[u].attacking)
        if not is_offensive(posture_of(w, st, u)):
            # A counterattack clears the ground before a position; nobody leaves it.
            st.u[u].attacking = -1
            continue
        st.u[u].attacking = -1
        st.u[u].slot = -1
        st.u[u].progress = 0
        if not finds_room(w, st, sc, u, cell) or masks_works(w, p, st, sc, u):
            continue
        stand(w, st, sc, u, -1)
        st.u[u].previous = st.u[u].cell
        st.u[u].cell = int(w.nbr[st.u[u].cell, k])
        st.u[u].arrived = step
        stand(w, st, sc, u, 1)
        enter(w, p, st, sc, u, step, step * 6 + 5)
        if through and w.u[u].mobility >= HORSE:
            st.u[u].loose = 1


@inner
def shatter(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """A unit falls apart: surrounded it is taken, elsewhere part is taken and part scatters."""
    log(sc, step, step * 6 + 6, SHATTERED_EVENT, w.u[u].side, st.u[u].cell, u, st.u[u].men // 256)
    if st.u[u].surrounded == 0:
        # The picture must lose the men who scatter before the unit leaves it.
        stand(w, st, sc, u, -1)
        lose(st, u, MISSING, int(st.u[u].men * (1.0 - p[P.SHATTER_CAPTURED])))
        stand(w, st, sc, u, 1)
    lay_down_arms(w, st, sc, u, SHATTERED, CAPTURED)


@inner
def withdraw_rear(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Army troops in whose reach the enemy comes go one cell back toward supply, unless they keep a cease-fire."""
    for u in range(w.u.shape[0]):
        if w.u[u].rear == 0 or st.u[u].status != ACTIVE or st.u[u].quiet > 0:
            continue
        side = w.u[u].side
        c = st.u[u].cell
        near = False
        for k in range(6):
            near = near or sc.x[1 - side, int(w.nbr[c, k])].free > 0
        if not near:
            continue
        k = _way_back(w, p, st, sc, u)
        if k >= 0:
            stand(w, st, sc, u, -1)
            st.u[u].cell = int(w.nbr[c, k])
            st.u[u].arrived = step
            stand(w, st, sc, u, 1)
