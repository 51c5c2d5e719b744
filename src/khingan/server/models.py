"""What the server says and hears, field by field. The types of the front end are made from this file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_CAMPAIGNS = 100_000
MOST_DAYS = 90
MOST_SEED = 2**32 - 1

Word = Annotated[str, Field(min_length=1, max_length=80)]
RunId = Annotated[str, Field(min_length=1, max_length=64)]
JobId = Annotated[str, Field(min_length=1, max_length=40)]


class Said(BaseModel):
    """What the server says."""

    model_config = ConfigDict(extra="forbid")


class Heard(BaseModel):
    """What a client says: anything not named here is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Fault(Said):
    """One thing that is wrong, in words for people."""

    message: str
    file: str | None = None
    row: int | None = None
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    mend: str | None = None


class Faults(Said):
    """Every answer with a status of 400 or more."""

    detail: list[Fault]


class Health(Said):
    """What runs here."""

    version: str
    result_version: int
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


class RunInfo(Said):
    """A run or ensemble as the catalogue knows it."""

    run_id: str
    kind: Literal["run", "ensemble"]
    scenario_id: str
    overlays: list[str]
    seed: int
    campaigns: int
    written: str
    state: Literal["finished", "running", "broken", "gone"]
    resumable: bool
    job_id: str | None = None


class UnitInfo(Said):
    """A unit; its place in the list is its number in replay.arrow."""

    unit_id: str
    name: str
    label: str
    side: str
    contingent: str
    kind: str
    arm: str
    echelon: str
    marks: str
    formation_id: str
    corps_id: str
    army_id: str
    rear: bool
    garrison: bool
    motor: bool


class FormationInfo(Said):
    """A command."""

    formation_id: str
    name: str
    label: str
    side: str
    contingent: str
    echelon: str
    marks: str
    parent_id: str | None


class RunDescription(Said):
    """What a run is, with the names of everything in it."""

    run_id: str
    kind: Literal["run", "ensemble"]
    scenario_id: str
    title: str
    start: str
    steps: int
    seed: int
    campaigns: int
    overlays: list[str]
    uncertainty: list[str]
    result_version: int | None
    sides: list[SideInfo]
    units: list[UnitInfo]
    formations: list[FormationInfo]
    tables: list[str]
    replayable: bool
    replayable_reason: str | None = None


class Pending(Said):
    """The answer 202: it is being made; ask again, or watch the job."""

    job_id: str
    state: Literal["waiting", "running"]


class EventInfo(Said):
    """Something that happened in a campaign."""

    step: int
    hour: float
    kind: str
    side: str
    place_id: str | None
    cell: int | None
    x: float | None
    y: float | None
    region_id: str | None
    unit_id: str | None
    formation_id: str | None
    value: float | None


class Table(Said):
    """A small table: what a unit has, knows or is told."""

    part: str
    title: str
    heads: list[str]
    rows: list[list[str]]
    note: str


class Glimpse(Said):
    """What a unit or formation has, knows and is told at the end of a step; what it knows is belief, never truth."""

    holder: str
    name: str
    step: int
    sections: list[Table]


class Reason(Said):
    """A line of the answer to "why this number?", with its depth."""

    depth: int
    text: str


class Why(Said):
    """A number and what stands behind it."""

    name: str
    value: str
    unit: str
    low: float | None
    high: float | None
    meaning: str
    assumption: bool
    reasons: list[Reason]
    claims: list[str]
    fields: list[str]
