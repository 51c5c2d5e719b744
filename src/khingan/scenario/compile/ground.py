"""Ground: the passable land cells of a scenario's extent, with their edges, as World arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.atlas import reader as A
from khingan.atlas.projection import project
from khingan.campaign import codes as K
from khingan.campaign.packing import HAUL_MASK
from khingan.scenario.model import Scenario
from khingan.scenario.placing import unit_vectors

Array = NDArray[Any]


@dataclass(frozen=True)
class Ground:
    """Cells of the engine: rows into the atlas, the inverse map, and the arrays of World by name."""

    atlas_row: Array  # [C] atlas row of each engine cell
    cell_of: Array  # [atlas cells] engine cell, -1 = not in the extent
    arrays: dict[str, Array]

    @property
    def size(self) -> int:
        """Number of real cells; the dummy row comes after them."""
        return int(self.atlas_row.size)


def stable_ids_of_cells(cell_id: Array) -> NDArray[np.uint32]:
    """Fold 64-bit H3 ids into the 32 bits of a draw's counter; collisions would only share luck."""
    x = cell_id.astype(np.uint64)
    x = (x ^ (x >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    x = (x ^ (x >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return np.asarray((x ^ (x >> np.uint64(33))) & np.uint64(0xFFFFFFFF), np.uint32)


def extent(atlas: Atlas, points: list[tuple[float, float]], radius_km: float) -> NDArray[np.bool_]:
    """Land cells within a distance of any of the points (unit starts, places of plans, sources)."""
    given = np.array(sorted(set(points)))
    towards = unit_vectors(given[:, 0], given[:, 1]).T
    land = np.flatnonzero(atlas.water == A.LAND)
    here = unit_vectors(atlas.lat[land], atlas.lon[land])
    near = np.zeros(atlas.size, np.bool_)
    # In pieces that stay in the processor's cache.
    for i in range(0, land.size, 256):
        near[land[i : i + 256]] = (here[i : i + 256] @ towards).max(axis=1) >= np.cos(radius_km / A.EARTH_KM)
    return near


def bare_ground(atlas: Atlas, start: Array, goal: Array) -> NDArray[np.uint8]:
    """Ground along an edge without its roads and tracks: the harder of the two cells."""
    form = np.maximum(atlas.form[start], atlas.form[goal])
    cover_a, cover_b = atlas.cover[start], atlas.cover[goal]
    wood = (cover_a == A.FOREST) & (cover_b == A.FOREST)
    swamp = (cover_a == A.SWAMP) | (cover_b == A.SWAMP)
    desert = (cover_a == A.DESERT) & (cover_b == A.DESERT)
    ground = np.full(start.size, K.OPEN, np.uint8)
    ground[desert] = K.DESERT
    # R6 knows hills and forested mountain: bare mountain marches like hills, wooded hills like taiga.
    ground[(form >= A.HILLS) | wood] = K.HILLS
    ground[(form >= A.HILLS) & wood] = K.MOUNTAIN
    ground[swamp & (form == A.PLAIN)] = K.SWAMP
    return ground


def edge_ground(atlas: Atlas, ground: Array, edge: Array) -> NDArray[np.uint8]:
    """Ground under the march along an edge: bare ground eased by roads, tracks and passes."""
    track = (atlas.road[edge] == 1) | (atlas.mountain_pass[edge] == 1)
    eased = ground.copy()
    eased[track & (ground == K.OPEN)] = K.TRACK
    eased[track & (ground == K.DESERT)] = K.TRACK
    eased[track & (ground == K.HILLS)] = K.OPEN
    eased[track & ((ground == K.MOUNTAIN) | (ground == K.SWAMP))] = K.HILLS
    eased[atlas.road[edge] == 2] = K.ROAD
    return eased


def edge_capacity(sc: Scenario, atlas: Atlas, ground: Array, edge: Array) -> NDArray[np.int32]:
    """Traffic units per step (R10): what the bare ground passes, and a road or track beside it."""
    de = sc.parameter
    width_km = atlas.width_m[edge] / 1000.0
    across = np.zeros(edge.size)
    for code, rate in (
        (K.OPEN, width_km * de("capacity_open_per_km")),
        (K.DESERT, width_km * de("capacity_open_per_km")),
        (K.HILLS, de("capacity_hills")),
        (K.MOUNTAIN, de("capacity_mountain")),
        (K.SWAMP, de("capacity_swamp")),
    ):
        across = np.where(ground == code, rate, across)
    along = np.where(atlas.road[edge] == 2, de("capacity_road"), 0.0)
    along = np.where(atlas.road[edge] == 1, de("capacity_track"), along)
    along = np.where(atlas.mountain_pass[edge] == 1, np.maximum(along, de("capacity_pass")), along)
    return np.asarray(np.maximum(1, (across + along) * K.DIVISION_EQUIVALENT), np.int32)


def haul(sc: Scenario, ground: Array, length_m: Array) -> NDArray[np.int32]:
    """Road-cost of supply columns in km: length times how much slower than on a road trucks go there."""
    road = sc.parameter("march_motor_road")
    factor = np.array([road / sc.parameter(f"march_motor_{name}") for name in K.GROUND])
    cost = np.rint(length_m / 1000.0 * np.minimum(factor[ground], 6.5))
    return np.asarray(np.clip(cost, 1, int(HAUL_MASK)), np.int32)


def _cell_arrays(sc: Scenario, atlas: Atlas, rows: Array) -> dict[str, Array]:
    n = rows.size
    land_km2 = atlas.area_km2[rows] * atlas.land_pct[rows] / 100.0
    per_km2 = sc.parameter("stacking_de") * K.DIVISION_EQUIVALENT / sc.parameter("stacking_area_km2")
    side_of = {r["territory"]: sc.side_index(r["side"]) for r in sc.tables["territories"]}
    owner = np.array([side_of.get(name, K.NOBODY) for name in atlas.territories], np.uint8)
    form, cover = atlas.form[rows], atlas.cover[rows]
    airfields = np.zeros(atlas.size, np.uint8)
    airfields[
        [r["cell"] for r in atlas.features.to_pylist() if r["kind"] == "airfield" and r["cell"] >= 0]
    ] = 1
    x, y = project(atlas.lat[rows].astype(np.float64), atlas.lon[rows].astype(np.float64))

    def padded(values: Array, dtype: Any, fill: float = 0) -> Array:
        out = np.full(n + 1, fill, dtype)
        out[:n] = values
        return out

    return {
        "c_stack": padded(land_km2 * per_km2, np.int64),
        "c_rough": padded(np.choose(form, [0.0, 0.5, 1.0]), np.float64),
        "c_wood": padded(cover == A.FOREST, np.float64),
        "c_urban": padded(np.where(cover == A.URBAN, 0.5, 0.0), np.float64),
        "c_marsh": padded(cover == A.SWAMP, np.float64),
        "c_works": np.zeros(n + 1, np.uint8),
        "c_arid": padded(cover == A.DESERT, np.uint8),
        "c_owner": padded(owner[atlas.territory[rows]], np.uint8, K.NOBODY),
        "c_sid": padded(stable_ids_of_cells(atlas.cell_id[rows]), np.uint32),
        "c_places": np.zeros(n + 1, np.uint8),
        # To a metre: the last bits of a sine are other ones on processors with wider registers.
        "c_x": padded(np.round(x, 3), np.float64),
        "c_y": padded(np.round(y, 3), np.float64),
        "c_airfield": padded(airfields[rows], np.uint8),
        "c_region": np.zeros(n + 1, np.int64),
        "c_bounds": np.zeros(n + 1, np.uint8),
    }


def _edge_arrays(sc: Scenario, atlas: Atlas, rows: Array, cell_of: Array) -> dict[str, Array]:
    n = rows.size
    start = np.repeat(np.arange(atlas.size), np.diff(atlas.offset))
    keep = (cell_of[start] >= 0) & (cell_of[atlas.neighbor] >= 0) & (atlas.width_m > 0)
    edge = np.flatnonzero(keep)
    a, b = start[edge], atlas.neighbor[edge]
    c, d = cell_of[a], cell_of[b]
    first = np.searchsorted(c, np.arange(n))
    slot = np.arange(edge.size) - first[c]
    bare = bare_ground(atlas, a, b)
    ground = edge_ground(atlas, bare, edge)

    def table(values: Array, dtype: Any, fill: float = 0) -> Array:
        out = np.full((n + 1, 6), fill, dtype)
        out[c, slot] = values
        return out

    nbr = table(d, np.int32, n)
    # Every edge goes both ways: sorted by start and goal, the one back stands where goal and start say.
    there, back = c.astype(np.int64) * (n + 1) + d, d.astype(np.int64) * (n + 1) + c
    order = np.argsort(there)
    back = slot[order[np.searchsorted(there, back, sorter=order)]]
    return {
        "e_nbr": nbr,
        "e_rev": table(back, np.int8),
        "e_len": table(atlas.length_m[edge], np.int32, 1),
        "e_width": table(atlas.width_m[edge], np.int32),
        "e_ground": table(ground, np.uint8, K.MOUNTAIN),
        "e_cap": table(edge_capacity(sc, atlas, bare, edge), np.int32, 1),
        "e_river": table(atlas.river[edge], np.uint8),
        "e_bridge": table(atlas.bridge[edge], np.uint8),
        "e_haul": table(haul(sc, ground, atlas.length_m[edge]), np.int32, 1),
        "e_rail": table(atlas.rail[edge], np.uint8),
        "e_gauge": table(atlas.gauge[edge], np.uint8),
        "e_bearing": table(atlas.bearing_deg[edge], np.float64),
    }


def make_ground(sc: Scenario, atlas: Atlas, points: list[tuple[float, float]], radius_km: float) -> Ground:
    """Cut a scenario's extent out of the atlas."""
    rows = np.flatnonzero(extent(atlas, points, radius_km))
    cell_of = np.full(atlas.size, -1, np.int64)
    cell_of[rows] = np.arange(rows.size)
    return Ground(rows, cell_of, _cell_arrays(sc, atlas, rows) | _edge_arrays(sc, atlas, rows, cell_of))
