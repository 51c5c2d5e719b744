"""Strength of every unit, and what remains to the documented totals.

A figure documented for a unit goes before its establishment. Where a documented total exists, establishments
are scaled toward the share of it that stands in combat units, never beyond the range that the establishment
allows, and the rest becomes one record of army troops per army: fed and counted, not in contact. So totals
close without inflating divisions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median

from khingan.errors import InputError, Problem
from khingan.scenario.closing import Closing, TotalsTree, close
from khingan.scenario.model import Row, Scenario

#: Arms that count toward the totals; air crews and air-landed parties are inside other figures.
COUNTED_ARMS = ("ground", "naval")
#: Echelons that keep army troops.
ARMY_LEVELS = ("army", "area-army", "front", "general-army", "theatre", "supreme", "fleet")
#: Measure, field of the strength, column of the unit, column of the establishment.
_MEASURES = (
    ("men", "men", "personnel", "men"),
    ("tanks_spg", "tanks", "tanks_spg", "tanks_spg"),
    ("guns_mortars", "guns", "guns_mortars", "guns_mortars"),
    ("trucks", "trucks", None, "trucks"),
)

#: Field of a strength by measure.
STRENGTH_FIELD = {measure: name for measure, name, _, _ in _MEASURES}


@dataclass(frozen=True)
class Provenance:
    """Where one number of a unit comes from.

    Parameters
    ----------
    basis : str
        ``documented`` (in the order of battle), ``establishment`` (typical strength as it stands), ``scaled``
        (typical strength toward a total), ``rule`` (a rule for missing ratings).
    low, high : float
        Range within which the number may be drawn.
    table, row_id : str
        Row that gave the number.
    factor : float
        Factor on the establishment.
    total_id : str
        Total toward which it was scaled; empty if none.
    text : str
        One sentence.
    """

    basis: str
    low: float
    high: float
    table: str
    row_id: str
    factor: float = 1.0
    total_id: str = ""
    text: str = ""


@dataclass(frozen=True)
class Strength:
    """Strength of one unit at the start; the quality is a share of a first-rate division."""

    men: float
    tanks: float
    guns: float
    at_guns: float
    trucks: float
    horses: float
    quality: float
    mobility: str
    establishment_id: str
    provenance: dict[str, Provenance]


@dataclass
class ArmyTroops:
    """What an army has beside its units: documented totals less the units. Not in contact.

    Parameters
    ----------
    formation_id : str
        Army, front or general army.
    men, tanks, guns, trucks : float
        Remainders.
    totals : set of str
        Totals of which they are the remainder.
    """

    formation_id: str
    men: float = 0.0
    tanks: float = 0.0
    guns: float = 0.0
    trucks: float = 0.0
    totals: set[str] = field(default_factory=set)


def establishment_of(sc: Scenario, unit: Row) -> Row:
    """Return the establishment of a unit: one that names it, else the one of its contingent, kind and size.

    Raises
    ------
    InputError
        If none or more than one fits.
    """
    rows = sc.tables["establishments"].rows
    fitting = [row for row in rows if unit["unit_id"] in row["applies_to"]]
    if not fitting:
        columns = ("contingent", "kind", "echelon")
        fitting = [row for row in rows if not row["applies_to"] and all(row[c] == unit[c] for c in columns)]
    if len(fitting) != 1:
        found = ", ".join(row["establishment_id"] for row in fitting) or "none"
        raise InputError(
            Problem(
                f"{'no' if not fitting else 'more than one'} establishment fits the unit",
                file=sc.tables["units"].file,
                row=unit["_row"],
                field="unit_id",
                value=unit["unit_id"],
                expected=f"one row for {unit['contingent']} {unit['kind']} {unit['echelon']}; found {found}",
                mend="add or correct a row of establishments.csv",
            )
        )
    return fitting[0]


def army_of(sc: Scenario, formation_id: str) -> str:
    """Nearest command at or above ``formation_id`` that keeps army troops."""
    chain = sc.ancestors(formation_id)
    formations = sc.tables["formations"].by_id
    return next((item for item in chain if formations[item]["echelon"] in ARMY_LEVELS), chain[-1])


def counted(sc: Scenario) -> list[Row]:
    """Units that count toward the totals, in the order of the table."""
    return [unit for unit in sc.tables["units"] if unit["arm"] in COUNTED_ARMS]


@lru_cache(maxsize=4)
def establishments(sc: Scenario) -> dict[str, Row]:
    """Establishment of every unit that counts, by unit id; see :func:`establishment_of`."""
    return {unit["unit_id"]: establishment_of(sc, unit) for unit in counted(sc)}


@lru_cache(maxsize=4)
def closings(sc: Scenario) -> dict[str, Closing]:
    """Close every measure over its totals.

    Returns
    -------
    dict of str to Closing
        By measure: the number of every unit and the remainder of every total.
    """
    units = counted(sc)
    rows = establishments(sc)
    closed = {}
    for measure, _, documented, typical in _MEASURES:
        fixed = {
            unit["unit_id"]: float(unit[documented])
            for unit in units
            if documented is not None and unit[documented] is not None
        }
        base = {unit_id: float(row[typical]) for unit_id, row in rows.items()}
        bounds = {unit_id: _bounds(sc, measure, row) for unit_id, row in rows.items()}
        tree = TotalsTree(sc, measure, units)
        closed[measure] = close(tree, base, fixed, bounds, _gun_share(sc))
    return closed


def _gun_share(sc: Scenario) -> float:
    known = "guns_share_divisions" in sc.tables["parameters"].by_id
    return sc.parameter("guns_share_divisions") if known else 1.0


def _bounds(sc: Scenario, measure: str, row: Row) -> tuple[float, float]:
    if measure == "men":
        return float(row["men_low"]), float(row["men_high"])
    value = float(row[measure])
    if measure == "guns_mortars" and "guns_scale_low" in sc.tables["parameters"].by_id:
        return value * sc.parameter("guns_scale_low"), value * sc.parameter("guns_scale_high")
    return value, value


@lru_cache(maxsize=4)
def resolve(sc: Scenario) -> dict[str, Strength]:
    """Strength of every ground and naval unit, and of air-landed parties with documented men.

    Parameters
    ----------
    sc : Scenario
        Checked scenario.

    Returns
    -------
    dict of str to Strength
        By unit id; kept for the next caller, so not to be changed.

    Raises
    ------
    InputError
        If a unit has no establishment or no rule for its quality.
    """
    closed = closings(sc)
    strengths = {unit["unit_id"]: _strength(sc, unit, closed) for unit in counted(sc)}
    for unit in sc.tables["units"]:
        if unit["arm"] == "airborne":
            strengths[unit["unit_id"]] = _air_landed(sc, unit)
    return strengths


def _strength(sc: Scenario, unit: Row, closed: dict[str, Closing]) -> Strength:
    unit_id = unit["unit_id"]
    row = establishments(sc)[unit_id]
    numbers: dict[str, float] = {}
    origins: dict[str, Provenance] = {}
    for measure, name, documented, _ in _MEASURES:
        numbers[name] = closed[measure].values[unit_id]
        given = documented is not None and unit[documented] is not None
        origins[name] = _origin(unit_id, row, measure, closed[measure], given)
    ratio = numbers["guns"] / row["guns_mortars"] if row["guns_mortars"] else 0.0
    quality, origins["quality"] = _quality(sc, unit, row)
    typical = Provenance(
        "establishment", row["horses"], row["horses"], "establishments", row["establishment_id"]
    )
    origins["horses"] = typical
    origins["at_guns"] = Provenance(
        origins["guns"].basis, 0.0, numbers["guns"], "establishments", row["establishment_id"], ratio
    )
    return Strength(
        men=numbers["men"],
        tanks=numbers["tanks"],
        guns=numbers["guns"],
        at_guns=min(float(row["at_guns"]) * ratio, numbers["guns"]),
        trucks=numbers["trucks"],
        horses=float(row["horses"]),
        quality=quality,
        mobility=row["mobility"],
        establishment_id=row["establishment_id"],
        provenance=origins,
    )


def _origin(unit_id: str, row: Row, measure: str, closing: Closing, given: bool) -> Provenance:
    value = closing.values[unit_id]
    total_id = closing.total_of.get(unit_id, "")
    if given:
        return Provenance("documented", value, value, "units", unit_id, total_id=total_id)
    factor = closing.factors.get(unit_id, 1.0)
    low, high = (row["men_low"], row["men_high"]) if measure == "men" else (min(value, row[measure]), value)
    basis = "establishment" if factor == 1.0 else "scaled"
    return Provenance(
        basis, float(low), float(high), "establishments", row["establishment_id"], factor, total_id
    )


def _quality(sc: Scenario, unit: Row, row: Row) -> tuple[float, Provenance]:
    """Rating of a unit: documented, else the parameter of its pool, else the median of the rated ones."""
    if unit["quality"] is not None:
        value = float(unit["quality"])
        return value, Provenance("documented", value, value, "units", unit["unit_id"])
    pool = row["quality_pool"]
    parameter = sc.tables["parameters"].by_id.get(f"quality_{pool}")
    if parameter is not None:
        return float(parameter["value"]), Provenance(
            "rule", parameter["low"], parameter["high"], "parameters", parameter["name"]
        )
    rated = sorted(
        float(item["quality"])
        for item in counted(sc)
        if item["quality"] is not None
        and item["contingent"] == unit["contingent"]
        and establishments(sc)[item["unit_id"]]["quality_pool"] == pool
    )
    if not rated:
        raise InputError(
            Problem(
                "the unit has no rating and its pool has none either",
                file=sc.tables["units"].file,
                row=unit["_row"],
                field="quality",
                expected=f"a rating, or a parameter quality_{pool}",
                mend=f"rate the unit or add the parameter quality_{pool}",
            )
        )
    text = f"median of {len(rated)} rated units of the pool {pool}"
    return median(rated), Provenance(
        "rule", rated[0], rated[-1], "establishments", row["establishment_id"], text=text
    )


def _air_landed(sc: Scenario, unit: Row) -> Strength:
    """A party without documented men has the usual number."""
    if unit["personnel"] is not None:
        men = float(unit["personnel"])
        origin = Provenance("documented", men, men, "units", unit["unit_id"])
    else:
        usual = sc.tables["parameters"].by_id["air_party_men"]
        men = float(usual["value"])
        origin = Provenance("rule", usual["low"], usual["high"], "parameters", "air_party_men")
    return Strength(men, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, "foot", "", {"men": origin})


@lru_cache(maxsize=4)
def army_troops(sc: Scenario) -> dict[str, ArmyTroops]:
    """Remainders of the totals, one record per army, front or general army.

    A remainder is shared among the armies that a total covers in proportion to the men of their units.

    Returns
    -------
    dict of str to ArmyTroops
        By formation id, in the order of the table of formations; kept, so not to be changed.
    """
    closed = closings(sc)
    men = closed["men"].values
    armies = {unit["unit_id"]: army_of(sc, unit["formation_id"]) for unit in counted(sc)}
    records: dict[str, ArmyTroops] = {}
    for measure, name, _, _ in _MEASURES:
        for total_id, remainder in closed[measure].remainders.items():
            if remainder <= 0:
                continue
            members = [unit for unit, total in closed[measure].total_of.items() if total == total_id]
            weight = {unit: men[unit] for unit in members} or {}
            whole = sum(weight.values())
            if whole <= 0:
                formation = sc.tables["totals"].by_id[total_id]["formation_id"]
                _add(records, formation, name, remainder, total_id)
            for unit in weight:
                _add(records, armies[unit], name, remainder * weight[unit] / whole, total_id)
    return {item: records[item] for item in sc.tables["formations"].by_id if item in records}


def _add(records: dict[str, ArmyTroops], formation: str, name: str, amount: float, total_id: str) -> None:
    record = records.setdefault(formation, ArmyTroops(formation))
    setattr(record, name, getattr(record, name) + amount)
    record.totals.add(total_id)
