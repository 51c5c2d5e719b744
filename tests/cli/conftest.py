"""A hand-made run in place of the engine, for tests of what is printed and written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from khingan.atlas import load_atlas
from khingan.experiments import schema
from khingan.scenario import Scenario

Simulate = Callable[..., Any]

CAPTURED_H = 30.0


def _columns(rows: list[dict[str, Any]], *names: str) -> pa.Table:
    return pa.table({name: [row[name] for row in rows] for name in names})


def make_run(scenario: Scenario, seed: int, days: int) -> Any:
    """Make a run in which side 0 captures every place at the same hour and loses ten men a day."""
    attacker = scenario.side_ids[0]
    places = load_atlas().places.column("place_id").to_pylist()
    captured = {"campaign": 0, "side": attacker, "captured_h": CAPTURED_H, "cleared_h": CAPTURED_H}
    captured["formation_id"] = "x"
    event = {
        "campaign": 0,
        "step": 5,
        "hour": CAPTURED_H,
        "side": attacker,
        "cell": 1,
        "lat": 0.0,
        "lon": 0.0,
    }
    formations = list(scenario.tables["formations"])
    units = list(scenario.tables["units"])
    zeros = dict.fromkeys(schema.MEASURES, 0)
    return SimpleNamespace(
        scenario=scenario,
        seed=seed,
        count=1,
        identity={"hash": "00"},
        timings={"scenario": 1.0, "compilation": 40.0, "campaign": 0.02},
        summary=pa.table({"campaign": [0], "seed": [seed], "ceasefire_h": [184.0]}),
        daily=pa.Table.from_pylist(
            [
                {"campaign": 0, "day": day, "formation_id": row["formation_id"], "side": row["side"]}
                | zeros
                | {"killed": 10 if row["side"] == attacker and row["parent_id"] is None else 0}
                for day in range(1, days + 1)
                for row in formations
            ]
        ),
        places=pa.Table.from_pylist(
            [{"place_id": place, "reached_h": CAPTURED_H, **captured} for place in places],
            schema.schema(schema.PLACES),
        ),
        events=pa.Table.from_pylist(
            [{"kind": "place_captured", "place_id": place, **event} for place in places],
            schema.schema(schema.EVENTS),
        ),
        trace=pa.Table.from_pylist([], schema.schema(schema.TRACE)),
        control=np.zeros((4 * days + 1, len(load_atlas().cell_id)), np.uint8),
        units=_columns(units, "unit_id", "name", "side", "kind", "formation_id"),
        balance=None,
        areas=None,
        formations=_columns(formations, "formation_id", "name", "side", "echelon", "parent_id"),
    )


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put a function in the engine's place; without one, the hand-made run, changed. The report is one word."""

    def write_report(_run: Any, path: Path) -> None:
        path.write_text("report", encoding="utf-8")

    def install(function: Simulate | None = None, **changed: Any) -> None:
        def simulate(scenario: Scenario, seed: int = 1, days: int | None = None, **_: Any) -> Any:
            return SimpleNamespace(**(vars(make_run(scenario, seed, days or 3)) | changed))

        for name, member, value in (
            ("khingan.experiments.simulate", "simulate", function or simulate),
            ("khingan.report.html", "write_report", write_report),
        ):
            module = ModuleType(name)
            setattr(module, member, value)
            monkeypatch.setitem(sys.modules, name, module)
        # It may have been imported with the real report before.
        monkeypatch.delitem(sys.modules, "khingan.report.folder", raising=False)

    return install
