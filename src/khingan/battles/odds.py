"""The wargamer's question: who wins this fight, at what price, how soon, and why.

:func:`odds` plays the fight many times with :mod:`khingan.battles.duel`; :func:`explain` takes apart the
advantage with which it starts. Both call the functions of the campaign's own combat kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from khingan.battles import duel
from khingan.battles.situation import (
    Array,
    Situation,
    advantage_at_start,
    check,
    forces,
    ground_degrees,
    ground_value,
    intensity_degrees,
    intensity_value,
    site,
)
from khingan.campaign import parameters as P
from khingan.campaign.combat import advantage, decision
from khingan.errors import InputError, Problem

__all__ = ["Factor", "Odds", "Situation", "Spread", "explain", "explain_intensity", "fights", "odds"]

MOST_DRAWS = 1_000_000
MOST_DAYS = 100

# What the degrees of ground_terms and of intensity are called, and the coefficient of each.
_GROUND = (
    ("field works", "x_fortified"),
    ("concrete fortress zone", "x_concrete"),
    ("defender delays or withdraws", "x_delay"),
    ("rugged ground", "x_rugged"),
    ("wooded ground", "x_wooded"),
    ("built-up ground", "x_urban"),
    ("marsh", "x_marsh"),
    ("wet weather", "x_wet"),
    ("attack across a river", "x_river"),
    ("envelopment", "x_envelopment"),
    ("attack from two or more sides", "x_two_sides"),
)
_INTENSITY = (
    ("works", "z_fortified"),
    ("defender delays or withdraws", "z_delay"),
    ("wet weather", "z_wet"),
    ("rugged ground", "z_rugged"),
    ("wooded ground", "z_wooded"),
    ("built-up ground", "z_urban"),
)


@dataclass(frozen=True)
class Factor:
    """One term of the advantage or of the intensity.

    Attributes
    ----------
    name : str
        In words.
    given : str
        The input it follows from.
    value : float
        log10.
    coefficients : tuple of str
        Parameters it is made with; empty where it is plain arithmetic.
    """

    name: str
    given: str
    value: float
    coefficients: tuple[str, ...] = ()

    @property
    def factor(self) -> float:
        """What the term multiplies the force ratio (or the share of men lost) by."""
        return float(10.0**self.value)


@dataclass(frozen=True)
class Spread:
    """Median of the fights with the central 50 % and 90 %."""

    q05: float
    q25: float
    median: float
    q75: float
    q95: float


@dataclass(frozen=True)
class Odds:
    """What came of a fight played many times.

    Attributes
    ----------
    success : float
        Share of the fights in which the attacker took the position within the days.
    success_error : float
        Standard error of ``success`` that comes from the number of draws alone.
    success_by_day : tuple of float
        The same within 1, 2 ... days.
    breakthrough : float
        Share of the fights that opened the front.
    outcomes : dict of str to float
        Shares: gave_way, defender_apart, called_off, attacker_apart, undecided.
    spreads : dict of str to Spread
        Attacker's and defender's casualties, tanks and guns missing at the end, duration in days (not more
        than the days asked for) and opposed advance in km.
    x, z : float
        Advantage and intensity at the start.
    logistic : float
        Chance to win that the kernel gives a fight without end at the advantage of the start.
    in_contact : tuple of float
        Men of attacker and defender for whom there was room at the start.
    """

    success: float
    success_error: float
    success_by_day: tuple[float, ...]
    breakthrough: float
    outcomes: dict[str, float]
    spreads: dict[str, Spread]
    x: float
    z: float
    logistic: float
    in_contact: tuple[float, float]


_OUTCOMES = {
    "gave_way": duel.GAVE_WAY,
    "defender_apart": duel.DEFENDER_APART,
    "called_off": duel.CALLED_OFF,
    "attacker_apart": duel.ATTACKER_APART,
    "undecided": duel.UNDECIDED,
}
_SPREADS = {
    "attacker_casualties": duel.LOST_A,
    "defender_casualties": duel.LOST_D,
    "attacker_tanks": duel.TANKS_A,
    "defender_tanks": duel.TANKS_D,
    "attacker_guns": duel.GUNS_A,
    "defender_guns": duel.GUNS_D,
    "duration_days": duel.DAYS,
    "advance_km": duel.KM,
}


def explain(situation: Situation, p: Array) -> list[Factor]:
    """Take apart the advantage x with which a fight starts.

    Parameters
    ----------
    situation : Situation
        The fight.
    p : ndarray
        Coefficients in the order of ``campaign.parameters.NAMES``.

    Returns
    -------
    list of Factor
        Every term, those that are 0 here among them; their values add up to x.

    Raises
    ------
    InputError
        If the situation means nothing.
    """
    check(situation)
    s = situation
    terms = _force_factors(s, p)
    air = advantage.air_term(s.air, p)
    terms.append(Factor("air superiority", f"{s.air:+g}", air, ("x_air_superiority",)))
    surprise = advantage.surprise_term(s.surprise, 0.0, p)
    terms.append(Factor("surprise, at first", f"level {s.surprise:+g}", surprise, ("x_surprise",)))
    degrees = ground_degrees(s)
    for i, (name, coefficient) in enumerate(_GROUND):
        value = ground_value(_alone(degrees, i), p)
        terms.append(Factor(name, _degree(degrees[i]), value, (coefficient,)))
    landing = float(p[P.X_LANDING]) * s.landing
    terms.append(Factor("attack from the sea", _degree(s.landing), landing, ("x_landing",)))
    return terms + _side_factors(s, p)


def _force_factors(s: Situation, p: Array) -> list[Factor]:
    """Men, tanks, guns and sorties: what force_terms says with and without each of them."""
    start = forces(s, p)
    men = duel.in_contact(start, site(s, p), p)
    multiplier = advantage.anti_tank_multiplier(s.defender_anti_tank, p)
    kernel: Any = advantage.force_terms  # a type checker cannot count the pieces
    none = [0.0] * 6
    bare = float(kernel(*men, *none, multiplier, p))
    room = tuple(
        name
        for name, tight in (
            ("contact_attacker_per_km", men[0] < min(s.attackers, p[P.CONTACT_RATIO_CAP] * men[1])),
            ("contact_ratio_cap", men[0] < min(s.attackers, p[P.CONTACT_ATTACKER_PER_KM] * s.front_km)),
            ("contact_defender_per_km", men[1] < s.defenders),
        )
        if tight
    )
    terms = [Factor("men in contact", f"{men[0]:,.0f} : {men[1]:,.0f}", bare, room)]
    anti_tank = ("tanks_unopposed", "tanks_opposed", "anti_tank_full")
    for i, (column, what) in enumerate(
        ((duel.TANKS, "tanks"), (duel.GUNS, "guns"), (duel.SORTIES, "sorties"))
    ):
        for side, owner in enumerate(("attacker", "defender")):
            # Tanks and guns go along with the men who find room; sorties do not need any.
            share = 1.0 if column == duel.SORTIES else men[side] / start[side, duel.MEN]
            pieces = none.copy()
            pieces[2 * i + side] = start[side, column] * share
            value = float(kernel(*men, *pieces, multiplier, p)) - bare
            given = f"{1000.0 * pieces[2 * i + side] / men[side]:.3g} per 1,000 men"
            names: tuple[str, ...] = (f"x_{what}",)
            if column == duel.TANKS and side == 0:
                given += f", anti-tank × {multiplier:.3g}"
                names += anti_tank
            terms.append(Factor(f"{owner}'s {what}", given, value, names))
    return terms


def _side_factors(s: Situation, p: Array) -> list[Factor]:
    """Quality, supply and cohesion; the defender's count against the attacker."""
    quality = ("quality_kappa", "quality_reference", "quality_floor")
    supply = ("x_supply_half", "x_supply_none")
    terms = []
    for sign, side in ((1.0, "attacker"), (-1.0, "defender")):
        rating, fed, sound = (float(getattr(s, f"{side}_{n}")) for n in ("rating", "supply", "cohesion"))
        for name, given, value, names in (
            ("quality", f"rating {rating:.3g}", advantage.quality(rating, p), quality),
            ("supply", f"{fed:.0%}", advantage.supply_term(fed, p), supply),
            ("cohesion", f"{sound:.0%}", advantage.cohesion_term(sound, p), ("cohesion_floor",)),
        ):
            terms.append(Factor(f"{side}'s {name}", given, sign * value if value else 0.0, names))
    return terms


