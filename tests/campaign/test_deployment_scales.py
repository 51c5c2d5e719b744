"""What disputed strengths scale at the start: men, auxiliaries, tanks, guns, aircraft, each its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from khingan.campaign import run as engine
from khingan.campaign.parameters import NAMES
from khingan.campaign.state import N_DAILY, allocate
from khingan.scenario.compile import Compiled

# Each of some 350 units is cut down to a whole 1/256.
SLACK = 400
TOTALS = ("men", "auxiliaries", "tanks", "guns", "aircraft")


def at_the_start(flagship: Compiled, **scales: float) -> NDArray[Any]:
    """Totals by side, [5, 2], in the order of ``TOTALS``."""
    p = flagship.parameters.copy()
    for name, value in scales.items():
        p[NAMES.index(name)] = value
    st, sc = allocate(flagship.world, 100)
    daily = np.zeros((0, len(flagship.reporting), N_DAILY), np.int64)
    engine.play(flagship.world, p, st, sc, 0, 0, daily)
    u, v = flagship.world.u, flagship.world.v
    helper = u["auxiliary"] == 1
    return np.array(
        [
            [st.u["men"][(u["side"] == side) & ~helper].sum() for side in (0, 1)],
            [st.u["men"][(u["side"] == side) & helper].sum() for side in (0, 1)],
            [st.u["tanks"][u["side"] == side].sum() for side in (0, 1)],
            [st.u["guns"][u["side"] == side].sum() for side in (0, 1)],
            [st.v["aircraft"][v["side"] == side].sum() for side in (0, 1)],
        ],
        dtype=float,
    )


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    ("family", "total"),
    list(zip(("strength", "auxiliary", "tank", "gun", "aircraft"), TOTALS, strict=True)),
)
def test_a_scale_halves_its_own_and_nothing_else(
    flagship: Compiled, family: str, total: str, side: int
) -> None:
    stated = at_the_start(flagship)
    halved = at_the_start(flagship, **{f"{family}_scale_{side}": 0.5})
    expected = stated.copy()
    expected[TOTALS.index(total), side] *= 0.5
    assert halved == pytest.approx(expected, abs=SLACK)


def test_the_second_side_has_all_of_them(flagship: Compiled) -> None:
    assert (at_the_start(flagship)[:, 1] > 0).all()
