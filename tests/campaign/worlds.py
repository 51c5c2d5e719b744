"""Tiny worlds for the tests of the campaign: a board, what stands on it, and a campaign to step through.

Cells are hexagons at axial coordinates (q, r). The six ways out of a cell, by slot, and their bearings::

      2   1          330  30
       \\ /
    3 - c - 0     270        90
       / \\
      4   5          210  150

The opposite of slot k is k + 3. A missing neighbour is the dummy cell, as in the compiler.
"""

from __future__ import annotations

import functools
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign import parameters as P
from khingan.campaign import run as engine
from khingan.campaign.state import N_DAILY, allocate
from khingan.campaign.world import (
    AIR_GROUP,
    AXIS,
    CELL,
    CONDITION,
    COUNCIL,
    CROSSING,
    DAY,
    EDGE,
    EVE_DAYS,
    EXPECTATION,
    FORMATION,
    HARBOUR,
    LIFT,
    MEMBER,
    PASSAGE,
    REGION,
    SHOCK,
    SOURCE,
    UNIT,
    World,
    make_world,
)
from khingan.cli.common import default_scenario
from khingan.scenario import load
from khingan.scenario.compile import parameter_vector
from khingan.scenario.compile.fields import cost_to_go, edge_minutes, train_minutes

WAYS = ((1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
BEARINGS = (90.0, 30.0, 330.0, 270.0, 210.0, 150.0)
HOUR_A_ROUND = {f"march_hours_{i}": 6.0 for i in range(4)}
CALM = HOUR_A_ROUND | {
    "sick_rate": 0.0,
    "noncombat_death_rate": 0.0,
    "fatigue_per_march_hour": 0.0,
    "fatigue_per_motor_hour": 0.0,
    "fatigue_per_combat_step": 0.0,
    "switch_forced_march": 0.0,
    "switch_counterattack": 0.0,
    "tank_breakdown_per_100km": 0.0,
    "march_foot_road": 4.0,
    "march_foot_open": 3.0,
    "march_foot_hills": 1.8,
    "march_motor_road": 18.0,
    "march_tank_road": 14.0,
    "march_tank_open": 10.0,
    "cover_men_per_km": 300.0,
    "cover_stop": 0.3,
    "supply_cut_cover": 0.3,
    "lift_trip_spread": 0.0,
    "lift_gathering_share": 1.0,
    "campaign_intensity": 0.0,
    # Orders at once, radios that always work, nobody who melts away.
    "order_delay_division": 0.0,
    "order_delay_corps": 0.0,
    "order_delay_army": 0.0,
    "order_delay_front": 0.0,
    "order_delay_supreme": 0.0,
    "radio_far": 1.0,
    "radio_near": 1.0,
    "auxiliary_hazard_near": 0.0,
    "auxiliary_hazard_ground": 0.0,
    "auxiliary_hazard_contact": 0.0,
    "auxiliary_hazard_ceasefire": 0.0,
    # Captors take every man's arms themselves, and ride on no train of the enemy's.
    "switch_hand_over": 0.0,
    "dispersal_rate": 0.0,
    "switch_served_rail": 0.0,
}


@functools.cache
def _library_values() -> tuple[float, ...]:
    return tuple(parameter_vector(load(default_scenario())))


def coefficients(**changes: float) -> NDArray[np.float64]:
    """The library scenario's coefficients with some of them changed."""
    p = np.array(_library_values())
    for name, value in changes.items():
        p[P.NAMES.index(name)] = value
    return p


def line(n: int) -> list[tuple[int, int]]:
    """Cells side by side: 0 - 1 - 2 - ... from west to east."""
    return [(q, 0) for q in range(n)]


def flower() -> list[tuple[int, int]]:
    """A cell 0 and its neighbours: cell k + 1 lies in the direction of slot k."""
    return [(0, 0), *WAYS]


def grid(columns: int, rows: int) -> list[tuple[int, int]]:
    """A rhomb of cells, row by row."""
    return [(q, r) for r in range(rows) for q in range(columns)]


def _defaults(dtype: np.dtype[Any], n: int, **values: Any) -> dict[str, NDArray[Any]]:
    return {name: np.full(n, values.get(name, 0), dtype[name]) for name in dtype.names or ()}


class Board:
    """A world in the making.

    Edges are 10 km long and 10 km wide, open ground, with room for everybody; cells have room for ten divisions.

    Parameters
    ----------
    cells : list of (q, r)
        From ``line``, ``flower`` or ``grid``.
    owner : int
        Side that holds every cell at the start.
    """

    def __init__(self, cells: list[tuple[int, int]], owner: int = 0, **edge: Any) -> None:
        n = len(cells)
        self.n = n
        at = {where: i for i, where in enumerate(cells)}
        self.e = {name: np.zeros((n + 1, 6), EDGE[name]) for name in EDGE.names or ()}
        self.e |= {name: np.zeros((n + 1, 6), np.int32) for name in ("nbr", "haul")}
        self.e["nbr"][:] = n
        self.e["len"][:] = 1
        self.e["cap"][:] = 1
        self.e["haul"][:] = 1
        self.e["ground"][:] = K.MOUNTAIN
        usual = {
            "len": 10_000,
            "width": 10_000,
            "cap": 1_000_000,
            "haul": 10,
            "ground": K.OPEN,
            "gauge": 1,
        } | edge
        for c, (q, r) in enumerate(cells):
            for k, (dq, dr) in enumerate(WAYS):
                d = at.get((q + dq, r + dr))
                if d is None:
                    continue
                self.e["nbr"][c, k] = d
                self.e["rev"][c, k] = (k + 3) % 6
                self.e["bearing"][c, k] = BEARINGS[k]
                for name, value in usual.items():
                    self.e[name][c, k] = value
        self.c = _defaults(CELL, n + 1, stack=100_000, owner=owner, harbour=-1)
        self.c["stack"][n] = 0
        self.c["owner"][n] = K.NOBODY
        self.c["sid"][:] = np.arange(1, n + 2)
        for c, (q, r) in enumerate(cells):
            self.c["x"][c], self.c["y"][c] = 10.0 * (q + r / 2.0), 10.0 * r * 3.0**0.5 / 2.0
        self.units: list[dict[str, Any]] = []
        self.axes: list[dict[str, Any]] = []
        self.conditions: list[list[tuple[int, int, float]]] = []
        self.objectives: list[int] = []
        self.sources: list[dict[str, Any]] = []
        self.places: list[int] = []
        self.guards: list[int] = []
        self.air_groups: list[dict[str, Any]] = []
        self.harbours: list[dict[str, Any]] = []
        self.passages: dict[tuple[int, int], dict[str, Any]] = {}
        self.lifts: list[dict[str, Any]] = []
        self.banks: list[int] = []
        self.regions: list[dict[str, Any]] = [{"sid": 1}]
        self.formations: list[dict[str, Any]] = []
        for side in range(2):
            self.formation(side, report=0)
        self.council: dict[str, Any] = {}
        self.members: list[dict[str, Any]] = []
        self.shocks: list[dict[str, Any]] = []
        self.beliefs: dict[tuple[int, int], dict[str, float]] = {}
        self.skies: list[tuple[int, dict[str, Any]]] = []

    def edge(self, a: int, b: int, **fields: Any) -> Board:
        """Change an edge, both ways; width 0 is a strait, which the compiler leaves out."""
        for c, d in ((a, b), (b, a)):
            k = int(np.flatnonzero(self.e["nbr"][c] == d)[0])
            for name, value in fields.items():
                self.e[name][c, k] = value
            if fields.get("width") == 0:
                self.e["nbr"][c, k] = self.n
        return self

    def cell(self, *cells: int, **fields: Any) -> Board:
        """Change cells, e.g. ``owner=1``."""
        for name, value in fields.items():
            self.c[name][list(cells)] = value
        return self

    def unit(self, side: int, cell: int, men: int = 1000, **fields: Any) -> int:
        """Put a unit on the board; men, tanks and guns are given whole. Returns its row."""
        row = {
            "mobility": K.FOOT,
            "axis": -1,
            "army": side,
            "radio_to": K.NEVER,
            "talks": K.NEVER,
            "rating": 0.8,
            "start2": -1,
            "sid": 1000 + len(self.units),
            "main": -1,
        }
        row |= {"side": side, "start": cell, "men": men * K.MAN} | fields
        for name in ("tanks", "guns"):
            row[name] = int(row.get(name, 0) * K.MAN)
        self.units.append(row)
        return len(self.units) - 1

    def formation(self, side: int, parent: int = -1, **fields: Any) -> int:
        """A formation that knows of the war, its headquarters off the map unless given; returns its row.

        Rows 0 and 1 are made with the board: units stand under that of their side unless told otherwise.
        """
        row = {"hq": -1, "knows": 1, "move_from": K.NEVER, "radio_to": K.NEVER, "ceasefire": K.NEVER}
        row |= {"side": side, "parent": parent, "report": -1, "flown": 1, "sid": 500 + len(self.formations)}
        self.formations.append(row | fields)
        return len(self.formations) - 1

    def order(
        self,
        *objectives: int,
        posture: int = K.ATTACK,
        when: tuple[int, int, float] = (K.ALWAYS, -1, 0.0),
        otherwise: tuple[int, int, float] = (-1, -1, 0.0),
        following: int = -1,
        governor: int = -1,
        **fields: Any,
    ) -> int:
        """An axis over objectives; returns its row, to be given to units as ``axis``."""
        self.axes.append(
            {
                "first": len(self.objectives),
                "count": len(objectives),
                "posture": posture,
                "next": following,
                "governor": governor,
            }
            | fields
        )
        self.objectives += objectives
        self.conditions.append([when, otherwise])
        return len(self.axes) - 1

    def source(self, side: int, cell: int, daily: int = 1_000_000, **fields: Any) -> int:
        """A supply source, kg a day; its stock lasts 100 days unless given."""
        row = {
            "side": side,
            "cell": cell,
            "daily": daily,
            "inflow": 0,
            "stock": 100 * daily,
            "gauge": 1,
            "backup": -1,
            "harbour": -1,
        }
        self.sources.append(row | fields)
        return len(self.sources) - 1

    def harbour(self, *cells: int, load: int = 10_000_000, **fields: Any) -> Board:
        """Cells where lifts load and land; kg a day that can be put ashore there, guns and mines."""
        for cell in cells:
            self.c["harbour"][cell] = len(self.harbours)
            self.harbours.append({"cell": cell, "load": load} | fields)
        return self

    def passage(self, a: int, b: int, kind: int, km: int, banks: tuple[int, ...] = ()) -> Board:
        """A way for lifts of a kind between the harbours of two cells, taken rather than the way by land."""
        for here, there in ((a, b), (b, a)):
            row = self.passages.setdefault(
                (int(self.c["harbour"][here]), int(self.c["harbour"][there])),
                {"sea": -1, "river": -1, "air": -1, "shipped": 0},
            )
            row |= {K.LIFTS[kind]: km, "first": len(self.banks), "count": len(banks)}
            row["shipped"] |= 1 << kind
        self.banks += banks
        return self

    def lift(self, side: int, cell: int, kind: int, men: int = 1000, **fields: Any) -> int:
        """A lift for so many men at the harbour of a cell; returns its bit for ``lifts`` of the units it carries."""
        row = {"speed": 10.0, "load": 0, "side": side, "kind": kind, "home": int(self.c["harbour"][cell])}
        row |= fields | {"capacity": men * K.MAN, "guns": int(fields.get("guns", 0) * K.MAN)}
        self.lifts.append(row)
        return 1 << (len(self.lifts) - 1)

    def place(self, cell: int, works: int | None = None) -> int:
        """A place of the gazetteer, guarded by works in its own cell or another one; returns its row."""
        self.places.append(cell)
        self.guards.append(cell if works is None else works)
        self.c["places"][cell] = 1
        return len(self.places) - 1

    def air_group(self, side: int, cell: int, aircraft: int = 100, **fields: Any) -> int:
        """Aircraft based in a cell, all fit, one sortie a day each, radius 300 km. Returns its row."""
        row = {
            "kind": K.FIGHTER,
            "ready": 1.0,
            "sorties": 1.0,
            "radius": 300.0,
            "supports": side,
            "army": side,
        }
        row |= {"side": side, "cell": cell, "aircraft": aircraft * K.MAN, "sid": 5000 + len(self.air_groups)}
        self.air_groups.append(row | fields)
        return len(self.air_groups) - 1

    def expects(
        self, side: int, place: float, date: float = 1.0, region: int = 0, hidden: float = 0.0
    ) -> Board:
        """What a side expects in a region; unless said it expects everything."""
        bounds = {"place_low": place, "place_high": place, "date_low": date, "date_high": date}
        self.beliefs[side, region] = bounds | {"hidden": hidden}
        return self

    def _beliefs(self) -> dict[str, NDArray[Any]]:
        shape = (2, len(self.regions))
        arrays = {f"b_{name}": np.ones(shape) for name in EXPECTATION.names or ()}
        arrays["b_hidden"][:] = 0.0
        for at, fields in self.beliefs.items():
            for name, value in fields.items():
                arrays[f"b_{name}"][at] = value
        return arrays

    def weather(self, region: int = 0, **chances: Any) -> Board:
        """Chances of a region's weather on all days, or a list by day; the days before the first stay dry."""
        self.skies.append((region, chances))
        return self

    def _days(self) -> dict[str, NDArray[Any]]:
        days = {name: np.zeros((len(self.regions), EVE_DAYS + 40)) for name in DAY.names or ()}
        days["soil"][:] = 1.0
        for region, chances in self.skies:
            for name, value in chances.items():
                last = EVE_DAYS + (len(value) if isinstance(value, list) else 40)
                days[name][region, EVE_DAYS:last] = value
        return days

    def _crossings(self) -> list[dict[str, Any]]:
        """Edges with a river, each once, by region."""
        found = []
        for r, region in enumerate(self.regions):
            mine = [
                {"cell": c, "slot": k, "sid": 1 + 6 * c + k}
                for c in np.flatnonzero(self.c["region"][: self.n] == r).tolist()
                for k in range(6)
                if self.e["river"][c, k] > 0 and c < self.e["nbr"][c, k] < self.n
            ]
            region |= {"crossing": len(found), "crossings": len(mine)}
            found += mine
        return found

    def _table(self, group: str, dtype: np.dtype[Any], rows: list[dict[str, Any]]) -> dict[str, NDArray[Any]]:
        names = dtype.names or ()
        return {f"{group}_{name}": np.array([r.get(name, 0) for r in rows], dtype[name]) for name in names}

    def _lift_tables(self) -> dict[str, NDArray[Any]]:
        n = len(self.harbours)
        away = {"sea": -1, "river": -1, "air": -1}
        still = {"sea": 0, "river": 0, "air": 0}
        ways = [self.passages.get((i, j), still if i == j else away) for i in range(n) for j in range(n)]
        arrays = self._table("h", HARBOUR, self.harbours) | self._table("t", LIFT, self.lifts)
        arrays |= {k: v.reshape(n, n) for k, v in self._table("g", PASSAGE, ways).items()}
        return arrays | {"banks": np.array(self.banks or [0], np.int64)}

    def world(self, p: NDArray[np.float64]) -> World:
        """Pack everything; flow fields are made for all mobility classes and objectives."""
        arrays = {f"e_{name}": values for name, values in self.e.items()}
        arrays |= {f"c_{name}": values for name, values in self.c.items()}
        arrays |= self._table("u", UNIT, self.units)
        arrays |= self._table("a", AXIS, self.axes or [{}])
        arrays |= self._table("s", SOURCE, self.sources or [{"side": -1, "backup": -1, "harbour": -1}])
        arrays |= self._table("f", FORMATION, self.formations)
        arrays |= self._table("y", CROSSING, self._crossings())
        arrays |= self._table("r", REGION, self.regions)
        arrays |= {f"d_{name}": values for name, values in self._days().items()}
        arrays |= self._table("v", AIR_GROUP, self.air_groups)
        arrays |= self._beliefs()
        arrays |= self._lift_tables()
        arrays |= self._table("j", COUNCIL, [self.council])
        arrays |= self._table("m", MEMBER, self.members) | self._table("n", SHOCK, self.shocks)
        pulls = [shock.get("pull", 0.0) for shock in self.shocks]
        arrays["pull"] = np.tile(np.array(pulls, np.float64), (len(self.members), 1))
        conditions = np.array(self.conditions or [[(-1, -1, 0.0)] * 2])
        for i, name in enumerate(CONDITION.names or ()):
            arrays[f"k_{name}"] = conditions[:, :, i]
        goals = self.objectives or [0]
        first = P.MARCH_FOOT_ROAD
        speeds = p[first : first + 28].reshape(4, 7)
        rivers = np.array([0.0, *p[P.RIVER_DELAY_MINOR : P.RIVER_DELAY_MINOR + 3]])
        minutes = [edge_minutes(arrays, speeds[m], rivers) for m in range(4)]
        minutes.append(train_minutes(arrays, p[P.RAIL_KM_DAY]))
        coarse = [np.maximum(1, np.rint(m / K.FIELD_MINUTES)).astype(np.int64) for m in minutes]
        arrays["field"] = np.stack([cost_to_go(arrays["e_nbr"], m, goal) for m in coarse for goal in goals])
        arrays["field_row"] = np.arange(5 * len(goals), dtype=np.int32).reshape(5, len(goals))
        arrays["o_cell"] = np.array(goals, np.int64)
        arrays["p_cell"] = np.array(self.places or [-1], np.int64)
        arrays["p_works"] = np.array(self.guards or [-1], np.int64)
        return make_world(arrays)


class Campaign:
    """A campaign on a board, played step by step."""

    def __init__(self, board: Board, number: int = 0, calm: bool = True, **changes: float) -> None:
        self.p = coefficients(**((CALM if calm else {}) | changes))
        self.w = board.world(self.p)
        self.st, self.sc = allocate(self.w, 5000)
        self.sc.key[:] = (1, number)
        self.step = 0
        self._play(0)

    def _play(self, steps: int) -> None:
        none = np.zeros((0, 1, N_DAILY), np.int64)
        engine.play(self.w, self.p, self.st, self.sc, self.step, steps, none)
        self.step += steps

    def play(self, steps: int = 1) -> Self:
        """Play some steps."""
        self._play(steps)
        return self

    def forget_picture(self) -> Self:
        """Wipe what was seen, after units have been put elsewhere by hand."""
        for name in ("here", "free", "traffic", "units", "armed", "cover"):
            self.sc.x[name] = 0
        return self

    def at(self, unit: int) -> int:
        """Cell of a unit."""
        return int(self.st.u["cell"][unit])

    def men(self, unit: int) -> float:
        """Men present and fit in a unit."""
        return float(self.st.u["men"][unit]) / K.MAN

    def owner(self, cell: int) -> int:
        """Side that holds a cell."""
        return int(self.st.owner[cell])

    def events(self, kind: int) -> list[tuple[int, int]]:
        """Step and unit (or place) of the events of a kind."""
        rows = self.sc.events[: self.sc.event_n[0]]
        return [(int(r[0]), int(r[5])) for r in rows if r[2] == kind]
