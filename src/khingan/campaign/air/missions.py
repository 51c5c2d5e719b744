"""Missions of a day: reconnaissance, superiority, close support, interdiction, and what they cost."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.air.attacks import bomb_bridges, fly_special
from khingan.campaign.air.bases import rebase
from khingan.campaign.air.fronts import draw_fronts, km_to_front
from khingan.campaign.codes import BOMBER, FIGHTER, GROUND_ATTACK, MIXED, TRANSPORT
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.state import Scratch, State
from khingan.campaign.theatre import still_air
from khingan.campaign.weather import flying
from khingan.campaign.world import F64, World

MORNING = 1  # step of the day in which missions are flown


@leaf
def over_target(w: World, st: State, v: int, region: int) -> float:
    """Share of the sorties that took off which the weather over their target lets through."""
    return 1.0 if w.c[st.v[v].cell].region == region else flying(w, st, region)


@leaf
def _ready(w: World, st: State, step: int) -> None:
    """Sorties that every group can fly on this day; transports of a formation with a cease-fire order stay."""
    for v in range(w.v.shape[0]):
        fit = st.v[v].aircraft * w.v[v].ready * w.v[v].sorties
        free = int(fit * flying(w, st, int(w.c[st.v[v].cell].region)))
        if w.v[v].kind == TRANSPORT and st.f[w.v[v].supports].told <= step * 6:
            free = 0
        # Parties that were flown yesterday without a sortie to spare go off today's.
        st.v[v].free = max(0, free - st.v[v].booked)
        st.v[v].booked = 0


@leaf
def _ground(w: World, st: State, step: int) -> None:
    """Groups whose supported formation has the order to cease fire fly no missions."""
    for v in range(w.v.shape[0]):
        if w.v[v].kind != TRANSPORT and st.f[w.v[v].supports].told <= step * 6:
            st.v[v].free = 0


@leaf
def _in_reach(w: World, st: State, sc: Scratch, v: int, r: int) -> float:
    """Weight of a region among the targets of a group: men of its formation who have an enemy there, if in reach."""
    f = w.v[v].supports
    men = sc.a[f, r].men
    if (
        men <= 0.0
        or sc.b[1 - w.v[v].side, r].men == 0
        or km_to_front(w, sc, st.v[v].cell, f, r) > w.v[v].radius
    ):
        return 0.0
    return float(men)


@leaf
def _weight(w: World, st: State, sc: Scratch, v: int) -> float:
    total = 0.0
    for r in range(w.r.shape[0]):
        total += _in_reach(w, st, sc, v, r)
    return total


@leaf
def superiority_share(kind: int, p: F64) -> float:
    """Share of a group's sorties that fights for the air."""
    if kind == FIGHTER:
        return 1.0
    return float(p[P.AIR_MIXED_SUPERIORITY]) if kind == MIXED else 0.0


@leaf
def support_share(kind: int, p: F64) -> float:
    """Share of a group's sorties that supports the troops; what remains strikes roads and rail."""
    if kind == GROUND_ATTACK:
        return 1.0
    if kind == BOMBER:
        return float(p[P.AIR_BOMBER_SUPPORT])
    return float(p[P.AIR_MIXED_SUPPORT]) if kind == MIXED else 0.0


@leaf
def _clear(w: World, st: State, sc: Scratch) -> None:
    for side in range(2):
        for r in range(w.r.shape[0]):
            sc.b[side, r].fight = 0.0
            sc.b[side, r].support = 0.0
            sc.b[side, r].strike = 0.0
            still_air(st, side, r)


