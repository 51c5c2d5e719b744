"""The painted ground of a map: paper, muted tints of cover, soft relief, water and shore."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from khingan.atlas.drawing import cell_polygons, table_lines
from khingan.atlas.labels import PAPER
from khingan.atlas.reader import LAND, Atlas, data_folder
from khingan.atlas.sheet import Sheet

Colour = tuple[int, int, int]

COVER_TINTS: tuple[Colour, ...] = (
    (240, 233, 214),  # open
    (205, 214, 184),  # forest
    (237, 227, 194),  # steppe
    (240, 219, 184),  # desert
    (203, 217, 206),  # swamp
    (239, 235, 208),  # farmland
    (226, 209, 196),  # urban
)
FORM_SHADE = (1.0, 0.972, 0.935)
WATER: Colour = (190, 206, 214)
SHALLOW: Colour = (212, 222, 224)
COASTLINE: Colour = (96, 122, 138)
RELIEF_DEPTH = 0.5


def _tints(atlas: Atlas, sheet: Sheet) -> Image.Image:
    """Paint every cell in its tint and let the colours run into each other."""
    image = Image.new("RGB", (sheet.width, sheet.height), PAPER)
    pen = ImageDraw.Draw(image)
    corners, offset = cell_polygons()
    pixels = sheet.km_to_px(corners)
    middle = np.add.reduceat(pixels, offset[:-1]) / np.diff(offset)[:, None]
    reach = 40 * sheet.px_per_km
    shown = (middle > -reach).all(axis=1) & (middle < [sheet.width + reach, sheet.height + reach]).all(axis=1)
    tint = np.rint(np.array(COVER_TINTS)[atlas.cover] * np.array(FORM_SHADE)[atlas.form, None]).astype(int)
    land = shown & (atlas.water == LAND)
    # First the coast's cells, larger than life, so that no paper shows between tint and shore.
    for cells, growth in ((np.flatnonzero(land & (atlas.land_pct < 100)), 1.6), (np.flatnonzero(land), 1.0)):
        for cell in cells.tolist():
            outline = middle[cell] + (pixels[offset[cell] : offset[cell + 1]] - middle[cell]) * growth
            pen.polygon(outline.ravel().tolist(), fill=tuple(tint[cell].tolist()))
    return image.filter(ImageFilter.GaussianBlur(7 * sheet.px_per_km))


def _light(atlas: Atlas, sheet: Sheet) -> Image.Image:
    """Sample the committed relief picture at every pixel of the sheet (bilinear)."""
    with Image.open(data_folder() / "hillshade.png") as picture:
        grey = np.asarray(picture.convert("L"), np.float32)
    frame = atlas.meta["hillshade"]
    lat, lon = sheet.degrees()
    row = (frame["north"] - lat) / (frame["north"] - frame["south"]) * grey.shape[0] - 0.5
    col = (lon - frame["west"]) / (frame["east"] - frame["west"]) * grey.shape[1] - 0.5
    row, col = np.clip(row, 0, grey.shape[0] - 1.001), np.clip(col, 0, grey.shape[1] - 1.001)
    i, j = row.astype(np.int32), col.astype(np.int32)
    v, u = (row - i).astype(np.float32), (col - j).astype(np.float32)
    top = grey[i, j] * (1 - u) + grey[i, j + 1] * u
    bottom = grey[i + 1, j] * (1 - u) + grey[i + 1, j + 1] * u
    return Image.fromarray(np.asarray(top * (1 - v) + bottom * v, np.uint8))


def _shade(tints: Image.Image, light: Image.Image) -> Image.Image:
    """Darken slopes in shadow and lift those in light, weakly."""
    depth = np.asarray(light, np.float32)[..., None] / 128 - 1
    colour = np.asarray(tints, np.float32)
    # Shadows go towards a cool brown rather than to black: softer on paper.
    shadow = np.array([104, 96, 88], np.float32)
    dark = np.clip(-depth, 0, 1) * RELIEF_DEPTH
    bright = np.clip(depth, 0, 1) * RELIEF_DEPTH * 0.5
    shaded = colour * (1 - dark) + shadow * dark
    shaded = shaded * (1 - bright) + 255 * bright
    return Image.fromarray(np.clip(shaded, 0, 255).astype(np.uint8))


def land_mask(atlas: Atlas, sheet: Sheet, factor: int = 2) -> Image.Image:
    """Return a grey picture, 255 on land, softened at the edges."""
    fine = sheet.scaled(factor)
    mask = Image.new("L", (fine.width, fine.height), 0)
    pen = ImageDraw.Draw(mask)
    for head, points in table_lines(atlas.coast, "ring"):
        outline = [tuple(p) for p in fine.km_to_px(points).tolist()]
        if len(outline) > 2:
            pen.polygon(outline, fill=0 if head["kind"] == "lake" else 255)
    return mask.resize((sheet.width, sheet.height), Image.Resampling.BOX)


def _charted(atlas: Atlas, sheet: Sheet) -> Image.Image:
    """Return 255 where the atlas has data, 0 beyond its box: there the paper stays blank."""
    lat, lon = sheet.degrees()
    frame = atlas.meta["hillshade"]
    inside = (lat > frame["south"]) & (lat < frame["north"]) & (lon > frame["west"]) & (lon < frame["east"])
    return Image.fromarray(inside.astype(np.uint8) * 255)


def paint_ground(atlas: Atlas, sheet: Sheet, *, relief: bool = True, cover: bool = True) -> Image.Image:
    """Return the painted ground (RGB) of a sheet, without lines and names."""
    size = (sheet.width, sheet.height)
    ground = _tints(atlas, sheet) if cover else Image.new("RGB", size, PAPER)
    if relief:
        ground = _shade(ground, _light(atlas, sheet))
    land = land_mask(atlas, sheet)
    # A lighter band along the shore, as engraved water lines would give.
    near = land.filter(ImageFilter.GaussianBlur(max(1.5, 16 * sheet.px_per_km)))
    water = Image.composite(Image.new("RGB", size, SHALLOW), Image.new("RGB", size, WATER), near)
    picture = Image.composite(ground, water, land)
    picture = Image.composite(picture, Image.new("RGB", size, PAPER), _charted(atlas, sheet))
    rim = ImageChops.difference(land, land.filter(ImageFilter.MinFilter(3)))
    shore = Image.new("RGB", size, COASTLINE)
    return Image.composite(shore, picture, rim.point(lambda v: int(v * 0.8)))
