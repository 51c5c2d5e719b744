"""Close one measure over nested documented totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from khingan.scenario.model import Row, Scenario


@dataclass(frozen=True)
class Closing:
    """One measure, closed.

    Parameters
    ----------
    values : dict of str to float
        Number of every unit.
    factors : dict of str to float
        Factor on the establishment of every unit that is not documented.
    total_of : dict of str to str
        Innermost total of every unit that has one.
    remainders : dict of str to float
        What is left of every total when its units and the totals inside it are taken out. Below zero when the
        documented parts are larger than the documented whole.
    """

    values: dict[str, float]
    factors: dict[str, float]
    total_of: dict[str, str]
    remainders: dict[str, float]


class TotalsTree:
    """Which total covers which unit, and which total lies inside which.

    Parameters
    ----------
    sc : Scenario
        Scenario.
    measure : str
        ``men``, ``tanks_spg``, ``guns_mortars`` or ``trucks``.
    units : sequence of dict
        Units that count.
    """

    def __init__(self, sc: Scenario, measure: str, units: Sequence[Row]) -> None:
        self.sc = sc
        self.totals = {
            row["total_id"]: row
            for row in sc.tables["totals"]
            if row["measure"] == measure and row["method"] != "check"
        }
        self.total_of: dict[str, str] = {}
        for unit in units:
            total = self._innermost(sc.ancestors(unit["formation_id"]), unit["contingent"])
            if total is not None:
                self.total_of[unit["unit_id"]] = total
        self.children: dict[str, list[str]] = {total_id: [] for total_id in self.totals}
        for total_id, row in self.totals.items():
            parent = self._parent(row)
            if parent is not None:
                self.children[parent].append(total_id)

    def _innermost(self, chain: list[str], contingent: str) -> str | None:
        for formation in chain:
            for total_id, row in self.totals.items():
                covers = not row["contingents"] or contingent in row["contingents"]
                if row["formation_id"] == formation and covers:
                    return str(total_id)
        return None

    def _parent(self, row: Row) -> str | None:
        chain = self.sc.ancestors(row["formation_id"])[1:]
        contingents = row["contingents"] or (
            self.sc.tables["formations"].by_id[row["formation_id"]]["contingent"],
        )
        return self._innermost(chain, contingents[0])

    def members(self, total_id: str) -> list[str]:
        """Units for which ``total_id`` is the innermost total."""
        return [unit for unit, total in self.total_of.items() if total == total_id]

    def budget(self, total_id: str) -> float:
        """Documented total less the totals inside it."""
        inside = sum(float(self.totals[child]["value"]) for child in self.children[total_id])
        return float(self.totals[total_id]["value"]) - inside


def close(
    tree: TotalsTree,
    base: Mapping[str, float],
    fixed: Mapping[str, float],
    bounds: Mapping[str, tuple[float, float]],
    gun_share: float,
) -> Closing:
    """Scale establishments toward the totals and take the remainders.

    Parameters
    ----------
    tree : TotalsTree
        Totals of one measure.
    base : mapping
        Establishment of every unit.
    fixed : mapping
        Documented numbers, which stay.
    bounds : mapping
        Least and most that a unit may be scaled to.
    gun_share : float
        Share of documented guns that stands with divisions.

    Returns
    -------
    Closing
        See there.
    """
    values = {unit: fixed.get(unit, number) for unit, number in base.items()}
    factors: dict[str, float] = {}
    remainders: dict[str, float] = {}
    for total_id, total in tree.totals.items():
        members = tree.members(total_id)
        free = [unit for unit in members if unit not in fixed and base[unit] > 0]
        budget = tree.budget(total_id)
        known = sum(fixed[unit] for unit in members if unit in fixed)
        loose = sum(base[unit] for unit in free)
        share = {"scale": total["combat_share"] or 1.0, "guns": gun_share}.get(total["method"])
        for unit in free:
            if share is not None:
                wanted = base[unit] * max(0.0, budget * share - known) / loose
                low, high = bounds[unit]
                values[unit] = min(max(wanted, low), high)
        _fit(values, free, budget - known, total["method"])
        factors.update({unit: values[unit] / base[unit] for unit in free})
        remainders[total_id] = budget - sum(values[unit] for unit in members)
    return Closing(values, factors, dict(tree.total_of), remainders)


def _fit(values: dict[str, float], free: list[str], room: float, method: str) -> None:
    """Typical equipment yields to a documented whole that is smaller; men keep their range."""
    used = sum(values[unit] for unit in free)
    if method != "scale" and used > room > 0:
        for unit in free:
            values[unit] *= room / used
