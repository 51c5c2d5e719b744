"""What all messages share."""

from __future__ import annotations

from typing import Annotated

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
