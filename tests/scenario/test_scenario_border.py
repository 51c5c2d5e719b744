"""Battalions in works where no unit stands."""

from __future__ import annotations

from khingan.atlas import load_atlas
from khingan.scenario import Scenario
from khingan.scenario.border import border_battalions
from khingan.scenario.placing import start_cells
from khingan.scenario.strengths import resolve


def test_no_battalion_where_a_unit_stands(flagship: Scenario) -> None:
    atlas = load_atlas()
    held = {
        cell
        for unit, cell in start_cells(flagship, atlas).items()
        if flagship.tables["units"].by_id[unit]["arm"] == "ground"
    }
    battalions = border_battalions(flagship, atlas)
    assert battalions
    assert held.isdisjoint(battalion.cell for battalion in battalions)


def test_no_parent_gives_more_than_half_of_its_men(flagship: Scenario) -> None:
    given: dict[str, float] = {}
    for battalion in border_battalions(flagship, load_atlas()):
        given[battalion.parent_unit] = given.get(battalion.parent_unit, 0.0) + battalion.men
    strengths = resolve(flagship)
    assert all(men <= 0.5 * strengths[unit].men for unit, men in given.items())


def test_every_battalion_is_registered(flagship: Scenario) -> None:
    registered = flagship.tables["registry"].by_id
    assert all(item.unit_id in registered for item in border_battalions(flagship, load_atlas()))
