"""What every reader of CSV tables shares: the size limit, the fault of an uneven row, tables in the package itself."""

from __future__ import annotations

import csv
import io
from importlib.resources import files

from khingan.errors import Problem

#: A larger table is refused: it is a mistake, and would fill the memory.
MAX_BYTES = 20_000_000


def uneven_row(file: str, row: int, found: int, expected: int) -> Problem:
    """Fault of a row that does not have as many cells as the header."""
    return Problem(
        "the row does not have as many cells as the header",
        file=file,
        row=row,
        value=str(found),
        expected=f"{expected} cells",
        mend="quote cells that hold a comma",
    )


def packaged_rows(package: str, *path: str) -> list[dict[str, str]]:
    """Rows of a table that comes with the code, by column name.

    Parameters
    ----------
    package : str
        Package in whose folder the table lies.
    *path : str
        Folders below it, and the file.
    """
    text = files(package).joinpath(*path).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
