"""The fault of one cell of a table."""

from __future__ import annotations

from khingan.errors import Problem
from khingan.scenario.model import Row


def cell_problem(
    file: str, row: Row, field: str, message: str, expected: str, mend: str | None = None
) -> Problem:
    """What is wrong with a cell, with its file, row and value."""
    value = None if row[field] is None else str(row[field])
    return Problem(
        message, file=file, row=row["_row"], field=field, value=value, expected=expected, mend=mend
    )
