"""The attribute table of an engagement table: every column with its type, unit, range and role.

It drives the reader, the checks and the documentation. The role says what a column may be used for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from khingan.tables import packaged_rows

#: Types whose cells are read as numbers; the others stay words.
NUMERIC = ("number", "integer", "flag")


@dataclass(frozen=True)
class Column:
    """One column of the engagement table.

    Parameters
    ----------
    name : str
        Name in the header.
    type : str
        ``text``, ``number``, ``integer``, ``code`` or ``flag``.
    unit : str
        Unit of a number.
    role : str
        ``identity``, ``input``, ``judgement`` (codes given by compilers who knew the result), ``hindsight``
        (coloured by the result, never an input) or ``outcome``.
    required : bool
        Whether a row without it is of no use.
    low, high : float or None
        Accepted range of a number, both ends included.
    codes : tuple of str
        Accepted words of a code, or accepted values of a number that takes only a few.
    description : str
        Meaning.
    """

    name: str
    type: str
    unit: str
    role: str
    required: bool
    low: float | None
    high: float | None
    codes: tuple[str, ...]
    description: str

    @property
    def is_numeric(self) -> bool:
        """Whether the cells are numbers."""
        return self.type in NUMERIC

    @property
    def is_input(self) -> bool:
        """Whether a forecast may use the column; judgement codes count, with the doubt their role states."""
        return self.role in ("input", "judgement")

    @property
    def expected(self) -> str:
        """What a cell may hold, in words."""
        if self.codes:
            text = "one of " + ", ".join(self.codes)
        else:
            words = {"text": "text", "number": "a number", "integer": "a whole number", "flag": "0 or 1"}
            text = words[self.type]
            if self.low is not None and self.high is not None:
                text += f" from {self.low:.15g} to {self.high:.15g}"
            elif self.low is not None:
                text += f" of at least {self.low:.15g}"
        return text if self.required else text + ", or nothing"


@cache
def columns() -> tuple[Column, ...]:
    """Return the attribute table.

    Returns
    -------
    tuple of Column
        In the order of the columns.
    """
    return tuple(
        Column(
            name=row["name"],
            type=row["type"],
            unit=row["unit"],
            role=row["role"],
            required=row["required"] == "1",
            low=float(row["low"]) if row["low"] else None,
            high=float(row["high"]) if row["high"] else None,
            codes=tuple(row["codes"].split("|")) if row["codes"] else (),
            description=row["description"],
        )
        for row in packaged_rows("khingan.battles", "columns.csv")
    )
