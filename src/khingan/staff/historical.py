"""The historical staff: both sides' plans, compiled to the tables that ``campaign/orders`` interprets (R23).

A formation follows its own plan rows, else its commander's. What a plan may react to stands in the tables as
conditions; when an axis breaks (blocked, taken early, pressed, cut off, cease-fire) the kernel's orders react.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.errors import InputError, Problem
from khingan.scenario.model import Row, Scenario
from khingan.scenario.syntax import parse_condition

OFFENSIVE = (K.ATTACK, K.PURSUE, K.PROBE)
NEVER_DAY = 1.0e6
CONDITIONS = 2  # alternatives of one plan row


@dataclass(frozen=True)
class Where:
    """Where a place lies, and in which engine cell (-1 = outside the extent)."""

    cell: int
    lat: float
    lon: float
    owner: int


@dataclass
class Axes:
    """Axes and objectives collected so far, and what each stands for."""

    first: list[int] = field(default_factory=list)
    count: list[int] = field(default_factory=list)
    posture: list[int] = field(default_factory=list)
    conditions: list[list[tuple[int, int, float]]] = field(default_factory=list)
    following: list[int] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    governor: list[int] = field(default_factory=list)
    lift: list[int] = field(default_factory=list)
    both: list[int] = field(default_factory=list)
    rail: list[int] = field(default_factory=list)
    above: list[int] = field(default_factory=list)

    def add(
        self,
        cells: list[int],
        posture: int,
        conditions: list[tuple[int, int, float]],
        plan: str,
        governor: int,
        lift: int = K.NO_LIFT,
        both: bool = False,
        rail: bool = False,
        above: bool = False,
    ) -> int:
        """Append one axis; returns its number.

        Attackers keep within boundaries along the line from the place before; defenders, and who is carried by a
        lift, go the quickest way.
        """
        self.first.append(len(self.cells))
        self.count.append(len(cells))
        self.posture.append(posture)
        self.conditions.append(conditions or [(K.ALWAYS, -1, 0.0)])
        self.following.append(-1)
        marched = posture in OFFENSIVE and lift == K.NO_LIFT
        before = [-1, *cells[:-1]] if marched else [-1] * len(cells)
        self.origins.extend(before)
        self.cells.extend(cells)
        self.plan.append(plan)
        self.governor.append(governor)
        self.lift.append(lift)
        self.both.append(int(both))
        self.rail.append(int(rail))
        self.above.append(int(above))
        return len(self.first) - 1

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The tables of World."""
        n = max(1, len(self.first))
        condition = np.full((n, CONDITIONS), -1, np.int64)
        cell = np.full((n, CONDITIONS), 0, np.int64)
        threshold = np.zeros((n, CONDITIONS))
        for a, alternatives in enumerate(self.conditions):
            for i, (code, where, value) in enumerate(alternatives):
                condition[a, i], cell[a, i], threshold[a, i] = code, where, value

        def column(values: list[int], fill: int) -> NDArray[np.int64]:
            return np.array(values or [fill], np.int64)

        return {
            "a_first": column(self.first, 0),
            "a_count": column(self.count, 0),
            "a_posture": column(self.posture, K.HOLD),
            "k_condition": condition,
            "k_cell": cell,
            "k_threshold": threshold,
            "a_next": column(self.following, -1),
            "a_governor": column(self.governor, -1),
            "a_lift": column(self.lift, K.NO_LIFT),
            "a_both": column(self.both, 0),
            "a_rail": column(self.rail, 0),
            "a_above": column(self.above, 0),
            "o_cell": column(self.cells, 0),
        }


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p2 - p1) / 2) ** 2
    a += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(a))


def rows_by_formation(sc: Scenario) -> dict[str, list[Row]]:
    """Plan rows of every formation (or unit), in the order of their phases."""
    found: dict[str, list[Row]] = {}
    for row in sorted(sc.tables["plans"], key=lambda r: (r["phase"], r["plan_id"])):
        found.setdefault(row["formation_id"], []).append(row)
    return found


