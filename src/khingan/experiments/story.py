"""One campaign step by step: everything that a map which moves has to show, as plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign import run as engine
from khingan.campaign.calendar import STEPS_PER_DAY
from khingan.campaign.state import N_DAILY, Scratch, State, allocate
from khingan.errors import SystemFault
from khingan.experiments.glimpse import Glimpse, sections
from khingan.experiments.precompile import precompile
from khingan.experiments.simulate import MAX_EVENTS
from khingan.experiments.uncertainty import draw, luck_keys
from khingan.scenario.compile import Compiled
from khingan.scenario.portrait import Scene, Section

NOBODY = 255
OFF_MAP = -1


@dataclass(frozen=True)
class Story:
    """A campaign as it looked at the start and after every step.

    Attributes
    ----------
    compiled : Compiled
        What was fought, with the coefficients of this campaign.
    units : ndarray, [steps + 1, units]
        Records of the engine, see ``campaign.state.UNIT_STATE``.
    control : ndarray, [steps + 1, atlas cells]
        Side that holds each cell, 255 = nobody.
    regions : ndarray, [days, regions]
        Weather of each day, see ``campaign.theatre.REGION_STATE``.
    believed : ndarray, [days, sides, regions]
        What each side knows of a region and flies there, see ``campaign.theatre.SIDE_REGION_STATE``.
    seats : ndarray, [steps + 1, formations]
        Cell of each headquarters as a row of the atlas, -1 = off the map.
    daily : ndarray, [days, formations, columns]
        Daily rows as the engine counts them.
    events : ndarray
        Log of events as the engine writes it.
    """

    compiled: Compiled
    units: NDArray[Any]
    control: NDArray[np.uint8]
    regions: NDArray[Any]
    believed: NDArray[Any]
    seats: NDArray[np.int32]
    daily: NDArray[np.int64]
    events: NDArray[np.int64]

    @property
    def steps(self) -> int:
        """Steps that were fought."""
        return len(self.units) - 1

    @property
    def cells(self) -> NDArray[np.int32]:
        """Where every unit stands: rows of the atlas, [steps + 1, units], -1 = off the map."""
        return atlas_rows(self.compiled, self.units["cell"])

    @property
    def postures(self) -> NDArray[np.uint8]:
        """Posture ordered, [steps + 1, units]: place in ``codes.POSTURES``."""
        axis = self.units["axis"]
        ordered = np.asarray(self.compiled.world.a["posture"])
        if not len(ordered):
            return np.full(axis.shape, K.HOLD, np.uint8)
        return np.where(axis < 0, K.HOLD, ordered[np.maximum(axis, 0)]).astype(np.uint8)


def atlas_rows(compiled: Compiled, cells: NDArray[Any]) -> NDArray[np.int32]:
    """Rows of the atlas for cells of the engine, -1 for those off the map."""
    here = (cells >= 0) & (cells < len(compiled.atlas_row))
    rows = compiled.atlas_row[np.where(here, cells, 0)]
    return np.where(here, rows, OFF_MAP).astype(np.int32)


def with_draws(compiled: Compiled, seed: int, number: int, kinds: Sequence[str]) -> tuple[Compiled, int, int]:
    """The compiled scenario with the coefficients of one campaign, and the key of its luck."""
    drawn = draw(compiled.scenario, seed, np.array([number]), tuple(kinds))
    seeds, keys = luck_keys(seed, np.array([number]), tuple(kinds))
    return replace(compiled, parameters=drawn[0]), int(seeds[0]), int(keys[0])


def tell(
    compiled: Compiled,
    seed: int,
    number: int,
    kinds: Collection[str],
    steps: int,
    on_day: Callable[[int], None] | None = None,
    on_step: Callable[[int, State, Scratch], None] | None = None,
) -> Story:
    """Fight one campaign and keep what it looks like after every step.

    Parameters
    ----------
    compiled : Compiled
        Scenario as it stands.
    seed, number : int
        Seed, and number of the campaign under it.
    kinds : collection of str
        What is drawn for it, of ``uncertainty.KINDS``.
    steps : int
        Steps to fight.
    on_day : callable, optional
        Called with the number of each day fought.
    on_step : callable, optional
        Called at the start (0) and after each step with its number and the arrays of the engine, to read them.

    Returns
    -------
    Story

    Raises
    ------
    SystemFault
        If the campaign has more events than there is room for.
    """
    own, luck, key = with_draws(compiled, seed, number, tuple(kinds))
    st, sc = _begin(own, luck, key, MAX_EVENTS)
    daily = np.zeros((steps // STEPS_PER_DAY, len(own.reporting), N_DAILY), np.int64)
    engine.play(own.world, own.parameters, st, sc, 0, 0, daily)
    units, regions, believed, seats = [np.array(st.u)], [], [], [atlas_rows(own, st.f["cell"])]
    control = np.full((steps + 1, own.atlas.size), NOBODY, np.uint8)
    control[0, own.atlas_row] = _holders(st)
    if on_step is not None:
        on_step(0, st, sc)
    for n in range(steps):
        engine.play(own.world, own.parameters, st, sc, n, 1, daily)
        units.append(np.array(st.u))
        seats.append(atlas_rows(own, st.f["cell"]))
        control[n + 1, own.atlas_row] = _holders(st)
        if on_step is not None:
            on_step(n + 1, st, sc)
        if n % STEPS_PER_DAY == STEPS_PER_DAY - 1:
            regions.append(np.array(st.r))
            believed.append(np.array(st.b))
            if on_day is not None:
                on_day(n // STEPS_PER_DAY + 1)
    if sc.event_n[1]:
        raise SystemFault(f"the campaign has more than {MAX_EVENTS} events")
    log = sc.events[: sc.event_n[0]].copy()
    return Story(
        own, np.stack(units), control, np.array(regions), np.array(believed), np.stack(seats), daily, log
    )


def holders_by_day(
    compiled: Compiled, seed: int, number: int, kinds: Collection[str], days: int
) -> NDArray[np.uint8]:
    """Fight one campaign and keep only who holds which cell at the start and at the end of every day.

    Parameters
    ----------
    compiled, seed, number, kinds
        Which campaign, as for :func:`tell`.
    days : int
        Days to fight.

    Returns
    -------
    ndarray, [days + 1, atlas cells]
        As ``Story.control``, one step in four.
    """
    own, luck, key = with_draws(compiled, seed, number, tuple(kinds))
    st, sc = _begin(own, luck, key, 0)
    none = np.zeros((0, len(own.reporting), N_DAILY), np.int64)
    control = np.full((days + 1, own.atlas.size), NOBODY, np.uint8)
    engine.play(own.world, own.parameters, st, sc, 0, 0, none)
    control[0, own.atlas_row] = _holders(st)
    for day in range(days):
        engine.play(own.world, own.parameters, st, sc, STEPS_PER_DAY * day, STEPS_PER_DAY, none)
        control[day + 1, own.atlas_row] = _holders(st)
    return control


def seen_by(
    scene: Scene, compiled: Compiled, holder: str, step: int, seed: int, number: int, kinds: Collection[str]
) -> list[Section]:
    """What a unit or formation of one campaign has, knows and is told after a number of steps.

    Parameters
    ----------
    scene : Scene
        Names and map.
    compiled : Compiled
        Its scenario, compiled.
    holder : str
        Unit or formation, from `Scene.find`.
    step : int
        Steps to fight, 0 = the start.
    seed, number, kinds
        Which campaign, as for :func:`tell`.
    """
    own, luck, key = with_draws(compiled, seed, number, tuple(kinds))
    st, sc = _begin(own, luck, key, 0)
    none = np.zeros((0, len(own.reporting), N_DAILY), np.int64)
    engine.play(own.world, own.parameters, st, sc, 0, 0, none)
    # Step by step, as the story was told: daily rows are not wanted.
    for n in range(step):
        engine.play(own.world, own.parameters, st, sc, n, 1, none)
    members = {e.unit_id for e in scene.under(holder)}
    rows = [i for i, e in enumerate(own.entries) if e.unit_id in members]
    return sections(Glimpse(scene, own, st, step, np.array(rows, np.int64), holder))


def _begin(own: Compiled, luck: int, key: int, max_events: int) -> tuple[State, Scratch]:
    st, sc = allocate(own.world, max_events)
    sc.key[:] = (luck, key)
    precompile(own.world, own.parameters)
    return st, sc


def _holders(st: State) -> NDArray[np.uint8]:
    owner: NDArray[np.uint8] = st.owner[:-1].copy()
    owner[owner == K.NOBODY] = NOBODY
    return owner
