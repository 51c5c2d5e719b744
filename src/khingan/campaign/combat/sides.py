"""Both sides of one engagement, summed up from the units that stand in it."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ABOARD,
    ACTIVE,
    DELAY,
    FOOT,
    HORSE,
    N_SUMS,
    PROBE,
    REGROUP,
    WAITING,
    WITHDRAW,
)
from khingan.campaign.combat.advantage import quality
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.orders import posture_of
from khingan.campaign.picture import can_fight
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World

# Columns of Scratch.sums: men, then sums weighted by men, then pieces.
MEN, QUALITY, COHESION, SUPPLY, DELAYING, LAST_MAN, PROBING, ANTI_TANK, GARRISON, AUXILIARY, TANKS, GUNS = (
    range(N_SUMS)
)
WORKS = 6  # bit and slot of an assault on works in the own cell
FROM_SEA, FROM_RIVER = 7, 8  # bits and slots of an attack from the water on the cell before which a unit lies


@leaf
def supply_state(st: State, u: int, p: F64) -> float:
    """Supply of a unit for combat, 0-1: ammunition below one load or a hungry unit weaken it."""
    load = st.u[u].men / 256.0 * p[P.AMMUNITION_LOAD_PER_MAN]
    s = min(1.0, st.u[u].ammo / load) if load > 0.0 else 1.0
    return float(min(s, 0.5) if st.u[u].unfed > 0 else s)


@leaf
def attacks(w: World, st: State, u: int, side: int, cell: int) -> bool:
    """Whether a unit takes part in the attack of a side on a cell in this step."""
    if st.u[u].attacking < 0 or w.u[u].side != side:
        return False
    if st.u[u].attacking >= FROM_SEA:
        return bool(st.u[u].status == ABOARD and st.u[u].cell == cell)
    if st.u[u].status != ACTIVE:
        return False
    if st.u[u].attacking == WORKS:
        return bool(st.u[u].cell == cell)
    return int(w.nbr[st.u[u].cell, st.u[u].attacking]) == cell


@leaf
def defends(w: World, st: State, u: int, side: int, cell: int, works: bool) -> bool:
    """Whether a unit defends a cell; an assault on works meets only the garrison shut up in them."""
    if st.u[u].cell != cell or w.u[u].side != side:
        return False
    if st.u[u].status != ACTIVE and st.u[u].status != WAITING:
        return False
    return can_fight(w, st, u) and (st.u[u].invested == 1) == works


@leaf
def is_delaying(w: World, st: State, u: int, posture: int) -> bool:
    """Whether a unit fights to gain time only: at the last of its positions a delaying unit stands and fights."""
    if w.u[u].static == 1:
        return False
    if posture == DELAY:
        return bool(st.u[u].pointer < w.a[st.u[u].axis].count - 1)
    return bool(posture == WITHDRAW or posture == REGROUP)


@leaf
def _add(w: World, p: F64, st: State, u: int, row: F64) -> None:
    men = st.u[u].men / 256.0
    posture = posture_of(w, st, u)
    rating = w.u[u].rating * p[P.RATING_SCALE_0 + w.u[u].side]
    row[MEN] += men
    row[QUALITY] += men * quality(rating, p)
    row[COHESION] += men * st.u[u].cohesion
    row[SUPPLY] += men * supply_state(st, u, p)
    if is_delaying(w, st, u, posture):
        row[DELAYING] += men
    if w.u[u].lastman == 1:
        row[LAST_MAN] += men
    if posture == PROBE:
        row[PROBING] += men
    if w.u[u].static == 1:
        row[GARRISON] += men
    if w.u[u].auxiliary == 1:
        row[AUXILIARY] += men
    on_foot = w.u[u].mobility == FOOT or w.u[u].mobility == HORSE
    row[ANTI_TANK] += men * (
        w.u[u].antitank + (p[P.CLOSE_ASSAULT] * p[P.SWITCH_CLOSE_ASSAULT] if on_foot else 0.0)
    )
    # What is still on the ships does not fight.
    here = st.u[u].men / max(1, st.u[u].men + st.u[u].behind)
    row[TANKS] += here * st.u[u].tanks / 256.0
    row[GUNS] += here * st.u[u].guns / 256.0


@inner
def sum_up(w: World, p: F64, st: State, sc: Scratch, side: int, cell: int, works: bool) -> None:
    """Fill ``sc.sums``: row 0 the attackers of ``side`` on ``cell``, row 1 its defenders.

    The order of summation is the resolve order, so the sums are the same bits on every machine.
    """
    sc.sums[:] = 0.0
    for u in range(w.u.shape[0]):
        if attacks(w, st, u, side, cell):
            _add(w, p, st, u, sc.sums[0])
        elif defends(w, st, u, 1 - side, cell, works):
            _add(w, p, st, u, sc.sums[1])
    for i in range(2):
        if sc.sums[i, MEN] > 0.0:
            for j in range(QUALITY, TANKS):
                sc.sums[i, j] /= sc.sums[i, MEN]
