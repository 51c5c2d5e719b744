"""The council in a campaign: it feels what the campaign brings, and what it decides becomes the order to cease fire."""

from __future__ import annotations

from khingan.campaign import council
from khingan.campaign.calendar import STEP_HOURS, STEPS_PER_DAY, starts_at_noon
from khingan.campaign.codes import (
    CEASEFIRE_ORDER_EVENT,
    COUNCIL_DEADLOCKED,
    COUP_ATTEMPTED,
    GROUND_LOST,
    MEN_LOST,
    NOT_ACTING,
    PEACE_OFFERED,
    RESCRIPT_ISSUED,
    SURRENDER_DECIDED,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World

HALF_DAY = 12


@leaf
def talks_from(w: World, st: State, u: int) -> int:
    """Step of the talks, NEVER without any: the latest of the unit's own, the council's and those on the spot."""
    return int(max(w.u[u].talks, st.j[0].talks, st.f[w.u[u].army].talks * w.u[u].outside))


@leaf
def lays_down_from(w: World, st: State, u: int) -> int:
    """Step of the deadline, NEVER without any: the latest of the unit's own, the council's and those on the spot."""
    return int(max(w.u[u].laydown, st.j[0].laydown, st.f[w.u[u].army].laydown * w.u[u].outside))


@leaf
def yields_from(w: World, st: State, u: int) -> int:
    """Step from which a unit that keeps the cease-fire bars nobody's way: the talks, or the deadline if it is first."""
    return int(min(talks_from(w, st, u), lays_down_from(w, st, u)))


@leaf
def _decides(w: World) -> bool:
    return bool(w.j[0].acts == 1)


@inner
def _ground_lost(w: World, st: State, shock: int) -> float:
    """Share lost of what the council's side held at the start in the regions that the shock counts."""
    start = 0
    held = 0
    for g in range(w.r.shape[0]):
        if (w.r[g].watch >> shock) & 1 == 1:
            if w.j[0].side == 0:
                start += st.r[g].start_0
                held += st.r[g].held_0
            else:
                start += st.r[g].start_1
                held += st.r[g].held_1
    return 0.0 if start == 0 or held >= start else 1.0 - held / start


@inner
def _men_lost(w: World, st: State) -> float:
    """Share lost of the men whom the council's side had on the map at the start."""
    start = 0
    left = 0
    for u in range(w.u.shape[0]):
        if w.u[u].side == w.j[0].side and st.u[u].status != NOT_ACTING:
            start += st.u[u].men0
            left += st.u[u].men
    return 0.0 if start == 0 or left >= start else 1.0 - left / start


@inner
def _look(w: World, st: State) -> None:
    for s in range(w.n.shape[0]):
        if w.n[s].kind == GROUND_LOST:
            st.n[s].felt = _ground_lost(w, st, s)
        elif w.n[s].kind == MEN_LOST:
            st.n[s].felt = _men_lost(w, st)


@inner
def _sit(w: World, p: F64, st: State, sc: Scratch, day: int) -> None:
    """The session at noon of a day, counted from the first session."""
    council.feel(w.n, st.n, day + 0.5)
    if _decides(w):
        hour = (day - w.j[0].eve) * 24 + HALF_DAY
        council.sit(w.m, w.pull, p, st.j, st.m, st.n, sc.key[0], sc.key[1], day, hour)


@inner
def begin(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Council at the start of a campaign, after the sessions of the days before it."""
    council.convene(w.m, p, st.j, st.m, sc.key[0], sc.key[1])
    for s in range(w.n.shape[0]):
        st.n[s].felt = 0.0
    if not _decides(w):
        # Dates of units and formations count alone.
        st.j[0].order = 0
        st.j[0].talks = 0
        st.j[0].laydown = 0
        return
    for day in range(w.j[0].eve):
        _sit(w, p, st, sc, day)


@leaf
def _tell(w: World, sc: Scratch, step: int, hour: int, kind: int, value: int) -> None:
    """Log what happens in this step. The council sits off the map: the event has no cell."""
    now = step * STEP_HOURS
    if now <= hour < now + STEP_HOURS:
        log(sc, step, hour, kind, w.j[0].side, -1, -1, value)


@inner
def update(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Hold the day's session at noon, and tell what the council has done in this step."""
    if w.m.shape[0] == 0:
        return
    if starts_at_noon(step):
        _look(w, st)
        _sit(w, p, st, sc, w.j[0].eve + step // STEPS_PER_DAY)
    if not _decides(w):
        return
    yes = int(st.j[0].yes)
    _tell(w, sc, step, int(st.j[0].deadlock), COUNCIL_DEADLOCKED, yes)
    _tell(w, sc, step, int(st.j[0].offer), PEACE_OFFERED, yes)
    _tell(w, sc, step, int(st.j[0].decision), SURRENDER_DECIDED, yes)
    _tell(w, sc, step, int(st.j[0].rescript), RESCRIPT_ISSUED, 0)
    _tell(w, sc, step, int(st.j[0].coup), COUP_ATTEMPTED, 0)
    _tell(w, sc, step, int(st.j[0].order), CEASEFIRE_ORDER_EVENT, 0)
