"""Read a table of engagements: the good rows as arrays, every fault of a bad row by its line and column."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from khingan.battles.columns import Column, columns
from khingan.errors import InputError, Problem
from khingan.tables import MAX_BYTES, uneven_row

Vector: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
_Cell: TypeAlias = float | str

#: Columns without which there is nothing to compare a forecast with.
OUTCOMES = ("atk_cas", "def_cas")
#: Longer battles are campaigns of changing forces; they are predicted but not scored.
SCORED_DAYS = 14.0
#: Likeness above which an unknown column is taken for a misspelt one.
_ALIKE = 0.7
#: Longer cells are quoted in part.
_QUOTED = 60
# float() takes "1_000" and digits of other scripts as well; neither belongs into a table.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)


@dataclass(frozen=True)
class Engagements:
    """Engagements in the order of the file; every array and tuple has one entry per row.

    Parameters
    ----------
    ids : tuple of str
        ``eng_id``.
    line : ndarray of int, shape (n,)
        Line of the row in the file, 1 = header.
    numbers : dict of str to ndarray of float, shape (n,)
        Every number, integer and flag of the attribute table in its unit; NaN = unknown or column absent.
    codes : dict of str to tuple of str
        Every text and code of the attribute table; empty = unknown or column absent. ``group_id`` is the
        ``eng_id`` where the table names no group.
    absent : tuple of str
        Input and judgement columns that the file does not have.
    unread : tuple of str
        Columns of the file that are unknown but look like one of the absent ones, as spelt in the file.
    """

    ids: tuple[str, ...]
    line: NDArray[np.int64]
    numbers: dict[str, Vector]
    codes: dict[str, tuple[str, ...]]
    absent: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    def select(self, mask: Mask) -> Engagements:
        """Return the rows for which ``mask`` holds.

        Parameters
        ----------
        mask : ndarray of bool, shape (n,)

        Returns
        -------
        Engagements
            In the same order.
        """
        chosen = np.flatnonzero(mask)
        return Engagements(
            ids=tuple(self.ids[i] for i in chosen),
            line=self.line[chosen],
            numbers={name: values[chosen] for name, values in self.numbers.items()},
            codes={name: tuple(words[i] for i in chosen) for name, words in self.codes.items()},
            absent=self.absent,
            unread=self.unread,
        )

    @property
    def scored(self) -> Mask:
        """Rows against which a forecast is scored, shape (n,).

        Both strengths and casualties known and positive, at most 14 days, attacker's casualties below and
        defender's not above the strength.
        """
        atk_str, def_str = self.numbers["atk_str"], self.numbers["def_str"]
        atk_cas, def_cas = self.numbers["atk_cas"], self.numbers["def_cas"]
        known = (atk_str > 0.0) & (def_str > 0.0) & (atk_cas > 0.0) & (def_cas > 0.0)
        possible = (atk_cas < atk_str) & (def_cas <= def_str)
        return np.asarray(known & possible & (self.numbers["days"] <= SCORED_DAYS), dtype=np.bool_)


def read_engagements(path: Path, *, outcomes: bool) -> tuple[Engagements, list[Problem]]:
    """Read a table of engagements.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 with a header; see :func:`khingan.battles.columns.columns`. Unknown columns are ignored.
    outcomes : bool
        Whether the casualties are needed, so that their columns have to be there.

    Returns
    -------
    Engagements
        The rows without a fault.
    list of Problem
        Every fault of every row that was left out, with its line and column.

    Raises
    ------
    InputError
        If the file cannot be read as such a table: missing, above 20 MB, not UTF-8, not CSV, empty, or
        without a required column.
    """
    file = path.name
    records = _records(csv.reader(io.StringIO(_text(path), newline=""), strict=True), file)
    _, header = next(records, (1, []))
    if not header:
        raise InputError(
            Problem("the table is empty", file=file, expected="a header and one row per engagement")
        )
    header = [cell.strip() for cell in header]
    _check_header(header, outcomes, file)

    problems: list[Problem] = []
    present = [(column, header.index(column.name)) for column in columns() if column.name in header]
    first_lines: dict[str, int] = {}
    rows: list[tuple[int, dict[str, _Cell]]] = []
    for line, record in records:
        if len(record) != len(header):
            problems.append(uneven_row(file, line, len(record), len(header)))
            continue
        row: dict[str, _Cell] = {}
        faults: list[Problem] = []
        for column, place in present:
            text = record[place].strip()
            try:
                row[column.name] = _parse(column, text)
            except _Unfit as reason:
                faults.append(_fault(str(reason), file, line, column, text))
        faults += _excess(row, file, line) + _duplicate(row, first_lines, file, line)
        problems += faults
        if not faults:
            rows.append((line, row))
    return _engagements(rows, header), problems


class _Unfit(ValueError):
    """A cell that does not fit its column; the message says what is wrong with it."""


def _text(path: Path) -> str:
    """Read the whole file as text; a pipe has no size beforehand, so the limit is put on the reading."""
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(Problem("the file is missing", file=str(path), mend="check the path")) from None
    except (OSError, ValueError) as reason:
        cause = getattr(reason, "strerror", None) or reason
        raise InputError(Problem(f"the file cannot be read: {cause}", file=str(path))) from None
    if len(data) > MAX_BYTES:
        raise InputError(
            Problem(
                "the table is too large and was not read",
                file=path.name,
                expected=f"at most {MAX_BYTES / 1e6:.0f} MB",
                mend="split the table",
            )
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            Problem("the table is not UTF-8 text", file=path.name, mend="save it as CSV in UTF-8")
        ) from None


def _records(reader: Any, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the cells of every record that is not blank."""
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as reason:
            raise InputError(
                Problem(
                    f"the table is not CSV: {reason}",
                    file=file,
                    row=line,
                    mend="close every quotation mark, and double those inside a quoted cell",
                )
            ) from None
        if record is None:
            return
        if any(cell.strip() for cell in record):
            yield line, record


