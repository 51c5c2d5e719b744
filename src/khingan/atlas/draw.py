"""Draws the base map: a paper-coloured staff map of any piece of the atlas."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy.typing as npt
from PIL import Image, ImageDraw

from khingan.atlas import ink
from khingan.atlas.drawing import rail_courses, smooth, table_lines, track_courses
from khingan.atlas.furniture import add_furniture
from khingan.atlas.ground_picture import paint_ground
from khingan.atlas.names import letter_map
from khingan.atlas.reader import Atlas, load_atlas
from khingan.atlas.sheet import BBox, Points, Sheet, sheet_for

LAYERS = frozenset(
    ("relief", "cover", "rivers", "rail", "tracks", "borders", "towns", "works", "names", "furniture")
)
"""Everything a map can show; pass a smaller set to leave things out."""

RIVER: ink.Colour = (112, 143, 163)
STREAM: ink.Colour = (147, 167, 180)
RAIL: ink.Colour = (58, 54, 52)
TRACK: ink.Colour = (136, 104, 72)
BORDER: ink.Colour = (150, 66, 58)
WORKS: ink.Colour = (116, 50, 44)
TOWN: ink.Colour = (44, 40, 38)
_FINE = 2


@dataclass(frozen=True)
class BaseMap:
    """A drawn map and the way from degrees to its pixels.

    Attributes
    ----------
    image : PIL.Image.Image
        The picture, RGB.
    sheet : Sheet
        Which piece of the plane it shows.
    """

    image: Image.Image
    sheet: Sheet

    def to_px(self, lat: npt.ArrayLike, lon: npt.ArrayLike) -> tuple[Points, Points]:
        """Pixel coordinates (x right, y down) of degrees."""
        return self.sheet.to_px(lat, lon)

    def save(self, path: Path | str) -> None:
        """Write the picture as PNG."""
        self.image.save(path, format="PNG")


def pen_unit(sheet: Sheet) -> float:
    """Thickness of the thinnest line in pixels: grows with the picture and, weakly, with the scale."""
    by_scale = float((sheet.px_per_km / 0.75) ** 0.35)
    by_size = float((sheet.width / 2200) ** 0.85)
    return max(0.85, by_size) * min(1.6, max(0.9, by_scale))


def _draw_rivers(pen: ImageDraw.ImageDraw, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    widths = {1: 0.75, 2: 1.2, 3: 1.9}
    for head, points in table_lines(atlas.rivers, "river_id"):
        line = sheet.km_to_px(smooth(points, relaxations=0, corner_cuts=2))
        ink.stroke(pen, line, STREAM if head["class"] == 1 else RIVER, widths[head["class"]] * unit)


def _draw_borders(pen: ImageDraw.ImageDraw, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    outer = {"USSR", "MPR"}
    for head, points in table_lines(atlas.borders, "ring"):
        line = sheet.km_to_px(points)
        first, second = head["name"].split("-")
        strong = bool({first, second} & outer) and {first, second} != outer
        width = (2.1 if strong else 1.5) * unit
        ink.dashes(pen, line, BORDER, width, (9 * unit, 4 * unit, 2 * unit, 4 * unit))


def _draw_tracks(pen: ImageDraw.ImageDraw, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    for points in track_courses(atlas):
        ink.dashes(pen, sheet.km_to_px(points), TRACK, 0.8 * unit, (6 * unit, 2.5 * unit))


def _draw_rail(pen: ImageDraw.ImageDraw, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    for head, points in rail_courses(atlas):
        narrow = head["gauge_mm"] < 1435
        ink.ladder(
            pen,
            sheet.km_to_px(points),
            RAIL,
            (0.75 if narrow else 1.05) * unit,
            (8 if narrow else 6.5) * unit,
            (1.7 if narrow else 2.3) * unit,
            head["tracks"] == 2,
        )


def _draw_symbols(pen: ImageDraw.ImageDraw, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    for feature in atlas.features.to_pylist():
        x, y = (float(v) for v in sheet.to_px(feature["lat"], feature["lon"]))
        if feature["kind"] == "fortified-zone":
            ink.works(pen, x, y, 6.5 * unit, WORKS)
        elif feature["kind"] == "pass":
            ink.saddle(pen, x, y, 3.8 * unit, WORKS)


def _draw_towns(pen: ImageDraw.ImageDraw, places: list[dict[str, Any]], sheet: Sheet, unit: float) -> None:
    for place in places:
        x, y = (float(v) for v in sheet.to_px(place["lat"], place["lon"]))
        radius = (3.6 if is_city(place) else 2.2) * unit
        ink.disc(pen, x, y, radius, TOWN, (248, 244, 234))
        if is_city(place):
            ink.disc(pen, x, y, radius * 0.34, TOWN, TOWN)


def is_city(place: dict[str, Any]) -> bool:
    """Whether a place is lettered in the heavier weight."""
    return (place["population_1940"] or 0) >= 100_000


def _line_work(atlas: Atlas, sheet: Sheet, layers: Collection[str], unit: float) -> Image.Image:
    """Draw all lines and symbols at twice the size and shrink them: smooth edges."""
    fine, thick = sheet.scaled(_FINE), unit * _FINE
    clear = Image.new("RGBA", (fine.width, fine.height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(clear)
    steps = {
        "rivers": _draw_rivers, "borders": _draw_borders, "tracks": _draw_tracks, "rail": _draw_rail,
        "works": _draw_symbols,
    }  # fmt: skip
    for name, draw in steps.items():
        if name in layers:
            draw(pen, atlas, fine, thick)
    if "towns" in layers:
        _draw_towns(pen, [p for p in atlas.places.to_pylist() if p["kind"] != "pass"], fine, thick)
    return clear.resize((sheet.width, sheet.height), Image.Resampling.BOX)


def base_map(
    width_px: int = 2400,
    bbox: BBox | None = None,
    layers: Collection[str] = LAYERS,
    atlas: Atlas | None = None,
) -> BaseMap:
    """Draw a map.

    Parameters
    ----------
    width_px : int
        Width of the picture, 300 to 8000 pixels.
    bbox : tuple of float, optional
        South, west, north, east in degrees; default is the main theatre.
    layers : collection of str
        What to draw, out of `LAYERS`.
    atlas : Atlas, optional
        Default is the committed map.

    Returns
    -------
    BaseMap
        Picture and mapping from degrees to pixels.

    Raises
    ------
    InputError
        If width or limits are out of range.
    """
    atlas = load_atlas() if atlas is None else atlas
    sheet = sheet_for(width_px, bbox)
    unit = pen_unit(sheet)
    picture = paint_ground(atlas, sheet, relief="relief" in layers, cover="cover" in layers).convert("RGBA")
    picture.alpha_composite(_line_work(atlas, sheet, layers, unit))
    if "names" in layers:
        letter_map(picture, atlas, sheet, unit, reserve_furniture="furniture" in layers)
    if "furniture" in layers:
        add_furniture(picture, atlas, sheet, unit)
    return BaseMap(picture.convert("RGB"), sheet)
