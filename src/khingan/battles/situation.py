"""A fight as people describe it, checked, and as the arrays on which :mod:`khingan.battles.duel` plays it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.battles import duel
from khingan.campaign import parameters as P
from khingan.campaign.combat import advantage, casualties
from khingan.errors import InputError, Problem

Array = NDArray[np.float64]
POSTURES = ("hasty", "prepared", "fortified", "concrete", "delay")
START_HOURS = (0, 6, 12, 18)

_DEGREES = (
    "attacker_supply",
    "defender_supply",
    "attacker_cohesion",
    "defender_cohesion",
    "rugged",
    "open_ground",
    "wooded",
    "urban",
    "marsh",
    "wet",
    "river",
    "landing",
    "envelopment",
    "two_sides",
    "last_man",
)


@dataclass(frozen=True)
class Situation:
    """An attack on a position. Every default is the neutral value, which adds nothing to either side.

    Attributes
    ----------
    attackers, defenders : float
        Men ordered to attack, and men present in the position.
    attacker_tanks, defender_tanks, attacker_guns, defender_guns : float
        Vehicles, and guns with mortars.
    attacker_sorties, defender_sorties : float
        Close air support sorties a day.
    attacker_anti_tank, defender_anti_tank : float
        Anti-tank guns per 1000 men.
    attacker_rating, defender_rating : float
        Share of a first-rate pre-war division, above 0 up to 1.
    attacker_supply, defender_supply, attacker_cohesion, defender_cohesion : float
        1 full supply and sound, 0 none and broken.
    front_km : float
        Width attacked; the default has room for everybody.
    posture : str
        Of the defender: hasty, prepared, fortified, concrete (a fortress zone) or delay (also a withdrawal).
    rugged, open_ground, wooded, urban, marsh, wet, river, landing, envelopment, two_sides : float
        Degree, 0 to 1, to which the condition holds; ``open_ground`` acts on the advance only, ``landing`` is an
        attack from the sea.
    surprise : float
        From -3 (complete, by the defender) to 3 (complete, by the attacker).
    air : float
        Theatre air superiority: 1 attacker, 0 nobody, -1 defender.
    last_man : float
        Degree to which the defender fights to the last man (cut-off or fanatical garrisons only).
    probe : bool
        The attacker only feels forward and drives nobody out.
    start_hour : int
        0, 6, 12 or 18: hour at which the attack begins.
    """

    attackers: float
    defenders: float
    attacker_tanks: float = 0.0
    defender_tanks: float = 0.0
    attacker_guns: float = 0.0
    defender_guns: float = 0.0
    attacker_sorties: float = 0.0
    defender_sorties: float = 0.0
    attacker_anti_tank: float = 0.0
    defender_anti_tank: float = 0.0
    attacker_rating: float = 1.0
    defender_rating: float = 1.0
    attacker_supply: float = 1.0
    defender_supply: float = 1.0
    attacker_cohesion: float = 1.0
    defender_cohesion: float = 1.0
    front_km: float = math.inf
    posture: str = "hasty"
    rugged: float = 0.0
    open_ground: float = 0.0
    wooded: float = 0.0
    urban: float = 0.0
    marsh: float = 0.0
    wet: float = 0.0
    river: float = 0.0
    landing: float = 0.0
    envelopment: float = 0.0
    two_sides: float = 0.0
    surprise: float = 0.0
    air: float = 0.0
    last_man: float = 0.0
    probe: bool = False
    start_hour: int = 6

    @property
    def fortified(self) -> float:
        """1 for field works."""
        return float(self.posture == "fortified")

    @property
    def concrete(self) -> float:
        """1 for a fortress zone."""
        return float(self.posture == "concrete")

    @property
    def works(self) -> float:
        """1 for works of either kind: intensity and advance know no difference between them."""
        return max(self.fortified, self.concrete)

    @property
    def delaying(self) -> float:
        """1 for a defender who delays or withdraws."""
        return float(self.posture == "delay")


def check(situation: Situation) -> None:
    """Refuse a situation that means nothing.

    Raises
    ------
    InputError
        With every field that is out of bounds.
    """
    problems = []
    for item in fields(situation):
        value = getattr(situation, item.name)
        if isinstance(value, str):
            continue
        low, high, strict, expected = _bounds(item.name)
        # Written so that "not a number" is refused too.
        if not (low < value if strict else low <= value) or not value <= high:
            problems.append(_problem(item.name, value, expected))
    if situation.posture not in POSTURES:
        problems.append(_problem("posture", situation.posture, ", ".join(POSTURES)))
    if situation.start_hour not in START_HOURS:
        problems.append(_problem("start_hour", situation.start_hour, "0, 6, 12 or 18"))
    if problems:
        raise InputError(problems)


def _problem(name: str, value: object, expected: str) -> Problem:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return Problem("out of bounds", field=name.replace("_", "-"), value=text, expected=expected)


def _bounds(name: str) -> tuple[float, float, bool, str]:
    """Lowest and highest value of a field, whether the lowest is excluded, and both in words."""
    if name in ("attackers", "defenders"):
        return 1.0, 1e8, False, "at least one man and at most 100 million"
    if name == "front_km":
        return 0.0, math.inf, True, "more than 0 km"
    if name.endswith("_rating"):
        return 0.0, 1.0, True, "more than 0, at most 1"
    if name in _DEGREES:
        return 0.0, 1.0, False, "0 to 1"
    if name == "surprise":
        return -3.0, 3.0, False, "-3 to 3"
    if name == "air":
        return -1.0, 1.0, False, "-1 to 1"
    if name == "start_hour":
        return -math.inf, math.inf, False, ""
    return 0.0, 1e8, False, "0 or more, at most 100 million"


def forces(situation: Situation, p: Array) -> Array:
    """Both sides as rows of the state that a fight changes; row 0 attacks."""
    start = np.zeros((2, duel.N_FORCE))
    for row, side, men in ((0, "attacker", situation.attackers), (1, "defender", situation.defenders)):
        start[row, duel.MEN] = men
        for column, name in (
            (duel.TANKS, "tanks"),
            (duel.GUNS, "guns"),
            (duel.COHESION, "cohesion"),
            (duel.SORTIES, "sorties"),
            (duel.SUPPLY, "supply"),
            (duel.ANTI_TANK, "anti_tank"),
        ):
            start[row, column] = getattr(situation, f"{side}_{name}")
        start[row, duel.QUALITY] = advantage.quality(getattr(situation, f"{side}_rating"), p)
    return start


def site(situation: Situation, p: Array) -> Array:
    """Place, posture and scheme as the vector that a fight leaves as it is."""
    s = situation
    found = np.zeros(duel.N_SITE)
    found[duel.FRONT] = s.front_km
    ground = ground_value(ground_degrees(s), p) + float(p[P.X_LANDING]) * s.landing
    found[duel.GROUND] = ground + advantage.air_term(s.air, p)
    found[duel.SURPRISE] = s.surprise
    found[duel.INTENSITY] = intensity_value(intensity_degrees(s), p)
    found[duel.DELAYING] = s.delaying
    found[duel.WORKS] = s.works
    found[duel.RUGGED] = s.rugged
    found[duel.OPEN] = s.open_ground
    found[duel.LAST_MAN] = s.last_man
    found[duel.PROBE] = float(s.probe)
    found[duel.FIRST_STEP] = s.start_hour // 6
    return found


def ground_degrees(s: Situation) -> tuple[float, ...]:
    """Degrees in the order of :func:`khingan.campaign.combat.advantage.ground_terms`."""
    return (
        s.fortified,
        s.concrete,
        s.delaying,
        s.rugged,
        s.wooded,
        s.urban,
        s.marsh,
        s.wet,
        s.river,
        s.envelopment,
        s.two_sides,
    )


def intensity_degrees(s: Situation) -> tuple[float, ...]:
    """Degrees in the order of :func:`khingan.campaign.combat.casualties.intensity`."""
    return (s.works, s.delaying, s.wet, s.rugged, s.wooded, s.urban)


def ground_value(degrees: Iterable[float], p: Array) -> float:
    """What the kernel makes of degrees in the order of :func:`ground_degrees`."""
    kernel: Any = advantage.ground_terms  # a type checker cannot count the degrees
    return float(kernel(*degrees, p))


def intensity_value(degrees: Iterable[float], p: Array) -> float:
    """What the kernel makes of degrees in the order of :func:`intensity_degrees`."""
    kernel: Any = casualties.intensity
    return float(kernel(*degrees, p))


def advantage_at_start(situation: Situation, p: Array) -> float:
    """Advantage x with which the fight begins, from the function that the fight itself calls."""
    start, place = forces(situation, p), site(situation, p)
    a_men, d_men = duel.in_contact(start, place, p)
    return float(duel.advantage_now(start, place, a_men, d_men, 0.0, 0, p))
