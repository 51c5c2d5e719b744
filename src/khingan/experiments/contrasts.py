"""One world against a base: differences of every measure, pair by pair where luck is shared, and their rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.experiments.paired import Paired, paired, unpaired
from khingan.experiments.ruler import Ruler, Sample, changed
from khingan.experiments.worlds import Luck, World
from khingan.scenario.measures import Measure

SPREAD = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles by which a distribution is told."""


@dataclass(frozen=True)
class Level:
    """A measure in one world.

    Attributes
    ----------
    quantiles : tuple of float
        By `SPREAD`.
    happened : float
        Share of campaigns in which it happened; 1 for everything but hours.
    """

    quantiles: tuple[float, ...]
    happened: float

    @property
    def median(self) -> float:
        """Middle of the campaigns."""
        return self.quantiles[SPREAD.index(0.5)]


@dataclass(frozen=True)
class Effect:
    """What a world changes in one measure.

    Attributes
    ----------
    measure : Measure
        What was measured.
    unit : str
        Its unit.
    before, after : Level
        Base, and the world compared with it.
    found : Paired
        Means, mean difference, its interval and its standard errors.
    gaps : tuple of float
        Quantiles of the difference of a pair, by `SPREAD`; empty without pairs.
    fell, rose : float
        Shares of pairs in which the measure is less or more than in the base; NaN without pairs.
    """

    measure: Measure
    unit: str
    before: Level
    after: Level
    found: Paired
    gaps: tuple[float, ...]
    fell: float
    rose: float

    @property
    def against(self) -> float:
        """Share of pairs that go the other way than their mean: how often luck turns the effect round."""
        return self.fell if self.found.difference > 0.0 else self.rose if self.found.difference < 0.0 else 0.0


@dataclass(frozen=True)
class Contrast:
    """A world against the base.

    Attributes
    ----------
    world : World
        What is compared.
    effects : tuple of Effect
        One for every measure.
    why_unpaired : str
        Why the campaigns do not share their luck; empty if they do.
    changed : float
        Share of pairs that differ in anything a campaign leaves behind; NaN where that was not kept.
    numbers : ndarray
        Numbers of the campaigns that make the pairs; of the base where there are none.
    before, after : Sample
        The campaigns: pair by pair, or all of both worlds.
    """

    world: World
    effects: tuple[Effect, ...]
    why_unpaired: str
    changed: float
    numbers: NDArray[np.int64]
    before: Sample
    after: Sample

    @property
    def is_paired(self) -> bool:
        """Whether the campaigns share their luck."""
        return not self.why_unpaired


def contrast_of(
    world: World, ruler: Ruler, base: tuple[Luck, Sample], other: tuple[Luck, Sample]
) -> Contrast:
    """Hold a world against the base, pair by pair where that is possible.

    Parameters
    ----------
    world : World
        What is compared.
    ruler : Ruler
        Measures and units.
    base, other : tuple of Luck and Sample
        Luck and campaigns of the base and of the world.
    """
    (luck, before), (luck_after, after) = base, other
    why = luck.differs(luck_after)
    numbers = luck.numbers
    if not why:
        numbers, mine, its = np.intersect1d(luck.numbers, luck_after.numbers, return_indices=True)
        before, after = before.rows(mine), after.rows(its)
    effects = tuple(_effect(ruler, i, before, after, not why) for i in range(len(ruler.measures)))
    share = math.nan if why else changed(before, after)
    return Contrast(world, effects, why, share, numbers, before, after)


def _effect(ruler: Ruler, i: int, before: Sample, after: Sample, pairs: bool) -> Effect:
    one, two = before.values[:, i], after.values[:, i]
    found = paired(one, two) if pairs else unpaired(one, two)
    gap = two - one if pairs else np.zeros(0)
    return Effect(
        ruler.measures[i],
        ruler.units[i],
        level_of(before, i),
        level_of(after, i),
        found,
        tuple(np.quantile(gap, SPREAD).tolist()) if pairs else (),
        float((gap < 0).mean()) if pairs else math.nan,
        float((gap > 0).mean()) if pairs else math.nan,
    )


def level_of(sample: Sample, i: int) -> Level:
    """Where measure `i` lies in the campaigns of one world."""
    return Level(
        tuple(np.quantile(sample.values[:, i], SPREAD).tolist()), float(sample.happened[:, i].mean())
    )


def row_of(base: World, contrast: Contrast, effect: Effect) -> dict[str, Any]:
    """Everything about one effect as a row of a table."""
    found = effect.found
    row: dict[str, Any] = {
        "base": base.name,
        "world": contrast.world.name,
        "measure": effect.measure.name,
        "unit": effect.unit,
        "paired": contrast.is_paired,
        "campaigns_before": len(contrast.before.values),
        "campaigns_after": len(contrast.after.values),
        "mean_before": found.before,
        "mean_after": found.after,
        "median_before": effect.before.median,
        "median_after": effect.after.median,
        "happened_before": effect.before.happened,
        "happened_after": effect.after.happened,
        "difference": found.difference,
        "low": found.low,
        "high": found.high,
        "standard_error": found.error,
        "unpaired_standard_error": found.unpaired_error,
        "variance_reduction": _finite(found.reduction),
    }
    for k, q in enumerate(SPREAD):
        row[f"difference_{round(100 * q):02d}"] = effect.gaps[k] if effect.gaps else None
    shares = {"fell": effect.fell, "rose": effect.rose, "against": effect.against}
    row |= {name: share if contrast.is_paired else None for name, share in shares.items()}
    return row | {"campaigns_changed": _finite(contrast.changed)}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def pairs_of(contrast: Contrast, names: list[str]) -> pa.Table:
    """Both values of every measure in every pair; no rows without pairs."""
    n, m = contrast.before.values.shape
    if not contrast.is_paired:
        n = 0
    before, after = contrast.before.values[:n].ravel(), contrast.after.values[:n].ravel()
    return pa.table(
        {
            "world": pa.array([contrast.world.name] * (n * m), pa.string()),
            "campaign": np.repeat(contrast.numbers[:n], m),
            "measure": pa.array(names * n, pa.string()),
            "before": before,
            "after": after,
            "difference": after - before,
        }
    )
