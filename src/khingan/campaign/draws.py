"""Random numbers by name: the same decision of the same unit in the same step always draws the same number.

Philox4x32-10 is a function, not a stream: four 32-bit words from a key (seed, campaign) and a counter (step,
stable entity id, decision block, 0). Threads, batches and the order of units therefore change nothing, and a
new decision disturbs no old one.

References
----------
.. [1] J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
   Proceedings of SC11 (2011), doi:10.1145/2063384.2063405.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from khingan.campaign import portable

# Decision blocks. The numbers are part of every published result: append, never renumber, never reuse.
ENGAGEMENT_NOISE = 1
DAY_NOISE = 2
ENGAGEMENT_DECISION = 3
GIVE_WAY = 4
BREAKTHROUGH = 5
SHATTER = 6
SURRENDER = 7
DESERTION = 8
DEMOLITION = 9
MECHANICAL = 10
RADIO = 15
PARLEY = 16
MUTINY = 17
EXPECTATION = 19
REDEPLOYMENT = 20
SPECIAL = 21
BRIDGE_BOMB = 22
WEATHER = 11
WEATHER_EVE = 12
FLOOD = 13
HEAT = 14
COEFFICIENT = 40
DISPUTED = 41
LANDING_FOG = 26
LIFT_TRIP = 27
COAST_FIRE = 34
MINE = 35
DEPOT = 30
ROLLING_STOCK = 31
COUNCIL_THRESHOLD = 60
COUNCIL_MOOD = 61
COUNCIL_REPLY = 62
COUP = 63

RESERVED: tuple[tuple[int, str, str], ...] = (
    (ENGAGEMENT_NOISE, "ENGAGEMENT_NOISE", "factor of a whole engagement; words 0, 1: attacker, defender"),
    (DAY_NOISE, "DAY_NOISE", "innovation of the day noise; words 0, 1: attacker, defender"),
    (ENGAGEMENT_DECISION, "ENGAGEMENT_DECISION", "who gives up in this step; word 0"),
    (GIVE_WAY, "GIVE_WAY", "choices of a unit that retreats"),
    (BREAKTHROUGH, "BREAKTHROUGH", "does a win open the front; word 0"),
    (SHATTER, "SHATTER", "does a unit fall apart; word 0"),
    (SURRENDER, "SURRENDER", "does a cut-off unit lay down its arms; word 0"),
    (DESERTION, "DESERTION", "men who leave a unit; word 0"),
    (DEMOLITION, "DEMOLITION", "is a bridge blown; word 0"),
    (MECHANICAL, "MECHANICAL", "vehicles that break down on the march; word 0"),
    (RADIO, "RADIO", "does a unit or headquarters without wire hear its superior today; word 0"),
    (PARLEY, "PARLEY", "does a parliamentarian bring the cease-fire to the cut off today; word 0"),
    (MUTINY, "MUTINY", "does an auxiliary unit disband itself today; word 0"),
    (
        EXPECTATION,
        "EXPECTATION",
        "prior belief in a region; words 0, 1: place, sides 0 and 1, words 2, 3: date",
    ),
    (REDEPLOYMENT, "REDEPLOYMENT", "is a move under way over; words 0, 1: share that is, and which it is"),
    (SPECIAL, "SPECIAL", "special attacks of a group of aircraft; word 0: how many"),
    (
        BRIDGE_BOMB,
        "BRIDGE_BOMB",
        "bridges bombed in a region; words 0, 1: hit and which, side 0, words 2, 3: side 1",
    ),
    (WEATHER, "WEATHER", "weather of a region and day; words 0 to 3: rain, how heavy, fog, rough sea"),
    (WEATHER_EVE, "WEATHER_EVE", "the same on the days before the start, counted from 0"),
    (FLOOD, "FLOOD", "is a bridge carried away; word 0"),
    (HEAT, "HEAT", "how hot a day is; word 0"),
    (COEFFICIENT, "COEFFICIENT", "value of an uncertain coefficient, entity = its name; word 0"),
    (
        DISPUTED,
        "DISPUTED",
        "figure of a disputed quantity, entity = its name; words 0, 1: which source, where",
    ),
    (LIFT_TRIP, "LIFT_TRIP", "how long a trip takes, drawn by the unit that goes aboard first; word 0"),
    (DEPOT, "DEPOT", "how much of a captured depot is destroyed, drawn by its cell; word 0"),
    (ROLLING_STOCK, "ROLLING_STOCK", "how much captured rolling stock runs, drawn by its cell; word 0"),
    (LANDING_FOG, "LANDING_FOG", "hours for which fog delays a landing; word 0"),
    (COAST_FIRE, "COAST_FIRE", "craft lost to guns ashore on the run-in, drawn by unit; word 0"),
    (MINE, "MINE", "craft lost to mines on a trip, drawn by unit; word 0"),
    (COUNCIL_THRESHOLD, "COUNCIL_THRESHOLD", "what it takes to move a member, once a campaign; word 0"),
    (
        COUNCIL_MOOD,
        "COUNCIL_MOOD",
        "how a member's mind changes in a day without cause, step = the day; word 0",
    ),
    (COUNCIL_REPLY, "COUNCIL_REPLY", "is the enemy's reply accepted today, step = the day; word 0"),
    (COUP, "COUP", "is a coup tried, does it hold up the broadcast, once a campaign; words 0, 1"),
)


def check_unique(reserved: tuple[tuple[int, str, str], ...]) -> None:
    """Refuse a table of decisions in which a number or a name stands twice.

    Raises
    ------
    ValueError
        Two decisions would draw the same random numbers.
    """
    for column in (0, 1):
        seen: set[int | str] = set()
        for row in reserved:
            if row[column] in seen:
                raise ValueError(f"decision block {row[column]!r} is reserved twice")
            seen.add(row[column])


check_unique(RESERVED)

# Everything is uint64 holding 32-bit values: the products fit, nothing wraps, plain Python agrees.
_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint64(0x9E3779B9)
_WEYL_1 = np.uint64(0xBB67AE85)
_TO_UNIT = 2.0**-32

Words = tuple[np.uint64, np.uint64, np.uint64, np.uint64]


@njit(cache=True)
def philox(key_0: int, key_1: int, c_0: int, c_1: int, c_2: int, c_3: int) -> Words:
    """Four 32-bit words (held in uint64) of Philox4x32-10; arguments in 0 .. 2**32 - 1."""
    k_0 = np.uint64(key_0)
    k_1 = np.uint64(key_1)
    w_0 = np.uint64(c_0)
    w_1 = np.uint64(c_1)
    w_2 = np.uint64(c_2)
    w_3 = np.uint64(c_3)
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * w_0
        product_1 = _MULTIPLIER_1 * w_2
        w_0 = (product_1 >> _SHIFT) ^ w_1 ^ k_0
        w_1 = product_1 & _MASK
        w_2 = (product_0 >> _SHIFT) ^ w_3 ^ k_1
        w_3 = product_0 & _MASK
        k_0 = (k_0 + _WEYL_0) & _MASK
        k_1 = (k_1 + _WEYL_1) & _MASK
    return w_0, w_1, w_2, w_3


@njit(cache=True)
def draw(seed: int, campaign: int, step: int, entity: int, block: int) -> Words:
    """Four words of one named decision.

    Parameters
    ----------
    seed, campaign : int
        Key of the campaign, each in 0 .. 2**32 - 1.
    step : int
        Step of the campaign.
    entity : int
        Stable id of the unit, cell or place that decides, never its row.
    block : int
        One of the constants of this module.
    """
    return philox(seed, campaign, step, entity, block, 0)


@njit(cache=True)
def uniform(word: np.uint64) -> float:
    """Uniform deviate in the open interval (0, 1) from one word; never 0 or 1."""
    return (float(word) + 0.5) * _TO_UNIT


@njit(cache=True)
def standard_normal(word: np.uint64) -> float:
    """Standard normal deviate from one word."""
    return portable.normal((float(word) + 0.5) * _TO_UNIT)
