"""Share of each mechanism in the time of a campaign: the step's calls, timed one by one from outside.

A call from Python costs as much as a small mechanism; what the call of an empty one costs is taken off. The list
below follows ``campaign/step.py``: a test compares the two, and a timed campaign must end as the engine's own.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.clock import pinned
from khingan.campaign import (
    auxiliaries,
    ceasefire,
    cohesion,
    control,
    intelligence,
    movement,
    occupation,
    orders,
    picture,
    politics,
    surrender,
    weather,
)
from khingan.campaign import parameters as P
from khingan.campaign import run as engine
from khingan.campaign.air import missions
from khingan.campaign.combat import engage, outcome
from khingan.campaign.command import contact, headquarters, news
from khingan.campaign.landing import beach, lift
from khingan.campaign.rail import trains
from khingan.campaign.state import N_DAILY, allocate, start
from khingan.campaign.supply import airlift, depots
from khingan.campaign.supply import allocate as supply
from khingan.scenario.compile import Compiled

NAMES = {
    "start": 0,
    "weather.daily": 1,
    "picture.draw": 2,
    "missions.fly": 3,
    "allocate.daily": 4,
    "depots.daily": 5,
    "airlift.daily": 6,
    "surrender.daily": 7,
    "contact.daily": 8,
    "occupation.daily": 9,
    "control.orphans": 10,
    "orders.observe": 11,
    "headquarters.update": 12,
    "news.spread": 13,
    "politics.update": 14,
    "ceasefire.update": 15,
    "orders.update": 16,
    "lift.embark": 17,
    "trains.run": 18,
    "outcome.withdraw_rear": 19,
    "movement.march": 20,
    "beach.land": 21,
    "engage.fight": 22,
    "intelligence.learn": 23,
    "auxiliaries.update": 24,
    "cohesion.update": 25,
    "control.cover_alone": 26,
    "control.confirm_captures": 27,
}
SUPPLY = "allocate.daily"
EMPTY = -1


@njit(cache=True)
def _call(which: int, w: Any, p: Any, st: Any, sc: Any, step: int) -> None:
    """One mechanism on one step, under the conditions of ``campaign/step.py``."""
    if which == 0 and step == 0:
        start(w, p, st, sc)
        intelligence.begin(w, p, st, sc)
        politics.begin(w, p, st, sc)
    elif which == 1 and step % 4 == 0:
        weather.daily(w, p, st, sc, step)
    elif which == 2:
        picture.draw(w, p, st, sc)
    elif which == 3:
        missions.fly(w, p, st, sc, step)
    elif which == 4 and step % 4 == 0:
        supply.daily(w, p, st, sc, step)
    elif which == 5 and step % 4 == 0:
        depots.daily(w, p, st, sc, step)
    elif which == 6 and step % 4 == 0:
        airlift.daily(w, p, st, sc, step)
    elif which == 7 and step % 4 == 0:
        surrender.daily(w, p, st, sc, step)
    elif which == 8 and step % 4 == 0:
        contact.daily(w, p, st, sc, step)
    elif which == 9 and step % 4 == 0:
        occupation.daily(w, p, st, sc)
    elif which == 10 and step % int(p[P.CONTROL_ORPHAN_STEPS]) == 0:
        control.orphans(w, p, st, sc, step)
    elif which == 11:
        orders.observe(w, st, sc, step)
    elif which == 12:
        headquarters.update(w, p, st, sc, step)
    elif which == 13:
        news.spread(w, p, st, sc, step)
    elif which == 14:
        politics.update(w, p, st, sc, step)
    elif which == 15:
        ceasefire.update(w, p, st, sc, step)
    elif which == 16:
        orders.update(w, p, st, sc, step)
    elif which == 17:
        lift.embark(w, p, st, sc, step)
    elif which == 18:
        trains.run(w, p, st, sc, step)
    elif which == 19:
        outcome.withdraw_rear(w, p, st, sc, step)
    elif which == 20:
        movement.march(w, p, st, sc, step)
    elif which == 21:
        beach.land(w, p, st, sc, step)
    elif which == 22:
        engage.fight(w, p, st, sc, step)
    elif which == 23:
        intelligence.learn(w, p, st, sc, step)
    elif which == 24:
        auxiliaries.update(w, p, st, sc, step)
    elif which == 25:
        cohesion.update(w, p, st, sc, step)
    elif which == 26:
        control.cover_alone(w, p, st, sc, step)
    elif which == 27:
        control.confirm_captures(w, p, st, sc, step)


def _campaign(w: Any, p: Any, st: Any, sc: Any, steps: int) -> NDArray[np.float64]:
    """Seconds of every call, [steps, mechanisms and the empty one]."""
    seconds = np.zeros((steps, len(NAMES) + 1))
    clock = time.perf_counter
    for n in range(steps):
        for i, which in enumerate((*NAMES.values(), EMPTY)):
            t = clock()
            _call(which, w, p, st, sc, n)
            seconds[n, i] = clock() - t
    return seconds


def _summary(w: Any, st: Any, sc: Any, places: int) -> Any:
    row = np.zeros(2 * N_DAILY + 4, np.int64)
    engine.collect(w, st, sc, row, np.zeros((places, 2, engine.PLACE_COLUMNS), np.int32))
    return row


def times(w: Any, p: Any, steps: int, repeats: int = 5) -> dict[str, float]:
    """Seconds per campaign by mechanism: campaign 0 of seed 1, of every single call the least of several repeats.

    Raises
    ------
    RuntimeError
        If the campaign ends otherwise than the engine's own: the list of mechanisms is out of date.
    """
    places = w.p_cell.shape[0]
    st, sc = allocate(w)
    sc.key[:] = (1, 0)
    engine.play(w, p, st, sc, 0, steps, np.zeros((0, 1, N_DAILY), np.int64))
    expected = _summary(w, st, sc, places)
    # The same campaign each time, so whatever is slower in one repeat is somebody else's doing.
    with pinned():
        least = np.min([_campaign(w, p, st, sc, steps) for _ in range(repeats)], axis=0)
    if not np.array_equal(_summary(w, st, sc, places), expected):
        raise RuntimeError("benchmarks/mechanisms.py no longer follows campaign/step.py")
    total = np.maximum(least[:, :-1] - least[:, -1:], 0.0).sum(axis=0)
    return dict(zip(NAMES, total.tolist(), strict=True))


def shares(compiled: Compiled) -> dict[str, float]:
    """Seconds per campaign by mechanism, dearest first."""
    found = times(compiled.world, compiled.parameters, compiled.scenario.steps)
    return dict(sorted(found.items(), key=lambda item: -item[1]))
