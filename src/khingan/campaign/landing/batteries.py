"""Guns ashore against craft, and the guns of the ships (docs/mechanisms/coast.md).

The guns of a coast cell fire on craft that run in to a place in their reach, as long as somebody in the cell serves
them: a garrison that is gone or shut up in its works fires no more. Ships' guns keep their crews under cover.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import ABOARD
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.distance import km2_between
from khingan.campaign.portable import exp
from khingan.campaign.state import Scratch, State
from khingan.campaign.weather import fog
from khingan.campaign.world import F64, World


@inner
def gunfire(w: World, p: F64, st: State, side: int, cell: int, step: int) -> float:
    """Guns of a side's ships that reach a cell: of ships that lie there or at the next one and see the shore."""
    guns = 0.0
    if p[P.SWITCH_LANDING] == 0.0:
        return guns
    for i in range(w.t.shape[0]):
        if int(w.t[i].side) != side or w.t[i].guns == 0 or st.t[i].arrives > step * 6 + 5:
            continue
        c = int(w.h[int(st.t[i].bound)].cell)
        near = c == cell
        for k in range(6):
            near = near or int(w.nbr[c, k]) == cell
        if near and not fog(w, st, w.c[c].region, step):
            guns += w.t[i].guns / 256.0
    return guns


@leaf
def men_off(w: World, st: State, side: int, h: int, step: int) -> int:
    """Men (1/256) of a side who lie off a place, ready to land there."""
    men = 0
    for u in range(w.u.shape[0]):
        if st.u[u].status == ABOARD and w.u[u].side == side and st.u[u].bound == h:
            if st.u[u].lands < step * 6 + 6:
                men += int(st.u[u].men)
    return men


@inner
def _guns_ashore(w: World, sc: Scratch, side: int, c: int) -> float:
    """Coast guns of a side's enemy that are manned and reach a cell."""
    guns = 0.0
    for h in range(w.h.shape[0]):
        d = int(w.h[h].cell)
        if w.h[h].coast == 0.0 or int(w.c[d].owner) != 1 - side or sc.x[1 - side, d].free <= 0:
            continue
        if km2_between(w, d, c) <= w.h[h].coast_km * w.h[h].coast_km:
            guns += w.h[h].coast
    return guns


@inner
def shelled(w: World, p: F64, st: State, sc: Scratch, u: int, men: int, step: int) -> float:
    """Share of its craft that a unit loses to guns ashore in running in with so many men (1/256)."""
    side = w.u[u].side
    h = int(st.u[u].bound)
    c = int(w.h[h].cell)
    if p[P.SWITCH_COAST_BATTERIES] == 0.0:
        return 0.0
    guns = _guns_ashore(w, sc, side, c)
    if guns == 0.0:
        return 0.0
    guns *= exp(-p[P.COAST_DUEL] * gunfire(w, p, st, side, c, step) / guns)
    if fog(w, st, w.c[c].region, step):
        guns *= p[P.COAST_FOG_FACTOR]
    # Everybody who runs in draws his part of the fire.
    craft = max(men, men_off(w, st, side, h, step)) / (256.0 * p[P.CRAFT_MEN])
    return float(1.0 - exp(-p[P.COAST_HITS] * guns / max(1.0, craft)))
