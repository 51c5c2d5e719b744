"""Engagements of a step: one for every defended cell and attacking side (rules.md R1, R2; MODEL.md)."""

from __future__ import annotations

from khingan.campaign import draws, intelligence
from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEPS_PER_DAY, effective_days
from khingan.campaign.codes import (
    ABOARD,
    ACTIVE,
    BREAKTHROUGH,
    CAPTURED,
    KILLED,
    MISSING,
    NEVER,
    REPULSED,
    WOUNDED,
)
from khingan.campaign.cohesion import lose
from khingan.campaign.combat import advantage, casualties, decision, equipment
from khingan.campaign.combat.assaults import counterattacks, enlist, order_assaults
from khingan.campaign.combat.front import front
from khingan.campaign.combat.outcome import advance, give_way, invest, release, shatter
from khingan.campaign.combat.sides import (
    ANTI_TANK,
    AUXILIARY,
    DELAYING,
    FROM_SEA,
    GARRISON,
    GUNS,
    LAST_MAN,
    MEN,
    PROBING,
    TANKS,
    WORKS,
    attacks,
    defends,
    sum_up,
)
from khingan.campaign.combat.terms import advantage_of
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.events import log
from khingan.campaign.landing.batteries import gunfire
from khingan.campaign.landing.beach import repulsed
from khingan.campaign.picture import stand
from khingan.campaign.portable import log10
from khingan.campaign.state import Scratch, State
from khingan.campaign.weather import is_wet
from khingan.campaign.world import F64, World


@inner
def _gather(w: World, st: State, sc: Scratch) -> int:
    """List this step's engagements; returns their number (at most one a unit, so the list cannot overflow)."""
    n = 0
    for u in range(w.u.shape[0]):
        st.u[u].fighting = 0
        if st.u[u].attacking < 0 or (st.u[u].status != ACTIVE and st.u[u].status != ABOARD):
            continue
        n = enlist(w, st, sc, u, n)
    return n


@leaf
def _wind_clock(
    st: State, sc: Scratch, w: World, p: F64, side: int, cell: int, dtau: float, step: int
) -> float:
    """Clock at the start of the step; new assaults draw their engagement factor, live ones move their noise."""
    idle = step - int(st.x[side, cell].clock_step) - 1
    tau = 0.0
    if idle < NEVER // 2:
        tau = st.x[side, cell].clock
        if idle > 0:
            tau = casualties.clock_after_lull(tau, idle / 4.0, p)
    sid = int(w.c[cell].sid)
    day = draws.draw(sc.key[0], sc.key[1], step, sid, draws.DAY_NOISE)
    normal_a = draws.standard_normal(day[0])
    normal_d = draws.standard_normal(day[1])
    if tau <= 0.0:
        words = draws.draw(sc.key[0], sc.key[1], step, sid, draws.ENGAGEMENT_NOISE)
        a, d = casualties.engagement_noise(
            draws.standard_normal(words[0]), draws.standard_normal(words[1]), p
        )
        st.x[side, cell].noise_a = a
        st.x[side, cell].noise_d = d
        st.x[side, cell].surprise = intelligence.surprise_level(w, p, st, side, cell)
    wave_a, wave_d = casualties.day_waves(
        tau <= 0.0, st.x[side, cell].wave_a, st.x[side, cell].wave_d, dtau, normal_a, normal_d, p
    )
    st.x[side, cell].wave_a = wave_a
    st.x[side, cell].wave_d = wave_d
    st.x[side, cell].clock = tau + dtau
    st.x[side, cell].clock_step = step
    return float(tau)


@leaf
def _lose_men(w: World, p: F64, st: State, sc: Scratch, u: int, men: int, yields: bool) -> None:
    """Casualties of one unit, split into their kinds; cohesion suffers by the share lost."""
    if men <= 0:
        return
    share = men / st.u[u].men
    last_man = w.u[u].lastman == 1
    killed, wounded, missing, captured = casualties.casualty_split(men, yields, last_man, p)
    stand(w, st, sc, u, -1)
    lose(st, u, KILLED, killed)
    lose(st, u, WOUNDED, wounded)
    lose(st, u, MISSING, missing)
    lose(st, u, CAPTURED, captured)
    st.u[u].cohesion = decision.disrupted(st.u[u].cohesion, share, p)
    stand(w, st, sc, u, 1)


@leaf
def _lose_pieces(
    st: State, sc: Scratch, u: int, tank_share: float, gun_share: float, holds: bool, p: F64
) -> None:
    """Tanks and guns of one unit; of the tanks of a side that holds the field a part goes to repair."""
    tanks = int(st.u[u].tanks * tank_share)
    back = int(tanks * equipment.repairable_share(holds, p))
    st.u[u].tanks -= tanks
    st.u[u].repair += back
    sc.tanks_lost[u] += tanks - back
    guns = int(st.u[u].guns * gun_share)
    st.u[u].guns -= guns
    sc.guns_lost[u] += guns


