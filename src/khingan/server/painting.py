"""The painted ground of the whole map as one picture that the pages lay under everything else."""

from __future__ import annotations

import base64
import io

from khingan.atlas import load_atlas
from khingan.atlas.drawing import cell_polygons
from khingan.atlas.ground_picture import paint_ground
from khingan.atlas.sheet import Sheet
from khingan.server.models import GroundPicture

PX_PER_KM = 0.9
"""The widest picture that every graphics card takes is 4096 pixels; a cell is then about 15 pixels wide."""
MOST_PX = 4096
MARGIN_KM = 4.0
QUALITY = 80


def ground_picture(px_per_km: float = PX_PER_KM) -> GroundPicture:
    """Paint relief, cover and water in the projection of the map.

    Parameters
    ----------
    px_per_km : float
        Scale; lowered where the picture would grow wider than 4096 pixels.
    """
    corners, _ = cell_polygons()
    left, bottom = (float(v) - MARGIN_KM for v in corners.min(axis=0))
    right, top = (float(v) + MARGIN_KM for v in corners.max(axis=0))
    scale = min(px_per_km, MOST_PX / max(right - left, top - bottom))
    sheet = Sheet(left, top, scale, int((right - left) * scale), int((top - bottom) * scale))
    sink = io.BytesIO()
    paint_ground(load_atlas(), sheet).save(sink, "WEBP", quality=QUALITY, method=4)
    return GroundPicture(
        bounds_km=[left, top - sheet.height / scale, left + sheet.width / scale, top],
        width=sheet.width,
        height=sheet.height,
        webp=base64.b64encode(sink.getvalue()).decode(),
    )
