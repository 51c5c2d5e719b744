"""Calibration: what the calibration part of the record says of the coefficients that it depends on most.

Every campaign of it draws all coefficients, those that are not calibrated too, and all disputed inputs, and has its own
luck: what is left of the posterior's width is what record and model do not tell. The test part stays closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from khingan.errors import InputError, Problem
from khingan.experiments.batch import simulate_batch
from khingan.experiments.calibration import check, choice, sampler, summary
from khingan.experiments.calibration.choice import Coefficient
from khingan.experiments.calibration.result import LATER, Calibration, Settings
from khingan.experiments.calibration.targets import Targets, blurred, observed, targets_of
from khingan.experiments.simulate import MOST_SEED
from khingan.experiments.uncertainty import COEFFICIENTS, DISPUTED, draw
from khingan.scenario import Scenario
from khingan.scenario.compile import Compiled, compile_scenario

Floats = NDArray[np.float64]
FIRST_NUMBER = 1_000_000_000
"""Campaigns of a calibration are numbered from here: no ensemble of the same seed shares their luck."""

__all__ = ["KINDS", "Calibration", "Settings", "calibrate", "check_settings"]

KINDS = (COEFFICIENTS, DISPUTED)
"""What campaigns of a calibration draw, beside their own luck."""

LOT = 32  # campaigns between two looks at the clock and at Ctrl-C
VECTORS = 1000
FOLDS = 5
LEAST = 200


class _Pool:
    """All campaigns so far, and what they say of the coefficients when some rows of the record are looked at."""

    def __init__(self, targets: Targets, settings: Settings, said: Floats, rng: np.random.Generator) -> None:
        self._targets, self._settings, self._rng = targets, settings, rng
        self._record = observed(targets, said)
        self.said = blurred(targets, said, settings.discrepancy, rng)

    def begin(self, z: Floats) -> None:
        """Take the first population's scores of the chosen coefficients."""
        self._population = sampler.first(z)

    def add(self, normal: sampler.Normal, z: Floats, said: Floats) -> None:
        """Take another population."""
        self._population = sampler.joined(self._population, normal, z)
        new = blurred(self._targets, said, self._settings.discrepancy, self._rng)
        self.said = np.concatenate([self.said, new])

    def infer(self, rows: NDArray[np.int64]) -> tuple[Floats, Floats, float]:
        """Return weights of all campaigns, their adjusted scores, and the tolerance, from some rows alone."""
        first = self._population.sizes[0]
        found = summary.fit(self.said[:first], self._population.z[:first], rows)
        away = found.guess(self.said) - found.guess(self._record)
        wanted = min(self._settings.effective, len(self.said) / 8)
        weights, tolerance = sampler.weigh(self._population, np.square(away).sum(axis=1), wanted)
        return weights, sampler.adjusted(self._population.z, away, weights), tolerance


class _Fighter:
    """Fights campaigns with own numbers and keeps count."""

    def __init__(
        self,
        compiled: Compiled,
        targets: Targets,
        seed: int,
        on_campaigns: Callable[[int], None] | None,
        threads: int | None,
    ) -> None:
        self.compiled, self.targets, self.seed = compiled, targets, seed
        self.on_campaigns, self.threads = on_campaigns, threads
        self.fought = 0

    def fight(
        self, count: int, chosen: Sequence[Coefficient] = (), values: Floats | None = None
    ) -> tuple[Floats, Floats]:
        """Return coefficients and what the campaigns say, [count, parameters] and [count, rows]."""
        numbers = FIRST_NUMBER + self.fought + np.arange(count)
        drawn = np.empty((count, len(self.compiled.parameters)))
        said = np.empty((count, len(self.targets)))
        for first in range(0, count, LOT):
            some = slice(first, min(first + LOT, count))
            drawn[some] = draw(self.compiled.scenario, self.seed, numbers[some], KINDS)
            if values is not None:
                drawn[some, [one.column for one in chosen]] = values[some]
            batch = simulate_batch(
                self.compiled,
                np.full(len(numbers[some]), self.seed),
                numbers[some],
                drawn[some],
                daily=True,
                threads=self.threads,
            )
            said[some] = self.targets.take(batch)
            if self.on_campaigns is not None:
                self.on_campaigns(len(numbers[some]))
        self.fought += count
        return drawn, said


def check_settings(sc: Scenario, seed: int, settings: Settings) -> None:
    """Refuse what cannot be calibrated.

    Raises
    ------
    InputError
        With every problem.
    """
    problems = []
    if sc.posterior is not None:
        problems.append(
            Problem(
                "the scenario draws from a posterior already",
                field="what-if",
                value=", ".join(sc.overlays),
                expected="a scenario whose coefficients have only their ranges",
                mend="leave the calibrated what-if out: a record must not count twice",
            )
        )
    if not 0 <= seed <= MOST_SEED:
        problems.append(
            Problem("the seed is out of range", field="seed", value=str(seed), expected="0 to 4294967295")
        )
    if settings.campaigns < LEAST:
        problems.append(
            Problem(
                "too few campaigns to tell anything",
                field="campaigns",
                value=str(settings.campaigns),
                expected=f"{LEAST} or more",
            )
        )
    if settings.check != 0 and settings.check < 10 * FOLDS:
        problems.append(
            Problem(
                "too few campaigns to check with",
                field="check",
                value=str(settings.check),
                expected=f"{10 * FOLDS} or more, or 0",
            )
        )
    choice.check_count(settings.most, problems)
    if problems:
        raise InputError(problems)


