"""The pieces of a portrait: small tables, and the sources behind them."""

from __future__ import annotations

from dataclasses import dataclass, field

from khingan.scenario.evidence import ASSUMPTION, Evidence
from khingan.scenario.model import Row

HAS, KNOWS, TOLD = "has", "knows", "is told"
PARTS = (HAS, KNOWS, TOLD)


@dataclass(frozen=True)
class Section:
    """A small table of a portrait.

    Attributes
    ----------
    part : str
        ``has``, ``knows`` or ``is told``.
    title : str
        Heading.
    heads : tuple of str
        Columns; ``#`` before a name marks numbers.
    rows : tuple of tuple of str
        Cells.
    note : str
        A sentence under the table.
    """

    part: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Portrait:
    """What is known of a unit or formation before the first hour.

    Attributes
    ----------
    holder_id, name : str
        Its id and name.
    facts : tuple of (str, str)
        What it is, line by line.
    sections : tuple of Section
        In the order of the parts; none is empty.
    sources : tuple of str
        What the abbreviations in the sections stand for.
    """

    holder_id: str
    name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]


@dataclass
class Sources:
    """Sources and claims mentioned so far, to be explained once at the end."""

    evidence: Evidence
    seen: dict[str, str] = field(default_factory=dict)

    def of(self, row: Row) -> str:
        """Short words for what a row stands on: claim or source, then basis and confidence."""
        words = [self.mention(row[key]) for key in ("claim", "source_id") if row.get(key)]
        words += [str(row[key]) for key in ("basis", "confidence") if row.get(key)]
        return ", ".join(dict.fromkeys(words))

    def mention(self, name: str) -> str:
        """Remember a claim or source; returns its id."""
        if name != ASSUMPTION and name not in self.seen:
            self.seen[name] = self.evidence.of_claim(name)[0]
        return name


def number(value: float) -> str:
    """Write a number: whole, unless it is small and broken."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.2f}"
