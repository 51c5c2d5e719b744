"""Implementation checks: true by construction, no results (H6 of the rules of honesty).

Every school is scaled until the documented course of events gives the documented decision; that it then does, and that
a course of events moves the end of the war as the school's own weights say, must hold whatever history was.
"""

from __future__ import annotations

import math
import runpy
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from khingan.politics import conditioning, schools
from khingan.politics.settings import Settings
from khingan.politics.survey import Decisions, survey
from khingan.politics.tables import make_tables
from khingan.scenario import Scenario, load
from khingan.scenario.compile import parameter_vector

NAMES = ("already_ready", "hasegawa", "mixture", "traditionalist", "wilson")
COUNT = 2000
AUGUST_10, AUGUST_17, SEPTEMBER_1 = 14, 21, 36  # days after the first session, 27 July


@pytest.fixture(scope="module")
def events() -> dict[str, Scenario]:
    names = ("no_bombs", "no_soviet_entry", "no_bombs_no_entry", "entry_in_september", "emperor_guaranteed")
    return {"": load("manchuria-1945")} | {n: load("manchuria-1945", what_if=(n,)) for n in names}


@pytest.fixture(scope="module")
def decided(
    events: dict[str, Scenario], settings: Settings, felt: NDArray[np.float64]
) -> dict[tuple[str, str], Decisions]:
    base = events[""]
    ids = [row["shock_id"] for row in base.tables["shocks"]]
    found = {}
    for name in NAMES:
        school = schools.find(base, name)
        for event, sc in events.items():
            rows = [ids.index(row["shock_id"]) for row in sc.tables["shocks"]]
            found[name, event] = survey(
                make_tables(sc, settings, school),
                parameter_vector(sc),
                np.ascontiguousarray(felt[:, :, rows]),
                seed=1,
                count=COUNT,
                days=settings.days,
            )
    return found


def _median(found: Decisions) -> float:
    return float(np.median(found.decision))


def test_all_schools_of_the_library_are_tested(scenario: Scenario) -> None:
    assert tuple(schools.names(scenario.path)) == NAMES


def test_the_record_is_as_likely_under_every_school(
    decided: dict[tuple[str, str], Decisions], settings: Settings
) -> None:
    likelihoods = [math.log(conditioning.window_share(decided[name, ""], settings)) for name in NAMES]
    assert max(likelihoods) - min(likelihoods) < 0.5


@pytest.mark.parametrize("name", NAMES)
def test_the_scale_in_the_file_is_the_one_solved(
    name: str, scenario: Scenario, settings: Settings, felt: NDArray[np.float64]
) -> None:
    school = schools.find(scenario, name)
    tables, p = make_tables(scenario, settings, school), parameter_vector(scenario)
    solved = conditioning.solve_scale(tables, p, felt, settings, seed=1, count=COUNT)
    assert school.scale == pytest.approx(solved, rel=0.02)


def test_a_solved_scale_does_not_depend_on_the_one_in_the_file(
    scenario: Scenario, settings: Settings, felt: NDArray[np.float64]
) -> None:
    tables, p = (
        make_tables(scenario, settings, schools.find(scenario, "mixture")),
        parameter_vector(scenario),
    )
    scale = conditioning.solve_scale(tables, p, felt, settings, seed=1, count=500)
    days = settings.day_of(settings.window[1]) + 1
    found = survey(tables, p, felt, seed=1, count=500, days=days, scale=scale)
    assert found.share_by(found.decision, 24.0 * days) == pytest.approx(settings.chance, abs=0.02)


@pytest.mark.parametrize("name", NAMES)
def test_decisions_lie_in_the_middle_of_august(name: str, decided: dict[tuple[str, str], Decisions]) -> None:
    found = decided[name, ""]
    window = found.share_by(found.decision, 24.0 * AUGUST_17) - found.share_by(
        found.decision, 24.0 * AUGUST_10
    )
    assert window >= 0.5
    assert found.share_by(found.decision, 24.0 * SEPTEMBER_1) >= 0.9


