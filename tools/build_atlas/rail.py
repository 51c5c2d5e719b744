"""Routes the railways cell by cell through their stations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .gazetteer import Snapper
from .network import Land, Router, pair_index, steps
from .territory import CONTROLLER_TERRITORIES, NAMES

GAUGE_CODE = {1435: 1, 1524: 2, 1067: 3, 750: 4}


@dataclass(frozen=True)
class Railways:
    """Stations, paths and what lies on each pair of cells."""

    stations: list[dict[str, object]]
    paths: list[dict[str, object]]
    tracks: np.ndarray
    gauge: np.ndarray


def _stations(rows: list[dict[str, str]], cell_of_place: dict[str, int], snapper: Snapper) -> list[dict]:
    result = []
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        cell = cell_of_place.get(row["place_id"], -1)
        if cell < 0:
            cell = snapper.nearest(lat, lon, row["controller_9aug"])[0]
        result.append(
            {
                "line_id": row["line_id"],
                "line_name": row["line_name"],
                "gauge_mm": int(row["gauge_mm"]),
                "tracks": int(row["tracks"]),
                "seq": int(row["seq"]),
                "station": row["station"],
                "place_id": row["place_id"] or None,
                "lat": lat,
                "lon": lon,
                "cell": cell,
                "controller": row["controller_9aug"],
                "source_id": row["source_id"],
                "confidence": row["confidence"],
            }
        )
    return result


def _codes(controller: str) -> tuple[int, ...]:
    return tuple(NAMES.index(name) for name in CONTROLLER_TERRITORIES[controller])


def _line_path(stops: list[dict], routers: dict[str, Router], anywhere: Router) -> list[int]:
    """Chain the routes between consecutive stations; across the border where a line ends beyond it."""
    cells = [stops[0]["cell"]]
    for stop in stops[1:]:
        leg = routers[stop["controller"]].path(cells[-1], stop["cell"])
        leg = leg or anywhere.path(cells[-1], stop["cell"])
        if leg is None:
            raise ValueError(f"line {stop['line_id']}: no land between {cells[-1]} and {stop['station']}")
        cells += leg[1:]
    return cells


def route(
    rows: list[dict[str, str]], land: Land, cell_of_place: dict[str, int], snapper: Snapper
) -> Railways:
    """Route every line; on a pair used by several lines the one with more tracks counts."""
    stations = _stations(rows, cell_of_place, snapper)
    lines: dict[str, list[dict]] = {}
    for station in stations:
        lines.setdefault(station["line_id"], []).append(station)
    routers = {name: Router(land, _codes(name)) for name in {s["controller"] for s in stations}}
    anywhere = Router(land)
    index = pair_index(land.a, land.b)
    tracks = np.zeros(land.a.size, np.uint8)
    gauge = np.zeros(land.a.size, np.uint8)
    paths: list[dict[str, object]] = []
    for line_id, stops in lines.items():
        cells = _line_path(sorted(stops, key=lambda stop: stop["seq"]), routers, anywhere)
        first = stops[0]
        for seq, cell in enumerate(cells, 1):
            paths.append(
                {
                    "line_id": line_id,
                    "gauge_mm": first["gauge_mm"],
                    "tracks": first["tracks"],
                    "seq": seq,
                    "cell": cell,
                }
            )
        for pair in steps(cells):
            k = index[pair]
            if first["tracks"] > tracks[k]:
                tracks[k], gauge[k] = first["tracks"], GAUGE_CODE[first["gauge_mm"]]
    return Railways(stations, paths, tracks, gauge)
