"""From a checked scenario to World, Parameters and the index that names the rows of both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas, load_atlas
from khingan.campaign import codes as K
from khingan.campaign import parameters as P
from khingan.campaign.world import World, make_world
from khingan.errors import InputError
from khingan.scenario import placing
from khingan.scenario.compile.air import air_arrays
from khingan.scenario.compile.command import command_arrays, formation_arrays
from khingan.scenario.compile.council import politics_arrays
from khingan.scenario.compile.entries import make_entries
from khingan.scenario.compile.fields import make_fields
from khingan.scenario.compile.ground import Ground, make_ground
from khingan.scenario.compile.intelligence import expectation_arrays, redeployment_arrays
from khingan.scenario.compile.lifts import landing_sources, lift_arrays
from khingan.scenario.compile.rail import rail_arrays
from khingan.scenario.compile.regions import region_arrays
from khingan.scenario.compile.sectors import Sectors, Widths, commands_of
from khingan.scenario.compile.supply import source_arrays
from khingan.scenario.compile.units import Entry, stable_id, unit_arrays
from khingan.scenario.compile.weather import crossing_arrays, gauge_arrays, weather_arrays
from khingan.scenario.compile.works import works_arrays
from khingan.scenario.detachments import SUFFIX
from khingan.scenario.model import Scenario, missing_parameter
from khingan.scenario.posterior import Posterior
from khingan.scenario.strengths import army_of
from khingan.staff.historical import (
    OFFENSIVE,
    AxisMaker,
    Marcher,
    Where,
    distance_km,
    is_modelled,
    lift_of,
    parse_axes,
)

EXTENT_KM = 100.0  # ground beyond this distance from every unit, objective and source is left out


@dataclass(frozen=True)
class Compiled:
    """A scenario ready to run.

    Attributes
    ----------
    world : World
        Constant arrays.
    parameters : ndarray
        Parameter vector in the order of ``campaign.parameters.NAMES``.
    entries : list of Entry
        Units in the order of the unit arrays.
    place_ids : list of str
        Places in the order of the place arrays.
    formation_ids : list of str
        All formations in the order of the formation arrays.
    reporting : list of str
        Formations with a daily row, in order.
    axis_plan : list of str
        Plan of every axis.
    atlas_row : ndarray
        Atlas row of every engine cell.
    digest : str
        SHA-256 over all arrays: part of a run's identity.
    """

    scenario: Scenario
    atlas: Atlas
    world: World
    parameters: NDArray[np.float64]
    entries: list[Entry]
    place_ids: list[str]
    formation_ids: list[str]
    reporting: list[str]
    axis_plan: list[str]
    atlas_row: NDArray[Any]
    digest: str

    @property
    def days(self) -> int:
        """Whole days of the scenario."""
        return self.scenario.steps // 4


def parameter_vector(sc: Scenario) -> NDArray[np.float64]:
    """Values of the engine's parameters in their fixed order.

    Raises
    ------
    InputError
        If the scenario's table lacks some of them.
    """
    table = sc.tables["parameters"].by_id
    missing = [name for name in P.NAMES if name not in table]
    if missing:
        raise InputError([missing_parameter(sc.tables["parameters"].file, name) for name in missing])
    return np.array([float(table[name]["value"]) for name in P.NAMES])


def _place_table(sc: Scenario, atlas: Atlas, cell_of: NDArray[Any] | None) -> dict[str, Where]:
    holder = placing.cell_sides(sc, atlas)
    found = {}
    for row in atlas.places.to_pylist():
        on_map = row["cell"] >= 0
        cell = int(cell_of[row["cell"]]) if cell_of is not None and on_map else -1
        owner = int(holder[row["cell"]]) if on_map else -1
        found[row["place_id"]] = Where(cell, row["lat"], row["lon"], owner)
    return found


def _between(a: Where, b: Where) -> list[tuple[float, float]]:
    """Points along the way from one place to the next, close enough that the extent has no gap between them."""
    n = int(distance_km(a.lat, a.lon, b.lat, b.lon) // EXTENT_KM) + 1
    return [(a.lat + (b.lat - a.lat) * i / n, a.lon + (b.lon - a.lon) * i / n) for i in range(n + 1)]


def _points(sc: Scenario, entries: list[Entry], places: dict[str, Where]) -> list[tuple[float, float]]:
    """What the extent is drawn around: units, sources, and the axes from place to place."""
    named = [places[r["place_id"]] for r in sc.tables["supply_sources"]]
    named += [places[r["base"]] for r in sc.tables["air_groups"]]
    named += [places[r[end]] for r in sc.tables["redeployments"] for end in ("from_place", "to_place")]
    points = [(where.lat, where.lon) for where in named]
    firsts: list[Where] = []
    for row in sc.tables["plans"]:
        if not is_modelled(row):
            continue
        for axis in parse_axes(row["axis"]):
            legs = [places[p] for p in axis]
            if legs[0] not in firsts:
                firsts.append(legs[0])
            points += [(where.lat, where.lon) for where in legs]
            if lift_of(row) in (K.NO_LIFT, K.BY_RIVER):
                points += [point for a, b in pairwise(legs) for point in _between(a, b)]
    for e in entries:
        if e.atlas_cell < 0:
            continue
        start = Where(-1, e.lat, e.lon, e.side)
        points.append((e.lat, e.lon))
        if firsts:
            # A reserve may stand far behind the place where its axis begins.
            nearest = min(firsts, key=lambda w: distance_km(start.lat, start.lon, w.lat, w.lon))
            points += _between(start, nearest)
    return points


def _chain(sc: Scenario, e: Entry) -> tuple[str, ...]:
    """A unit, or the main body of which it is the detachment, and the commands above it, from below."""
    return (e.main if e.unit_id.endswith(SUFFIX) else e.unit_id, *sc.ancestors(e.formation_id))


def _axes(sc: Scenario, entries: list[Entry], places: dict[str, Where]) -> tuple[AxisMaker, list[int]]:
    maker = AxisMaker(sc, places)
    first = [-1] * len(entries)
    by_id = sorted(range(len(entries)), key=lambda i: stable_id(sc, entries[i].unit_id))
    # Who runs ahead goes the way of his main body, which must have its own first.
    for i in sorted(by_id, key=lambda i: bool(entries[i].main)):
        e = entries[i]
        if e.rear or e.garrison:
            continue
        chain = _chain(sc, e)
        sid = stable_id(sc, e.unit_id)
        first[i] = maker.chain(Marcher(e.unit_id, sid, e.side, e.lat, e.lon, e.men, chain, e.main))
    return maker, first


def _fields(
    sc: Scenario,
    ground: Ground,
    maker: AxisMaker,
    first: list[int],
    classes: NDArray[Any],
    sectors: Sectors,
) -> dict[str, NDArray[Any]]:
    """Cost-to-go fields for the objectives that units of each mobility class march to."""
    axes = maker.axes
    speeds = np.array([[sc.parameter(f"march_{m}_{g}") for g in K.GROUND] for m in K.MOBILITY])
    # Fields count marching hours; a river costs hours of the clock.
    marched = sum(sc.parameter(f"march_hours_{step}") for step in range(4)) / 24.0
    rivers = (
        np.array([0.0] + [sc.parameter(f"river_delay_{r}") for r in ("minor", "medium", "major")]) * marched
    )
    wanted: dict[tuple[int, int], tuple[int, int, int]] = {}
    for u, a in enumerate(first):
        while a >= 0:
            for o in range(axes.first[a], axes.first[a] + axes.count[a]):
                mobility = int(classes[u])
                wanted[(mobility, o)] = (mobility, axes.origins[o], axes.cells[o])
                # Attackers ride where an enemy who keeps the cease-fire runs his lines for them.
                rides = axes.posture[a] in OFFENSIVE and axes.lift[a] == K.NO_LIFT
                if axes.rail[a] or rides:
                    wanted[(K.TRAIN, o)] = (K.TRAIN, -1, axes.cells[o])
            a = axes.following[a]
    trains = sc.parameter("rail_km_day")
    field, rows = make_fields(ground.arrays, speeds, rivers, list(wanted.values()), sectors.factor, trains)
    row = np.full((K.TRAIN + 1, max(1, len(axes.cells))), -1, np.int64)
    for (mobility, o), key in wanted.items():
        row[mobility, o] = rows[key]
    return {"field": field, "field_row": row.astype(np.int32)}


def _sectors(
    sc: Scenario, atlas: Atlas, ground: Ground, maker: AxisMaker, first: list[int], entries: list[Entry]
) -> Sectors:
    lat, lon = (x[ground.atlas_row].astype(np.float64) for x in (atlas.lat, atlas.lon))
    chains = [_chain(sc, e) for e in entries]
    armies = [army_of(sc, e.formation_id) for e in entries]
    commands = commands_of(chains, [e.side for e in entries], armies)
    common = {row["plan_id"] for row in sc.tables["plans"] if row["formation_id"] in commands.shared}
    widths = Widths(
        half_km=sc.parameter("boundary_half_width_km"),
        open_half_km=sc.parameter("boundary_open_half_width_km"),
        share=sc.parameter("boundary_width_share"),
        scale_km=sc.parameter("boundary_scale_km"),
    )
    return Sectors(lat, lon, maker.axes, first, commands, common, widths)


def _place_arrays(ground: Ground, places: dict[str, Where]) -> dict[str, NDArray[Any]]:
    cell = np.array([w.cell for w in places.values()], np.int64)
    ground.arrays["c_places"][cell[cell >= 0]] = 1
    return {"p_cell": cell}


def _digest(world: World, parameters: NDArray[np.float64], drawn: Posterior | None) -> str:
    total = hashlib.sha256()
    for name, array in zip(World._fields, world, strict=True):
        total.update(name.encode())
        total.update(np.ascontiguousarray(array).tobytes())
    total.update(parameters.tobytes())
    if drawn is not None:
        total.update(drawn.digest.encode())
    return total.hexdigest()


def compile_scenario(sc: Scenario) -> Compiled:
    """Compile a scenario.

    Parameters
    ----------
    sc : Scenario
        Loaded and checked.

    Returns
    -------
    Compiled
        World, parameters and index.
    """
    atlas = load_atlas()
    parameters = parameter_vector(sc)
    entries = make_entries(sc, atlas)
    entries.sort(key=lambda e: (e.priority, stable_id(sc, e.unit_id)))
    places = _place_table(sc, atlas, None)
    ground = make_ground(sc, atlas, _points(sc, entries, places), EXTENT_KM)
    places = _place_table(sc, atlas, ground.cell_of)
    works = works_arrays(sc, atlas, ground, places)
    regions = region_arrays(sc, atlas, ground)
    formations, formation_ids, reporting = formation_arrays(sc, atlas, ground, places)
    index = {f: i for i, f in enumerate(formation_ids)}
    units = unit_arrays(sc, entries, [index[e.formation_id] for e in entries], ground.cell_of)
    maker, first = _axes(sc, entries, places)
    arrays = (
        ground.arrays
        | regions
        | units
        | command_arrays(sc, entries)
        | formations
        | maker.axes.arrays()
        | _place_arrays(ground, places)
    )
    arrays |= works
    arrays |= expectation_arrays(sc)
    arrays |= redeployment_arrays(sc, entries, units["u_start"], places, maker.axes, first)
    arrays |= air_arrays(sc, places, formation_ids)
    arrays |= politics_arrays(sc)
    arrays |= rail_arrays(sc, atlas, ground, places)
    arrays |= lift_arrays(sc, atlas, ground, places, entries)
    arrays |= source_arrays(sc, places, ground, landing_sources(sc, places), arrays["c_harbour"])
    n_regions = len(regions["r_sid"])
    arrays |= weather_arrays(sc) | crossing_arrays(atlas, ground, n_regions)
    arrays |= gauge_arrays(atlas, ground, places, n_regions)
    sectors = _sectors(sc, atlas, ground, maker, first, entries)
    arrays |= _fields(sc, ground, maker, first, units["u_mobility"], sectors)
    arrays["u_axis"] = np.array(first, np.int64)
    world = make_world(arrays)
    return Compiled(
        sc,
        atlas,
        world,
        parameters,
        entries,
        list(places),
        formation_ids,
        reporting,
        maker.axes.plan,
        ground.atlas_row,
        _digest(world, parameters, sc.posterior),
    )
