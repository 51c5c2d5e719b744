"""Tables described by a data package: reading and checking them in one pass.

A folder's ``datapackage.json`` holds one Frictionless Table Schema per table. This module implements the part
of that standard the project uses: the field types string, any, integer, number, year and date; the
constraints required, unique, enum, pattern, minimum and maximum; primary keys; foreign keys. It reports every
fault of a table at once.

References
----------
.. [1] Frictionless Data, "Table Schema" and "Data Package", https://specs.frictionlessdata.io
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from khingan.errors import InputError, Problem
from khingan.tables import MAX_BYTES

PACKAGE_FILE = "datapackage.json"
Row = dict[str, Any]


@dataclass(frozen=True)
class Resource:
    """One table of a data package: its file and its Table Schema."""

    name: str
    path: Path
    schema: dict[str, Any]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """Field descriptors in column order."""
        return list(self.schema["fields"])

    @property
    def primary_key(self) -> tuple[str, ...]:
        """Names of the key columns; empty if the table has no key."""
        return _names(self.schema.get("primaryKey", ()))


@dataclass(frozen=True)
class Package:
    """The tables of one folder by name."""

    folder: Path
    resources: dict[str, Resource]


def load_package(folder: str | Path) -> Package:
    """Read the descriptor of a folder.

    Parameters
    ----------
    folder : path-like
        Folder that holds ``datapackage.json``.

    Returns
    -------
    Package

    Raises
    ------
    InputError
        If the descriptor is missing or is no data package.
    """
    root = Path(folder)
    path = root / PACKAGE_FILE
    if not path.is_file():
        raise InputError(
            Problem("has no data package", file=str(root), expected=f"a file {PACKAGE_FILE} in this folder")
        )
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        resources = {
            entry["name"]: Resource(entry["name"], root / entry["path"], entry["schema"])
            for entry in descriptor["resources"]
        }
        for resource in resources.values():
            _ = [field["name"] for field in resource.fields]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            Problem(
                f"is no valid data package: {type(error).__name__} {error}",
                file=PACKAGE_FILE,
                expected="resources, each with name, path and schema.fields",
            )
        ) from error
    return Package(root, resources)


def read_table(package: Package, name: str) -> list[Row]:
    """Read one table with typed values; see `read_tables`."""
    return read_tables(package, (name,))[name]


def read_tables(package: Package, names: Sequence[str]) -> dict[str, list[Row]]:
    """Read tables and check them against their schemas.

    Parameters
    ----------
    package : Package
        Descriptor of the folder.
    names : sequence of str
        Tables to read. Foreign keys are checked, and the tables they point at are read for that.

    Returns
    -------
    dict of str to list of dict
        Rows in file order. Empty cells are None; every row has ``_row``, its line number (header = 1).

    Raises
    ------
    InputError
        With every problem found in all the tables.
    """
    problems: list[Problem] = []
    tables: dict[str, list[Row]] = {}
    targets = [
        key["reference"]["resource"]
        for name in names
        for key in package.resources[name].schema.get("foreignKeys", ())
        if key["reference"]["resource"]
    ]
    for name in dict.fromkeys([*names, *targets]):
        tables[name] = _read_rows(package.resources[name], problems)
    for name in names:
        _check_foreign_keys(package.resources[name], tables, problems)
    if problems:
        raise InputError(problems)
    return {name: tables[name] for name in names}


def check_package(folder: str | Path) -> list[Problem]:
    """Return every problem in all the tables of a folder's data package; an empty list means sound data."""
    try:
        package = load_package(folder)
        read_tables(package, tuple(package.resources))
    except InputError as error:
        return list(error.problems)
    return []


