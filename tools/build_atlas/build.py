"""The recipe: from open data and authored layers to the map's tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import shapely

from khingan.atlas.projection import project

from . import authored, coast, cover, gazetteer, grid, rail, relief, rivers, roads, sources, territory
from .network import Land

CITY_POPULATION = 250_000


@dataclass(frozen=True)
class Ground:
    """Everything known of the cells before anything of man is laid on them."""

    ids: np.ndarray
    lat: np.ndarray
    lon: np.ndarray
    area: np.ndarray
    graph: grid.Graph
    water: np.ndarray
    land_pct: np.ndarray
    landmass: np.ndarray
    width_m: np.ndarray
    height: np.ndarray
    relief: np.ndarray
    rough: np.ndarray
    form: np.ndarray
    cover: np.ndarray
    territory: np.ndarray


@dataclass(frozen=True)
class Man:
    """What people put on the ground."""

    places: list[dict[str, object]]
    features: list[dict[str, object]]
    railways: rail.Railways
    rivers: list[rivers.River]
    river: np.ndarray
    road: np.ndarray
    bridge: np.ndarray
    mountain_pass: np.ndarray


def window() -> tuple[float, float, float, float]:
    """West, east, south and north limits of what is read from the data."""
    margin = grid.MARGIN_DEG
    return grid.WEST - margin, grid.EAST + margin, grid.SOUTH - margin, grid.NORTH + margin


def shoreline() -> list[sources.Polygon]:
    """The shoreline polygons as of 1945: without the reservoirs filled later."""
    later = [(float(row["lat"]), float(row["lon"])) for row in authored.read("later_lakes.csv")]

    def is_later(ring: sources.Polygon) -> bool:
        lon, lat = ring.lonlat.mean(axis=0)
        return ring.level == 2 and any(grid.great_circle_km(y, x, lat, lon) < 5 for y, x in later)

    return [ring for ring in sources.read_coast(*window()) if not is_later(ring)]


def _inside(lat: np.ndarray, lon: np.ndarray, text: str) -> np.ndarray:
    shape = shapely.polygons(authored.points(text)[:, ::-1])
    shapely.prepare(shape)
    return shapely.contains(shape, shapely.points(lon, lat))


def _near_line(lat: np.ndarray, lon: np.ndarray, text: str, half_width_km: float) -> np.ndarray:
    x, y = project(*authored.points(text).T)
    line = shapely.linestrings(np.stack([x, y], axis=1))
    return shapely.distance(shapely.points(*project(lat, lon)), line) <= half_width_km


def _authored_form(form: np.ndarray, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Raise the form where the coarse heights are known to flatten a range."""
    form = form.copy()
    for row in authored.read("regions.csv"):
        if row["form_at_least"]:
            level = {"hills": relief.HILLS, "mountain": relief.MOUNTAIN}[row["form_at_least"]]
            mask = _inside(lat, lon, row["polygon_lat_lon"])
            form[mask] = np.maximum(form[mask], level)
    for row in authored.read("lines.csv"):
        if row["kind"] == "ridge":
            form[_near_line(lat, lon, row["line_lat_lon"], float(row["half_width_km"]))] = relief.MOUNTAIN
    return form


def _authored_cover(
    found: np.ndarray, lat: np.ndarray, lon: np.ndarray, rise: np.ndarray, rough: np.ndarray
) -> np.ndarray:
    masks = {code: np.zeros(lat.size, bool) for code in (cover.STEPPE, cover.DESERT, cover.SWAMP)}
    codes = {"steppe": cover.STEPPE, "desert": cover.DESERT, "swamp": cover.SWAMP}
    for row in authored.read("regions.csv"):
        if row["cover"] in codes:
            masks[codes[row["cover"]]] |= _inside(lat, lon, row["polygon_lat_lon"])
    belt = [row for row in authored.read("regions.csv") if row["cover"] == "steppe-limit"]
    for row in belt:
        outside = ~_inside(lat, lon, row["polygon_lat_lon"])
        found = np.where(outside & (found == cover.STEPPE), cover.OPEN, found)
    masks[cover.STEPPE] &= found != cover.FOREST
    masks[cover.DESERT] &= found != cover.FOREST
    return cover.apply_regions(found, masks, rise, rough)


def _straits() -> list[np.ndarray]:
    rows = [row for row in authored.read("lines.csv") if row["kind"] == "strait"]
    return [authored.points(row["line_lat_lon"])[:, ::-1] for row in rows]


def _cut_out(
    say: Callable[[str], object],
) -> tuple[np.ndarray, grid.Raster, coast.Shore, np.ndarray, np.ndarray, np.ndarray]:
    """Choose the cells: ids, raster, shore, land share per pixel and per cell, water class."""
    ids = grid.cells_in_box()
    say(f"{ids.size} cells in the box")
    raster = grid.sampling_raster(ids)
    shore = coast.paint(shoreline(), _straits(), raster)
    land_px, land, lake = coast.shares(shore, raster, ids.size)
    water = coast.water_class(land, lake)
    a, b = grid.neighbour_pairs(ids)
    keep = grow_land(water, a, b)
    ids, land, water, raster = ids[keep], land[keep], water[keep], grid.restrict(raster, keep)
    return ids, raster, shore, land_px, land, water


