"""The front line by day as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign.calendar import STEPS_PER_DAY
from khingan.report.frontline import Grid, front_lines

DECIMALS = 4  # about 10 m; a cell is 15 km across


def front_by_day(control: NDArray[np.uint8], grid: Grid, start: datetime) -> dict[str, Any]:
    """Return the front line at the start and at the end of each day.

    Parameters
    ----------
    control : uint8[steps + 1, C]
        Side that holds each cell after each step, the first row before it; 255 for nobody.
    grid : Grid
        The atlas the array is aligned with.
    start : datetime
        When the campaign began.

    Returns
    -------
    dict
        FeatureCollection with one MultiLineString a day; properties ``day`` (0 = the start) and ``time``.
    """
    features = []
    for day, row in enumerate(control[::STEPS_PER_DAY]):
        lines = [np.round(line, DECIMALS).tolist() for line in front_lines(row, grid)]
        features.append(
            {
                "type": "Feature",
                "properties": {"day": day, "time": (start + timedelta(days=day)).isoformat()},
                "geometry": {"type": "MultiLineString", "coordinates": lines},
            }
        )
    return {"type": "FeatureCollection", "features": features}


def write_front(control: NDArray[np.uint8], grid: Grid, start: datetime, path: Path) -> None:
    """Write the front line by day to a file; see `front_by_day`."""
    path.write_text(json.dumps(front_by_day(control, grid, start), separators=(",", ":")), encoding="utf-8")
