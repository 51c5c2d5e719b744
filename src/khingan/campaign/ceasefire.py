"""The cease-fire in the field: the order comes down the tree of command, arms are laid down as captors take them.

Who issues the order and who was told to fight on are data; its hour, the talks and the deadline are dated, or follow
from what a council decides (politics.py). Who hears of it, when, and who takes whose arms on which day is neither.
"""

from __future__ import annotations

from khingan.campaign import draws, politics
from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEP_HOURS, STEPS_PER_DAY, starts_at_noon
from khingan.campaign.codes import ABOARD, ACTIVE, ARMS_LAID_DOWN, CAPTURED, CEASED_FIRE, DESERTED, WAITING
from khingan.campaign.cohesion import lose, lose_equipment
from khingan.campaign.command.headquarters import delay, recent, works
from khingan.campaign.command.news import sees_enemy
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.picture import is_present, may_enter, stand
from khingan.campaign.state import Scratch, State
from khingan.campaign.surrender import yield_unit
from khingan.campaign.world import F64, World


@leaf
def hush(w: World, st: State, sc: Scratch, u: int, step: int) -> None:
    """A unit ceases fire: until the talks it defends itself, then it bars nobody's way."""
    stand(w, st, sc, u, -1)
    st.u[u].quiet = 1 if step < politics.yields_from(w, st, u) else 2
    stand(w, st, sc, u, 1)
    if w.u[u].rear == 0:
        log(sc, step, step * STEP_HOURS, CEASED_FIRE, w.u[u].side, st.u[u].cell, u, 0)


@inner
def _hand_down(w: World, p: F64, st: State, now: int) -> None:
    """Headquarters that have the order pass it to those below that are in touch; who refuses passes nothing on."""
    moved = True
    while moved:
        moved = False
        for f in range(w.f.shape[0]):
            if int(w.f[f].refuses) == 1 or st.f[f].told <= now:
                continue
            g = w.f[f].parent
            order = max(w.f[f].ceasefire, st.j[0].order)
            if order <= now:
                st.f[f].ceasing = min(st.f[f].ceasing, order)
            elif g >= 0 and st.f[g].told <= now and st.f[f].touch == 1 and works(st, g):
                hour = int(recent(st.f[g].told, now) + delay(w, p, st, g))
                st.f[f].ceasing = min(st.f[f].ceasing, hour)
            if st.f[f].ceasing <= now and works(st, f):
                st.f[f].told = recent(st.f[f].ceasing, now)
                moved = True


@leaf
def _parley(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> bool:
    """Whether an enemy who shuts up a unit that nothing reaches brings it the order today."""
    shut_up = st.u[u].invested == 1 or st.u[u].surrounded == 1
    if (
        step < politics.talks_from(w, st, u)
        or st.u[u].touch == 1
        or not shut_up
        or not sees_enemy(w, st, sc, u)
    ):
        return False
    chance = p[P.PARLEY_CHANCE] * (p[P.SURRENDER_LAST_MAN] if w.u[u].lastman == 1 else 1.0)
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.u[u].sid), draws.PARLEY)
    return bool(draws.uniform(words[0]) < chance)


