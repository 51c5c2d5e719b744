"""Coming ashore: where nobody bars the way at once, against an enemy by an engagement from the water.

There is no way back from a beach: whoever calls off leaves men behind, goes aboard again and tries anew. The ships
stay with those aboard, and their guns support the fight. Who finds no way ashore at all is carried home: a unit aboard
that is bound for the harbour where its lift loaded is on its way back.
"""

from __future__ import annotations

from khingan.campaign import draws, politics
from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ABOARD,
    ACTIVE,
    AIR_LANDED,
    BY_AIR,
    BY_RIVER,
    BY_SEA,
    CAPTURED,
    LANDED,
    LANDING_REPULSED,
    MISSING,
    PROBE,
    TURNED_BACK,
)
from khingan.campaign.cohesion import lose
from khingan.campaign.combat.sides import FROM_RIVER, FROM_SEA
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.control import enter, reach
from khingan.campaign.events import log
from khingan.campaign.landing.batteries import men_off
from khingan.campaign.landing.craft import run_in
from khingan.campaign.landing.route import hours_for, loading_hours, passage_km
from khingan.campaign.orders import is_offensive, posture_of
from khingan.campaign.picture import finds_room, is_safe, stand
from khingan.campaign.state import Scratch, State
from khingan.campaign.surrender import yield_unit
from khingan.campaign.weather import fog, rough_sea
from khingan.campaign.world import F64, World


@leaf
def _set_foot(st: State, u: int, c: int, step: int) -> None:
    """A unit leaves its ships or aircraft in a cell, fed so far."""
    st.u[u].status = ACTIVE
    st.u[u].cell = c
    st.u[u].previous = -1
    st.u[u].arrived = step
    st.u[u].unfed = 0


