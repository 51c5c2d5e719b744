"""Three rulers that a simulation of dates has to beat.

1. One constant date for everything, the median of the calibration part.
2. Great-circle distance from where the unit started, at the planned daily advance.
3. The same at the single rate that fits the calibration part best.

A formation starts where the nearest of its units starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from khingan.errors import InputError, Problem
from khingan.verdict.dates import Hours, Observation

EARTH_RADIUS_KM = 6371.0088
NAMES = ("constant date", "ruler at the planned rate", "ruler at the best rate")
Points = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Baselines:
    """The three rulers, fitted.

    Parameters
    ----------
    constant_h : float
        Hours after the start.
    planned_rate, fitted_rate : float
        km per day.
    end_h : float
        No prediction lies after the end of the run.
    """

    constant_h: float
    planned_rate: float
    fitted_rate: float
    end_h: float

    def predict(self, distance_km: ArrayLike) -> Hours:
        """Predict hours after the start from distances.

        Parameters
        ----------
        distance_km : array_like, shape (n,)

        Returns
        -------
        ndarray of float64, shape (3, n)
            In the order of `NAMES`.
        """
        distance = np.asarray(distance_km, np.float64)
        rows = [
            np.full_like(distance, self.constant_h),
            distance / self.planned_rate * 24,
            distance / self.fitted_rate * 24,
        ]
        return np.minimum(np.stack(rows), self.end_h)


def fit_baselines(mid_h: ArrayLike, distance_km: ArrayLike, planned_rate: float, end_h: float) -> Baselines:
    """Fit the rulers on the calibration part.

    Parameters
    ----------
    mid_h : array_like, shape (n,)
        Middles of the observed intervals, hours after the start.
    distance_km : array_like, shape (n,)
        Distance of each place from the start of its unit.
    planned_rate : float
        km per day.
    end_h : float
        Length of the run.

    Returns
    -------
    Baselines
        Date and rate minimise the mean absolute error.

    Raises
    ------
    InputError
        Without any observation.
    """
    observed, distance = np.asarray(mid_h, np.float64), np.asarray(distance_km, np.float64)
    if observed.size == 0:
        raise InputError(Problem("no dated row of the calibration part can be compared", file="record.csv"))
    return Baselines(float(np.median(observed)), planned_rate, best_rate(distance, observed / 24), end_h)


def best_rate(distance_km: ArrayLike, days: ArrayLike) -> float:
    """Return the rate r that minimises the mean of abs(distance / r - days).

    The error is convex in 1 / r, with its minimum at the median of days / distance weighted by distance.

    Parameters
    ----------
    distance_km, days : array_like, shape (n,)

    Returns
    -------
    float
        km per day; infinite if no place lies away from its start.
    """
    distance, time = np.asarray(distance_km, np.float64), np.asarray(days, np.float64)
    moved = (distance > 0) & (time >= 0)
    if not moved.any():
        return float("inf")
    pace = time[moved] / distance[moved]
    order = np.argsort(pace, kind="stable")
    weight = np.cumsum(distance[moved][order])
    middle = pace[order][np.searchsorted(weight, weight[-1] / 2)]
    return float(1 / middle) if middle > 0 else float("inf")


def great_circle_km(lat: ArrayLike, lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike) -> Hours:
    """Return the distance over the sphere.

    Parameters
    ----------
    lat, lon, to_lat, to_lon : array_like
        Degrees; shapes that broadcast.

    Returns
    -------
    ndarray of float64
        km.
    """
    one, other, dlon = (
        np.radians(np.asarray(x, np.float64)) for x in (lat, to_lat, np.subtract(to_lon, lon))
    )
    half = np.sin((other - one) / 2) ** 2 + np.cos(one) * np.cos(other) * np.sin(dlon / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def start_points(
    units: Iterable[Mapping[str, Any]], formations: Iterable[Mapping[str, Any]]
) -> dict[str, NDArray[np.float64]]:
    """Collect where every unit, and every unit below a formation, starts.

    Parameters
    ----------
    units : iterable of mapping
        ``unit_id, formation_id, start_lat, start_lon``.
    formations : iterable of mapping
        ``formation_id, parent_id``.

    Returns
    -------
    dict of str to ndarray of float64, shape (points, 2)
        Latitude and longitude by unit or formation id. Ids without any position are absent.
    """
    parent = {row["formation_id"]: row["parent_id"] for row in formations}
    points: dict[str, list[tuple[float, float]]] = {}
    for unit in units:
        if unit["start_lat"] is None or unit["start_lon"] is None:
            continue
        owner: str | None = unit["unit_id"]
        above = unit["formation_id"]
        seen: set[str] = set()
        while owner is not None and owner not in seen:
            seen.add(owner)
            points.setdefault(owner, []).append((float(unit["start_lat"]), float(unit["start_lon"])))
            owner, above = above, parent.get(above)
    return {key: np.array(value) for key, value in points.items()}


def distances_km(observations: Sequence[Observation], starts: Points) -> Hours:
    """Return how far each observed place lies from the nearest start of the units named there.

    Parameters
    ----------
    observations : sequence of Observation
    starts : mapping of str to ndarray
        As `start_points` returns.

    Returns
    -------
    ndarray of float64, shape (observations,)
        km; NaN if no named unit has a known start.
    """
    result = np.full(len(observations), np.nan)
    for number, seen in enumerate(observations):
        known = [starts[unit] for unit in seen.unit_ids if unit in starts]
        if known:
            at = np.concatenate(known)
            result[number] = great_circle_km(at[:, 0], at[:, 1], seen.lat, seen.lon).min()
    return result
