"""Lines that the other side runs for its captors while it keeps the cease-fire (docs/mechanisms/rail.md)."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.picture import is_present, is_safe, may_enter
from khingan.campaign.state import Scratch, State
from khingan.campaign.supply.trace import is_railhead
from khingan.campaign.world import F64, World


@inner
def update(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Note which side is served: the command that holds the talks for the other side has opened them."""
    if p[P.SWITCH_SERVED_RAIL] == 0.0 or p[P.SWITCH_CEASEFIRE] == 0.0:
        return
    for u in range(w.u.shape[0]):
        if is_present(st, u) and st.u[u].quiet == 2 and st.u[u].by_order == 1 and w.u[u].outside == 0:
            sc.served[1 - w.u[u].side] = 1


@leaf
def is_served(w: World, sc: Scratch, side: int, c: int) -> bool:
    """Whether the other side's trains run in a cell for a side: on the lines it began with, where nobody fights."""
    if sc.served[side] == 0 or int(w.c[c].owner) != 1 - side or sc.x[1 - side, c].free > 0:
        return False
    return may_enter(w, side, c)


@leaf
def runs(w: World, st: State, sc: Scratch, side: int, c: int) -> bool:
    """Whether a side's troop trains run into a cell: to its own railheads, and where it is served."""
    return (is_railhead(st, side, c) and is_safe(st, sc, side, c)) or is_served(w, sc, side, c)
