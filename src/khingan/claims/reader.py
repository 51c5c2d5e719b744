"""Reading claims, sources and additive classes of a scenario folder."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

from khingan.claims.model import Claim, ClaimClass, ClaimSet, Source, is_point_in_time
from khingan.claims.package import Row, load_package, read_tables
from khingan.errors import InputError, Problem

_TABLES = ("sources", "claims_classes", "claims")
_LIBRARY = Path(__file__).resolve().parent.parent / "library"


def read_claims(folder: str | Path) -> ClaimSet:
    """Read and check the claims of a scenario folder.

    Parameters
    ----------
    folder : path-like
        Folder with ``datapackage.json``, ``claims.csv``, ``sources.csv`` and ``claims_classes.csv``.

    Returns
    -------
    ClaimSet

    Raises
    ------
    InputError
        With every problem: types, unknown ids, figures that are no numbers, one-sided conflicts, members that
        do not fit their additive class.
    """
    package = load_package(folder)
    absent = [name for name in _TABLES if name not in package.resources]
    if absent:
        raise InputError(
            [Problem("table is not described", file="datapackage.json", value=name) for name in absent]
        )
    tables = read_tables(package, _TABLES)
    classes = {row["class_id"]: ClaimClass(**_plain(row)) for row in tables["claims_classes"]}
    problems = _check_values(tables["claims"])
    if problems:
        raise InputError(problems)
    claims = {row["claim_id"]: _claim(row) for row in tables["claims"]}
    lines = {row["claim_id"]: row["_row"] for row in tables["claims"]}
    problems = _check_conflicts(claims, lines) + _check_classes(claims, classes, lines)
    if problems:
        raise InputError(problems)
    sources = {row["source_id"]: Source(**_plain(row, keep_none=("year",))) for row in tables["sources"]}
    return ClaimSet(claims, sources, classes, package.folder)


def load_claims(name_or_path: str | Path) -> ClaimSet:
    """Read the claims of a library scenario by its name, or of any folder.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a scenario that comes with the package, or a folder.

    Returns
    -------
    ClaimSet
        Read once and kept; treat it as read-only.

    Raises
    ------
    InputError
        If there is no such scenario, or its tables are faulty.
    """
    return _load(scenario_folder(name_or_path))


def scenario_folder(name_or_path: str | Path) -> Path:
    """Return the folder of a scenario given by library name or path; see `load_claims`."""
    names = sorted(path.parent.name for path in _LIBRARY.glob("*/claims.csv"))
    if str(name_or_path) in names:
        return _LIBRARY / str(name_or_path)
    path = Path(name_or_path)
    if path.is_dir():
        return path.resolve()
    raise InputError(
        Problem(
            "no such scenario",
            field="scenario",
            value=str(name_or_path),
            expected=f"a folder, or one of {', '.join(names)}",
        )
    )


@cache
def _load(folder: Path) -> ClaimSet:
    return read_claims(folder)


def _plain(row: Row, keep_none: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        name: "" if value is None and name not in keep_none else value
        for name, value in row.items()
        if name != "_row"
    }


def _claim(row: Row) -> Claim:
    values = _plain(row)
    values["conflicts_with"] = tuple(part for part in values["conflicts_with"].split(";") if part)
    return Claim(**values)


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def _check_values(rows: list[Row]) -> list[Problem]:
    """Return problems of figures: text for a number, low above high, a figure without unit."""
    problems = []
    for row in rows:
        unit = row["unit"] or ""
        where = partial(Problem, file="claims.csv", row=row["_row"])
        given = {name: row[name] for name in ("value_low", "value_high") if row[name] is not None}
        if given and not unit:
            problems.append(where("has a value but no unit", field="unit"))
        if is_point_in_time(unit):
            bad = {n: v for n, v in given.items() if not v[:4].isdigit()}
            expected = "a date that begins with its year"
        else:
            bad = {n: v for n, v in given.items() if not _is_number(v)}
            expected = "a finite number"
        for name, value in bad.items():
            problems.append(
                where(f"does not fit the unit {unit}", field=name, value=value, expected=expected)
            )
        if not bad and len(given) == 2 and not is_point_in_time(unit):
            low, high = float(given["value_low"]), float(given["value_high"])
            if low > high:
                problems.append(where("low value above high value", field="value_low", value=str(low)))
    return problems


def _check_conflicts(claims: dict[str, Claim], lines: dict[str, int]) -> list[Problem]:
    """Return problems of conflicts with an unknown claim, with the claim itself, or on one side only."""
    problems = []
    for claim in claims.values():
        for rival in claim.conflicts_with:
            fault: str | None = None
            if rival not in claims:
                fault = "conflicts with an unknown claim"
            elif rival == claim.claim_id:
                fault = "conflicts with itself"
            elif claim.claim_id not in claims[rival].conflicts_with:
                fault = f"conflict is not returned by {rival}"
            if fault is not None:
                problems.append(
                    Problem(
                        fault,
                        file="claims.csv",
                        row=lines[claim.claim_id],
                        field="conflicts_with",
                        value=rival,
                        expected="claims that name each other",
                    )
                )
    return problems


def _check_classes(
    claims: dict[str, Claim], classes: dict[str, ClaimClass], lines: dict[str, int]
) -> list[Problem]:
    """Return problems of class members: other unit, no definition, no number."""
    problems = []
    for claim in claims.values():
        if not claim.class_id:
            continue
        where = partial(Problem, file="claims.csv", row=lines[claim.claim_id])
        unit = classes[claim.class_id].unit
        if claim.unit != unit and not claim.unit.endswith(" " + unit):
            problems.append(
                where("unit differs from its class", field="unit", value=claim.unit, expected=unit)
            )
        if not claim.is_number:
            problems.append(where("is in an additive class without a number", field="class_id"))
        if not claim.definition:
            problems.append(
                where(
                    "is in an additive class without a definition",
                    field="definition",
                    expected="the kinds it counts, joined by +",
                )
            )
    return problems