@inner
def ashore(w: World, p: F64, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """Put a unit ashore at the place it is bound for; its lift unloads and is free again after that."""
    i = int(st.u[u].lift)
    h = int(st.u[u].bound)
    c = int(w.h[h].cell)
    by_air = int(w.t[i].kind) == BY_AIR
    _set_foot(st, u, c, step)
    st.u[u].attacking = -1
    st.h[h].open = 1
    stand(w, st, sc, u, 1)
    _put_down(w, p, st, u, int(st.u[u].men), hour)
    if by_air:
        food = int(st.u[u].men / 256.0 * p[P.FOOD_PER_MAN] * p[P.AIR_PARTY_FOOD_DAYS])
        st.u[u].food = max(int(st.u[u].food), food)
    log(sc, step, hour, AIR_LANDED if by_air else LANDED, w.u[u].side, c, u, st.u[u].men // 256)
    enter(w, p, st, sc, u, step, hour)


@leaf
def _put_down(w: World, p: F64, st: State, u: int, men: int, hour: int) -> None:
    """Men of a unit have come ashore: the lift unloads, then fetches the next echelon or is free.

    A ship is unloaded at the rate of the port or beach, several units of one trip one after the other.
    """
    i = int(st.u[u].lift)
    h = int(st.u[u].bound)
    kind = int(w.t[i].kind)
    over = hours_for(w, i, passage_km(w, kind, int(st.t[i].at), h))
    since = hour
    if kind != BY_AIR:
        since = max(hour, int(st.t[i].free))
        load = men / 256.0 * p[P.LANDING_LOAD_T_PER_MAN] * 1000.0
        since += int(24.0 * load / max(1, int(w.h[h].load)))
    if st.u[u].behind > 0:
        st.u[u].lands = since + 2 * over + loading_hours(w, p, st, i, int(st.u[u].behind))
        return
    st.u[u].lift = -1
    st.t[i].aboard -= 1
    st.t[i].free = max(int(st.t[i].free), since + over) if kind == BY_AIR else since
    if kind != BY_AIR and st.t[i].aboard <= 0:
        st.t[i].at = h


@inner
def _bring_echelon(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """The next echelon of a unit that was too large for one trip comes ashore behind it."""
    i = int(st.u[u].lift)
    c = int(w.h[int(st.u[u].bound)].cell)
    if int(w.t[i].kind) == BY_SEA and rough_sea(w, st, w.c[c].region):
        return
    men = min(int(st.u[u].behind), int(st.t[i].capacity))
    hour = max(step * 6, int(st.u[u].lands))
    stand(w, st, sc, u, -1)
    st.u[u].men += men
    st.u[u].behind -= men
    st.u[u].braved = 0
    run_in(w, p, st, sc, u, men, step)
    stand(w, st, sc, u, 1)
    log(sc, step, hour, LANDED, w.u[u].side, c, u, men // 256)
    _put_down(w, p, st, u, men, hour)


@inner
def _turn_back(w: World, st: State, sc: Scratch, u: int, hour: int) -> bool:
    """Who finds no way ashore sails for where he came from, if that is still his; returns whether he does."""
    i = int(st.u[u].lift)
    side = w.u[u].side
    home = int(st.t[i].at)
    kind = int(w.t[i].kind)
    c = int(w.h[home].cell)
    if kind != BY_AIR and not is_safe(st, sc, side, c):
        return False
    st.u[u].lands = hour + hours_for(w, i, passage_km(w, kind, home, int(st.u[u].bound)))
    st.u[u].bound = home
    st.u[u].attacking = -1
    # The ships' guns leave with the men.
    st.t[i].arrives = max(int(st.t[i].arrives), int(st.u[u].lands))
    return True


@inner
def _come_home(w: World, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """Who was carried back is put ashore where he came from; if that is lost meanwhile he makes for the other shore."""
    i = int(st.u[u].lift)
    side = w.u[u].side
    kind = int(w.t[i].kind)
    c = int(w.h[int(st.t[i].at)].cell)
    if kind == BY_SEA and rough_sea(w, st, w.c[c].region):
        return
    if kind != BY_AIR and not is_safe(st, sc, side, c):
        st.u[u].bound = st.t[i].bound
        st.u[u].lands = hour + hours_for(w, i, passage_km(w, kind, int(st.t[i].at), int(st.t[i].bound)))
        st.t[i].arrives = st.u[u].lands
        return
    _set_foot(st, u, c, step)
    st.u[u].men += st.u[u].behind
    st.u[u].behind = 0
    st.u[u].lift = -1
    st.t[i].aboard -= 1
    st.t[i].free = max(int(st.t[i].free), hour)
    if st.t[i].aboard <= 0:
        st.t[i].bound = st.t[i].at
    stand(w, st, sc, u, 1)
    log(sc, step, hour, TURNED_BACK, side, c, u, st.u[u].men // 256)


@inner
def _seek_shelter(w: World, p: F64, st: State, sc: Scratch, u: int, step: int, hour: int) -> None:
    """Who has ceased fire sails home; if that is lost he lands on own ground, else he lays down his arms there.

    Nobody lays them down before the hour of the talks or the deadline: until then he lies off the place.
    """
    if _turn_back(w, st, sc, u, hour):
        return
    side = w.u[u].side
    c = int(w.h[int(st.u[u].bound)].cell)
    if int(w.t[int(st.u[u].lift)].kind) == BY_SEA and rough_sea(w, st, w.c[c].region):
        return
    st.u[u].cell = c
    if is_safe(st, sc, side, c):
        ashore(w, p, st, sc, u, step, hour)
    elif step >= politics.yields_from(w, st, u):
        yield_unit(w, st, sc, u, step, hour)


@inner
def _meet_fog(w: World, p: F64, st: State, sc: Scratch, u: int, c: int, step: int) -> None:
    """Fog costs the boats hours and scatters them; once a trip."""
    st.u[u].fogged = 1
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.u[u].sid), draws.LANDING_FOG)
    delay = int(p[P.LANDING_FOG_HOURS] * 2.0 * draws.uniform(words[0]))
    st.u[u].lands = max(int(st.u[u].lands), step * 6) + delay
    st.u[u].cohesion *= 1.0 - p[P.LANDING_FOG_COHESION]


@leaf
def _may_assault(w: World, p: F64, st: State, sc: Scratch, u: int, c: int, step: int) -> bool:
    """Whether a unit goes ashore against an enemy: ordered to attack, in order, and not hopelessly few.

    A probe could drive nobody from a beach and has no way back: it lands where nobody bars the way.
    """
    posture = posture_of(w, st, u)
    if not is_offensive(posture) or posture == PROBE or step < st.u[u].cooldown:
        return False
    if st.u[u].cohesion < p[P.ATTACK_MIN_COHESION]:
        return False
    side = w.u[u].side
    seen = int(st.x[1 - side, c].belief) * 256
    return men_off(w, st, side, int(st.u[u].bound), step) >= p[P.LANDING_ODDS] * seen


@inner
def _arrive(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """A unit that lies off the place where it lands."""
    side = w.u[u].side
    c = int(w.h[int(st.u[u].bound)].cell)
    kind = int(w.t[int(st.u[u].lift)].kind)
    barred = sc.x[1 - side, c].free > 0
    hour = min(step * 6 + 5, max(step * 6, int(st.u[u].lands)))
    # Who does not go on with his attempt now runs in under the guns again when he resumes it.
    braved = int(st.u[u].braved)
    st.u[u].braved = min(braved, 1)
    if kind == BY_AIR:
        if barred:
            _turn_back(w, st, sc, u, hour)
        else:
            ashore(w, p, st, sc, u, step, hour)
        return
    if st.u[u].quiet > 0:
        _seek_shelter(w, p, st, sc, u, step, hour)
        return
    if kind == BY_SEA:
        if rough_sea(w, st, w.c[c].region):
            return
        if st.u[u].fogged == 0 and fog(w, st, w.c[c].region, step):
            _meet_fog(w, p, st, sc, u, c, step)
            if st.u[u].lands >= step * 6 + 6:
                return
    st.u[u].cell = c
    st.x[1 - side, c].belief = sc.x[1 - side, c].free // 256
    st.x[1 - side, c].belief_step = step
    if not barred and finds_room(w, st, sc, u, c):
        st.u[u].braved = braved
        run_in(w, p, st, sc, u, int(st.u[u].men), step)
        ashore(w, p, st, sc, u, step, hour)
    elif barred and _may_assault(w, p, st, sc, u, c, step):
        st.u[u].attacking = FROM_RIVER if kind == BY_RIVER else FROM_SEA
        # Who fights on the beach has reached the place.
        reach(w, st, sc, u, c, step, hour)
        st.u[u].braved = braved
        run_in(w, p, st, sc, u, int(st.u[u].men), step)
    elif step >= st.u[u].cooldown and step * 6 - st.u[u].lands >= p[P.LANDING_WAIT_HOURS]:
        # Others may have use for the ships; it tries again after as long a time.
        if _turn_back(w, st, sc, u, hour):
            st.u[u].cooldown = step + int(p[P.LANDING_WAIT_HOURS] / 6.0)


@leaf
def _waits_no_more(w: World, st: State, u: int) -> bool:
    """Whether a unit ashore gets no next echelon: it has lost the place where they land, or keeps a cease-fire."""
    if st.u[u].status != ACTIVE:
        return False
    if st.u[u].quiet > 0:
        return True
    c = int(w.h[int(st.u[u].bound)].cell)
    return bool(st.u[u].cell != c or int(st.owner[c]) != w.u[u].side)


@inner
def land(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Units aboard whose passage is over come ashore, or stand to attack from the water.

    Who has been driven off his bridgehead, or keeps a cease-fire, waits for no echelon any more: the lift is free for
    others. The men whom it would have brought to a unit that bars nobody's way any more are missing.
    """
    for i in range(w.t.shape[0]):
        st.t[i].aboard = 0
    for u in range(w.u.shape[0]):
        if st.u[u].lift >= 0 and _waits_no_more(w, st, u):
            st.u[u].lift = -1
        if st.u[u].quiet == 2 and st.u[u].status == ACTIVE:
            st.lost[u, MISSING] += st.u[u].behind
            st.u[u].behind = 0
        if st.u[u].lift >= 0 and (st.u[u].status == ABOARD or st.u[u].status == ACTIVE):
            st.t[int(st.u[u].lift)].aboard += 1
    for u in range(w.u.shape[0]):
        if st.u[u].lift < 0 or st.u[u].lands >= step * 6 + 6:
            continue
        if st.u[u].status == ABOARD and st.u[u].bound == st.t[int(st.u[u].lift)].at:
            _come_home(w, st, sc, u, step, max(step * 6, int(st.u[u].lands)))
        elif st.u[u].status == ABOARD:
            _arrive(w, p, st, sc, u, step)
        elif st.u[u].status == ACTIVE:
            _bring_echelon(w, p, st, sc, u, step)


@inner
def repulsed(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Back aboard from a beach that could not be held: men are left behind, the next attempt takes its time."""
    lose(st, u, CAPTURED, int(st.u[u].men * p[P.LANDING_REPULSE_LOSS]))
    st.u[u].cooldown = step + max(1, int(p[P.LANDING_RETRY_HOURS] / 6.0))
    st.u[u].braved = 1
    st.u[u].lands = step * 6 + 6
    log(sc, step, step * 6 + 6, LANDING_REPULSED, w.u[u].side, st.u[u].cell, u, st.u[u].men // 256)
