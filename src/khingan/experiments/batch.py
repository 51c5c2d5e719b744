"""The batched entry: many campaigns of one compiled scenario, on all cores.

A campaign is a function of (result version, compiled scenario, parameters, seed, number) alone: how many threads
work on a batch, or how it is split, changes no bit.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import run as engine
from khingan.campaign.parameters import NAMES
from khingan.campaign.state import N_DAILY, allocate
from khingan.errors import InputError, Problem
from khingan.experiments.cores import cores
from khingan.experiments.ending import Ending, Survey
from khingan.experiments.precompile import precompile
from khingan.scenario.compile import Compiled

SUMMARY_COLUMNS = 2 * N_DAILY + 4


@dataclass(frozen=True)
class Batch:
    """Measures of a batch in the engine's own units (1/256 man, kg, hours).

    Attributes
    ----------
    summary : ndarray, [n, columns]
        Per side the columns of ``codes.DAILY``, then hour of the link-up, the overflow flag, and the hours of the
        council's decision and of its order to cease fire.
    places : ndarray, [n, places, sides, 5]
        Hour reached, hour captured, hour cleared (``codes.NEVER`` = never), capturing unit, hour disarmed.
    daily : ndarray, [n, days, reporting formations, columns]
        No rows unless asked for.
    ending : Ending or None
        What has become of men and ground.
    """

    summary: NDArray[np.int64]
    places: NDArray[np.int32]
    daily: NDArray[np.int64]
    ending: Ending | None = None


def simulate_batch(
    compiled: Compiled,
    seeds: NDArray[Any],
    campaigns: NDArray[Any],
    parameters: NDArray[np.float64] | None = None,
    *,
    steps: int | None = None,
    threads: int | None = None,
    daily: bool = False,
    survey: Survey | None = None,
) -> Batch:
    """Run a batch of campaigns.

    Parameters
    ----------
    compiled : Compiled
        From ``scenario.compile.compile_scenario``.
    seeds, campaigns : array_like, [n]
        Key of each campaign, 0 to 2**32 - 1. Two worlds run with the same keys share their luck.
    parameters : ndarray, [parameters] or [n, parameters], optional
        Coefficients; the scenario's own by default.
    steps : int, optional
        Steps of six hours; the scenario's own by default.
    threads : int, optional
        Worker threads; all cores by default. Changes nothing but the time.
    daily : bool
        Whether daily rows are wanted.
    survey : Survey, optional
        What is measured at the end, for who runs batch after batch of the same scenario.

    Returns
    -------
    Batch
        Rows in the order of ``seeds``.
    """
    keys = np.stack([np.asarray(seeds, np.int64), np.asarray(campaigns, np.int64)], axis=1)
    n = len(keys)
    p = compiled.parameters if parameters is None else np.asarray(parameters, np.float64)
    if p.shape[-1] != len(NAMES) or (keys < 0).any() or (keys >= 2**32).any():
        raise InputError(
            Problem(
                "the batch does not fit the engine",
                field="parameters, seeds, campaigns",
                expected=f"{len(NAMES)} parameters a row, seeds and campaigns from 0 to 4294967295",
            )
        )
    rows = np.broadcast_to(p, (n, p.shape[-1]))
    steps = compiled.scenario.steps if steps is None else steps
    places = len(compiled.place_ids)
    shape = (n if daily else 0, steps // 4, len(compiled.reporting), N_DAILY)
    survey = survey or Survey(compiled)
    ending = Ending.empty(survey, n)
    batch = Batch(
        np.zeros((n, SUMMARY_COLUMNS), np.int64),
        np.zeros((n, places, 2, engine.PLACE_COLUMNS), np.int32),
        np.zeros(shape, np.int64),
        ending,
    )
    slots = max(1, min(threads or cores(), n))
    none = np.zeros((0, *shape[2:]), np.int64)

    precompile(compiled.world, compiled.parameters)

    def work(slot: int) -> None:
        st, sc = allocate(compiled.world)
        for i in range(slot, n, slots):
            sc.key[:] = keys[i]
            days = batch.daily[i] if daily else none
            coefficients = np.array(rows[i])
            engine.play(compiled.world, coefficients, st, sc, 0, steps, days)
            engine.collect(compiled.world, st, sc, batch.summary[i], batch.places[i])
            survey.measure(st, sc, ending, i)

    if slots == 1:
        work(0)
    else:
        with ThreadPoolExecutor(slots) as pool:
            list(pool.map(work, range(slots)))
    return batch


def prepare(compiled: Compiled) -> None:
    """Compile the engine, or load it from its cache, without a step fought: the first batch then takes no longer."""
    simulate_batch(compiled, np.zeros(1), np.zeros(1), steps=0)
