"""Puts places, stations and features into cells, on the bank of whoever held them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .coast import LAND
from .grid import EAST, NORTH, SOUTH, WEST, great_circle_km
from .territory import CONTROLLER_TERRITORIES, NAMES

SEARCH_KM = 60.0


class Snapper:
    """Finds the land cell for a point.

    A point near a border river may fall into a cell that is mostly the other
    side's; it is then moved to the nearest cell of a territory its controller
    may hold (rule R12).
    """

    def __init__(
        self,
        lat: np.ndarray,
        lon: np.ndarray,
        water: np.ndarray,
        territory: np.ndarray,
        landmass: np.ndarray,
    ) -> None:
        self.lat, self.lon = lat, lon
        self.dry = (water == LAND) & (landmass >= 0)
        self.territory = territory

    def in_box(self, lat: float, lon: float) -> bool:
        """Whether a point lies on the map at all."""
        return SOUTH <= lat <= NORTH and WEST <= lon <= EAST

    def nearest(self, lat: float, lon: float, controller: str | None) -> tuple[int, int]:
        """Return (chosen cell, cell nearest to the point whatever it is); -1 if none is near."""
        distance = great_circle_km(lat, lon, self.lat, self.lon)
        plain = int(distance.argmin())
        allowed = self.dry
        if controller:
            codes = [NAMES.index(name) for name in CONTROLLER_TERRITORIES[controller]]
            allowed = allowed & np.isin(self.territory, codes)
        distance = np.where(allowed, distance, np.inf)
        best = int(distance.argmin())
        return (best if distance[best] <= SEARCH_KM else -1), plain


def _move_note(snapper: Snapper, chosen: int, plain: int) -> str | None:
    if chosen < 0 or chosen == plain:
        return None
    km = great_circle_km(snapper.lat[chosen], snapper.lon[chosen], snapper.lat[plain], snapper.lon[plain])
    reason = "own bank" if snapper.dry[plain] else "land"
    return f"cell moved {km:.0f} km to {reason}"


def place_rows(rows: list[dict[str, str]], snapper: Snapper) -> list[dict[str, object]]:
    """Return the rows of the table of places with their cells."""
    result = []
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        chosen = plain = -1
        if snapper.in_box(lat, lon):
            chosen, plain = snapper.nearest(lat, lon, row["controller_9aug"])
        result.append(
            {
                "place_id": row["place_id"],
                "name_1945": row["name_1945"],
                "modern_name": row["modern_name"],
                "lat": lat,
                "lon": lon,
                "kind": row["kind"],
                "population_1940": int(row["population_1940"]) if row["population_1940"] else None,
                "controller_1945": row["controller_9aug"],
                "coord_accuracy_km": float(row["coord_accuracy_km"]),
                "source_id": row["source_id"],
                "confidence": row["confidence"],
                "cell": chosen,
                "note": _move_note(snapper, chosen, plain),
            }
        )
    return result


def feature_rows(
    rows: list[dict[str, str]], places: list[dict[str, object]], snapper: Snapper
) -> list[dict[str, object]]:
    """Return zones, passes and airfields of the authored table, and the ports of the gazetteer."""
    result: list[dict[str, object]] = []
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        result.append(
            {
                "feature_id": row["feature_id"],
                "name": row["name"],
                "kind": row["kind"],
                "class": row["class"],
                "lat": lat,
                "lon": lon,
                "cell": snapper.nearest(lat, lon, row["controller"] or None)[0],
                "accuracy_km": float(row["accuracy_km"]),
                "note": row["note"] or None,
                "source_id": row["source_id"],
                "confidence": row["confidence"],
            }
        )
    for place in places:
        if place["kind"] in ("port", "airfield") and place["cell"] != -1:
            result.append(
                {
                    "feature_id": f"{place['kind']}_{place['place_id']}",
                    "name": place["name_1945"],
                    "kind": place["kind"],
                    "class": place["kind"],
                    "lat": place["lat"],
                    "lon": place["lon"],
                    "cell": place["cell"],
                    "accuracy_km": place["coord_accuracy_km"],
                    "note": None,
                    "source_id": place["source_id"],
                    "confidence": place["confidence"],
                }
            )
    return result


def region_rows(rows: list[dict[str, str]], centre: Callable[[str], np.ndarray]) -> list[dict[str, object]]:
    """Return the authored regions as features at the middle of their outline, without a cell."""
    result = []
    for row in rows:
        lat, lon = centre(row["polygon_lat_lon"])
        result.append(
            {
                "feature_id": row["feature_id"],
                "name": row["name"],
                "kind": "region",
                "class": row["class"],
                "lat": lat,
                "lon": lon,
                "cell": -1,
                "accuracy_km": float(row["accuracy_km"]),
                "note": row["note"] or None,
                "source_id": row["source_id"],
                "confidence": row["confidence"],
            }
        )
    return result
