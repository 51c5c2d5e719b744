"""Supply sources, and the works of cells."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.scenario.compile.fields import UNREACHABLE, cost_to_go
from khingan.scenario.compile.ground import Ground
from khingan.scenario.model import Row, Scenario
from khingan.staff.historical import Where

Array = NDArray[Any]


def parse_scope(text: str | None) -> dict[str, str]:
    """``key:value`` pairs of an exogenous input's scope, separated by semicolons."""
    pairs = (part.partition(":") for part in (text or "").split(";") if part.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


def source_arrays(
    sc: Scenario, places: dict[str, Where], ground: Ground, landings: list[Row], harbours: Array
) -> dict[str, Array]:
    """Sources with what they issue, hold and receive, kg (rules.md R18).

    ``landings`` are those at places where a side means to land; ``harbours`` the harbour of every cell.
    """
    net_kg = sc.parameter("train_net_t") * 1000.0
    rows = [r for r in (*sc.tables["supply_sources"], *landings) if places[r["place_id"]].cell >= 0]
    cell = np.array([places[r["place_id"]].cell for r in rows] or [0], np.int64)
    side = np.array([sc.side_index(r["side"]) for r in rows] or [-1], np.int64)
    # A stock without trains is issued over its days at the rate of one train in four.
    daily = np.array([max(r["trains_per_day"], 0.25) * net_kg for r in rows] or [0.0])
    days = np.array([r["stock_days"] for r in rows] or [0.0])
    inflow = np.array([r["trains_per_day"] * net_kg for r in rows] or [0.0])
    # Trains of a side run on the lines it held at the start: at a port won from the enemy it has none.
    held = ground.arrays["c_owner"][cell] == side
    gauges = np.where(held[:, None], ground.arrays["e_gauge"][cell], 0)
    # What comes down a river comes with the boats that carry the troops; at sea any ship will do.
    by_river = np.array([r.get("lift") == K.BY_RIVER for r in rows] or [False])
    backup, backup_km = _backups(ground, cell, side, daily)
    return {
        "s_backup": backup,
        "s_harbour": np.where(by_river, harbours[cell], -1).astype(np.int64),
        "s_backup_km": backup_km,
        "s_cell": cell,
        "s_side": side,
        # A main line goes before the field railway that begins at its end.
        "s_gauge": np.where(gauges > 0, gauges, 99).min(axis=1).astype(np.int64),
        "s_daily": daily.astype(np.int64),
        "s_inflow": inflow.astype(np.int64),
        "s_stock": (daily * days).astype(np.int64),
    }


def _backups(ground: Ground, cell: Array, side: Array, daily: Array) -> tuple[Array, Array]:
    """For every source the nearest larger one of its side by road-cost over its own ground, -1 = none."""
    arrays = ground.arrays
    backup = np.full(cell.size, -1, np.int64)
    backup_km = np.zeros(cell.size, np.int64)
    neighbours = np.asarray(arrays["e_nbr"], np.int64)
    hauls: dict[int, Array] = {}
    for s in np.unique(side):
        own = arrays["c_owner"] == s
        hauls[int(s)] = np.where(own[:, None] & own[arrays["e_nbr"]], arrays["e_haul"], UNREACHABLE).astype(
            np.int64
        )
    for i in range(cell.size):
        reach = hauls[int(side[i])]
        far = cost_to_go(neighbours, reach, int(cell[i])).astype(np.int64)[cell]
        larger = np.flatnonzero((side == side[i]) & (daily > daily[i]) & (far < UNREACHABLE))
        if larger.size:
            backup[i] = larger[np.argmin(far[larger])]
            backup_km[i] = far[backup[i]]
    return backup, backup_km
