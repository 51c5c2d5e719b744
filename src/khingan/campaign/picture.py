"""The frozen picture of a step: who stands where and how far his zone of control reaches (rules.md R8)."""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, TRAFFIC_PER_VEHICLE, WAITING
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@njit(cache=True)
def traffic_units(w: World, st: State, u: int) -> int:
    """Weight of a unit on roads and in a cell: 10,000 men or 500 vehicles are one division-equivalent."""
    men = st.men[u] // 256
    vehicles = (st.tanks[u] // 256 + w.u_trucks[u]) * TRAFFIC_PER_VEHICLE
    return int(max(men, vehicles))


@njit(cache=True)
def can_fight(w: World, st: State, u: int) -> bool:
    """Whether a unit bars the way of an enemy: present, not army troops, not keeping a cease-fire."""
    present = st.status[u] == ACTIVE or st.status[u] == WAITING
    return present and w.u_rear[u] == 0 and st.quiet[u] == 0 and st.men[u] > 0


@njit(cache=True)
def stand(w: World, st: State, sc: Scratch, u: int, sign: int) -> None:
    """Add (sign 1) or take away (sign -1) a unit at its present cell from the picture."""
    side = w.u_side[u]
    c = st.cell[u]
    sc.traffic[side, c] += sign * traffic_units(w, st, u)
    if can_fight(w, st, u):
        sc.here[side, c] += sign * st.men[u]
        if st.invested[u] == 0:
            sc.free[side, c] += sign * st.men[u]


@njit(cache=True)
def _spread_cover(w: World, st: State, sc: Scratch, u: int, per_km: float) -> None:
    side = w.u_side[u]
    c = st.cell[u]
    men = st.men[u] / 256.0 * st.cohesion[u]
    for k in range(6):
        d = int(w.nbr[c, k])
        width = int(w.e_width[c, k])
        if width > 0:
            sc.cover[side, d] += int(1000.0 * men / (per_km * width / 1000.0))
    # In its own cell a unit covers what it would cover of one ordinary border (9 km).
    sc.cover[side, c] += int(1000.0 * men / (per_km * 9.0))


@njit(cache=True)
def draw(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Make the picture anew from the units' positions."""
    sc.here[:] = 0
    sc.free[:] = 0
    sc.traffic[:] = 0
    sc.cover[:] = 0
    per_km = p[P.COVER_MEN_PER_KM]
    least = p[P.COVER_MIN] * 1000.0
    for u in range(w.u_side.shape[0]):
        if st.status[u] != ACTIVE and st.status[u] != WAITING:
            continue
        stand(w, st, sc, u, 1)
        if st.invested[u] == 0 and can_fight(w, st, u):
            men = st.men[u] / 256.0 * st.cohesion[u]
            if 1000.0 * men / (per_km * 9.0) >= least:
                _spread_cover(w, st, sc, u, per_km)
