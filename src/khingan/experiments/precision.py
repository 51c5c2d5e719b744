"""When an ensemble knows enough: the mean of a measure within a wanted reach.

The reach is half the 95 % confidence interval of the mean (Student's t). Sums are taken part by part in the order of
the campaigns and rounded once, so whoever fought the parts, and in which order, the decision is the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from khingan.errors import InputError, Problem
from khingan.experiments.paired import LEVEL, t_quantile
from khingan.experiments.schema import MEASURES

HOURS = ("link_up_h", "decided_h", "ceasefire_h")
EXPECTED = "a measure and how near its mean is wanted, such as 'side_killed ±2 %' or 'link_up_h +-3'"
_RULE = re.compile(r"\s*(?P<name>\w+)\s*(?:±|\+/?-)\s*(?P<number>\d+(?:\.\d+)?|\.\d+)\s*(?P<percent>%?)\s*")


@dataclass(frozen=True)
class Moments:
    """Number, mean and sum of squared deviations of a measure; what is empty is not counted."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0

    @classmethod
    def of(cls, values: pa.ChunkedArray) -> Moments:
        """Moments of a column."""
        numbers = np.asarray(values.drop_null(), np.float64).tolist()
        if not numbers:
            return cls()
        mean = math.fsum(numbers) / len(numbers)
        return cls(len(numbers), mean, math.fsum((number - mean) ** 2 for number in numbers))

    def with_more(self, more: Moments) -> Moments:
        """Moments of both together (Chan, Golub and LeVeque 1979)."""
        count = self.count + more.count
        if not self.count or not more.count:
            return more if not self.count else self
        gap = more.mean - self.mean
        mean = self.mean + gap * (more.count / count)
        return Moments(
            count, mean, self.squares + more.squares + gap * gap * (self.count * more.count / count)
        )

    @property
    def reach(self) -> float:
        """Half the confidence interval of the mean; without end for fewer than two numbers."""
        if self.count < 2:
            return math.inf
        error = math.sqrt(self.squares / (self.count - 1) / self.count)
        return t_quantile(0.5 + LEVEL / 2, self.count - 1) * error


@dataclass(frozen=True)
class Rule:
    """The mean of a measure is wanted within a reach.

    Attributes
    ----------
    measure : str
        Column of the summary.
    amount : float
        The reach, in the unit of the measure or as a share of its mean.
    relative : bool
        Whether it is a share.
    """

    measure: str
    amount: float
    relative: bool

    def __str__(self) -> str:
        return (
            f"{self.measure} ±{self.amount * 100:g} %"
            if self.relative
            else f"{self.measure} ±{self.amount:g}"
        )

    def allowed(self, moments: Moments) -> float:
        """The reach that is allowed, in the unit of the measure."""
        return self.amount * abs(moments.mean) if self.relative else self.amount

    def is_met(self, moments: Moments) -> bool:
        """Whether the mean is known well enough."""
        return moments.reach <= self.allowed(moments)

    def words(self, moments: Moments) -> str:
        """What is known, in words."""
        if not math.isfinite(moments.reach):
            return f"{self.measure} is known from {moments.count} campaign(s)"
        share = f" ({moments.reach / abs(moments.mean):.2%})" if moments.mean else ""
        return f"{self.measure} {moments.mean:,.6g} ±{moments.reach:,.3g}{share}"


def measures_of(side_ids: Iterable[str]) -> list[str]:
    """Columns of a summary that are measures.

    Parameters
    ----------
    side_ids : iterable of str
        Ids of the sides.
    """
    return [f"{side}_{name}" for side in side_ids for name in MEASURES] + list(HOURS)


def parse_rules(texts: Sequence[str], side_ids: Sequence[str]) -> tuple[Rule, ...]:
    """Read what ``--until`` says.

    Parameters
    ----------
    texts : sequence of str
        Each one or several rules, separated by commas; all of them must be met.
    side_ids : sequence of str
        Ids of the sides of the scenario.

    Raises
    ------
    InputError
        If it is no rule, or there is no such measure.
    """
    known = measures_of(side_ids)
    rules, problems = [], []
    for text in (part for entry in texts for part in entry.split(",")):
        found = _RULE.fullmatch(text)
        if found is None or float(found["number"]) <= 0.0:
            problems.append(
                Problem(
                    "the wanted precision is not understood", field="--until", value=text, expected=EXPECTED
                )
            )
        elif found["name"] not in known:
            problems.append(_unknown(found["name"], known))
        else:
            relative = bool(found["percent"])
            rules.append(Rule(found["name"], float(found["number"]) / (100.0 if relative else 1.0), relative))
    if problems:
        raise InputError(problems)
    return tuple(sorted(set(rules), key=str))


def _unknown(name: str, known: list[str]) -> Problem:
    from khingan.scenario.overlays import did_you_mean

    return Problem(
        "there is no such measure",
        field="--until",
        value=name,
        expected=", ".join(known[:3]) + f" ... {', '.join(HOURS)}: a measure of summary.parquet",
        mend=did_you_mean(name, known),
    )
