"""Coefficients of the library's scenario, and the battle tables as inputs of the kernel."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import khingan
from khingan.campaign import parameters as P
from khingan.campaign.combat import advance, advantage, casualties, decision

LIBRARY = Path(khingan.__file__).parent / "library" / "manchuria-1945"
TABLES = Path(__file__).parents[3] / "shared" / "combat"

Vector = NDArray[np.float64]


def coefficients() -> Vector:
    """The vector ``p`` of the library's scenario."""
    with (LIBRARY / "parameters.csv").open(encoding="utf-8", newline="") as file:
        values = {row["name"]: float(row["value"]) for row in csv.DictReader(file)}
    return np.array([values[name] for name in P.NAMES])


def table(name: str) -> list[dict[str, str]]:
    """Rows of a battle table beside the repository; skips the test where it is absent."""
    path = TABLES / name
    if not path.is_file():
        pytest.skip(f"the table {name} is not beside this checkout ({path})")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Intensity of the wars against the table's base war, in place of z_theatre.
INTENSITY = {
    "RJW-Balkan 1904-13": 0.348,
    "WWI 1914": 0.348,
    "WWI 1915-17": 0.348 + 0.070,
    "WWI 1918": 0.348 + 0.064,
    "Interwar 1920-39": 0.0,
    "WWII NW Europe": 0.0,
    "WWII East": 0.175,
    "WWII Italy-Africa": -0.154,
    "WWII Pacific": 0.050,
    "Korea 1950-51": -0.057,
    "Arab-Israeli 1948-56": 0.013,
    "Arab-Israeli 1967-68": 0.013,
    "Arab-Israeli 1973": 0.013 - 0.109,
}
PACE = {"WWI 1915-17": -0.21, "WWII Pacific": -0.40, "Arab-Israeli 1967-68": 0.23, "Korea 1950-51": 0.23}
ARAB = {"Egypt", "Syria", "Iraq", "Jordan", "Palestine Arab"}
GERMAN, ISRAELI, UNITED_NATIONS = 0.080, 0.228, 0.349
CEV, JUDGED = 0.138, 0.108


def nation_term(attacker: str, defender: str) -> float:
    """Quality of the attacker over the defender for the pairs the fit names."""
    term = 0.0
    for sign, own, enemy in ((1.0, attacker, defender), (-1.0, defender, attacker)):
        term += sign * GERMAN * (own == "Germany" and enemy != "Germany")
        term += sign * ISRAELI * (own == "Israel" and enemy in ARAB)
        term += sign * UNITED_NATIONS * (enemy == "North Korea/China" and own != "North Korea/China")
    return term


@dataclass(frozen=True)
class Battle:
    """One scored row: what happened, and the kernel's point forecast (log10 of casualties and km a day)."""

    attacker: float
    defender: float
    attacker_forecast: float
    defender_forecast: float
    winner: float | None
    win_probability: float
    km: float | None
    km_forecast: float


def number(row: dict[str, str], key: str) -> float:
    """A field of the table; unknown counts as 0."""
    return float(row[key]) if row[key] else 0.0


def is_scored(row: dict[str, str]) -> bool:
    """Strengths and casualties known and possible, at most a fortnight."""
    men_a, men_d = number(row, "atk_str"), number(row, "def_str")
    lost_a, lost_d = number(row, "atk_cas"), number(row, "def_cas")
    known = min(men_a, men_d, lost_a, lost_d) > 0.0
    return known and number(row, "days") <= 14.0 and lost_a < men_a and lost_d <= men_d


def forecast(row: dict[str, str], p: Vector) -> Battle:
    """Run the kernel on the inputs of one row, for the whole of its days in one step."""
    days = number(row, "days")
    men_a, men_d = number(row, "atk_str"), number(row, "def_str")
    fortified = float(row["posture"] == "fortified")
    delaying = float(row["posture"] in ("delay", "withdrawal"))
    if not delaying and row["posture2"] in ("delay", "withdrawal"):
        delaying = 0.5
    rugged, wooded = float(row["relief"] == "rugged"), float(row["cover"] == "wooded")
    urban, wet = float(row["feature"] == "urban"), float(row["weather"] == "wet")
    river, envelopment = number(row, "river_crossing"), number(row, "envelopment")
    pieces = [number(row, f"{side}_{kind}") for kind in ("tanks", "guns") for side in ("atk", "def")]
    sorties = [number(row, f"{side}_cas_sorties") / days for side in ("atk", "def")]
    x = advantage.force_terms(men_a, men_d, *pieces, *sorties, 1.0, p)
    x += advantage.ground_terms(
        fortified, 0.0, delaying, rugged, wooded, urban, 0.0, wet, river, envelopment, 0.0, p
    )
    x += advantage.air_term(number(row, "air_superiority"), p)
    x += advantage.surprise_term(number(row, "surprise"), 0.0, p)
    x += CEV * number(row, "adv_cev") + nation_term(row["atk_nation"], row["def_nation"])
    x += JUDGED * sum(number(row, f"adv_{code}") for code in ("leadership", "training", "morale"))
    z = casualties.intensity(fortified, delaying, wet, rugged, wooded, urban, p)
    z += INTENSITY[row["war"]] - p[P.Z_THEATRE]
    last_man = [float(row[f"{side}_nation"] == "Japan") for side in ("atk", "def")]
    share_a, share_d = casualties.engagement_step(x, z, 0.0, days, 0.0, 0.0, *last_man, p)
    bare = float(row["cover"] in ("bare", "desert"))
    level = advance.advance_level(x, delaying, fortified, rugged, bare, p)
    level += PACE.get(row["war"], 0.0) + 0.207 * (np.log10(np.sqrt(men_a * men_d)) - 4.2)
    return Battle(
        attacker=np.log10(number(row, "atk_cas") / days),
        defender=np.log10(number(row, "def_cas") / days),
        attacker_forecast=np.log10(share_a * men_a / days),
        defender_forecast=np.log10(share_d * men_d / days),
        winner=float(row["winner"]) if row["winner"] else None,
        win_probability=decision.win_probability(x, p),
        km=np.log10(max(0.0, float(row["km_day"])) + 0.5) if row["km_day"] else None,
        km_forecast=np.log10(advance.advance_rate(level, days, p) + 0.5),
    )
