"""A council that can end the war, and a throne that breaks its ties: one session a day.

Every member has a pressure, moved by shocks, and a threshold from which he is for ending the war. When all seats
are, the enemy's terms are taken up; when half of them are, the throne decides. After the enemy's reply the same
question is put again; then rescript, broadcast and order follow, which a coup may hold up. A pure function of tables
and of its own state: a campaign feeds it what has happened in it, a loop without one what has happened elsewhere.
"""

from __future__ import annotations

import math

import numpy as np

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEP_HOURS
from khingan.campaign.codes import AT_WAR, DECIDED, DRIFT, EVENT, NEVER, OFFERED
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.world import F64, Records

COUNCIL_STATE = np.dtype(
    [
        ("stage", np.int64),
        ("asked", np.int64),  # day of the offer
        ("yes", np.int64),  # seats for ending the war at the last session
        ("deadlock", np.int64),  # hour of the first session with half of the seats for it, but not all; NEVER
        ("offer", np.int64),  # hour at which the terms were first taken up, NEVER
        ("decision", np.int64),  # hour of the decision, NEVER
        ("coup", np.int64),  # hour of an attempt to undo it, NEVER
        ("rescript", np.int64),  # hour, NEVER
        ("broadcast", np.int64),  # hour at which the end is announced, NEVER
        # Where the war ends by dates these three are 0 and the dates of units and formations count.
        ("order", np.int64),  # hour of the order to cease fire, NEVER
        ("talks", np.int64),  # step of the talks, NEVER
        ("laydown", np.int64),  # step of the deadline, NEVER
    ],
    align=True,
)
MEMBER_STATE = np.dtype(
    [
        ("threshold", np.float64),  # of this campaign
        ("walk", np.float64),  # changes of mind without cause so far
        ("pressure", np.float64),
    ],
    align=True,
)
SHOCK_STATE = np.dtype([("felt", np.float64)], align=True)  # how much of the shock is felt, 1 = in full


@inner
def convene(m: Records, p: F64, j: Records, st_m: Records, seed: int, campaign: int) -> None:
    """Council before its first session; what it takes to move each member is drawn."""
    j[0].stage = AT_WAR
    j[0].asked = 0
    j[0].yes = 0
    j[0].deadlock = NEVER
    j[0].offer = NEVER
    j[0].decision = NEVER
    j[0].coup = NEVER
    j[0].rescript = NEVER
    j[0].broadcast = NEVER
    j[0].order = NEVER
    j[0].talks = NEVER
    j[0].laydown = NEVER
    for i in range(m.shape[0]):
        words = draws.draw(seed, campaign, 0, int(m[i].sid), draws.COUNCIL_THRESHOLD)
        luck = p[P.COUNCIL_THRESHOLD_SPREAD] * draws.standard_normal(words[0])
        st_m[i].threshold = m[i].threshold + luck
        st_m[i].walk = 0.0
        st_m[i].pressure = 0.0


@inner
def feel(n: Records, st_n: Records, now: float) -> None:
    """How far dated events and drifts are felt, ``now`` days after the midnight before the first session."""
    for s in range(n.shape[0]):
        passed = now - n[s].start
        if n[s].kind == EVENT:
            st_n[s].felt = 0.0 if passed <= 0.0 else 1.0 if passed >= n[s].days else passed / n[s].days
        elif n[s].kind == DRIFT:
            st_n[s].felt = max(0.0, passed / n[s].days)


@leaf
def _nearest(value: float) -> int:
    """Whole days or hours of a coefficient; one that is drawn from its range seldom is whole."""
    return math.floor(value + 0.5)


@leaf
def _next_step(hour: float) -> int:
    return math.ceil(hour / STEP_HOURS)


@inner
def _decide(j: Records, p: F64, seats: int, seed: int, campaign: int, hour: int) -> None:
    """The decision and what follows from it; the more are outvoted, the likelier a coup."""
    outvoted = min(1.0, 2.0 * (seats - j[0].yes) / seats)
    # Once a campaign, whatever the day: a decision that comes later meets the same officers.
    words = draws.draw(seed, campaign, 0, 0, draws.COUP)
    held = 0
    j[0].stage = DECIDED
    j[0].decision = hour
    j[0].rescript = hour + _nearest(p[P.DECISION_RESCRIPT_HOURS])
    if draws.uniform(words[0]) < p[P.COUP_CHANCE] * outvoted:
        j[0].coup = j[0].rescript
        if draws.uniform(words[1]) < p[P.COUP_HOLD_CHANCE]:
            held = _nearest(p[P.COUP_HOLD_HOURS])
    j[0].broadcast = hour + held + _nearest(p[P.DECISION_BROADCAST_HOURS])
    j[0].order = hour + held + _nearest(p[P.DECISION_ORDER_HOURS])
    j[0].talks = _next_step(j[0].order + p[P.ORDER_TALKS_HOURS])
    j[0].laydown = _next_step(j[0].order + p[P.ORDER_DEADLINE_HOURS])


@inner
def sit(
    m: Records,
    pull: F64,
    p: F64,
    j: Records,
    st_m: Records,
    st_n: Records,
    seed: int,
    campaign: int,
    day: int,
    hour: int,
) -> None:
    """One session.

    Parameters
    ----------
    m, pull : Records, ndarray
        Members, and the pressure on each of every shock; see ``world``.
    p : ndarray
        Coefficients.
    j, st_m, st_n : Records
        State of the council, its members and the shocks, the latter already felt.
    seed, campaign : int
        Key of the draws.
    day : int
        Day of the session, 0 = the first.
    hour : int
        Its hour on the clock of the campaign.
    """
    seats = 0
    yes = 0
    throne = False
    for i in range(m.shape[0]):
        words = draws.draw(seed, campaign, day, int(m[i].sid), draws.COUNCIL_MOOD)
        st_m[i].walk += p[P.COUNCIL_DAILY_MOOD] * draws.standard_normal(words[0])
        pressure = st_m[i].walk
        for s in range(st_n.shape[0]):
            pressure += pull[i, s] * st_n[s].felt
        st_m[i].pressure = pressure
        willing = pressure >= st_m[i].threshold
        if m[i].throne == 1:
            throne = willing
        else:
            seats += 1
            yes += 1 if willing else 0
    if j[0].stage == DECIDED or seats == 0:
        return
    j[0].yes = yes
    divided = 2 * yes >= seats and yes < seats
    if divided and j[0].deadlock == NEVER:
        j[0].deadlock = hour
    if not (yes == seats or (divided and throne)):
        return
    if j[0].stage == AT_WAR:
        j[0].stage = OFFERED
        j[0].offer = hour
        j[0].asked = day
    elif j[0].stage == OFFERED and day - j[0].asked >= _nearest(p[P.COUNCIL_REPLY_DAYS]):
        words = draws.draw(seed, campaign, day, 0, draws.COUNCIL_REPLY)
        if draws.uniform(words[0]) < p[P.COUNCIL_REPLY_CHANCE]:
            _decide(j, p, seats, seed, campaign, hour)
