"""From the rows of an engagement table to the inputs of the combat kernel.

Unknown is never zero. What is unknown of an arm (tanks, guns, sorties) on either side drops that arm from the
comparison of both; an unknown code has no effect; an unknown nation belongs to no pair; an unknown war has the mean
intensity of the wars in which these nations met with such arms. These are the stated priors of every forecast.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from khingan.battles.table import Engagements
from khingan.battles.wars import war_table, war_weights
from khingan.tables import packaged_rows

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
) = range(len(FEATURES))

WAR = len(FEATURES)  # first of the weights of the wars, in the order of their table

ARMS = (("tanks", TANKS_A, TANKS_D), ("guns", GUNS_A, GUNS_D), ("cas_sorties", SORTIES_A, SORTIES_D))
JUDGED_CODES = ("adv_leadership", "adv_training", "adv_morale")
YIELDING = ("delay", "withdrawal")
HALF = 0.5  # weight of a second posture


@cache
def nation_effects() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Effect, own nation and enemies of every row of the table of nations; ``*`` = anyone else."""
    rows = packaged_rows("khingan.battles", "nations.csv")
    return tuple((r["effect"], r["own"], tuple(r["enemy"].split("|"))) for r in rows)


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


def make_features(table: Engagements) -> NDArray[np.float64]:
    """Inputs of every engagement, [engagements, len(FEATURES) + wars]."""
    features = np.zeros((len(table), WAR + len(war_table())))

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
    tanks = table.numbers["atk_tanks"] + table.numbers["def_tanks"]
    named = (table.codes[name] for name in ("war", "atk_nation", "def_nation"))
    for i, (war, attacker, defender) in enumerate(zip(*named, strict=True)):
        features[i, WAR:] = war_weights(war, attacker, defender, float(tanks[i]))
    _nations(table, features)
    return features
