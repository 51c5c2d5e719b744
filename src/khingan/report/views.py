"""Pieces of the theatre that the map offers by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from khingan.atlas import Atlas
from khingan.report.frame import Frame

Box = tuple[float, float, float, float]
_MARGIN = 1.2  # degrees
_ASPECT = 16 / 10.5


@dataclass(frozen=True)
class View:
    """A named rectangle of the sheet: x, y, width, height in drawing units."""

    name: str
    box: Box

    @property
    def viewbox(self) -> str:
        """As an SVG attribute."""
        return " ".join(f"{v:.1f}" for v in self.box)

    def scale(self, width_px: float) -> float:
        """Drawing units per pixel when the view fills a width."""
        return self.box[2] / width_px


def theatre_box(trace: pa.Table, atlas: Atlas) -> Box:
    """South, west, north, east around every cell a unit ever stands in."""
    cells = pc.unique(trace.column("cell")).to_numpy()
    rows = np.searchsorted(atlas.cell_id, cells.astype(np.uint64))
    lat, lon = atlas.lat[rows], atlas.lon[rows]
    return (
        float(lat.min()) - _MARGIN,
        float(lon.min()) - _MARGIN,
        float(lat.max()) + _MARGIN,
        float(lon.max()) + _MARGIN,
    )


def views_of(meta: Mapping[str, Any], trace: pa.Table, atlas: Atlas, frame: Frame) -> list[View]:
    """Views the scenario names (``[[map_views]]``: ``name``, ``box``), else the main area; then the whole.

    Parameters
    ----------
    meta : mapping
        Settings of the scenario; a box is south, west, north, east in degrees.
    trace : pyarrow.Table
        Where the units are, for the main area.
    atlas : Atlas
        The map.
    frame : Frame
        The sheet.

    Returns
    -------
    list of View
        The first is shown when the page opens.
    """
    named = [
        View(str(v["name"]), _fit(frame.box(*(float(b) for b in v["box"]))))
        for v in meta.get("map_views", ())
    ]
    whole = View("Whole theatre", _fit((0.0, 0.0, frame.width, frame.height)))
    return [*(named or [View("Main area", _fit(_main_area(trace, atlas, frame)))]), whole]


def _main_area(trace: pa.Table, atlas: Atlas, frame: Frame) -> Box:
    """Rectangle that holds most men: outposts at the rim are left to the whole view."""
    first = trace.filter(pc.equal(trace.column("step"), pc.min(trace.column("step"))))
    rows = np.searchsorted(atlas.cell_id, first.column("cell").to_numpy().astype(np.uint64))
    x, y = frame.to_drawing(atlas.lat[rows], atlas.lon[rows])
    men = np.maximum(first.column("men").to_numpy().astype(np.float64), 1.0)
    left, right = _weighted(x, men)
    top, bottom = _weighted(y, men)
    return left - 60, top - 60, right - left + 120, bottom - top + 120


def _weighted(values: np.ndarray[Any, Any], weight: np.ndarray[Any, Any]) -> tuple[float, float]:
    order = np.argsort(values)
    share = np.cumsum(weight[order]) / weight.sum()
    low, high = np.searchsorted(share, (0.02, 0.98))
    return float(values[order[low]]), float(values[order[min(high, len(values) - 1)]])


def _fit(box: Box) -> Box:
    """Widen a rectangle about its middle to the shape of the map's window."""
    x, y, width, height = box
    wide, high = max(width, height * _ASPECT), max(height, width / _ASPECT)
    return x - (wide - width) / 2, y - (high - height) / 2, wide, high
