"""A scenario of two sides and five formations, written by hand, and the library's own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from khingan.claims import ClaimSet, load_claims
from khingan.cli.common import default_scenario
from khingan.scenario import Scenario, Side, Table, load

#   red ── red_a              blue ── blue_a
#                                └── blue_m (militia)
FORMATIONS = (
    ("red", "red", ""),
    ("red_a", "red", "red"),
    ("blue", "blue", ""),
    ("blue_a", "blue", "blue"),
    ("blue_m", "blue", "blue"),
)


@pytest.fixture
def small() -> Scenario:
    """A scenario of four days whose tables hold no more than a reckoning asks for."""
    formations = [
        {"formation_id": name, "side": side, "parent_id": parent or None, "contingent": "X"}
        for name, side, parent in FORMATIONS
    ]
    return Scenario(
        scenario_id="small",
        title="Small",
        path=Path(),
        start=datetime.fromisoformat("1945-08-09T00:00+09:00"),
        steps=16,
        sides=(Side("red", "Red", ("X",)), Side("blue", "Blue", ("X",))),
        meta={"step_hours": 6},
        tables={
            "formations": Table("formations", "formations.csv", formations),
            "units": Table("units", "units.csv", []),
        },
    )


@pytest.fixture(scope="session")
def flagship() -> Scenario:
    return load(default_scenario())


@pytest.fixture(scope="session")
def claims() -> ClaimSet:
    return load_claims(default_scenario())
