"""Situation maps: one sheet, one picture of the ground, and for every day what moved on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from khingan.campaign.calendar import STEPS_PER_DAY
from khingan.report.dispositions import (
    PIXELS_PER_KM,
    Counter,
    Face,
    Standing,
    Tree,
    gather,
    spread,
    standings_at,
)
from khingan.report.frame import Frame
from khingan.report.geometry import GRAIN
from khingan.report.ground import Ground, GroundPainter, LandGrid
from khingan.report.symbols import top_of_frame
from khingan.report.text import end_of_day, number

_FIGHTING = frozenset({"active", "isolated", "surrounded", "invested"})
_KNOWN_STATES = frozenset({"isolated", "surrounded", "invested", "shattered", "surrendered"})


@dataclass(frozen=True)
class DaySheet:
    """One day's overlay.

    Attributes
    ----------
    day : int
        0 is the start.
    label : str
        Date in words.
    areas : str
        SVG of ground taken, gained, pockets and front.
    dots : str
        SVG of all units as dots.
    counters : tuple of str
        SVG of counters for the three levels of view.
    ground : Ground
        Numbers behind the areas.
    """

    day: int
    label: str
    areas: str
    dots: str
    counters: tuple[str, str, str]
    ground: Ground


@dataclass(frozen=True)
class Situation:
    """All overlays of a campaign and the unchanging faces of its counters."""

    faces: str
    days: tuple[DaySheet, ...]


def paint(
    trace: pa.Table,
    control: NDArray[np.uint8],
    events: pa.Table,
    tree: Tree,
    grid: LandGrid,
    frame: Frame,
    start: datetime,
    *,
    campaign: int = 0,
    obstacles: Sequence[NDArray[np.float64]] = (),
) -> Situation:
    """Draw every day of one traced campaign.

    Parameters
    ----------
    trace, events : pyarrow.Table
        Tables of the run.
    control : uint8[steps + 1, C]
        Controller of each cell.
    tree : Tree
        Command tree with the faces of the counters.
    grid : LandGrid
        The atlas.
    frame : Frame
        The sheet.
    start : datetime
        Start of the campaign.
    campaign : int
        Which campaign of the tables is drawn.
    obstacles : sequence of float64[m, 4]
        For each level of view the names that counters should leave free.

    Returns
    -------
    Situation
        Day 0 (the start) to the last whole or begun day.
    """
    rows = list(range(0, len(control), STEPS_PER_DAY))
    chosen = _steps_shown(_steps_of(trace, campaign), rows, len(control) - 1)
    painter = GroundPainter(control[rows], grid, frame.to_drawing)
    place = _Places(grid, frame)
    at_start = _first_seen(trace, campaign)
    used: dict[str, tuple[str, Face]] = {}
    shifts: list[dict[str, tuple[float, float]]] = [{}, {}, {}]
    free = list(obstacles) or [np.zeros((0, 4))] * 3
    link_ups = _link_ups(events, campaign)
    sheets = []
    for day, step in enumerate(chosen):
        standings = standings_at(_at_step(trace, campaign, step), at_start, place, tree.motor)
        # Army troops stand at the base and in no fight: with tens of thousands of men they would draw the
        # counter of their army away from its front.
        standings = [s for s in standings if s.unit_id not in tree.rear]
        ground = painter.day(day, _fighting(standings, tree, place))
        levels = [_level(standings, tree, level, shifts, used, free[level]) for level in (0, 1, 2)]
        label = end_of_day(start, day)
        areas = _areas(ground, day) + _stars(link_ups, day, frame)
        dots = _dots(standings, tree)
        sheets.append(DaySheet(day, label, areas, dots, (levels[0], levels[1], levels[2]), ground))
    faces = "".join(face_svg(face, element_id) for element_id, face in used.values())
    return Situation(faces, tuple(sheets))


class _Places:
    """Drawing units and row of a cell id, worked out once per cell."""

    def __init__(self, grid: LandGrid, frame: Frame) -> None:
        lat, lon = (np.asarray(getattr(grid, name), np.float64) for name in ("lat", "lon"))
        x, y = frame.to_drawing(lat, lon)
        self._at = dict(zip(grid.cell_id.tolist(), zip(x.tolist(), y.tolist(), strict=True), strict=True))
        self._row = {cell: row for row, cell in enumerate(self._at)}
        self.cell_of: dict[tuple[float, float], int] = {}

    def __call__(self, cell: int) -> tuple[float, float]:
        at: tuple[float, float] = self._at[int(cell)]
        self.cell_of[at] = self._row[int(cell)]
        return at


def _steps_of(trace: pa.Table, campaign: int) -> list[int]:
    mine = trace.filter(pc.equal(trace.column("campaign"), campaign))
    return sorted(int(s) for s in pc.unique(mine.column("step")).to_pylist())


def _steps_shown(steps: Sequence[int], rows: Sequence[int], last: int) -> list[int]:
    """Trace step that shows the state of each control row.

    A trace may begin with the start itself, or with the end of its first step; then the earliest stands for
    the start.
    """
    behind = last - max(steps)
    return [max((s for s in steps if s <= row - behind), default=min(steps)) for row in rows]


def _at_step(trace: pa.Table, campaign: int, step: int) -> dict[str, list[Any]]:
    mask = pc.and_(pc.equal(trace.column("campaign"), campaign), pc.equal(trace.column("step"), step))
    found: dict[str, list[Any]] = trace.filter(mask).to_pydict()
    return found


def _first_seen(trace: pa.Table, campaign: int) -> dict[str, tuple[float, float]]:
    """Men and fuel of each unit when it first stands on the map: the measure of its shares."""
    mask = pc.and_(pc.equal(trace.column("campaign"), campaign), pc.greater(trace.column("men"), 0))
    table = trace.filter(mask).select(["step", "unit_id", "men", "fuel_t"]).sort_by("step")
    found: dict[str, tuple[float, float]] = {}
    for unit_id, men, fuel in zip(
        *(table.column(c).to_pylist() for c in table.column_names[1:]), strict=True
    ):
        found.setdefault(unit_id, (men, fuel))
    return found


def _fighting(standings: Sequence[Standing], tree: Tree, place: _Places) -> list[tuple[str, int, int]]:
    return [
        (s.unit_id, tree.faces[s.unit_id].side, place.cell_of[(s.x, s.y)])
        for s in standings
        if s.status in _FIGHTING
    ]


def _level(
    standings: Sequence[Standing],
    tree: Tree,
    level: int,
    shifts: list[dict[str, tuple[float, float]]],
    used: dict[str, tuple[str, Face]],
    obstacles: NDArray[np.float64],
) -> str:
    counters = gather(standings, tree, level)
    spread(counters, PIXELS_PER_KM[level], shifts[level], obstacles)
    shifts[level] = {c.key: (c.dx, c.dy) for c in counters}
    for counter in counters:
        used.setdefault(counter.face.face_id, (f"f{len(used)}", counter.face))
    return "".join(counter_svg(c, used[c.face.face_id][0], tree) for c in counters)


def face_svg(face: Face, element_id: str) -> str:
    """The unchanging part of a counter: frame, arm, echelon, short name, ground of the strength bar."""
    top = top_of_frame(face.side)
    marks = f'<text class="em" y="{-top - 1.5:g}">{face.marks}</text>' if face.marks else ""
    return (
        f'<g id="{element_id}"><use href="#u{face.side}-{face.arm}"/>{marks}'
        f'<path class="sb" d="M-12 {top + 2.6:g}h24"/>'
        f'<text class="nm" y="{top + 12.5:g}">{escape(face.label)}</text></g>'
    )


def describe(counter: Counter, tree: Tree) -> str:
    """Say in words what a counter shows: name, men, armour, fuel, state, units."""
    parts = [f"{number(counter.men)} men"]
    if counter.tanks >= 1:
        parts.append(f"{number(counter.tanks)} armoured vehicles")
    if counter.fuel_share is not None:
        parts.append(f"fuel {number(100 * counter.fuel_share)} % of the start")
    if counter.status in _KNOWN_STATES:
        parts.append(counter.status)
    text = f"{counter.face.name}: {', '.join(parts)}"
    others = [s.unit_id for s in counter.members if s.unit_id != counter.face.face_id]
    if others:
        names = [tree.faces[u].label for u in others[:8]]
        more = f" and {len(others) - 8} more" if len(others) > 8 else ""
        text += f" ({'with ' if counter.more else ''}{', '.join(names)}{more})"
    return text


def counter_svg(counter: Counter, face_id: str, tree: Tree) -> str:
    """One counter: its place, the line to it, state, strength bar and fuel notch."""
    face, top = counter.face, top_of_frame(counter.face.side)
    state = counter.status if counter.status in _KNOWN_STATES else ""
    moved = bool(counter.dx or counter.dy)
    lead = f'<path class="ld" d="M0 0L{counter.dx:g} {counter.dy:g}"/>' if moved else ""
    body = (
        f'<use href="#{face_id}"/><path class="st" d="M-12 {top + 2.6:g}h{24 * counter.strength_share:.0f}"/>'
    )
    if state == "invested":
        body = f'<circle class="rg" r="{top + 8:g}"/>{body}'
    if counter.fuel_share is not None:
        body += f'<path class="fb" d="M18 6v-12"/><path class="fu" d="M18 6v{-12 * counter.fuel_share:.0f}"/>'
    if counter.more:
        body += f'<text class="mo" x="17" y="{-top + 1:g}">+{counter.more}</text>'
    if moved:
        body = f'<g transform="translate({counter.dx:g} {counter.dy:g})">{body}</g>'
    classes = " ".join(
        filter(None, ("k c", f"s{face.side}", f"t{face.contingent}" if face.contingent else "", state))
    )
    return (
        f'<g transform="translate({counter.x:.0f} {counter.y:.0f})"><g class="{classes}">'
        f"<title>{escape(describe(counter, tree))}</title>{lead}{body}</g></g>"
    )


def _areas(ground: Ground, day: int) -> str:
    pieces = []
    for side in (0, 1):
        pieces.append(_path(f"taken s{side}", ground.taken[side]))
        pieces.append(_path(f"gain s{side}", ground.gained[side]))
        pieces.append(_path(f"pocket s{side}", ground.pockets[side]))
    front = "".join(_path(f"front s{side}", ground.front[side]) for side in (0, 1))
    if front:
        # The same two lines again, wide and white, under themselves.
        pieces.append(f'<use href="#fr{day}" class="casing"/><g id="fr{day}">{front}</g>')
    return f'<g transform="scale({1 / GRAIN:g})">{"".join(pieces)}</g>'


def _path(classes: str, path: str) -> str:
    return f'<path class="{classes}" d="{path}"/>' if path else ""


def _dots(standings: Sequence[Standing], tree: Tree) -> str:
    paths: dict[str, str] = {}
    for s in standings:
        kind = "idle" if s.status == "surrendered" else f"s{tree.faces[s.unit_id].side}"
        paths[kind] = paths.get(kind, "") + f"M{s.x:.0f} {s.y:.0f}h0"
    return "".join(f'<path class="dots {kind}" d="{path}"/>' for kind, path in sorted(paths.items()))


def _link_ups(events: pa.Table, campaign: int) -> list[tuple[int, float, float]]:
    mask = pc.and_(pc.equal(events.column("campaign"), campaign), pc.equal(events.column("kind"), "link_up"))
    rows = events.filter(mask).to_pylist()
    return [(int(row["hour"] // 24) + 1, float(row["lat"]), float(row["lon"])) for row in rows]


def _stars(link_ups: Sequence[tuple[int, float, float]], day: int, frame: Frame) -> str:
    pieces = []
    for when, lat, lon in link_ups:
        if when > day:
            continue
        x, y = (float(v) for v in frame.to_drawing(lat, lon))
        fresh = "fresh" if when == day else ""
        pieces.append(
            f'<g transform="translate({x:.1f} {y:.1f})"><g class="k star {fresh}">'
            "<title>The pincers meet</title>"
            '<circle r="9"/><path d="M-13 0h9m8 0h9M-7 -3l3 3l-3 3M7 -3l-3 3l3 3"/></g></g>'
        )
    return "".join(pieces)