def explain_intensity(situation: Situation, p: Array) -> list[Factor]:
    """Take apart the intensity z; see :func:`explain`.

    10 to the power z is the share of his men that either side of an even fight loses on its first day.
    """
    check(situation)
    degrees = intensity_degrees(situation)
    calm = intensity_value([0.0] * len(degrees), p)
    terms = [
        Factor("standard fight", "always", float(p[P.Z_BASE]), ("z_base",)),
        Factor("theatre", "always", float(calm - p[P.Z_BASE]), ("z_theatre",)),
    ]
    for i, (name, coefficient) in enumerate(_INTENSITY):
        value = intensity_value(_alone(degrees, i), p) - calm if degrees[i] else 0.0
        terms.append(Factor(name, _degree(degrees[i]), value, (coefficient,)))
    return terms


def _alone(degrees: tuple[float, ...], i: int) -> list[float]:
    return [value if j == i else 0.0 for j, value in enumerate(degrees)]


def _degree(value: float) -> str:
    return {0.0: "no", 1.0: "yes"}.get(value, f"{value:.0%}")


def fights(situation: Situation, p: Array, days: int = 5, draws: int = 10_000, seed: int = 1) -> Array:
    """Play a fight many times.

    Parameters
    ----------
    situation : Situation
        The fight.
    p : ndarray
        Coefficients in the order of ``campaign.parameters.NAMES``.
    days : int
        Days after which an undecided fight is broken off, 1 to 100.
    draws : int
        How often it is played, 1 to a million; the first fights are the same whatever the number.
    seed : int
        Key of the random numbers, 0 to 4294967295.

    Returns
    -------
    ndarray, (draws, duel.N_RESULT)
        A row for each fight, in the columns of :mod:`khingan.battles.duel`.

    Raises
    ------
    InputError
        If the situation or the numbers mean nothing.
    """
    check(situation)
    for name, value, low, high in (
        ("days", days, 1, MOST_DAYS),
        ("draws", draws, 1, MOST_DRAWS),
        ("seed", seed, 0, 2**32 - 1),
    ):
        if not low <= value <= high:
            raise InputError(
                Problem("out of bounds", field=name, value=str(value), expected=f"{low} to {high:,}")
            )
    start = forces(situation, p)
    results = np.zeros((draws, duel.N_RESULT))
    duel.duels(start, site(situation, p), p, seed, 4 * days, np.zeros_like(start), results)
    return results