@leaf
def _shoot(st: State, u: int, contact: float, loads_per_day: float, dtau: float, p: F64) -> None:
    kg = int(st.u[u].men / 256.0 * contact * loads_per_day * dtau * p[P.AMMUNITION_LOAD_PER_MAN])
    st.u[u].ammo -= min(kg, st.u[u].ammo)


@leaf
def _in_contact(w: World, st: State, u: int, met: float) -> int:
    """Men of a unit (1/256) whom the enemy meets: all, of a garrison in its works a part."""
    return int(st.u[u].men * met) if w.u[u].static == 1 else int(st.u[u].men)


@leaf
def _bleed(
    w: World,
    p: F64,
    st: State,
    sc: Scratch,
    side: int,
    cell: int,
    works: bool,
    attacker: bool,
    contact: float,
    met: float,
    share: float,
    enemy_tanks: float,
    enemy_antitank: float,
    log_ratio: float,
    beaten: bool,
    dtau: float,
    step: int,
) -> None:
    """Share out one side's losses among its units, by their men; of a garrison only the part ``met`` is in contact."""
    whole = 0
    for u in range(w.u.shape[0]):
        if attacks(w, st, u, side, cell) if attacker else defends(w, st, u, 1 - side, cell, works):
            whole += _in_contact(w, st, u, met)
    total = int(whole * contact * share)
    factor = equipment.anti_tank_loss_factor(enemy_antitank, p)
    tanks = equipment.tank_loss(attacker, share, dtau, enemy_tanks, log_ratio, factor, p) * contact
    guns = equipment.gun_loss(share, beaten, p) * contact
    loads = p[P.AMMUNITION_USE_ATTACK] if attacker else p[P.AMMUNITION_USE_DEFENCE]
    before = 0
    for u in range(w.u.shape[0]):
        mine = attacks(w, st, u, side, cell) if attacker else defends(w, st, u, 1 - side, cell, works)
        if not mine:
            continue
        own = _in_contact(w, st, u, met)
        men = casualties.portion(total, before, own, whole)
        before += own
        st.u[u].fighting = 1
        _shoot(st, u, contact, loads, dtau, p)
        _lose_men(w, p, st, sc, u, men, beaten and not attacker)
        _lose_pieces(st, sc, u, tanks, guns, not beaten, p)
        if attacker:
            # Who attacks calls off; annihilated were, in the battles, only those who were attacked (K1, section 5).
            continue
        lost = 1.0 - (st.u[u].men + st.u[u].behind) / st.u[u].men0
        surrounded = st.u[u].surrounded == 1
        chance = decision.shatter_probability(lost, surrounded, w.u[u].lastman == 1, dtau, p)
        words = draws.draw(sc.key[0], sc.key[1], step, int(w.u[u].sid), draws.SHATTER)
        if draws.uniform(words[0]) < chance:
            shatter(w, p, st, sc, u, step)


