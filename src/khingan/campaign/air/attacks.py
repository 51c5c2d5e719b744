"""Attacks on single targets: aircraft flown into columns, and bridges."""

from __future__ import annotations

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, BRIDGE_BOMBED, KILLED, MOTOR, SPECIAL_ATTACK, TRANSPORT
from khingan.campaign.cohesion import lose
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.distance import km_between
from khingan.campaign.events import log
from khingan.campaign.picture import stand
from khingan.campaign.portable import exp
from khingan.campaign.rail.lines import break_bridge
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@inner
def _column(w: World, p: F64, st: State, v: int, step: int) -> int:
    """Mobile enemy unit on the march, within radius, where the own side has lost the air; the nearest, -1 = none."""
    side = w.v[v].side
    best = w.v[v].radius
    found = -1
    for u in range(w.u.shape[0]):
        if w.u[u].side == side or st.u[u].status != ACTIVE or w.u[u].mobility < MOTOR or w.u[u].rear == 1:
            continue
        c = st.u[u].cell
        if (
            st.u[u].arrived < step - 4
            or st.b[side, w.c[c].region].superiority > -p[P.AIR_SPECIAL_SUPERIORITY]
        ):
            continue
        far = km_between(w, st.v[v].cell, c)
        if far <= best:
            best = far
            found = u
    return found


@inner
def fly_special(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Groups of a side that flies such attacks give a share of their sorties, and the aircraft, for them."""
    for v in range(w.v.shape[0]):
        share = p[P.AIR_SPECIAL_SHARE_0 + w.v[v].side]
        if share == 0.0 or w.v[v].kind == TRANSPORT or st.v[v].free <= 0:
            continue
        u = _column(w, p, st, v, step)
        if u < 0:
            continue
        words = draws.draw(sc.key[0], sc.key[1], step, int(w.v[v].sid), draws.SPECIAL)
        n = int(st.v[v].free / 256.0 * share + draws.uniform(words[0]))
        n = min(n, st.v[v].aircraft // 256)
        if n <= 0:
            continue
        st.v[v].free -= min(st.v[v].free, n * 256)
        st.v[v].flown += n * 256
        st.v[v].aircraft -= n * 256
        st.v[v].lost += n * 256
        tanks = min(st.u[u].tanks, int(n * 256 * p[P.AIR_SPECIAL_TANKS]))
        st.u[u].tanks -= tanks
        sc.tanks_lost[u] += tanks
        stand(w, st, sc, u, -1)
        lose(st, u, KILLED, int(n * 256 * p[P.AIR_SPECIAL_MEN]))
        stand(w, st, sc, u, 1)
        log(sc, step, step * 6, SPECIAL_ATTACK, w.v[v].side, st.u[u].cell, u, n)


@leaf
def _is_target(w: World, st: State, side: int, c: int, k: int) -> bool:
    """Whether the river of an edge is bridged by a railway on the other side's ground."""
    held = int(st.owner[c]) == 1 - side
    return held and int(w.e[c, k].rail) > 0 and int(w.e[c, k].river) > 0 and int(st.e[c, k].bridge) == 1


@inner
def _hit_bridge(w: World, p: F64, st: State, sc: Scratch, side: int, r: int, luck: float, step: int) -> None:
    """Break one of the railway bridges that the enemy holds in a region."""
    n = 0
    for c in range(w.e.shape[0] - 1):
        if w.c[c].region == r:
            for k in range(6):
                n += 1 if _is_target(w, st, side, c, k) else 0
    which = int(luck * n)
    for c in range(w.e.shape[0] - 1 if n > 0 else 0):
        if w.c[c].region != r:
            continue
        for k in range(6):
            if not _is_target(w, st, side, c, k):
                continue
            if which == 0:
                break_bridge(w, p, st, c, k)
                log(sc, step, step * 6, BRIDGE_BOMBED, side, c, -1, k)
                return
            which -= 1


@inner
def bomb_bridges(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Strikes on railways break a bridge now and then."""
    for r in range(w.r.shape[0]):
        words = draws.draw(sc.key[0], sc.key[1], step, int(w.r[r].sid), draws.BRIDGE_BOMB)
        for side in range(2):
            hit = words[2] if side == 1 else words[0]
            which = words[3] if side == 1 else words[1]
            chance = 1.0 - exp(-sc.b[side, r].strike * p[P.AIR_BRIDGE_CHANCE])
            if draws.uniform(hit) < chance:
                _hit_bridge(w, p, st, sc, side, r, draws.uniform(which), step)