def odds(situation: Situation, p: Array, days: int = 5, draws: int = 10_000, seed: int = 1) -> Odds:
    """Play a fight many times and say what came of it; see :func:`fights` for the parameters."""
    found = fights(situation, p, days, draws, seed)
    outcome = found[:, duel.OUTCOME]
    won = (outcome == duel.GAVE_WAY) | (outcome == duel.DEFENDER_APART)
    if situation.probe:
        # Whoever only feels forward takes no position, not even one whose defenders have run.
        won[:] = False
    success = float(won.mean())
    x = advantage_at_start(situation, p)
    place = site(situation, p)
    men = duel.in_contact(forces(situation, p), place, p)
    return Odds(
        success=success,
        success_error=float(np.sqrt(success * (1.0 - success) / draws)),
        success_by_day=tuple(
            float((won & (found[:, duel.DAYS] <= day)).mean()) for day in range(1, days + 1)
        ),
        breakthrough=float(found[:, duel.BREAKTHROUGH].mean()),
        outcomes={name: float((outcome == code).mean()) for name, code in _OUTCOMES.items()},
        spreads={name: _spread(found[:, column]) for name, column in _SPREADS.items()},
        x=x,
        z=float(place[duel.INTENSITY]),
        logistic=0.0 if situation.probe else float(decision.win_probability(x, p)),
        in_contact=(float(men[0]), float(men[1])),
    )


def _spread(values: Array) -> Spread:
    return Spread(*(float(q) for q in np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))))
