"""A tiny scenario, drawn by hand on the real map.

::

      red (USSR)                 blue (MANCHUKUO)

      red_army  at tsurukhaitui  ── axis ──▶  hailar   blue_army
        red_a   4,000 men                       blue_a  2,000 men
        red_b   4,000 men

Documented: 12,000 men of the red army, half of them in combat units. Establishment 4,000 (3,000 to 5,000), so
the units are scaled to 3,000 each and 6,000 are army troops.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from khingan.errors import Problem
from khingan.scenario import check
from khingan.scenario.attributes import attributes

SETTINGS = """
id = "tiny"
title = "Tiny"
start = "1945-08-09T00:00+09:00"
steps = 8

[[sides]]
id = "red"
name = "Red"
contingents = ["RED"]

[[sides]]
id = "blue"
name = "Blue"
contingents = ["BLUE"]
"""

ORIGIN = {"source_id": "book", "confidence": "sourced"}


def formation(name: str, side: str, **more: Any) -> dict[str, Any]:
    return {
        "formation_id": name, "name": name, "side": side, "contingent": side.upper(), "echelon": "army",
        **ORIGIN, **more,
    }  # fmt: skip


def unit(name: str, side: str, lat: float, lon: float, **more: Any) -> dict[str, Any]:
    return {
        "unit_id": name, "name": name, "side": side, "contingent": side.upper(), "arm": "ground",
        "kind": "rifle", "echelon": "division", "formation_id": f"{side}_army",
        "start_lat": lat, "start_lon": lon, "quality": 0.8, **ORIGIN, **more,
    }  # fmt: skip


def establishment(name: str, contingent: str, **more: Any) -> dict[str, Any]:
    return {
        "establishment_id": name, "name": name, "contingent": contingent, "kind": "rifle",
        "echelon": "division", "mobility": "foot", "quality_pool": "line",
        "men": 4000, "men_low": 3000, "men_high": 5000,
        "tanks_spg": 10, "guns_mortars": 100, "at_guns": 20, "trucks": 50, "horses": 200, **ORIGIN, **more,
    }  # fmt: skip


def tables() -> dict[str, list[dict[str, Any]]]:
    held = {"USSR": "red", "MPR": "red"}
    names = ("USSR", "MPR", "MANCHUKUO", "MENGJIANG", "CHINA", "KOREA", "KARAFUTO", "KURILS", "JAPAN")
    return {
        "formations": [formation("red_army", "red"), formation("blue_army", "blue")],
        "units": [
            unit("red_a", "red", 50.20, 119.30),
            unit("red_b", "red", 50.28, 119.22),
            unit("blue_a", "blue", 49.21, 119.74, personnel=2000),
        ],
        "establishments": [establishment("red_division", "RED"), establishment("blue_division", "BLUE")],
        "plans": [
            {
                "plan_id": "p1", "side": "red", "formation_id": "red_army", "phase": 1,
                "axis": "tsurukhaitui>hailar",
                "posture": "attack", "condition": "day>=1", "basis": "prewar",
                "mission": "take the town", **ORIGIN,
            },
        ],
        "territories": [{"territory": n, "name": n, "side": held.get(n, "blue")} for n in names],
        "supply_sources": [
            {
                "place_id": "borzya", "side": "red", "kind": "railhead", "trains_per_day": 12,
                "stock_days": 10, **ORIGIN,
            },
            {
                "place_id": "hailar", "side": "blue", "kind": "depot", "trains_per_day": 2,
                "stock_days": 10, **ORIGIN,
            },
        ],
        "parameters": [
            {
                "name": "food", "value": 2.5, "unit": "kg", "low": 2, "high": 3,
                "description": "food per man",
                "basis": "assumption", "claim": "assumption",
            },
        ],
        "totals": [
            {
                "total_id": "men", "formation_id": "red_army", "measure": "men", "value": 12000,
                "combat_share": 0.5,
                "method": "scale", **ORIGIN,
            },
        ],
        "exogenous": [
            {
                "name": "rain", "kind": "order_time", "value": 1, "unit": "hour", "low": 0, "high": 1,
                "scope": "formation:red_army", "basis": "assumption", "claim": "assumption",
                "description": "hour at which the rain lets the army march",
            },
        ],
    }  # fmt: skip


class Folder:
    """The tiny scenario on disk, to be spoilt one cell at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables = tables()
        (path / "scenario.toml").write_text(SETTINGS, encoding="utf-8")
        for name in self.tables:
            self.write(name)

    def write(self, name: str, columns: list[str] | None = None) -> None:
        """Write one table, with all columns of its attribute table unless told otherwise."""
        columns = columns or [item.name for item in attributes(name)]
        with (self.path / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(self.tables[name])

    def set(self, name: str, row: int, **cells: Any) -> Folder:
        """Change cells of a row and write the table."""
        self.tables[name][row].update(cells)
        self.write(name)
        return self

    def add(self, name: str, row: dict[str, Any]) -> Folder:
        """Append a row and write the table."""
        self.tables.setdefault(name, []).append(row)
        self.write(name)
        return self


def only(folder: Folder) -> Problem:
    """Check the scenario and return its one problem."""
    problems = check(folder.path)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]
