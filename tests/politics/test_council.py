"""One session: half of the seats, the throne, the reply, the coup.

Six seats with thresholds 1 to 6 and a throne with 3.5; luck and moods are switched off. Pressure n moves n seats::

    pressure  0    3           4              6
    seats     none 3 of 6      4 of 6         all
    throne    no   no          yes            yes
              war  deadlock    throne ends it no throne needed
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pytest

from khingan.campaign import codes as K
from khingan.campaign import council
from khingan.campaign import parameters as P
from khingan.campaign.council import COUNCIL_STATE, MEMBER_STATE, SHOCK_STATE
from khingan.campaign.world import MEMBER, SHOCK, records
from khingan.cli.common import default_scenario
from khingan.scenario import load
from khingan.scenario.compile import parameter_vector

numba = pytest.importorskip("numba")
SETTINGS = {
    "COUNCIL_THRESHOLD_SPREAD": 0.0,
    "COUNCIL_DAILY_MOOD": 0.0,
    "COUNCIL_REPLY_DAYS": 2.0,
    "COUNCIL_REPLY_CHANCE": 1.0,
    "COUP_CHANCE": 0.0,
    "DECISION_BROADCAST_HOURS": 24.0,
    "DECISION_ORDER_HOURS": 50.0,
    "ORDER_TALKS_HOURS": 63.0,
    "ORDER_DEADLINE_HOURS": 92.0,
}


class Council:
    """Six seats and a throne, one shock."""

    def __init__(self, throne: bool = True, campaign: int = 0, **changes: float) -> None:
        self.campaign = campaign
        self.p = parameter_vector(load(default_scenario()))
        for name, value in (SETTINGS | changes).items():
            self.p[getattr(P, name)] = value
        self.m = records(7 if throne else 6, MEMBER)
        self.m["threshold"][:6] = [1, 2, 3, 4, 5, 6]
        self.m["sid"] = np.arange(len(self.m)) + 1
        if throne:
            self.m["throne"][6] = 1
            self.m["threshold"][6] = 3.5
        self.pull = np.ones((len(self.m), 1))
        self.j = records(1, COUNCIL_STATE)
        self.members, self.n = records(len(self.m), MEMBER_STATE), records(1, SHOCK_STATE)
        _convene(self.m, self.p, self.j, self.members, 1, campaign)

    def sit(self, day: int, pressure: float) -> Self:
        """A session at noon under a pressure."""
        self.n["felt"][0] = pressure
        hour = 24 * day + 12
        _sit(self.m, self.pull, self.p, self.j, self.members, self.n, 1, self.campaign, day, hour)
        return self

    def __getattr__(self, name: str) -> int:
        return int(self.j[name][0])


@numba.njit
def _convene(m: Any, p: Any, j: Any, s: Any, seed: int, campaign: int) -> None:
    council.convene(m, p, j, s, seed, campaign)


@numba.njit
def _sit(
    m: Any, pull: Any, p: Any, j: Any, s: Any, n: Any, seed: int, campaign: int, day: int, hour: int
) -> None:
    council.sit(m, pull, p, j, s, n, seed, campaign, day, hour)


@numba.njit
def _feel(n: Any, st: Any, now: float) -> None:
    council.feel(n, st, now)


def test_fewer_than_half_of_the_seats_change_nothing() -> None:
    c = Council().sit(0, 2.0)
    assert (c.stage, c.yes, c.deadlock, c.offer) == (K.AT_WAR, 2, K.NEVER, K.NEVER)


def test_three_to_three_is_a_deadlock() -> None:
    c = Council().sit(0, 3.0).sit(1, 3.0)
    assert (c.stage, c.yes, c.deadlock, c.offer) == (K.AT_WAR, 3, 12, K.NEVER)


def test_the_throne_breaks_a_deadlock() -> None:
    c = Council().sit(0, 3.6)
    assert (c.stage, c.yes, c.offer) == (K.OFFERED, 3, 12)


def test_all_seats_need_no_throne() -> None:
    assert Council(throne=False).sit(0, 5.0).stage == K.AT_WAR
    assert Council(throne=False).sit(0, 6.0).stage == K.OFFERED


def test_the_reply_is_awaited_and_the_question_put_again() -> None:
    c = Council().sit(0, 4.0).sit(1, 4.0)
    assert c.decision == K.NEVER
    # On the day of the reply the throne no longer breaks the tie: the offer stands, nothing is decided.
    assert c.sit(2, 3.0).decision == K.NEVER
    assert c.sit(3, 4.0).decision == 3 * 24 + 12
    assert c.broadcast == 84 + 24
    assert c.order == 84 + 50
    # 134 + 63 = 197 h and 134 + 92 = 226 h: the first steps that begin no earlier.
    assert (c.talks, c.laydown) == (33, 38)


@pytest.mark.parametrize(("days", "decided"), [(1.6, 2), (2.4, 2), (2.5, 3), (3.4, 3)])
def test_drawn_days_of_the_reply_are_rounded_to_the_nearest_whole_day(days: float, decided: int) -> None:
    c = Council(COUNCIL_REPLY_DAYS=days)
    for day in range(6):
        c.sit(day, 4.0)
    assert c.decision == 24 * decided + 12


def test_drawn_hours_are_rounded_to_the_nearest_whole_hour() -> None:
    hours = {"DECISION_RESCRIPT_HOURS": 8.6, "DECISION_BROADCAST_HOURS": 22.7, "DECISION_ORDER_HOURS": 50.4}
    c = Council(**hours).sit(0, 4.0).sit(2, 4.0)
    assert (c.rescript, c.broadcast, c.order) == (60 + 9, 60 + 23, 60 + 50)
    held = Council(COUP_CHANCE=2.0, COUP_HOLD_CHANCE=1.0, COUP_HOLD_HOURS=47.8).sit(0, 4.0).sit(2, 4.0)
    assert held.order == 60 + 48 + 50


def test_the_luck_of_the_coup_is_that_of_the_campaign_whatever_the_day() -> None:
    plotted = set()
    for campaign in range(8):
        early, late = (
            Council(COUP_CHANCE=0.5, campaign=campaign).sit(day, 4.0).sit(day + 2, 4.0) for day in (0, 9)
        )
        assert (early.coup == K.NEVER) == (late.coup == K.NEVER)
        plotted.add(early.coup == K.NEVER)
    assert plotted == {False, True}


def test_a_reply_is_not_accepted_without_a_chance() -> None:
    c = Council(COUNCIL_REPLY_CHANCE=0.0)
    for day in range(20):
        c.sit(day, 4.0)
    assert c.stage == K.OFFERED


def test_a_coup_holds_up_broadcast_and_order_and_undoes_nothing() -> None:
    c = Council(COUP_CHANCE=2.0, COUP_HOLD_CHANCE=1.0, COUP_HOLD_HOURS=48.0).sit(0, 4.0).sit(2, 4.0)
    assert c.coup == c.rescript
    assert (c.decision, c.broadcast, c.order) == (60, 60 + 24 + 48, 60 + 50 + 48)


def test_nobody_rises_against_a_unanimous_council() -> None:
    c = Council(COUP_CHANCE=1.0).sit(0, 6.0).sit(2, 6.0)
    assert c.stage == K.DECIDED
    assert c.coup == K.NEVER


def test_an_event_is_felt_by_and_by_and_a_drift_without_end() -> None:
    shocks, felt = records(3, SHOCK), records(3, SHOCK_STATE)
    shocks["kind"] = [K.EVENT, K.DRIFT, K.EVENT]
    shocks["start"] = [10.0, 0.0, K.NEVER]
    shocks["days"] = [2.0, 10.0, 1.0]
    seen = []
    for now in (9.5, 10.5, 30.0):
        _feel(shocks, felt, now)
        seen.append(felt["felt"].tolist())
    assert seen == [[0.0, 0.95, 0.0], [0.25, 1.05, 0.0], [1.0, 3.0, 0.0]]
