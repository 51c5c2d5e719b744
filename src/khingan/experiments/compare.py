"""Worlds held against each other, campaign by campaign where they share their luck.

Campaign ``i`` of a seed draws the same named numbers in every world. Whatever both worlds decide alike falls out of
the difference of a pair, so that its standard error is smaller than that of two independent ensembles; by how much is
part of the result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from khingan.errors import InputError, Problem
from khingan.experiments.contrasts import Contrast, Level, contrast_of, level_of, pairs_of, row_of
from khingan.experiments.ruler import Ruler, Sample
from khingan.experiments.uncertainty import LUCK, kinds_of
from khingan.experiments.worlds import Luck, World, default_luck, find_worlds, measure_world
from khingan.files import write_parquet
from khingan.scenario import Scenario
from khingan.scenario.measures import Measure, find


@dataclass(frozen=True)
class Comparison:
    """Worlds against a base.

    Attributes
    ----------
    base : World
        What all others are held against.
    contrasts : tuple of Contrast
        The others, in the order asked for.
    measures : tuple of Measure
        What was measured.
    units : tuple of str
        Unit of every measure.
    luck : Luck
        Campaigns of the base.
    level : tuple of Level
        The measures in the base.
    """

    base: World
    contrasts: tuple[Contrast, ...]
    measures: tuple[Measure, ...]
    units: tuple[str, ...]
    luck: Luck
    level: tuple[Level, ...]

    @property
    def scenario(self) -> Scenario:
        """Scenario of the base."""
        return self.base.scenario

    def table(self) -> pa.Table:
        """A row for every world and measure: levels, difference, errors, shares of pairs."""
        rows = [
            row_of(self.base, contrast, effect) for contrast in self.contrasts for effect in contrast.effects
        ]
        return pa.Table.from_pylist(rows)

    def pairs(self) -> pa.Table:
        """A row for every world, campaign and measure: both values and their difference. No rows without pairs."""
        names = [measure.name for measure in self.measures]
        parts = [pairs_of(contrast, names) for contrast in self.contrasts if contrast.is_paired]
        return pa.concat_tables(parts) if parts else pairs_of(self.contrasts[0], names).slice(0, 0)

    def plot(self, path: str | os.PathLike[str] | None = None) -> Any:
        """Draw the figure; needs matplotlib.

        Parameters
        ----------
        path : path-like, optional
            PNG file to write.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from khingan.report.compare import draw

        return draw(self, path)

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write the table."""
        write_parquet(self.table(), path)


def compare(
    base: str | os.PathLike[str] | Scenario,
    *others: str | os.PathLike[str] | Scenario,
    scenario: str | None = None,
    campaigns: int | None = None,
    seed: int | None = None,
    measures: Sequence[str] = (),
    uncertainty: Sequence[str] = (LUCK,),
    on_world: Callable[[str], None] | None = None,
    on_campaigns: Callable[[int], None] | None = None,
    threads: int | None = None,
) -> Comparison:
    """Hold worlds against a base with the same luck.

    Parameters
    ----------
    base, *others : str, path or Scenario
        Folders of finished runs or ensembles; ``documented`` for the plain scenario; what-ifs, joined by ``+`` if
        several act together; or loaded scenarios. What is no folder is fought now.
    scenario : str, optional
        Scenario, by name or folder, that the what-ifs are laid over; the library's flagship by default.
    campaigns, seed : int, optional
        Campaigns to be fought, 200 by default, and their seed, 1 by default. With a folder among the worlds its own
        campaigns and seed are used.
    measures : sequence of str, optional
        See :func:`khingan.scenario.measures.find`; those that the scenario lists by default.
    uncertainty : sequence of str
        In what the campaigns to be fought differ; luck alone by default.
    on_world, on_campaigns : callable, optional
        Called with the name of each world before it is measured, and with the number of campaigns just fought.
    threads : int, optional
        Worker threads; all cores by default. Changes nothing but the time.

    Returns
    -------
    Comparison
        Pair by pair where seed, numbers, uncertainty and version of the engine agree, else by the means alone; every
        contrast says which.

    Raises
    ------
    InputError
        If a word means nothing, or the worlds cannot be compared: other scenarios, or campaigns of another length.

    Examples
    --------
    >>> import khingan as kh
    >>> kh.compare("documented", "dry_august", campaigns=50).table()  # doctest: +SKIP
    """
    worlds, luck = prepare_worlds(
        [base, *others], scenario, campaigns=campaigns, seed=seed, measures=measures, uncertainty=uncertainty
    )
    return measure_and_compare(
        worlds, luck, measures, on_world=on_world, on_campaigns=on_campaigns, threads=threads
    )


def measure_and_compare(
    worlds: Sequence[World],
    luck: Luck,
    measures: Sequence[str] = (),
    *,
    on_world: Callable[[str], None] | None = None,
    on_campaigns: Callable[[int], None] | None = None,
    threads: int | None = None,
) -> Comparison:
    """Compare what `prepare_worlds` has found, the first of them being the base; see :func:`compare`."""
    taken: list[tuple[Ruler, Sample]] = []
    for world in worlds:
        if on_world is not None:
            on_world(world.title)
        taken.append(measure_world(world, measures, luck, on_campaigns, threads))
    ruler, before = taken[0]
    own = worlds[0].luck or luck
    return Comparison(
        worlds[0],
        tuple(
            contrast_of(world, ruler, (own, before), (world.luck or luck, after))
            for world, (_, after) in zip(worlds[1:], taken[1:], strict=True)
        ),
        ruler.measures,
        ruler.units,
        own,
        tuple(level_of(before, i) for i in range(len(ruler.measures))),
    )


def prepare_worlds(
    words: Sequence[str | os.PathLike[str] | Scenario],
    scenario: str | None = None,
    *,
    campaigns: int | None = None,
    seed: int | None = None,
    measures: Sequence[str] = (),
    uncertainty: Sequence[str] = (LUCK,),
) -> tuple[list[World], Luck]:
    """Find and check everything that a comparison needs before a campaign is fought; see :func:`compare`."""
    if len(words) < 2:
        raise InputError(Problem("a comparison needs two worlds or more", field="compare"))
    if seed is not None and not 0 <= seed < 2**32:
        raise InputError(
            Problem("the seed is out of range", field="seed", value=str(seed), expected="0 to 4294967295")
        )
    worlds = find_worlds(words, scenario)
    luck = default_luck(worlds, seed, campaigns, kinds_of(uncertainty))
    for world in worlds:
        find(world.scenario, measures)
        _refuse_other(worlds[0], world, luck)
    return worlds, luck


def _refuse_other(base: World, other: World, luck: Luck) -> None:
    """Refuse what cannot be compared at all."""
    one, two = base.scenario, other.scenario
    if other.luck is not None and len(other.luck.numbers) < 2:
        raise InputError(
            Problem(
                "holds one campaign, which tells nothing of luck",
                file=other.name,
                expected="two campaigns or more",
                mend="fight more of them: khingan run -n 200 --out FOLDER",
            )
        )
    if (one.scenario_id, one.side_ids) != (two.scenario_id, two.side_ids):
        raise InputError(
            Problem(
                f"is of another scenario than {base.name}",
                file=other.name,
                field="scenario",
                value=two.scenario_id,
                expected=one.scenario_id,
                mend="compare campaigns of one scenario",
            )
        )
    steps = [(world.luck or luck).steps for world in (base, other)]
    if steps[0] != steps[1]:
        raise InputError(
            Problem(
                f"its campaigns last {steps[1] / 4:g} days, those of {base.name} {steps[0] / 4:g}",
                file=other.name,
                field="steps",
                expected="campaigns of the same length",
            )
        )
