"""The library scenario's council, and a course of losses drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from khingan.cli.common import default_scenario
from khingan.politics.settings import Settings, settings_of
from khingan.scenario import Scenario, load


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return load(default_scenario())


@pytest.fixture(scope="session")
def settings(scenario: Scenario) -> Settings:
    return settings_of(scenario)


@pytest.fixture(scope="session")
def felt(scenario: Scenario) -> NDArray[np.float64]:
    """One campaign of 60 days about as the engine's own: losses grow evenly, those in the north after ten days."""
    days = np.arange(60.0)
    lines = {"ground_lost": np.minimum(0.6, 0.013 * days), "men_lost": np.minimum(0.5, 0.012 * days)}
    shocks = list(scenario.tables["shocks"])
    table = [lines.get(row["kind"], np.zeros(60)) for row in shocks]
    table = [np.maximum(0.0, x - 0.13) if row["regions"] else x for row, x in zip(shocks, table, strict=True)]
    return np.ascontiguousarray(np.stack(table, axis=1)[None])
