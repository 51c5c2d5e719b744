"""Worlds to be compared: a scenario with what-ifs, fought now, or a folder of finished campaigns."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign.run import RESULT_VERSION
from khingan.errors import InputError, Problem
from khingan.experiments.outcomes import TableOutcomes
from khingan.experiments.ruler import Ruler, Sample, play
from khingan.experiments.store import Results, open_results
from khingan.experiments.store.reading import DESCRIPTIONS
from khingan.experiments.uncertainty import draw, luck_keys
from khingan.scenario import Scenario, load
from khingan.scenario.compile import compile_scenario
from khingan.scenario.load import default_name
from khingan.scenario.measures import PLACE_HOURS, find

PLAIN = ("documented", "none")
"""Words for the scenario without any what-if."""
JOIN = "+"


@dataclass(frozen=True)
class Luck:
    """Which campaigns are fought, and in what they differ.

    Attributes
    ----------
    seed : int
        Seed of the campaigns.
    numbers : ndarray, [n]
        Their numbers.
    kinds : tuple of str
        Kinds of uncertainty that were drawn.
    steps : int
        Steps of a campaign.
    version : int
        Result version of the engine.
    """

    seed: int
    numbers: NDArray[np.int64]
    kinds: tuple[str, ...]
    steps: int
    version: int

    def differs(self, other: Luck) -> str:
        """Why campaigns of the same number do not share their luck; empty if they do."""
        if self.seed != other.seed:
            return f"the seeds differ ({self.seed} and {other.seed})"
        if self.kinds != other.kinds:
            return f"other things were drawn ({_list(self.kinds)}; {_list(other.kinds)})"
        if self.version != other.version:
            return f"other versions of the engine fought them ({self.version} and {other.version})"
        if len(np.intersect1d(self.numbers, other.numbers)) < 2:
            return "they have fewer than two numbers of campaigns in common"
        return ""


def _list(kinds: Sequence[str]) -> str:
    return ", ".join(kinds) or "nothing"


@dataclass(frozen=True)
class World:
    """A world to be compared.

    Attributes
    ----------
    name : str
        As it was asked for.
    scenario : Scenario
        With its what-ifs.
    results : Results or None
        Finished campaigns; None if they are to be fought.
    luck : Luck or None
        Of finished campaigns.
    """

    name: str
    scenario: Scenario
    results: Results | None = None
    luck: Luck | None = None

    @property
    def title(self) -> str:
        """Name, and for a folder its what-ifs."""
        if self.results is None:
            return self.name
        return f"{self.name} ({JOIN.join(self.scenario.overlays) or PLAIN[0]})"


def is_results(word: str | os.PathLike[str]) -> bool:
    """Whether a word is a folder of finished campaigns; an address in an object store is taken for one."""
    if "://" in os.fspath(word):
        return True
    return any((Path(word) / file).is_file() for file in DESCRIPTIONS.values())


def find_worlds(
    words: Sequence[str | os.PathLike[str] | Scenario], scenario: str | None = None
) -> list[World]:
    """Make sense of words.

    Parameters
    ----------
    words : sequence of str, path or Scenario
        Each a folder of a run or an ensemble; ``documented`` or ``none``; a what-if, or several joined by ``+``; or a
        loaded scenario.
    scenario : str, optional
        Scenario that the what-ifs are laid over, and that of the folders if the library does not have it; by default
        that of the first folder or loaded scenario, else the library's flagship.

    Raises
    ------
    InputError
        If a word is none of them.
    """
    found: dict[int, World] = {}
    for i, word in enumerate(words):
        if isinstance(word, Scenario):
            found[i] = World(JOIN.join(word.overlays) or PLAIN[0], word)
        elif is_results(word):
            found[i] = _stored(os.fspath(word), scenario)
    given = next((world.scenario for world in found.values()), None)
    base = scenario or (str(given.path) if given is not None else default_name())
    for i, word in enumerate(words):
        if not isinstance(word, Scenario) and i not in found:
            found[i] = _laid_over(os.fspath(word), base)
    return [found[i] for i in range(len(words))]


def _laid_over(text: str, scenario: str) -> World:
    try:
        return World(text, load(scenario, _overlays(text)))
    except InputError as error:
        if os.sep in text or Path(text).is_dir():
            open_results(text)  # says why it is no folder of a run
        raise _neither(error) from error


def _overlays(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(JOIN)]
    return tuple(name for name in names if name not in PLAIN)


def _neither(error: InputError) -> InputError:
    return InputError(
        [
            Problem(
                "neither a what-if nor the folder of a run",
                field="compare",
                value=problem.value,
                expected=f"{PLAIN[0]}, a what-if, several joined by {JOIN}, or a folder; {problem.expected}",
                mend=problem.mend,
            )
            if problem.field == "what-if" and problem.message.startswith("there is no such")
            else problem
            for problem in error.problems
        ]
    )


def _identity(results: Results) -> dict[str, Any]:
    """What the campaigns of a folder are; refuses folders of versions that did not write it all."""
    identity: dict[str, Any] = results.description.get("identity", {})
    missing = [key for key in ("uncertainty", "steps", "result_version") if key not in identity]
    if missing:
        raise InputError(
            Problem(
                f"an older version wrote it: its identity lacks {', '.join(missing)}",
                file=results.folder.where,
                mend="fight the campaigns again",
            )
        )
    return identity


def _stored(text: str, scenario: str | None) -> World:
    results = open_results(text)
    identity = _identity(results)
    numbers = results.table("summary", ["campaign"])["campaign"].to_numpy().astype(np.int64)
    luck = Luck(
        results.seed,
        np.sort(numbers) + int(identity.get("first", 0)),
        tuple(identity["uncertainty"]),
        int(identity["steps"]),
        int(identity["result_version"]),
    )
    return World(text, results.scenario(scenario), results, luck)


def measure_world(
    world: World,
    words: Sequence[str],
    luck: Luck,
    on_campaigns: Callable[[int], None] | None = None,
    threads: int | None = None,
) -> tuple[Ruler, Sample]:
    """Fight or read the campaigns of a world and take their measures.

    Parameters
    ----------
    world : World
        From `find_world`.
    words : sequence of str
        Measures, see :func:`khingan.scenario.measures.find`; none: those of the scenario.
    luck : Luck
        What is fought if nothing is stored.
    on_campaigns : callable, optional
        Called with the number of campaigns just finished.
    threads : int, optional
        Worker threads.

    Returns
    -------
    Ruler
        With the measures.
    Sample
        Of the world's own campaigns, by number.
    """
    compiled = compile_scenario(world.scenario)
    steps = luck.steps if world.luck is None else world.luck.steps
    ruler = Ruler(compiled, find(world.scenario, words), steps)
    if world.results is not None:
        return ruler, _read(world.results, ruler)
    drawn = draw(world.scenario, luck.seed, luck.numbers, luck.kinds)
    seeds, numbers = luck_keys(luck.seed, luck.numbers, luck.kinds)
    return ruler, play(ruler, drawn, seeds, numbers, on_campaigns, threads)


def _read(results: Results, ruler: Ruler) -> Sample:
    wants_places = any(m.kind in PLACE_HOURS.values() or m.kind == "depth" for m in ruler.measures)
    outcomes = TableOutcomes(results.table("summary"), results.table("places") if wants_places else None)
    sample = ruler.take(outcomes)
    return sample.rows(np.argsort(outcomes.campaigns))


def default_luck(
    worlds: Sequence[World], seed: int | None, campaigns: int | None, kinds: Sequence[str]
) -> Luck:
    """Luck of the worlds that are to be fought: that of the first folder, if there is one.

    Raises
    ------
    InputError
        If folders are asked for other campaigns than they hold, or there are too few of them.
    """
    stored = next((world for world in worlds if world.luck is not None), None)
    if stored is not None and stored.luck is not None:
        if seed is not None or campaigns is not None:
            raise InputError(
                Problem(
                    "a folder has its own campaigns and seed; what is compared with it is fought with the same",
                    field="-n, --seed",
                    mend="leave -n and --seed out",
                )
            )
        if stored.luck.version != RESULT_VERSION and any(world.luck is None for world in worlds):
            raise InputError(
                Problem(
                    f"the run is of version {stored.luck.version} of the engine, a what-if would be fought by "
                    f"version {RESULT_VERSION}",
                    file=stored.name,
                    mend="fight the campaigns again, or compare with another folder of that version",
                )
            )
        return stored.luck
    count = 200 if campaigns is None else campaigns
    if count < 2:
        raise InputError(
            Problem("too few campaigns", field="campaigns", value=str(count), expected="2 or more")
        )
    return Luck(
        1 if seed is None else seed,
        np.arange(count),
        tuple(kinds),
        worlds[0].scenario.steps,
        RESULT_VERSION,
    )