def is_modelled(row: Row) -> bool:
    """Whether a plan row can act: what only came out later is no input."""
    return bool(row["basis"] != "outcome")


def lift_of(row: Row) -> int:
    """Kind of lift that carries the units of a plan row along its axis."""
    terms = parse_condition(row["condition"]).terms if row["condition"] else ()
    return next((K.LIFTS.index(term.name) for term in terms if term.op == "lift"), K.NO_LIFT)


def goes_by_rail(row: Row) -> bool:
    """Whether a plan row lets its units go by rail."""
    terms = parse_condition(row["condition"]).terms if row["condition"] else ()
    return any(term.op == "by" for term in terms)


def parse_axes(text: str | None) -> list[list[str]]:
    """Place ids of every alternative axis of a plan row."""
    return [[p.strip() for p in axis.split(">")] for axis in (text or "").split(";") if axis.strip()]


class Conditions:
    """Turns the conditions of plan rows into codes."""

    def __init__(self, sc: Scenario, places: dict[str, Where]) -> None:
        self.sc = sc
        self.places = places
        self.rows = rows_by_formation(sc)

    def _won(self, formation: str, side: int) -> int:
        """Cell of the first enemy-held place on a formation's axes."""
        for row in self.rows.get(formation, []):
            for axis in parse_axes(row["axis"]):
                for place in axis:
                    where = self.places[place]
                    if where.owner == 1 - side and where.cell >= 0:
                        return where.cell
        return -1

    def _one(self, text: str, side: int) -> tuple[int, int, float]:
        word, _, rest = text.partition(":")
        if word.startswith("day>="):
            return (K.DAY_AT_LEAST, -1, float(word[5:]))
        if word == "exogenous":
            return (K.DAY_AT_LEAST, -1, 1.0 + self.sc.exogenous(rest) / 24.0)
        if word == "ceasefire":
            return (K.CEASEFIRE_ORDERED, self.sc.side_index(rest), 0.0)
        if word == "threatened":
            return (K.THREATENED, -1, self.sc.parameter("threat_odds"))
        codes = {"captured": K.CAPTURED_BY_OWN, "lost": K.LOST_TO_ENEMY}
        cell = self._won(rest, side) if word == "front_won" else self.places[rest].cell
        if cell < 0:
            return (K.DAY_AT_LEAST, -1, NEVER_DAY)  # it speaks of ground outside the extent
        return (codes.get(word, K.CAPTURED_BY_OWN), cell, 0.0)

    def of(self, row: Row, side: int) -> list[tuple[int, int, float]]:
        """Conditions of a plan row: its own but for lift and railway, or its start."""
        texts = [t.strip() for t in re.split(r"[|&]", row["condition"] or "") if t.strip()]
        texts = [t for t in texts if not t.startswith(("lift:", "by:"))]
        if len(texts) > CONDITIONS:
            raise InputError(
                Problem(
                    "too many alternatives",
                    file="plans.csv",
                    row=row["_row"],
                    field="condition",
                    value=row["condition"],
                    expected=f"at most {CONDITIONS} separated by | or &, a lift, and by:rail",
                    mend="give the formation another phase or another row",
                )
            )
        found = [self._one(t, side) for t in texts]
        if not found and row["start"] is not None:
            hours = self.sc.hours(row["start"])
            if hours > 0:
                found.append((K.DAY_AT_LEAST, -1, 1.0 + hours / 24.0))
        return found


@dataclass(frozen=True)
class Marcher:
    """What the assignment needs to know of a unit."""

    unit_id: str
    stable_id: int
    side: int
    lat: float
    lon: float
    men: float
    chain: tuple[str, ...]  # the unit itself, then its commands upward
    main: str = ""  # main body ahead of which it runs


