"""Absences: what is checked, and whom a row speaks of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tiny_scenario import Folder, formation, only

from khingan.campaign import codes as K
from khingan.scenario import load
from khingan.scenario.compile.command import CeaseFire, absences_of, opening_sides


def _row(**more: Any) -> dict[str, Any]:
    return {
        "absence_id": "away", "formation_id": "blue_army", "kind": "absent", "until_hour": 18,
        "reason": "war game", "basis": "assumption", "claim": "assumption",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"until_hour": ""}, "until_hour"),
        ({"from_hour": 20}, "until_hour"),
        ({"kind": "moving"}, "to_place"),
        ({"kind": "moving", "to_place": "hailar", "formation_id": "blue_a"}, "formation_id"),
        ({"formation_id": "blue_arm"}, "formation_id"),
    ],
)
def test_absences_that_make_no_sense(folder: Folder, cells: dict[str, Any], field: str) -> None:
    assert only(folder.add("absences", _row(**cells))).field == field


def test_a_headquarters_moves_once(folder: Folder) -> None:
    move = {"kind": "moving", "to_place": "hailar"}
    folder.add("absences", _row(**move)).add("absences", _row(absence_id="again", **move))
    assert "once" in only(folder).message


def test_a_radio_may_be_lost_for_good(folder: Folder) -> None:
    folder.add("absences", _row(kind="no_radio", formation_id="blue_a", until_hour=""))
    assert len(load(folder.path).tables["absences"]) == 1


@pytest.mark.parametrize(("below", "found"), [(0, [1, 0, 0]), (1, [1, 1, 1])])
def test_a_row_may_hold_for_everybody_below(folder: Folder, below: int, found: list[int]) -> None:
    folder.add("formations", formation("blue_corps", "blue", parent_id="blue_army", echelon="corps"))
    folder.set("units", 2, formation_id="blue_corps").add("absences", _row(below=below))
    sc = load(folder.path)
    asked = [("blue_army", None), ("blue_corps", "blue_army"), ("blue_a", "blue_corps")]
    assert [len(absences_of(sc, "absent", holder, above)) for holder, above in asked] == found


@pytest.mark.parametrize(
    ("condition", "opening"), [("", {"red"}), ("day>=2", {"red"}), ("captured:hailar", set())]
)
def test_the_side_that_attacks_unprovoked_opens_the_campaign(
    folder: Folder, condition: str, opening: set[str]
) -> None:
    folder.set("plans", 0, condition=condition)
    assert opening_sides(load(folder.path)) == opening


def _dated(folder: Folder, **rows: tuple[str, float, str]) -> Folder:
    for name, (kind, value, scope) in rows.items():
        folder.add(
            "exogenous",
            {
                "name": name, "kind": kind, "value": value, "unit": "hour", "low": 0, "high": 99,
                "scope": scope, "basis": "outcome", "claim": "assumption", "description": name,
            },
        )  # fmt: skip
    return folder


def test_the_order_to_cease_fire_starts_where_its_scope_says(folder: Folder) -> None:
    _dated(
        folder,
        ceasefire=("ceasefire_switch", 1, "side:blue"),
        ceasefire_order=("ceasefire_order", 20, "side:blue;formation:blue_army"),
        ceasefire_deadline=("ceasefire_deadline", 40, "side:blue"),
    )
    terms = CeaseFire(load(folder.path))
    assert (terms.side, terms.origin, terms.order, terms.talks, terms.laydown) == (
        "blue",
        "blue_army",
        20,
        7,
        7,
    )


@pytest.mark.parametrize(
    ("scope", "formation_id", "side", "outside"),
    [
        ("side:blue;formation:blue_army", "blue_army", 1, False),
        ("side:blue;formation:blue_army", "blue_home", 1, True),
        ("side:blue;formation:blue_army", "red_army", 0, False),
        ("side:blue", "blue_home", 1, False),
    ],
)
def test_who_stands_outside_the_command_that_talks(
    folder: Folder, scope: str, formation_id: str, side: int, outside: bool
) -> None:
    folder.add("formations", formation("blue_home", "blue"))
    _dated(
        folder,
        ceasefire=("ceasefire_switch", 1, "side:blue"),
        ceasefire_order=("ceasefire_order", 20, "side:blue"),
        ceasefire_talks=("ceasefire_talks", 30, scope),
    )
    scenario = load(folder.path)
    unit: Any = SimpleNamespace(side=side, formation_id=formation_id)
    assert CeaseFire(scenario).stands_outside(scenario, unit) == outside


def test_without_the_switch_there_is_no_cease_fire(folder: Folder) -> None:
    _dated(
        folder,
        ceasefire=("ceasefire_switch", 0, "side:blue"),
        ceasefire_order=("ceasefire_order", 20, "side:blue"),
    )
    terms = CeaseFire(load(folder.path))
    assert (terms.origin, terms.order, terms.laydown) == ("", K.NEVER, K.NEVER)