@inner
def _assign(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Share out every group's sorties among the regions in reach and among missions."""
    for v in range(w.v.shape[0]):
        if w.v[v].kind == TRANSPORT or st.v[v].free <= 0:
            continue
        whole = _weight(w, st, sc, v)
        side = w.v[v].side
        kind = w.v[v].kind
        for r in range(w.r.shape[0]):
            weight = _in_reach(w, st, sc, v, r)
            if weight == 0.0:
                continue
            flown = st.v[v].free / 256.0 * weight / whole * over_target(w, st, v, r)
            seen = flown * p[P.AIR_RECONNAISSANCE_SHARE]
            fights = (flown - seen) * superiority_share(kind, p)
            supports = (flown - seen) * support_share(kind, p)
            if sc.b[side, r].contact == 0:
                supports = 0.0
            st.b[side, r].reconnaissance += seen
            sc.b[side, r].fight += fights
            sc.b[side, r].support += supports
            sc.b[side, r].strike += flown - seen - fights - supports


@inner
def _act(w: World, p: F64, st: State, sc: Scratch) -> None:
    """What the sorties of the day do over each region."""
    for r in range(w.r.shape[0]):
        whole = sc.b[0, r].fight + sc.b[1, r].fight + p[P.AIR_SUPERIORITY_SORTIES]
        lead = (sc.b[0, r].fight - sc.b[1, r].fight) / whole
        st.b[0, r].superiority = lead
        st.b[1, r].superiority = -lead
        for side in range(2):
            men = sc.b[side, r].contact / 256.0
            if men > 0.0:
                full = p[P.AIR_SUPPORT_FULL] / 1000.0
                st.b[side, r].close = min(full, sc.b[side, r].support / men)
            strike = sc.b[1 - side, r].strike
            slowed = strike / (strike + p[P.AIR_INTERDICTION_HALF])
            st.b[side, r].march = 1.0 - p[P.AIR_INTERDICTION_SLOWS] * slowed


@leaf
def loss_per_sortie(p: F64, sc: Scratch, side: int, kind: int, r: int) -> float:
    """Aircraft lost per sortie over a region: to accidents, enemy fighters, and low down to fire from the ground."""
    theirs = sc.b[1 - side, r].fight
    ours = sc.b[side, r].fight
    lost = p[P.AIR_ACCIDENT_LOSS]
    if theirs > 0.0:
        lost += p[P.AIR_COMBAT_LOSS] * theirs / (theirs + ours)
    if sc.b[1 - side, r].contact > 0:
        lost += p[P.AIR_GROUND_FIRE_LOSS] * support_share(kind, p)
    return float(lost)


@leaf
def _count_based(w: World, st: State, sc: Scratch) -> None:
    """Aircraft of either side at the bases of every region."""
    for side in range(2):
        for r in range(w.r.shape[0]):
            sc.b[side, r].based = 0
    for v in range(w.v.shape[0]):
        sc.b[w.v[v].side, int(w.c[st.v[v].cell].region)].based += st.v[v].aircraft


@leaf
def _lost_at_base(w: World, p: F64, st: State, sc: Scratch, v: int) -> float:
    """A group's share, by aircraft, of what enemy strikes destroy at its side's bases in the region, 1/256."""
    r = int(w.c[st.v[v].cell].region)
    enemy = 1 - w.v[v].side
    destroyed = 256.0 * sc.b[enemy, r].strike * max(0.0, st.b[enemy, r].superiority) * p[P.AIR_BASE_LOSS]
    return float(destroyed * st.v[v].aircraft / sc.b[w.v[v].side, r].based)


@inner
def _pay(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Losses of every group in the air, and at bases that lie where the enemy strikes."""
    _count_based(w, st, sc)
    for v in range(w.v.shape[0]):
        if st.v[v].aircraft <= 0:
            continue
        side = w.v[v].side
        lost = 0.0
        flown = 0.0
        if w.v[v].kind != TRANSPORT and st.v[v].free > 0:
            whole = _weight(w, st, sc, v)
            for r in range(w.r.shape[0]):
                weight = _in_reach(w, st, sc, v, r)
                if weight > 0.0:
                    here = st.v[v].free * weight / whole * over_target(w, st, v, r)
                    flown += here
                    lost += here * loss_per_sortie(p, sc, side, w.v[v].kind, r)
        lost += _lost_at_base(w, p, st, sc, v)
        gone = min(st.v[v].aircraft, int(lost))
        st.v[v].free -= int(flown)
        st.v[v].flown += int(flown)
        st.v[v].aircraft -= gone
        st.v[v].lost += gone


@inner
def fly(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """The air war of a day: sorties are counted at midnight and flown from the morning on."""
    if step % 4 == 0:
        # Also without an air war: transports have sorties of their own.
        _ready(w, st, step)
    if p[P.SWITCH_AIR] == 0.0 or step % 4 != MORNING:
        return
    _ground(w, st, step)
    draw_fronts(w, p, st, sc)
    rebase(w, p, st, sc, step)
    # Flown on what is known of yesterday, before the rest of the sorties is given out.
    fly_special(w, p, st, sc, step)
    _clear(w, st, sc)
    _assign(w, p, st, sc)
    _act(w, p, st, sc)
    _pay(w, p, st, sc)
    bomb_bridges(w, p, st, sc, step)
