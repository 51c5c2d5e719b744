"""What a scenario measures of its campaigns can be measured."""

from __future__ import annotations

from collections.abc import Iterator

from khingan.errors import Problem
from khingan.scenario.measures import KEY, problems_of
from khingan.scenario.model import Scenario


def measures_are_usable(sc: Scenario) -> Iterator[Problem]:
    """Every measure has a name of its own, a known kind, and what the kind needs."""
    if KEY in sc.meta:
        from khingan.atlas import load_atlas

        yield from problems_of(sc, set(load_atlas().places["place_id"].to_pylist()))
