"""How well is a scenario known? Shares of its numbers that are sourced, derived, recalled and assumed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from khingan.scenario.attributes import COMPONENTS, attributes
from khingan.scenario.evidence import Evidence
from khingan.scenario.model import Row, Scenario
from khingan.scenario.strengths import Provenance, resolve

CLASSES = ("sourced", "derived", "recalled", "assumed")
#: Bounds of a number are not numbers of their own.
_BOUNDS = ("low", "high", "men_low", "men_high")


@dataclass(frozen=True)
class Share:
    """Numbers of one table by how well they are known.

    Parameters
    ----------
    table : str
        Table, or ``strengths`` for the numbers of the units as they enter the model.
    counts : dict of str to int
        Numbers by class: ``sourced``, ``derived``, ``recalled``, ``assumed``.
    """

    table: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All numbers of the table."""
        return sum(self.counts.values())

    def share(self, name: str) -> float:
        """Share of a class, 0 for a table without numbers."""
        return self.counts[name] / self.total if self.total else 0.0


def audit(sc: Scenario) -> list[Share]:
    """Count the numbers of a scenario by how well they are known.

    Every filled cell of a numeric column counts, bounds excepted. The class is the confidence of the row; for
    parameters and exogenous inputs it is that of the claim behind the number, ``derived`` for a fit, and
    ``assumed`` where the basis is an assumption. The strengths of the units count apart, by the row that gave
    them: an order of battle, an establishment or a rule.

    Returns
    -------
    list of Share
        One per table that holds numbers, then ``strengths``.
    """
    evidence = Evidence(sc)
    shares = []
    for table in COMPONENTS:
        columns = [item.name for item in attributes(table) if item.type in ("number", "integer")]
        columns = [name for name in columns if name not in _BOUNDS]
        counts: Counter[str] = Counter()
        for row in sc.tables[table]:
            filled = sum(row[name] is not None for name in columns)
            if filled:
                counts[_class_of(row, evidence)] += filled
        if counts:
            shares.append(_share(table, counts))
    shares.append(_share("strengths", _strengths(sc, evidence)))
    return shares


def _share(table: str, counts: Counter[str]) -> Share:
    return Share(table, {name: counts[name] for name in CLASSES})


def _class_of(row: Row, evidence: Evidence) -> str:
    if "confidence" in row:
        return str(row["confidence"])
    if row.get("basis") == "fitted":
        return "derived"
    if row.get("basis") == "assumption":
        return "assumed"
    claim = row.get("claim")
    if isinstance(claim, tuple):
        # A figure made of several claims is known as well as the least known of them.
        return max((evidence.confidence_of(one) for one in claim), key=CLASSES.index, default="assumed")
    return evidence.confidence_of(claim)


def _strengths(sc: Scenario, evidence: Evidence) -> Counter[str]:
    counts: Counter[str] = Counter()
    for strength in resolve(sc).values():
        for origin in strength.provenance.values():
            counts[_origin_class(sc, origin, evidence)] += 1
    return counts


def _origin_class(sc: Scenario, origin: Provenance, evidence: Evidence) -> str:
    row = sc.tables[origin.table].by_id[origin.row_id]
    if origin.basis == "rule" and origin.table == "establishments":
        return "derived"
    return _class_of(row, evidence)
