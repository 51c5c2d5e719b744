"""What lies under the troops: relief as one picture, and rail, borders, rivers and towns as crisp lines."""

from __future__ import annotations

import base64
import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from khingan.atlas import Atlas, ground_picture
from khingan.atlas.draw import base_map
from khingan.atlas.drawing import rail_courses, table_lines, track_courses
from khingan.atlas.names import RANGES, SHORT_TITLES, TITLES, WATERS, heart_of
from khingan.atlas.sheet import Sheet, sheet_for
from khingan.errors import SystemFault
from khingan.files import replace_file
from khingan.report.frame import Frame
from khingan.report.geometry import GRAIN, Points, relax, straight_path
from khingan.report.towns import obstacles_of, place_labels, towns_svg

PICTURE_WIDTH = 1600


@dataclass(frozen=True)
class Backdrop:
    """SVG of everything that does not move.

    Attributes
    ----------
    frame : Frame
        The sheet.
    picture : str
        Attributes of the ``<image>`` with the relief.
    water : str
        Shore and rivers, under the ground that changes hands.
    lines : str
        Borders, tracks, railways and works.
    towns : str
        Places with their names.
    obstacles : tuple of float64[m, 4]
        For each level of view the names of the greater towns that counters should leave free: middle in
        drawing units, width and height in pixels.
    """

    frame: Frame
    picture: str
    water: str
    lines: str
    towns: str
    obstacles: tuple[Points, Points, Points]


def draw_backdrop(
    atlas: Atlas, box: tuple[float, float, float, float], important: frozenset[str] = frozenset()
) -> Backdrop:
    """Draw the ground of a theatre.

    Parameters
    ----------
    atlas : Atlas
        The map.
    box : tuple of float
        South, west, north, east in degrees.
    important : frozenset of str
        Places named before others of their size.

    Returns
    -------
    Backdrop
        One relief picture and crisp lines.
    """
    sheet = sheet_for(PICTURE_WIDTH, box)
    frame = Frame(sheet.left_km, sheet.top_km, sheet.width / sheet.px_per_km, sheet.height / sheet.px_per_km)
    towns = place_labels(atlas.places.to_pylist(), frame, important)
    picture = (
        f'x="0" y="0" width="{frame.width:.2f}" height="{frame.height:.2f}" preserveAspectRatio="none" '
        f'href="data:image/jpeg;base64,{base64.b64encode(relief_jpeg(atlas, box)).decode("ascii")}"'
    )
    return Backdrop(
        frame,
        picture,
        _fine(coast_svg(atlas, frame) + river_courses_svg(atlas, frame)) + river_names_svg(atlas, frame),
        _fine(borders_svg(atlas, frame) + tracks_svg(atlas, frame) + rail_svg(atlas, frame))
        + works_svg(atlas, frame),
        regions_svg(atlas, sheet, frame) + towns_svg(towns),
        (obstacles_of(towns, 0), obstacles_of(towns, 1), obstacles_of(towns, 2)),
    )


def _fine(paths: str) -> str:
    return f'<g transform="scale({1 / GRAIN:g})">{paths}</g>'


def _inside(line: Points, frame: Frame) -> bool:
    x, y = line[:, 0], line[:, 1]
    return bool(((x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)).any())


def rail_svg(atlas: Atlas, frame: Frame) -> str:
    """Railways as ladder lines."""
    pieces = {"": "", " dbl": ""}
    for head, points in rail_courses(atlas):
        line = frame.from_plane(points)
        if _inside(line, frame):
            pieces[" dbl" if head["tracks"] == 2 else ""] += straight_path(line)
    return "".join(
        f'<path class="rail{kind}" d="{path}"/><path class="ties{kind}" d="{path}"/>'
        for kind, path in pieces.items()
        if path
    )


def tracks_svg(atlas: Atlas, frame: Frame) -> str:
    """Tracks, shown near by only."""
    lines = (frame.from_plane(points)[::2] for points in track_courses(atlas))
    path = "".join(straight_path(line) for line in lines if _inside(line, frame))
    return f'<path class="track" d="{path}"/>'


def borders_svg(atlas: Atlas, frame: Frame) -> str:
    """Borders of the time as dashed lines."""
    lines = (frame.from_plane(points) for _, points in table_lines(atlas.borders, "ring"))
    path = "".join(straight_path(line) for line in lines if _inside(line, frame))
    return f'<path class="border" d="{path}"/>'


def coast_svg(atlas: Atlas, frame: Frame) -> str:
    """Shore lines of sea and lakes, without the straight limits of the map itself."""
    lat, lon = (atlas.coast.column(name).to_numpy() for name in ("lat", "lon"))
    box = atlas.meta["box"]
    near = 0.05
    rim = (lat < box["south"] + near) | (lat > box["north"] - near)
    rim |= (lon < box["west"] + near) | (lon > box["east"] - near)
    path, at = "", 0
    for _, points in table_lines(atlas.coast, "ring"):
        outside = rim[at : at + len(points)]
        at += len(points)
        line = frame.from_plane(points)
        if not _inside(line, frame):
            continue
        if not outside.any():
            path += straight_path(line, closed=True)
            continue
        cuts = np.flatnonzero(np.diff(outside.astype(np.int8))) + 1
        for piece, hidden in zip(np.split(line, cuts), np.split(outside, cuts), strict=True):
            path += "" if hidden[0] else straight_path(piece)
    return f'<path class="coast" d="{path}"/>'


