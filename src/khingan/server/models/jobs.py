"""What can be started, and how it gets on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from khingan.server.models.base import MOST_CAMPAIGNS, MOST_DAYS, MOST_SEED, Fault, Heard, RunId, Said, Word

Kind = Literal["disputed", "coefficients", "luck"]
Kinds = Annotated[list[Kind], Field(max_length=3)]
WhatIfs = Annotated[list[Word], Field(max_length=8)]


def _luck() -> list[Kind]:
    return ["luck"]


def _all() -> list[Kind]:
    return ["disputed", "coefficients", "luck"]


class RunOrder(Heard):
    """Start one told campaign, or several of which the first is told."""

    kind: Literal["run"]
    scenario: Word
    what_if: WhatIfs = Field(default_factory=list)
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    campaigns: Annotated[int, Field(ge=1, le=2_000)] = 1
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    uncertainty: Kinds = Field(default_factory=_luck)


class EnsembleOrder(Heard):
    """Start an ensemble."""

    kind: Literal["ensemble"]
    scenario: Word
    what_if: WhatIfs = Field(default_factory=list)
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    campaigns: Annotated[int, Field(ge=1, le=MOST_CAMPAIGNS)] = 200
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    uncertainty: Kinds = Field(default_factory=_all)
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
    uncertainty: Kinds = Field(default_factory=_luck)


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
