"""The sheet on which maps are drawn, in kilometres of the map plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from khingan.atlas.projection import project
from khingan.report.geometry import Points


@dataclass(frozen=True)
class Frame:
    """The sheet: drawing units are kilometres from its upper left corner, y downwards."""

    left_km: float
    top_km: float
    width: float
    height: float

    def to_drawing(self, lat: npt.ArrayLike, lon: npt.ArrayLike) -> tuple[Points, Points]:
        """Drawing units of degrees."""
        x, y = project(lat, lon)
        return x - self.left_km, self.top_km - y

    def from_plane(self, points: Points) -> Points:
        """Drawing units of points of the map plane (x_km, y_km)."""
        return np.column_stack((points[:, 0] - self.left_km, self.top_km - points[:, 1]))

    def box(self, south: float, west: float, north: float, east: float) -> tuple[float, float, float, float]:
        """Sheet rectangle (x, y, width, height) that holds a box of degrees, cut to the sheet."""
        middle = (west + east) / 2
        lat = np.array([south, south, north, north, south, north])
        lon = np.array([west, east, west, east, middle, middle])
        x, y = self.to_drawing(lat, lon)
        x, y = np.clip(x, 0, self.width), np.clip(y, 0, self.height)
        return float(x.min()), float(y.min()), float(np.ptp(x)), float(np.ptp(y))
