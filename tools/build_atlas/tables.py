"""Turns what was built into Arrow tables, writes them, and describes them in digest.json."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image
from scipy import ndimage

from khingan.atlas.digest import atlas_digest

from . import RECIPE_VERSION, authored, grid, sources, territory
from .build import Ground, Man, shoreline, window

STRING_COLUMNS = {
    "place_id", "name_1945", "modern_name", "kind", "controller_1945", "source_id", "confidence", "note",
    "line_id", "line_name", "station", "controller", "feature_id", "name", "class", "river_id",
}  # fmt: skip
INT_TYPES = {
    "cell": pa.int32(),
    "seq": pa.int32(),
    "gauge_mm": pa.int16(),
    "tracks": pa.int8(),
    "population_1940": pa.int32(),
    "ring": pa.int32(),
    "level": pa.uint8(),
}


def _from_rows(rows: list[dict[str, object]]) -> pa.Table:
    columns = {}
    for name in rows[0]:
        kind = pa.string() if name in STRING_COLUMNS else INT_TYPES.get(name, pa.float32())
        columns[name] = pa.array([row[name] for row in rows], kind)
    return pa.table(columns)


def _lines(parts: list[tuple[dict[str, object], np.ndarray]]) -> pa.Table:
    """Stack (attributes, array of lat and lon) into one long table with a running `seq`."""
    rows: list[dict[str, object]] = []
    for attributes, latlon in parts:
        for seq, (lat, lon) in enumerate(np.round(latlon, 3).tolist(), 1):
            rows.append({**attributes, "seq": seq, "lat": lat, "lon": lon})
    return _from_rows(rows)


def cells_table(ground: Ground) -> pa.Table:
    """The table of cells."""
    return pa.table(
        {
            "cell_id": ground.ids,
            "lat": np.round(ground.lat, 4).astype(np.float32),
            "lon": np.round(ground.lon, 4).astype(np.float32),
            "water": ground.water,
            "form": ground.form,
            "cover": ground.cover,
            "height_m": ground.height,
            "relief_m": ground.relief,
            "land_pct": ground.land_pct,
            "area_km2": np.round(ground.area, 1).astype(np.float32),
            "landmass": ground.landmass,
            "territory": ground.territory,
        }
    )


def edges_table(ground: Ground, man: Man) -> pa.Table:
    """The table of neighbour pairs, each once (a < b); bearings in tenths of a degree both ways."""
    g = ground.graph
    there = grid.bearing_deg(ground.lat[g.a], ground.lon[g.a], ground.lat[g.b], ground.lon[g.b])
    back = grid.bearing_deg(ground.lat[g.b], ground.lon[g.b], ground.lat[g.a], ground.lon[g.a])
    return pa.table(
        {
            "cell_a": g.a,
            "cell_b": g.b,
            "length_m": g.length_m,
            "border_m": g.border_m,
            "width_m": ground.width_m,
            "bearing_ab": (np.rint(there * 10) % 3600).astype(np.uint16),
            "bearing_ba": (np.rint(back * 10) % 3600).astype(np.uint16),
            "road": man.road,
            "rail": man.railways.tracks,
            "gauge": man.railways.gauge,
            "river": man.river,
            "bridge": man.bridge,
            "mountain_pass": man.mountain_pass,
        }
    )


def _coast_table() -> pa.Table:
    import shapely

    west, east, south, north = window()
    frame = shapely.box(west, south, east, north)
    parts: list[tuple[dict[str, object], np.ndarray]] = []
    for ring in shoreline():
        if ring.area_km2 < 3:
            continue
        clipped = shapely.intersection(shapely.make_valid(shapely.polygons(ring.lonlat)), frame)
        kind = {1: "land", 2: "lake", 3: "island"}[ring.level]
        for piece in shapely.get_parts(shapely.simplify(clipped, 0.004)):
            if piece.geom_type == "Polygon" and not piece.is_empty:
                # Points along the frame too: a straight cut is a curve on the map.
                outline = shapely.get_coordinates(shapely.segmentize(piece.exterior, 0.5))[:, ::-1]
                parts.append(({"ring": len(parts), "kind": kind}, outline))
    return _lines(parts)


def build_tables(ground: Ground, man: Man) -> dict[str, pa.Table]:
    """Return all tables of the map by name."""
    borders = territory.border_lines(territory.territory_shapes())
    return {
        "cells": cells_table(ground),
        "edges": edges_table(ground, man),
        "places": _from_rows(man.places),
        "rail_lines": _from_rows(man.railways.stations),
        "rail_paths": _from_rows(man.railways.paths),
        "features": _from_rows(man.features),
        "rivers": _lines(
            [({"river_id": r.river_id, "name": r.name, "level": r.level}, r.latlon) for r in man.rivers]
        ).rename_columns(["river_id", "name", "class", "seq", "lat", "lon"]),
        "coast": _coast_table(),
        "borders": _lines(
            [({"ring": ring, "name": name}, line[:, ::-1]) for ring, (name, line) in enumerate(borders)]
        ),
    }


def write_background(folder: Path) -> None:
    """Write the grey relief picture of the extent, 2 minutes a pixel, plate carree, for drawing only."""
    west, east, south, north = window()
    world = sources.read_relief_image()
    step = 180 / world.shape[0]
    rows = slice(round((90 - north) / step), round((90 - south) / step))
    cols = slice(round((west + 180) / step), round((east + 180) / step))
    part = world[rows, cols].astype(np.float32)
    # Only the play of light is wanted: the slow change of tint with height and climate is taken out.
    light = part - ndimage.gaussian_filter(part, 12)
    grey = np.clip(np.rint((128 + 2.2 * light) / 4) * 4, 0, 255).astype(np.uint8)
    Image.fromarray(grey).save(folder / "hillshade.png", optimize=True)


def write(folder: Path, tables: dict[str, pa.Table]) -> str:
    """Write all tables, the background and digest.json; return the digest of the map."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd", compression_level=19)
    write_background(folder)
    total, each = atlas_digest(tables)
    west, east, south, north = window()
    description = {
        "digest": total,
        "tables": each,
        "recipe_version": RECIPE_VERSION,
        "h3_resolution": grid.RESOLUTION,
        "box": {"south": grid.SOUTH, "north": grid.NORTH, "west": grid.WEST, "east": grid.EAST},
        "hillshade": {"south": south, "north": north, "west": west, "east": east},
        "territories": list(territory.NAMES),
        "inputs": {name: {"package": f.package, "sha256": f.sha256} for name, f in sources.FILES.items()},
        "authored": authored.hashes(),
        "credits": CREDITS,
    }
    (folder / "digest.json").write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")
    return total


CREDITS = [
    "Shorelines, lakes and rivers: GSHHG 2.3.6 (P. Wessel and W. H. F. Smith, 1996), LGPL-3.0-or-later.",
    "Land cover: NASA LP DAAC, MODIS MCD12C1 version 6, year 2019, doi 10.5067/MODIS/MCD12C1.006.",
    "Heights: Mapzen terrain tiles (GMTED2010 and SRTM courtesy of the U.S. Geological Survey, ETOPO1 of "
    "the U.S. NOAA, ArcticDEM of DigitalGlobe imagery under NSF awards 1043681, 1559691, 1542736).",
    "Countries and shaded relief: Natural Earth, public domain.",
    "Cells: H3 of Uber Technologies, Apache-2.0.",
]
