"""What a loaded scenario is: typed tables, nothing computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khingan.errors import InputError, Problem
from khingan.scenario.attributes import key_of

if TYPE_CHECKING:
    from khingan.scenario.posterior import Posterior

Row = dict[str, Any]


def missing_parameter(file: str, name: str) -> Problem:
    """What to say of a table of parameters that lacks a row."""
    return Problem(
        "a parameter of the engine is missing",
        file=file,
        field="name",
        value=name,
        expected="one row for every parameter",
        mend="copy the row from the flagship scenario",
    )


@dataclass(frozen=True)
class Table:
    """One table of a scenario.

    Parameters
    ----------
    name : str
        Component, for example ``units``.
    file : str
        File name inside the scenario folder.
    rows : list of dict
        Typed cells by column; ``None`` for an empty cell. ``_row`` is the line in the file.
    """

    name: str
    file: str
    rows: list[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """Rows by their key column."""
        key = key_of(self.name)
        return {row[key]: row for row in self.rows}


@dataclass(frozen=True)
class Side:
    """One of the two sides, with the contingents that fight on it."""

    side_id: str
    name: str
    contingents: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Scenario:
    """A scenario as read and checked.

    Parameters
    ----------
    scenario_id, title : str
        Identity.
    path : Path
        Folder it was read from.
    start : datetime
        First moment, with its offset from UTC.
    steps : int
        Steps to run.
    sides : tuple of Side
        The two sides; their order is the index of a side everywhere.
    meta : dict
        ``scenario.toml`` as read.
    tables : dict of str to Table
        Tables by component.
    overlays : tuple of str
        What-ifs laid over the tables, in order.
    changes : dict
        ``(table, id, column)`` to the overlay that changed the cell.
    what_if : tuple of str
        Words that find the same what-ifs again from any folder: names, or whole paths of files of one's own.
    posterior : Posterior or None
        Vectors of coefficients from which an overlay has campaigns draw.
    """

    scenario_id: str
    title: str
    path: Path
    start: datetime
    steps: int
    sides: tuple[Side, ...]
    meta: dict[str, Any]
    tables: dict[str, Table]
    overlays: tuple[str, ...] = ()
    changes: dict[tuple[str, str, str], str] = field(default_factory=dict)
    what_if: tuple[str, ...] = ()
    posterior: Posterior | None = None

    @property
    def side_ids(self) -> tuple[str, ...]:
        """Ids of the two sides in their order."""
        return tuple(side.side_id for side in self.sides)

    def side_index(self, side_id: str) -> int:
        """Index of a side, 0 or 1."""
        return self.side_ids.index(side_id)

    def hours(self, moment: datetime) -> float:
        """Hours from the start of the scenario to ``moment``."""
        return (moment - self.start).total_seconds() / 3600.0

    def ancestors(self, formation_id: str | None) -> list[str]:
        """Commands from ``formation_id`` up to the top; stops where the tree closes on itself."""
        chain: list[str] = []
        formations = self.tables["formations"].by_id
        while formation_id and formation_id in formations and formation_id not in chain:
            chain.append(formation_id)
            formation_id = formations[formation_id]["parent_id"]
        return chain

    def parameter(self, name: str) -> float:
        """Value of a coefficient.

        Raises
        ------
        InputError
            If the table of parameters has no such row.
        """
        table = self.tables["parameters"]
        if name not in table.by_id:
            raise InputError(missing_parameter(table.file, name))
        return float(table.by_id[name]["value"])

    def exogenous(self, name: str) -> float:
        """Value of an exogenous input."""
        return float(self.tables["exogenous"].by_id[name]["value"])
