"""Reading and checking ``reckoning.csv``: which claim is compared with what, by which definition."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from khingan.claims import ClaimSet
from khingan.claims.package import Row, load_package, read_table
from khingan.errors import InputError, Problem
from khingan.experiments.schema import MEASURES, PRESENT
from khingan.reckoning.model import (
    DAYS_UNTIL_CAPTURED,
    EVE,
    HOLDINGS,
    SUM,
    UNITS,
    Definition,
    Reading,
)
from khingan.scenario import Scenario

TABLE = "reckoning"
FILE = "reckoning.csv"
FLOWS = tuple(name for name in MEASURES if name not in PRESENT)
"""Daily columns that can be added up over days."""

# Unit of a measure -> unit of the claims about it, where the two tables use different words.
_CLAIM_UNITS = {"men": "persons", "pieces": "guns"}
_LISTS = ("formation_ids", "without_ids", "contingents", "echelons", "kinds")
_DEFINING = ("what", "side", *_LISTS, "first_day", "last_day", "share")


def read_readings(scenario: Scenario, claims: ClaimSet) -> tuple[Reading, ...]:
    """Read the table of a scenario's folder, in its order.

    Parameters
    ----------
    scenario : Scenario
        Names the folder, the sides, formations and contingents.
    claims : ClaimSet
        Claims of the same folder.

    Returns
    -------
    tuple of Reading

    Raises
    ------
    InputError
        With every problem: unknown claims, formations, columns, sides; a unit that does not fit; a row that
        compares nothing without a reason; one definition in different words.
    """
    package = load_package(scenario.path)
    if TABLE not in package.resources:
        raise InputError(
            Problem(
                "has no table of reckoning",
                file=str(Path(scenario.path) / "datapackage.json"),
                value=TABLE,
                expected=f"a resource {TABLE} with {FILE}",
                mend="reckon the run of a scenario that has one, or write it: docs/reckoning.md",
            )
        )
    rows = read_table(package, TABLE)
    problems = [problem for row in rows for problem in _check(row, scenario, claims)]
    if problems:
        raise InputError(problems)
    readings = tuple(_reading(row) for row in rows)
    problems = _check_words(readings, [row["_row"] for row in rows])
    if problems:
        raise InputError(problems)
    return readings


def _reading(row: Row) -> Reading:
    definition = None
    if row["measure"]:
        definition = Definition(
            measure=row["measure"],
            what=_parts(row["what"], "+"),
            side=row["side"] or "",
            formations=_parts(row["formation_ids"]),
            without=_parts(row["without_ids"]),
            contingents=_parts(row["contingents"]),
            echelons=_parts(row["echelons"]),
            kinds=_parts(row["kinds"]),
            first_day=row["first_day"],
            last_day=row["last_day"],
            share=1.0 if row["share"] is None else row["share"],
        )
    return Reading(
        **{name: row[name] or "" for name in ("row_id", "claim_id", "topic", "title", "counts")},
        definition=definition,
        tolerance=row["tolerance"] or 0.0,
        basis=row["basis"] or "",
        calibrated_on=row["calibrated_on"] or "",
        note=row["note"] or "",
    )


def _parts(text: str | None, separator: str | None = None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(separator) if part.strip())


def _check(row: Row, scenario: Scenario, claims: ClaimSet) -> list[Problem]:
    """Return the problems of one row that its schema cannot see."""
    where = partial(Problem, file=FILE, row=row["_row"])
    claim = claims.claims.get(row["claim_id"])
    if claim is None:
        return [
            where(
                "unknown claim",
                field="claim_id",
                value=row["claim_id"],
                expected="an id of claims.csv",
                mend="khingan claims list shows them all",
            )
        ]
    if not row["measure"]:
        return _check_nothing(row, where)
    problems = _check_names(row, scenario, where) + _check_scope(row, where)
    if not claim.is_number:
        problems.append(
            where("states no number to compare", field="claim_id", value=claim.claim_id, mend="empty measure")
        )
    if not problems and claim.unit not in (units := _units(row)):
        problems.append(
            where(
                f"counts {claim.unit.replace('_', ' ')}, which is not what the measure counts",
                field="what",
                value=row["what"] or row["measure"],
                expected="a measure of " + claim.unit.replace("_", " "),
                mend=f"this one counts {' or '.join(units) or 'nothing'}",
            )
        )
    return problems


def _check_nothing(row: Row, where: Any) -> list[Problem]:
    problems = [
        where("is given without a measure", field=name, value=str(row[name]), mend="name the measure")
        for name in _DEFINING
        if row[name] is not None
    ]
    if not row["note"]:
        problems.append(
            where("is compared with nothing, and no reason is given", field="note", expected="the reason")
        )
    return problems


def _check_names(row: Row, scenario: Scenario, where: Any) -> list[Problem]:
    """Return a problem for every name that the scenario or the tables of a run do not know."""
    measure = row["measure"]
    if measure == EVE:
        columns: Iterable[str] = (*HOLDINGS, UNITS)
    else:
        columns = () if measure == DAYS_UNTIL_CAPTURED else FLOWS
    formations = scenario.tables["formations"].by_id
    known: dict[str, Iterable[str]] = {
        "what": columns,
        "side": scenario.side_ids,
        "formation_ids": formations,
        "without_ids": formations,
        "contingents": tuple(name for side in scenario.sides for name in side.contingents),
        "echelons": sorted({unit["echelon"] for unit in scenario.tables["units"]}),
        "kinds": sorted({unit["kind"] for unit in scenario.tables["units"]}),
    }
    problems = []
    for field, accepted in known.items():
        names = tuple(accepted)
        for part in _parts(row[field], "+" if field == "what" else None):
            if part not in names:
                listed = ", ".join(names) if len(names) <= 20 else f"an id of {field.split('_')[0]}s.csv"
                problems.append(
                    where("is not known", field=field, value=part, expected=listed or "nothing here")
                )
    return problems


def _check_scope(row: Row, where: Any) -> list[Problem]:
    """Return problems of parts that do not go together."""
    measure, problems = row["measure"], []
    if not row["what"] and measure != DAYS_UNTIL_CAPTURED:
        problems.append(where("names nothing to count", field="what", expected="a column, or several with +"))
    if not row["side"] and measure in (SUM, EVE):
        problems.append(where("names no side", field="side", expected="the side that is counted"))
    unused = {
        "contingents": measure != EVE,
        "echelons": measure != EVE or row["what"] != UNITS,
        "kinds": measure != EVE or row["what"] != UNITS,
        "formation_ids": measure == DAYS_UNTIL_CAPTURED,
        "without_ids": measure == DAYS_UNTIL_CAPTURED,
        "first_day": measure != SUM,
        "last_day": measure != SUM,
        "share": measure in (SUM, EVE),
    }
    problems += [
        where(f"is not told apart by {measure}", field=name, value=str(row[name]), mend="leave it empty")
        for name, idle in unused.items()
        if idle and row[name] is not None
    ]
    first, last = row["first_day"], row["last_day"]
    if first is not None and last is not None and first > last:
        problems.append(where("first day after last day", field="first_day", value=str(first)))
    if not row["basis"]:
        problems.append(where("says not where the number comes from", field="basis", expected="a basis"))
    return problems


def _units(row: Row) -> tuple[str, ...]:
    """Units of claims that a row's measure can be compared with; none if its columns differ in unit."""
    if row["measure"] == EVE:
        if row["what"] == UNITS:
            return tuple(f"{echelon}s" for echelon in _parts(row["echelons"]))
        return (HOLDINGS[row["what"]],) if row["what"] in HOLDINGS else ()
    if row["measure"] != SUM:
        return ("days",)
    units = {_CLAIM_UNITS.get(unit, unit) for unit in (MEASURES[c][0] for c in _parts(row["what"], "+"))}
    return tuple(units) if len(units) == 1 else ()


def _check_words(readings: tuple[Reading, ...], lines: list[int]) -> list[Problem]:
    """Return a problem for every definition that two rows put in different words."""
    said: dict[Definition, Reading] = {}
    problems = []
    for reading, line in zip(readings, lines, strict=True):
        if reading.definition is None:
            continue
        other = said.setdefault(reading.definition, reading)
        if other.counts != reading.counts:
            problems.append(
                Problem(
                    f"counts the same as {other.row_id}, in other words",
                    file=FILE,
                    row=line,
                    field="counts",
                    value=reading.counts,
                    expected=other.counts,
                    mend="use the same words, or another definition",
                )
            )
    return problems
