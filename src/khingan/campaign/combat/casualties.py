"""Casualties of an engagement over its clock, their noise, and what becomes of the men.

The share of the men in contact lost up to the effective time T is ``10**(z - alpha x) T**q`` for the attacker
and ``10**(z + z_defender + delta x) T**q`` for the defender. Both depend on ratios only, so splitting or
merging units inside one engagement changes nothing.
"""

from __future__ import annotations

import math

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.parameters import Vector
from khingan.campaign.portable import exp, pow10, power, rounded


@njit(cache=True)
def intensity(
    fortified: float, delaying: float, wet: float, rugged: float, wooded: float, urban: float, p: Vector
) -> float:
    """Intensity z, log10 of the share an even fight costs in its first effective day; degrees from 0 to 1."""
    return (
        p[P.Z_BASE]
        + p[P.Z_THEATRE]
        + p[P.Z_FORTIFIED] * fortified
        + p[P.Z_DELAY] * delaying
        + p[P.Z_WET] * wet
        + p[P.Z_RUGGED] * rugged
        + p[P.Z_WOODED] * wooded
        + p[P.Z_URBAN] * urban
    )


@njit(cache=True)
def clock_growth(tau: float, dtau: float, p: Vector) -> float:
    """(tau + dtau)**q - tau**q: growth of cumulative casualties while the clock moves on by ``dtau``."""
    return power(tau + dtau, p[P.CLOCK_EXPONENT]) - power(tau, p[P.CLOCK_EXPONENT])


@njit(cache=True)
def clock_after_lull(tau: float, days: float, p: Vector) -> float:
    """Engagement clock after ``days`` without attack; not below 0."""
    return max(0.0, tau - p[P.CLOCK_LULL] * days)


@njit(cache=True)
def engagement_step(
    x: float,
    z: float,
    tau: float,
    dtau: float,
    noise_a: float,
    noise_d: float,
    last_man_a: float,
    last_man_d: float,
    p: Vector,
) -> tuple[float, float]:
    """Shares of the men in contact lost while the clock runs from tau to tau + dtau.

    Parameters
    ----------
    x : float
        Advantage, log10.
    z : float
        Intensity, log10.
    tau, dtau : float
        Engagement clock at the start of the step and its advance, effective days.
    noise_a, noise_d : float
        Noise of the two sides' casualties, log10: engagement factor plus day noise.
    last_man_a, last_man_d : float
        Degree, 0 to 1, to which a side fights to the last man (for cut-off or fanatical garrisons only).

    Returns
    -------
    tuple of float
        Attacker's and defender's share lost, in [0, 1).
    """
    growth = clock_growth(tau, dtau, p)
    a = z - p[P.ALPHA] * x + noise_a + p[P.LAST_MAN_ATTACKER] * last_man_a
    d = z + p[P.Z_DEFENDER] + p[P.DELTA] * x + noise_d + p[P.LAST_MAN_DEFENDER] * last_man_d
    return 1.0 - exp(-pow10(a) * growth), 1.0 - exp(-pow10(d) * growth)


@njit(cache=True)
def contact_loss(days: float, p: Vector) -> float:
    """Share lost by either side of a live engagement in ``days`` of contact without attack."""
    return 1.0 - exp(-p[P.CONTACT_LOSS] * days)


@njit(cache=True)
def engagement_noise(normal_0: float, normal_1: float, p: Vector) -> tuple[float, float]:
    """Factors of a whole engagement for attacker and defender, log10, from two standard normal deviates."""
    r = p[P.NOISE_ENGAGEMENT_CORRELATION]
    other = r * normal_0 + math.sqrt(1.0 - r * r) * normal_1
    return p[P.NOISE_ENGAGEMENT_ATTACKER] * normal_0, p[P.NOISE_ENGAGEMENT_DEFENDER] * other


@njit(cache=True)
def day_noise(previous: float, dtau: float, normal: float, sd: float, p: Vector) -> float:
    """Next value of the day noise, log10: an Ornstein-Uhlenbeck process sampled exactly.

    Its variance is ``sd**2`` for any step. A new engagement starts it at ``sd`` times a standard normal.

    Parameters
    ----------
    previous : float
        Value one step earlier.
    dtau : float
        Effective days since then.
    normal : float
        Standard normal deviate.
    sd : float
        ``noise_day_attacker`` or ``noise_day_defender``.
    """
    memory = exp(-dtau / p[P.NOISE_DAY_MEMORY])
    return memory * previous + sd * math.sqrt(1.0 - memory * memory) * normal


@njit(cache=True)
def day_waves(
    begins: bool, wave_a: float, wave_d: float, dtau: float, normal_a: float, normal_d: float, p: Vector
) -> tuple[float, float]:
    """Day noise of attacker and defender, log10: drawn afresh where an engagement ``begins``, else moved on."""
    sd_a = p[P.NOISE_DAY_ATTACKER]
    sd_d = p[P.NOISE_DAY_DEFENDER]
    if begins:
        return sd_a * normal_a, sd_d * normal_d
    return day_noise(wave_a, dtau, normal_a, sd_a, p), day_noise(wave_d, dtau, normal_d, sd_d, p)


@njit(cache=True)
def portion(total: int, before: int, own: int, whole: int) -> int:
    """One unit's part of a loss shared out by weight, exact: the parts of all units add up to ``total``.

    Parameters
    ----------
    total : int
        Loss to share out, 1/256 man.
    before : int
        Sum of the weights of the units dealt with earlier.
    own, whole : int
        Weight of this unit and sum of all weights (men in 1/256 times exposure, say); total times whole must
        stay below 2**63.
    """
    if whole <= 0:
        return 0
    return total * (before + own) // whole - total * before // whole


@njit(cache=True)
def split3(total: int, share_a: float, share_b: float) -> tuple[int, int, int]:
    """Split an integer by two shares into three parts that add up to it; the third is the remainder."""
    a = min(total, rounded(total * share_a))
    b = min(total - a, rounded(total * share_b))
    return a, b, total - a - b


@njit(cache=True)
def casualty_split(total: int, yields: bool, last_man: bool, p: Vector) -> tuple[int, int, int, int]:
    """Casualties (1/256 man) as killed, wounded, missing and captured, by rule R4.

    Parameters
    ----------
    total : int
        Casualties of one unit in one step.
    yields : bool
        The side is a defender who gives way.
    last_man : bool
        The unit fights to the last man.
    """
    if last_man:
        killed, wounded, rest = split3(total, p[P.SPLIT_LAST_MAN_KILLED], p[P.SPLIT_LAST_MAN_WOUNDED])
        return killed, wounded, 0, rest
    if yields:
        killed, wounded, rest = split3(total, p[P.SPLIT_YIELDING_KILLED], p[P.SPLIT_YIELDING_WOUNDED])
        return killed, wounded, 0, rest
    killed, wounded, rest = split3(total, p[P.SPLIT_ATTACKER_KILLED], p[P.SPLIT_ATTACKER_WOUNDED])
    return killed, wounded, rest, 0
