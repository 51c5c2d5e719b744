"""Craft lost with the men aboard, to mines and to guns ashore: what a lift has lost, later trips lack."""

from __future__ import annotations

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import BY_SEA, CRAFT_MINED, CRAFT_SHELLED, KILLED, MISSING
from khingan.campaign.cohesion import lose, lose_equipment
from khingan.campaign.compiling import inner
from khingan.campaign.events import log
from khingan.campaign.landing.batteries import shelled
from khingan.campaign.landing.mines import mined
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@inner
def _sink(
    w: World, p: F64, st: State, sc: Scratch, u: int, men: int, share: float, kind: int, step: int
) -> None:
    """Sink a share of the craft that carry so many men (1/256) of a unit; one craft of a lift always gets through."""
    i = int(st.u[u].lift)
    room = int(256.0 * p[P.CRAFT_MEN])
    craft = max(1.0, men / room)
    block = draws.MINE if kind == CRAFT_MINED else draws.COAST_FIRE
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.u[u].sid), block)
    lost = min(int(craft * share + draws.uniform(words[0])), int(st.t[i].capacity) // room - 1)
    if lost <= 0:
        return
    st.t[i].capacity -= lost * room
    st.u[u].craft_lost += lost
    gone = min(1.0, lost / craft)
    # These craft carry their part of what the whole unit has, those behind included.
    part = men / max(1, men, int(st.u[u].men + st.u[u].behind))
    # Who goes down at sea is missing, who falls off the beach is found.
    lose(st, u, MISSING if kind == CRAFT_MINED else KILLED, int(gone * p[P.CRAFT_MEN_LOST] * men))
    lose_equipment(st, sc, u, gone * part)
    log(sc, step, step * 6, kind, w.u[u].side, int(w.h[int(st.u[u].bound)].cell), u, lost)


@inner
def run_in(w: World, p: F64, st: State, sc: Scratch, u: int, men: int, step: int) -> None:
    """Men of a unit (1/256) make for the shore: once a trip through the mines, at every attempt under the guns."""
    if int(w.t[int(st.u[u].lift)].kind) != BY_SEA:
        return
    share = mined(w, p, st, u) if st.u[u].braved == 0 else 0.0
    if share > 0.0:
        _sink(w, p, st, sc, u, men, share, CRAFT_MINED, step)
    share = shelled(w, p, st, sc, u, men, step) if st.u[u].braved < 2 else 0.0
    if share > 0.0:
        _sink(w, p, st, sc, u, men, share, CRAFT_SHELLED, step)
    st.u[u].braved = 2
