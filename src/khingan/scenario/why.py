"""Why this number? From a name to the value, its range, and the claims or the assumption behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from khingan.errors import InputError, Problem
from khingan.scenario.attributes import COMPONENTS, attributes
from khingan.scenario.evidence import ASSUMPTION, Evidence
from khingan.scenario.model import Row, Scenario
from khingan.scenario.strengths import ArmyTroops, Provenance, Strength, army_troops, resolve

#: Numbers of a unit that are resolved rather than read, with their units.
STRENGTH_UNITS = {
    "men": "men",
    "tanks": "vehicles",
    "guns": "pieces",
    "at_guns": "pieces",
    "trucks": "vehicles",
    "horses": "horses",
    "quality": "share of a first-rate division",
}
#: Numbers of a command that are remainders of totals.
TROOPS_UNITS = {"army_men": "men", "army_tanks": "vehicles", "army_guns": "pieces", "army_trucks": "vehicles"}


@dataclass
class Answer:
    """A number and what stands behind it.

    Parameters
    ----------
    name : str
        What was asked.
    value : str
        The number or word as it enters the model.
    unit : str
        Its unit.
    low, high : float or None
        Range within which it may be drawn; ``None`` where none is stated.
    meaning : str
        What it means.
    reasons : list of (int, str)
        Lines with their depth, from the number down to the text that states it.
    """

    name: str
    value: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    meaning: str = ""
    reasons: list[tuple[int, str]] = field(default_factory=list)

    def add(self, depth: int, *lines: str) -> None:
        """Append lines at a depth."""
        self.reasons.extend((depth, line) for line in lines)

    @property
    def is_assumption(self) -> bool:
        """Whether the word assumption stands at the end of the chain."""
        return any(line == ASSUMPTION or line.startswith("assumed") for _, line in self.reasons)


def explain(sc: Scenario, name: str) -> Answer:
    """Say where a number of a scenario comes from.

    Parameters
    ----------
    sc : Scenario
        Checked scenario.
    name : str
        ``UNIT.FIELD`` (a resolved strength such as ``men`` or any column), ``COMMAND.FIELD`` (any column, or
        ``army_men``, ``army_tanks``, ``army_guns``, ``army_trucks``), ``ROW.FIELD`` of any other table, or
        the name of a parameter or of an exogenous input.

    Returns
    -------
    Answer
        Value, range and reasons.

    Raises
    ------
    InputError
        If the name is not known; it says what is near.
    """
    for table in ("parameters", "exogenous"):
        if name in sc.tables[table].by_id:
            return _coefficient(sc, table, name)
    row_id, dot, column = name.rpartition(".")
    tables = [table for table in COMPONENTS if row_id in sc.tables[table].by_id]
    if not dot or not tables:
        raise InputError(_unknown(sc, row_id if dot else name))
    if tables[0] == "units" and column in STRENGTH_UNITS:
        strength = resolve(sc).get(row_id)
        if strength is not None and column in strength.provenance:
            return _strength(sc, row_id, column, strength)
    if tables[0] == "formations" and column in TROOPS_UNITS:
        return _troops(sc, row_id, column)
    return _cell(sc, tables[0], row_id, column)


def names(sc: Scenario, row_id: str) -> list[str]:
    """Names that can be asked about a row."""
    table = next((item for item in COMPONENTS if row_id in sc.tables[item].by_id), None)
    if table is None:
        return []
    extra = list(TROOPS_UNITS) if table == "formations" else []
    if table == "units" and row_id in (strengths := resolve(sc)):
        extra = [name for name in STRENGTH_UNITS if name in strengths[row_id].provenance]
    return [f"{row_id}.{column}" for column in (*extra, *(item.name for item in attributes(table)))]


def _unknown(sc: Scenario, wanted: str) -> Problem:
    known = [row_id for table in COMPONENTS for row_id in sc.tables[table].by_id]
    near = get_close_matches(wanted, known, n=3)
    return Problem(
        "there is no such name in the scenario",
        field="name",
        value=wanted,
        expected="UNIT.FIELD such as a unit id and men, or the name of a parameter",
        mend="did you mean " + " or ".join(near) + "?" if near else "see khingan scenario show",
    )


def _text(value: Any) -> str:
    if value is None:
        return "(empty)"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _place(sc: Scenario, table: str, row: Row) -> str:
    return f"{sc.tables[table].file}, row {row['_row']}"


def _coefficient(sc: Scenario, table: str, name: str) -> Answer:
    row = sc.tables[table].by_id[name]
    evidence = Evidence(sc)
    answer = Answer(name, _text(row["value"]), row["unit"], row["low"], row["high"], row["description"])
    answer.add(0, f"{row['basis']}: {_place(sc, table, row)}")
    if table == "exogenous":
        answer.add(1, f"given to the model, not produced by it; scope {row['scope']}")
    overlay = sc.changes.get((table, name, "value"))
    if overlay is not None:
        answer.add(1, f"set by the what-if {overlay}")
    if row["basis"] == ASSUMPTION and row["claim"] != ASSUMPTION:
        answer.add(1, ASSUMPTION, "bounded by:")
        answer.add(2, *evidence.of_claim(row["claim"]))
    else:
        answer.add(1, *evidence.of_claim(row["claim"]))
    return answer


def _cell(sc: Scenario, table: str, row_id: str, column: str) -> Answer:
    row = sc.tables[table].by_id[row_id]
    attribute = next((item for item in attributes(table) if item.name == column), None)
    if attribute is None:
        fields = ", ".join(name.rpartition(".")[2] for name in names(sc, row_id))
        raise InputError(
            Problem(f"{row_id} has no such field", field="name", value=column, expected=f"one of {fields}")
        )
    answer = Answer(f"{row_id}.{column}", _text(row[column]), attribute.unit, meaning=attribute.description)
    answer.low, answer.high = (row.get("low"), row.get("high")) if column == "value" else (None, None)
    answer.add(0, f"read from {_place(sc, table, row)}")
    overlay = sc.changes.get((table, row_id, column))
    if overlay is not None:
        answer.add(1, f"set by the what-if {overlay}")
    evidence = Evidence(sc)
    answer.add(1, *evidence.of_row(row))
    answer.add(1, *evidence.of_claim(row.get("claim")))
    return answer


def _strength(sc: Scenario, unit_id: str, column: str, strength: Strength) -> Answer:
    unit = sc.tables["units"].by_id[unit_id]
    origin = strength.provenance[column]
    answer = Answer(
        f"{unit_id}.{column}",
        _text(float(getattr(strength, column))),
        STRENGTH_UNITS[column],
        origin.low,
        origin.high,
        f"{unit['name']}: {column.replace('_', '-')} at the start",
    )
    _origin(sc, answer, origin)
    overlays = sorted({name for (_, row_id, _), name in sc.changes.items() if row_id == unit_id})
    answer.add(1, *(f"changed by the what-if {name}" for name in overlays))
    return answer


def _origin(sc: Scenario, answer: Answer, origin: Provenance) -> None:
    row = sc.tables[origin.table].by_id[origin.row_id]
    evidence = Evidence(sc)
    where = _place(sc, origin.table, row)
    if origin.basis == "documented":
        answer.add(0, f"documented: {where}")
        answer.add(1, *evidence.of_row(row))
    elif origin.table == "parameters":
        answer.add(0, f"rule: the parameter {origin.row_id}, since no rating is documented")
        answer.add(1, row["basis"], *evidence.of_claim(row["claim"]))
    elif origin.basis == "rule":
        answer.add(0, f"rule: {origin.text}, since no rating is documented")
    else:
        answer.add(0, f"{origin.basis}: establishment '{row['name']}', {where}")
        answer.add(1, *evidence.of_row(row))
        if origin.basis == "scaled":
            answer.add(1, f"times {origin.factor:.3f} toward the total {origin.total_id}")
    if origin.total_id and origin.basis == "scaled":
        _total(sc, answer, origin.total_id, 2)


def _total(sc: Scenario, answer: Answer, total_id: str, depth: int) -> None:
    row = sc.tables["totals"].by_id[total_id]
    share = f", of which {row['combat_share']:.0%} in combat units" if row["combat_share"] else ""
    answer.add(
        depth, f"total {total_id}: {_text(row['value'])} {row['measure']} of {row['formation_id']}{share}"
    )
    evidence = Evidence(sc)
    answer.add(depth + 1, *evidence.of_row(row), *evidence.of_claim(row["claim"]))


def _troops(sc: Scenario, formation_id: str, column: str) -> Answer:
    record = army_troops(sc).get(formation_id, ArmyTroops(formation_id))
    value = float(getattr(record, column.removeprefix("army_")))
    name = sc.tables["formations"].by_id[formation_id]["name"]
    meaning = f"{name}: beside its units, fed and counted but not in contact"
    answer = Answer(f"{formation_id}.{column}", _text(value), TROOPS_UNITS[column], meaning=meaning)
    answer.add(0, "remainder: documented totals less the units they cover, shared by the men of the armies")
    measure = {"army_tanks": "tanks_spg", "army_guns": "guns_mortars"}.get(
        column, column.removeprefix("army_")
    )
    for total_id in sorted(record.totals):
        if sc.tables["totals"].by_id[total_id]["measure"] == measure:
            _total(sc, answer, total_id, 1)
    return answer
