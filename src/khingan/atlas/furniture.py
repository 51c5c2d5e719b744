"""Frame, graticule, scale bar and legend of a map."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from khingan.atlas import ink, labels
from khingan.atlas.ground_picture import COVER_TINTS
from khingan.atlas.reader import Atlas
from khingan.atlas.sheet import Points, Sheet

INK: ink.Colour = (58, 54, 52)
LEGEND_WIDTH, LEGEND_HEIGHT = 222, 190


def furniture_box(sheet: Sheet, unit: float) -> labels.Box:
    """Return the rectangle of the legend: lower right corner."""
    width, height = LEGEND_WIDTH * unit, LEGEND_HEIGHT * unit
    right, bottom = sheet.width - 20 * unit, sheet.height - 20 * unit
    return right - width, bottom - height, right, bottom


def _graticule(picture: Image.Image, sheet: Sheet, unit: float) -> None:
    lat, lon = sheet.degrees()
    span = float(lat.max() - lat.min())
    every = 5 if span > 9 else 2 if span > 3 else 1 if span > 1.5 else 0.5
    lines = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(lines)
    faint = (*INK, 46)

    def rim(value: float, sign: str, xs: Points, ys: Points) -> None:
        pen.line(
            list(zip(xs.tolist(), ys.tolist(), strict=True)), fill=faint, width=max(1, round(0.6 * unit))
        )
        text = labels.write(f"{value:g}°{sign}", round(9 * unit), INK, halo=max(1, round(unit)))
        if sign == "E":
            inside = np.flatnonzero((ys >= 0) & (xs > 0) & (xs < sheet.width - text.width))
            spot = (xs[inside[np.argmin(ys[inside])]] + 3 * unit, 9 * unit) if inside.size else None
        else:
            inside = np.flatnonzero((xs >= 0) & (ys > 20 * unit) & (ys < sheet.height - 20 * unit))
            spot = (9 * unit, ys[inside[np.argmin(xs[inside])]] + 2 * unit) if inside.size else None
        if spot:
            lines.alpha_composite(text, (round(spot[0]), round(spot[1])))

    for value in np.arange(np.ceil(lat.min() / every) * every, lat.max(), every):
        along = np.linspace(lon.min(), lon.max(), 200)
        rim(float(value), "N", *sheet.to_px(np.full(200, value), along))
    for value in np.arange(np.ceil(lon.min() / every) * every, lon.max(), every):
        along = np.linspace(lat.min(), lat.max(), 200)
        rim(float(value), "E", *sheet.to_px(along, np.full(200, value)))
    picture.alpha_composite(lines)


def _frame(pen: ImageDraw.ImageDraw, sheet: Sheet, unit: float) -> None:
    outer, inner = 2 * unit, 6 * unit
    pen.rectangle((0, 0, sheet.width - 1, sheet.height - 1), outline=labels.PAPER, width=round(6 * unit))
    pen.rectangle(
        (outer, outer, sheet.width - 1 - outer, sheet.height - 1 - outer),
        outline=INK,
        width=max(1, round(1.6 * unit)),
    )
    pen.rectangle(
        (inner, inner, sheet.width - 1 - inner, sheet.height - 1 - inner),
        outline=INK,
        width=max(1, round(0.7 * unit)),
    )


def _scale_bar(picture: Image.Image, sheet: Sheet, unit: float, x: float, y: float) -> None:
    longest = 150 * unit / sheet.px_per_km
    total = max(v for v in (1, 2, 5, 10, 20, 50, 100, 200, 400, 500) if v <= max(longest, 1))
    pen = ImageDraw.Draw(picture)
    step = total / 4 * sheet.px_per_km
    for part in range(4):
        box = (x + part * step, y, x + (part + 1) * step, y + 4 * unit)
        pen.rectangle(box, fill=INK if part % 2 == 0 else labels.PAPER, outline=INK)
    for value, at in ((0, 0.0), (total // 2 if total > 1 else total / 2, 2 * step), (total, 4 * step)):
        text = labels.write(f"{value:g}" + (" km" if value == total else ""), round(8.5 * unit), INK, halo=0)
        picture.alpha_composite(text, (round(x + at), round(y + 6 * unit)))


def _plain_text(pen: ImageDraw.ImageDraw, text: str, size: float, x: float, y: float) -> None:
    """Write small print, its middle at the height `y`."""
    pen.text((x, y), text, fill=INK, font=labels.font(round(size)), anchor="lm")


def _legend_lines(picture: Image.Image, unit: float, left: float, top: float) -> None:
    """Draw samples of the line work with their names."""
    from khingan.atlas import draw

    fine = 2
    room = (round(40 * unit) * fine, round(18 * unit) * fine)
    thick = unit * fine

    def sample(kind: str) -> Image.Image:
        patch = Image.new("RGBA", room, (0, 0, 0, 0))
        pen = ImageDraw.Draw(patch)
        middle = room[1] / 2
        line = np.array([[2 * thick, middle], [room[0] - 4 * thick, middle]])
        if kind.startswith("rail"):
            ink.ladder(pen, line, draw.RAIL, 1.05 * thick, 6.5 * thick, 2.3 * thick, kind == "rail2")
        elif kind == "track":
            ink.dashes(pen, line, draw.TRACK, 0.9 * thick, (6 * thick, 2.5 * thick))
        elif kind == "border":
            ink.dashes(pen, line, draw.BORDER, 2 * thick, (9 * thick, 4 * thick, 2 * thick, 4 * thick))
        elif kind == "works":
            ink.works(pen, room[0] / 2, middle + 2 * thick, 5 * thick, draw.WORKS)
        else:
            ink.saddle(pen, room[0] / 2, middle, 3.2 * thick, draw.WORKS)
        return patch.resize((room[0] // fine, room[1] // fine), Image.Resampling.BOX)

    rows = (
        ("rail1", "Railway with road"), ("rail2", "Double track"), ("track", "Track"),
        ("border", "Border, August 1945"), ("works", "Fortified zone"), ("pass", "Pass"),
    )  # fmt: skip
    pen = ImageDraw.Draw(picture)
    for number, (kind, text) in enumerate(rows):
        y = top + number * 15 * unit
        picture.alpha_composite(sample(kind), (round(left), round(y)))
        _plain_text(pen, text, 9 * unit, left + 46 * unit, y + 9 * unit)


def _legend_tints(picture: Image.Image, unit: float, left: float, top: float) -> None:
    pen = ImageDraw.Draw(picture)
    for number, (code, text) in enumerate(
        ((1, "Forest"), (2, "Steppe"), (3, "Desert, sand"), (4, "Swamp"), (5, "Farmland"), (0, "Open"))
    ):
        x, y = left + (number % 3) * 66 * unit, top + (number // 3) * 15 * unit
        pen.rectangle((x, y, x + 13 * unit, y + 9 * unit), fill=COVER_TINTS[code], outline=INK)
        _plain_text(pen, text, 8.5 * unit, x + 17 * unit, y + 4.5 * unit)


def add_furniture(picture: Image.Image, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    """Draw graticule, frame, legend and scale bar onto a map."""
    _graticule(picture, sheet, unit)
    left, top, right, bottom = furniture_box(sheet, unit)
    if right - left < 0.4 * sheet.width and bottom - top < 0.5 * sheet.height:
        pen = ImageDraw.Draw(picture)
        pen.rectangle(
            (left, top, right, bottom),
            fill=(248, 244, 234, 255),
            outline=INK,
            width=max(1, round(0.8 * unit)),
        )
        _legend_lines(picture, unit, left + 8 * unit, top + 6 * unit)
        _legend_tints(picture, unit, left + 10 * unit, top + 104 * unit)
        _scale_bar(picture, sheet, unit, left + 12 * unit, top + 146 * unit)
        note = labels.write(
            f"Map {atlas.digest[:8]}; Lambert conformal, 38 and 52 N",
            round(7.5 * unit),
            INK,
            halo=0,
            opacity=170,
        )
        picture.alpha_composite(note, (round(left + 11 * unit), round(bottom - 14 * unit)))
    _frame(ImageDraw.Draw(picture), sheet, unit)
