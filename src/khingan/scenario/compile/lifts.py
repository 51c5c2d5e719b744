"""Lifts: ships, boats and transport aircraft, the places where they load and land, and the ways between those."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.campaign import codes as K
from khingan.scenario.compile.fields import UNREACHABLE, cost_to_go
from khingan.scenario.compile.ground import Ground
from khingan.scenario.compile.units import Entry
from khingan.scenario.compile.water import Water, river_ways, sea_km
from khingan.scenario.model import Row, Scenario
from khingan.staff.historical import Where, distance_km, is_modelled, lift_of, parse_axes

Array = NDArray[Any]


def lift_places(sc: Scenario, places: dict[str, Where]) -> dict[str, set[int]]:
    """Places on the map where lifts load and land, with the kinds of lift that do, in a fixed order."""
    found: dict[str, set[int]] = {}
    for row in sc.tables["lifts"]:
        found.setdefault(row["base"], set()).add(K.LIFTS.index(row["kind"]))
    for row in sc.tables["coast_defences"]:
        found.setdefault(row["place_id"], set()).add(K.BY_SEA)
    for row in _lifted(sc):
        for axis in parse_axes(row["axis"]):
            for place in axis:
                found.setdefault(place, set()).add(lift_of(row))
    return {place: kinds for place, kinds in found.items() if places[place].cell >= 0}


def _lifted(sc: Scenario) -> list[Row]:
    return [row for row in sc.tables["plans"] if lift_of(row) != K.NO_LIFT and is_modelled(row)]


def landing_sources(sc: Scenario, places: dict[str, Where]) -> list[Row]:
    """Supply sources at the places where a side means to land: empty until it holds them.

    A port handles what its railhead of the same place did under the enemy, or the traffic of one berth; beaches and
    river banks what lighters and barges bring.
    """
    found: dict[tuple[str, str], Row] = {}
    for row in _lifted(sc):
        kind = lift_of(row)
        if kind == K.BY_AIR:
            continue
        for axis in parse_axes(row["axis"]):
            for place in axis[1:]:
                if places[place].owner == sc.side_index(row["side"]) or places[place].cell < 0:
                    continue
                found.setdefault(
                    (place, row["side"]),
                    {
                        "place_id": place,
                        "side": row["side"],
                        "trains_per_day": landing_kg(sc, place, kind)
                        / (sc.parameter("train_net_t") * 1000.0),
                        "stock_days": 0.0,
                        "lift": kind,
                    },
                )
    return list(found.values())


def landing_kg(sc: Scenario, place: str, kind: int) -> float:
    """Kilograms a day that can be put ashore at a place."""
    if kind == K.BY_RIVER:
        return sc.parameter("landing_bank_t") * 1000.0
    ports = [r for r in sc.tables["supply_sources"] if r["place_id"] == place and r["kind"] == "port"]
    if ports:
        trains = max(r["trains_per_day"] for r in ports)
        return max(float(trains) * sc.parameter("train_net_t"), sc.parameter("landing_beach_t")) * 1000.0
    return sc.parameter("landing_beach_t") * 1000.0


def _passages(
    sc: Scenario,
    atlas: Atlas,
    ground: Ground,
    places: dict[str, Where],
    kinds: dict[str, set[int]],
    cells: Array,
) -> tuple[dict[str, Array], Array]:
    """The ways between all pairs of harbours, and the banks along those by river."""
    ids = list(kinds)
    n = len(ids)
    rows = [int(ground.atlas_row[c]) for c in cells]
    air = np.array(
        [[distance_km(places[a].lat, places[a].lon, places[b].lat, places[b].lon) for b in ids] for a in ids]
    ).reshape(n, n)
    water = Water(atlas)
    at_sea = [i for i in range(n) if K.BY_SEA in kinds[ids[i]]]
    on_river = [i for i in range(n) if K.BY_RIVER in kinds[ids[i]]]
    sea = sea_km(water, rows, at_sea, air)
    river, first, count, banks = river_ways(water, rows, on_river, ground.cell_of)
    shipped = np.zeros((n, n), np.int64)
    by_land = _march_hours(sc, ground, cells)
    far = by_land > sc.parameter("landing_overland_hours")
    for kind, km in ((K.BY_SEA, sea), (K.BY_RIVER, river), (K.BY_AIR, air)):
        shipped |= np.where((km >= 0) & (far | (kind == K.BY_AIR)), 1 << kind, 0)
    np.fill_diagonal(shipped, 0)
    arrays = {
        "g_sea": sea,
        "g_river": river,
        "g_air": np.rint(air).astype(np.int64),
        "g_shipped": shipped,
        "g_first": first,
        "g_count": count,
    }
    return arrays, banks


def _march_hours(sc: Scenario, ground: Ground, cells: Array) -> Array:
    """Marching hours on foot between all pairs of harbours, infinite where there is no way by land."""
    arrays = ground.arrays
    speed = np.array([sc.parameter(f"march_foot_{g}") for g in K.GROUND])
    minutes = np.maximum(1, np.rint(arrays["e_len"] / 1000.0 / speed[arrays["e_ground"]] * 60.0)).astype(
        np.int64
    )
    # A river is no reason to march: what counts is the length of the way.
    nbr = np.asarray(arrays["e_nbr"], np.int64)
    hours = np.full((cells.size, cells.size), np.inf)
    for i, c in enumerate(cells):
        far = cost_to_go(nbr, minutes, int(c))[cells].astype(float)
        hours[i] = np.where(far < UNREACHABLE, far / 60.0, np.inf)
    return hours


def _lift_arrays(sc: Scenario, harbour: dict[str, int]) -> tuple[dict[str, Array], list[Row]]:
    rows = [r for r in sc.tables["lifts"] if r["base"] in harbour]
    ints = {
        "t_side": [sc.side_index(r["side"]) for r in rows],
        "t_kind": [K.LIFTS.index(r["kind"]) for r in rows],
        "t_home": [harbour[r["base"]] for r in rows],
        "t_capacity": [round(r["capacity_men"] * K.MAN) for r in rows],
        "t_load": [round(r["load_hours"]) for r in rows],
        "t_guns": [round((r["guns"] or 0) * K.MAN) for r in rows],
        "t_from_hour": [
            0 if r["available_from"] is None else max(0, round(sc.hours(r["available_from"]))) for r in rows
        ],
    }
    arrays = {name: np.array(values, np.int64) for name, values in ints.items()}
    return arrays | {"t_speed": np.array([float(r["speed_kmh"]) for r in rows])}, rows


def _defence_arrays(sc: Scenario, harbour: dict[str, int]) -> dict[str, Array]:
    """Guns of coast batteries, their range, and mines off the harbours."""
    arrays = {name: np.zeros(len(harbour)) for name in ("h_coast", "h_coast_km", "h_mines")}
    for row in sc.tables["coast_defences"]:
        i = harbour.get(row["place_id"], -1)
        if i < 0:
            continue
        if row["kind"] == "mines":
            arrays["h_mines"][i] += row["number"]
        else:
            arrays["h_coast"][i] += row["number"]
            arrays["h_coast_km"][i] = max(arrays["h_coast_km"][i], row["range_km"] or 0.0)
    return arrays


def _carried(sc: Scenario, entry: Entry, rows: list[Row]) -> int:
    """Lifts that carry a unit, as a bit mask."""
    above = {entry.unit_id, *sc.ancestors(entry.formation_id)}
    return sum(1 << i for i, row in enumerate(rows) if above & set(row["serves"]))


def lift_arrays(
    sc: Scenario, atlas: Atlas, ground: Ground, places: dict[str, Where], entries: list[Entry]
) -> dict[str, Array]:
    """Harbours, passages, lifts and what units, cells and places have to do with them, as World arrays."""
    kinds = lift_places(sc, places)
    ids = list(kinds)
    harbour = {place: i for i, place in enumerate(ids)}
    cells = np.array([places[place].cell for place in ids], np.int64)
    arrays, banks = _passages(sc, atlas, ground, places, kinds, cells)
    lifts, rows = _lift_arrays(sc, harbour)
    at = np.full(ground.size + 1, -1, np.int64)
    at[cells] = np.arange(cells.size)
    kg = [landing_kg(sc, place, min(kinds[place])) for place in ids]
    return (
        arrays
        | lifts
        | _defence_arrays(sc, harbour)
        | {
            "banks": banks,
            "h_cell": cells,
            "h_load": np.array(kg, np.int64),
            "c_harbour": at,
            "u_lifts": np.array([_carried(sc, e, rows) for e in entries], np.int64),
        }
    )
