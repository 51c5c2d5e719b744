"""Sectors of attackers: how far aside of their line of advance a way may run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from khingan.campaign import codes as K
from khingan.scenario.compile.sectors import Sectors, Widths, commands_of
from khingan.staff.historical import Axes

# Two armies march 100 km to the north, side by side. Cells 0 to 1 is the way of the first, 2 to 3 that of its
# neighbour 60 km to the east; 4 and 5 lie 35 km to the west and to the east of the first one's way.
#
#        1         3
#     4  |  . 5    |
#        0         2
#
EAST_KM = np.array([0.0, 0.0, 60.0, 60.0, -35.0, 35.0])
NORTH_KM = np.array([0.0, 100.0, 0.0, 100.0, 50.0, 50.0])
LAT = NORTH_KM / 111.2
LON = EAST_KM / (111.2 * np.cos(np.radians(LAT[1] / 2.0)))
# Every army has one division; a front stands above both.
CHAINS = {"first": ("1d", "1a", "front"), "second": ("2d", "2a", "front")}


def _sectors(
    share: float = 0.0,
    open_half_km: float = 40.0,
    holder: str = "2a",
    chains: tuple[tuple[str, ...], ...] = tuple(CHAINS.values()),
    sides: tuple[int, int] = (0, 0),
    posture: int = K.ATTACK,
    lift: int = K.NO_LIFT,
) -> Sectors:
    """The first follows the plan of its army, its neighbour that of ``holder``."""
    axes = Axes()
    first = [
        axes.add([0, 1], K.ATTACK, [], "plan of 1a", -1),
        axes.add([2, 3], posture, [], f"plan of {holder}", -1, lift),
    ]
    commands = commands_of(chains, sides, [chain[1] for chain in chains])
    common = {f"plan of {command}" for command in commands.shared}
    return Sectors(LAT, LON, axes, first, commands, common, Widths(20.0, open_half_km, share, 5.0))


def test_a_sector_is_wide_where_no_neighbour_is_nearer() -> None:
    # 35 km aside: within the 40 km of the open flank; 15 km beyond the boundary beside the neighbour, 3 times 5 km
    cost = _sectors().factor(0, 1)
    assert cost[4] == pytest.approx(1.0)
    assert cost[5] == pytest.approx(4.0)


@pytest.mark.parametrize(("share", "factor"), [(0.0, 4.0), (0.2, 4.0), (0.3, 2.0), (0.4, 1.0)])
def test_a_sector_is_the_wider_the_farther_its_objective(share: float, factor: float) -> None:
    # 100 km: the share makes 0, 20, 30 and 40 km on either side
    assert _sectors(share).factor(0, 1)[5] == pytest.approx(factor, abs=1e-3)


@pytest.mark.parametrize(("open_half_km", "factor"), [(30.0, 2.0), (10.0, 4.0)])
def test_beyond_the_open_flank_a_way_costs_more_as_well(open_half_km: float, factor: float) -> None:
    # 5 km beyond the open flank; with a smaller one than beside a neighbour 15 km beyond that of 20 km
    assert _sectors(open_half_km=open_half_km).factor(0, 1)[4] == pytest.approx(factor, abs=1e-3)


def test_a_reserve_comes_up_along_the_line_prolonged_backwards() -> None:
    # From 1 to 3 the line runs east; 4 lies 35 km behind its beginning and 50 km aside, 30 beyond a boundary of 20
    axes = Axes()
    first = [axes.add([1, 3], K.ATTACK, [], "plan", -1)]
    commands = commands_of([("u", "a")], [0], ["a"])
    cost = Sectors(LAT, LON, axes, first, commands, (), Widths(20.0, 20.0, 0.0, 100.0)).factor(1, 3)
    assert cost[4] == pytest.approx(1.3, abs=1e-2)


@pytest.mark.parametrize(
    "nobodys_sector",
    [
        {"chains": (CHAINS["first"], ("2d", "1a", "front"))},  # another way of the same army
        {"sides": (0, 1)},  # the enemy's
        {"holder": "front"},  # the plan of a command above both
        {"posture": K.DELAY},  # who defends has no line of advance
        {"lift": K.BY_SEA},  # nor has who is carried
    ],
)
def test_what_bounds_no_sector(nobodys_sector: dict[str, Any]) -> None:
    assert _sectors(**nobodys_sector).factor(0, 1)[5] == pytest.approx(1.0)


def test_who_follows_the_plan_of_a_front_keeps_off_the_way_of_an_army() -> None:
    sectors = _sectors(holder="front")
    assert np.isfinite(sectors.nearest_neighbour(2, 3)[5])
    assert np.isinf(sectors.nearest_neighbour(0, 1)[5])


def test_a_front_with_a_reserve_of_its_own_has_no_sector() -> None:
    # 3d stands right under the front and follows its plan; 2d and 1d have their armies'.
    chains = (*CHAINS.values(), ("3d", "front"))
    commands = commands_of(chains, (0, 0, 0), ("1a", "2a", "front"))
    assert commands.shared == {"front"}
    assert commands.units == [(0, "1a"), (0, "2a"), (0, "3d")]
