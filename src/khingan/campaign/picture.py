"""The frozen picture of a step: who stands where and how far his zone of control reaches (rules.md R8)."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import ABOARD, ACTIVE, PURSUE, TRAFFIC_PER_VEHICLE, WAITING
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.ground import leave_empty
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World

ORDINARY_BORDER_KM = 9.0  # border of two cells


@leaf
def traffic_units(w: World, st: State, u: int) -> int:
    """Weight of a unit on roads and in a cell: 10,000 men or 500 vehicles are one division-equivalent."""
    men = st.u[u].men // 256
    vehicles = (st.u[u].tanks // 256 + w.u[u].trucks) * TRAFFIC_PER_VEHICLE
    return int(max(men, vehicles))


@leaf
def room_units(w: World, st: State, u: int) -> int:
    """Room that a unit takes in a cell: a forward detachment clears the road for those who come up behind it.

    Mobile groups in pursuit pass through the ranks of those who stand there.
    """
    a = int(st.u[u].axis)
    passes = a >= 0 and st.u[u].ordered == 1 and int(w.a[a].posture) == PURSUE
    return 0 if passes or w.u[u].main >= 0 else traffic_units(w, st, u)


@leaf
def finds_room(w: World, st: State, sc: Scratch, u: int, c: int) -> bool:
    """Whether a cell has room for a unit beside those of its side who stand there (rules.md R9)."""
    standing = sc.x[w.u[u].side, c].traffic
    needed = room_units(w, st, u)
    return bool(standing == 0 or needed == 0 or standing + needed <= w.c[c].stack)


@leaf
def is_safe(st: State, sc: Scratch, side: int, c: int) -> bool:
    """Whether a side holds a cell and no enemy who can fight stands there."""
    return int(st.owner[c]) == side and sc.x[1 - side, c].free == 0


@leaf
def may_enter(w: World, side: int, c: int) -> bool:
    """Whether a side may go into a cell: no line drawn for it (``bounds``) bars the way."""
    return bool((int(w.c[c].bounds) >> side) & 1 == 0)


@leaf
def is_present(st: State, u: int) -> bool:
    """Whether a unit stands on the ground."""
    return bool(st.u[u].status == ACTIVE or st.u[u].status == WAITING)


@leaf
def can_fight(w: World, st: State, u: int) -> bool:
    """Whether a unit bars the way of an enemy: present, not army troops, not keeping a cease-fire."""
    return is_present(st, u) and w.u[u].rear == 0 and st.u[u].quiet < 2 and st.u[u].men > 0


@leaf
def stand(w: World, st: State, sc: Scratch, u: int, sign: int) -> None:
    """Add (sign 1) or take away (sign -1) a unit at its present cell from the picture.

    Who is aboard of a lift stands nowhere.
    """
    if st.u[u].status == ABOARD:
        return
    side = w.u[u].side
    c = st.u[u].cell
    sc.x[side, c].units += sign
    if st.u[u].disarmed == 0:
        sc.x[side, c].armed += sign
    if w.u[u].rear == 0:
        if sign > 0:
            # What it brought it takes away, whatever it has lost meanwhile.
            sc.weight[u] = room_units(w, st, u)
        sc.x[side, c].traffic += sign * sc.weight[u]
    if can_fight(w, st, u):
        sc.x[side, c].here += sign * st.u[u].men
        if st.u[u].invested == 0:
            sc.x[side, c].free += sign * st.u[u].men


@leaf
def is_screened(p: F64, sc: Scratch, side: int, c: int) -> bool:
    """Whether own troops standing in a cell keep the enemy's cover off it (rules.md R8).

    They do so where they themselves cover as much of an ordinary border as he does, or all of it.
    """
    own = 1000.0 * sc.x[side, c].here / 256.0 / (p[P.COVER_MEN_PER_KM] * ORDINARY_BORDER_KM)
    return bool(sc.x[side, c].here > 0 and own >= min(1000, sc.x[1 - side, c].cover))


@leaf
def _hinder(p: F64, st: State, u: int) -> None:
    """Works shut up leave part of the traffic past them, none that their guns cover (rules.md R14)."""
    c = st.u[u].cell
    covered = st.u[u].guns >= p[P.HINDERED_GUNS] * 256.0
    held_back = 100 if covered else int(100.0 * (1.0 - p[P.HINDERED_SHARE]))
    st.c[c].hindered = max(int(st.c[c].hindered), held_back)


@leaf
def _spread_cover(w: World, st: State, sc: Scratch, u: int, per_km: float) -> None:
    side = w.u[u].side
    c = st.u[u].cell
    men = st.u[u].men / 256.0 * st.u[u].cohesion
    n = int(sc.covered[sc.covered.shape[0] - 1])
    for k in range(6):
        d = int(w.nbr[c, k])
        width = int(w.e[c, k].width)
        if width > 0:
            sc.x[side, d].cover += int(1000.0 * men / (per_km * width / 1000.0))
            sc.covered[n] = d
            n += 1
    # In its own cell a unit covers what it would cover of one ordinary border.
    sc.x[side, c].cover += int(1000.0 * men / (per_km * ORDINARY_BORDER_KM))
    sc.covered[n] = c
    sc.covered[sc.covered.shape[0] - 1] = n + 1


@inner
def _clear(w: World, st: State, sc: Scratch) -> None:
    """Wipe the last picture: only cells that units stand on or covered can hold anything."""
    for i in range(int(sc.covered[sc.covered.shape[0] - 1])):
        c = int(sc.covered[i])
        sc.x[0, c].cover = 0
        sc.x[1, c].cover = 0
    sc.covered[sc.covered.shape[0] - 1] = 0
    for u in range(w.u.shape[0]):
        for side in range(2):
            leave_empty(sc, side, st.u[u].cell)
        st.c[st.u[u].cell].hindered = 0


@inner
def draw(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Make the picture anew from the units' positions."""
    _clear(w, st, sc)
    per_km = p[P.COVER_MEN_PER_KM]
    least = p[P.COVER_MIN] * 1000.0
    for u in range(w.u.shape[0]):
        if not is_present(st, u):
            continue
        stand(w, st, sc, u, 1)
        if st.u[u].invested == 1 and can_fight(w, st, u) and p[P.SWITCH_HINDERED_TRAFFIC] > 0.0:
            _hinder(p, st, u)
        if st.u[u].invested == 0 and can_fight(w, st, u):
            men = st.u[u].men / 256.0 * st.u[u].cohesion
            if 1000.0 * men / (per_km * ORDINARY_BORDER_KM) >= least:
                _spread_cover(w, st, sc, u, per_km)
