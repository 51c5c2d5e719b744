"""What can be looked up without a campaign being fought: scenarios, what-ifs, the map, the record, claims.

Workers do it, too: scenarios and maps take memory, and their import takes seconds that the server has not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from khingan.scenario import load
from khingan.scenario.load import default_name, library_names
from khingan.scenario.overlays import available
from khingan.server.description import sides_of
from khingan.server.evidence import claims_of
from khingan.server.evidence import why as explain
from khingan.server.findings import record_of
from khingan.server.ground import map_lines, map_places
from khingan.server.models import Claims, RecordInfo, ScenarioInfo, WhatIf, Why


@lru_cache(maxsize=8)
def loaded(scenario: str, what_if: tuple[str, ...] = ()) -> Any:
    """A scenario by name or folder, with what-ifs; a worker ends when its files change."""
    return load(scenario, what_if)


def scenarios() -> list[ScenarioInfo]:
    """Scenarios of the library."""
    default = default_name()
    return [
        ScenarioInfo(
            scenario_id=name,
            title=sc.title,
            start=sc.start.isoformat(),
            steps=sc.steps,
            sides=sides_of(sc),
            default=name == default,
        )
        for name in library_names()
        for sc in [loaded(name)]
    ]


def what_ifs(scenario: str) -> list[WhatIf]:
    """What-ifs of a scenario."""
    return [
        WhatIf(
            name=one.name,
            title=one.title,
            question=one.question,
            description=one.description,
            claims=list(one.claims),
        )
        for one in available(loaded(scenario).path)
    ]


def record(scenario: str) -> RecordInfo:
    """Documented dates: the calibration part of the record."""
    return record_of(loaded(scenario))


def claims(scenario: str) -> Claims:
    """All claims of a scenario."""
    return claims_of(loaded(scenario))


def why(scenario: str, name: str, what_if: list[str]) -> Why:
    """Why this number?"""
    return explain(loaded(scenario, tuple(what_if)), name)


LOOKUPS: dict[str, Callable[..., Any]] = {
    "scenarios": scenarios,
    "what-ifs": what_ifs,
    "record": record,
    "claims": claims,
    "why": why,
    "lines": map_lines,
    "map-places": map_places,
}
"""By the name of the task, which is also that of the document."""
