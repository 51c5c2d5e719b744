"""What follows a decision: retreat, investment of works, advance (rules.md R3, R14)."""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
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
from khingan.campaign.combat.sides import WORKS, attacks
from khingan.campaign.control import enter, lay_down_arms
from khingan.campaign.events import log
from khingan.campaign.movement import masks_works
from khingan.campaign.picture import stand, traffic_units
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@njit(cache=True)
def _way_back(w: World, p: F64, st: State, sc: Scratch, u: int) -> int:
    """Edge of retreat: own ground, hardly covered by the enemy, nearest to supply; -1 = none open."""
    side = w.u_side[u]
    c = st.cell[u]
    limit = int(p[P.COVER_STOP] * 1000.0)
    best = 1 << 60
    slot = -1
    for k in range(6):
        d = int(w.nbr[c, k])
        if int(st.owner[d]) != side or w.c_stack[d] == 0 or sc.free[1 - side, d] > 0:
            continue
        if int(sc.cover[1 - side, d]) >= limit:
            continue
        cost = int(sc.distance[side, d]) * 1000 + int(w.e_haul[c, k])
        if cost < best:
            best = cost
            slot = k
    return slot


@njit(cache=True)
def retreat(w: World, p: F64, st: State, sc: Scratch, u: int, side: int, step: int) -> bool:
    """Take a beaten defender one cell back; it takes clock and noise of the engagement along.

    Returns False when no way is open: the unit stays, surrounded.
    """
    k = _way_back(w, p, st, sc, u)
    st.cohesion[u] = after_retreat(st.cohesion[u], p)
    if k < 0:
        st.surrounded[u] = 1
        return False
    c = st.cell[u]
    d = int(w.nbr[c, k])
    stand(w, st, sc, u, -1)
    if sc.traffic[1 - side, d] + traffic_units(w, st, u) > w.c_stack[d]:
        st.cohesion[u] = max(0.0, st.cohesion[u] - p[P.OVERSTACK_COHESION])
    st.previous[u] = c
    st.cell[u] = d
    st.slot[u] = -1
    st.progress[u] = 0
    st.arrived[u] = step
    stand(w, st, sc, u, 1)
    st.clock[side, d] = st.clock[side, c]
    st.clock_step[side, d] = step
    st.noise_a[side, d] = st.noise_a[side, c]
    st.noise_d[side, d] = st.noise_d[side, c]
    st.wave_a[side, d] = st.wave_a[side, c]
    st.wave_d[side, d] = st.wave_d[side, c]
    log(sc, step, step * 6 + 6, RETREAT, w.u_side[u], d, u, 0)
    return True


@njit(cache=True)
def give_way(w: World, p: F64, st: State, sc: Scratch, side: int, cell: int, works: bool, step: int) -> None:
    """All defenders who can go retreat; garrisons fall back into their works, works under assault fall."""
    for u in range(w.u_side.shape[0]):
        if st.cell[u] != cell or w.u_side[u] == side:
            continue
        if (st.status[u] != ACTIVE and st.status[u] != WAITING) or w.u_rear[u] == 1 or st.quiet[u] == 1:
            continue
        if works:
            if st.invested[u] == 1:
                log(sc, step, step * 6 + 6, WORKS_FALLEN, w.u_side[u], cell, u, st.men[u] // 256)
                lay_down_arms(w, st, sc, u, SURRENDERED, CAPTURED)
        elif w.u_static[u] == 0:
            retreat(w, p, st, sc, u, side, step)


@njit(cache=True)
def invest(w: World, st: State, sc: Scratch, side: int, cell: int, step: int) -> None:
    """Shut up the garrisons left in a cell when the attackers outnumber them."""
    ordered = 0
    left = 0
    for u in range(w.u_side.shape[0]):
        if attacks(w, st, u, side, cell):
            ordered += st.men[u]
        elif st.cell[u] == cell and w.u_side[u] != side and st.status[u] == ACTIVE and w.u_static[u] == 1:
            left += st.men[u] if st.invested[u] == 0 else 0
    if left == 0 or ordered < left or sc.free[1 - side, cell] > left:
        return
    for u in range(w.u_side.shape[0]):
        if st.cell[u] != cell or w.u_side[u] == side or st.status[u] != ACTIVE:
            continue
        if w.u_static[u] == 1 and st.invested[u] == 0 and w.u_rear[u] == 0:
            stand(w, st, sc, u, -1)
            st.invested[u] = 1
            stand(w, st, sc, u, 1)
            log(sc, step, step * 6 + 6, WORKS_INVESTED, w.u_side[u], cell, u, st.men[u] // 256)


@njit(cache=True)
def release(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Garrisons that fewer enemies than their own men watch come out of the works again (R14)."""
    for u in range(w.u_side.shape[0]):
        if st.invested[u] == 0 or st.status[u] != ACTIVE:
            continue
        c = st.cell[u]
        side = w.u_side[u]
        if sc.here[1 - side, c] >= sc.here[side, c] - sc.free[side, c]:
            continue
        stand(w, st, sc, u, -1)
        st.invested[u] = 0
        stand(w, st, sc, u, 1)
        if sc.here[1 - side, c] == 0:
            enter(w, p, st, sc, u, step, step * 6)


@njit(cache=True)
def advance(w: World, p: F64, st: State, sc: Scratch, side: int, cell: int, through: bool, step: int) -> None:
    """The attackers move into the cell that was given up, as far as there is room; mobile units may run on."""
    for u in range(w.u_side.shape[0]):
        if not attacks(w, st, u, side, cell) or st.attacking[u] == WORKS:
            continue
        k = int(st.attacking[u])
        weight = traffic_units(w, st, u)
        standing = sc.traffic[side, cell]
        st.attacking[u] = -1
        st.slot[u] = -1
        st.progress[u] = 0
        if (standing > 0 and standing + weight > w.c_stack[cell]) or masks_works(w, st, sc, u):
            continue
        stand(w, st, sc, u, -1)
        st.previous[u] = st.cell[u]
        st.cell[u] = int(w.nbr[st.cell[u], k])
        st.arrived[u] = step
        stand(w, st, sc, u, 1)
        enter(w, p, st, sc, u, step, step * 6 + 5)
        if through and w.u_class[u] >= HORSE:
            st.loose[u] = 1


@njit(cache=True)
def shatter(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """A unit falls apart: surrounded it is taken, elsewhere part is taken and part scatters."""
    log(sc, step, step * 6 + 6, SHATTERED_EVENT, w.u_side[u], st.cell[u], u, st.men[u] // 256)
    if st.surrounded[u] == 0:
        # The picture must lose the men who scatter before the unit leaves it.
        stand(w, st, sc, u, -1)
        lose(st, u, MISSING, int(st.men[u] * (1.0 - p[P.SHATTER_CAPTURED])))
        stand(w, st, sc, u, 1)
    lay_down_arms(w, st, sc, u, SHATTERED, CAPTURED)
