"""Advance against opposition. The long days of a campaign come from marching after the defender gives way."""

from __future__ import annotations

from numba import njit

from khingan.campaign import parameters as P
from khingan.campaign.parameters import Vector
from khingan.campaign.portable import log10, pow10


@njit(cache=True)
def advance_level(
    x: float, delaying: float, fortified: float, rugged: float, open_ground: float, p: Vector
) -> float:
    """log10 of (mean km/day + 0.5) over the first effective day; degrees from 0 to 1."""
    return (
        p[P.ADVANCE_BASE]
        + p[P.ADVANCE_ADVANTAGE] * x
        + p[P.ADVANCE_DELAY] * delaying
        + p[P.ADVANCE_FORTIFIED] * fortified
        + p[P.ADVANCE_RUGGED] * rugged
        + p[P.ADVANCE_OPEN] * open_ground
    )


@njit(cache=True)
def advance_rate(level: float, tau: float, p: Vector) -> float:
    """Mean advance, km per day, over ``tau`` > 0 effective days; negative when driven back."""
    return pow10(level + p[P.ADVANCE_CLOCK] * log10(tau)) - p[P.ADVANCE_OFFSET]


@njit(cache=True)
def advance_step(level: float, tau: float, dtau: float, repulsed: bool, p: Vector) -> float:
    """Advance in km while the clock runs from tau to tau + dtau; negative only for a repulsed attacker."""
    after = tau + dtau
    if after <= 0.0:
        return 0.0
    km = advance_rate(level, after, p) * after
    if tau > 0.0:
        km -= advance_rate(level, tau, p) * tau
    return km if repulsed else max(0.0, km)
