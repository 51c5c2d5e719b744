"""Command at the start of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from khingan.campaign import parameters as P
from khingan.campaign.codes import ALWAYS, NEVER, PRESENT
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.world import F64, World

if TYPE_CHECKING:
    from khingan.campaign.state import State


@inner
def reset(w: World, st: State) -> None:
    """Headquarters at their seats; the side that opens the campaign knows, the other has yet to learn."""
    for f in range(w.f.shape[0]):
        aware = int(w.f[f].knows) == 1
        st.f[f].cell = w.f[f].hq
        st.f[f].status = PRESENT
        st.f[f].until = 0
        st.f[f].first = NEVER
        st.f[f].news = 0 if aware else NEVER
        st.f[f].learned = 0 if aware else NEVER
        st.f[f].ceasing = NEVER
        st.f[f].told = NEVER
        st.f[f].talks = 0
        st.f[f].laydown = 0
        st.f[f].touch = 1
    for u in range(w.u.shape[0]):
        st.u[u].touch = 1
        st.u[u].knows = 0 if int(w.f[w.u[u].army].knows) == 1 else NEVER
        st.u[u].guarding = 0
        st.u[u].by_order = 0
        st.u[u].handed = 0
        st.u[u].piled = 0
        st.u[u].disarmed = 0


@leaf
def first_order(w: World, p: F64, u: int) -> int:
    """Step from which a unit follows its first axis: at once where orders were given before, NEVER = not yet."""
    a = w.u[u].axis
    if a < 0:
        return 0
    if w.k[a, 0].condition != ALWAYS:
        return NEVER
    if p[P.SWITCH_COMMAND] == 0.0:
        return 0
    g = w.a[a].governor
    away = w.u[u].absent_from <= 0 < w.u[u].absent_to
    away = away or (g >= 0 and w.f[g].absent_from <= 0 < w.f[g].absent_to)
    return NEVER if away or int(w.f[w.u[u].army].knows) == 0 else 0
