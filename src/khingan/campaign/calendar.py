"""Calendar: the four six-hour steps of a day, their marching hours and their share of a day's fighting."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.compiling import leaf
from khingan.campaign.world import F64

STEP_HOURS = 6
STEPS_PER_DAY = 4
NOON = 2  # step of the day, from midnight


@leaf
def marching_hours(step: int, p: F64) -> float:
    """Hours marched within the six of this step (rules.md R6)."""
    return float(p[P.MARCH_HOURS_0 + step % 4])


@leaf
def marching_share(p: F64) -> float:
    """Share of a day that is marched."""
    hours = p[P.MARCH_HOURS_0] + p[P.MARCH_HOURS_1] + p[P.MARCH_HOURS_2] + p[P.MARCH_HOURS_3]
    return float(hours / (STEP_HOURS * STEPS_PER_DAY))


@leaf
def effective_days(step: int, p: F64) -> float:
    """Share of a day's fighting that falls into this step (engagement clock, weights sum to 1 over a day)."""
    return float(p[P.CLOCK_WEIGHT_0 + step % 4])


@leaf
def is_daylight(step: int) -> bool:
    """Whether a step lies between 06:00 and 18:00."""
    return step % STEPS_PER_DAY == 1 or step % STEPS_PER_DAY == 2


@leaf
def starts_at_noon(step: int) -> bool:
    """Whether a step is that from noon, in which councils sit and captors count."""
    return step % STEPS_PER_DAY == NOON
