"""The attribute tables: one CSV per component says what a scenario file may hold.

They drive the reader (types, defaults, ranges), the checks (references) and the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from khingan.tables import packaged_rows

#: Files of a scenario in reading order; a scenario may leave out the optional ones.
REQUIRED = ("formations", "units", "establishments", "plans", "territories", "supply_sources", "parameters")
OPTIONAL = (
    "absences",
    "regions",
    "weather",
    "air_groups",
    "detachments",
    "expectations",
    "redeployments",
    "lifts",
    "demarcations",
    "coast_defences",
    "rolling_stock",
    "rail_works",
    "components",
    "totals",
    "garrisons",
    "exogenous",
    "disputed",
    "areas",
    "aftermath",
    "council",
    "shocks",
    "registry",
)
COMPONENTS = REQUIRED + OPTIONAL


@dataclass(frozen=True)
class Attribute:
    """One column of a scenario table.

    Parameters
    ----------
    name : str
        Column name.
    type : str
        ``key``, ``id``, ``ids``, ``text``, ``number``, ``integer``, ``flag``, ``datetime``, ``choice``,
        ``axis``, ``condition`` or ``scope``.
    unit : str
        Unit of a number.
    default : str
        Text used for an empty cell; empty = no default.
    low, high : float or None
        Accepted range of a number.
    choices : tuple of str
        Accepted words of a choice.
    refers_to : tuple of str
        Tables or lists in which an id must occur.
    required : bool
        Whether a cell may be empty.
    description : str
        Meaning.
    basis, claim : str
        Where a default comes from.
    """

    name: str
    type: str
    unit: str
    default: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    refers_to: tuple[str, ...]
    required: bool
    description: str
    basis: str
    claim: str

    @property
    def expected(self) -> str:
        """What a cell may hold, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        words = {
            "key": "a unique id",
            "id": "an id",
            "ids": "ids separated by blanks",
            "text": "text",
            "number": "a number",
            "integer": "a whole number",
            "flag": "0 or 1",
            "datetime": "a moment such as 1945-08-09T06:00",
            "axis": "place ids joined by '>', axes by ';'",
            "condition": "terms such as captured:PLACE or day>=3 joined by '|' or '&'",
            "scope": "pairs such as side:NAME joined by ';'",
        }
        text = words.get(self.type, self.type)
        if self.low is not None and self.high is not None:
            text += f" from {self.low:g} to {self.high:g}"
        elif self.low is not None:
            text += f" of at least {self.low:g}"
        elif self.high is not None:
            text += f" of at most {self.high:g}"
        return text if self.required else text + ", or nothing"


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def attributes(component: str) -> tuple[Attribute, ...]:
    """Return the attribute table of a component.

    Parameters
    ----------
    component : str
        One of ``COMPONENTS``.

    Returns
    -------
    tuple of Attribute
        In the order of the columns.
    """
    return tuple(
        Attribute(
            name=row["name"],
            type=row["type"],
            unit=row["unit"],
            default=row["default"],
            low=_number(row["low"]),
            high=_number(row["high"]),
            choices=_split(row["choices"]),
            refers_to=_split(row["refers_to"]),
            required=row["required"] == "yes",
            description=row["description"],
            basis=row["basis"],
            claim=row["claim"],
        )
        for row in packaged_rows("khingan.scenario", "components", f"{component}.csv")
    )


def key_of(component: str) -> str:
    """Name of the column that identifies a row of ``component``."""
    return next(item.name for item in attributes(component) if item.type == "key")
