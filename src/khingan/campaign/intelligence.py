"""Belief and surprise: what a side expects, what it learns, and what that costs it (docs/mechanisms/intelligence.md).

A side's belief is kept by region: the share of the enemy's strength there that it knows of, and how far it reckons
with an attack at this time. Both start from prior beliefs, which are data, and rise to the truth by reports. Staffs
see belief, never truth; truth without belief is surprise.
"""

from __future__ import annotations

import numpy as np

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.codes import ACTIVE, NEVER
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.orders import is_offensive, posture_of
from khingan.campaign.picture import can_fight
from khingan.campaign.portable import exp
from khingan.campaign.state import Scratch, State
from khingan.campaign.theatre import still_air
from khingan.campaign.world import F64, World

COMPLETE = 3.0  # complete surprise on the scale of the combat model


@leaf
def surprise_level(w: World, p: F64, st: State, side: int, cell: int) -> float:
    """Level, 0 to 3, with which an attack of ``side`` on a cell surprises its defenders."""
    if p[P.SWITCH_INTELLIGENCE] == 0.0:
        return 0.0
    region = int(w.c[cell].region)
    place = p[P.SURPRISE_PLACE_WEIGHT]
    unknown = place * (1.0 - st.b[1 - side, region].share)
    unawares = (1.0 - place) * (1.0 - st.b[1 - side, region].alarm)
    return float(min(COMPLETE, max(0.0, COMPLETE * (unknown + unawares))))


@leaf
def drawn_between(low: float, high: float, word: np.uint64) -> float:
    """Value between two bounds from one word of a draw."""
    return float(low + (high - low) * draws.uniform(word))


@inner
def begin(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Beliefs on the eve, and how far the moves under way have come."""
    for r in range(w.r.shape[0]):
        words = draws.draw(sc.key[0], sc.key[1], 0, int(w.r[r].sid), draws.EXPECTATION)
        for side in range(2):
            place = drawn_between(
                w.b[side, r].place_low, w.b[side, r].place_high, words[1] if side == 1 else words[0]
            )
            date = drawn_between(
                w.b[side, r].date_low, w.b[side, r].date_high, words[3] if side == 1 else words[2]
            )
            st.b[side, r].prior = place * (1.0 - w.b[side, r].hidden)
            st.b[side, r].share = st.b[side, r].prior
            st.b[side, r].alarm = date
            st.b[side, r].report_step = -NEVER
            still_air(st, side, r)
    for u in range(w.u.shape[0]):
        if w.u[u].start2 < 0 or w.u[u].start < 0:
            continue
        words = draws.draw(sc.key[0], sc.key[1], 0, int(w.u[u].sid), draws.REDEPLOYMENT)
        chance = drawn_between(w.u[u].chance2_low, w.u[u].chance2_high, words[0])
        if draws.uniform(words[1]) < chance:
            st.u[u].cell = w.u[u].start2
            st.u[u].pointer = w.u[u].pointer2


@leaf
def meets(w: World, st: State, sc: Scratch, u: int) -> int:
    """Cell of the enemy in a unit's own cell or next to it, -1 = none in contact."""
    enemy = 1 - w.u[u].side
    c = st.u[u].cell
    if sc.x[enemy, c].here > 0:
        return int(c)
    for k in range(6):
        d = int(w.nbr[c, k])
        if sc.x[enemy, d].here > 0:
            return d
    return -1


@leaf
def front_cell(w: World, st: State, sc: Scratch, u: int) -> tuple[int, bool]:
    """Cell in which a unit counts, and whether it is in contact: an attacker counts where he attacks."""
    enemy_at = meets(w, st, sc, u)
    if enemy_at < 0:
        return int(st.u[u].cell), False
    attacker = st.u[u].status == ACTIVE and is_offensive(posture_of(w, st, u))
    return (enemy_at if attacker else int(st.u[u].cell)), True


@inner
def survey(w: World, st: State, sc: Scratch) -> None:
    """Men of each side by region, those of them in contact, and those whom the enemy's posts can see."""
    for side in range(2):
        for r in range(w.r.shape[0]):
            sc.b[side, r].men = 0
            sc.b[side, r].contact = 0
            sc.b[side, r].watched = 0
    for u in range(w.u.shape[0]):
        if not can_fight(w, st, u):
            continue
        side = w.u[u].side
        cell, touches = front_cell(w, st, sc, u)
        r = int(w.c[cell].region)
        sc.b[side, r].men += st.u[u].men
        if touches:
            sc.b[side, r].contact += st.u[u].men
        if int(w.c[cell].owner) == 1 - side:
            sc.b[side, r].watched += st.u[u].men


@leaf
def _hear(p: F64, st: State, sc: Scratch, side: int, r: int, at_war: bool, step: int) -> None:
    """One step's reports on a region raise the belief; without them it fades."""
    enemy = 1 - side
    men = sc.b[enemy, r].men
    touched = sc.b[enemy, r].contact / men if men > 0 else 0.0
    flown = min(1.0, st.b[side, r].reconnaissance / p[P.BELIEF_AIR_SORTIES]) if men > 0 else 0.0
    watched = sc.b[enemy, r].watched / men if men > 0 else 0.0
    rate = (
        touched / p[P.BELIEF_CONTACT_DAYS] + watched / p[P.BELIEF_POSTS_DAYS] + flown / p[P.BELIEF_AIR_DAYS]
    )
    if rate > 0.0:
        st.b[side, r].share += (1.0 - st.b[side, r].share) * (1.0 - exp(-0.25 * rate))
        st.b[side, r].report_step = step
    else:
        fades = 1.0 - exp(-0.25 / p[P.BELIEF_MEMORY_DAYS])
        st.b[side, r].share += (st.b[side, r].prior - st.b[side, r].share) * fades
    if at_war:
        days = p[P.ALARM_CONTACT_DAYS] if sc.b[enemy, r].contact > 0 else p[P.ALARM_NEWS_DAYS]
        st.b[side, r].alarm += (1.0 - st.b[side, r].alarm) * (1.0 - exp(-0.25 / days))


@inner
def learn(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """What both sides know at the end of a step."""
    survey(w, st, sc)
    if p[P.SWITCH_INTELLIGENCE] == 0.0:
        return
    at_war = False
    for u in range(w.u.shape[0]):
        at_war = at_war or st.u[u].fighting == 1
    for side in range(2):
        for r in range(w.r.shape[0]):
            _hear(p, st, sc, side, r, at_war, step)
