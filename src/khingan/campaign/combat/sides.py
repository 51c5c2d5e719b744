"""Both sides of one engagement, summed up from the units that stand in it."""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, DELAY, PROBE, REGROUP, WAITING, WITHDRAW
from khingan.campaign.combat.advantage import quality
from khingan.campaign.orders import posture_of
from khingan.campaign.picture import can_fight
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World

# Columns of Scratch.sums: men, then sums weighted by men, then pieces.
MEN, QUALITY, COHESION, SUPPLY, AIR, SURPRISE, DELAYING, LAST_MAN, PROBING, ANTI_TANK, TANKS, GUNS = range(12)
N_SUMS = 12
WORKS = 6  # bit and slot of an assault on works in the own cell


@njit(cache=True)
def supply_state(st: State, u: int, p: F64) -> float:
    """Supply of a unit for combat, 0-1: ammunition below one load or a hungry unit weaken it."""
    load = st.men[u] / 256.0 * p[P.AMMUNITION_LOAD_PER_MAN]
    s = min(1.0, st.ammo[u] / load) if load > 0.0 else 1.0
    return float(min(s, 0.5) if st.unfed[u] > 0 else s)


@njit(cache=True)
def attacks(w: World, st: State, u: int, side: int, cell: int) -> bool:
    """Whether a unit takes part in the attack of a side on a cell in this step."""
    if st.attacking[u] < 0 or w.u_side[u] != side or st.status[u] != ACTIVE:
        return False
    if st.attacking[u] == WORKS:
        return bool(st.cell[u] == cell)
    return int(w.nbr[st.cell[u], st.attacking[u]]) == cell


@njit(cache=True)
def defends(w: World, st: State, u: int, side: int, cell: int, works: bool) -> bool:
    """Whether a unit defends a cell; an assault on works meets only the garrison shut up in them."""
    if st.cell[u] != cell or w.u_side[u] != side:
        return False
    if st.status[u] != ACTIVE and st.status[u] != WAITING:
        return False
    return can_fight(w, st, u) and (st.invested[u] == 1) == works


@njit(cache=True)
def _add(w: World, p: F64, st: State, u: int, row: F64) -> None:
    men = st.men[u] / 256.0
    posture = posture_of(w, st, u)
    rating = w.u_rating[u] * p[P.RATING_SCALE_0 + w.u_side[u]]
    row[MEN] += men
    row[QUALITY] += men * quality(rating, p)
    row[COHESION] += men * st.cohesion[u]
    row[SUPPLY] += men * supply_state(st, u, p)
    row[AIR] += men * w.u_air[u]
    row[SURPRISE] += men * w.u_surprise[u]
    if (posture == DELAY or posture == WITHDRAW or posture == REGROUP) and w.u_static[u] == 0:
        row[DELAYING] += men
    if w.u_lastman[u] == 1:
        row[LAST_MAN] += men
    if posture == PROBE:
        row[PROBING] += men
    row[ANTI_TANK] += men * w.u_antitank[u]
    row[TANKS] += st.tanks[u] / 256.0
    row[GUNS] += st.guns[u] / 256.0


@njit(cache=True)
def sum_up(w: World, p: F64, st: State, sc: Scratch, side: int, cell: int, works: bool) -> None:
    """Fill ``sc.sums``: row 0 the attackers of ``side`` on ``cell``, row 1 its defenders.

    The order of summation is the resolve order, so the sums are the same bits on every machine.
    """
    sc.sums[:] = 0.0
    for u in range(w.u_side.shape[0]):
        if attacks(w, st, u, side, cell):
            _add(w, p, st, u, sc.sums[0])
        elif defends(w, st, u, 1 - side, cell, works):
            _add(w, p, st, u, sc.sums[1])
    for i in range(2):
        if sc.sums[i, MEN] > 0.0:
            for j in range(QUALITY, TANKS):
                sc.sums[i, j] /= sc.sums[i, MEN]