def _nearest(axis: list[str], places: dict[str, Where], unit: Marcher) -> int:
    far = [distance_km(unit.lat, unit.lon, places[p].lat, places[p].lon) for p in axis]
    return int(np.argmin(far))


def choose_axis(
    alternatives: list[list[str]], places: dict[str, Where], unit: Marcher, load: list[float]
) -> int:
    """Alternative that begins nearest to the unit; among equals (30 km) the one with fewer men so far."""
    starts = [distance_km(unit.lat, unit.lon, places[a[0]].lat, places[a[0]].lon) for a in alternatives]
    near = [i for i, far in enumerate(starts) if far <= min(starts) + 30.0]
    return min(near, key=lambda i: (load[i], i))


def _governing(unit: Marcher, rows: dict[str, list[Row]]) -> list[list[Row]]:
    """Rows of the unit or its nearest command with a plan, then those of the commands above it."""
    found = []
    for holder in unit.chain:
        own = [r for r in rows.get(holder, []) if is_modelled(r)]
        if own:
            found.append(own)
    return found


class AxisMaker:
    """Gives every unit its chain of axes."""

    def __init__(self, sc: Scenario, places: dict[str, Where]) -> None:
        self.places = places
        self.rows = rows_by_formation(sc)
        self.conditions = Conditions(sc, places)
        self.axes = Axes()
        self.load: dict[str, list[float]] = {}
        self.formation = {row["formation_id"]: i for i, row in enumerate(sc.tables["formations"])}
        self.chosen: dict[tuple[str, str], int] = {}

    def _make(self, row: Row, unit: Marcher, first_phase: bool, above: bool = False) -> int:
        alternatives = parse_axes(row["axis"])
        if not alternatives:
            return -1
        load = self.load.setdefault(row["plan_id"], [0.0] * len(alternatives))
        i = self.chosen.get((row["plan_id"], unit.main), -1)
        if i < 0:
            i = choose_axis(alternatives, self.places, unit, load)
            load[i] += unit.men
        self.chosen[row["plan_id"], unit.unit_id] = i
        axis = alternatives[i]
        posture = K.POSTURES.index(row["posture"])
        lift = lift_of(row)
        if unit.main and posture == K.ATTACK:
            # A forward detachment goes round what it is not twice as strong as.
            posture = K.PURSUE
        if first_phase and posture not in OFFENSIVE and lift == K.NO_LIFT:
            # A defender takes up its plan where it stands.
            axis = axis[_nearest(axis, self.places, unit) :]
        cells = [self.places[p].cell for p in axis if self.places[p].cell >= 0]
        if not cells:
            return -1
        # A plan of the unit's own needs nobody's order.
        governor = self.formation.get(row["formation_id"], -1)
        conditions = self.conditions.of(row, unit.side)
        both = len(conditions) > 1 and "&" in (row["condition"] or "")
        return self.axes.add(
            cells, posture, conditions, row["plan_id"], governor, lift, both, goes_by_rail(row), above
        )

    def chain(self, unit: Marcher) -> int:
        """First axis of a unit, -1 = it has none; phases follow each other, then the plans of higher commands."""
        levels = _governing(unit, self.rows)
        if not levels:
            return -1
        made = [self._make(row, unit, n == 0) for n, row in enumerate(levels[0])]
        own = [a for a in made if a >= 0]
        # Who was landed somewhere has no business in the main forces' next task.
        overseas = bool(own) and self.axes.lift[own[-1]] in (K.BY_SEA, K.BY_AIR)
        if own and self.axes.posture[own[-1]] in OFFENSIVE and not overseas:
            above = [r for rows in levels[1:] for r in rows if r["posture"] in ("attack", "pursue")]
            own += [a for a in (self._make(r, unit, False, True) for r in above[:2]) if a >= 0]
        for a, b in pairwise(own):
            self.axes.following[a] = b
        return own[0] if own else -1