def _check_header(header: list[str], outcomes: bool, file: str) -> None:
    """Refuse a header without a needed column or with a known one twice."""
    needed = [column.name for column in columns() if column.required] + list(OUTCOMES if outcomes else ())
    known = {column.name for column in columns()}
    problems = []
    for name in needed:
        if name in header:
            continue
        alike = get_close_matches(name, [other for other in header if other not in known], 1, _ALIKE)
        mend = f"add the column {name}"
        if alike:
            mend = f"rename the column {_quote(alike[0])} to {name}"
        elif len(header) == 1:
            mend = "separate the cells by commas"
        problems.append(Problem("the column is missing", file=file, row=1, field=name, mend=mend))
    for column in columns():
        if header.count(column.name) > 1:
            problems.append(
                Problem(
                    "the column stands twice",
                    file=file,
                    row=1,
                    field=column.name,
                    mend="remove or rename one of them",
                )
            )
    if problems:
        raise InputError(problems)


def _parse(column: Column, text: str) -> _Cell:
    """Type one cell: NaN or empty text where it is unknown."""
    if not text:
        if column.required:
            raise _Unfit("the cell is empty")
        return math.nan if column.is_numeric else ""
    if column.is_numeric:
        return _number(column, text)
    if column.codes and text not in column.codes:
        raise _Unfit("the code is unknown")
    return text


def _number(column: Column, text: str) -> float:
    if _NOT_FINITE.fullmatch(text):
        raise _Unfit("the number is not finite")
    if not _NUMBER.fullmatch(text):
        raise _Unfit("the cell is text, not a number")
    value = float(text) + 0.0  # no negative zero
    if not math.isfinite(value):
        raise _Unfit("the number is not finite")
    if column.type == "flag" and value not in (0.0, 1.0):
        raise _Unfit("a flag is 0 or 1")
    if column.type == "integer" and not value.is_integer():
        raise _Unfit("the number is not whole")
    if column.codes and value not in [float(code) for code in column.codes]:
        raise _Unfit("the code is unknown")
    if (column.low is not None and value < column.low) or (column.high is not None and value > column.high):
        raise _Unfit("the number is out of range")
    return value


def _fault(message: str, file: str, line: int, column: Column, text: str) -> Problem:
    mend = "correct the cell" if column.required else "correct the cell, or leave it empty if it is unknown"
    return Problem(
        message,
        file=file,
        row=line,
        field=column.name,
        value=_quote(text),
        expected=column.expected,
        mend=mend,
    )


def _quote(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 3] + "..."


def _excess(row: dict[str, _Cell], file: str, line: int) -> list[Problem]:
    """Casualties above the strength: the men were not there to be lost."""
    faults = []
    for side in ("atk", "def"):
        lost, men = row.get(f"{side}_cas", math.nan), row.get(f"{side}_str", math.nan)
        if isinstance(lost, float) and isinstance(men, float) and lost > men:
            faults.append(
                Problem(
                    "the casualties exceed the strength",
                    file=file,
                    row=line,
                    field=f"{side}_cas",
                    value=f"{lost:.15g}",
                    expected=f"at most {side}_str, {men:.15g}",
                    mend=f"correct {side}_cas, or give in {side}_str all who were engaged",
                )
            )
    return faults


def _duplicate(row: dict[str, _Cell], first_lines: dict[str, int], file: str, line: int) -> list[Problem]:
    """A name already given; the first row keeps it, even if that row has faults of its own."""
    name = str(row.get("eng_id", ""))
    if not name or first_lines.setdefault(name, line) == line:
        return []
    return [
        Problem(
            f"the id stands in row {first_lines[name]} already",
            file=file,
            row=line,
            field="eng_id",
            value=_quote(name),
            expected="an id of its own",
            mend="rename or remove the row",
        )
    ]


def _engagements(rows: list[tuple[int, dict[str, _Cell]]], header: list[str]) -> Engagements:
    numbers: dict[str, Vector] = {}
    codes: dict[str, tuple[str, ...]] = {}
    for column in columns():
        if column.is_numeric:
            values = [row.get(column.name, math.nan) for _, row in rows]
            numbers[column.name] = np.array(values, dtype=np.float64)
        else:
            codes[column.name] = tuple(str(row.get(column.name, "")) for _, row in rows)
    ids = codes["eng_id"]
    codes["group_id"] = tuple(group or name for group, name in zip(codes["group_id"], ids, strict=True))
    absent = tuple(column.name for column in columns() if column.is_input and column.name not in header)
    known = {column.name for column in columns()}
    unread = tuple(
        name
        for name in dict.fromkeys(header)
        if name not in known and get_close_matches(name.lower(), absent, 1, _ALIKE)
    )
    line = np.array([line for line, _ in rows], dtype=np.int64)
    return Engagements(ids, line, numbers, codes, absent, unread)
