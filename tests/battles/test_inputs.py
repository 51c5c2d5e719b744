"""What a row gives to the kernel, and what it gives where a cell is empty."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from battle_tables import FULL, Row, read_rows

from khingan.battles import inputs as F
from khingan.battles.coefficients import Coefficients, wars
from khingan.battles.forecast import Use, medians

ALL = Use(casualties=1.0, winner=1.0)


def features(folder: Path, row: Row) -> dict[str, float]:
    """Inputs of the kernel from one row, by name."""
    found = F.make_features(read_rows(folder, row))[0, : F.WAR]
    return dict(zip(F.FEATURES, found.tolist(), strict=True))


@pytest.mark.parametrize("arm", ["tanks", "guns", "cas_sorties"])
@pytest.mark.parametrize("unknown", ["atk", "def"])
def test_an_arm_unknown_on_one_side_drops_out_of_both(tmp_path: Path, arm: str, unknown: str) -> None:
    name = arm.replace("cas_", "")
    row = {f"atk_{arm}": 50, f"def_{arm}": 20}
    found = features(tmp_path, row)
    assert (found[f"{name}_a"], found[f"{name}_d"]) == (50.0, 20.0)
    found = features(tmp_path, row | {f"{unknown}_{arm}": ""})
    assert (found[f"{name}_a"], found[f"{name}_d"]) == (0.0, 0.0)


def test_a_known_zero_is_a_known_arm(tmp_path: Path) -> None:
    found = features(tmp_path, {"atk_tanks": 50, "def_tanks": 0})
    assert (found["tanks_a"], found["tanks_d"]) == (50.0, 0.0)


def test_sorties_are_of_one_day(tmp_path: Path) -> None:
    found = features(tmp_path, {"days": 4, "atk_cas_sorties": 40, "def_cas_sorties": 8})
    assert (found["sorties_a"], found["sorties_d"]) == (10.0, 2.0)


def test_without_any_code_the_advantage_is_the_force_ratio(tmp_path: Path, frozen: Coefficients) -> None:
    table = read_rows(tmp_path, {"atk_str": 10_000, "def_str": 1_000})
    found = medians(F.make_features(table), frozen, ALL)
    assert found.x[0] == pytest.approx(1.0, abs=1e-12)
    assert found.x_winner[0] == pytest.approx(1.0, abs=1e-12)


CODES = [
    "posture",
    "posture2",
    "relief",
    "cover",
    "feature",
    "weather",
    "surprise",
    "air_superiority",
    "river_crossing",
    "envelopment",
    "adv_cev",
    "adv_leadership",
    "adv_training",
    "adv_morale",
]


@pytest.mark.parametrize("code", CODES)
def test_a_code_acts_and_an_empty_one_is_as_good_as_no_column(tmp_path: Path, code: str) -> None:
    row = FULL | ({"posture": "hasty"} if code == "posture2" else {})
    given = features(tmp_path, row)
    empty = features(tmp_path, row | {code: ""})
    absent = features(tmp_path, {name: value for name, value in row.items() if name != code})
    assert empty == absent
    assert empty != given


@pytest.mark.parametrize(
    ("posture", "posture2", "delaying"),
    [
        ("delay", "", 1.0),
        ("withdrawal", "", 1.0),
        ("hasty", "delay", 0.5),
        ("fortified", "withdrawal", 0.5),
        ("delay", "withdrawal", 1.0),
        ("", "delay", 0.5),
        ("hasty", "prepared", 0.0),
        ("prepared", "fortified", 0.0),
    ],
)
def test_a_second_posture_of_yielding_counts_half(
    tmp_path: Path, posture: str, posture2: str, delaying: float
) -> None:
    found = features(tmp_path, {"posture": posture, "posture2": posture2})
    assert found["delaying"] == delaying
    assert found["fortified"] == float(posture == "fortified")


@pytest.mark.parametrize(
    ("attacker", "defender", "effects"),
    [
        ("Germany", "USA", {"nation_german": 1.0}),
        ("USA", "Germany", {"nation_german": -1.0}),
        ("Israel", "Syria", {"nation_israeli": 1.0}),
        ("Palestine Arab", "Israel", {"nation_israeli": -1.0}),
        ("Israel", "Britain", {}),
        ("USA", "North Korea/China", {"nation_un": 1.0}),
        ("North Korea/China", "Turkey", {"nation_un": -1.0}),
        ("USA", "Japan", {"last_man_d": 1.0}),
        ("Japan", "USA", {"last_man_a": 1.0}),
        ("Japan", "Germany", {"last_man_a": 1.0, "nation_german": -1.0}),
        ("France", "Turkey", {}),
        ("Germany", "", {}),
        ("", "Germany", {}),
        ("", "Japan", {}),
        ("Germany", "Germany", {}),
        ("Japan", "Japan", {}),
        ("North Korea/China", "North Korea/China", {}),
    ],
)
def test_nations_act_in_their_pairs_only(
    tmp_path: Path, attacker: str, defender: str, effects: dict[str, float]
) -> None:
    found = features(tmp_path, {"atk_nation": attacker, "def_nation": defender})
    named = ("last_man_a", "last_man_d", "nation_german", "nation_israeli", "nation_un")
    assert {name: found[name] for name in named} == dict.fromkeys(named, 0.0) | effects


@pytest.mark.parametrize("war", ["", "Some other war"])
def test_an_unknown_war_has_the_mean_intensity_and_pace(
    tmp_path: Path, frozen: Coefficients, war: str
) -> None:
    table = read_rows(tmp_path, {"war": war}, *({"war": known} for known in wars()))
    found = medians(F.make_features(table), frozen, ALL)
    level = np.log10(found.km_day + 0.5)
    assert np.ptp(found.z[1:]) > 0.1
    assert found.z[0] == pytest.approx(found.z[1:].mean(), abs=1e-12)
    assert level[0] == pytest.approx(level[1:].mean(), abs=1e-9)


@pytest.mark.parametrize(
    "code", ["adv_momentum", "adv_initiative", "adv_intelligence", "adv_logistics", "adv_technology"]
)
def test_codes_coloured_by_the_result_or_without_effect_change_nothing(tmp_path: Path, code: str) -> None:
    assert features(tmp_path, FULL | {code: 2}) == features(tmp_path, FULL | {code: -2})


def test_judgements_of_the_men_add_up(tmp_path: Path) -> None:
    found = features(tmp_path, {"adv_cev": -1, "adv_leadership": 2, "adv_training": 1, "adv_morale": -1})
    assert (found["cev"], found["judged"]) == (-1.0, 2.0)
