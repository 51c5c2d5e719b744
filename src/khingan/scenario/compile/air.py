"""Air groups as World arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.scenario.compile.units import stable_id
from khingan.scenario.model import Scenario
from khingan.staff.historical import Where

Array = NDArray[Any]


def _command(sc: Scenario, group: str, supports: str) -> str:
    """Formation a group stands under: its own as a unit, itself as a formation, else the one it flies for."""
    unit = sc.tables["units"].by_id.get(group)
    if unit is not None:
        return str(unit["formation_id"])
    return group if group in sc.tables["formations"].by_id else supports


def air_arrays(sc: Scenario, places: dict[str, Where], formation_ids: list[str]) -> dict[str, Array]:
    """Groups of aircraft whose base lies on the map; ``supports`` is the formation they fly for first."""
    rows = [r for r in sc.tables["air_groups"] if places[r["base"]].cell >= 0]
    index = {f: i for i, f in enumerate(formation_ids)}
    flown = {r["supports"] for r in rows}

    def column(name: str, values: list[Any], dtype: Any) -> tuple[str, Array]:
        return f"v_{name}", np.array(values, dtype)

    return dict(
        (
            column("side", [sc.side_index(r["side"]) for r in rows], np.int64),
            column("kind", [K.AIRCRAFT.index(r["kind"]) for r in rows], np.int64),
            column("aircraft", [r["aircraft"] * K.MAN for r in rows], np.int64),
            column("ready", [r["ready"] for r in rows], np.float64),
            column("radius", [r["radius_km"] for r in rows], np.float64),
            column("sorties", [r["sorties_per_day"] for r in rows], np.float64),
            column("cell", [places[r["base"]].cell for r in rows], np.int64),
            column("supports", [index[r["supports"]] for r in rows], np.int64),
            column("army", [index[_command(sc, r["group_id"], r["supports"])] for r in rows], np.int64),
            ("f_flown", np.array([int(f in flown) for f in formation_ids], np.int64)),
            column("sid", [stable_id(sc, "air-" + r["group_id"]) for r in rows], np.int64),
        )
    )
