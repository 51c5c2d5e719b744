"""Whether campaigns of the library scenario make sense: 64 of them, none with the dated cease-fire.

Looked at on 11 August 24:00, 15 August 24:00, 25 August 24:00 and at the end.
"""

from __future__ import annotations

import numpy as np
import pytest

from flagship import Looks, compiled, ends_of, look
from khingan.campaign import codes as K

START, DAY_3, DAY_7, DAY_17, END = range(5)
STEPS = (0, 12, 28, 68, 100)
AUGUST_25_H = 17 * 24  # its end
WESTERN_RIFLE = ("sov-17a", "sov-39a", "sov-36a")
EASTERN_RIFLE = ("sov-1rba", "sov-5a", "sov-25a", "sov-35a")


@pytest.fixture(scope="module")
def base() -> Looks:
    return look(compiled("no_ceasefire"), STEPS)


@pytest.fixture(scope="module")
def dry() -> Looks:
    """No rain and no fuel by air, so that the road alone tells how far the tank army gets."""
    return look(compiled("no_ceasefire", "dry_august", "no_fuel_airlift"), STEPS[: DAY_7 + 1])


@pytest.fixture(scope="module")
def flown() -> Looks:
    return look(compiled("no_ceasefire", "dry_august"), STEPS[: DAY_7 + 1])


@pytest.fixture(scope="module")
def fuelled() -> Looks:
    return look(compiled("no_ceasefire", "dry_august", "unlimited_fuel"), STEPS[: DAY_7 + 1])


@pytest.fixture(scope="module")
def first_rate() -> Looks:
    return look(compiled("no_ceasefire", "first_rate_kwantung"), STEPS)


def _slowing(looks: Looks) -> float:
    """Median advance of the tank army on days 4-7 as a share of that on days 1-3."""
    early, late = looks.km("sov-6gta", START, DAY_3), looks.km("sov-6gta", DAY_3, DAY_7)
    return float(np.median(late) / np.median(early))


def test_the_tank_army_outruns_its_fuel(dry: Looks) -> None:
    assert _slowing(dry) <= 0.5


def test_with_unlimited_fuel_it_does_not(fuelled: Looks) -> None:
    assert _slowing(fuelled) > 0.5


def test_fuel_by_air_carries_it_on(dry: Looks, flown: Looks) -> None:
    assert np.median(flown.km("sov-6gta", DAY_3, DAY_7)) > 1.2 * np.median(dry.km("sov-6gta", DAY_3, DAY_7))


def test_hailar_falls_before_its_works(base: Looks) -> None:
    place = base.scenario.place_ids.index("hailar")
    garrison = next(i for i, e in enumerate(base.scenario.entries) if e.unit_id == "jpn-80imb")
    town, works = base.captured[:, place], ends_of(base, garrison)
    shut_up = [bool(((log[:, 2] == K.WORKS_INVESTED) & (log[:, 5] == garrison)).any()) for log in base.events]
    works = np.where(shut_up, works, K.NEVER)
    both = (town < K.NEVER) & (works < K.NEVER)
    assert both.mean() > 0.5
    # Never the works before the town, and mostly the town long before.
    assert (town <= works).all()
    assert np.median(works[both] - town[both]) >= 24


def test_the_western_rifle_armies_outpace_the_eastern_ones(base: Looks) -> None:
    def pace(armies: tuple[str, ...]) -> list[float]:
        return [float(np.median(base.km(army, START, DAY_7))) for army in armies]

    west, east = pace(WESTERN_RIFLE), pace(EASTERN_RIFLE)
    assert np.median(west) > 1.5 * np.median(east)
    # An army that meets nobody may run as far in the east; no western one is as slow as the middle of the east.
    assert min(west) > np.median(east)


def test_the_pincers_meet_by_25_august_in_most_campaigns() -> None:
    # Each council decides on a cease-fire of its own, no date is given. Where nobody ever ceases fire they mostly meet
    # in the last days of August (docs/design/as-built.md).
    assert (look(compiled(), STEPS[-1:]).linked <= AUGUST_25_H).mean() > 0.5


def test_a_first_rate_kwantung_army_holds_visibly_longer(base: Looks, first_rate: Looks) -> None:
    # Most places that fall at all do so where nobody bars the way; where somebody does, they fall later.
    hours = [np.median(np.minimum(x.captured, 600), axis=0) for x in (base, first_rate)]
    delay = (hours[1] - hours[0])[hours[0] < 600]
    assert (delay > 0).mean() > 0.4
    # Medians of 64 campaigns in their weather differ by hours anyway.
    assert (delay < -12).mean() < 0.05
    centre = base.scenario.place_ids.index("mutanchiang")
    assert hours[1][centre] - hours[0][centre] >= 24


@pytest.mark.parametrize(("overlay", "side"), [("no_soviet_plans", 0), ("no_japanese_plans", 1)])
def test_a_side_without_plans_does_not_advance(overlay: str, side: int) -> None:
    looks = look(compiled("no_ceasefire", overlay), (0, 28), campaigns=8)
    own = [i for i, e in enumerate(looks.scenario.entries) if e.side == side and not e.rear]
    moved = (looks.cell[:, 0][:, own] != looks.cell[:, 1][:, own]).sum(axis=1)
    if side == 0:
        assert (moved == 0).all()
    # The others move only when they are beaten: one retreat at least for every unit that has moved.
    for log, units in zip(looks.events, moved, strict=True):
        retreats = np.unique(log[(log[:, 2] == K.RETREAT) & (log[:, 3] == side), 5])
        assert len(retreats) >= units
    # Ground falls to them only where their cover reaches from where they stand.
    gained = ((looks.owner[:, 1] == side) & (looks.owner[:, 0] != side)).sum(axis=1)
    assert (gained <= 0.01 * looks.owner.shape[2]).all()
