"""Weather. Days before the first are dry on a tiny board; coefficients are set to round numbers."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from worlds import Board, Campaign, flower, line

from khingan.campaign import codes as K
from khingan.campaign import weather
from khingan.campaign.parameters.weather import WEATHER
from khingan.cli.common import default_scenario
from khingan.scenario import load
from khingan.scenario.compile.weather import weather_arrays

# What the mechanism offers to others can be called from compiled code only; these are its sources.
is_wet, water_m, flying, fog, rough_sea = (
    getattr(f, "py_func", f)
    for f in (weather.is_wet, weather.water_m, weather.flying, weather.fog, weather.rough_sea)
)
MUD = {"mud_rain": 0.25, "mud_heavy": 0.6, "mud_dry_days": 3.0, "mud_wet": 0.4}
WATER = {"water_rain_m": 0.0, "water_heavy_m": 2.0, "water_fall_days": 8.0, "water_ford_m": 1.0}
CLOUDBURST = {"rain": 1.0, "heavy": 1.0}


def _days(board: Board, days: int, number: int = 0, **changes: float) -> list[np.ndarray]:
    """State of region 0 on each day."""
    game = Campaign(board, number, **changes)
    found = []
    for _ in range(days):
        game.play(1)
        found.append(game.st.r[0].copy())
        game.play(3)
    return found


def test_rain_makes_mud_and_mud_dries() -> None:
    # Heavy rain on the first day, then dry: 0.6, 0.43, 0.31
    days = _days(Board(line(2)).weather(rain=[1.0, 0.0, 0.0], heavy=1.0), 3, **MUD)
    assert [day["mud"] for day in days] == pytest.approx([0.6 * math.exp(-d / 3.0) for d in range(3)])
    assert [day["wet"] for day in days] == [1, 1, 0]


def test_firm_ground_takes_more_rain() -> None:
    # 0.6 of mud on black earth, 0.3 on firm ground
    days = [_days(Board(line(2)).weather(**CLOUDBURST, soil=soil), 1, **MUD)[0] for soil in (1.0, 0.5)]
    assert [day["mud"] for day in days] == pytest.approx([0.6, 0.3])
    assert [day["wet"] for day in days] == [1, 0]


def test_mud_slows_the_march() -> None:
    # 0 - 1: 9 km of open ground at 3 km/h, six hours a step; at half the pace 9 km and not 18
    board = Board(line(4), len=9_000).weather(**CLOUDBURST)
    u = board.unit(0, 0, axis=board.order(3))
    assert Campaign(board, march_wet_factor=0.5).play(1).at(u) == 1
    assert Campaign(board, switch_weather=0.0).play(1).at(u) == 2


@pytest.mark.parametrize("ground", [K.SWAMP, K.MOUNTAIN])
def test_ground_that_is_soaked_anyway_is_no_slower(ground: int) -> None:
    ways = []
    for rain in (0.0, 1.0):
        board = Board(line(2), ground=ground).weather(rain=rain, heavy=1.0)
        u = board.unit(0, 0, axis=board.order(1))
        ways.append(int(Campaign(board, march_wet_factor=0.5).play(1).st.u["progress"][u]))
    assert ways[0] == ways[1] > 0


def test_only_the_region_of_the_rain_is_wet() -> None:
    # cells 0 and 1, a region each; it rains over the second
    board = Board(line(2)).cell(1, region=1)
    board.regions.append({"sid": 2})
    game = Campaign(board.weather(1, **CLOUDBURST)).play(1)
    assert not is_wet(game.w, game.st, 0)
    assert is_wet(game.w, game.st, 1)


@pytest.mark.parametrize(
    ("heavy", "late"),
    [
        (0.0, False),  # a ford: 1 h at the river and 3 h of road
        (1.0, True),  # 0.6 x 2 = 1.2 m: like a medium river, 4 h, times 1.3: 8.2 h in all
    ],
)
def test_a_flooded_ford_is_an_obstacle(heavy: float, late: bool) -> None:
    # 0 ~ 1: 12 km of road at 4 km/h, six hours a step
    board = Board(line(2), ground=K.ROAD, len=12_000).edge(0, 1, river=K.MINOR).weather(rain=1.0, heavy=heavy)
    u = board.unit(0, 0, axis=board.order(1))
    river = {"river_delay_minor": 1.0, "river_delay_medium": 4.0, "water_slows_per_m": 0.25}
    game = Campaign(board, march_wet_road_factor=1.0, **MUD, **river, **WATER).play(1)
    assert water_m(game.w, game.st, 0) == pytest.approx(1.2 * heavy)
    assert (game.at(u) == 0) == late
    assert game.play(1).at(u) == 1


def test_ferries_carry_less_at_high_water() -> None:
    # 0 ~ 1: two units of 1,000 men, ferries for 1,000 a step. At 4 m they carry half, so the second waits.
    board = Board(line(2), ground=K.ROAD, len=4_000).edge(0, 1, river=K.MAJOR)
    axis = board.order(1)
    first, second = board.unit(0, 0, axis=axis), board.unit(0, 0, axis=axis)
    numbers = {"river_delay_major": 0.0, "river_ferry_capacity": 0.1, "river_bridge_hours": 96.0}
    flood = {"mud_heavy": 1.0, "water_heavy_m": 4.0, "water_slows_per_m": 0.25, "march_wet_road_factor": 1.0}
    dry = Campaign(board, **numbers, **flood).play(2)
    assert (dry.at(first), dry.at(second)) == (1, 1)
    wet = Campaign(board.weather(**CLOUDBURST), **numbers, **flood).play(2)
    assert (wet.at(first), wet.at(second)) == (1, 0)
    assert wet.play(1).at(second) == 1


def test_the_water_falls_slowly_and_both_are_told() -> None:
    # One storm: 2 m at once, below 1 m after 8 ln 2 = 5.5 days
    board = Board(line(2)).weather(rain=[1.0], heavy=1.0)
    game = Campaign(board, mud_heavy=1.0, water_high_m=2.0, **WATER).play(4)
    assert water_m(game.w, game.st, 0) == pytest.approx(2.0)
    assert game.events(K.HIGH_WATER) == [(0, -1)]
    assert game.play(20).events(K.WATER_FELL) == []
    assert game.play(1).events(K.WATER_FELL) == [(24, -1)]


@pytest.mark.parametrize(("water", "swept"), [(2.0, True), (1.9, False)])
def test_high_water_takes_bridges(water: float, swept: bool) -> None:
    # 0 = 1: a bridge that goes for certain at 2 m
    board = Board(line(2)).edge(0, 1, river=K.MEDIUM, bridge=1).weather(**CLOUDBURST)
    numbers = {"mud_heavy": 1.0, "water_heavy_m": water, "water_high_m": 2.0, "water_bridge_hazard": 1.0}
    game = Campaign(board, **numbers).play(1)
    assert (int(game.st.e["bridge"][0, 0]) == 0) == swept
    assert (int(game.st.e["bridge"][1, 3]) == 0) == swept
    assert len(game.events(K.BRIDGE_SWEPT_AWAY)) == int(swept)


def test_chances_are_kept_over_many_campaigns_while_rain_persists() -> None:
    board = Board(line(2)).weather(rain=[0.2, 0.4, 0.4, 0.9, 0.5], fog=0.3, rough_sea=0.6)
    n = 1000
    seen = np.zeros((n, 5, 3))
    for i in range(n):
        for d, day in enumerate(_days(board, 5, i, weather_persistence=0.4)):
            seen[i, d] = day["rain"] > 0, day["fog"] > 0, day["rough"]
    error = 4.0 * math.sqrt(0.25 / n)
    assert np.abs(seen[:, :, 0].mean(0) - [0.2, 0.4, 0.4, 0.9, 0.5]).max() < error
    assert np.abs(seen[:, :, 1].mean(0) - 0.3).max() < error
    assert np.abs(seen[:, :, 2].mean(0) - 0.6).max() < error
    assert np.corrcoef(seen[:, 1, 0], seen[:, 2, 0])[0, 1] == pytest.approx(0.4, abs=0.1)


def test_a_chance_of_one_is_certain_and_of_none_impossible() -> None:
    board = Board(line(2)).weather(rain=[1.0, 0.0, 1.0, 0.0], fog=[0.0, 1.0, 0.0, 1.0], fog_all_day=1.0)
    for number in range(40):
        days = _days(board, 4, number)
        assert [int(day["rain"]) > 0 for day in days] == [True, False, True, False]
        assert [int(day["fog"]) for day in days] == [0, 4, 0, 4]


def test_the_same_campaign_has_the_same_weather() -> None:
    board = Board(line(2)).weather(rain=0.5, heavy=0.5, fog=0.5, fog_all_day=0.5, rough_sea=0.5)
    first, again, other = (_days(board, 12, number) for number in (3, 3, 4))
    assert [day.tolist() for day in first] == [day.tolist() for day in again]
    assert [int(day["rain"]) for day in first] != [int(day["rain"]) for day in other]


def test_fog_grounds_aircraft() -> None:
    all_day = Campaign(Board(line(2)).weather(fog=1.0, fog_all_day=1.0)).play(1)
    assert flying(all_day.w, all_day.st, 0) == 0.0
    assert [fog(all_day.w, all_day.st, 0, step) for step in range(4)] == [True] * 4
    morning = Campaign(Board(line(2)).weather(fog=1.0), flying_fog=0.5).play(1)
    assert flying(morning.w, morning.st, 0) == 0.5
    assert [fog(morning.w, morning.st, 0, step) for step in range(4)] == [True, True, False, False]
    rain = Campaign(Board(line(2)).weather(rain=1.0, heavy=1.0), flying_heavy=0.1).play(1)
    assert flying(rain.w, rain.st, 0) == 0.1


def test_heat_tires_men_on_foot_in_the_desert() -> None:
    # 40 degrees for certain; cell 0 and 1 are desert
    fatigue = []
    for arid in (0, 1):
        board = Board(line(3)).cell(0, 1, 2, arid=arid).weather(heat=40.0)
        u = board.unit(0, 0, axis=board.order(2))
        numbers = {"fatigue_per_march_hour": 0.01, "heat_fatigue": 0.5, "heat_spread": 0.0, "heat_hot": 30.0}
        game = Campaign(board, calm=True, **numbers).play(1)
        fatigue.append(float(game.st.u["fatigue"][u]))
    assert fatigue[1] == pytest.approx(1.5 * fatigue[0])


def test_water_for_the_desert_is_carried_with_the_food() -> None:
    board = Board(line(2)).cell(0, 1, arid=1).weather(heat=40.0)
    u = board.unit(0, 0, men=1000)
    numbers = {"heat_spread": 0.0, "heat_water": 1.0, "food_per_man": 2.5, "switch_supply": 0.0}
    game = Campaign(board, **numbers)
    had = int(game.st.u["food"][u])
    assert had - int(game.play(5).st.u["food"][u]) == 3500


def test_switched_off_it_is_dry_and_calm() -> None:
    board = Board(flower()).cell(0, arid=1)
    board.weather(**CLOUDBURST, fog=1.0, fog_all_day=1.0, rough_sea=1.0, heat=40.0)
    game = Campaign(board, switch_weather=0.0).play(5)
    assert not is_wet(game.w, game.st, 0)
    assert not rough_sea(game.w, game.st, 0)
    assert not fog(game.w, game.st, 0, 0)
    assert flying(game.w, game.st, 0) == 1.0
    assert water_m(game.w, game.st, 0) == 0.0


def test_the_dry_august_has_no_rain() -> None:
    scenario = load(default_scenario())
    assert weather_arrays(scenario)["d_rain"].max() == 1.0
    assert weather_arrays(load(scenario.path, ["dry_august"]))["d_rain"].max() == 0.0


def test_the_page_states_the_coefficients() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mechanisms" / "weather.md").read_text(encoding="utf-8")
    values = load(default_scenario()).tables["parameters"].by_id
    assert [n for n in WEATHER if f"| `{n}` | {values[n]['value']:g} |" not in page] == []
