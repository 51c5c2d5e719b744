"""The sheet of a map: which piece of the plane it shows and how kilometres become pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from khingan.atlas.projection import project, unproject
from khingan.errors import InputError, Problem

Points = npt.NDArray[np.float64]
BBox = tuple[float, float, float, float]
"""South, west, north, east in degrees."""

DEFAULT_BBOX: BBox = (38.0, 111.5, 54.0, 146.5)
MIN_WIDTH, MAX_WIDTH = 300, 8000


@dataclass(frozen=True)
class Sheet:
    """A rectangle of the map plane drawn at a fixed scale."""

    left_km: float
    top_km: float
    px_per_km: float
    width: int
    height: int

    def to_px(self, lat: npt.ArrayLike, lon: npt.ArrayLike) -> tuple[Points, Points]:
        """Pixel coordinates (x right, y down) of degrees."""
        x, y = project(lat, lon)
        return (x - self.left_km) * self.px_per_km, (self.top_km - y) * self.px_per_km

    def km_to_px(self, points: Points) -> Points:
        """Pixel coordinates of points (x_km, y_km)."""
        return np.stack(
            [(points[:, 0] - self.left_km) * self.px_per_km, (self.top_km - points[:, 1]) * self.px_per_km],
            axis=1,
        )

    def degrees(self) -> tuple[Points, Points]:
        """Latitude and longitude of every pixel's centre, two arrays of shape (height, width)."""
        return _degrees(self)

    def scaled(self, factor: int) -> Sheet:
        """Return the same rectangle in finer pixels."""
        return Sheet(
            self.left_km, self.top_km, self.px_per_km * factor, self.width * factor, self.height * factor
        )


@lru_cache(maxsize=1)
def _degrees(sheet: Sheet) -> tuple[Points, Points]:
    x = sheet.left_km + (np.arange(sheet.width) + 0.5) / sheet.px_per_km
    y = sheet.top_km - (np.arange(sheet.height) + 0.5) / sheet.px_per_km
    return unproject(*np.meshgrid(x, y))


def _check(width_px: int, bbox: BBox) -> None:
    south, west, north, east = bbox
    problems = []
    if not MIN_WIDTH <= width_px <= MAX_WIDTH:
        problems.append(
            Problem(
                "the map's width is out of range",
                field="width",
                value=str(width_px),
                expected=f"{MIN_WIDTH} to {MAX_WIDTH} pixels",
            )
        )
    numbers = np.isfinite(bbox).all()
    if not (numbers and 20 <= south < north <= 75 and 80 <= west < east <= 180):
        problems.append(
            Problem(
                "the map's limits are out of range",
                field="bbox",
                value=",".join(f"{v:g}" for v in bbox),
                expected="south,west,north,east in degrees, 20-75 N and 80-180 E, south < north, west < east",
            )
        )
    elif north - south < 0.3 or east - west < 0.3:
        problems.append(
            Problem(
                "the map's limits are too close together",
                field="bbox",
                value=",".join(f"{v:g}" for v in bbox),
                expected="at least 0.3 degrees each way",
            )
        )
    if problems:
        raise InputError(problems)


def sheet_for(width_px: int, bbox: BBox | None = None) -> Sheet:
    """Return the smallest sheet of a given width that shows a box of degrees.

    Parameters
    ----------
    width_px : int
        Width in pixels, 300 to 8000; the height follows.
    bbox : tuple of float, optional
        South, west, north, east; default shows the main theatre.

    Raises
    ------
    InputError
        If width or limits are out of range.
    """
    box = DEFAULT_BBOX if bbox is None else bbox
    _check(width_px, box)
    south, west, north, east = box
    lat, lon = np.linspace(south, north, 50), np.linspace(west, east, 50)
    rim_lat = np.concatenate([lat, lat, np.full(50, south), np.full(50, north)])
    rim_lon = np.concatenate([np.full(50, west), np.full(50, east), lon, lon])
    x, y = project(rim_lat, rim_lon)
    # Parallels bend: the north edge is cut at its lowest point, so that no empty land beyond it is shown.
    top = float(y[-50:].min() * 0.45 + y[-50:].max() * 0.55)
    left, right, bottom = float(x.min()), float(x.max()), float(y.min())
    scale = width_px / (right - left)
    return Sheet(left, top, scale, width_px, max(1, round((top - bottom) * scale)))
