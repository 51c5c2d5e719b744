"""One engagement played out as the campaign plays it, in six-hour steps, by the campaign's own functions.

What :mod:`khingan.campaign.combat.engage` does for the units of a cell is done here for one body of men on
either side, without a map: no retreat to follow, no second attack after the first is called off, no supply
used up. Random numbers go by name under the key (seed, number of the fight), so that fight number 17 is the
same whether twenty or a million are played.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

from khingan.campaign import draws
from khingan.campaign import parameters as P
from khingan.campaign.combat import advance, advantage, casualties, decision, equipment
from khingan.campaign.parameters import Vector
from khingan.campaign.portable import log10
from khingan.campaign.world import F64

# Columns of a side (row 0 attacks, row 1 defends). The first six change as the fight goes on.
MEN, TANKS, REPAIR, GUNS, COHESION, WAVE, FACTOR, SORTIES, SUPPLY, QUALITY, ANTI_TANK = range(11)
N_FORCE = 11
# What stays the same. GROUND holds all of the advantage that neither men nor time change, air included; the
# four degrees DELAYING to OPEN are for the advance, which follows the advantage of the moment.
FRONT, GROUND, SURPRISE, INTENSITY, DELAYING, WORKS, RUGGED, OPEN, LAST_MAN, PROBE, FIRST_STEP = range(11)
N_SITE = 11
# Columns of a result; tanks and guns are those missing at the end, tanks under repair among them.
OUTCOME, DAYS, LOST_A, LOST_D, TANKS_A, TANKS_D, GUNS_A, GUNS_D, KM, BREAKTHROUGH = range(10)
N_RESULT = 10
# Outcomes; the first three are those of the kernel's decision.
UNDECIDED, GAVE_WAY, CALLED_OFF, DEFENDER_APART, ATTACKER_APART = range(5)
# Stable ids under which numbers are drawn: the place, the attacker, the defender.
PLACE, ATTACKER = 0, 1

Function = TypeVar("Function", bound=Callable[..., object])
_njit: Any = njit  # Numba's own types leave out its options
compiled: Callable[[Function], Function] = _njit(cache=True, nogil=True)
# Never called from Python: without the wrappers for it they compile in half the time.
inner: Callable[[Function], Function] = _njit(cache=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)


@compiled
def in_contact(now: F64, site: Vector, p: Vector) -> tuple[float, float]:
    """Men of attacker and defender for whom there is room (rule R1)."""
    d_men = advantage.defenders_in_contact(now[1, MEN], site[FRONT], p)
    return advantage.attackers_in_contact(now[0, MEN], site[FRONT], d_men, p), d_men


@compiled
def advantage_now(
    now: F64, site: Vector, a_men: float, d_men: float, tau: float, step: int, p: Vector
) -> float:
    """Advantage x of the men in contact at clock ``tau``, ``step`` steps after the beginning."""
    share_a = a_men / now[0, MEN]
    share_d = d_men / now[1, MEN]
    x = advantage.force_terms(
        a_men,
        d_men,
        now[0, TANKS] * share_a,
        now[1, TANKS] * share_d,
        now[0, GUNS] * share_a,
        now[1, GUNS] * share_d,
        now[0, SORTIES],
        now[1, SORTIES],
        advantage.anti_tank_multiplier(now[1, ANTI_TANK], p),
        p,
    )
    x += site[GROUND] + advantage.surprise_term(site[SURPRISE], max(tau, step / 4.0), p)
    x += advantage.side_power(now[0, QUALITY], now[0, SUPPLY], now[0, COHESION], p)
    x -= advantage.side_power(now[1, QUALITY], now[1, SUPPLY], now[1, COHESION], p)
    return x


@inner
def _draw_noise(now: F64, tau: float, dtau: float, seed: int, number: int, step: int, p: Vector) -> None:
    """Factors of the engagement at its beginning, day noise in every step."""
    day = draws.draw(seed, number, step, PLACE, draws.DAY_NOISE)
    normal_a = draws.standard_normal(day[0])
    normal_d = draws.standard_normal(day[1])
    if step == 0:
        words = draws.draw(seed, number, step, PLACE, draws.ENGAGEMENT_NOISE)
        a, d = casualties.engagement_noise(
            draws.standard_normal(words[0]), draws.standard_normal(words[1]), p
        )
        now[0, FACTOR] = a
        now[1, FACTOR] = d
    wave_a, wave_d = casualties.day_waves(step == 0, now[0, WAVE], now[1, WAVE], dtau, normal_a, normal_d, p)
    now[0, WAVE] = wave_a
    now[1, WAVE] = wave_d


@inner
def _bleed(
    now: F64,
    i: int,
    contact: float,
    share: float,
    dtau: float,
    enemy_tanks: float,
    log_ratio: float,
    beaten: bool,
    p: Vector,
) -> None:
    """Losses of side ``i``, of whose men the share ``contact`` fought and ``share`` of those fell."""
    factor = equipment.anti_tank_loss_factor(now[1 - i, ANTI_TANK], p)
    tanks = (
        now[i, TANKS] * contact * equipment.tank_loss(i == 0, share, dtau, enemy_tanks, log_ratio, factor, p)
    )
    now[i, TANKS] -= tanks
    now[i, REPAIR] += tanks * equipment.repairable_share(not beaten, p)
    now[i, GUNS] *= 1.0 - contact * equipment.gun_loss(share, beaten, p)
    now[i, MEN] *= 1.0 - contact * share
    now[i, COHESION] = decision.disrupted(now[i, COHESION], contact * share, p)


@inner
def _falls_apart(
    now: F64, start: F64, i: int, last_man: bool, dtau: float, seed: int, number: int, step: int, p: Vector
) -> bool:
    """Whether side ``i`` shatters or is worn down to a remnant; then it has lost everything.

    Attackers do not shatter.
    """
    left = now[i, MEN] / start[i, MEN]
    chance = decision.shatter_probability(1.0 - left, False, last_man, dtau, p) if i == 1 else 0.0
    words = draws.draw(seed, number, step, ATTACKER + i, draws.SHATTER)
    if draws.uniform(words[0]) >= chance and left >= p[P.DISBAND_SHARE]:
        return False
    now[i, MEN] = 0.0
    now[i, TANKS] = 0.0
    now[i, REPAIR] = 0.0
    now[i, GUNS] = 0.0
    return True


@inner
def _recover(now: F64, i: int, p: Vector) -> None:
    """Cohesion and tanks of side ``i`` after a step."""
    now[i, COHESION] = decision.recovered(now[i, COHESION], 0.25, True, now[i, SUPPLY] > 0.0, p)
    back = now[i, REPAIR] * equipment.repaired(0.25, p)
    now[i, TANKS] += back
    now[i, REPAIR] -= back


@inner
def _fight(
    now: F64, site: Vector, x: float, a_men: float, d_men: float, tau: float, dtau: float, u: float, p: Vector
) -> int:
    """Decide a step by the uniform deviate ``u`` and inflict its losses on both sides; returns the decision."""
    f_a, f_d = casualties.engagement_step(
        x,
        site[INTENSITY],
        tau,
        dtau,
        now[0, FACTOR] + now[0, WAVE],
        now[1, FACTOR] + now[1, WAVE],
        0.0,
        site[LAST_MAN],
        p,
    )
    yes, no = decision.decision_probabilities(decision.win_logit(x, p), dtau, site[PROBE] > 0.5, p)
    verdict = decision.decide(u, yes, no)
    ratio = log10(a_men / d_men)
    share_a = a_men / now[0, MEN]
    share_d = d_men / now[1, MEN]
    tanks_a = 1000.0 * now[0, TANKS] / now[0, MEN]
    tanks_d = 1000.0 * now[1, TANKS] / now[1, MEN]
    _bleed(now, 1, share_d, f_d, dtau, tanks_a, ratio, verdict == decision.DEFENDER_GIVES_WAY, p)
    _bleed(now, 0, share_a, f_a, dtau, tanks_d, ratio, verdict == decision.ATTACKER_CALLS_OFF, p)
    return verdict


@inner
def _count_losses(start: F64, now: F64, result: F64) -> None:
    for i in range(2):
        result[LOST_A + i] = start[i, MEN] - now[i, MEN]
        result[TANKS_A + i] = start[i, TANKS] - now[i, TANKS]
        result[GUNS_A + i] = start[i, GUNS] - now[i, GUNS]


@inner
def _duel(
    start: F64, site: Vector, p: Vector, seed: int, number: int, steps: int, now: F64, result: F64
) -> None:
    """Play one engagement to its decision, or for ``steps`` steps.

    Parameters
    ----------
    start : ndarray, (2, N_FORCE)
        Both sides at the beginning.
    site : ndarray, (N_SITE,)
        Place, posture and scheme.
    p : ndarray
        Coefficients in the order of ``campaign.parameters.NAMES``.
    seed, number : int
        Key of the random numbers.
    now : ndarray, (2, N_FORCE)
        Overwritten: both sides at the end.
    result : ndarray, (N_RESULT,)
        Overwritten: outcome, days, losses, advance, breakthrough.
    """
    now[:] = start
    tau = 0.0
    km = 0.0
    outcome = UNDECIDED
    days = 0
    through = False
    for step in range(steps):
        dtau = p[P.CLOCK_WEIGHT_0 + (int(site[FIRST_STEP]) + step) % 4]
        a_men, d_men = in_contact(now, site, p)
        _draw_noise(now, tau, dtau, seed, number, step, p)
        x = advantage_now(now, site, a_men, d_men, tau, step, p)
        words = draws.draw(seed, number, step, PLACE, draws.ENGAGEMENT_DECISION)
        outcome = _fight(now, site, x, a_men, d_men, tau, dtau, draws.uniform(words[0]), p)
        level = advance.advance_level(x, site[DELAYING], site[WORKS], site[RUGGED], site[OPEN], p)
        km += advance.advance_step(level, tau, dtau, outcome == CALLED_OFF, p)
        tau += dtau
        days = step + 1
        if _falls_apart(now, start, 1, site[LAST_MAN] > 0.5, dtau, seed, number, step, p):
            outcome = DEFENDER_APART
        if _falls_apart(now, start, 0, False, dtau, seed, number, step, p):
            outcome = ATTACKER_APART
        if outcome in (GAVE_WAY, DEFENDER_APART):
            words = draws.draw(seed, number, step, PLACE, draws.BREAKTHROUGH)
            through = draws.uniform(words[0]) < decision.breakthrough_probability(x, p)
        if outcome != UNDECIDED:
            break
        _recover(now, 0, p)
        _recover(now, 1, p)
        if now[0, COHESION] < p[P.ATTACK_MIN_COHESION]:
            outcome = CALLED_OFF
            break
    result[OUTCOME] = outcome
    result[DAYS] = days / 4.0
    result[KM] = km
    result[BREAKTHROUGH] = 1.0 if through and site[PROBE] < 0.5 else 0.0
    _count_losses(start, now, result)


@compiled
def duels(start: F64, site: Vector, p: Vector, seed: int, steps: int, now: F64, results: F64) -> None:
    """Play fights number 0, 1, 2 ... into the rows of ``results``; see :func:`_duel`."""
    for number in range(results.shape[0]):
        _duel(start, site, p, seed, number, steps, now, results[number])
