"""The friendly face of the engine: a scenario and a seed in, a run out."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.campaign import SOURCE_HASH
from khingan.campaign import codes as K
from khingan.campaign import run as engine
from khingan.campaign.state import N_DAILY, Scratch, State, allocate
from khingan.errors import InputError, Problem
from khingan.experiments import results
from khingan.experiments.batch import SUMMARY_COLUMNS, Batch, simulate_batch
from khingan.experiments.ending import Ending, Survey, areas_table, balance_table
from khingan.experiments.precompile import precompile
from khingan.experiments.results import Run
from khingan.experiments.uncertainty import LUCK, draw, kinds_of, luck_keys
from khingan.scenario import Scenario, load
from khingan.scenario.compile import Compiled, compile_scenario

MAX_EVENTS = 50_000
MOST_SEED = 2**32 - 1


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, stage: str) -> None:
        """Charge the time since the last lap to a stage."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now


def identity_of(
    compiled: Compiled,
    seed: int,
    count: int,
    steps: int,
    uncertainty: Collection[str] = (LUCK,),
    first: int = 0,
) -> dict[str, Any]:
    """What determines every byte of a run; ``first`` is the number of its first campaign under the seed."""
    own = {
        "result_version": engine.RESULT_VERSION,
        "compiled": compiled.digest,
        "atlas": compiled.atlas.digest,
        "overlays": list(compiled.scenario.overlays),
        "seed": seed,
        "campaigns": count,
        "steps": steps,
        "uncertainty": list(kinds_of(uncertainty)),
        **({"first": first} if first else {}),
    }
    total = hashlib.sha256(repr(sorted(own.items())).encode()).hexdigest()
    return {"id": total[:16], **own, "engine_sources": SOURCE_HASH}


class _Tracer:
    """Keeps what a traced campaign looks like after every step."""

    def __init__(self, compiled: Compiled, steps: int) -> None:
        self.compiled = compiled
        self.control = np.full((steps + 1, compiled.atlas.size), 255, np.uint8)
        self.rows: list[NDArray[Any]] = []
        self.steps = steps

    def keep(self, n: int, st: State) -> None:
        """Keep the state at the end of step ``n - 1`` (0 = the start)."""
        owner = st.owner[:-1].copy()
        owner[owner == K.NOBODY] = 255
        self.control[n, self.compiled.atlas_row] = owner
        if n > 0:
            self.rows.append(np.array(st.u))

    def table(self) -> pa.Table:
        """Every unit at every step."""
        c = self.compiled
        u = np.stack(self.rows)
        shape = u.shape
        ids = np.array([e.unit_id for e in c.entries])
        postures = np.array([*K.POSTURES])
        axis_posture = np.array(c.world.a["posture"])
        posture = np.where(u["axis"] < 0, K.HOLD, axis_posture[np.maximum(u["axis"], 0)])
        dummy = len(c.atlas_row)
        cell = c.atlas.cell_id[c.atlas_row[np.minimum(u["cell"], dummy - 1)]]
        return pa.table(
            {
                "campaign": np.zeros(u.size, np.int32),
                "step": np.repeat(np.arange(shape[0], dtype=np.int32), shape[1]),
                "unit_id": np.tile(ids, shape[0]),
                "cell": cell.ravel(),
                "men": u["men"].ravel() / K.MAN,
                "tanks": u["tanks"].ravel() / K.MAN,
                "guns": u["guns"].ravel() / K.MAN,
                "cohesion": u["cohesion"].ravel().astype(np.float32),
                "fatigue": u["fatigue"].ravel().astype(np.float32),
                "fuel_t": u["fuel"].ravel() / 1000.0,
                "food_t": u["food"].ravel() / 1000.0,
                "ammunition_t": u["ammo"].ravel() / 1000.0,
                "posture": postures[posture].ravel(),
                "status": self._status(u).ravel(),
            }
        )

    def _status(self, u: NDArray[Any]) -> NDArray[Any]:
        names = np.array(K.STATUS, dtype="<U12")
        status: NDArray[Any] = names[u["status"]]
        active = u["status"] == K.ACTIVE
        status[active & (u["supply_km"] >= K.UNREACHED)] = "isolated"
        status[active & (u["surrounded"] == 1)] = "surrounded"
        status[active & (u["invested"] == 1)] = "invested"
        return status


