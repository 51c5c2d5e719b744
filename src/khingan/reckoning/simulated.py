"""What a run has by a definition: one number a campaign, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.atlas import load_atlas
from khingan.reckoning.model import DAYS_UNTIL_CAPTURED, EVE, SUM, UNITS, Definition
from khingan.report.losses import Daily
from khingan.scenario import Scenario
from khingan.scenario.compile.entries import make_entries

Values = NDArray[np.float64]
_FIELDS = {"men": "men", "tanks_spg": "tanks", "guns_mortars": "guns", "trucks": "trucks"}


@dataclass(frozen=True)
class Holder:
    """A unit, army troops or air group on the eve.

    Parameters
    ----------
    chain : tuple of str
        Commands above it.
    side, contingent, echelon, kind : str
    holds : dict of str to float
        By name of the holding.
    """

    chain: tuple[str, ...]
    side: str
    contingent: str
    echelon: str
    kind: str
    holds: Mapping[str, float]


class Run:
    """The tables of a run with the scenario that it was made from.

    Parameters
    ----------
    scenario : Scenario
    daily, places : pyarrow.Table
        As the run wrote them; any number of campaigns.
    """

    def __init__(self, scenario: Scenario, daily: pa.Table, places: pa.Table) -> None:
        self.scenario = scenario
        formations: Sequence[Mapping[str, Any]] = scenario.tables["formations"].rows
        self.daily = Daily(daily, formations)
        self._places = places

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """Everything that has strength before the first hour."""
        return holders_of(self.scenario)

    def values(self, definition: Definition) -> tuple[Values | None, str]:
        """Measure the run by a definition.

        Parameters
        ----------
        definition : Definition

        Returns
        -------
        values : ndarray of float64, shape (campaigns,), or None
            None if the run has no such number.
        reason : str
            Why there is none; empty otherwise.
        """
        if definition.measure == EVE:
            return self._eve(definition), ""
        reason = self._why_not(definition)
        if reason:
            return None, reason
        if definition.measure == DAYS_UNTIL_CAPTURED:
            return self._days_until_captured(definition), ""
        per_day = self._per_day(definition)[:, : self._last_day(definition)]
        if definition.measure == SUM:
            return per_day[:, (definition.first_day or 1) - 1 :].sum(axis=1), ""
        return _days_until(per_day, definition.share), ""

    def _last_day(self, definition: Definition) -> int:
        """Day with which a figure ends: its own, or the scenario's last, however long the run went on."""
        return definition.last_day or round(self.scenario.steps / _steps_a_day(self.scenario))

    def _why_not(self, definition: Definition) -> str:
        days, needed = self.daily.days, self._last_day(definition)
        if days < needed:
            return f"the run ends on day {days}, and the figure counts to day {needed}"
        for formation in (*definition.formations, *definition.without):
            if formation not in self.daily.formations:
                return f"the run counts armies and above, and not {formation}"
        for column in definition.what:
            if not self.daily.has(column):
                return f"the run has no column {column}; an older version wrote it"
        return ""

    def _per_day(self, definition: Definition) -> Values:
        """Sum of the columns, shape (campaigns, days)."""
        total = np.zeros((self.daily.campaigns, self.daily.days))
        sides = (definition.side,) if definition.side else self.scenario.side_ids
        for column in definition.what:
            if definition.formations:
                for formation in definition.formations:
                    total += self.daily.formation(formation, column)
            else:
                for side in sides:
                    total += self.daily.side(side, column)
            for formation in definition.without:
                total -= self.daily.formation(formation, column)
        return total

    def _days_until_captured(self, definition: Definition) -> Values:
        campaign = self._places.column("campaign").to_numpy()
        side = np.asarray(self._places.column("side").to_pylist(), dtype=object)
        hours = self._places.column("captured_h").to_numpy(zero_copy_only=False)
        last = self._last_day(definition)
        # What a side holds from the first hour was never taken, and what it takes later is outside the figure.
        taken = np.isfinite(hours) & (hours > 0) & (hours <= 24.0 * last)
        if definition.side:
            taken &= side == definition.side
        numbers, row_of = np.unique(campaign, return_inverse=True)
        result = np.full(numbers.size, float(last))
        for i in range(numbers.size):
            found = np.sort(hours[taken & (row_of == i)])
            if found.size:
                result[i] = found[int(np.ceil(definition.share * found.size)) - 1] / 24.0
        return result

    def _eve(self, definition: Definition) -> Values:
        chosen = [holder for holder in self.holders if belongs(holder, definition)]
        if definition.what == (UNITS,):
            total = float(sum(holder.holds.get(UNITS, 0.0) for holder in chosen))
        else:
            total = sum(holder.holds.get(name, 0.0) for holder in chosen for name in definition.what)
        # Documented strengths are the same in every campaign.
        return np.full(self.daily.campaigns, total)


def _steps_a_day(scenario: Scenario) -> float:
    return 24.0 / float(scenario.meta.get("step_hours", 6))


def _days_until(per_day: Values, share: float) -> Values:
    """Day, 1 = the first, at whose end at least `share` of a campaign's total had come about."""
    total = per_day.sum(axis=1)
    reached = np.cumsum(per_day, axis=1) >= (share * total)[:, None] - 1e-9
    days = np.argmax(reached, axis=1) + 1.0
    return np.where(total > 0, days, float(per_day.shape[1]))


def belongs(holder: Holder, definition: Definition) -> bool:
    """Whether what is on hand on the eve falls under a definition."""
    return (
        holder.side == definition.side
        and (not definition.formations or any(f in holder.chain for f in definition.formations))
        and not any(f in holder.chain for f in definition.without)
        and (not definition.contingents or holder.contingent in definition.contingents)
        and (not definition.echelons or holder.echelon in definition.echelons)
        and (not definition.kinds or holder.kind in definition.kinds)
    )


def holders_of(scenario: Scenario) -> tuple[Holder, ...]:
    """List what has strength on the eve: units as they enter the model, army troops, air groups.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    tuple of Holder
        Strengths of land units are those of the compiled scenario. Units are counted as the order of battle
        lists them, so that a detachment split off by the compiler is none.
    """
    found = []
    for e in make_entries(scenario, load_atlas()):
        holds = {name: float(getattr(e, field)) for name, field in _FIELDS.items()}
        chain = (e.unit_id, *scenario.ancestors(e.formation_id))
        found.append(
            Holder(chain, scenario.side_ids[e.side], e.contingent, "", "", holds),
        )
    for unit in scenario.tables["units"]:
        if unit["arm"] == "ground":
            chain = (unit["unit_id"], *scenario.ancestors(unit["formation_id"]))
            found.append(
                Holder(chain, unit["side"], unit["contingent"], unit["echelon"], unit["kind"], {UNITS: 1.0})
            )
    return tuple(found) + _air_groups(scenario)


def _air_groups(scenario: Scenario) -> tuple[Holder, ...]:
    table = scenario.tables.get("air_groups")
    units, formations = scenario.tables["units"].by_id, scenario.tables["formations"].by_id
    found = []
    for row in table or ():
        group = row["group_id"]
        # A group is a unit of the order of battle, a whole formation, or known by whom it supports.
        if group in units:
            command = units[group]["formation_id"]
        else:
            command = group if group in formations else row["supports"]
        contingent = str((units.get(group) or formations.get(command) or {}).get("contingent", ""))
        holds = {"aircraft": float(row["aircraft"])}
        found.append(Holder((group, *scenario.ancestors(command)), row["side"], contingent, "", "", holds))
    return tuple(found)
