"""What every mechanism changes: the full model against the model without it, in campaigns of the same luck.

A mechanism is a parameter whose name begins with ``switch_``; 0 turns it off. So a new mechanism is measured as soon
as it has its switch.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.parameters import NAMES
from khingan.campaign.state import N_DAILY
from khingan.errors import InputError, Problem
from khingan.experiments.batch import Batch, simulate_batch
from khingan.experiments.paired import Paired, paired
from khingan.experiments.results import PARTS
from khingan.experiments.schema import MEASURES
from khingan.scenario import Scenario
from khingan.scenario.ablation import Measure, measures_of
from khingan.scenario.compile import Compiled

Array = NDArray[Any]
PREFIX = "switch_"
EARTH_KM = 6371.0
# Campaigns between two looks at the clock and at Ctrl-C, per thread: a few hundredths of a second.
CHUNK = 4
UNITS = {"link_up": "%", "link_up_hour": "h", "reached_hour": "h", "depth": "km"}


@dataclass(frozen=True)
class Mechanism:
    """A part of the model that can be switched off.

    Attributes
    ----------
    name : str
        Name of its switch without the prefix.
    index : int
        Number of the switch in the parameter vector.
    meaning : str
        What the scenario's parameter table says of the switch.
    """

    name: str
    index: int
    meaning: str


@dataclass(frozen=True)
class Sample:
    """Campaigns of one model, reduced to what is compared.

    Attributes
    ----------
    values : ndarray, [campaigns, measures]
        In the order of the measures.
    prints : list of bytes
        Hash of everything each campaign left behind, so that two that differ anywhere are told apart.
    """

    values: NDArray[np.float64]
    prints: list[bytes]


@dataclass(frozen=True)
class Removal:
    """The model without one mechanism, against the full one.

    Attributes
    ----------
    mechanism : Mechanism
        What was switched off.
    effects : tuple of Paired
        One for every measure: before with the mechanism, after without it.
    changed : float
        Share of campaigns that came out differently in anything a campaign leaves behind.
    """

    mechanism: Mechanism
    effects: tuple[Paired, ...]
    changed: float

    @property
    def is_idle(self) -> bool:
        """Whether the mechanism changes nothing: no campaign came out differently, no interval leaves zero out."""
        return self.changed == 0.0 and not any(effect.is_clear for effect in self.effects)

    @property
    def is_unclear(self) -> bool:
        """Whether campaigns came out differently, but every interval contains zero."""
        return self.changed > 0.0 and not any(effect.is_clear for effect in self.effects)


@dataclass(frozen=True)
class Ablation:
    """Every mechanism taken out in turn.

    Attributes
    ----------
    measures : tuple of Measure
        What was measured.
    units : tuple of str
        Unit of every measure.
    full : ndarray, [measures]
        Means of the full model.
    removals : tuple of Removal
        In the order of the switches.
    off_already : tuple of Mechanism
        Mechanisms that the scenario, or a what-if, has switched off itself.
    seed, campaigns : int
        Luck and number of pairs.
    """

    measures: tuple[Measure, ...]
    units: tuple[str, ...]
    full: NDArray[np.float64]
    removals: tuple[Removal, ...]
    off_already: tuple[Mechanism, ...]
    seed: int
    campaigns: int

    @property
    def idle(self) -> list[str]:
        """Names of the mechanisms that change nothing."""
        return [removal.mechanism.name for removal in self.removals if removal.is_idle]

    @property
    def unclear(self) -> list[str]:
        """Names of the mechanisms whose every interval contains zero, though campaigns came out differently."""
        return [removal.mechanism.name for removal in self.removals if removal.is_unclear]

    @property
    def gain(self) -> float:
        """How many times narrower the shared luck makes the intervals, in the median; nan where none has a width."""
        pairs = [effect for removal in self.removals for effect in removal.effects]
        ratios = [effect.unpaired_error / effect.error for effect in pairs if effect.error > 0]
        return float(np.median(ratios)) if ratios else float("nan")


def mechanisms(scenario: Scenario, wanted: Sequence[str] = ()) -> list[Mechanism]:
    """Mechanisms of the model that have a switch.

    Parameters
    ----------
    scenario : Scenario
        Its parameter table explains them.
    wanted : sequence of str
        Names, with or without the prefix; all by default.

    Returns
    -------
    list of Mechanism
        In the order of the parameters.

    Raises
    ------
    InputError
        If a name is not one of them.
    """
    rows = scenario.tables["parameters"].by_id
    known = {
        name.removeprefix(PREFIX): Mechanism(name.removeprefix(PREFIX), i, rows[name]["description"])
        for i, name in enumerate(NAMES)
        if name.startswith(PREFIX)
    }
    names = dict.fromkeys(name.removeprefix(PREFIX) for name in wanted)
    unknown = [name for name in names if name not in known]
    if unknown:
        near = get_close_matches(unknown[0], known, n=1)
        raise InputError(
            Problem(
                "there is no such mechanism",
                field="mechanism",
                value=", ".join(unknown),
                expected="one of " + ", ".join(known),
                mend=f"did you mean {near[0]}?" if near else None,
            )
        )
    return [mechanism for name, mechanism in known.items() if not names or name in names]


def is_on(scenario: Scenario, mechanism: Mechanism) -> bool:
    """Whether a scenario has the mechanism switched on."""
    return scenario.parameter(PREFIX + mechanism.name) != 0.0


def unit_of(measure: Measure) -> str:
    """Unit in which a measure is given."""
    return UNITS.get(measure.kind) or MEASURES[measure.column][0]


def depths_km(compiled: Compiled, side: int) -> NDArray[np.float64]:
    """Distance of every place from the nearest ground that a side holds at the start.

    Returns
    -------
    ndarray, [places]
        Great-circle km between centres of cells; 0 for places on that ground and for those outside the extent.
    """
    w, atlas = compiled.world, compiled.atlas
    lat, lon = (np.radians(x[compiled.atlas_row].astype(np.float64)) for x in (atlas.lat, atlas.lon))
    own = np.flatnonzero(w.c["owner"][: len(lat)] == side)
    found = np.zeros(len(w.p_cell))
    for place, cell in enumerate(w.p_cell.tolist()):
        if cell >= 0 and own.size:
            h = np.sin((lat[own] - lat[cell]) / 2) ** 2
            h += np.cos(lat[own]) * np.cos(lat[cell]) * np.sin((lon[own] - lon[cell]) / 2) ** 2
            found[place] = 2 * EARTH_KM * np.arcsin(np.sqrt(h.min()))
    return found


class Ruler:
    """Takes the measures of a scenario from batches of campaigns.

    Parameters
    ----------
    compiled : Compiled
        Scenario that lists the measures.
    measures : sequence of Measure, optional
        Others than those of the scenario.
    """

    def __init__(self, compiled: Compiled, measures: Sequence[Measure] | None = None) -> None:
        self.compiled = compiled
        self.measures = tuple(measures_of(compiled.scenario) if measures is None else measures)
        deep = {m.side for m in self.measures if m.kind == "depth"}
        self._depth = {side: depths_km(compiled, compiled.scenario.side_index(side)) for side in deep}

    def take(self, batch: Batch) -> NDArray[np.float64]:
        """Measures of every campaign of a batch, [campaigns, measures]."""
        return np.stack([self._one(measure, batch) for measure in self.measures], axis=1)

    def _one(self, measure: Measure, batch: Batch) -> Array:
        end = self.compiled.scenario.steps * 6.0
        met = batch.summary[:, 2 * N_DAILY]
        if measure.kind == "link_up":
            return 100.0 * (met < measure.until_h)
        if measure.kind == "link_up_hour":
            return np.minimum(met, end)
        side = self.compiled.scenario.side_index(measure.side)
        if measure.kind == "total":
            column = side * N_DAILY + K.DAILY.index(measure.column)
            return batch.summary[:, column] / PARTS.get(MEASURES[measure.column][0], 1)
        reached = batch.places[:, :, side, 0]
        if measure.kind == "reached_hour":
            rows = [self.compiled.place_ids.index(place) for place in measure.places]
            return np.asarray(np.minimum(reached[:, rows].min(axis=1), end))
        depth = np.where(reached < measure.until_h, self._depth[measure.side], 0.0)
        return np.asarray(depth.max(axis=1))


def play(
    ruler: Ruler,
    parameters: NDArray[np.float64],
    seed: int,
    campaigns: int,
    on_campaigns: Callable[[int], None] | None = None,
    threads: int | None = None,
) -> Sample:
    """Run campaigns in small lots and keep only what is compared.

    Parameters
    ----------
    ruler : Ruler
        What to measure, and on which scenario.
    parameters : ndarray, [parameters]
        Coefficients.
    seed, campaigns : int
        Luck, and number of campaigns: 0, 1, ... of that seed.
    on_campaigns : callable, optional
        Called with the number of campaigns just finished.
    threads : int, optional
        Worker threads; all cores by default.
    """
    lot = CHUNK * (threads or os.cpu_count() or 1)
    values, prints = [], []
    for first in range(0, campaigns, lot):
        numbers = np.arange(first, min(first + lot, campaigns))
        batch = simulate_batch(
            ruler.compiled, np.full(len(numbers), seed), numbers, parameters, threads=threads
        )
        values.append(ruler.take(batch))
        for summary, places in zip(batch.summary, batch.places, strict=True):
            prints.append(hashlib.blake2b(summary.tobytes() + places.tobytes(), digest_size=16).digest())
        if on_campaigns is not None:
            on_campaigns(len(numbers))
    return Sample(np.concatenate(values), prints)


def compare(mechanism: Mechanism, full: Sample, without: Sample) -> Removal:
    """Hold the model without a mechanism against the full one, pair by pair."""
    effects = tuple(paired(a, b) for a, b in zip(full.values.T, without.values.T, strict=True))
    differ = [a != b for a, b in zip(full.prints, without.prints, strict=True)]
    return Removal(mechanism, effects, sum(differ) / len(differ))


def ablate(
    ruler: Ruler,
    chosen: Sequence[Mechanism],
    campaigns: int,
    seed: int = 1,
    on_campaigns: Callable[[int], None] | None = None,
    on_mechanism: Callable[[str], None] | None = None,
    threads: int | None = None,
) -> Ablation:
    """Run the full model, then the model without each mechanism, always with the same luck.

    Parameters
    ----------
    ruler : Ruler
        What to measure, and on which scenario.
    chosen : sequence of Mechanism
        From `mechanisms`.
    campaigns : int
        Number of pairs, 2 or more.
    seed : int
        Luck; campaigns 0, 1, ... of that seed.
    on_campaigns : callable, optional
        Called with the number of campaigns just finished.
    on_mechanism : callable, optional
        Called with the name of each mechanism before it is taken out; empty for the full model.
    threads : int, optional
        Worker threads; all cores by default. Changes nothing but the time.

    Returns
    -------
    Ablation
        Effects of every mechanism that is on in the scenario.

    Raises
    ------
    InputError
        If none is.
    """
    p = ruler.compiled.parameters
    acting = [mechanism for mechanism in chosen if is_on(ruler.compiled.scenario, mechanism)]
    if not acting:
        names = ", ".join(mechanism.name for mechanism in chosen)
        raise InputError(
            Problem(
                "nothing is left to be switched off: the scenario has done it", field="mechanism", value=names
            )
        )

    def sample(name: str, off: int | None) -> Sample:
        if on_mechanism is not None:
            on_mechanism(name)
        coefficients = np.array(p)
        if off is not None:
            coefficients[off] = 0.0
        return play(ruler, coefficients, seed, campaigns, on_campaigns, threads)

    full = sample("", None)
    removals = tuple(compare(m, full, sample(m.name, m.index)) for m in acting)
    return Ablation(
        measures=ruler.measures,
        units=tuple(unit_of(measure) for measure in ruler.measures),
        full=full.values.mean(axis=0),
        removals=removals,
        off_already=tuple(mechanism for mechanism in chosen if mechanism not in acting),
        seed=seed,
        campaigns=campaigns,
    )
