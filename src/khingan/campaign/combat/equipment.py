"""Losses of tanks and guns, which follow the losses of men, and the repair of tanks."""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.parameters import Vector
from khingan.campaign.portable import exp, log10, pow10, power


@njit(cache=True)
def anti_tank_loss_factor(anti_tank: float, p: Vector) -> float:
    """Factor on a side's tank losses, from the enemy's anti-tank guns per 1000 men: linear up to 1."""
    level = min(1.0, max(0.0, anti_tank) / p[P.ANTI_TANK_FULL])
    return p[P.TANK_WEAK_ANTI_TANK] + (1.0 - p[P.TANK_WEAK_ANTI_TANK]) * level


@njit(cache=True)
def _tank_rate(
    men_rate: float,
    enemy_tanks: float,
    log_ratio: float,
    base: float,
    by_men: float,
    by_enemy: float,
    by_ratio: float,
    offset: float,
) -> float:
    """Tank loss in percent per day from the men's loss in percent per day."""
    level = base + by_men * log10(men_rate) + by_enemy * log10(1.0 + enemy_tanks) + by_ratio * log_ratio
    return max(0.0, pow10(level) - offset)


@njit(cache=True)
def tank_loss(
    attacker: bool,
    men_lost: float,
    dtau: float,
    enemy_tanks: float,
    log_ratio: float,
    loss_factor: float,
    p: Vector,
) -> float:
    """Share of its tanks that a side loses in one step.

    Parameters
    ----------
    attacker : bool
        Whether the side attacks.
    men_lost : float
        Share of its men in contact lost in the same step.
    dtau : float
        Effective days.
    enemy_tanks : float
        Enemy tanks per 1000 enemy men.
    log_ratio : float
        log10 (A/D) of the men in contact.
    loss_factor : float
        From :func:`anti_tank_loss_factor`.
    """
    if men_lost <= 0.0 or dtau <= 0.0:
        return 0.0
    men_rate = 100.0 * men_lost / dtau
    if attacker:
        rate = _tank_rate(
            men_rate,
            enemy_tanks,
            log_ratio,
            p[P.TANK_ATTACKER_BASE],
            p[P.TANK_ATTACKER_MEN],
            p[P.TANK_ATTACKER_ENEMY],
            p[P.TANK_ATTACKER_RATIO],
            p[P.TANK_OFFSET],
        )
    else:
        rate = _tank_rate(
            men_rate,
            enemy_tanks,
            log_ratio,
            p[P.TANK_DEFENDER_BASE],
            p[P.TANK_DEFENDER_MEN],
            p[P.TANK_DEFENDER_ENEMY],
            p[P.TANK_DEFENDER_RATIO],
            p[P.TANK_OFFSET],
        )
    return 1.0 - exp(-0.01 * rate * loss_factor * dtau)


@njit(cache=True)
def repairable_share(holds_field: bool, p: Vector) -> float:
    """Share of the tanks lost that go to repair: those of the side that holds the field."""
    return p[P.TANK_REPAIRABLE] if holds_field else 0.0


@njit(cache=True)
def repaired(days: float, p: Vector) -> float:
    """Share of the tanks under repair that come back within ``days``."""
    return 1.0 - exp(-days / p[P.TANK_REPAIR_DAYS])


@njit(cache=True)
def gun_loss(men_lost: float, gives_way: bool, p: Vector) -> float:
    """Share of its guns that a side loses with the share ``men_lost`` of its men: dG/G = rho dN/N."""
    if men_lost <= 0.0:
        return 0.0
    ratio = p[P.GUN_LOSS_YIELD] if gives_way else p[P.GUN_LOSS_HOLD]
    return 1.0 - power(1.0 - men_lost, ratio)
