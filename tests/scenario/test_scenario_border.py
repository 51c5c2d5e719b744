"""Works, the places that they guard, and battalions in works where no unit stands."""

from __future__ import annotations

from khingan.atlas import load_atlas
from khingan.campaign import codes as K
from khingan.scenario import Scenario
from khingan.scenario.border import SUFFIX, border_battalions, works_of
from khingan.scenario.compile import compile_scenario
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


def test_a_zone_of_two_places_has_works_and_a_battalion_in_both(flagship: Scenario) -> None:
    compiled = compile_scenario(flagship)
    w = compiled.world
    where = {e.unit_id: int(w.u["start"][i]) for i, e in enumerate(compiled.entries)}
    found = [
        where[row["garrison_id"] + SUFFIX]
        for row in flagship.tables["garrisons"]
        if row["feature_id"] == "f_chalainor"
    ]
    assert len(set(found)) == 2
    assert (w.c["works"][found] == K.CONCRETE).all()


def test_the_works_of_a_place_lie_where_the_table_of_garrisons_says(flagship: Scenario) -> None:
    compiled = compile_scenario(flagship)
    w = compiled.world
    row = {place: i for i, place in enumerate(compiled.place_ids)}
    for garrison, works in zip(flagship.tables["garrisons"], works_of(flagship, load_atlas()), strict=True):
        q = row[garrison["place_id"]]
        assert compiled.atlas_row[w.p_works[q]] == works.cell
        next_door = w.p_works[q] in w.nbr[w.p_cell[q]]
        assert next_door == (w.p_works[q] != w.p_cell[q])
    named = {row[garrison["place_id"]] for garrison in flagship.tables["garrisons"]}
    others = [q for q in range(len(w.p_cell)) if q not in named]
    assert (w.p_works[others] == w.p_cell[others]).all()
    assert (w.p_works != w.p_cell).any()