@inner
def _reach_units(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    now = step * STEP_HOURS
    own = p[P.ORDER_DELAY_DIVISION] if p[P.SWITCH_COMMAND] > 0.0 else 0.0
    for u in range(w.u.shape[0]):
        if st.u[u].quiet == 1 and step >= politics.yields_from(w, st, u):
            stand(w, st, sc, u, -1)
            st.u[u].quiet = 2
            stand(w, st, sc, u, 1)
        if st.u[u].quiet > 0 or int(w.u[u].refuses) == 1:
            continue
        if st.u[u].status != ACTIVE and st.u[u].status != WAITING and st.u[u].status != ABOARD:
            continue
        f = w.u[u].army
        heard = st.f[f].told <= now and st.u[u].touch == 1 and works(st, f)
        heard = heard and st.f[f].told + delay(w, p, st, f) + own <= now
        st.u[u].by_order = 1 if heard else 0
        if not heard and starts_at_noon(step) and int(w.f[f].refuses) == 0:
            heard = _parley(w, p, st, sc, u, step)
        if heard:
            hush(w, st, sc, u, step)


@leaf
def _accept(w: World, st: State, u: int, c: int, most: int, rate: float, since: int) -> int:
    """Men, at most ``most``, who lay down their arms to captors of the other side in a cell; they guard them.

    Captors count who have been there since a step. ``rate`` is how many men one captor sees through in a day; who has
    seen to some has less time for others.
    """
    taken = 0
    for v in range(w.u.shape[0]):
        if st.u[v].cell != c or w.u[v].side == w.u[u].side or st.u[v].status != ACTIVE:
            continue
        if w.u[v].rear == 1 or st.u[v].quiet > 0 or st.u[v].arrived > since:
            continue
        able = int((st.u[v].men - st.u[v].guarding) * rate)
        men = max(0, min(able, most - taken))
        st.u[v].guarding += int(men / rate + 0.5)
        taken += men
    return taken


@leaf
def _lay_down(w: World, st: State, sc: Scratch, u: int, most: int, rate: float, since: int) -> int:
    """Men of a unit, at most ``most``, who lay down their arms today to captors in reach since a step."""
    if most <= 0 or since < politics.yields_from(w, st, u):
        return 0
    enemy = 1 - w.u[u].side
    c = st.u[u].cell
    men = 0
    if sc.x[enemy, c].here > 0:
        men += _accept(w, st, u, c, most, rate, since)
    if since >= politics.lays_down_from(w, st, u):
        for k in range(6):
            d = int(w.nbr[c, k])
            if sc.x[enemy, d].here > 0 and men < most:
                men += _accept(w, st, u, d, most - men, rate, since)
    return men


@leaf
def hands_over(p: F64, st: State, u: int) -> bool:
    """Whether a unit gives up its arms under its own officers: its own headquarters has told it to."""
    return p[P.SWITCH_HAND_OVER] > 0.0 and st.u[u].by_order == 1


@inner
def _give_up_arms(w: World, st: State, sc: Scratch, u: int, men: int, step: int) -> None:
    """Part of a unit goes into captivity with its share of vehicles and guns; the last men take the unit with them."""
    log(sc, step, step * STEP_HOURS, ARMS_LAID_DOWN, w.u[u].side, st.u[u].cell, u, men // 256)
    if men >= st.u[u].men:
        yield_unit(w, st, sc, u, step, step * STEP_HOURS)
        return
    share = men / st.u[u].men
    stand(w, st, sc, u, -1)
    lose(st, u, CAPTURED, men)
    lose_equipment(st, sc, u, share)
    stand(w, st, sc, u, 1)


@leaf
def _has_terms(w: World, p: F64, st: State, u: int) -> bool:
    """Whether a unit's own command has agreed how arms are laid down: the high command's, or its own on the spot."""
    bound = w.u[u].outside == 0 or p[P.SWITCH_LOCAL_TALKS] == 0.0
    return bool(bound or st.f[w.u[u].army].talks > 0)


@leaf
def _pile_arms(w: World, st: State, sc: Scratch, u: int, men: int) -> None:
    """Men of a unit pile their arms, with or without captors there; when all have, nobody in it bears arms."""
    st.u[u].piled += men
    if st.u[u].disarmed == 0 and st.u[u].piled >= st.u[u].men:
        stand(w, st, sc, u, -1)
        st.u[u].disarmed = 1
        stand(w, st, sc, u, 1)


@inner
def _disperse(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Men slip away from units that keep the cease-fire, as long as no captor stands where they are but may come.

    Auxiliaries leave by hazards of their own (auxiliaries.py).
    """
    if p[P.SWITCH_DISPERSAL] == 0.0:
        return
    for u in range(w.u.shape[0]):
        melts_away = w.u[u].auxiliary == 1 and p[P.SWITCH_AUXILIARIES] > 0.0
        if not is_present(st, u) or st.u[u].quiet == 0 or melts_away:
            continue
        captor = 1 - w.u[u].side
        c = st.u[u].cell
        if sc.x[captor, c].here == 0 and may_enter(w, captor, c):
            stand(w, st, sc, u, -1)
            lose(st, u, DESERTED, int(st.u[u].men * p[P.DISPERSAL_RATE]))
            stand(w, st, sc, u, 1)


@inner
def _disarm(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Once a day those who keep quiet lay down their arms to enemies in reach.

    First those hand them over who do so under their own officers and, where their own command has terms, have had them
    piled from the talks on, from noon to noon: captors who have been there for a day only count and guard, and those
    who go on leave as many behind as saw to the last. With the time that is left to them they disarm others, and the
    rest of those.
    """
    for u in range(w.u.shape[0]):
        st.u[u].guarding = 0
        # sc.order doubles as the men who have laid down their arms today, -1 = does not yield.
        yields = is_present(st, u) and st.u[u].quiet > 0 and step >= politics.yields_from(w, st, u)
        sc.order[u] = 0 if yields else -1
    for u in range(w.u.shape[0]):
        if sc.order[u] == 0 and hands_over(p, st, u):
            of_a_day = min(st.u[u].men, int(st.u[u].men0 / p[P.HAND_OVER_DAYS]) + 1)
            if _has_terms(w, p, st, u):
                _pile_arms(w, st, sc, u, of_a_day)
            accepted = _lay_down(w, st, sc, u, of_a_day, p[P.ACCEPT_MEN_PER_MAN_DAY], step - STEPS_PER_DAY)
            st.u[u].handed = max(accepted, min(of_a_day, st.u[u].handed))
            sc.order[u] = st.u[u].handed
    for u in range(w.u.shape[0]):
        if sc.order[u] < 0:
            continue
        men = int(sc.order[u])
        men += _lay_down(w, st, sc, u, st.u[u].men - men, p[P.DISARM_MEN_PER_MAN_DAY], step)
        if men > 0:
            _give_up_arms(w, st, sc, u, men, step)


@inner
def _treat(w: World, p: F64, st: State, step: int) -> None:
    """Who fights in self-defence outside the command that holds the talks has to treat with the enemy before him."""
    if p[P.SWITCH_LOCAL_TALKS] == 0.0:
        return
    for u in range(w.u.shape[0]):
        f = w.u[u].army
        if w.u[u].outside == 1 and st.u[u].quiet == 1 and st.u[u].fighting == 1 and st.f[f].talks == 0:
            st.f[f].talks = step + int(p[P.ORDER_TALKS_HOURS] / STEP_HOURS + 0.999)
            st.f[f].laydown = step + int(p[P.ORDER_DEADLINE_HOURS] / STEP_HOURS + 0.999)


@inner
def update(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Carry the order to cease fire down, and take the arms of those who have it."""
    if p[P.SWITCH_CEASEFIRE] == 0.0:
        return
    _hand_down(w, p, st, step * STEP_HOURS)
    _treat(w, p, st, step)
    _reach_units(w, p, st, sc, step)
    if starts_at_noon(step):
        _disperse(w, p, st, sc)
        _disarm(w, p, st, sc, step)
