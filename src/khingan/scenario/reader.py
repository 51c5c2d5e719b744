"""Read the folder of a scenario into typed tables and collect every problem on the way."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from khingan.errors import Problem
from khingan.scenario.attributes import COMPONENTS, REQUIRED, Attribute, attributes
from khingan.scenario.model import Row, Scenario, Side, Table
from khingan.scenario.values import Unfit, parse_value
from khingan.tables import MAX_BYTES, uneven_row

SETTINGS = "scenario.toml"


def read_folder(path: Path) -> tuple[Scenario | None, list[Problem]]:
    """Read a scenario folder.

    Parameters
    ----------
    path : Path
        Folder with ``scenario.toml``.

    Returns
    -------
    Scenario or None
        What could be read; ``None`` when ``scenario.toml`` itself is unusable.
    list of Problem
        Everything wrong so far.
    """
    problems: list[Problem] = []
    meta = _read_settings(path / SETTINGS, problems)
    if meta is None:
        return None, problems
    start = _start(meta, problems)
    sides = _sides(meta, problems)
    steps = meta.get("steps")
    if not isinstance(steps, int) or isinstance(steps, bool) or not 1 <= steps <= 2000:
        problems.append(_setting("steps", steps, "a whole number from 1 to 2000"))
    for key in ("id", "title"):
        if not isinstance(meta.get(key), str) or not meta[key]:
            problems.append(_setting(key, meta.get(key), "text"))
    if problems or start is None:
        return None, problems
    tables = {name: read_table(path, name, start.tzinfo, problems) for name in COMPONENTS}
    scenario = Scenario(
        scenario_id=str(meta["id"]),
        title=str(meta["title"]),
        path=path,
        start=start,
        steps=int(meta["steps"]),
        sides=sides,
        meta=meta,
        tables=tables,
    )
    return scenario, problems


def _setting(key: str, value: object, expected: str) -> Problem:
    return Problem(
        "the setting is missing" if value is None else "the setting is not usable",
        file=SETTINGS,
        field=key,
        value=None if value is None else str(value),
        expected=expected,
        mend=f"set {key} in {SETTINGS}",
    )


def _read_settings(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as reason:
        problems.append(Problem(f"the file cannot be read: {reason.strerror}", file=path.name))
    except UnicodeDecodeError:
        problems.append(Problem("the file is not UTF-8 text", file=path.name, mend="save it as UTF-8"))
    except tomllib.TOMLDecodeError as reason:
        problems.append(Problem(f"the file is not TOML: {reason}", file=path.name))
    return None


def _start(meta: dict[str, Any], problems: list[Problem]) -> datetime | None:
    value = meta.get("start")
    try:
        start = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        problems.append(_setting("start", value, "a moment such as 1945-08-09T00:00+09:00"))
        return None
    if start.tzinfo is None:
        problems.append(_setting("start", value, "a moment with its offset from UTC, such as +09:00"))
        return None
    return start


def _sides(meta: dict[str, Any], problems: list[Problem]) -> tuple[Side, ...]:
    entries = meta.get("sides")
    if not isinstance(entries, list) or len(entries) != 2:
        problems.append(_setting("sides", None, "exactly two [[sides]]"))
        return ()
    sides = []
    for entry in entries:
        contingents = entry.get("contingents")
        if not isinstance(entry.get("id"), str) or not isinstance(contingents, list) or not contingents:
            problems.append(_setting("sides", str(entry), "id, name and contingents"))
            continue
        name = str(entry.get("name", entry["id"]))
        sides.append(Side(entry["id"], name, tuple(str(item) for item in contingents)))
    return tuple(sides)


def read_table(path: Path, name: str, zone: tzinfo | None, problems: list[Problem]) -> Table:
    """Read one CSV table of a scenario, typed by its attribute table.

    Parameters
    ----------
    path : Path
        Scenario folder.
    name : str
        Component.
    zone : tzinfo or None
        Zone of local moments.
    problems : list of Problem
        Collects what is wrong.

    Returns
    -------
    Table
        The rows without faults in their shape; cells with faults hold ``None``.
    """
    source = path / f"{name}.csv"
    columns = attributes(name)
    rows: list[Row] = []
    for line, cells in _records(source, columns, name in REQUIRED, problems):
        row: Row = {"_row": line}
        for attribute in columns:
            text = cells[attribute.name].strip()
            try:
                row[attribute.name] = parse_value(attribute, text, zone)
            except Unfit as reason:
                row[attribute.name] = None
                problems.append(
                    Problem(
                        str(reason),
                        file=source.name,
                        row=line,
                        field=attribute.name,
                        value=text,
                        expected=attribute.expected,
                        mend="correct the cell",
                    )
                )
        rows.append(row)
    return Table(name, source.name, rows)


def _records(
    source: Path, columns: tuple[Attribute, ...], required: bool, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the cells of every record whose shape is sound."""
    if not source.is_file():
        if required:
            problems.append(
                Problem("the table is missing", file=source.name, mend="add the table to the scenario folder")
            )
        return
    size = source.stat().st_size
    if size > MAX_BYTES:
        problems.append(
            Problem(
                "the table is too large and was not read",
                file=source.name,
                value=f"{size / 1e6:.1f} MB",
                expected=f"at most {MAX_BYTES / 1e6:.0f} MB",
                mend="split the scenario or remove rows that do not belong to it",
            )
        )
        return
    try:
        with source.open(encoding="utf-8-sig", newline="") as handle:
            yield from _rows(csv.reader(handle, strict=True), source.name, columns, problems)
    except UnicodeDecodeError:
        problems.append(Problem("the table is not UTF-8 text", file=source.name, mend="save it as UTF-8"))
    except csv.Error as reason:
        problems.append(Problem(f"the table is not CSV: {reason}", file=source.name))


def _rows(
    reader: Any, file: str, columns: tuple[Attribute, ...], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    header = [cell.strip() for cell in next(reader, [])]
    names = [attribute.name for attribute in columns]
    missing = [name for name in names if name not in header]
    for name in missing:
        problems.append(
            Problem("the column is missing", file=file, row=1, field=name, mend=f"add the column {name}")
        )
    for name in header:
        if name not in names or header.count(name) > 1:
            problems.append(
                Problem(
                    "the column is unknown" if name not in names else "the column stands twice",
                    file=file,
                    row=1,
                    field=name,
                    expected=", ".join(names),
                    mend="rename or remove the column",
                )
            )
    line = reader.line_num + 1
    for record in reader:
        start, line = line, reader.line_num + 1
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            problems.append(uneven_row(file, start, len(record), len(header)))
            continue
        if not missing:
            yield start, dict(zip(header, record, strict=True))
