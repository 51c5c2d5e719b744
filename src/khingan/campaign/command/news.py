"""News of the attack: from the first unit that sees the enemy up the tree of command, and down again as an alarm.

Within a step all messages are sent before any is read, over and over until nothing moves: the order of the tables
decides nothing.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEP_HOURS
from khingan.campaign.codes import ACTIVE, HQ_LEARNS, NEVER, WAITING
from khingan.campaign.command.headquarters import delay, recent, works
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@leaf
def sees_enemy(w: World, st: State, sc: Scratch, u: int) -> bool:
    """Whether enemies able to fight stand in the unit's cell or next to it."""
    enemy = 1 - w.u[u].side
    c = st.u[u].cell
    if sc.x[enemy, c].here > 0:
        return True
    for k in range(6):
        if sc.x[enemy, int(w.nbr[c, k])].here > 0:
            return True
    return False


@inner
def _of_units(w: World, p: F64, st: State, sc: Scratch, now: int) -> None:
    """Units see the enemy, report it and hear the alarm."""
    own = p[P.ORDER_DELAY_DIVISION]
    for u in range(w.u.shape[0]):
        f = w.u[u].army
        if st.u[u].knows <= now and st.f[f].learned <= now:
            continue
        if st.u[u].status != ACTIVE and st.u[u].status != WAITING:
            continue
        if st.u[u].knows > now:
            if sees_enemy(w, st, sc, u):
                st.u[u].knows = now
                st.f[f].first = min(st.f[f].first, now)
            elif st.f[f].learned <= now and st.u[u].touch == 1 and works(st, f):
                hour = int(st.f[f].learned + delay(w, p, st, f) + own)
                if hour <= now:
                    st.u[u].knows = recent(hour, now)
        if st.u[u].knows <= now and st.u[u].touch == 1:
            st.f[f].news = min(st.f[f].news, int(recent(st.u[u].knows, now) + own))


@inner
def _send(w: World, p: F64, st: State, now: int) -> None:
    """Between headquarters that are in touch, who knows tells who does not."""
    for f in range(w.f.shape[0]):
        g = w.f[f].parent
        if g < 0 or st.f[f].touch == 0:
            continue
        if st.f[f].learned <= now < st.f[g].learned and works(st, f):
            hour = int(recent(st.f[f].learned, now) + delay(w, p, st, f))
            st.f[g].news = min(st.f[g].news, hour)
        elif st.f[g].learned <= now < st.f[f].learned and works(st, g):
            hour = int(recent(st.f[g].learned, now) + delay(w, p, st, g))
            st.f[f].news = min(st.f[f].news, hour)


@leaf
def _first_contact(w: World, st: State, side: int) -> int:
    first = NEVER
    for f in range(w.f.shape[0]):
        if w.f[f].side == side:
            first = min(first, st.f[f].first)
    return int(first)


@inner
def _read(w: World, st: State, sc: Scratch, step: int) -> bool:
    """Commanders who are there read what lies on the table; whether anybody did."""
    now = step * STEP_HOURS
    read = False
    for f in range(w.f.shape[0]):
        if st.f[f].learned <= now or st.f[f].news > now or not works(st, f):
            continue
        hour = st.f[f].news
        if w.f[f].absent_to <= now:
            hour = max(hour, w.f[f].absent_to)
        st.f[f].learned = recent(hour, now)
        read = True
        if st.f[f].cell >= 0:
            after = st.f[f].learned - _first_contact(w, st, w.f[f].side)
            log(sc, step, st.f[f].learned, HQ_LEARNS, w.f[f].side, st.f[f].cell, f, after)
    return read


@inner
def spread(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Carry the news of the attack as far as it comes by this step."""
    if p[P.SWITCH_COMMAND] == 0.0:
        return
    _of_units(w, p, st, sc, step * STEP_HOURS)
    # Also when no unit is left to tell: the news still has to rise.
    _send(w, p, st, step * STEP_HOURS)
    while _read(w, st, sc, step):
        _send(w, p, st, step * STEP_HOURS)
