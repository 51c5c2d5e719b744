"""How far supply reaches on each morning, from what, and what it takes to refuel a unit, packed for the page."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import parameters as P
from khingan.experiments.notes import CLOSED, CUT, Notes
from khingan.experiments.story import Story, atlas_rows
from khingan.server.replays import FORMAT, NO_CELL, one_row

GRAIN_KM = 10  # of the distances; 0 alone is a railhead
FARTHEST, CODE_CUT, CODE_CLOSED = 253, 254, 255
_T = 1000  # kg

Array = NDArray[Any]


def pack_supply(story: Story, notes: Notes) -> bytes:
    """Pack the supply of both sides; the columns are described in docs/serve.md."""
    p = story.compiled.parameters
    meta = {
        "format": FORMAT,
        "days": len(notes.supply_km),
        "sides": list(story.compiled.scenario.side_ids),
        "cells": story.compiled.atlas.size,
        "grain_km": GRAIN_KM,
        "farthest": FARTHEST,
        "cut": CODE_CUT,
        "closed": CODE_CLOSED,
        "horse_km": float(p[P.SUPPLY_RADIUS_HORSE_KM]),
        "truck_km": float(p[P.SUPPLY_RADIUS_TRUCK_KM]),
        "airlift_km": float(p[P.AIRLIFT_ROAD_KM]),
        "tank_refill_t": float(p[P.FUEL_REFILL_ARMOUR_T]),
        "truck_refill_t": float(p[P.FUEL_REFILL_TRUCK_T]),
        "dry_refills": float(p[P.FUEL_DRY_REFILLS]),
        "low_refills": float(p[P.AIRLIFT_BELOW_REFILLS]),
    }
    return one_row({**_reach(story, notes), **_sources(story, notes)}, meta)


def _reach(story: Story, notes: Notes) -> dict[str, Array]:
    """Distances as [days, sides, cells in play], each day but the first as the difference from the day before.

    Cells in play alone, in the order of the engine, and what has changed: packed, that is a fifth of the whole map.
    """
    compiled = story.compiled
    km = np.stack(notes.supply_km)
    codes = np.clip(-(-km // GRAIN_KM), 0, FARTHEST)
    codes = np.where(km == CUT, CODE_CUT, np.where(km == CLOSED, CODE_CLOSED, codes)).astype(np.uint8)
    codes[1:] -= codes[:-1].copy()
    return {
        "cell": compiled.atlas_row.astype(np.uint16),
        "km": codes.ravel(),
        "trucks": compiled.world.u["trucks"].astype(np.uint16),
    }


def _sources(story: Story, notes: Notes) -> dict[str, Array | list[str]]:
    """Stock and issue are [days, sources], at the end of the day."""
    compiled, sources = story.compiled, story.compiled.world.s
    place_at: dict[int, str] = {}
    for place, cell in zip(compiled.place_ids, compiled.world.p_cell.tolist(), strict=True):
        place_at.setdefault(cell, place)
    rows = atlas_rows(compiled, sources["cell"])
    state = np.stack(notes.sources)
    return {
        "source_place": [place_at.get(int(cell), "") for cell in sources["cell"]],
        "source_cell": np.where(rows < 0, NO_CELL, rows).astype(np.uint16),
        "source_side": sources["side"].astype(np.uint8),
        "source_daily": np.rint(sources["daily"] / _T).astype(np.uint32),
        "source_open": np.stack(notes.is_open).astype(np.uint8).ravel(),
        "source_stock": np.rint(state["stock"] / _T).astype(np.uint32).ravel(),
        "source_issued": np.rint(state["issued"] / _T).astype(np.uint32).ravel(),
    }