def calibrate(
    scenario: Scenario | str,
    names: Sequence[str] = (),
    seed: int = 1,
    settings: Settings | None = None,
    compiled: Compiled | None = None,
    on_campaigns: Callable[[int], None] | None = None,
    on_stage: Callable[[str], None] | None = None,
    threads: int | None = None,
) -> Calibration:
    """Calibrate coefficients on the calibration part of the record.

    Parameters
    ----------
    scenario : Scenario or str
        Loaded, or the name of one in the library.
    names : sequence of str
        Coefficients, 15 at most; by default those that the rows of the record depend on most (`choice`).
    seed : int
        Luck; the same seed gives the same posterior, on any number of threads.
    settings : Settings, optional
    compiled : Compiled, optional
        The scenario compiled, if the caller has done it.
    on_campaigns : callable, optional
        Called with the number of campaigns just finished.
    on_stage : callable, optional
        Called with what is done next.
    threads : int, optional
        Worker threads; all cores by default.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        If an argument, the scenario or its record is not usable.

    Examples
    --------
    >>> import khingan as kh
    >>> found = kh.calibrate("manchuria-1945")  # doctest: +SKIP
    >>> found.table(), found.plot("calibration.png")  # doctest: +SKIP
    """
    from khingan.scenario import load

    sc = load(scenario) if isinstance(scenario, str) else scenario
    settings = settings or Settings()
    check_settings(sc, seed, settings)
    known = choice.named(sc, names) if names else ()
    own = compiled or compile_scenario(sc)
    targets = targets_of(own)
    say = on_stage or (lambda _: None)
    fighter = _Fighter(own, targets, seed, on_campaigns, threads)
    rng = np.random.default_rng([seed, 0x6B68])
    sizes = settings.sizes()

    say("from the ranges")
    drawn, said = fighter.fight(sizes[0])
    pool = _Pool(targets, settings, said, np.random.default_rng([seed, 1]))
    everything = known or choice.candidates(sc)
    z = np.stack([one.scores(drawn[:, one.column]) for one in everything], axis=1)
    share = choice.shares(targets, everything, drawn, said)
    told = summary.told(pool.said, z)
    order = list(range(len(known))) or choice.leading(share * told, settings.most)
    chosen = tuple(everything[i] for i in order)
    pool.begin(z[:, order])
    everywhere = np.arange(len(targets))
    for i, size in enumerate(sizes[1:], 1):
        say(f"population {i} of {LATER}")
        weights, near, _ = pool.infer(everywhere)
        normal = sampler.proposal(near, weights)
        scores = sampler.draw(normal, size, rng)
        pool.add(normal, scores, fighter.fight(size, chosen, _values(chosen, scores))[1])
    weights, near, tolerance = pool.infer(everywhere)
    rows = np.flatnonzero(taken := sampler.resample(weights, VECTORS, rng))
    kept: dict[str, Floats] = {}
    if settings.check:
        say("check of the posterior")
        kept["ranges"] = said
        kept["posterior"] = _of_weights(fighter, near, weights, chosen, settings.check, rng)
        say("check on rows held out")
        parts = check.folds(targets, FOLDS, rng)
        each = settings.check // len(parts)
        kept["held out"] = np.full((each, len(targets)), np.nan)
        for out in parts:
            without, others, _ = pool.infer(np.setdiff1d(everywhere, out))
            fresh = _of_weights(fighter, others, without, chosen, each, rng)
            kept["held out"][:, out] = fresh[:, out]
    return Calibration(
        scenario=sc,
        seed=seed,
        settings=settings,
        coefficients=chosen,
        share=share[order],
        told=told[order],
        vectors=_values(chosen, near[rows]),
        weights=taken[rows] / VECTORS,
        tolerance=tolerance,
        effective=sampler.effective(weights),
        sizes=sizes,
        fought=fighter.fought,
        rows=targets.counts(),
        checks=tuple(check.score(name, targets, values) for name, values in kept.items()),
        said=kept,
        targets=targets,
    )


def _values(chosen: Sequence[Coefficient], z: Floats) -> Floats:
    return np.stack([one.values(z[:, i]) for i, one in enumerate(chosen)], axis=1)


def _of_weights(
    fighter: _Fighter,
    z: Floats,
    weights: Floats,
    chosen: Sequence[Coefficient],
    count: int,
    rng: np.random.Generator,
) -> Floats:
    """What campaigns with fresh luck say whose coefficients are drawn by weight."""
    taken = np.repeat(np.arange(len(weights)), sampler.resample(weights, count, rng))
    return fighter.fight(count, chosen, _values(chosen, z[taken]))[1]
