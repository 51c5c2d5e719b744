"""A finished run as Arrow tables in the units people read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.state import N_DAILY
from khingan.experiments.schema import MEASURES, PRESENT
from khingan.scenario import Scenario
from khingan.scenario.compile import Compiled

PLACE_EVENTS = (K.PLACE_REACHED, K.PLACE_CAPTURED, K.PLACE_CLEARED, K.PLACE_LOST)
FORMATION_EVENTS = (K.HQ_LEARNS, K.HQ_OVERRUN)
# What the engine counts one unit of measurement in; whatever is not listed, it counts whole.
PARTS = {
    "men": K.MAN, "vehicles": K.MAN, "pieces": K.MAN, "aircraft": K.MAN, "sorties": K.MAN, "t": 1000,
}  # fmt: skip
Array = NDArray[Any]


@dataclass(frozen=True)
class Run:
    """A run: one campaign with its story, or many campaigns with their measures.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    seed, count : int
        Seed, and number of campaigns (0, 1, ... under that seed).
    identity : dict
        What makes the run what it is: the same identity gives the same bytes.
    timings : dict
        Seconds by stage.
    summary, daily, places, events : pyarrow.Table
        See ``experiments.schema``. Events are those of campaign 0.
    trace : pyarrow.Table or None
        Every unit at every step of campaign 0.
    control : ndarray or None
        [steps + 1, atlas cells] side holding each cell, 255 = nobody.
    units, formations : pyarrow.Table
        What ids stand for.
    balance, areas : pyarrow.Table or None
        What has become of men and arms, and who holds which area, at the end of every campaign.
    """

    scenario: Scenario
    seed: int
    count: int
    identity: dict[str, Any]
    timings: dict[str, float]
    summary: pa.Table
    daily: pa.Table
    places: pa.Table
    events: pa.Table
    trace: pa.Table | None
    control: NDArray[np.uint8] | None
    units: pa.Table
    formations: pa.Table
    balance: pa.Table | None = None
    areas: pa.Table | None = None


def army_of_units(compiled: Compiled) -> list[str]:
    """Reporting formation (army and above) of every unit."""
    reporting = set(compiled.reporting)
    found = []
    for e in compiled.entries:
        chain = compiled.scenario.ancestors(e.formation_id)
        found.append(next((f for f in chain if f in reporting), chain[-1]))
    return found


def unit_table(compiled: Compiled) -> pa.Table:
    """What each unit is."""
    sides = compiled.scenario.side_ids
    e = compiled.entries
    return pa.table(
        {
            "unit_id": [x.unit_id for x in e],
            "name": [x.name for x in e],
            "side": [sides[x.side] for x in e],
            "contingent": [x.contingent for x in e],
            "kind": [x.kind for x in e],
            "echelon": [x.echelon for x in e],
            "formation_id": [x.formation_id for x in e],
            "army_id": army_of_units(compiled),
            "rear": [x.rear for x in e],
            "garrison": [x.garrison for x in e],
        }
    )


def formation_table(compiled: Compiled) -> pa.Table:
    """What each formation is."""
    rows = compiled.scenario.tables["formations"].rows
    names = ("formation_id", "name", "side", "contingent", "echelon", "parent_id")
    return pa.table({name: [r[name] for r in rows] for name in names})


def measured(name: str, values: Array) -> Array:
    """A measure of the engine in the unit that people read."""
    unit = MEASURES[name][0]
    parts = PARTS.get(unit, 1)
    if unit == "men":
        return np.rint(values / parts).astype(np.int64)
    return values if parts == 1 else values / parts


def _measured_by_day(name: str, values: Array) -> Array:
    """The same for [campaigns, days, ...]: of men, the days add up to the rounded whole."""
    if MEASURES[name][0] != "men" or name in PRESENT:
        return measured(name, values)
    return np.diff(measured(name, np.cumsum(values, axis=1)), axis=1, prepend=0)


def daily_table(compiled: Compiled, daily: Array) -> pa.Table:
    """Daily rows from [campaigns, days, formations, columns]."""
    n, days, formations, _ = daily.shape
    rows = compiled.scenario.tables["formations"].by_id
    side = [rows[f]["side"] for f in compiled.reporting]
    which = np.tile(np.arange(formations), n * days)
    columns: dict[str, Any] = {
        "campaign": np.repeat(np.arange(n, dtype=np.int32), days * formations),
        "day": np.tile(np.repeat(np.arange(1, days + 1, dtype=np.int16), formations), n),
        "formation_id": pa.array(list(compiled.reporting)).take(pa.array(which)),
        "side": pa.array(side).take(pa.array(which)),
    }
    for i, name in enumerate(K.DAILY):
        columns[name] = _measured_by_day(name, daily[..., i]).ravel()
    return pa.table(columns)


def summary_table(compiled: Compiled, seed: int, summary: Array) -> pa.Table:
    """One row a campaign: totals per side, hours of link-up, decision and order to cease fire, overflow flag."""
    columns: dict[str, Any] = {
        "campaign": np.arange(len(summary), dtype=np.int32),
        "seed": np.full(len(summary), seed, np.uint32),
    }
    for s, side in enumerate(compiled.scenario.side_ids):
        for i, name in enumerate(K.DAILY):
            columns[f"{side}_{name}"] = measured(name, summary[:, s * N_DAILY + i])
    linked = summary[:, 2 * N_DAILY].astype(float)
    columns["link_up_h"] = pa.array(linked, mask=linked >= K.NEVER)
    for i, name in enumerate(("decided_h", "ceasefire_h")):
        hours = summary[:, 2 * N_DAILY + 2 + i].astype(float)
        columns[name] = pa.array(hours, mask=hours >= K.NEVER)
    columns["overflow"] = summary[:, 2 * N_DAILY + 1].astype(np.int8)
    return pa.table(columns)


def places_table(compiled: Compiled, places: Array) -> pa.Table:
    """One row for every campaign, place and side, from [campaigns, places, sides, 5]."""
    n, count, _, _ = places.shape
    armies = np.array([*army_of_units(compiled), ""])
    captor = places[..., 3].ravel()
    reached, captured, cleared, disarmed = (places[..., i].ravel().astype(float) for i in (0, 1, 2, 4))
    who = armies[captor]
    return pa.table(
        {
            "campaign": np.repeat(np.arange(n, dtype=np.int32), count * 2),
            "place_id": np.tile(np.repeat(np.array(compiled.place_ids), 2), n),
            "side": np.tile(np.array(compiled.scenario.side_ids), n * count),
            "reached_h": pa.array(reached, mask=reached >= K.NEVER),
            "captured_h": pa.array(captured, mask=captured >= K.NEVER),
            "cleared_h": pa.array(cleared, mask=cleared >= K.NEVER),
            "disarmed_h": pa.array(disarmed, mask=disarmed >= K.NEVER),
            "formation_id": pa.array(who, mask=who == ""),
        }
    )


def events_table(compiled: Compiled, log: Array) -> pa.Table:
    """Events of one campaign with names for their numbers."""
    sides = compiled.scenario.side_ids
    atlas = compiled.atlas
    ids = [e.unit_id for e in compiled.entries]
    armies = army_of_units(compiled)
    place_at: dict[int, str] = {}
    for place, cell in zip(compiled.place_ids, compiled.world.p_cell.tolist(), strict=True):
        if cell >= 0:
            place_at.setdefault(cell, place)
    regions = [row["region_id"] for row in compiled.scenario.tables["regions"]] or [None]
    columns: dict[str, list[Any]] = {
        name: []
        for name in ("place_id", "cell", "region_id", "lat", "lon", "unit_id", "formation_id", "value")
    }
    for _, _, kind, _, cell, who, value in log.tolist():
        of_place = kind in PLACE_EVENTS
        of_formation = kind in FORMATION_EVENTS
        unit = -1 if of_formation else value if of_place else who
        # A council sits off the map.
        row = int(compiled.atlas_row[cell]) if cell >= 0 else None
        columns["place_id"].append(compiled.place_ids[who] if of_place else place_at.get(cell))
        columns["cell"].append(None if row is None else int(atlas.cell_id[row]))
        region = None if row is None else regions[int(compiled.world.c["region"][cell])]
        columns["region_id"].append(region)
        columns["lat"].append(None if row is None else float(atlas.lat[row]))
        columns["lon"].append(None if row is None else float(atlas.lon[row]))
        columns["unit_id"].append(ids[unit] if unit >= 0 else None)
        formation = compiled.formation_ids[who] if of_formation else armies[unit] if unit >= 0 else None
        columns["formation_id"].append(formation)
        columns["value"].append(None if of_place else float(value))
    types = {"cell": pa.uint64(), "lat": pa.float64(), "lon": pa.float64(), "value": pa.float64()}
    return pa.table(
        {
            "campaign": np.zeros(len(log), np.int32),
            "step": log[:, 0].astype(np.int32),
            "hour": log[:, 1].astype(float),
            "kind": [K.EVENTS[k] for k in log[:, 2]],
            "side": [sides[s] if s < 2 else "" for s in log[:, 3]],
            **{k: pa.array(v, types.get(k, pa.string())) for k, v in columns.items()},
        }
    ).sort_by("hour")