def survey(say: Callable[[str], object] = print) -> Ground:
    """Build cells, graph, water, landmasses, heights, forms, cover and territory."""
    ids, raster, shore, land_px, land, water = _cut_out(say)
    lat, lon = grid.centres(ids)
    graph = grid.build_graph(ids)
    area = grid.areas_km2(ids)
    owner = coast.landmass_labels(shore, raster, water)
    water = np.where((water == coast.LAND) & (owner < 0), coast.SEA, water).astype(np.uint8)
    width = coast.land_width_m(shore, graph, owner)
    landmass = coast.number_landmasses(owner, area * land)
    say(f"{ids.size} cells kept, {(water == coast.LAND).sum()} of land on {landmass.max() + 1} landmasses")
    height, rise, rough = relief.measure(
        sources.read_heights(), sources.read_relief_image(), land_px, raster, graph, landmass
    )
    share = cover.class_shares(sources.read_land_cover(), land_px, raster, ids.size)
    form = _authored_form(relief.classify(height, rise, rough), lat, lon)
    dry = water == coast.LAND
    held = territory.assign(territory.territory_shapes(), lat, lon, water)
    nomadic = held == territory.NAMES.index("MPR")
    found = cover.undo_modern_farming(cover.classify(share), form, nomadic)
    # Bare ground on a coast is tidal flat or beach, not desert.
    found = np.where((found == cover.DESERT) & (land < 0.98), cover.OPEN, found)
    ground = np.where(dry, _authored_cover(found, lat, lon, rise, rough), 0)
    say("heights, cover and territories done")
    return Ground(
        ids,
        lat,
        lon,
        area,
        graph,
        water,
        np.rint(100 * land).astype(np.uint8),
        landmass,
        width,
        height,
        rise,
        rough,
        np.where(dry, form, 0).astype(np.uint8),
        ground.astype(np.uint8),
        held,
    )


def grow_land(water: np.ndarray, a: np.ndarray, b: np.ndarray, rings: int = 6) -> np.ndarray:
    """Keep land, lakes and the sea within six cells of land."""
    return grid.grow(water != coast.SEA, a, b, rings)


def _cities(places: list[dict[str, object]], ground_cover: np.ndarray) -> np.ndarray:
    """Mark the cells of the great cities of 1940; today's built-up land is ignored."""
    result = ground_cover.copy()
    for place in places:
        if place["cell"] >= 0 and (place["population_1940"] or 0) >= CITY_POPULATION:
            result[place["cell"]] = cover.URBAN
    return result


def settle(ground: Ground, say: Callable[[str], object] = print) -> tuple[Ground, Man]:
    """Lay rivers, places, railways, roads, bridges and passes on the ground."""
    graph, lat, lon = ground.graph, ground.lat, ground.lon
    lines = rivers.build(sources.read_river_lines(*window()), authored.read("rivers.csv"))
    lakes = [ring.lonlat for ring in shoreline() if ring.level == 2 and ring.area_km2 >= rivers.LAKE_KM2]
    level = rivers.crossings(lines, lakes, lat, lon, graph.a, graph.b, ground.width_m)
    say(f"{len(lines)} river lines, {(level > 0).sum()} crossings")
    snapper = gazetteer.Snapper(lat, lon, ground.water, ground.territory, ground.landmass)
    places = gazetteer.place_rows(authored.read("places.csv"), snapper)
    features = gazetteer.feature_rows(authored.read("features.csv"), places, snapper)
    land = Land(
        graph.a, graph.b, graph.length_m, ground.width_m, level, ground.form, ground.cover, ground.territory
    )
    cell_of = {place["place_id"]: place["cell"] for place in places}
    railways = rail.route(authored.read("rail.csv"), land, cell_of, snapper)
    passes = [feature["cell"] for feature in features if feature["kind"] == "pass"]
    nodes = np.array([place["cell"] for place in places if place["cell"] >= 0] + passes)
    road = roads.lay(land, railways.tracks, nodes, lat, lon, ground.landmass)
    bridge = rivers.bridges(
        level, railways.tracks, road, authored.read("crossings.csv"), lat[graph.a], lon[graph.a]
    )
    marked = roads.mark_passes(land, road, passes)
    say(f"{(railways.tracks > 0).sum()} rail pairs, {(road == 1).sum()} track pairs, {bridge.sum()} bridges")
    regions = gazetteer.region_rows(
        [row for row in authored.read("regions.csv") if row["class"] != "limit"],
        lambda t: authored.points(t).mean(axis=0),
    )
    man = Man(places, features + regions, railways, lines, level, road, bridge, marked)
    return _with_cover(ground, _cities(places, ground.cover)), man


def _with_cover(ground: Ground, new_cover: np.ndarray) -> Ground:
    return replace(ground, cover=new_cover)
