"""The map as the page draws it: cells, lines and places in km of the projection."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.atlas import Atlas, load_atlas
from khingan.atlas.draw import is_city
from khingan.atlas.drawing import cell_polygons, rail_courses, smooth, table_lines, track_courses
from khingan.atlas.projection import ORIGIN, PARALLELS, project
from khingan.server.models import Axis, Line, MapLines, MapPlace, Zone

GRAIN = 32  # corners are rounded to 1/32 km, which packs better and is not seen
COVER = ("open", "forest", "steppe", "desert", "swamp", "farmland", "urban")
FORM = ("plain", "hills", "mountain")
WATER = ("land", "sea", "lake")
NO_REGION = 255


def cells_arrow(regions: NDArray[np.uint8], region_ids: list[str], in_play: NDArray[np.bool_]) -> bytes:
    """All cells in the order of the atlas, one a row; described in docs/serve.md.

    Parameters
    ----------
    regions : ndarray, [atlas cells]
        Region of each cell, 255 = none.
    region_ids : list of str
        Ids of the regions.
    in_play : ndarray of bool, [atlas cells]
        Cells that the scenario plays on.
    """
    atlas = load_atlas()
    corners, offset = cell_polygons()
    xy = (np.rint(corners * GRAIN) / GRAIN).astype(np.float32)
    x, y = project(atlas.lat, atlas.lon)
    columns = {
        "cell_hi": (atlas.cell_id >> np.uint64(32)).astype(np.uint32),
        "cell_lo": (atlas.cell_id & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        "polygon": pa.ListArray.from_arrays(pa.array(offset * 2, pa.int32()), pa.array(xy.ravel())),
        "x": (np.rint(x * GRAIN) / GRAIN).astype(np.float32),
        "y": (np.rint(y * GRAIN) / GRAIN).astype(np.float32),
        "height_m": atlas.height_m,
        "relief_m": atlas.relief_m,
        "form": atlas.form,
        "cover": atlas.cover,
        "water": atlas.water,
        "land_pct": atlas.land_pct,
        "territory": atlas.territory,
        "region": regions,
        "in_play": in_play.astype(np.uint8),
    }
    meta = {
        "cells": atlas.size,
        "cover": list(COVER),
        "form": list(FORM),
        "water": list(WATER),
        "territories": list(atlas.territories),
        "regions": region_ids,
        "no_region": NO_REGION,
        "projection": {"kind": "lambert conformal conic, sphere", "parallels": PARALLELS, "origin": ORIGIN},
    }
    table = pa.table(columns).replace_schema_metadata({"khingan": json.dumps(meta)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def regions_of(compiled: Any) -> tuple[NDArray[np.uint8], list[str], NDArray[np.bool_]]:
    """Region of every atlas cell, ids of the regions, and which cells are in play."""
    size = compiled.atlas.size
    found, in_play = np.full(size, NO_REGION, np.uint8), np.zeros(size, bool)
    found[compiled.atlas_row] = np.asarray(compiled.world.c["region"])[: len(compiled.atlas_row)]
    in_play[compiled.atlas_row] = True
    return found, [str(row["region_id"]) for row in compiled.scenario.tables["regions"]] or ["all"], in_play


@lru_cache(maxsize=1)
def map_lines() -> MapLines:
    """Coast, lakes, rivers, railways, tracks, borders and fortified zones."""
    atlas = load_atlas()
    x, y = project(atlas.lat, atlas.lon)
    return MapLines(
        lines=[*_coast(atlas), *_rivers(atlas), *_rails(atlas), *_borders(atlas)],
        zones=[_zone(row) for row in atlas.features.to_pylist()],
        box_km=[round(float(v), 1) for v in (x.min(), y.min(), x.max(), y.max())],
    )


def _coast(atlas: Atlas) -> list[Line]:
    lines = []
    for head, points in table_lines(atlas.coast, "ring"):
        kind = "lake" if head["kind"] == "lake" else "coast"
        lines.append(
            Line(kind=kind, line_id=f"{kind}-{head['ring']}", name="", xy=_flat(points), closed=True)
        )
    return lines


def _rivers(atlas: Atlas) -> list[Line]:
    return [
        Line(
            kind="river",
            line_id=str(head["river_id"]),
            name=str(head["name"] or ""),
            xy=_flat(smooth(points, relaxations=0, corner_cuts=1)),
            weight=int(head["class"]),
        )
        for head, points in table_lines(atlas.rivers, "river_id")
    ]


def _rails(atlas: Atlas) -> list[Line]:
    rails = [
        Line(
            kind="rail",
            line_id=str(head["line_id"]),
            name=str(head["line_name"]),
            xy=_flat(points),
            gauge_mm=int(head["gauge_mm"]),
            tracks=int(head["tracks"]),
        )
        for head, points in rail_courses(atlas)
    ]
    tracks = [
        Line(kind="track", line_id=f"track-{i}", name="", xy=_flat(points))
        for i, points in enumerate(track_courses(atlas))
    ]
    return rails + tracks


def _borders(atlas: Atlas) -> list[Line]:
    return [
        Line(kind="border", line_id=f"border-{head['ring']}", name=str(head["name"]), xy=_flat(points))
        for head, points in table_lines(atlas.borders, "ring")
    ]


def _zone(row: dict[str, Any]) -> Zone:
    x, y = _at(row)
    return Zone(
        feature_id=row["feature_id"], name=row["name"], kind=row["kind"], x=x, y=y, cell=_cell(row), note=row["note"]
    )  # fmt: skip


@lru_cache(maxsize=1)
def map_places() -> list[MapPlace]:
    """Places of the gazetteer, the largest first."""
    found = []
    for row in load_atlas().places.to_pylist():
        x, y = _at(row)
        found.append(
            MapPlace(
                place_id=row["place_id"],
                name_1945=row["name_1945"],
                name_modern=row["modern_name"] or "",
                kind=row["kind"],
                x=x,
                y=y,
                lat=round(row["lat"], 4),
                lon=round(row["lon"], 4),
                cell=_cell(row),
                population=row["population_1940"],
                city=is_city(row),
            )
        )
    return sorted(found, key=lambda place: (-(place.population or 0), place.place_id))


def axes_of(compiled: Any) -> list[Axis]:
    """Planned axes with the atlas rows of their objectives."""
    world = compiled.world
    units: dict[int, list[str]] = {}
    sides: dict[int, int] = {}
    for axis, unit_ids in _units_on(compiled).items():
        units[axis] = [compiled.entries[i].unit_id for i in unit_ids]
        sides[axis] = int(compiled.entries[unit_ids[0]].side)
    found = []
    for i, plan in enumerate(compiled.axis_plan):
        first, count = int(world.a["first"][i]), int(world.a["count"][i])
        cells = [int(c) for c in world.o_cell[first : first + count]]
        on_map = [int(compiled.atlas_row[c]) for c in cells if 0 <= c < len(compiled.atlas_row)]
        if i in units and on_map:
            found.append(
                Axis(
                    plan_id=plan,
                    side=compiled.scenario.side_ids[sides[i]],
                    posture=_posture(int(world.a["posture"][i])),
                    units=units[i],
                    cells=on_map,
                )
            )
    return found


def _units_on(compiled: Any) -> dict[int, list[int]]:
    """Units by axis: from the first axis of a unit along its later phases."""
    found: dict[int, list[int]] = {}
    following = compiled.world.a["next"]
    for i, first in enumerate(compiled.world.u["axis"].tolist()):
        axis, passed = int(first), set()
        while axis >= 0 and axis not in passed:
            passed.add(axis)
            found.setdefault(axis, []).append(i)
            axis = int(following[axis])
    return found


def _posture(code: int) -> str:
    from khingan.campaign.codes import POSTURES

    return POSTURES[code]


def _at(row: dict[str, Any]) -> tuple[float, float]:
    x, y = project(row["lat"], row["lon"])
    return round(float(x), 2), round(float(y), 2)


def _cell(row: dict[str, Any]) -> int | None:
    return row["cell"] if row["cell"] >= 0 else None


def _flat(points: NDArray[np.float64]) -> list[float]:
    found: list[float] = np.round(points, 2).ravel().tolist()
    return found
