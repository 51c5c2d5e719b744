"""How an engagement ends: who gives up, whether the front opens, which units fall apart; and cohesion."""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.parameters import Vector
from khingan.campaign.portable import exp, logistic

GOES_ON, DEFENDER_GIVES_WAY, ATTACKER_CALLS_OFF = range(3)


@njit(cache=True)
def win_logit(x: float, p: Vector) -> float:
    """Logit of the attacker's chance to win at advantage x."""
    return p[P.LOGIT_BASE] + p[P.LOGIT_ADVANTAGE] * x


@njit(cache=True)
def win_probability(x: float, p: Vector) -> float:
    """Probability that the attacker wins an engagement whose advantage stays at x."""
    return logistic(win_logit(x, p))


@njit(cache=True)
def decision_hazard(logit: float, p: Vector) -> float:
    """Rate, per effective day, at which an engagement is decided either way."""
    lopsided = logit / p[P.HAZARD_LOGIT]
    return p[P.HAZARD_BASE] * (1.0 + lopsided * lopsided)


@njit(cache=True)
def decision_probabilities(logit: float, dtau: float, probe: bool, p: Vector) -> tuple[float, float]:
    """Probabilities that the defender gives way, and that the attacker calls off, in one step.

    The two rates compete: h P and h (1 - P). At constant advantage the attacker wins with probability P
    whatever the step. A probing attacker drives nobody out and calls off at the whole rate.
    """
    decided = 1.0 - exp(-decision_hazard(logit, p) * dtau)
    if probe:
        return 0.0, decided
    win = logistic(logit)
    return decided * win, decided * (1.0 - win)


@njit(cache=True)
def decide(u: float, gives_way: float, calls_off: float) -> int:
    """Outcome of a step from a uniform deviate: GOES_ON, DEFENDER_GIVES_WAY or ATTACKER_CALLS_OFF."""
    if u < gives_way:
        return DEFENDER_GIVES_WAY
    if u < gives_way + calls_off:
        return ATTACKER_CALLS_OFF
    return GOES_ON


@njit(cache=True)
def breakthrough_probability(x: float, p: Vector) -> float:
    """Probability that an attacker who has won at advantage x has opened the front."""
    return logistic(p[P.BREAKTHROUGH_BASE] + p[P.BREAKTHROUGH_ADVANTAGE] * x)


@njit(cache=True)
def shatter_probability(lost: float, surrounded: bool, last_man: bool, dtau: float, p: Vector) -> float:
    """Probability that a unit in an engagement falls apart in one step.

    Parameters
    ----------
    lost : float
        Own cumulative loss as a share of the men it started with.
    dtau : float
        Effective days.
    """
    share = lost / p[P.SHATTER_LOSS]
    rate = p[P.SHATTER_BASE] * share * share
    if surrounded:
        rate *= p[P.SHATTER_SURROUNDED]
    if last_man:
        rate *= p[P.SHATTER_LAST_MAN]
    return 1.0 - exp(-rate * dtau)


@njit(cache=True)
def surrender_probability(
    unfed_days: float, cohesion: float, last_man: bool, days: float, p: Vector
) -> float:
    """Probability that a cut-off unit lays down its arms within ``days`` (rule R5)."""
    rate = p[P.SURRENDER_BASE] * max(0.0, unfed_days - p[P.SURRENDER_DELAY])
    if last_man:
        rate *= p[P.SURRENDER_LAST_MAN]
    if cohesion < p[P.SURRENDER_COHESION]:
        rate *= p[P.SURRENDER_BROKEN]
    return 1.0 - exp(-rate * days)


@njit(cache=True)
def disrupted(cohesion: float, lost: float, p: Vector) -> float:
    """Cohesion after losing the share ``lost`` of the men in one step."""
    return cohesion * exp(-p[P.DISRUPTION_LOSS] * lost)


@njit(cache=True)
def after_retreat(cohesion: float, p: Vector) -> float:
    """Cohesion after a retreat; not below 0."""
    return max(0.0, cohesion - p[P.DISRUPTION_RETREAT])


@njit(cache=True)
def recovered(cohesion: float, days: float, in_contact: bool, supplied: bool, p: Vector) -> float:
    """Cohesion after ``days`` of recovery towards 1; none without supply."""
    if not supplied or cohesion == 1.0:
        return cohesion
    constant = p[P.RECOVERY_CONTACT_DAYS] if in_contact else p[P.RECOVERY_REST_DAYS]
    return 1.0 - (1.0 - cohesion) * exp(-days / constant)
