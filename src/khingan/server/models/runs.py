"""Runs, their campaigns and tables."""

from __future__ import annotations

from typing import Any, Literal

from khingan.server.models.base import Said
from khingan.server.models.ground import SideInfo


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


class TableRows(Said):
    """Some rows of a table."""

    columns: list[str]
    units: list[str]
    rows: list[list[Any]]
    first: int
    total: int
