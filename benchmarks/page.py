"""docs/benchmarks.md: what was measured, against which goal, on what machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from benchmarks.clock import REPEATS, machine
from benchmarks.flagship import PART, Flagship
from benchmarks.growth import FACTORS
from benchmarks.peers import CHECKED, LIMIT, OWN, Peer
from benchmarks.reduced.world import make_world
from khingan.experiments.writer import versions
from khingan.scenario.compile import Compiled

COMMAND = "./go --group benchmarks python -m benchmarks"
# Ratio to be reached against each peer: gate, target.
RATIOS = {
    "Mesa 3, fast dictionaries": (60.0, 100.0),
    "Mesa 3, tutorial style": (200.0, 400.0),
    "pure Python": (30.0, 50.0),
    "NumPy, batch": (8.0, 12.0),
    "JAX on CPU": (1.7, 2.5),
}


@dataclass(frozen=True)
class Growth:
    """Sizes, seconds and exponent of one line of growth."""

    name: str
    limit: float
    sizes: list[int]
    seconds: list[float]
    exponent: float


def _verdict(value: float, gate: float, target: float, more_is_better: bool) -> str:
    sign = 1.0 if more_is_better else -1.0
    if sign * value >= sign * target:
        return "target reached"
    return "goal reached" if sign * value >= sign * gate else "**missed**"


def _row(what: str, goal: str, reached: str, verdict: str) -> str:
    return f"| {what} | {goal} | {reached} | {verdict} |"


def _head(compiled: Compiled) -> list[str]:
    w = compiled.world
    found = versions()
    try:
        found["mesa"] = version("mesa")
    except PackageNotFoundError:
        found["mesa"] = "absent"
    return [
        "# Benchmarks",
        "",
        f"Written by `{COMMAND}`; do not edit. Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on one machine: "
        f"{machine()}. " + ", ".join(f"{name} {number}" for name, number in found.items()) + ".",
        "",
        f"Flagship: `{compiled.scenario.scenario_id}`, {len(w.c) - 1:,} cells, {len(w.u)} units, "
        f"{compiled.scenario.steps} steps of six hours, the whole model. CPU time, the least of {REPEATS} or more "
        "repeats in turns with everything it is compared with; one thread is pinned to one core. The machine "
        "served others at the same time. Goals are stated as gate and target; a miss says so.",
        "",
    ]


def _flagship(f: Flagship, start: float) -> list[str]:
    rate, growth = 1.0 / f.one, f.many / f.one
    summary, daily = f.summary / f.one, (f.summary + f.daily) / f.one
    share = f.bound / f.one
    return [
        "## The whole model",
        "",
        "| what | goal (gate; target) | reached | |",
        "| --- | --- | --- | --- |",
        _row(
            "campaigns per second, one core",
            "≥ 40; ≥ 150",
            f"{rate:.0f} ({f.one * 1000:.1f} ms each)",
            _verdict(rate, 40, 150, True),
        ),
        _row(
            f"CPU time per campaign, {f.threads} threads against 1",
            "≤ 1.15; ≤ 1.05",
            f"{growth:.2f}",
            _verdict(growth, 1.15, 1.05, False),
        ),
        _row(
            "share of the touch-once bound",
            "≥ 15 %; ≥ 30 %",
            f"{100 * share:.0f} %",
            _verdict(share, 0.15, 0.30, True),
        ),
        _row(
            "output / simulation, summary rows",
            "≤ 1 %; ≤ 0.5 %",
            f"{100 * summary:.2f} %",
            _verdict(summary, 0.01, 0.005, False),
        ),
        _row(
            "output / simulation, summary and daily rows",
            "≤ 5 %; ≤ 2 %",
            f"{100 * daily:.2f} %",
            _verdict(daily, 0.05, 0.02, False),
        ),
        _row(
            "cached start of `khingan run` to the first step (wall clock)",
            "≤ 2 s; ≤ 1 s",
            f"{start:.2f} s",
            _verdict(start, 2.0, 1.0, False),
        ),
        "",
        "The bound is the time to read every edge once a day and side, and every unit, its neighbours and their "
        f"neighbours once a step, and do nothing with them. Output is rows kept, made into tables and written as "
        f"Parquet (to memory), {PART} campaigns at a time.",
        "",
    ]


def _shares(shares: dict[str, float]) -> list[str]:
    whole = sum(shares.values())
    return [
        "## Share of each mechanism",
        "",
        "The calls of `campaign/step.py`, each timed from outside, less the cost of an empty call.",
        "",
        "| mechanism | ms per campaign | share |",
        "| --- | ---: | ---: |",
        *(f"| `{name}` | {1000 * s:.2f} | {100 * s / whole:.0f} % |" for name, s in shares.items()),
        "",
    ]


def _growth(lines: list[Growth]) -> list[str]:
    rows = []
    for g in lines:
        points = ", ".join(f"{n:,}: {1000 * s:.1f} ms" for n, s in zip(g.sizes, g.seconds, strict=True))
        verdict = "goal reached" if g.exponent <= g.limit else "**missed**"
        rows.append(f"| {g.name} | ≤ {g.limit} | {g.exponent:.2f} | {points} | {verdict} |")
    return [
        "## Growth",
        "",
        f"Exponents of the best power law. Units: every unit cut into {' and '.join(map(str, FACTORS[1:]))} equal "
        "parts. Cells: that many copies of the ground and its supply sources side by side, the same units spread "
        "over them. Steps: campaigns of a quarter, half, three quarters and the whole length.",
        "",
        "| time | goal | exponent | points | |",
        "| --- | --- | ---: | --- | --- |",
        *rows,
        "",
    ]


def _ratio_row(name: str, own: Peer, peer: Peer | None) -> str:
    gate, target = RATIOS[name]
    goal = f"≥ {gate:g}x; ≥ {target:g}x"
    if peer is None:
        reason = "not written yet" if name.startswith("JAX") else "Mesa is not installed"
        return f"| {name} | {goal} | - | - | - | not measured: {reason} |"
    check = f"{peer.worst:.1f} ({peer.measure})"
    ratio = peer.seconds / own.seconds
    verdict = _verdict(ratio, gate, target, True) if peer.counts else "**does not count**: other rules"
    return f"| {name} | {goal} | {1000 * peer.seconds:.2f} | {check} | {ratio:.1f}x | {verdict} |"


def _peers(peers: list[Peer]) -> list[str]:
    w = make_world()
    by_name = {peer.name: peer for peer in peers}
    own = by_name[OWN]
    return [
        "## Against other ways of writing the same game",
        "",
        "The reduced rules of `benchmarks/reduced/RULES.md` (movement along fields, zones of control, combat, "
        f"retreat; no supply): {len(w.cost) - 1:,} cells, {len(w.cell)} units, {w.steps} steps; one thread, stepping "
        f"only. In the engine's design a campaign takes {1000 * own.seconds:.3f} ms. A peer counts if "
        f"all means over {CHECKED} campaigns lie within {LIMIT:g} standard errors; given the engine's own luck, "
        "each gives the same campaign to the last man (`tests/benchmarks`).",
        "",
        "| peer | goal (gate; target) | ms per campaign | largest difference, standard errors | ratio | |",
        "| --- | --- | ---: | --- | ---: | --- |",
        *(_ratio_row(name, own, by_name.get(name)) for name in RATIOS),
        "",
    ]


def render(
    compiled: Compiled,
    flagship: Flagship,
    start: float,
    shares: dict[str, float],
    growth: list[Growth],
    peers: list[Peer],
) -> str:
    """The whole page."""
    parts = [
        _head(compiled),
        _flagship(flagship, start),
        _shares(shares),
        _growth(growth),
        _peers(peers),
    ]
    return "\n".join(line for part in parts for line in part)
