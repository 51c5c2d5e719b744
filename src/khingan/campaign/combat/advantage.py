"""Advantage x: log10 of the relative combat power of attacker and defender.

The sum of five pieces: :func:`force_terms` (men and matériel, changes every step), :func:`ground_terms`
(place and posture), :func:`surprise_term`, :func:`air_term`, and the difference of the two sides'
:func:`side_power` (quality, supply, cohesion). All terms are log10, so they add.
"""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.parameters import Vector
from khingan.campaign.portable import exp, log10


@njit(cache=True)
def attackers_in_contact(ordered: float, width_km: float, defenders: float, p: Vector) -> float:
    """Men who can attack (rule R1): those ordered, as far as the front and the target have room for them.

    Parameters
    ----------
    ordered : float
        Men ordered across the edges into the cell.
    width_km : float
        Passable width of those edges.
    defenders : float
        Defenders in contact, men.
    """
    room = p[P.CONTACT_ATTACKER_PER_KM] * width_km
    return min(ordered, room, p[P.CONTACT_RATIO_CAP] * defenders)


@njit(cache=True)
def defenders_in_contact(present: float, width_km: float, p: Vector) -> float:
    """Men who can defend (rule R1): those present, as far as the attacked width has room for them."""
    return min(present, p[P.CONTACT_DEFENDER_PER_KM] * width_km)


@njit(cache=True)
def density(pieces: float, men: float) -> float:
    """log10 of 1 + pieces per 1000 men."""
    if pieces <= 0.0:
        return 0.0
    return log10(1.0 + 1000.0 * pieces / max(men, 1.0))


@njit(cache=True)
def anti_tank_multiplier(anti_tank: float, p: Vector) -> float:
    """Factor on the attacker's tank term, from the defender's anti-tank guns per 1000 men.

    Linear from ``tanks_unopposed`` (none) to ``tanks_opposed`` (``anti_tank_full`` and more); the fit, which
    knows no such term, corresponds to the factor 1.
    """
    level = min(1.0, max(0.0, anti_tank) / p[P.ANTI_TANK_FULL])
    return p[P.TANKS_UNOPPOSED] + (p[P.TANKS_OPPOSED] - p[P.TANKS_UNOPPOSED]) * level


@njit(cache=True)
def force_terms(
    men_a: float,
    men_d: float,
    tanks_a: float,
    tanks_d: float,
    guns_a: float,
    guns_d: float,
    sorties_a: float,
    sorties_d: float,
    tank_multiplier: float,
    p: Vector,
) -> float:
    """Share of the advantage that follows from numbers.

    Parameters
    ----------
    men_a, men_d : float
        Men in contact, attacker and defender; less than one man counts as one.
    tanks_a, tanks_d, guns_a, guns_d : float
        Tanks and guns that support them.
    sorties_a, sorties_d : float
        Close air support sorties per day.
    tank_multiplier : float
        From :func:`anti_tank_multiplier`; it acts on the attacker's tanks only.
    """
    x = log10(max(men_a, 1.0) / max(men_d, 1.0))
    x += p[P.X_TANKS] * (density(tanks_a, men_a) * tank_multiplier - density(tanks_d, men_d))
    x += p[P.X_GUNS] * (density(guns_a, men_a) - density(guns_d, men_d))
    x += p[P.X_SORTIES] * (density(sorties_a, men_a) - density(sorties_d, men_d))
    return x


@njit(cache=True)
def ground_terms(
    fortified: float,
    concrete: float,
    delaying: float,
    rugged: float,
    wooded: float,
    urban: float,
    marsh: float,
    wet: float,
    river: float,
    envelopment: float,
    two_sides: float,
    p: Vector,
) -> float:
    """Share of the advantage that follows from place, posture and scheme.

    Each argument is the degree, 0 to 1, to which the condition holds. ``concrete`` replaces ``fortified``:
    give one of them. ``delaying`` is a defender who delays or withdraws; ``river`` holds in the step of
    crossing only.
    """
    return (
        p[P.X_FORTIFIED] * fortified
        + p[P.X_CONCRETE] * concrete
        + p[P.X_DELAY] * delaying
        + p[P.X_RUGGED] * rugged
        + p[P.X_WOODED] * wooded
        + p[P.X_URBAN] * urban
        + p[P.X_MARSH] * marsh
        + p[P.X_WET] * wet
        + p[P.X_RIVER] * river
        + p[P.X_ENVELOPMENT] * envelopment
        + p[P.X_TWO_SIDES] * two_sides
    )


@njit(cache=True)
def air_term(superiority: float, p: Vector) -> float:
    """Theatre air superiority: 1 attacker, 0 nobody, -1 defender."""
    return p[P.X_AIR_SUPERIORITY] * superiority


@njit(cache=True)
def surprise_decay(tau: float, p: Vector) -> float:
    """Share of the surprise left after ``tau`` effective days of the engagement."""
    return exp(-tau / p[P.SURPRISE_DECAY_DAYS])


@njit(cache=True)
def surprise_term(level: float, tau: float, p: Vector) -> float:
    """Surprise, from -3 (complete, by the defender) to 3 (complete, by the attacker), as far as it lasts."""
    if level == 0.0:
        return 0.0
    return p[P.X_SURPRISE] * level * surprise_decay(tau, p)


@njit(cache=True)
def quality(rating: float, p: Vector) -> float:
    """Quality Q, log10 of a unit's relative effectiveness, from its rating.

    Parameters
    ----------
    rating : float
        Share of a first-rate pre-war division, 0 to 1. It stands for missing training and weapons; the men
        are not to be reduced as well.
    """
    if rating <= 0.0:
        return p[P.QUALITY_FLOOR]
    q = p[P.QUALITY_KAPPA] * log10(rating / p[P.QUALITY_REFERENCE])
    return min(0.0, max(p[P.QUALITY_FLOOR], q))


@njit(cache=True)
def supply_term(supply: float, p: Vector) -> float:
    """Penalty of a side supplied to the share ``supply`` of its need: linear from none over half to full."""
    s = min(1.0, max(0.0, supply))
    if s >= 0.5:
        return p[P.X_SUPPLY_HALF] * (1.0 - s) * 2.0
    return p[P.X_SUPPLY_NONE] + (p[P.X_SUPPLY_HALF] - p[P.X_SUPPLY_NONE]) * s * 2.0


@njit(cache=True)
def cohesion_term(cohesion: float, p: Vector) -> float:
    """log10 of the cohesion (1 sound, 0 broken), which counts no lower than ``cohesion_floor``."""
    return log10(min(1.0, max(p[P.COHESION_FLOOR], cohesion)))


@njit(cache=True)
def side_power(mean_quality: float, supply: float, cohesion: float, p: Vector) -> float:
    """Power per man of one side, log10; the advantage takes the attacker's less the defender's."""
    return mean_quality + supply_term(supply, p) + cohesion_term(cohesion, p)