@leaf
def _resolve(w: World, p: F64, st: State, sc: Scratch, i: int, dtau: float, step: int) -> None:
    side = int(sc.eng_side[i])
    cell = int(sc.eng_cell[i])
    edges = int(sc.edges[i])
    works = (edges >> WORKS) & 1 == 1
    sum_up(w, p, st, sc, side, cell, works)
    a = sc.sums[0]
    d = sc.sums[1]
    if not works:
        a[GUNS] += gunfire(w, p, st, side, cell, step)
    if a[MEN] <= 0.0:
        return
    if d[MEN] <= 0.0:
        # The defenders went in an earlier engagement of this step.
        if sc.x[1 - side, cell].free == 0:
            advance(w, p, st, sc, side, cell, False, step)
        return
    width, river, sea, two_sides = front(w, p, st, cell, edges, step)
    d_men = advantage.defenders_in_contact(d[MEN], width, p)
    met = 1.0
    if p[P.SWITCH_SIEGE] > 0.0 and int(w.c[cell].works) > 0:
        # Works are taken one by one: the rest of the garrison neither loses men nor costs any.
        met = p[P.WORKS_CONTACT_SHARE]
    a_men = advantage.attackers_in_contact(a[MEN], width, d_men, p)
    tau = _wind_clock(st, sc, w, p, side, cell, dtau, step)
    wet = 1.0 if is_wet(w, st, cell) else 0.0
    x = advantage_of(w, p, st, sc, side, cell, works, a_men, d_men, river, sea, two_sides, wet, tau, step)
    strong = 1.0 if works or int(w.c[cell].works) > 0 else 0.0
    z = casualties.intensity(strong, d[DELAYING], wet, w.c[cell].rough, w.c[cell].wood, w.c[cell].urban, p)
    # What makes fights on the map costlier than in the battle table is taken to be the work of men who seek the fight.
    fierce = p[P.CAMPAIGN_INTENSITY] * (1.0 - a[AUXILIARY]) * (1.0 - d[AUXILIARY])
    z += fierce
    noise_a = st.x[side, cell].noise_a + st.x[side, cell].wave_a
    # Who fights to the last man loses what the battles say of such garrisons, not the campaign's measure on top.
    noise_d = st.x[side, cell].noise_d + st.x[side, cell].wave_d - fierce * d[LAST_MAN]
    f_a, f_d = casualties.engagement_step(x, z, tau, dtau, noise_a, noise_d, 0.0, d[LAST_MAN], p)
    yes, no = decision.decision_probabilities(
        decision.win_logit(x, p), dtau, d[MEN] > 0.0 and a[PROBING] > 0.5, p
    )
    if works:
        # Who was ordered to hold works to the end is destroyed in them rather than driven out.
        yes *= 1.0 - d[LAST_MAN] * (1.0 - p[P.WORKS_LAST_MAN])
    words = draws.draw(sc.key[0], sc.key[1], step, int(w.c[cell].sid), draws.ENGAGEMENT_DECISION)
    verdict = decision.decide(draws.uniform(words[0]), yes, no)
    won = verdict == decision.DEFENDER_GIVES_WAY
    lost = verdict == decision.ATTACKER_CALLS_OFF
    ratio = log10(a_men / d_men)
    share_a = a_men / a[MEN] * (1.0 - d[GARRISON] * (1.0 - met))
    share_d = d_men / d[MEN]
    tanks_a = 1000.0 * a[TANKS] / a[MEN]
    tanks_d = 1000.0 * d[TANKS] / d[MEN]
    at_a = a[ANTI_TANK]
    at_d = d[ANTI_TANK]
    _bleed(w, p, st, sc, side, cell, works, False, share_d, met, f_d, tanks_a, at_a, ratio, won, dtau, step)
    _bleed(w, p, st, sc, side, cell, works, True, share_a, 1.0, f_a, tanks_d, at_d, ratio, lost, dtau, step)
    if won:
        give_way(w, p, st, sc, side, cell, works, step)
        if not works:
            invest(w, st, sc, side, cell, step)
    if not works and sc.x[1 - side, cell].free == 0:
        words = draws.draw(sc.key[0], sc.key[1], step, int(w.c[cell].sid), draws.BREAKTHROUGH)
        through = draws.uniform(words[0]) < decision.breakthrough_probability(x, p)
        if through:
            log(sc, step, step * 6 + 6, BREAKTHROUGH, side, cell, -1, 0)
        advance(w, p, st, sc, side, cell, through, step)
    elif lost:
        log(sc, step, step * 6 + 6, REPULSED, side, cell, -1, 0)
        for u in range(w.u.shape[0]):
            if attacks(w, st, u, side, cell):
                st.u[u].cooldown = step + int(p[P.CALLED_OFF_HOURS] / 6.0)
                st.u[u].slot = -1
                st.u[u].progress = 0
                if st.u[u].attacking >= FROM_SEA:
                    repulsed(w, p, st, sc, u, step)


@leaf
def _in_live_contact(w: World, st: State, sc: Scratch, u: int, step: int) -> int:
    """Enemy men (1/256) across the borders on which a unit was engaged within the last day, itself idle now."""
    side = w.u[u].side
    c = st.u[u].cell
    attacked = step - int(st.x[1 - side, c].clock_step) < STEPS_PER_DAY
    men = 0
    for k in range(6):
        d = int(w.nbr[c, k])
        if sc.x[1 - side, d].free > 0:
            if attacked or step - int(st.x[side, d].clock_step) < STEPS_PER_DAY:
                men += sc.x[1 - side, d].free
    return int(men)


@inner
def _skirmish(w: World, p: F64, st: State, sc: Scratch, dtau: float, step: int) -> None:
    """Losses of contact without attack: fire, patrols and night raids between assaults (rules.md R2)."""
    share = casualties.contact_loss(dtau, p)
    for u in range(w.u.shape[0]):
        if st.u[u].status != ACTIVE or st.u[u].fighting == 1 or w.u[u].rear == 1 or st.u[u].quiet > 1:
            continue
        if st.u[u].invested == 1:
            continue
        enemy = _in_live_contact(w, st, sc, u, step)
        if enemy > 0:
            exposed = min(st.u[u].men, int(p[P.CONTACT_RATIO_CAP] * enemy))
            _lose_men(w, p, st, sc, u, int(exposed * share), False)


@inner
def fight(w: World, p: F64, st: State, sc: Scratch, step: int) -> None:
    """Resolve all engagements of a step."""
    release(w, p, st, sc, step)
    order_assaults(w, p, st, sc, step)
    n = _gather(w, st, sc)
    if p[P.SWITCH_COUNTERATTACK] > 0.0:
        n = counterattacks(w, p, st, sc, n, step)
    dtau = effective_days(step, p)
    for i in range(n):
        if p[P.SWITCH_COMBAT] > 0.0:
            _resolve(w, p, st, sc, i, dtau, step)
    for i in range(n):
        sc.x[int(sc.eng_side[i]), int(sc.eng_cell[i])].eng = -1
    if p[P.SWITCH_CONTACT] > 0.0:
        _skirmish(w, p, st, sc, dtau, step)
