"""How time grows: with units, with cells, with steps; slopes of log time over log size."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.clock import alternate, pinned
from benchmarks.mechanisms import SUPPLY, times
from khingan.campaign import run as engine
from khingan.campaign.packing import HAUL_MASK, pack_flow
from khingan.campaign.state import N_DAILY, allocate
from khingan.campaign.world import World
from khingan.scenario.compile import Compiled

FACTORS = (1, 2, 4)


def slope(sizes: list[float], seconds: list[float]) -> float:
    """Exponent of the best power law."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def split_units(w: World, k: int) -> World:
    """The same force in k times as many units: each is cut into k equal parts, side by side in the resolve order."""
    units = np.repeat(np.asarray(w.u), k)
    part = np.tile(np.arange(k), len(w.u))
    for name in ("men", "tanks", "guns", "trucks"):
        units[name] = units[name] // k + (part < units[name] % k)
    units["sid"] = (units["sid"] + part * 0x9E3779B1) % 2**32
    return w._replace(u=units.view(np.recarray))


def _tile_cells(array: Any, k: int, cells: int) -> Any:
    """Copies of all rows but the last, then that of the dummy."""
    return np.concatenate([np.tile(array[:-1], (k,) + (1,) * (array.ndim - 1)), array[-1:]])


def _tile_neighbours(neighbour: Any, k: int, cells: int) -> Any:
    """As above for cell numbers; the dummy's own number changes from C to k C."""
    parts = [np.where(neighbour[:-1] == cells, k * cells, neighbour[:-1] + t * cells) for t in range(k)]
    last = np.where(neighbour[-1:] == cells, k * cells, neighbour[-1:])
    return np.concatenate([*parts, last]).astype(neighbour.dtype)


def tile(w: World, k: int) -> World:
    """k copies of the ground and its supply sources side by side, the same units spread evenly over them.

    Whatever is indexed by cell is copied; places and objectives stay on the first copy, but the fields along which
    units march lead to the objective's likeness on each.
    """
    cells = len(w.c) - 1
    edges = _tile_cells(np.asarray(w.e), k, cells)
    neighbours = _tile_neighbours(w.nbr, k, cells)
    sources = np.tile(np.asarray(w.s), k)
    copy = np.repeat(np.arange(k), len(w.s))
    sources["cell"] = np.where(sources["cell"] >= 0, sources["cell"] + copy * cells, -1)
    sources["backup"] = np.where(sources["backup"] >= 0, sources["backup"] + copy * len(w.s), -1)
    units = np.asarray(w.u).copy()
    on_map = units["start"] >= 0
    units["start"] = np.where(on_map, units["start"] + np.arange(len(units)) % k * cells, units["start"])
    return w._replace(
        e=edges.view(np.recarray),
        c=_tile_cells(np.asarray(w.c), k, cells).view(np.recarray),
        u=units.view(np.recarray),
        s=sources.view(np.recarray),
        nbr=neighbours,
        flow=pack_flow(neighbours, edges["rev"], _tile_cells(w.flow & HAUL_MASK, k, cells)),
        line=_tile_cells(w.line, k, cells),
        field=np.ascontiguousarray(_tile_cells(w.field.T, k, cells).T),
    )


def in_units(compiled: Compiled) -> tuple[list[int], list[float]]:
    """Sizes, and seconds of everything but supply."""
    sizes, seconds = [], []
    for k in FACTORS:
        w = split_units(compiled.world, k)
        found = times(w, compiled.parameters, compiled.scenario.steps)
        sizes.append(len(w.u))
        seconds.append(sum(found.values()) - found[SUPPLY])
    return sizes, seconds


def supply_in_cells(compiled: Compiled) -> tuple[list[int], list[float]]:
    """Sizes, and seconds of supply."""
    sizes, seconds = [], []
    for k in FACTORS:
        w = tile(compiled.world, k)
        sizes.append(len(w.c) - 1)
        seconds.append(times(w, compiled.parameters, compiled.scenario.steps)[SUPPLY])
    return sizes, seconds


def in_steps(compiled: Compiled) -> tuple[list[int], list[float]]:
    """Lengths in steps, and seconds of a whole campaign of that length."""
    w, p = compiled.world, compiled.parameters
    whole = compiled.scenario.steps
    sizes = [whole // 4, whole // 2, 3 * whole // 4, whole]
    st, sc = allocate(w)
    none = np.zeros((0, len(compiled.reporting), N_DAILY), np.int64)

    def prepare(steps: int) -> Any:
        sc.key[:] = (1, 0)
        return lambda: engine.play(w, p, st, sc, 0, steps, none)

    with pinned():
        least = alternate({str(n): lambda n=n: prepare(n) for n in sizes}, repeats=10)
    return sizes, [least[str(n)] for n in sizes]
