"""Lambert conformal conic projection of the maps: parallels 38N and 52N, origin 46N 130E, sphere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

EARTH_KM = 6371.007180918475
PARALLELS = (38.0, 52.0)
ORIGIN = (46.0, 130.0)

FloatArray = npt.NDArray[np.float64]


def _half_colatitude(lat: npt.ArrayLike) -> FloatArray:
    return np.asarray(np.tan(np.pi / 4 + np.radians(np.asarray(lat, np.float64)) / 2), np.float64)


_P1, _P2 = np.radians(PARALLELS)
_CONE = float(
    np.log(np.cos(_P1) / np.cos(_P2))
    / np.log(_half_colatitude(PARALLELS[1]) / _half_colatitude(PARALLELS[0]))
)
_SCALE = float(EARTH_KM * np.cos(_P1) * _half_colatitude(PARALLELS[0]) ** _CONE / _CONE)
_RADIUS0 = float(_SCALE / _half_colatitude(ORIGIN[0]) ** _CONE)


def project(lat: npt.ArrayLike, lon: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Project degrees to the map plane.

    Parameters
    ----------
    lat, lon : array_like
        Degrees; broadcast against each other.

    Returns
    -------
    x_km, y_km : ndarray of float64
        Kilometres east and north of the origin 46N 130E.

    Notes
    -----
    Formulas of Snyder, *Map Projections: A Working Manual* (USGS 1395, 1987), 15-1 to 15-4, sphere.
    """
    radius = _SCALE / _half_colatitude(lat) ** _CONE
    angle = _CONE * np.radians(np.asarray(lon, np.float64) - ORIGIN[1])
    return radius * np.sin(angle), _RADIUS0 - radius * np.cos(angle)


def unproject(x_km: npt.ArrayLike, y_km: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return latitude and longitude in degrees of points of the map plane (kilometres)."""
    x = np.asarray(x_km, np.float64)
    down = _RADIUS0 - np.asarray(y_km, np.float64)
    lat = 2 * np.arctan((_SCALE / np.hypot(x, down)) ** (1 / _CONE)) - np.pi / 2
    return np.degrees(lat), ORIGIN[1] + np.degrees(np.arctan2(x, down)) / _CONE
