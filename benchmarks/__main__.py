"""Measure everything, write docs/benchmarks.md and print it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks import flagship, growth, mechanisms, page, peers, start
from khingan.scenario import load
from khingan.scenario.compile import compile_scenario

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
T = TypeVar("T")


def _told(what: str, work: Callable[[], T]) -> T:
    began = time.perf_counter()
    found = work()
    print(f"{what}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return found


def main() -> None:
    """Measure, write, print."""
    compiled = _told("scenario", lambda: compile_scenario(load("manchuria-1945")))
    # The kernels are compiled here if they are not cached yet, before anything is timed.
    shares = _told("mechanisms", lambda: mechanisms.shares(compiled))
    whole = _told("flagship", lambda: flagship.measure(compiled))
    lines = []
    for name, limit, measure in (
        ("all but supply, in units", 1.1, growth.in_units),
        ("supply, in cells", 1.15, growth.supply_in_cells),
        ("whole campaign, in steps", 1.05, growth.in_steps),
    ):
        sizes, seconds = _told(name, lambda measure=measure: measure(compiled))
        lines.append(page.Growth(name, limit, sizes, seconds, growth.slope(sizes, seconds)))
    others = _told("peers", peers.measure)
    first_step = _told("start", lambda: start.measure(5))
    text = page.render(compiled, whole, first_step, shares, lines, others)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
