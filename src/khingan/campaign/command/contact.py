"""Contact: who hears his superior, by wire or by radio, once a day."""

from __future__ import annotations

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, CONTACT_LOST, CONTACT_REGAINED, UNREACHED, WAITING
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.nearest import distance
from khingan.campaign.world import F64, World


@leaf
def _by_radio(sc: Scratch, step: int, sid: int, radio_to: int, chance: float) -> bool:
    if step * 6 >= radio_to:
        return False
    words = draws.draw(sc.key[0], sc.key[1], step, sid, draws.RADIO)
    return bool(draws.uniform(words[0]) < chance)


@leaf
def _unit(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Wire lies along the way of the supplies; whoever is cut off has his radio, or nothing."""
    wire = st.u[u].supply_km < UNREACHED and st.u[u].surrounded == 0
    chance = p[P.RADIO_FAR] if w.u[u].far_radio == 1 else p[P.RADIO_NEAR]
    heard = wire or _by_radio(sc, step, int(w.u[u].sid), w.u[u].radio_to, chance)
    if w.u[u].rear == 0 and heard != (st.u[u].touch == 1):
        kind = CONTACT_REGAINED if heard else CONTACT_LOST
        log(sc, step, step * 6, kind, w.u[u].side, st.u[u].cell, u, 0)
    st.u[u].touch = 1 if heard else 0
    if not heard:
        st.u[u].cohesion *= 1.0 - p[P.CONTACT_LOST_COHESION]


@inner
def daily(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """After the supply trace of the day, draw who is in touch; at the start everybody is."""
    if p[P.SWITCH_COMMAND] == 0.0 or step == 0:
        return
    for u in range(w.u.shape[0]):
        if st.u[u].status == ACTIVE or st.u[u].status == WAITING:
            _unit(w, p, st, sc, u, step)
    for f in range(w.f.shape[0]):
        c = st.f[f].cell
        # What lies off the map has lines of its own.
        wire = c < 0 or distance(st, w.f[f].side, c) < UNREACHED
        heard = wire or _by_radio(sc, step, int(w.f[f].sid), w.f[f].radio_to, p[P.RADIO_FAR])
        st.f[f].touch = 1 if heard else 0
