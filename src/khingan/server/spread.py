"""Who holds what over the campaigns of a run: shares by cell and day, and the ground each campaign holds by area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.experiments.replay import find_campaign
from khingan.experiments.store.reading import Results
from khingan.experiments.story import holders_by_day
from khingan.scenario.compile import Compiled
from khingan.server.ground import NO_REGION, regions_of

U16 = NDArray[np.uint16]
Columns = dict[str, NDArray[Any] | list[str]]


def sample_of(campaigns: int, most: int) -> list[int]:
    """Numbers of campaigns spread over the whole run: any part of it could be unlike the rest."""
    return np.unique(np.linspace(0, campaigns - 1, min(most, campaigns)).round().astype(int)).tolist()  # type: ignore[no-any-return]


def control_of(
    results: Results, compiled: Compiled, most: int, on_campaign: Callable[[int, int], None]
) -> tuple[Columns, dict[str, Any]]:
    """Fight a sample of campaigns again and count who holds each cell, and how much of each area, day by day.

    Parameters
    ----------
    results : Results
    compiled : Compiled
        Scenario of the run.
    most : int
        Campaigns to fight again.
    on_campaign : callable
        Called before each campaign with the number of those done and of all.

    Returns
    -------
    columns, meta : dict
        As ``control.arrow``, see docs/serve.md.
    """
    sample = sample_of(results.campaigns, most)
    head = find_campaign(results, 0)
    sides = len(compiled.scenario.side_ids)
    area, names, km2 = _areas(compiled)
    held = np.zeros((sides, head.days + 1, compiled.atlas.size), np.uint16)
    ground = np.zeros((sides, len(sample), head.days + 1, len(names)), np.uint16)
    for done, number in enumerate(sample):
        on_campaign(done, len(sample))
        days = holders_by_day(compiled, head.seed, head.first + number, head.uncertainty, head.days)
        for side in range(sides):
            mine = days == side
            held[side] += mine
            ground[side, done] = _permille(mine, area, km2)
    percent = np.rint(held * (100.0 / len(sample))).astype(np.uint8)
    columns: Columns = {f"held_{side}": percent[side].ravel() for side in range(sides)}
    columns |= {f"area_{side}": ground[side].ravel() for side in range(sides)}
    meta = {
        "sides": list(compiled.scenario.side_ids),
        "start": compiled.scenario.start.isoformat(),
        "days": head.days,
        "cells": compiled.atlas.size,
        "sample": sample,
        "campaigns": results.campaigns,
        "areas": [
            {"area_id": area_id, "name": name, "km2": round(float(size.sum()))}
            for (area_id, name), size in zip(names, km2, strict=True)
        ],
    }
    return columns, meta


def _areas(compiled: Compiled) -> tuple[NDArray[np.intp], list[tuple[str, str]], list[NDArray[np.float64]]]:
    """Region of each cell of the atlas, ids and names, and the land of each of its cells in play."""
    regions, ids, in_play = regions_of(compiled)
    names = {str(row["region_id"]): str(row["name"]) for row in compiled.scenario.tables["regions"]}
    land = np.where(in_play, compiled.atlas.area_km2 * (compiled.atlas.land_pct / 100.0), 0.0)
    area = np.where(regions == NO_REGION, len(ids), regions).astype(np.intp)
    return area, [(one, names.get(one, one)) for one in ids], [land[area == i] for i in range(len(ids))]


def _permille(mine: NDArray[np.bool_], area: NDArray[np.intp], km2: list[NDArray[np.float64]]) -> U16:
    """Thousandths of each area's land that a side holds, [days + 1, areas]."""
    shares = [
        mine[:, area == i] @ land * (1000.0 / max(float(land.sum()), 1.0)) for i, land in enumerate(km2)
    ]
    return np.rint(np.array(shares).T).astype(np.uint16)
