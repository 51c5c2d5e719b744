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

from benchmarks.clock import alternate, cores, pinned
from khingan.campaign.state import allocate
from khingan.experiments import results, schema
from khingan.experiments.batch import Batch, simulate_batch
from khingan.scenario.compile import Compiled

CAMPAIGNS = 16
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


@njit
def _touch(w: Any, st: Any, steps: int) -> int:
    total = 0
    for step in range(steps):
        if step % 4 == 0:
            for side in range(2):
                for c in range(w.e.shape[0] - 1):
                    for k in range(6):
                        d = w.e[c, k].nbr
                        total += w.e[c, k].haul + (st.c[d].owner == side)
        for u in range(w.u.shape[0]):
            c = st.u[u].cell
            total += st.u[u].men + st.u[u].fuel
            for k in range(6):
                d = w.e[c, k].nbr
                total += w.e[c, k].len + st.c[d].owner
                for j in range(6):
                    total += st.c[w.e[d, j].nbr].owner
    return total


class _Work:
    """What is timed, each repeat on campaigns of its own."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.seeds = np.full(CAMPAIGNS, SEED)
        self.turn = 0
        self.state, _ = allocate(compiled.world)
        self.daily_batch = self.simulate(1, daily=True)
        self.batch = self.simulate(1, daily=False)
        _touch(compiled.world, self.state, 4)

    def simulate(self, threads: int, daily: bool) -> Batch:
        return simulate_batch(self.compiled, self.seeds, np.arange(CAMPAIGNS), threads=threads, daily=daily)

    def summary(self) -> None:
        table = results.summary_table(self.compiled, SEED, self.batch.summary)
        _write(table, schema.summary_columns(table, tuple(self.compiled.scenario.side_ids)))

    def daily(self) -> None:
        _write(results.daily_table(self.compiled, self.daily_batch.daily), schema.DAILY)

    def touch(self) -> None:
        for _ in range(CAMPAIGNS):
            _touch(self.compiled.world, self.state, self.compiled.scenario.steps)


def measure(compiled: Compiled) -> Flagship:
    """Measure the flagship campaign."""
    work = _Work(compiled)
    threads = cores()
    plain: dict[str, Callable[[], Any]] = {
        "one": lambda: work.simulate(1, daily=False),
        "with_daily": lambda: work.simulate(1, daily=True),
        "summary": work.summary,
        "daily": work.daily,
        "touch": work.touch,
    }
    with pinned():
        least = alternate({name: lambda call=call: call for name, call in plain.items()})
    # Not pinned: both take turns on whatever cores there are.
    both = alternate(
        {str(n): lambda n=n: lambda: work.simulate(n, daily=False) for n in dict.fromkeys((1, threads))}
    )
    per = {name: seconds / CAMPAIGNS for name, seconds in least.items()}
    return Flagship(
        one=per["one"],
        many=per["one"] * both[str(threads)] / both["1"],
        threads=threads,
        summary=per["summary"],
        daily=per["daily"] + max(0.0, per["with_daily"] - per["one"]),
        bound=per["touch"],
    )
