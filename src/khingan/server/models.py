"""What the server says and hears, field by field. The types of the front end are made from this file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

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


class Spread(Said):
    """Quantiles of campaigns."""

    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


class Documented(Said):
    """When something happened at a place by the record (its calibration part), as an interval in hours."""

    place_id: str
    side: str
    measure: str
    low_h: float
    high_h: float
    mid_h: float
    x: float
    y: float
    record_ids: list[str]
    unit_ids: list[str]
    described: list[str]
    source_ids: list[str]


class RecordInfo(Said):
    """What the record says that may be seen."""

    scenario_id: str
    dates: list[Documented]
    left_out: dict[str, str]
    closed_rows: int


class PlaceDates(Said):
    """When a side took a place for good, over the campaigns of a run, beside the documented date.

    ``hours`` holds the campaigns in their order (null = never), at most the first thousand. ``by_day`` is the share
    of campaigns in which the side holds the place for good by the end of day 1, 2, ...
    """

    place_id: str
    side: str
    campaigns: int
    happened: float
    spread: Spread | None
    hours: list[float | None]
    by_day: list[float]
    documented: list[Documented]


class LossClaim(Said):
    """A documented figure beside a fan of losses."""

    claim_id: str
    source_id: str
    day: float
    low: float | None
    high: float | None
    columns: list[str]
    partial: bool
    text: str


class Fan(Said):
    """Losses of a side added up from the start: quantiles by day, day 0 = the start."""

    side: str
    measure: str
    unit: str
    q05: list[float]
    q25: list[float]
    q50: list[float]
    q75: list[float]
    q95: list[float]


class Losses(Said):
    """Fans of losses by side and kind, and the claims they can be held against."""

    campaigns: int
    days: int
    fans: list[Fan]
    claims: dict[str, list[LossClaim]]
    not_produced: list[str]


class Pick(Said):
    """Campaigns of a run that stand for its spread in one measure."""

    measure: str
    median: int
    lowest: int
    highest: int
    values: Spread


class Use(Said):
    """Where a claim stands behind a number of the scenario."""

    table: str
    row_id: str
    name: str | None


class ClaimInfo(Said):
    """A claim of the scenario; ``group`` is its place in ``groups``, if something contradicts it."""

    claim_id: str
    source_id: str
    locator: str
    subject: str
    side: str
    relation: str
    value_low: str
    value_high: str
    unit: str
    as_of_date: str
    scope: str
    definition: str
    paraphrase: str
    confidence: str
    conflicts_with: list[str]
    class_id: str
    basis: str
    figure: str
    low: float | None
    high: float | None
    group: int | None
    used: list[Use]


class SourceInfo(Said):
    """A text that makes claims."""

    source_id: str
    title: str
    author: str
    year: int | None
    kind: str
    note: str


class ClassInfo(Said):
    """An additive class of claims."""

    class_id: str
    title: str
    side: str
    kind: str
    unit: str


class Claims(Said):
    """All claims of a scenario, who makes them, and which of them exclude one another."""

    scenario_id: str
    sources: list[SourceInfo]
    classes: list[ClassInfo]
    claims: list[ClaimInfo]
    groups: list[list[str]]


class SumInfo(Said):
    """A sum of other claims that gives the figure."""

    terms: list[str]
    low: float
    high: float
    gap: float
    definition_distance: int
    double_counts: list[list[str]]


class ClaimStory(Said):
    """A claim down to its source, its rivals, and the sums that reproduce its figure (the best of them)."""

    claim: ClaimInfo
    source: SourceInfo
    lines: list[str]
    rivals: list[str]
    sums: list[SumInfo]
    sums_found: int
    tried: int
    reason: str


class RunOrder(Heard):
    """Start one told campaign, or several of which the first is told."""

    kind: Literal["run"]
    scenario: Word
    what_if: Annotated[list[Word], Field(max_length=8)] = []
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    campaigns: Annotated[int, Field(ge=1, le=2_000)] = 1
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    uncertainty: Annotated[list[Literal["disputed", "coefficients", "luck"]], Field(max_length=3)] = ["luck"]


class EnsembleOrder(Heard):
    """Start an ensemble."""

    kind: Literal["ensemble"]
    scenario: Word
    what_if: Annotated[list[Word], Field(max_length=8)] = []
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    campaigns: Annotated[int, Field(ge=1, le=MOST_CAMPAIGNS)] = 200
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    uncertainty: Annotated[list[Literal["disputed", "coefficients", "luck"]], Field(max_length=3)] = [
        "disputed",
        "coefficients",
        "luck",
    ]
    part: Annotated[int, Field(ge=1, le=1_000)] = 25


class ResumeOrder(Heard):
    """Complete an ensemble that was cut off."""

    kind: Literal["resume"]
    run_id: RunId


class CompareOrder(Heard):
    """Hold what-ifs against the plain scenario, campaign by campaign with the same luck."""

    kind: Literal["compare"]
    scenario: Word
    worlds: Annotated[list[Word], Field(min_length=1, max_length=8)]
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    campaigns: Annotated[int, Field(ge=2, le=5_000)] = 200
    uncertainty: Annotated[list[Literal["disputed", "coefficients", "luck"]], Field(max_length=3)] = ["luck"]


Order = Annotated[RunOrder | EnsembleOrder | ResumeOrder | CompareOrder, Field(discriminator="kind")]
JobKind = Literal["run", "ensemble", "compare"]
JobState = Literal["waiting", "running", "finished", "failed", "cancelled", "broken"]


class Started(Said):
    """The answer to an order."""

    job_id: str


class JobInfo(Said):
    """A job: something that was started from a page, or is being made because a page asked for it."""

    job_id: str
    kind: Literal["run", "ensemble", "compare", "make"]
    title: str
    state: JobState
    done: int
    total: int
    words: str
    run_id: str | None
    resumable: bool
    faults: list[Fault]
    created: str
    ended: str | None


class TableRows(Said):
    """Some rows of a table."""

    columns: list[str]
    units: list[str]
    rows: list[list[Any]]
    first: int
    total: int


Topic = Annotated[str, Field(pattern=r"^(jobs|runs|job:[a-z0-9-]{1,40})$")]
Sequence = Annotated[int, Field(ge=1, le=2**53)]


class Hello(Heard):
    """The first message of a connection: a new session, or one that goes on after ``last_seq``."""

    type: Literal["hello"]
    seq: Sequence
    session: Annotated[str, Field(max_length=64)] | None = None
    last_seq: Annotated[int, Field(ge=0, le=2**53)] = 0


class Subscribe(Heard):
    """Hear of topics: ``jobs``, ``runs``, ``job:ID``."""

    type: Literal["subscribe"]
    seq: Sequence
    topics: Annotated[list[Topic], Field(min_length=1, max_length=16)]


class Unsubscribe(Heard):
    """Hear no more of topics."""

    type: Literal["unsubscribe"]
    seq: Sequence
    topics: Annotated[list[Topic], Field(min_length=1, max_length=16)]


class Play(Heard):
    """Have a campaign played, step by step, from a step on; ``speed`` is steps a second."""

    type: Literal["play"]
    seq: Sequence
    run_id: RunId
    campaign: Annotated[int, Field(ge=0, le=2**31 - 1)]
    step: Annotated[int, Field(ge=0, le=MOST_DAYS * 4)] = 0
    speed: Annotated[float, Field(ge=0.1, le=60)] = 4.0


class Pause(Heard):
    """Stop playing."""

    type: Literal["pause"]
    seq: Sequence


class Ping(Heard):
    """Is anybody there?"""

    type: Literal["ping"]
    seq: Sequence


ClientMessage = Annotated[Hello | Subscribe | Unsubscribe | Play | Pause | Ping, Field(discriminator="type")]


class Welcome(Said):
    """The answer to hello; ``resumed`` says whether nothing was missed. It carries no number of the sequence."""

    type: Literal["welcome"] = "welcome"
    seq: Literal[0] = 0
    session: str
    resumed: bool
    version: str


class Subscribed(Said):
    """The topics that are heard now."""

    type: Literal["subscribed"] = "subscribed"
    seq: int
    topics: list[str]


class JobsNow(Said):
    """All jobs; sent once on subscribing to ``jobs``."""

    type: Literal["jobs"] = "jobs"
    seq: int
    jobs: list[JobInfo]


class JobNow(Said):
    """A job has got on."""

    type: Literal["job"] = "job"
    seq: int
    job: JobInfo


class RunsChanged(Said):
    """There is another run in the catalogue."""

    type: Literal["runs"] = "runs"
    seq: int
    run_id: str | None


class Step(Said):
    """A step of a campaign that is played.

    ``units`` are [unit, cell, men, status, flags] of those that differ from the step before, of all in the first
    message; ``control`` are [cell, side] that changed hands; ``last`` marks the end.
    """

    type: Literal["step"] = "step"
    seq: int
    step: int
    whole: bool
    last: bool
    units: list[list[int]]
    control: list[list[int]]


class Paused(Said):
    """Playing has stopped."""

    type: Literal["paused"] = "paused"
    seq: int


class Pong(Said):
    """Somebody is there."""

    type: Literal["pong"] = "pong"
    seq: int
    of: int


class Wrong(Said):
    """A message could not be followed; ``of`` is its number, if it had one."""

    type: Literal["error"] = "error"
    seq: int
    of: int | None
    detail: list[Fault]


ServerMessage = Annotated[
    Welcome | Subscribed | JobsNow | JobNow | RunsChanged | Step | Paused | Pong | Wrong,
    Field(discriminator="type"),
]
"""Every message carries ``seq``, one more than the last; after a break the client says which it had last."""
