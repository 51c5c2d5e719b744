"""Scenarios and the map."""

from __future__ import annotations

from khingan.server.models.base import Said


class Health(Said):
    """What runs here."""

    version: str
    read_only: bool
    light: bool


class SideInfo(Said):
    """A side of the war; its place in the list is its number everywhere."""

    side_id: str
    name: str
    contingents: list[str]


class ScenarioInfo(Said):
    """A scenario of the library."""

    scenario_id: str
    title: str
    start: str
    steps: int
    sides: list[SideInfo]
    default: bool


class WhatIf(Said):
    """A what-if of a scenario."""

    name: str
    title: str
    question: str
    description: str
    claims: list[str]


class Line(Said):
    """A polyline of the map in km of its projection: x0, y0, x1, y1, ..."""

    kind: str
    line_id: str
    name: str
    xy: list[float]
    weight: int = 1
    gauge_mm: int | None = None
    tracks: int | None = None
    closed: bool = False


class Zone(Said):
    """A fortified zone or a pass."""

    feature_id: str
    name: str
    kind: str
    x: float
    y: float
    cell: int | None
    note: str | None


class MapLines(Said):
    """Everything on the map that is drawn as a line or a sign."""

    lines: list[Line]
    zones: list[Zone]
    box_km: list[float]


class GroundPicture(Said):
    """The painted ground of the map: left, bottom, right, top in km of the projection, and a WebP in base64."""

    bounds_km: list[float]
    width: int
    height: int
    webp: str


class MapPlace(Said):
    """A place of the gazetteer; ``cell`` is a row of cells.arrow."""

    place_id: str
    name_1945: str
    name_modern: str
    kind: str
    x: float
    y: float
    lat: float
    lon: float
    cell: int | None
    population: int | None
    city: bool


class Axis(Said):
    """A planned axis of advance: the cells of its objectives, in order, with the units on it."""

    plan_id: str
    side: str
    posture: str
    units: list[str]
    cells: list[int]
