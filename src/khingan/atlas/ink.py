"""Pens for line work: dashed lines, railway ladders, and small map symbols."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import ImageDraw

Points = npt.NDArray[np.float64]
Colour = tuple[int, int, int]


def stroke(pen: ImageDraw.ImageDraw, line: Points, colour: Colour, width: float) -> None:
    """Draw a plain line (pixels)."""
    if len(line) > 1:
        pen.line([tuple(p) for p in line.tolist()], fill=colour, width=max(1, round(width)), joint="curve")


def resample(line: Points, spacing: float) -> Points:
    """Return points at even distances along a line, both ends included."""
    step = np.hypot(*np.diff(line, axis=0).T)
    reach = np.concatenate([[0.0], np.cumsum(step)])
    count = max(2, round(float(reach[-1]) / spacing) + 1)
    at = np.linspace(0, reach[-1], count)
    return np.stack([np.interp(at, reach, line[:, 0]), np.interp(at, reach, line[:, 1])], axis=1)


def dashes(
    pen: ImageDraw.ImageDraw, line: Points, colour: Colour, width: float, pattern: tuple[float, ...]
) -> None:
    """Draw a line in dashes; `pattern` holds lengths of ink and gap in turn."""
    step = np.hypot(*np.diff(line, axis=0).T)
    reach = np.concatenate([[0.0], np.cumsum(step)])
    if reach[-1] == 0:
        return
    at, turn = 0.0, 0
    while at < reach[-1]:
        end = min(at + pattern[turn % len(pattern)], float(reach[-1]))
        if turn % 2 == 0:
            inner = line[(reach > at) & (reach < end)]
            ends = np.array([at, end])
            tips = np.stack([np.interp(ends, reach, line[:, 0]), np.interp(ends, reach, line[:, 1])], 1)
            stroke(pen, np.concatenate([tips[:1], inner, tips[1:]]), colour, width)
        at, turn = end, turn + 1


def ladder(
    pen: ImageDraw.ImageDraw,
    line: Points,
    colour: Colour,
    width: float,
    spacing: float,
    half: float,
    paired: bool,
) -> None:
    """Draw a railway: a line with cross-ties, in pairs for double track."""
    stroke(pen, line, colour, width)
    ties = resample(line, spacing)
    if len(ties) < 3:
        return
    along = ties[2:] - ties[:-2]
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    ahead = along / length
    across = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) * half
    shifts = (-1.3 * width, 1.3 * width) if paired else (0.0,)
    for shift in shifts:
        middle = ties[1:-1] + ahead * shift
        for a, b in zip((middle - across).tolist(), (middle + across).tolist(), strict=True):
            pen.line([tuple(a), tuple(b)], fill=colour, width=max(1, round(width)))


def disc(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, ink: Colour, fill: Colour) -> None:
    """Draw a town ring."""
    pen.ellipse(
        (x - radius, y - radius, x + radius, y + radius),
        fill=fill,
        outline=ink,
        width=max(1, round(radius * 0.42)),
    )


def works(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, ink: Colour) -> None:
    """Draw a fortified zone: an open arc with teeth."""
    width = max(1, round(radius * 0.2))
    pen.arc((x - radius, y - radius, x + radius, y + radius), 150, 390, fill=ink, width=width)
    for angle in np.radians(np.arange(150, 391, 40)):
        dx, dy = float(np.cos(angle)), float(np.sin(angle))
        pen.line(
            [(x + dx * radius, y + dy * radius), (x + dx * radius * 1.38, y + dy * radius * 1.38)],
            fill=ink,
            width=width,
        )


def saddle(pen: ImageDraw.ImageDraw, x: float, y: float, size: float, ink: Colour) -> None:
    """Draw a pass: two brackets back to back."""
    width = max(1, round(size * 0.22))
    for side, start in ((-1.25, -60), (1.25, 120)):
        middle = x + side * size
        pen.arc((middle - size, y - size, middle + size, y + size), start, start + 120, fill=ink, width=width)
