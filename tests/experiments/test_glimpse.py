"""A look into a campaign of the tiny scenario: red marches on Hailar, blue holds it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from khingan.campaign import codes as K
from khingan.cli.main import main
from khingan.experiments import glimpse as G
from khingan.scenario.compile import Compiled
from khingan.scenario.portrait import HAS, KNOWS, TOLD, Scene, Section


@pytest.fixture(scope="module")
def scene(tiny: Compiled) -> Scene:
    return Scene(tiny.scenario)


def section(found: list[Section], title: str) -> Section:
    return next(s for s in found if s.title == title)


def look(scene: Scene, tiny: Compiled, holder: str, day: int) -> G.Glimpse:
    return G.look(scene, tiny, holder, day, seed=1)


def test_start_shows_full_strength_and_the_first_goal(scene: Scene, tiny: Compiled) -> None:
    found = G.sections(look(scene, tiny, "red_army", 0))
    men = section(found, "Strength now").rows[0]
    assert men == ("men", "6,000", "100% of 6,000 at the start")
    parts = section(found, "Parts now")
    assert [row[1] for row in parts.rows] == ["3,000", "3,000"]
    (order,) = section(found, "Orders now").rows
    assert order[:4] == ("2", "p1", "attack", "Staro-Tsurukhaitui")


def test_days_are_played(scene: Scene, tiny: Compiled) -> None:
    days: list[int] = []
    first = look(scene, tiny, "red_a", 0)
    later = G.look(scene, tiny, "red_a", 3, seed=1, on_day=days.append)
    assert days == [1, 2, 3]
    assert later.step == 12
    assert (
        section(G.sections(first), "Parts now").rows[0][5]
        != section(G.sections(later), "Parts now").rows[0][5]
    )
    assert later.moment(36) == "10 Aug 12:00"


def test_seed_decides_the_luck(scene: Scene, tiny: Compiled) -> None:
    one, again, other = (G.look(scene, tiny, "red_army", 9, seed=s).st.u["men"] for s in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_enemies_are_those_believed_and_never_those_that_stand_there(scene: Scene, tiny: Compiled) -> None:
    g = look(scene, tiny, "red_a", 1)
    enemy = 1 - g.side
    g.st.x[enemy]["belief"][:] = 0
    assert not [s for s in G.sections(g) if s.title == "Enemies believed near it"]
    # A rumour: 777 men next to it, heard of twelve hours ago; nobody stands there.
    cell = int(tiny.world.nbr[g.st.u["cell"][g.rows[0]]].min())
    g.st.x[enemy]["belief"][cell] = 777
    g.st.x[enemy]["belief_step"][cell] = g.step - 3
    (row,) = section(G.sections(g), "Enemies believed near it").rows
    assert row[1] == "777"
    assert row[3] == "12 h"


def test_headquarters_say_what_they_know(scene: Scene, tiny: Compiled) -> None:
    g = look(scene, tiny, "blue_a", 1)
    (row,) = section(G.sections(g), "Headquarters now").rows
    assert (row[0], row[4]) == ("blue_army", "no")
    army = tiny.formation_ids.index("blue_army")
    g.st.f["status"][army], g.st.f["touch"][army], g.st.f["learned"][army] = K.MOVING, 0, 18
    g.st.u["touch"][g.rows[0]] = 0
    found = section(G.sections(g), "Headquarters now")
    assert found.rows[0][2:4] == ("moving, hears nothing from above", "since 9 Aug 18:00")
    assert found.note == "1 of its units hear nothing from their command."
    assert section(G.sections(g), "Parts now").rows[0][4] == "out of contact"


def test_region_says_what_is_known_and_not_what_is_there(scene: Scene, tiny: Compiled) -> None:
    g = look(scene, tiny, "blue_a", 1)
    b = g.st.b[g.side, 0]
    for name, value in (("share", 0.25), ("alarm", 0.8), ("report_step", g.step - 2), ("superiority", -0.5)):
        b[name] = value
    rows = section(G.sections(g), "What its side knows of the region").rows
    assert rows == (("all", "25%", "80%", "6 h ago", "-0.50"),)


def test_weather_of_the_day(scene: Scene, tiny: Compiled) -> None:
    g = look(scene, tiny, "blue_a", 1)
    state = g.st.r[0]
    state["rain"], state["fog"], state["mud"], state["water"], state["flying"] = K.RAIN, 2, 0.5, 1.25, 0.4
    state["flooded"], state["hot"] = 1, 0
    rows = section(G.sections(g), "Weather of the day").rows
    assert rows == (("all", "rain, flooded, fog for 12 h", "50%", "+1.2 m", "40%"),)


def test_order_that_is_still_on_its_way_says_when_it_arrives(scene: Scene, tiny: Compiled) -> None:
    g = look(scene, tiny, "red_a", 0)
    g.st.u["order_at"][g.rows[0]] = 3
    assert section(G.sections(g), "Orders now").rows[0][4] == "on its way until 9 Aug 18:00"
    g.st.u["order_at"][g.rows[0]] = K.NEVER
    assert section(G.sections(g), "Orders now").rows[0][4].startswith("waits for its condition")


def test_unit_cut_off_says_so(scene: Scene, tiny: Compiled) -> None:
    g = look(scene, tiny, "red_a", 1)
    assert section(G.sections(g), "Supply this morning").rows[0][0] == "Borzya"
    g.st.u["supply_km"][g.rows[0]] = K.UNREACHED
    found = G.sections(g)
    assert section(found, "Supply this morning").rows[0][0] == "nobody: cut off"
    assert section(found, "Parts now").rows[0][4] == "cut off from supply"


def test_unit_that_is_gone_stands_nowhere(scene: Scene, tiny: Compiled) -> None:
    g = look(scene, tiny, "red_a", 0)
    g.st.u["status"][g.rows[0]] = K.SURRENDERED
    found = G.sections(g)
    part = section(found, "Parts now").rows[0]
    assert part[4:] == ("surrendered", "")
    assert {s.title for s in found} == {"Strength now", "Parts now", "Headquarters now"}


def test_unit_aboard_counts_those_who_wait_for_another_trip(scene: Scene, tiny: Compiled) -> None:
    g = look(scene, tiny, "red_a", 0)
    u = g.rows[0]
    g.st.u["status"][u], g.st.u["men"][u], g.st.u["behind"][u] = K.ABOARD, 1000 * K.MAN, 2000 * K.MAN
    g.st.u["bound"][u] = 99  # no harbour in the tiny scenario
    part = section(G.sections(g), "Parts now").rows[0]
    assert (part[1], part[4], part[5]) == ("3,000", "aboard", "")


def test_parts_come_in_their_order(scene: Scene, tiny: Compiled) -> None:
    parts = [s.part for s in G.sections(look(scene, tiny, "red_army", 2))]
    assert parts == sorted(parts, key=[HAS, KNOWS, TOLD].index)


def test_command_shows_the_day_and_then_the_eve(
    tiny_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["scenario", "show", "red_army", "--scenario", str(tiny_folder), "--day", "2"]
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "In campaign 0 of seed 1, at the end of day 2, 10 August 1945" in text
    assert text.index("Parts now") < text.index("On the eve") < text.index("is told: Plans")
    assert main([*words, "--json"]) == 0
    now = json.loads(capsys.readouterr().out)["now"]
    assert (now["day"], now["seed"]) == (2, 1)
    assert now["has"][1]["title"] == "Parts now"


@pytest.mark.parametrize("more", [["--day", "-1"], ["--day", "91"], ["--seed", "-1"]])
def test_bad_options_end_with_2(
    tiny_folder: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scenario", "show", "red_a", "--scenario", str(tiny_folder), *more]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_unknown_name_is_one_message(tiny_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario", "show", "red_c", "--scenario", str(tiny_folder), "--day", "1"]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "did you mean red_b or red_a" in message
