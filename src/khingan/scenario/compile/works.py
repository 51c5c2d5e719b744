"""Fortified zones: in which cells their works lie, and which places they guard."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.campaign import codes as K
from khingan.scenario.border import ZONE, works_of
from khingan.scenario.compile.ground import Ground
from khingan.scenario.model import Scenario
from khingan.staff.historical import Where


def works_arrays(
    sc: Scenario, atlas: Atlas, ground: Ground, places: Mapping[str, Where]
) -> dict[str, NDArray[np.int64]]:
    """Dig the works into the ground, and find the cell of those that guard each place.

    Every fortified zone of the atlas has works; those with a documented garrison count as concrete. A place that the
    table of garrisons does not name is guarded by its own cell; -1 = outside the extent.
    """
    guarded = {place: where.cell for place, where in places.items()}
    garrisons = list(zip(sc.tables["garrisons"], works_of(sc, atlas), strict=True))
    # Whose point lies across a border or in the water has its works where its garrison stands.
    placed = {row["feature_id"] for row, works in garrisons if row["works_at"] == "zone" and works.cell >= 0}
    for zone in atlas.features.to_pylist():
        if zone["kind"] == ZONE and zone["feature_id"] not in placed:
            _fortify(ground, int(zone["cell"]), K.FORTIFIED)
    for row, works in garrisons:
        cell = _fortify(ground, works.cell, K.CONCRETE if row["unit_id"] else K.FORTIFIED)
        if row["place_id"] is not None and cell >= 0:
            guarded[row["place_id"]] = cell
    return {"p_works": np.array(list(guarded.values()), np.int64)}


def _fortify(ground: Ground, row: int, kind: int) -> int:
    """Works of a kind in a row of the atlas; returns its cell, -1 = outside the extent."""
    cell = int(ground.cell_of[row]) if row >= 0 else -1
    if cell >= 0:
        ground.arrays["c_works"][cell] = max(kind, int(ground.arrays["c_works"][cell]))
    return cell
