"""Airlift: fuel flown to spearheads that the roads no longer feed.

Once a day the transport groups of a side serve motor and tank units within their radius whose fuel is low and whose
railhead is far: first the forward detachments, among them those of the formation a group flies for,
then its other units, then whoever has least.
An aircraft needs a field: an airfield in the cell, or ground on which a halted unit can mark out a strip.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.air.bases import takes_aircraft
from khingan.campaign.air.missions import over_target
from khingan.campaign.codes import ACTIVE, FUEL_FLOWN_IN, MAN, MOTOR, TRANSPORT
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.distance import km2_between
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State, refill_kg
from khingan.campaign.theatre import is_under
from khingan.campaign.world import F64, World


@leaf
def in_radius(w: World, st: State, i: int, c: int) -> bool:
    """Whether a cell lies within the radius of an air group."""
    return bool(km2_between(w, c, int(st.v[i].cell)) <= w.v[i].radius * w.v[i].radius)


@leaf
def _has_strip(w: World, p: F64, st: State, u: int, step: int) -> bool:
    c = st.u[u].cell
    if w.c[c].airfield == 1:
        return True
    halted = (step - st.u[u].arrived) * 6 >= p[P.AIRLIFT_STRIP_HOURS]
    return bool(halted and takes_aircraft(w, c))


@leaf
def _asks(w: World, p: F64, st: State, u: int, step: int) -> bool:
    """Whether a unit needs fuel by air and can take it."""
    if st.u[u].status != ACTIVE or w.u[u].mobility < MOTOR or w.u[u].rear == 1 or st.u[u].quiet > 0:
        return False
    refill = refill_kg(st.u[u].tanks, w.u[u].trucks, p)
    if refill == 0 or st.u[u].fuel >= refill * p[P.AIRLIFT_BELOW_REFILLS]:
        return False
    return bool(st.u[u].supply_km > p[P.AIRLIFT_ROAD_KM] and _has_strip(w, p, st, u, step))


@leaf
def _urgency(w: World, p: F64, st: State, i: int, u: int) -> float:
    """Place in the queue of a group, least first: detachments, own formation, then by refills in hand."""
    refills = st.u[u].fuel / max(1, refill_kg(st.u[u].tanks, w.u[u].trucks, p))
    others = 0.0 if is_under(w, u, int(w.v[i].supports)) else 100.0
    return float(refills + others + (0.0 if w.u[u].main >= 0 else 200.0))


@inner
def _queue(w: World, p: F64, st: State, sc: Scratch, i: int, step: int) -> int:
    """List in ``sc.order`` the units that a group can serve, the most urgent first; ties keep the resolve order."""
    n = 0
    for u in range(w.u.shape[0]):
        if w.u[u].side != w.v[i].side or not _asks(w, p, st, u, step):
            continue
        if not in_radius(w, st, i, int(st.u[u].cell)):
            continue
        urgent = _urgency(w, p, st, i, u)
        k = n
        while k > 0 and _urgency(w, p, st, i, sc.order[k - 1]) > urgent:
            sc.order[k] = sc.order[k - 1]
            k -= 1
        sc.order[k] = u
        n += 1
    return n


@inner
def daily(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Fly the day's fuel; sorties not needed stay free for other missions."""
    if p[P.SWITCH_AIRLIFT] == 0.0:
        return
    payload = 1000.0 * p[P.AIRLIFT_PAYLOAD_T]
    for i in range(w.v.shape[0]):
        if w.v[i].kind != TRANSPORT:
            continue
        n = _queue(w, p, st, sc, i, step)
        for k in range(n):
            u = int(sc.order[k])
            room = refill_kg(st.u[u].tanks, w.u[u].trucks, p) * p[P.AIRLIFT_FILL_REFILLS] - st.u[u].fuel
            if room <= 0.0:
                continue
            free = int(st.v[i].free * over_target(w, st, i, int(w.c[st.u[u].cell].region)))
            sorties = min(free // MAN, int(room / payload) + 1)
            if sorties <= 0:
                continue
            kg = int(min(sorties * payload, room))
            st.v[i].free -= sorties * MAN
            st.v[i].flown += sorties * MAN
            st.u[u].fuel += kg
            st.u[u].flown += kg
            sc.burnt[1] += kg
            log(sc, step, step * 6, FUEL_FLOWN_IN, w.u[u].side, int(st.u[u].cell), u, kg)
