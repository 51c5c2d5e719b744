"""Towns on the map: which is named from how near, so that names do not cover each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from khingan.report.dispositions import PIXELS_PER_KM
from khingan.report.frame import Frame
from khingan.report.geometry import Points

_CHARACTER_PX = 6.3
_CITY, _TOWN = 150_000, 20_000


@dataclass(frozen=True)
class Town:
    """A named place on the sheet and the nearest level of view at which its name has room."""

    name: str
    modern: str
    x: float
    y: float
    rank: int
    level: int
    side: str  # anchor of the label: start, end


def place_labels(places: Sequence[Mapping[str, Any]], frame: Frame, important: frozenset[str]) -> list[Town]:
    """Choose from which level of view each place is named so that names do not cover each other.

    Parameters
    ----------
    places : sequence of dict
        Gazetteer rows.
    frame : Frame
        The sheet.
    important : frozenset of str
        Place ids that come first among places of their size (those with a documented date).

    Returns
    -------
    list of Town
        Level 3 = only its dot is drawn.
    """
    rows = [p for p in places if p.get("cell", 0) is not None and p.get("cell", 0) >= 0]
    rows.sort(key=lambda p: (_rank(p, important), -(p.get("population_1940") or 0), str(p["place_id"])))
    taken: list[list[tuple[float, float, float, float]]] = [[], [], []]
    towns = []
    for row in rows:
        x, y = (float(v) for v in frame.to_drawing(row["lat"], row["lon"]))
        if not (0 <= x <= frame.width and 0 <= y <= frame.height):
            continue
        name = str(row["name_1945"]).split("(")[0].strip()
        rank = _rank(row, important)
        level, side = _room(x, y, len(name) * _CHARACTER_PX + 6, rank, taken)
        modern = str(row.get("modern_name") or "")
        towns.append(Town(name, "" if modern == name else modern, x, y, rank, level, side))
    return towns


def _rank(row: Mapping[str, Any], important: frozenset[str]) -> int:
    people = row.get("population_1940") or 0
    if people >= _CITY:
        return 0
    return 1 if people >= _TOWN or row["place_id"] in important else 2


def _room(
    x: float, y: float, width: float, rank: int, taken: list[list[tuple[float, float, float, float]]]
) -> tuple[int, str]:
    for level in range(rank, 3):
        scale = PIXELS_PER_KM[level]
        for side, left in (("start", x * scale + 3), ("end", x * scale - 3 - width)):
            box = (left, y * scale - 7, left + width, y * scale + 6)
            if not any(_touch(box, other) for other in taken[level]):
                # A name shown from afar is shown near by too, where it needs less of the sheet.
                for near in range(level, 3):
                    grown = PIXELS_PER_KM[near]
                    start = x * grown + 3 if side == "start" else x * grown - 3 - width
                    taken[near].append((start, y * grown - 7, start + width, y * grown + 6))
                return level, side
    return 3, "start"


def _touch(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def obstacles_of(towns: Sequence[Town], level: int) -> Points:
    """Names of the greater towns shown at a level of view, which counters should leave free.

    Returns
    -------
    float64[m, 4]
        Middle in drawing units, width and height in pixels.
    """
    boxes = []
    for town in towns:
        if town.rank <= min(level, 1) and town.level <= level:
            width = len(town.name) * _CHARACTER_PX
            shift = (width / 2 + 4) / PIXELS_PER_KM[level]
            boxes.append((town.x + (shift if town.side == "start" else -shift), town.y, width, 9.0))
    return np.array(boxes, np.float64).reshape(-1, 4)


def towns_svg(towns: Sequence[Town]) -> str:
    """Dots and names of places, at a constant size on the screen."""
    pieces = []
    for town in towns:
        radius = (2.6, 2.0, 1.5)[town.rank]
        x = 5 if town.side == "start" else -5
        text = ""
        if town.level < 3:
            modern = f' <tspan class="md">{escape(town.modern)}</tspan>' if town.modern else ""
            text = f'<text x="{x}" y="3.5" text-anchor="{town.side}">{escape(town.name)}{modern}</text>'
        pieces.append(
            f'<g transform="translate({town.x:.1f} {town.y:.1f})"><g class="k town r{town.rank} '
            f'l{town.level}"><circle r="{radius}"/>{text}</g></g>'
        )
    return "".join(pieces)
