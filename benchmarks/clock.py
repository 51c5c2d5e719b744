"""Measuring on a machine that others use too: CPU time, alternating repeats, the least of them."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from khingan.experiments.cores import cores

REPEATS = 5


@contextmanager
def pinned() -> Iterator[None]:
    """Keep this process on one core, where the system allows it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU time of a piece of work, all threads of the process together."""
    began = time.process_time()
    work()
    return time.process_time() - began


def alternate(
    work: Mapping[str, Callable[[], Callable[[], object]]], repeats: int = REPEATS
) -> dict[str, float]:
    """Least CPU seconds of each piece of work; all take turns, so that a slow minute hits all of them.

    Parameters
    ----------
    work : mapping of str to callable
        Each call prepares one repeat and returns what is timed.
    repeats : int
        Number of turns.
    """
    least = dict.fromkeys(work, float("inf"))
    for _ in range(repeats):
        for name, prepare in work.items():
            least[name] = min(least[name], cpu_seconds(prepare()))
    return least


def machine() -> str:
    """CPU model and number of cores."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{model}, {cores()} cores, {platform.system()}"
