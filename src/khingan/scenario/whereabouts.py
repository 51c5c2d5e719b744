"""Where something stands, in words: the nearest place of the gazetteer, how far and in which direction."""

from __future__ import annotations

import math

import numpy as np

from khingan.atlas import Atlas
from khingan.scenario.placing import EARTH_KM

COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
AT_KM = 8.0  # about half a cell: nearer than this is there


class Whereabouts:
    """Names points by the places near them.

    Parameters
    ----------
    atlas : Atlas
        Map with the gazetteer.
    """

    def __init__(self, atlas: Atlas) -> None:
        places = atlas.places
        self.ids: list[str] = places["place_id"].to_pylist()
        self.names: list[str] = places["name_1945"].to_pylist()
        self._lat = np.radians(np.array(places["lat"].to_pylist(), np.float64))
        self._lon = np.radians(np.array(places["lon"].to_pylist(), np.float64))
        self._name_of: dict[str, str] = dict(zip(self.ids, self.names, strict=True))

    def name(self, place_id: str) -> str:
        """Name of a place; its id where the gazetteer lacks it."""
        return self._name_of.get(place_id, place_id)

    def words(self, lat: float, lon: float) -> str:
        """Say where a point lies: ``Hailar``, or ``23 km NE of Hailar``."""
        p, q = math.radians(lat), math.radians(lon)
        h = np.sin((self._lat - p) / 2) ** 2
        h += np.cos(self._lat) * math.cos(p) * np.sin((self._lon - q) / 2) ** 2
        nearest = int(h.argmin())
        km = 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(float(h[nearest]))))
        if km < AT_KM:
            return str(self.names[nearest])
        east = (q - float(self._lon[nearest])) * math.cos(p)
        bearing = math.degrees(math.atan2(east, p - float(self._lat[nearest])))
        return f"{km:.0f} km {COMPASS[round(bearing / 45.0) % 8]} of {self.names[nearest]}"
