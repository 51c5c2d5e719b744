"""Lettering of maps: finds room for names, slants and turns them, gives them a paper halo."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
PAPER: Colour = (243, 238, 224)
SLANT = 0.22
STRAIGHT = 0.86
"""Shortest chord, as a share of the stretch, along which a name is still set."""


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the lettering face at a size in pixels."""
    return ImageFont.load_default(size)


@dataclass
class Lettering:
    """An image being lettered, and the room already taken on it."""

    image: Image.Image
    margin: float = 2.0
    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        """Whether a rectangle lies on the sheet and touches no other name."""
        left, top, right, bottom = box
        edge = self.margin
        if left < edge or top < edge or right > self.image.width - edge or bottom > self.image.height - edge:
            return False
        return not any(left < r and right > x and top < b and bottom > y for x, y, r, b in self.taken)

    def reserve(self, box: Box) -> None:
        """Take a rectangle."""
        self.taken.append(box)

    def stamp(self, glyphs: Image.Image, left: float, top: float) -> None:
        """Lay a piece of lettering (RGBA) on the map and take its room."""
        place = (round(left), round(top))
        self.image.alpha_composite(glyphs, place) if self._inside(glyphs, place) else None
        self.reserve((left, top, left + glyphs.width, top + glyphs.height))

    def _inside(self, glyphs: Image.Image, place: tuple[int, int]) -> bool:
        x, y = place
        return (
            x >= 0
            and y >= 0
            and x + glyphs.width <= self.image.width
            and (y + glyphs.height <= self.image.height)
        )


def write(
    text: str,
    size: int,
    colour: Colour,
    *,
    bold: bool = False,
    slanted: bool = False,
    spacing: float = 0.0,
    halo: int = 2,
    opacity: int = 255,
) -> Image.Image:
    """Return a line of text as a transparent picture cropped to its ink."""
    face = font(size)
    advance = [face.getlength(letter) + spacing * size for letter in text]
    if spacing == 0:
        advance = [face.getlength(text)]
    pad = halo + size
    wide, high = int(sum(advance)) + 2 * pad, int(1.5 * size) + 2 * pad
    ink, halo_ink = Image.new("L", (wide, high), 0), Image.new("L", (wide, high), 0)
    pens = ImageDraw.Draw(ink), ImageDraw.Draw(halo_ink)
    x = float(pad)
    weight = max(0.0, size / 28) if bold else 0
    for piece, step in zip(text if spacing else [text], advance, strict=True):
        pens[0].text((x, pad), piece, fill=255, font=face, stroke_width=weight)
        pens[1].text((x, pad), piece, fill=255, font=face, stroke_width=weight + halo)
        x += step
    picture = Image.new("RGBA", (wide, high), (*PAPER, 0))
    picture.putalpha(halo_ink.point(lambda v: int(v * 0.62)))
    solid = Image.new("RGBA", (wide, high), (*colour, 255))
    mask = ink.point(lambda v: v * opacity // 255)
    lettered = Image.composite(solid, picture, mask) if halo else solid
    if not halo:
        lettered.putalpha(mask)
    if slanted:
        shift = SLANT * high / 2
        lettered = lettered.transform(
            lettered.size, Image.Transform.AFFINE, (1, SLANT, -shift, 0, 1, 0), Image.Resampling.BICUBIC
        )
    return lettered.crop(lettered.getbbox() or (0, 0, 1, 1))


def beside(lettering: Lettering, glyphs: Image.Image, x: float, y: float, gap: float) -> bool:
    """Set a name beside a point where there is room: right, left, above, below, then the corners."""
    wide, high = glyphs.size
    places = [
        (x + gap, y - high / 2), (x - gap - wide, y - high / 2),
        (x + gap * 0.7, y - gap * 0.5 - high), (x + gap * 0.7, y + gap * 0.5),
        (x - gap * 0.7 - wide, y - gap * 0.5 - high), (x - gap * 0.7 - wide, y + gap * 0.5),
        (x - wide / 2, y - gap - high), (x - wide / 2, y + gap),
    ]  # fmt: skip
    for left, top in places:
        if lettering.free((left, top, left + wide, top + high)):
            lettering.stamp(glyphs, left, top)
            return True
    return False


def _stretches(line: npt.NDArray[np.float64], need: float) -> list[tuple[float, float, float, float]]:
    """Return the chords (x0, y0, x1, y1) over straight stretches of a given length, straightest first."""
    step = np.hypot(*np.diff(line, axis=0).T)
    reach = np.concatenate([[0.0], np.cumsum(step)])
    found = []
    for start in np.arange(0, max(0.0, float(reach[-1]) - need), max(need / 4, 1.0)):
        ends = np.array([start, start + need])
        xs, ys = np.interp(ends, reach, line[:, 0]), np.interp(ends, reach, line[:, 1])
        straight = round(float(np.hypot(xs[1] - xs[0], ys[1] - ys[0])) / need, 3)
        if straight >= STRAIGHT:
            left, right = (0, 1) if xs[0] <= xs[1] else (1, 0)
            chord = (float(xs[left]), float(ys[left]), float(xs[right]), float(ys[right]))
            found.append((-straight, float(start), chord))
    return [chord for _, _, chord in sorted(found)]


def along(
    lettering: Lettering, glyphs: Image.Image, line: npt.NDArray[np.float64], keep_clear: float
) -> bool:
    """Set a name along the straightest free stretch of a line (pixels), a little above it."""
    lift = glyphs.height / 2 + keep_clear
    for x0, y0, x1, y1 in _stretches(line, glyphs.width * 1.05):
        angle = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
        turned = glyphs.rotate(-angle, Image.Resampling.BICUBIC, expand=True)
        normal = np.radians(angle - 90)
        left = float((x0 + x1) / 2 + lift * np.cos(normal)) - turned.width / 2
        top = float((y0 + y1) / 2 + lift * np.sin(normal)) - turned.height / 2
        if lettering.free((left, top, left + turned.width, top + turned.height)):
            lettering.stamp(turned, left, top)
            return True
    return False
