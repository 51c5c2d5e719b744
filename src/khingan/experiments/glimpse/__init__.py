"""A look into one campaign: what a unit or formation has, knows and is told at the end of a day.

What it knows is belief, as the staff sees it; the truth about the enemy is never read here.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from khingan.campaign import run as engine
from khingan.campaign.state import N_DAILY, allocate
from khingan.experiments.glimpse import has, knows, told
from khingan.experiments.glimpse.model import Glimpse
from khingan.experiments.precompile import precompile
from khingan.scenario.compile import Compiled
from khingan.scenario.portrait import Scene, Section

__all__ = ["Glimpse", "look", "sections"]


def look(
    scene: Scene,
    compiled: Compiled,
    holder: str,
    day: int,
    seed: int,
    on_day: Callable[[int], None] | None = None,
) -> Glimpse:
    """Play campaign 0 of a seed to the end of a day.

    Parameters
    ----------
    scene : Scene
        Names and map.
    compiled : Compiled
        Its scenario, compiled.
    holder : str
        Unit or formation, from `Scene.find`.
    day : int
        Days to play; 0 = the start.
    seed : int
        Luck.
    on_day : callable, optional
        Called with the number of each day played.
    """
    st, sc = allocate(compiled.world)
    sc.key[:] = (seed, 0)
    precompile(compiled.world, compiled.parameters)
    none = np.zeros((0, len(compiled.reporting), N_DAILY), np.int64)
    engine.play(compiled.world, compiled.parameters, st, sc, 0, 0, none)
    for n in range(day):
        engine.play(compiled.world, compiled.parameters, st, sc, 4 * n, 4, none)
        if on_day is not None:
            on_day(n + 1)
    members = {e.unit_id for e in scene.under(holder)}
    rows = [i for i, e in enumerate(compiled.entries) if e.unit_id in members]
    return Glimpse(scene, compiled, st, 4 * day, np.array(rows, np.int64), holder)


def sections(g: Glimpse) -> list[Section]:
    """Everything there is to see; sections without a line are left out."""
    if not len(g.rows):
        return []
    makers = (
        has.strength,
        has.parts,
        has.supply,
        knows.headquarters,
        knows.weather,
        knows.regions,
        knows.enemies,
        told.orders,
    )
    return [section for section in (make(g) for make in makers) if section.rows]
