"""Share of each mechanism in the time of a campaign: the step's calls, timed one by one from outside."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from khingan.campaign import cohesion, control, movement, orders, picture, surrender
from khingan.campaign.combat import engage
from khingan.campaign.state import allocate, start
from khingan.campaign.supply import allocate as supply
from khingan.scenario import load
from khingan.scenario.compile import compile_scenario


def _entry(kernel: Any) -> Callable[..., None]:
    """Callable from Python for a kernel of (w, p, st, sc, step)."""

    @njit
    def call(w: Any, p: Any, st: Any, sc: Any, step: int) -> None:
        kernel(w, p, st, sc, step)

    return call


@njit
def _start(w: Any, p: Any, st: Any, sc: Any, step: int) -> None:
    start(w, p, st, sc)


@njit
def _picture(w: Any, p: Any, st: Any, sc: Any, step: int) -> None:
    picture.draw(w, p, st, sc)


@njit
def _observe(w: Any, p: Any, st: Any, sc: Any, step: int) -> None:
    orders.observe(w, st, sc, step)


DAILY = ("supply", "surrender", "orphans")


def shares(campaigns: int = 3) -> dict[str, float]:
    """Seconds per campaign by mechanism, flagship scenario, after compilation."""
    compiled = compile_scenario(load("manchuria-1945"))
    w, p = compiled.world, compiled.parameters
    calls: dict[str, Callable[..., None]] = {
        "start": _start,
        "picture": _picture,
        "supply": _entry(supply.daily),
        "surrender": _entry(surrender.daily),
        "orphans": _entry(control.orphans),
        "observe": _observe,
        "orders": _entry(orders.update),
        "movement": _entry(movement.march),
        "combat": _entry(engage.fight),
        "cohesion": _entry(cohesion.update),
        "cover": _entry(control.cover_alone),
        "captures": _entry(control.confirm_captures),
    }
    st, sc = allocate(w)
    total = dict.fromkeys(calls, 0.0)
    for i in range(campaigns + 1):
        if i == 1:
            total = dict.fromkeys(calls, 0.0)
        sc.key[:] = (1, i)
        for n in range(compiled.scenario.steps):
            for name, call in calls.items():
                if (name in DAILY and n % 4) or (name == "start" and n):
                    continue
                t = time.perf_counter()
                call(w, p, st, sc, n)
                total[name] += time.perf_counter() - t
    return {name: seconds / campaigns for name, seconds in total.items()}


def main() -> None:
    """Print the table."""
    found = shares()
    whole = sum(found.values())
    print(f"{whole * 1000:.1f} ms per campaign, {np.round(1 / whole, 1)} campaigns per second and core")
    for name, seconds in sorted(found.items(), key=lambda item: -item[1]):
        print(f"| {name} | {seconds * 1000:.2f} ms | {100 * seconds / whole:.0f} % |")


if __name__ == "__main__":
    main()
