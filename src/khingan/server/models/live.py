"""Messages of the WebSocket."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from khingan.server.models.base import MOST_DAYS, Fault, Heard, RunId, Said
from khingan.server.models.jobs import JobInfo

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
