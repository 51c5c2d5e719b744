"""The coefficients of the library's scenario, as every command uses them."""

from __future__ import annotations

import pytest

from khingan.battles.coefficients import Coefficients, load_coefficients
from khingan.campaign.parameters import NAMES
from khingan.scenario import load


@pytest.fixture(scope="session")
def frozen() -> Coefficients:
    scenario = load("manchuria-1945")
    return load_coefficients({name: scenario.parameter(name) for name in NAMES})
