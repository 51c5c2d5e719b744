"""From the rows of an engagement table to the inputs of the combat kernel.

Unknown is never zero. What is unknown of an arm (tanks, guns, sorties) on either side drops that arm from the
comparison of both; an unknown code has no effect; an unknown nation belongs to no pair; an unknown war has the
mean intensity of all wars. These are the stated priors of every forecast.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from khingan.battles.table import Engagements

FEATURES = (
    "days",
    "men_a",
    "men_d",
    "tanks_a",
    "tanks_d",
    "guns_a",
    "guns_d",
    "sorties_a",
    "sorties_d",
    "fortified",
    "delaying",
    "rugged",
    "wooded",
    "urban",
    "marsh",
    "wet",
    "river",
    "envelopment",
    "surprise",
    "air",
    "open",
    "last_man_a",
    "last_man_d",
    "cev",
    "judged",
    "nation_german",
    "nation_israeli",
    "nation_un",
    "war",
)
(
    DAYS,
    MEN_A,
    MEN_D,
    TANKS_A,
    TANKS_D,
    GUNS_A,
    GUNS_D,
    SORTIES_A,
    SORTIES_D,
    FORTIFIED,
    DELAYING,
    RUGGED,
    WOODED,
    URBAN,
    MARSH,
    WET,
    RIVER,
    ENVELOPMENT,
    SURPRISE,
    AIR,
    OPEN,
    LAST_MAN_A,
    LAST_MAN_D,
    CEV,
    JUDGED,
    GERMAN,
    ISRAELI,
    UNITED_NATIONS,
    WAR,
) = range(len(FEATURES))

ARMS = (("tanks", TANKS_A, TANKS_D), ("guns", GUNS_A, GUNS_D), ("cas_sorties", SORTIES_A, SORTIES_D))
JUDGED_CODES = ("adv_leadership", "adv_training", "adv_morale")
YIELDING = ("delay", "withdrawal")
HALF = 0.5  # weight of a second posture


@cache
def nation_effects() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Effect, own nation and enemies of every row of the table of nations; ``*`` = anyone else."""
    text = (files("khingan.battles") / "nations.csv").read_text(encoding="utf-8")
    return tuple(
        (r["effect"], r["own"], tuple(r["enemy"].split("|"))) for r in csv.DictReader(text.splitlines())
    )


def _matches(own: str, enemy: str, wanted: str, enemies: tuple[str, ...]) -> bool:
    if not own or not enemy or own == enemy:
        return False
    return wanted in ("*", own) and (enemies == ("*",) or enemy in enemies)


def _nations(table: Engagements, features: NDArray[np.float64]) -> None:
    attackers, defenders = table.codes["atk_nation"], table.codes["def_nation"]
    for effect, own, enemies in nation_effects():
        for i, (a, d) in enumerate(zip(attackers, defenders, strict=True)):
            by_attacker, by_defender = _matches(a, d, own, enemies), _matches(d, a, own, enemies)
            if effect == "last_man":
                features[i, LAST_MAN_A], features[i, LAST_MAN_D] = by_attacker, by_defender
            else:
                features[i, FEATURES.index(effect)] = float(by_attacker) - float(by_defender)


def make_features(table: Engagements, wars: tuple[str, ...]) -> NDArray[np.float64]:
    """Inputs of every engagement, [engagements, len(FEATURES)].

    Parameters
    ----------
    wars : tuple of str
        Names of the wars with an intensity of their own; the feature ``war`` is the index, -1 = another one.
    """
    features = np.zeros((len(table), len(FEATURES)))

    def known(name: str) -> NDArray[np.float64]:
        return np.nan_to_num(table.numbers[name], nan=0.0)

    def coded(name: str, *values: str) -> NDArray[np.float64]:
        return np.array([float(code in values) for code in table.codes[name]])

    features[:, DAYS] = table.numbers["days"]
    features[:, MEN_A], features[:, MEN_D] = table.numbers["atk_str"], table.numbers["def_str"]
    for name, attacker, defender in ARMS:
        a, d = table.numbers[f"atk_{name}"], table.numbers[f"def_{name}"]
        both = ~(np.isnan(a) | np.isnan(d))
        per = features[:, DAYS] if name == "cas_sorties" else np.ones(len(table))
        features[both, attacker], features[both, defender] = (a / per)[both], (d / per)[both]
    delaying = coded("posture", *YIELDING)
    features[:, DELAYING] = np.maximum(delaying, HALF * coded("posture2", *YIELDING))
    features[:, FORTIFIED] = coded("posture", "fortified")
    features[:, RUGGED], features[:, WOODED] = coded("relief", "rugged"), coded("cover", "wooded")
    features[:, URBAN], features[:, MARSH] = coded("feature", "urban"), coded("feature", "marsh")
    features[:, WET], features[:, OPEN] = coded("weather", "wet"), coded("cover", "bare", "desert")
    features[:, RIVER], features[:, ENVELOPMENT] = known("river_crossing"), known("envelopment")
    features[:, SURPRISE], features[:, AIR] = known("surprise"), known("air_superiority")
    features[:, CEV] = known("adv_cev")
    features[:, JUDGED] = sum(known(code) for code in JUDGED_CODES)
    features[:, WAR] = [wars.index(war) if war in wars else -1 for war in table.codes["war"]]
    _nations(table, features)
    return features
