"""What every mechanism changes: the full model against the model without it, in campaigns of the same luck.

A mechanism is a parameter whose name begins with ``switch_``; 0 turns it off. So a new mechanism is measured as soon
as it has its switch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from khingan.campaign.parameters import NAMES
from khingan.errors import InputError, Problem
from khingan.experiments.paired import Paired, paired
from khingan.experiments.ruler import Ruler, Sample, changed, play
from khingan.scenario import Scenario
from khingan.scenario.measures import Measure

PREFIX = "switch_"


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


def compare(mechanism: Mechanism, full: Sample, without: Sample) -> Removal:
    """Hold the model without a mechanism against the full one, pair by pair."""
    effects = tuple(paired(a, b) for a, b in zip(full.values.T, without.values.T, strict=True))
    return Removal(mechanism, effects, changed(full, without))


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
        return play(ruler, coefficients, np.array(seed), np.arange(campaigns), on_campaigns, threads)

    full = sample("", None)
    removals = tuple(compare(m, full, sample(m.name, m.index)) for m in acting)
    return Ablation(
        measures=ruler.measures,
        units=ruler.units,
        full=full.values.mean(axis=0),
        removals=removals,
        off_already=tuple(mechanism for mechanism in chosen if mechanism not in acting),
        seed=seed,
        campaigns=campaigns,
    )