def _play_traced(
    compiled: Compiled,
    key: tuple[int, int],
    steps: int,
    on_day: Callable[[int], None] | None,
    watch: Stopwatch,
) -> tuple[Batch, NDArray[Any], _Tracer]:
    st, sc = allocate(compiled.world, MAX_EVENTS)
    sc.key[:] = key
    daily = np.zeros((steps // 4, len(compiled.reporting), N_DAILY), np.int64)
    tracer = _Tracer(compiled, steps)
    precompile(compiled.world, compiled.parameters)
    # No step at all: compiles the kernel, or loads it from the cache, and sets up the start.
    engine.play(compiled.world, compiled.parameters, st, sc, 0, 0, daily)
    watch.lap("compilation")
    tracer.keep(0, st)
    for n in range(steps):
        engine.play(compiled.world, compiled.parameters, st, sc, n, 1, daily)
        tracer.keep(n + 1, st)
        if on_day is not None and n % 4 == 3:
            on_day(n // 4 + 1)
    batch = _collect(compiled, st, sc, daily)
    watch.lap("campaign")
    _refuse_overflow(sc)
    return batch, sc.events[: sc.event_n[0]].copy(), tracer


def _collect(compiled: Compiled, st: State, sc: Scratch, daily: NDArray[np.int64]) -> Batch:
    summary = np.zeros(SUMMARY_COLUMNS, np.int64)
    places = np.zeros((len(compiled.place_ids), 2, engine.PLACE_COLUMNS), np.int32)
    engine.collect(compiled.world, st, sc, summary, places)
    survey = Survey(compiled)
    ending = Ending.empty(survey, 1)
    survey.measure(st, sc, ending, 0)
    return Batch(summary[None], places[None], daily[None], ending)


def _refuse_overflow(sc: Scratch) -> None:
    if sc.event_n[1]:
        raise RuntimeError(f"more than {MAX_EVENTS} events in one campaign; raise MAX_EVENTS")


def steps_of(scenario: Scenario, days: int | None) -> int:
    """Steps of so many days; of the scenario's own number without one."""
    if days is None:
        return scenario.steps
    if days < 1:
        raise InputError(Problem("too few days", field="days", value=str(days), expected="1 or more"))
    return days * 4


def simulate(
    scenario: Scenario | str,
    seed: int = 1,
    count: int = 1,
    days: int | None = None,
    trace: bool = False,
    on_day: Callable[[int], None] | None = None,
    threads: int | None = None,
    uncertainty: Collection[str] = (LUCK,),
    first: int = 0,
) -> Run:
    """Run campaigns of a scenario.

    Parameters
    ----------
    scenario : Scenario or str
        A loaded scenario, or the name of one in the library.
    seed : int
        Luck, 0 to 2**32 - 1. Campaign ``i`` of a seed is always the same campaign.
    count : int
        Number of campaigns.
    days : int, optional
        Days to fight; the scenario's own number by default.
    trace : bool
        Keep every unit at every step and every cell's controller (campaign 0 only).
    on_day : callable, optional
        Called with the number of each day that campaign 0 has finished.
    threads : int, optional
        Worker threads for more than one campaign.
    uncertainty : collection of str
        In what the campaigns differ, of ``uncertainty.KINDS``: ``disputed`` inputs, ``coefficients`` within their
        ranges, ``luck``. Luck alone by default; without it every campaign has the luck of campaign 0.
    first : int
        Number under the seed of the first campaign; campaign 17 of an ensemble is ``first = 17`` with its seed and
        uncertainty. Within the run campaigns are numbered from 0 all the same.

    Returns
    -------
    Run
        Tables of measures; events, and with ``trace`` the trace, of campaign 0.

    Raises
    ------
    InputError
        If an argument or the scenario is not usable.

    Examples
    --------
    >>> import khingan as kh
    >>> run = kh.simulate(kh.load("manchuria-1945"), seed=1)  # doctest: +SKIP
    """
    if not 0 <= seed <= MOST_SEED:
        raise InputError(
            Problem("the seed is out of range", field="seed", value=str(seed), expected="0 to 4294967295")
        )
    if count < 1:
        raise InputError(Problem("too few campaigns", field="count", value=str(count), expected="1 or more"))
    if not 0 <= first <= MOST_SEED - count:
        raise InputError(
            Problem("there is no such campaign", field="first", value=str(first), expected="0 to 4294967295")
        )
    kinds = kinds_of(uncertainty)
    watch = Stopwatch()
    sc = load(scenario) if isinstance(scenario, str) else scenario
    steps = steps_of(sc, days)
    compiled = compile_scenario(sc)
    watch.lap("scenario")
    numbers = np.arange(first, first + count)
    drawn = draw(sc, seed, numbers, kinds)
    seeds, keys = luck_keys(seed, numbers, kinds)
    story = replace(compiled, parameters=drawn[0])
    told, log, tracer = _play_traced(story, (int(seeds[0]), int(keys[0])), steps, on_day, watch)
    batch = told
    if count > 1:
        others = simulate_batch(
            compiled,
            seeds[1:],
            keys[1:],
            drawn[1:],
            steps=steps,
            threads=threads,
            daily=True,
        )
        batch = Batch(
            np.concatenate([told.summary, others.summary]),
            np.concatenate([told.places, others.places]),
            np.concatenate([told.daily, others.daily]),
            Ending.joined([b.ending for b in (told, others) if b.ending is not None]),
        )
        watch.lap("campaigns")
    survey = Survey(compiled)
    ending = batch.ending or Ending.empty(survey, 0)
    return Run(
        scenario=sc,
        seed=seed,
        count=count,
        identity=identity_of(compiled, seed, count, steps, kinds, first),
        timings=watch.seconds,
        summary=results.summary_table(compiled, seed, batch.summary),
        daily=results.daily_table(compiled, batch.daily),
        places=results.places_table(compiled, batch.places),
        events=results.events_table(compiled, log),
        trace=tracer.table() if trace else None,
        control=tracer.control if trace else None,
        units=results.unit_table(compiled),
        formations=results.formation_table(compiled),
        balance=balance_table(survey, ending),
        areas=areas_table(survey, ending, sc.side_ids),
    )
