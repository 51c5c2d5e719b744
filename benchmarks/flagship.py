"""The whole model: campaigns per second, threads, output, and how near it comes to touching everything once."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numba import njit

from benchmarks.clock import alternate, pinned
from khingan.campaign import measures
from khingan.campaign.packing import HAUL_MASK
from khingan.campaign.state import allocate
from khingan.experiments import results, schema
from khingan.experiments.batch import Batch, simulate_batch
from khingan.experiments.cores import cores
from khingan.scenario.compile import Compiled

CAMPAIGNS = 8
REPEATS = 10
PART = 128  # campaigns whose rows are written to one file
SEED = 1


@dataclass(frozen=True)
class Flagship:
    """CPU seconds per campaign.

    Attributes
    ----------
    one, many : float
        On one thread pinned to a core; on as many threads as cores.
    threads : int
        Number of those.
    summary, daily : float
        What the summary row costs beyond the simulation; what daily rows by formation cost on top.
    bound : float
        Touching everything once: every edge once a day and side; every unit, its neighbours and theirs once a step.
    """

    one: float
    many: float
    threads: int
    summary: float
    daily: float
    bound: float


def _write(table: pa.Table, columns: tuple[schema.Column, ...]) -> None:
    pq.write_table(schema.conform(table, columns), io.BytesIO(), compression="zstd")


@njit(cache=True)
def _touch(w: Any, st: Any, steps: int) -> int:
    total = 0
    for step in range(steps):
        if step % 4 == 0:
            for side in range(2):
                for c in range(w.e.shape[0] - 1):
                    for k in range(6):
                        d = w.nbr[c, k]
                        total += (w.flow[c, k] & HAUL_MASK) + (st.owner[d] == side)
        for u in range(w.u.shape[0]):
            c = st.u[u].cell
            total += st.u[u].men + st.u[u].fuel
            for k in range(6):
                d = w.nbr[c, k]
                total += w.e[c, k].len + st.owner[d]
                for j in range(6):
                    total += st.owner[w.nbr[d, j]]
    return total


@njit(cache=True)
def _keep_days(w: Any, st: Any, sc: Any, out: Any) -> None:
    """What a campaign does for its daily rows."""
    for day in range(out.shape[0]):
        measures.day_rows(w, st, sc, out[day])
        measures.close_day(w, st, sc)


class _Work:
    """What is timed, each repeat on campaigns of its own."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.seeds = np.full(CAMPAIGNS, SEED)
        self.turn = 0
        self.state, self.scratch = allocate(compiled.world)
        self.batch = self.simulate(1, daily=True)
        self.daily_batch = self.simulate(1, daily=True)  # overwritten by keep_days
        _touch(compiled.world, self.state, 4)
        self.keep_days()

    def simulate(self, threads: int, daily: bool) -> Batch:
        return simulate_batch(self.compiled, self.seeds, np.arange(CAMPAIGNS), threads=threads, daily=daily)

    def summary(self) -> None:
        """Rows of ``PART`` campaigns: those at hand, several times over."""
        table = results.summary_table(
            self.compiled, SEED, np.tile(self.batch.summary, (PART // CAMPAIGNS, 1))
        )
        _write(table, schema.summary_columns(table, tuple(self.compiled.scenario.side_ids)))

    def keep_days(self) -> None:
        for i in range(CAMPAIGNS):
            _keep_days(self.compiled.world, self.state, self.scratch, self.daily_batch.daily[i])

    def daily(self) -> None:
        """The same for the daily rows."""
        rows = np.tile(self.batch.daily, (PART // CAMPAIGNS, 1, 1, 1))
        _write(results.daily_table(self.compiled, rows), schema.DAILY)

    def touch(self) -> None:
        for _ in range(CAMPAIGNS):
            _touch(self.compiled.world, self.state, self.compiled.scenario.steps)


def measure(compiled: Compiled) -> Flagship:
    """Measure the flagship campaign."""
    work = _Work(compiled)
    threads = cores()
    plain: dict[str, Callable[[], Any]] = {
        "one": lambda: work.simulate(1, daily=False),
        "summary": work.summary,
        "daily": work.daily,
        "keep_days": work.keep_days,
        "touch": work.touch,
    }
    with pinned():
        least = alternate({name: lambda call=call: call for name, call in plain.items()}, REPEATS)
    # Not pinned: both take turns on whatever cores there are.
    both = alternate(
        {str(n): lambda n=n: lambda: work.simulate(n, daily=False) for n in dict.fromkeys((1, threads))},
        REPEATS,
    )
    per = {name: seconds / CAMPAIGNS for name, seconds in least.items()}
    return Flagship(
        one=per["one"],
        many=per["one"] * both[str(threads)] / both["1"],
        threads=threads,
        summary=least["summary"] / PART,
        daily=least["daily"] / PART + per["keep_days"],
        bound=per["touch"],
    )
