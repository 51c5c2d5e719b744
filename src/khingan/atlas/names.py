"""Which names a map carries, in which order and in which lettering."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from khingan.atlas import labels
from khingan.atlas.drawing import smooth, table_lines
from khingan.atlas.furniture import furniture_box
from khingan.atlas.reader import LAND, Atlas
from khingan.atlas.sheet import Sheet

TOWN: labels.Colour = (40, 36, 34)
RIVER: labels.Colour = (70, 104, 128)
SEA: labels.Colour = (92, 120, 138)
LAND_NAME: labels.Colour = (150, 84, 74)
RANGE: labels.Colour = (112, 96, 74)

TITLES = {
    "USSR": "UNION OF SOVIET SOCIALIST REPUBLICS", "MPR": "MONGOLIAN PEOPLE'S REPUBLIC",
    "MANCHUKUO": "MANCHUKUO", "MENGJIANG": "MENGJIANG", "CHINA": "CHINA", "KOREA": "KOREA",
    "KARAFUTO": "KARAFUTO", "KURILS": "KURIL ISLANDS", "JAPAN": "JAPAN",
}  # fmt: skip
SHORT_TITLES = {"USSR": "U.S.S.R.", "MPR": "MONGOLIA"}
WATERS = (
    ("SEA OF JAPAN", 41.0, 134.5), ("SEA OF OKHOTSK", 51.5, 147.5), ("YELLOW SEA", 36.5, 123.3),
    ("PACIFIC OCEAN", 43.5, 153.0), ("Gulf of Pechihli", 39.0, 119.9), ("Korea Bay", 39.1, 123.6),
    ("Lake Khanka", 44.95, 132.4), ("Hulun Nor", 48.95, 117.4), ("Lake Baikal", 53.5, 108.3),
    ("Tatar Strait", 49.3, 141.3), ("La Perouse Strait", 45.75, 142.0),
)  # fmt: skip
RANGES = (
    ("Greater Khingan", ((49.9, 121.6), (48.0, 121.0), (46.3, 119.9), (44.6, 118.6))),
    ("Lesser Khingan", ((49.1, 127.6), (48.4, 128.9), (47.6, 129.4))),
    ("Sikhote-Alin", ((44.6, 135.0), (46.4, 136.6), (48.2, 138.3))),
    ("Changpai Shan", ((41.5, 126.9), (42.1, 128.0), (42.7, 129.0))),
    ("G O B I", ((43.6, 111.2), (43.9, 113.8))),
    ("Central Plain", ((43.9, 123.6), (45.2, 124.9), (46.6, 125.6))),
    ("Jehol Hills", ((41.3, 117.5), (41.9, 119.6))),
    ("Stanovoi", ((55.4, 124.0), (55.5, 129.0))),
)  # fmt: skip


def _importance(place: dict[str, Any]) -> float:
    kinds = {
        "city": 4.0,
        "fortress": 4.5,
        "port": 4.2,
        "border-crossing": 3.5,
        "airfield": 2.5,
        "station": 2.0,
    }
    return kinds.get(place["kind"], 1.0) + (place["population_1940"] or 0) / 60_000


def short_name(name: str) -> str:
    """Return a name without its second form in brackets or after a stroke."""
    return name.split(" (")[0].split(" / ")[0]


def _name_towns(lettering: labels.Lettering, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    places = [p for p in atlas.places.to_pylist() if p["cell"] >= 0 and p["kind"] != "pass"]
    places.sort(key=lambda p: (-_importance(p), p["place_id"]))
    for place in places:
        x, y = (float(v) for v in sheet.to_px(place["lat"], place["lon"]))
        if not (0 < x < sheet.width and 0 < y < sheet.height):
            continue
        city = (place["population_1940"] or 0) >= 100_000
        size = round((13.5 if city else 10.5) * unit)
        if size < 7:
            continue
        name = labels.write(
            short_name(place["name_1945"]), size, TOWN, bold=city, halo=max(1, round(1.4 * unit))
        )
        labels.beside(lettering, name, x, y, (5.5 if city else 4) * unit)


def _reserve_towns(lettering: labels.Lettering, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    """Keep names off the town rings themselves."""
    for place in atlas.places.to_pylist():
        x, y = (float(v) for v in sheet.to_px(place["lat"], place["lon"]))
        room = 2.4 * unit
        lettering.reserve((x - room, y - room, x + room, y + room))


def _name_rivers(lettering: labels.Lettering, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    lines = [(head, points) for head, points in table_lines(atlas.rivers, "river_id") if head["name"]]
    lines.sort(key=lambda item: (-item[0]["class"], item[0]["river_id"]))
    for head, points in lines:
        size = round((11 if head["class"] == 3 else 9.5) * unit)
        if size < 7:
            continue
        name = labels.write(
            short_name(head["name"]), size, RIVER, slanted=True, spacing=0.12, halo=max(1, round(unit))
        )
        line = sheet.km_to_px(smooth(points, relaxations=8, corner_cuts=1))
        inside = (line > 0).all(axis=1) & (line < [sheet.width, sheet.height]).all(axis=1)
        if inside.sum() > 2:
            labels.along(lettering, name, line[inside], 2.5 * unit)


def _name_waters(lettering: labels.Lettering, sheet: Sheet, unit: float) -> None:
    for text, lat, lon in WATERS:
        x, y = (float(v) for v in sheet.to_px(lat, lon))
        big = text.isupper()
        size = round((22 if big else 10.5) * unit)
        name = labels.write(text, size, SEA, slanted=True, spacing=0.5 if big else 0.08, halo=0, opacity=215)
        box = (x - name.width / 2, y - name.height / 2, x + name.width / 2, y + name.height / 2)
        if lettering.free(box):
            lettering.stamp(name, box[0], box[1])


def _name_ranges(lettering: labels.Lettering, sheet: Sheet, unit: float) -> None:
    for text, waypoints in RANGES:
        line = np.stack(sheet.to_px(*np.array(waypoints).T), axis=1)
        name = labels.write(text, round(12.5 * unit), RANGE, slanted=True, spacing=0.55, halo=0, opacity=200)
        labels.along(lettering, name, smooth(line, 0, 2), -name.height / 2)


def heart_of(atlas: Atlas, sheet: Sheet, code: int) -> tuple[float, float, float] | None:
    """Return the pixel of a territory farthest from its limits, and that distance in cells."""
    x, y = sheet.to_px(atlas.lat, atlas.lon)
    margin = 0.04 * sheet.width
    shown = (x > margin) & (y > margin) & (x < sheet.width - margin) & (y < sheet.height - margin)
    inside = shown & (atlas.territory == code) & (atlas.water == LAND)
    if not inside.any():
        return None
    start = np.repeat(np.arange(atlas.size), np.diff(atlas.offset))
    depth = np.where(inside, 0, -1)
    layer, level = inside, 0
    while layer.any():
        depth[layer] = level
        open_side = np.zeros(atlas.size, bool)
        open_side[start[~layer[atlas.neighbor]]] = True
        layer, level = layer & ~open_side, level + 1
    deepest = np.flatnonzero(depth == depth.max())
    middle = deepest[len(deepest) // 2]
    return float(x[middle]), float(y[middle]), float(depth.max())


def _name_territories(lettering: labels.Lettering, atlas: Atlas, sheet: Sheet, unit: float) -> None:
    for code, name in enumerate(atlas.territories):
        heart = heart_of(atlas, sheet, code) if name in TITLES else None
        if heart is None:
            continue
        x, y, depth = heart
        room = 2 * depth * 14 * sheet.px_per_km
        for text in (TITLES[name], SHORT_TITLES.get(name, TITLES[name])):
            size = round((18 if depth > 8 else 13) * unit)
            title = labels.write(text, size, LAND_NAME, spacing=0.75, halo=0, opacity=170)
            box = (x - title.width / 2, y - title.height / 2, x + title.width / 2, y + title.height / 2)
            if title.width < min(1.25 * room + 60 * unit, 0.3 * sheet.width) and lettering.free(box):
                lettering.stamp(title, box[0], box[1])
                break


def letter_map(
    picture: Image.Image, atlas: Atlas, sheet: Sheet, unit: float, *, reserve_furniture: bool
) -> None:
    """Write all names that find room; large names first, then towns by weight, then rivers."""
    lettering = labels.Lettering(picture, margin=10 * unit)
    if reserve_furniture:
        lettering.reserve(furniture_box(sheet, unit))
    _reserve_towns(lettering, atlas, sheet, unit)
    _name_territories(lettering, atlas, sheet, unit)
    _name_waters(lettering, sheet, unit)
    _name_towns(lettering, atlas, sheet, unit)
    _name_rivers(lettering, atlas, sheet, unit)
    _name_ranges(lettering, sheet, unit)