def _rivers(atlas: Atlas, frame: Frame) -> list[tuple[int, str, Points]]:
    lines = ((head, frame.from_plane(points)) for head, points in table_lines(atlas.rivers, "river_id"))
    return [
        (int(head["class"]), str(head["name"] or ""), line)
        for head, line in lines
        if len(line) > 1 and _inside(line, frame)
    ]


def river_courses_svg(atlas: Atlas, frame: Frame) -> str:
    """Rivers by class."""
    by_class: dict[int, str] = {}
    for grade, _, line in _rivers(atlas, frame):
        by_class[grade] = by_class.get(grade, "") + straight_path(line)
    return "".join(f'<path class="river g{grade}" d="{path}"/>' for grade, path in sorted(by_class.items()))


def river_names_svg(atlas: Atlas, frame: Frame) -> str:
    """Names of the greater rivers along their course."""
    pieces = []
    for number, (grade, name, line) in enumerate(_rivers(atlas, frame)):
        if not name or grade < 2 or len(line) < 13:
            continue
        calm = relax(_eastward(line), False, rounds=12)[:: max(1, len(line) // 24)]
        course = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in calm.tolist())
        pieces.append(
            f'<path id="rn{number}" class="none" d="{course}"/><text class="rn g{grade}" dy="-.3em">'
            f'<textPath href="#rn{number}" startOffset="38%">'
            f"{escape(name.split('(')[0].strip())}</textPath></text>"
        )
    return "".join(pieces)


def regions_svg(atlas: Atlas, sheet: Sheet, frame: Frame) -> str:
    """Names of countries, waters and ranges in spaced letters."""
    pieces = []
    for code, territory in enumerate(atlas.territories):
        heart = heart_of(atlas, sheet, code) if territory in TITLES else None
        if heart and heart[2] > 3:
            name = SHORT_TITLES.get(territory, TITLES[territory])
            pieces.append(_region(heart[0] / sheet.px_per_km, heart[1] / sheet.px_per_km, name, "land"))
    for name, lat, lon in WATERS:
        x, y = (float(v) for v in frame.to_drawing(lat, lon))
        if name.isupper() and 0 < x < frame.width and 0 < y < frame.height:
            pieces.append(_region(x, y, name, "sea"))
    for number, (name, waypoints) in enumerate(RANGES):
        points = np.column_stack(frame.to_drawing(*np.array(waypoints).T))
        course = "M" + "L".join(f"{a:.0f} {b:.0f}" for a, b in _eastward(points).tolist())
        pieces.append(
            f'<path id="rg{number}" class="none" d="{course}"/><text class="rgn range"><textPath '
            f'href="#rg{number}" startOffset="50%" text-anchor="middle">{escape(name)}</textPath></text>'
        )
    return "".join(pieces)


def _eastward(line: Points) -> Points:
    """The line from its western end, so that a name along it is read from left to right."""
    return line if line[-1, 0] >= line[0, 0] else line[::-1]


def _region(x: float, y: float, name: str, kind: str) -> str:
    return f'<text class="rgn {kind}" x="{x:.0f}" y="{y:.0f}">{escape(name)}</text>'


def works_svg(atlas: Atlas, frame: Frame) -> str:
    """Fortified zones and passes as small signs."""
    pieces = []
    signs = {
        "fortified-zone": '<path class="works" d="M-5 3V-1h2.5v-2h1.5v2h2v-2h1.5v2H5v4"/>',
        "pass": '<path class="pass" d="M-4 -3q4 5 8 0M-4 3q4 -5 8 0"/>',
    }
    for feature in atlas.features.to_pylist():
        x, y = (float(v) for v in frame.to_drawing(feature["lat"], feature["lon"]))
        if feature["kind"] in signs and 0 <= x <= frame.width and 0 <= y <= frame.height:
            pieces.append(
                f'<g transform="translate({x:.1f} {y:.1f})"><g class="k feature"><title>'
                f"{escape(str(feature['name']))}</title>{signs[feature['kind']]}</g></g>"
            )
    return "".join(pieces)


def relief_jpeg(atlas: Atlas, box: tuple[float, float, float, float], quality: int = 78) -> bytes:
    """Relief and cover of a box of degrees as JPEG; painted once and kept for the next report.

    Parameters
    ----------
    atlas : Atlas
        The map.
    box : tuple of float
        South, west, north, east.
    quality : int
        JPEG quality.

    Returns
    -------
    bytes
        The file. A kept one is found by the digest of the map, the limits and the painter's own source.
    """
    source = Path(ground_picture.__file__).read_bytes()
    recipe = f"{atlas.digest} {PICTURE_WIDTH} {quality} {box}".encode() + source
    kept = user_cache_path("khingan") / f"relief-{hashlib.sha256(recipe).hexdigest()[:24]}.jpg"
    with suppress(OSError):
        return kept.read_bytes()
    image = base_map(PICTURE_WIDTH, box, layers=frozenset({"relief", "cover"}), atlas=atlas).image
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    # A cache that cannot be written costs time, never the report.
    with suppress(SystemFault, OSError), replace_file(kept) as part:
        part.write_bytes(buffer.getvalue())
    return buffer.getvalue()