def test_without_the_entry_wilson_is_later_and_without_the_bombs_he_is_not(
    decided: dict[tuple[str, str], Decisions],
) -> None:
    documented = decided["wilson", ""]
    assert _median(decided["wilson", "no_soviet_entry"]) > _median(documented) + 24
    assert (decided["wilson", "no_bombs"].decision == documented.decision).all()


def test_without_the_bombs_the_traditionalist_is_later(decided: dict[tuple[str, str], Decisions]) -> None:
    bombs = _median(decided["traditionalist", "no_bombs"]) - _median(decided["traditionalist", ""])
    entry = _median(decided["traditionalist", "no_soviet_entry"]) - _median(decided["traditionalist", ""])
    assert bombs > 24
    assert bombs > entry


@pytest.mark.parametrize("name", NAMES)
def test_without_both_it_is_later_than_without_either(
    name: str, decided: dict[tuple[str, str], Decisions]
) -> None:
    neither = decided[name, "no_bombs_no_entry"].decision
    for event in ("", "no_bombs", "no_soviet_entry"):
        # The same luck: no campaign ends earlier for want of a shock, and none announces its end earlier.
        assert (neither >= decided[name, event].decision).all()
        assert (decided[name, "no_bombs_no_entry"].broadcast >= decided[name, event].broadcast).all()
    weights = {n: number.value for n, number in schools.find(load("manchuria-1945"), name).weights.items()}
    if weights["atomic_bomb"] > 0.0:
        assert _mean(neither) > _mean(decided[name, "no_soviet_entry"].decision)
    if weights["soviet_entry"] > 0.0:
        assert _mean(neither) > _mean(decided[name, "no_bombs"].decision)


def _mean(hours: NDArray[np.int64]) -> float:
    return float(np.minimum(hours, 24 * 200).mean())


@pytest.mark.parametrize("name", NAMES)
def test_a_later_entry_lies_between_entry_and_none(
    name: str, decided: dict[tuple[str, str], Decisions]
) -> None:
    documented, later, none = (decided[name, e] for e in ("", "entry_in_september", "no_soviet_entry"))
    for hours in ("decision", "broadcast"):
        assert (getattr(later, hours) >= getattr(documented, hours)).all()
        assert (getattr(later, hours) <= getattr(none, hours)).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_guarantee_ends_the_war_earlier(name: str, decided: dict[tuple[str, str], Decisions]) -> None:
    assert _mean(decided[name, "emperor_guaranteed"].decision) < _mean(decided[name, ""].decision)


def test_the_same_key_gives_the_same_decisions(
    scenario: Scenario, settings: Settings, felt: NDArray[np.float64]
) -> None:
    tables, p = (
        make_tables(scenario, settings, schools.find(scenario, "hasegawa")),
        parameter_vector(scenario),
    )
    few, many = (survey(tables, p, felt, seed=7, count=n, days=settings.days).decision for n in (20, 200))
    assert (few == many[:20]).all()
    other = survey(tables, p, felt, seed=8, count=20, days=settings.days).decision
    assert (few != other).any()


def test_the_tool_writes_the_scale_into_a_school_anywhere(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "condition_schools.py"))
    for name, value in (("COURSES", 2), ("DAYS", 20), ("COUNT", 500)):
        monkeypatch.setitem(tool["main"].__globals__, name, value)
    inside = scenario.path / "schools" / "mixture.toml"
    mine = tmp_path / "mine.toml"
    text = inside.read_text(encoding="utf-8")
    stated = schools.find(scenario, "mixture").scale
    mine.write_text(text.replace(f"scale = {stated:.4f}", "scale = 1.0"), encoding="utf-8")
    assert tool["main"](["--school", str(mine)]) == 0
    assert schools.find(scenario, str(mine)).scale == pytest.approx(stated, rel=0.03)
    assert inside.read_text(encoding="utf-8") == text
