"""Airfields: aircraft follow the front from strip to strip, and leave those that the enemy takes."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.air.fronts import km_to_front
from khingan.campaign.codes import ACTIVE, AIRFIELD_OPENED, TRANSPORT
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.distance import km_between
from khingan.campaign.events import log
from khingan.campaign.intelligence import meets
from khingan.campaign.state import Scratch, State
from khingan.campaign.theatre import is_under
from khingan.campaign.world import F64, World

FAR_KM = 1.0e9
RUGGED = 1.0  # mountain: nowhere to land


@leaf
def _neediest(w: World, p: F64, st: State, sc: Scratch, v: int) -> int:
    """Region with the most men of the supported formation for the aircraft of this kind near them, -1 = none."""
    f = w.v[v].supports
    best = -1
    most = 0.0
    for r in range(w.r.shape[0]):
        if sc.a[f, r].men <= 0.0 or sc.b[1 - w.v[v].side, r].men == 0:
            continue
        near = st.v[v].aircraft
        for i in range(w.v.shape[0]):
            if i == v or w.v[i].supports != f or w.v[i].kind != w.v[v].kind:
                continue
            at = st.v[i].next if st.v[i].next >= 0 else st.v[i].cell
            if km_to_front(w, sc, at, f, r) <= p[P.AIR_MOVE_SHARE] * w.v[i].radius:
                near += st.v[i].aircraft
        need = sc.a[f, r].men / near
        if need > most:
            most = need
            best = r
    return best


@leaf
def takes_aircraft(w: World, c: int) -> bool:
    """Whether a cell has an airfield, or ground on which a strip can be marked out."""
    return bool(w.c[c].airfield == 1 or (w.c[c].rough < RUGGED and w.c[c].wood == 0.0))


@leaf
def is_site(w: World, st: State, sc: Scratch, side: int, c: int) -> bool:
    """Whether a side can fly from a cell or make a strip there: own ground, uncovered, open and even enough."""
    if int(st.owner[c]) != side or int(sc.x[1 - side, c].cover) > 0:
        return False
    if int(w.c[c].airfield) == 1 or int(st.c[c].strip) > 0:
        return True
    return bool(takes_aircraft(w, c) and w.c[c].marsh == 0.0)


@inner
def _find_site(w: World, st: State, sc: Scratch, v: int, r: int) -> int:
    """Cell of a unit of the supported formation, out of contact and nearest to its front; -1 = none nearer."""
    side = w.v[v].side
    f = w.v[v].supports
    best = km_to_front(w, sc, st.v[v].cell, f, r) * 0.5
    site = -1
    for u in range(w.u.shape[0]):
        c = st.u[u].cell
        if w.u[u].side != side or st.u[u].status != ACTIVE or w.u[u].static == 1 or w.u[u].rear == 1:
            continue
        if not is_site(w, st, sc, side, c) or not is_under(w, u, f) or meets(w, st, sc, u) >= 0:
            continue
        far = km_to_front(w, sc, c, f, r)
        if far < best:
            best = far
            site = c
    return site


@inner
def _flee(w: World, st: State, v: int) -> None:
    """The base is taken: what is not fit to fly is left behind, the rest goes to the nearest base of the side."""
    best = FAR_KM
    to = -1
    for i in range(w.v.shape[0]):
        c = st.v[i].cell
        if w.v[i].side != w.v[v].side or int(st.owner[c]) != w.v[v].side:
            continue
        far = km_between(w, st.v[v].cell, c)
        if far < best and far <= 2.0 * w.v[v].radius:
            best = far
            to = c
    left = int(st.v[v].aircraft * (1.0 - w.v[v].ready)) if to >= 0 else st.v[v].aircraft
    st.v[v].aircraft -= left
    st.v[v].left += left
    st.v[v].next = -1
    if to >= 0:
        st.v[v].cell = to


@leaf
def _follow(w: World, p: F64, st: State, sc: Scratch, v: int, step: int) -> None:
    """Prepare a strip near the front of the supported formation when it has moved away."""
    f = w.v[v].supports
    r = _neediest(w, p, st, sc, v)
    if r < 0 or km_to_front(w, sc, st.v[v].cell, f, r) <= p[P.AIR_MOVE_SHARE] * w.v[v].radius:
        return
    site = _find_site(w, st, sc, v, r)
    if site < 0:
        return
    days = p[P.AIR_CAPTURED_FIELD_DAYS] if int(w.c[site].airfield) == 1 else p[P.AIR_STRIP_DAYS]
    if int(st.c[site].strip) == 0:
        st.c[site].strip = step + max(1, int(days * 4.0))
    st.v[v].next = site
    st.v[v].move_step = max(step + 1, int(st.c[site].strip))


@inner
def rebase(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Move every group whose base is lost, whose strip is ready, or whose front has moved away."""
    for v in range(w.v.shape[0]):
        if st.v[v].aircraft <= 0:
            continue
        side = w.v[v].side
        if int(st.owner[st.v[v].cell]) != side:
            _flee(w, st, v)
            continue
        to = st.v[v].next
        if w.v[v].kind == TRANSPORT:
            # What they carry lies at their base.
            continue
        if to < 0:
            _follow(w, p, st, sc, v, step)
        elif int(st.owner[to]) != side:
            st.v[v].next = -1
        elif step >= st.v[v].move_step:
            st.v[v].cell = to
            st.v[v].next = -1
            log(sc, step, step * 6, AIRFIELD_OPENED, side, to, -1, st.v[v].aircraft // 256)
