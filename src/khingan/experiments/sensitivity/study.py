"""A sensitivity analysis from its factors to its indices.

Luck is made part of the question. In Morris and Sobol it is one more factor: its μ* or its share of the variance
stands beside those of the coefficients, and what is not above it is not told from luck. All points of a Morris way or
a Saltelli block share their luck but where that factor changes; every way and block has other luck. One at a time,
every point is fought with the same numbered campaigns.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from khingan.errors import InputError, Problem
from khingan.experiments.ruler import Ruler, play
from khingan.experiments.sensitivity import morris, oat, sobol
from khingan.experiments.sensitivity.designs import Evaluate, Values, group_names
from khingan.experiments.sensitivity.factors import Factor, choose, coefficients_of, groups_of, values_of
from khingan.files import write_parquet
from khingan.scenario import Scenario, load
from khingan.scenario.compile import compile_scenario
from khingan.scenario.load import default_name
from khingan.scenario.measures import find
from khingan.scenario.overlays import did_you_mean

METHODS = ("morris", "sobol", "oat")
#: By what the factors of a method are ranked.
RANK = {"morris": "mu_star", "sobol": "st", "oat": "swing"}
DEFAULT_N = {"morris": 8, "sobol": 64, "oat": 8}
MOST = 20_000
# Points that are turned into parameter vectors at a time: some megabytes.
CHUNK = 2048


@dataclass(frozen=True)
class Plan:
    """What an analysis will do.

    Attributes
    ----------
    method : str
        ``morris``, ``sobol`` or ``oat``.
    factors : tuple of Factor
        What is varied.
    groups : tuple of str
        Group of every factor; its own name where it stands alone.
    n : int
        Ways, base points or campaigns a point.
    replicates : int
        Campaigns that are averaged at a point.
    with_luck : bool
        Whether luck is a factor.
    seed : int
        Seed of design and campaigns.
    """

    method: str
    factors: tuple[Factor, ...]
    groups: tuple[str, ...]
    n: int
    replicates: int = 1
    with_luck: bool = True
    seed: int = 1

    @property
    def count(self) -> int:
        """Number of groups; of factors, if none are grouped."""
        return len(set(self.groups))

    @property
    def rows(self) -> int:
        """Points of the design."""
        if self.method == "oat":
            return oat.cost(self.count, self.n)
        cost = morris.cost if self.method == "morris" else sobol.cost
        return cost(self.count, self.n, self.with_luck)

    @property
    def campaigns(self) -> int:
        """Campaigns that it costs."""
        return self.rows * self.replicates


@dataclass(frozen=True)
class Sensitivity:
    """Indices of every factor or group, for every output.

    Attributes
    ----------
    plan : Plan
        What was done.
    outputs, units : tuple of str
        Names and units of the outputs.
    indices : tuple of tuple of dict
        By output, then by the names of `names`.
    means, spreads : tuple of float
        Mean and standard deviation of every output over the points of the design; of ``oat`` in the stated world.
    scenario : Scenario or None
        What was fought, if campaigns were.
    """

    plan: Plan
    outputs: tuple[str, ...]
    units: tuple[str, ...]
    indices: tuple[tuple[dict[str, Any], ...], ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    scenario: Scenario | None = None

    @property
    def names(self) -> list[str]:
        """Factors or groups in their order, luck last if it is one."""
        return group_names(self.plan.groups, self.plan.with_luck and self.plan.method != "oat")

    def ranked(self, output: int) -> list[tuple[str, dict[str, Any]]]:
        """Names and indices for one output, the most influential first."""
        key = RANK[self.plan.method]
        return sorted(
            zip(self.names, self.indices[output], strict=True), key=lambda pair: -(pair[1][key] or 0.0)
        )

    def table(self) -> pa.Table:
        """A row for every output and factor or group, the most influential first."""
        pairs = list(zip(self.plan.factors, self.plan.groups, strict=True))
        members = {name: [factor for factor, group in pairs if group == name] for name in self.names}
        rows = []
        for i, (output, unit) in enumerate(zip(self.outputs, self.units, strict=True)):
            for rank, (name, values) in enumerate(self.ranked(i), start=1):
                own = members[name]
                rows.append(
                    {
                        "method": self.plan.method,
                        "measure": output,
                        "unit": unit,
                        "rank": rank,
                        "factor": name,
                        "factors": len(own),
                        "meaning": own[0].meaning if len(own) == 1 and own[0].name == name else "",
                        "levels": " ".join(own[0].levels) if len(own) == 1 else "",
                        **values,
                    }
                )
        return pa.Table.from_pylist(rows)

    def plot(self, path: str | os.PathLike[str] | None = None) -> Any:
        """Draw the figure of the method (tornado, μ*–σ, bars with intervals); needs matplotlib.

        Parameters
        ----------
        path : path-like, optional
            PNG file to write.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from khingan.report.sensitivity import draw

        return draw(self, path)

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write the table."""
        write_parquet(self.table(), path)


def make_plan(
    factors: Sequence[Factor],
    method: str = "morris",
    n: int | None = None,
    *,
    grouping: str = "none",
    replicates: int = 1,
    with_luck: bool = True,
    seed: int = 1,
    most: int | None = MOST,
) -> Plan:
    """Check what is asked for, before anything is computed.

    Parameters
    ----------
    factors : sequence of Factor
        From :func:`khingan.experiments.sensitivity.factors.choose`.
    method : str
        ``morris``, ``sobol`` or ``oat``.
    n : int, optional
        Ways (8 by default), base points (64), or campaigns a point (8).
    grouping : str
        ``none``, ``section`` or ``word``.
    replicates : int
        Campaigns that are averaged at each point; not for ``oat``, which has `n`.
    with_luck : bool
        Whether luck is a factor; False for functions without any.
    seed : int
        Seed of the design and of the campaigns.
    most : int, optional
        Most campaigns that may be fought; None for any number.

    Raises
    ------
    InputError
        If something is out of range, or the design costs too much.
    """
    if method not in METHODS:
        raise InputError(
            Problem(
                "there is no such method",
                field="method",
                value=method,
                expected=", ".join(METHODS),
                mend=did_you_mean(method, METHODS),
            )
        )
    if not 0 <= seed < 2**32:
        raise InputError(
            Problem("the seed is out of range", field="seed", value=str(seed), expected="0 to 4294967295")
        )
    if replicates < 1 or (method == "oat" and replicates != 1):
        expected = "1, for oat: its n is the number of campaigns a point" if method == "oat" else "1 or more"
        raise InputError(Problem("not usable", field="replicates", value=str(replicates), expected=expected))
    size = DEFAULT_N[method] if n is None else n
    {"morris": morris, "sobol": sobol, "oat": oat}[method].check(size)
    plan = Plan(
        method, tuple(factors), tuple(groups_of(factors, grouping)), size, replicates, with_luck, seed
    )
    if most is not None and plan.campaigns > most:
        raise InputError(
            Problem(
                f"the design costs {plan.campaigns:,} campaigns ({plan.count} factors or groups, n = {plan.n})",
                field="n",
                value=str(plan.n),
                expected=f"at most {most:,} campaigns",
                mend="take fewer parameters (screen them with morris first), groups, or a smaller n; or allow more "
                "with --most",
            )
        )
    return plan


def analyse(
    plan: Plan,
    evaluate: Evaluate,
    outputs: Sequence[str],
    units: Sequence[str] | None = None,
    scenario: Scenario | None = None,
) -> Sensitivity:
    """Evaluate a design and compute its indices.

    Parameters
    ----------
    plan : Plan
        From `make_plan`.
    evaluate : callable
        From values of the factors, [rows, factors], and numbers of the luck, [rows], to outputs, [rows, outputs].
        Campaigns, or any function.
    outputs, units : sequence of str
        Names and units of the outputs.
    scenario : Scenario, optional
        For reports.
    """
    if plan.method == "oat":
        design, values = oat.sample(plan.factors, plan.groups, plan.n)
    else:
        maker = morris if plan.method == "morris" else sobol
        design = maker.sample(plan.groups, plan.n, plan.seed, plan.with_luck)
        values = values_of(plan.factors, design.u)
    y = np.asarray(evaluate(values, design.luck), np.float64)
    indices = []
    for column in y.T:
        if plan.method == "oat":
            rows = oat.analyse(plan.factors, plan.groups, plan.n, column)
        else:
            rows = maker.analyse(plan.groups, design, column, plan.seed, plan.with_luck)
        indices.append(tuple(rows))
    told = y[: plan.n] if plan.method == "oat" else y
    return Sensitivity(
        plan,
        tuple(outputs),
        tuple(units) if units is not None else ("",) * len(outputs),
        tuple(indices),
        tuple(told.mean(axis=0).tolist()),
        tuple(told.std(axis=0, ddof=1).tolist()),
        scenario,
    )


def fought(
    ruler: Ruler,
    plan: Plan,
    on_campaigns: Callable[[int], None] | None = None,
    threads: int | None = None,
) -> Evaluate:
    """Campaigns as a function that can be analysed.

    Parameters
    ----------
    ruler : Ruler
        What to measure, and on which scenario.
    plan : Plan
        Factors, seed and replicates.
    on_campaigns : callable, optional
        Called with the number of campaigns just finished.
    threads : int, optional
        Worker threads.
    """
    each = np.arange(plan.replicates)

    def evaluate(values: Values, luck: Any) -> Values:
        found = []
        for first in range(0, len(values), CHUNK):
            now = slice(first, first + CHUNK)
            p = coefficients_of(ruler.compiled.scenario, plan.factors, values[now])
            numbers = (luck[now, None] * plan.replicates + each).ravel()
            p = np.repeat(p, plan.replicates, axis=0)
            taken = play(ruler, p, np.array(plan.seed), numbers, on_campaigns, threads).values
            found.append(taken.reshape(-1, plan.replicates, taken.shape[1]).mean(axis=1))
        return np.concatenate(found)

    return evaluate


def sensitivity(
    scenario: str | Path | Scenario | None = None,
    method: str = "morris",
    n: int | None = None,
    *,
    parameters: Sequence[str] = (),
    what_if: Sequence[str] = (),
    measures: Sequence[str] = (),
    groups: str = "none",
    replicates: int = 1,
    seed: int = 1,
    most: int | None = MOST,
    on_campaigns: Callable[[int], None] | None = None,
    threads: int | None = None,
) -> Sensitivity:
    """Find out which coefficients and disputed inputs the outcome depends on.

    Parameters
    ----------
    scenario : str, path or Scenario, optional
        The library's flagship by default.
    method : str
        ``morris`` to screen many factors, ``sobol`` for shares of the variance of few, ``oat`` for a tornado.
    n : int, optional
        Ways of Morris (8 by default), base points of Sobol (64, a power of two), campaigns a point of ``oat`` (8).
    parameters : sequence of str
        Names, patterns, families or sections, see :func:`khingan.experiments.sensitivity.factors.choose`; all
        uncertain coefficients and disputed inputs by default.
    what_if : sequence of str
        What-ifs to lay over the scenario; not with a loaded one.
    measures : sequence of str
        See :func:`khingan.scenario.measures.find`; those that the scenario lists by default.
    groups : str
        ``section`` or ``word`` varies the factors of a mechanism, or of the same first word, together.
    replicates : int
        Campaigns that are averaged at each point.
    seed : int
        Seed of design and luck.
    most : int, optional
        Refuse designs that cost more campaigns.
    on_campaigns : callable, optional
        Called with the number of campaigns just finished.
    threads : int, optional
        Worker threads; all cores by default. Changes nothing but the time.

    Returns
    -------
    Sensitivity
        Indices by measure and factor.

    Raises
    ------
    InputError
        If something is unknown or out of range, the design costs too much, or SALib is not installed.
    """
    sc = scenario if isinstance(scenario, Scenario) else load(scenario or default_name(), tuple(what_if))
    plan = make_plan(
        choose(sc, parameters), method, n, grouping=groups, replicates=replicates, seed=seed, most=most
    )
    chosen = find(sc, measures)
    ruler = Ruler(compile_scenario(sc), chosen)
    names = [measure.name for measure in chosen]
    return analyse(plan, fought(ruler, plan, on_campaigns, threads), names, ruler.units, sc)