def _names(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _read_rows(resource: Resource, problems: list[Problem]) -> list[Row]:
    """Return the typed rows of a table; faults go to `problems`."""
    fault = partial(Problem, file=resource.path.name)
    names = [field["name"] for field in resource.fields]
    try:
        if resource.path.stat().st_size > MAX_BYTES:
            problems.append(fault("is too large", expected=f"at most {MAX_BYTES // 1_000_000} MB"))
            return []
        with resource.path.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.reader(stream, strict=True)
            header = next(lines, [])
            if not _check_header(header, names, fault, problems):
                return []
            numbered = [(lines.line_num, cells) for cells in lines if cells]
    except FileNotFoundError:
        problems.append(fault("is missing", expected=f"a table with the columns {', '.join(names)}"))
        return []
    except UnicodeDecodeError as error:
        problems.append(fault(f"is not UTF-8 text (byte {error.start})", mend="save the file as UTF-8"))
        return []
    except csv.Error as error:
        problems.append(fault(f"cannot be read as CSV: {error}", mend="check quotes and line ends"))
        return []
    rows = []
    for number, cells in numbered:
        if len(cells) != len(header):
            problems.append(fault(f"has {len(cells)} cells", row=number, expected=f"{len(header)} cells"))
            continue
        rows.append(_type_row(resource, dict(zip(header, cells, strict=True)), number, problems))
    _check_unique(resource, rows, problems)
    return rows


def _check_header(
    header: list[str], names: list[str], fault: Callable[..., Problem], problems: list[Problem]
) -> bool:
    before = len(problems)
    for name in names:
        if name not in header:
            problems.append(fault("column is missing", row=1, field=name, mend="add the column"))
    for name in dict.fromkeys(header):
        if name not in names:
            problems.append(fault("unknown column", row=1, field=name, expected=f"one of {', '.join(names)}"))
        if header.count(name) > 1:
            problems.append(fault("column stands twice", row=1, field=name, mend="remove one of them"))
    return len(problems) == before


def _type_row(resource: Resource, cells: dict[str, str], number: int, problems: list[Problem]) -> Row:
    row: Row = {"_row": number}
    for field in resource.fields:
        name, text = field["name"], cells[field["name"]].strip()
        constraints = field.get("constraints", {})
        fault = partial(Problem, file=resource.path.name, row=number, field=name)
        row[name] = None
        if text == "":
            if constraints.get("required"):
                problems.append(fault("is empty", expected=field.get("description", "a value")))
            continue
        try:
            value = _TYPES[field.get("type", "string")](text)
        except ValueError:
            kind = _EXPECTED[field.get("type", "string")]
            problems.append(fault("has the wrong type", value=text, expected=kind))
            continue
        wanted = _broken_constraint(constraints, text, value)
        if wanted is not None:
            problems.append(fault("is not allowed here", value=text, expected=wanted))
            continue
        row[name] = value
    return row


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError(text)
    return int(text)


_TYPES: dict[str, Callable[[str], Any]] = {
    "string": str,
    "any": str,
    "integer": int,
    "number": _finite,
    "year": _year,
    "date": date.fromisoformat,
}
_EXPECTED = {
    "string": "text",
    "any": "a value",
    "integer": "a whole number",
    "number": "a finite number",
    "year": "a year of four digits",
    "date": "a date as YYYY-MM-DD",
}


def _broken_constraint(constraints: dict[str, Any], text: str, value: Any) -> str | None:
    """Return what a value should have been, or None if it meets its constraints."""
    if "enum" in constraints and text not in [str(choice) for choice in constraints["enum"]]:
        return "one of " + ", ".join(str(choice) for choice in constraints["enum"])
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], text):
        return f"text of the form {constraints['pattern']}"
    if "minimum" in constraints and value < constraints["minimum"]:
        return f"at least {constraints['minimum']}"
    if "maximum" in constraints and value > constraints["maximum"]:
        return f"at most {constraints['maximum']}"
    return None


def _check_unique(resource: Resource, rows: list[Row], problems: list[Problem]) -> None:
    keys: list[tuple[str, ...]] = [
        (field["name"],) for field in resource.fields if field.get("constraints", {}).get("unique")
    ]
    if resource.primary_key and resource.primary_key not in keys:
        keys.append(resource.primary_key)
    for key in keys:
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows:
            value = tuple(row[name] for name in key)
            if None in value:
                continue
            if value in seen:
                problems.append(
                    Problem(
                        f"stands already in row {seen[value]}",
                        file=resource.path.name,
                        row=row["_row"],
                        field=", ".join(key),
                        value=", ".join(str(part) for part in value),
                        expected="a value of its own",
                    )
                )
            seen.setdefault(value, row["_row"])


def _check_foreign_keys(resource: Resource, tables: dict[str, list[Row]], problems: list[Problem]) -> None:
    for key in resource.schema.get("foreignKeys", ()):
        columns = _names(key["fields"])
        target = key["reference"]["resource"] or resource.name
        wanted = _names(key["reference"]["fields"])
        known = {tuple(row[name] for name in wanted) for row in tables[target]}
        for row in tables[resource.name]:
            value = tuple(row[name] for name in columns)
            if None not in value and value not in known:
                problems.append(
                    Problem(
                        f"is not in the table {target}",
                        file=resource.path.name,
                        row=row["_row"],
                        field=", ".join(columns),
                        value=", ".join(str(part) for part in value),
                        expected=f"a {', '.join(wanted)} of {target}.csv",
                        mend=f"correct it here or add the row to {target}.csv",
                    )
                )
