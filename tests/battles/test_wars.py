"""Which war an engagement belongs to when it does not say so."""

from __future__ import annotations

import numpy as np
import pytest

from khingan.battles.coefficients import battle_rows
from khingan.battles.wars import war_table, war_weights


def likely(war: str = "", attacker: str = "", defender: str = "", tanks: float = np.nan) -> dict[str, float]:
    """Weights above one in a hundred, by war."""
    weights = war_weights(war, attacker, defender, tanks)
    return {row.name: float(w) for row, w in zip(war_table(), weights, strict=True) if w > 0.01}


def test_weights_add_up_to_one() -> None:
    for tanks in (np.nan, 0.0, 30.0):
        for nations in (("", ""), ("Germany", "USA"), ("Japan", ""), ("Utopia", "Ruritania")):
            assert war_weights("", *nations, tanks).sum() == pytest.approx(1.0)


def test_a_named_war_is_that_war_whoever_fought() -> None:
    assert likely("WWII East", "Israel", "Egypt", 0.0) == {"WWII East": 1.0}


def test_without_any_hint_all_wars_are_alike() -> None:
    assert set(likely().values()) == {1.0 / len(war_table())}


def test_nations_tell_the_war_either_way_round() -> None:
    assert set(likely(attacker="USA", defender="North Korea/China")) == {"Korea 1950-51"}
    assert set(likely(attacker="North Korea/China", defender="USA")) == {"Korea 1950-51"}
    assert all("Arab-Israeli" in war for war in likely(attacker="Israel", defender="Egypt"))


def test_tanks_tell_one_german_war_from_the_other() -> None:
    with_tanks = likely(attacker="USSR", defender="Germany", tanks=200.0)
    assert set(with_tanks) == {"WWII East"}
    early = likely(attacker="France", defender="Germany", tanks=0.0)
    assert sum(w for war, w in early.items() if war.startswith("WWI ")) > 0.9
    assert sum(w for war, w in early.items() if war.startswith("WWII")) < 0.1
    assert "WWI 1914" not in likely(attacker="France", defender="Germany", tanks=50.0)


def test_nations_of_another_war_leave_the_arms_to_tell() -> None:
    np.testing.assert_array_equal(war_weights("", "Utopia", "Ruritania", 50.0), war_weights("", "", "", 50.0))


def test_one_unknown_nation_narrows_to_the_wars_of_the_other() -> None:
    assert set(likely(attacker="Israel")) == {row.name for row in war_table() if "Israeli" in row.name}


def test_every_war_of_the_table_has_its_coefficients() -> None:
    for row in war_table():
        assert {f"war_intensity:{row.name}", f"war_pace:{row.name}", f"era_intensity:{row.era}"} <= set(
            battle_rows()
        )
