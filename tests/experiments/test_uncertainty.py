"""Coefficients drawn within their ranges."""

from __future__ import annotations

import numpy as np
import pytest

from khingan.campaign.parameters import NAMES
from khingan.cli.common import default_scenario
from khingan.experiments.uncertainty import draw_coefficients, two_triangles
from khingan.scenario import Scenario, load
from khingan.scenario.compile import parameter_vector


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load(default_scenario())


def test_half_lies_below_the_stated_value_and_none_outside_the_range() -> None:
    u = np.linspace(0.0, 1.0, 1001)
    x = two_triangles(u, 1.0, 2.0, 6.0)
    assert (x[0], x[500], x[-1]) == pytest.approx((1.0, 2.0, 6.0))
    assert (np.diff(x) >= 0.0).all()
    # A triangle's mean lies a third of its base from the peak
    assert x[:501].mean() == pytest.approx(2.0 - 1.0 / 3.0, abs=0.01)
    assert x[500:].mean() == pytest.approx(2.0 + 4.0 / 3.0, abs=0.01)


def test_a_range_without_width_is_a_constant() -> None:
    assert (two_triangles(np.array([0.0, 0.3, 1.0]), 2.0, 2.0, 2.0) == 2.0).all()


def test_coefficients_stay_in_their_ranges_and_switches_on(scenario: Scenario) -> None:
    drawn = draw_coefficients(scenario, 1, np.arange(300))
    stated = parameter_vector(scenario)
    table = scenario.tables["parameters"].by_id
    for i, name in enumerate(NAMES):
        row = table[name]
        if row["unit"] == "flag" or row["low"] is None:
            assert (drawn[:, i] == stated[i]).all()
        else:
            assert drawn[:, i].min() >= min(row["low"], row["value"])
            assert drawn[:, i].max() <= max(row["high"], row["value"])
    i = NAMES.index("march_foot_road")
    assert np.median(drawn[:, i]) == pytest.approx(stated[i], rel=0.05)
    assert (drawn == draw_coefficients(scenario, 1, np.arange(300))).all()
    assert (drawn[5] == draw_coefficients(scenario, 1, np.array([5]))[0]).all()
