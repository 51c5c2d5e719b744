"""Allocation: what the sources issue along the traced lines, class by class (rules.md R17-R19).

Not a shortest path but a greedy pass in a fixed order (nearest first, then resolve order): each unit asks for what
it lacks, gets the share that its transport can carry over the distance, and no source issues more than a day's
capacity or than it has.
"""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import (
    ACTIVE,
    ISOLATED_EVENT,
    RELIEVED,
    SUPPLY_RESTORED,
    SURROUNDED_EVENT,
    UNREACHED,
    WAITING,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State, refill_kg
from khingan.campaign.supply import nearest, trace
from khingan.campaign.weather import is_hot
from khingan.campaign.world import F64, World

FOOD, FUEL, AMMUNITION = range(3)  # classes of supply in the order of issue


@leaf
def delivered_share(distance: int, trucks: int, men: float, p: F64) -> float:
    """Share of a request that transport can bring over a distance: min(1, R / distance).

    R lies between the radius of horse columns and that of trucks by the unit's trucks per 1,000 men (R18).
    """
    per_thousand = 1000.0 * trucks / men if men > 1.0 else 0.0
    motor = min(1.0, per_thousand / p[P.TRUCKS_FULL_PER_1000])
    radius = p[P.SUPPLY_RADIUS_HORSE_KM] + motor * (p[P.SUPPLY_RADIUS_TRUCK_KM] - p[P.SUPPLY_RADIUS_HORSE_KM])
    if distance <= radius:
        return 1.0
    return float(radius / distance)


@leaf
def _find_state(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Trace, isolation and encirclement of one unit; log what has changed."""
    side = w.u[u].side
    c = st.u[u].cell
    before = st.u[u].supply_km
    was = int(st.u[u].surrounded)
    st.u[u].supply_km = nearest.distance(st, side, c)
    st.u[u].surrounded = 0
    if st.u[u].invested == 1:
        st.u[u].supply_km = UNREACHED
    if st.u[u].supply_km >= UNREACHED and (
        st.u[u].invested == 1 or not trace.can_walk_out(w, p, st, sc, side, c)
    ):
        st.u[u].surrounded = 1
    if w.u[u].rear == 1:
        return
    if st.u[u].supply_km >= UNREACHED and before < UNREACHED:
        log(sc, step, step * 6, ISOLATED_EVENT, side, c, u, 0)
    if st.u[u].supply_km < UNREACHED and before >= UNREACHED:
        log(sc, step, step * 6, SUPPLY_RESTORED, side, c, u, 0)
    if st.u[u].surrounded == 1 and was == 0:
        log(sc, step, step * 6, SURROUNDED_EVENT, side, c, u, 0)
    if st.u[u].surrounded == 0 and was == 1:
        log(sc, step, step * 6, RELIEVED, side, c, u, 0)


@inner
def _queue_by_distance(w: World, st: State, sc: Scratch, side: int) -> int:
    """Units of a side that a trace reaches, nearest first; ties keep the resolve order."""
    n = 0
    for u in range(w.u.shape[0]):
        if w.u[u].side != side or st.u[u].supply_km >= UNREACHED:
            continue
        if st.u[u].status != ACTIVE and st.u[u].status != WAITING:
            continue
        i = n
        while i > 0 and st.u[sc.order[i - 1]].supply_km > st.u[u].supply_km:
            sc.order[i] = sc.order[i - 1]
            i -= 1
        sc.order[i] = u
        n += 1
    return n


@leaf
def _issue(w: World, p: F64, st: State, s: int, wanted: int, beyond: bool) -> int:
    """Kilograms a source gives, charged to its day and its stock.

    What goes on by captured trains passes the break of gauge, and there are only so many of them.
    """
    given = min(wanted, w.s[s].daily - st.s[s].issued, st.s[s].stock)
    if beyond:
        loads = st.s[s].trains * p[P.RAIL_STOCK_T_DAY] * 1000.0
        given = min(given, int(min(w.s[s].daily * p[P.RAIL_BREAK_SHARE], loads)) - st.s[s].beyond)
    if given <= 0:
        return 0
    st.s[s].issued += given
    st.s[s].stock -= given
    if beyond:
        st.s[s].beyond += given
    return int(given)


@leaf
def _draw(w: World, p: F64, st: State, u: int, asked: float, is_fuel: bool) -> int:
    """Kilograms of a request that reach a unit: from its source, then from the one that stands behind it.

    Of fuel the columns burn a part on their way there and back.
    """
    side = w.u[u].side
    s = nearest.source(st, side, st.u[u].cell)
    beyond = trace.is_beyond(st, side, st.u[u].cell)
    men = st.u[u].men / 256.0
    far = st.u[u].supply_km
    got = 0
    for _ in range(2):
        share = delivered_share(far, w.u[u].trucks, men, p)
        if is_fuel:
            share *= max(0.0, 1.0 - far / (2.0 * p[P.TRUCK_BREAK_EVEN_KM]))
        wanted = int(max(0.0, asked - got) * share)
        got += _issue(w, p, st, s, wanted, beyond)
        if w.s[s].backup < 0 or got >= wanted:
            break
        far += w.s[s].backup_km
        beyond = False
        s = w.s[s].backup
        if int(st.owner[w.s[s].cell]) != side:
            break
    return got


@leaf
def request(w: World, p: F64, st: State, u: int, kind: int) -> float:
    """Kilograms of a class that a unit asks for: what it lacks, but no more than a day's issue."""
    men = st.u[u].men / 256.0
    if kind == FOOD:
        day = men * p[P.FOOD_PER_MAN]
        return float(min(day * p[P.FOOD_START_DAYS] - st.u[u].food, day * p[P.FOOD_ISSUE_DAYS]))
    if kind == FUEL:
        refill = float(refill_kg(st.u[u].tanks, w.u[u].trucks, p))
        return float(min(refill * p[P.FUEL_START_REFILLS] - st.u[u].fuel, refill * p[P.FUEL_ISSUE_REFILLS]))
    load = men * p[P.AMMUNITION_LOAD_PER_MAN]
    target = p[P.AMMUNITION_START_LOADS] * p[P.AMMUNITION_START_FACTOR_0 + w.u[u].side]
    return float(min(load * target - st.u[u].ammo, load * p[P.AMMUNITION_ISSUE_LOADS]))


@leaf
def _supply_unit(w: World, p: F64, st: State, sc: Scratch, u: int) -> None:
    for kind in (FOOD, FUEL, AMMUNITION):
        given = _draw(w, p, st, u, request(w, p, st, u, kind), kind == FUEL)
        if kind == FOOD:
            st.u[u].food += given
        elif kind == FUEL:
            st.u[u].fuel += given
            sc.burnt[1] += given
        else:
            st.u[u].ammo += given


@leaf
def _eat(w: World, p: F64, st: State, u: int) -> None:
    per_man = p[P.FOOD_PER_MAN]
    if is_hot(w, st, st.u[u].cell):
        # What the wells do not give comes in barrels with the food.
        per_man += p[P.HEAT_WATER]
    need = int(st.u[u].men / 256.0 * per_man)
    if st.u[u].food >= need:
        st.u[u].food -= need
        st.u[u].unfed = 0
    else:
        st.u[u].food = 0
        st.u[u].unfed += 1


@inner
def daily(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Once a day at 00:00: eat, trace, issue."""
    for s in range(w.s.shape[0]):
        st.s[s].issued = 0
        st.s[s].beyond = 0
        c = w.s[s].cell
        if step > 0 and trace.is_open(w, st, s) and int(st.owner[c]) == w.s[s].side:
            st.s[s].stock = min(st.s[s].stock + w.s[s].inflow, max(w.s[s].stock, w.s[s].inflow))
    for side in range(2):
        trace.retrace(w, p, st, sc, side, step)
    for u in range(w.u.shape[0]):
        if st.u[u].status == ACTIVE or st.u[u].status == WAITING:
            if step > 0:
                _eat(w, p, st, u)
            _find_state(w, p, st, sc, u, step)
    if p[P.SWITCH_SUPPLY] == 0.0:
        return
    for side in range(2):
        n = _queue_by_distance(w, st, sc, side)
        for i in range(n):
            _supply_unit(w, p, st, sc, sc.order[i])
