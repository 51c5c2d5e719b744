"""What the tiny scenario says of its units and formations, and how they are found."""

from __future__ import annotations

import json

import pytest
import typer
from tiny_scenario import ORIGIN, Folder, formation, unit
from typer.testing import CliRunner

from khingan.atlas import load_atlas
from khingan.cli import scenario
from khingan.errors import InputError
from khingan.scenario import Scenario, load
from khingan.scenario.portrait import HAS, TOLD, Portrait, Scene, Section, portrait
from khingan.scenario.whereabouts import Whereabouts

app = typer.Typer(pretty_exceptions_enable=False)
scenario.register(app)


def show(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["scenario", "show", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def complete(folder: Folder) -> Folder:
    """With the ratings that units of the compiler need."""
    for name in ("quality_garrison", "order_delay_army", "order_delay_division", "border_battalion_men"):
        folder.add(
            "parameters",
            {
                "name": name, "value": 6, "unit": "h", "low": 0, "high": 9, "description": name,
                "basis": "assumption", "claim": "assumption",
            },
        )  # fmt: skip
    return folder


def take(folder: Folder, holder: str) -> Portrait:
    return portrait(Scene(load(folder.path)), holder)


def section(found: Portrait, title: str) -> Section:
    return next(s for s in found.sections if s.title == title)


def test_unit_has_its_strength_with_where_it_comes_from(complete: Folder) -> None:
    strength = section(take(complete, "red_a"), "Strength")
    men = next(row for row in strength.rows if row[0] == "men")
    # Establishment 4,000, scaled to 3,000 toward half of the documented 12,000.
    assert men[:3] == ("men", "3,000", "3,000 to 5,000")
    assert men[3] == "red_division × 0.75 toward men (book, sourced)"
    assert strength.note.endswith("khingan why red_a.men")


def test_documented_strength_says_so(complete: Folder) -> None:
    men = section(take(complete, "blue_a"), "Strength").rows[0]
    assert men == ("men", "2,000", "", "documented (book, sourced)")


def test_formation_has_its_parts_and_the_army_troops(complete: Folder) -> None:
    complete.set("formations", 0, hq_lat=50.25, hq_lon=119.25)
    parts = section(take(complete, "red_army"), "Parts")
    assert [(row[1], row[2]) for row in parts.rows] == [
        ("red_a", "3,000"),
        ("red_b", "3,000"),
        ("red_army-troops", "6,000"),
    ]
    assert parts.note == "12,000 men in all, 6,000 of them army troops."


def test_front_shows_armies_and_not_their_units(complete: Folder) -> None:
    complete.add("formations", formation("red_front", "red", echelon="front"))
    complete.set("formations", 0, parent_id="red_front")
    parts = section(take(complete, "red_front"), "Parts")
    assert [(row[1], row[2]) for row in parts.rows] == [("red_army", "6,000")]


def test_unit_is_told_the_plan_of_its_army(complete: Folder) -> None:
    found = take(complete, "red_b")
    (plan,) = section(found, "Plans").rows
    assert plan == (
        "p1 of red_army, phase 1",
        "attack",
        "Staro-Tsurukhaitui > Hailar\ntake the town",
        "from day 1",
        "book, prewar, sourced",
    )
    assert [row[:2] for row in section(found, "An order takes").rows] == [
        ("red_army", "6 h"),
        ("red_b", "6 h"),
    ]


def test_input_that_speaks_of_a_command_holds_below_it(complete: Folder) -> None:
    complete.set("exogenous", 0, scope="formation:red_army", value=36, unit="hour", high=48)
    title = "Given to the model, not produced by it"
    assert section(take(complete, "red_a"), title).rows[0][:2] == ("rain", "36 hour")
    assert all(s.title != title for s in take(complete, "blue_a").sections)


def test_further_tables_appear_by_themselves(complete: Folder) -> None:
    complete.add(
        "components",
        {
            "component_id": "red_tanks", "name": "Red tanks", "side": "red", "contingent": "RED", "kind": "tank",
            "echelon": "battalion", "parent_id": "red_a", "counted": "inside", **ORIGIN,
        },
    )  # fmt: skip
    (row,) = section(take(complete, "red_a"), "Components").rows
    assert row[0] == "red_tanks"
    assert "name Red tanks" in row[1]


def test_side_expects_by_region_and_does_not_know_what_is_hidden(complete: Folder) -> None:
    complete.add(
        "regions",
        {"region_id": "steppe", "name": "The steppe", "south": 40, "north": 60, "west": 110, "east": 130},
    )
    complete.add(
        "expectations",
        {
            "expectation_id": "x", "side": "blue", "region_id": "steppe", "place_low": 0.1, "place_high": 0.3,
            "date_low": 0.5, "date_high": 0.5, "hidden": 0.4, "basis": "assumption", "claim": "assumption", **ORIGIN,
        },
    )  # fmt: skip
    title = "Expectations of its side before the first hour"
    found = section(take(complete, "blue_a"), title)
    assert found.rows == (("The steppe", "place 0.1 to 0.3; date 0.5", "assumption, book"),)
    assert found.note.startswith("place: Share of the enemy's strength")
    assert all(s.title != title for s in take(complete, "red_a").sections)


def test_sections_come_in_the_order_of_the_parts(complete: Folder) -> None:
    parts = [s.part for s in take(complete, "red_a").sections]
    assert parts == sorted(parts, key=[HAS, "knows", TOLD].index)


def test_sources_are_explained_once(complete: Folder) -> None:
    assert take(complete, "red_a").sources == ("source book",)


def rename(folder: Folder, *names: str) -> None:
    for row, name in zip(folder.tables["units"], names, strict=False):
        row["name"] = name
    folder.write("units")


# --- finding --------------------------------------------------------------------------------------------------------


def test_name_or_its_beginning_finds_as_well_as_the_id(complete: Folder) -> None:
    rename(complete, "First Division", "Second Division")
    scene = Scene(load(complete.path))
    assert [scene.find(word) for word in ("red_a", "RED_A", "first division", "Second")] == [
        "red_a", "red_a", "red_a", "red_b",
    ]  # fmt: skip


def test_unknown_name_says_what_is_near(complete: Folder) -> None:
    with pytest.raises(InputError, match=r"no such unit or formation.*did you mean red_a") as caught:
        Scene(load(complete.path)).find("red_aa")
    assert len(caught.value.problems) == 1


def test_ambiguous_beginning_names_the_candidates(complete: Folder) -> None:
    rename(complete, "First Division", "First Brigade")
    with pytest.raises(InputError, match=r"more than one name begins like that.*red_a or red_b"):
        Scene(load(complete.path)).find("first")


def test_points_are_named_by_the_nearest_place() -> None:
    where = Whereabouts(load_atlas())
    town = load_atlas().place("hailar")
    assert where.words(town["lat"], town["lon"]) == "Hailar"
    assert where.words(town["lat"] + 0.2, town["lon"]) == "22 km N of Hailar"
    assert where.words(town["lat"], town["lon"] - 0.4) == "29 km W of Hailar"


# --- command line ---------------------------------------------------------------------------------------------------


def test_command_prints_all_three_parts(complete: Folder) -> None:
    text = show("red_a", "--scenario", str(complete.path))
    for words in ("red_a", "has: Strength", "is told: Plans", "Sources and claims", "source book"):
        assert words in text


def test_command_prints_json(complete: Folder) -> None:
    document = json.loads(show("blue_a", "--scenario", str(complete.path), "--json"))
    assert document["facts"]["under"] == "blue_army"
    assert document["has"][0]["rows"][0] == {
        "what": "men", "number": "2,000", "range": "", "where from": "documented (book, sourced)",
    }  # fmt: skip
    assert "now" not in document


def test_a_folder_is_shown_as_a_whole(complete: Folder) -> None:
    assert "12,000 men" in show(str(complete.path))


def test_day_of_a_whole_scenario_is_refused(complete: Folder) -> None:
    with pytest.raises(InputError, match="one formation or unit"):
        show(str(complete.path), "--day", "3")


def test_arm_that_does_not_act_says_so(complete: Folder) -> None:
    complete.add("units", unit("red_planes", "red", 50.2, 119.3, arm="air", kind="air", aircraft=40))
    facts = dict(take(complete, "red_planes").facts)
    assert facts["acts"].startswith("no")


def test_every_holder_of_the_library_has_a_portrait(flagship: Scenario) -> None:
    scene = Scene(flagship)
    for holder in [*scene.formations, *scene.units, *list(scene.entries)[-3:]]:
        found = portrait(scene, holder)
        assert found.name
        assert all(len(row) == len(s.heads) for s in found.sections for row in s.rows)
