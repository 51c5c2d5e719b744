"""What a sensitivity analysis varies: coefficients within their ranges, disputed inputs, switches.

A factor turns a number from 0 to 1 into a value by the distribution that ensembles draw from, so that indices speak of
the same uncertainty. A categorical factor (which source is right, a mechanism on or off) takes its levels in the order
of their values, each as wide as its weight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import parameters as P
from khingan.errors import InputError, Problem
from khingan.experiments.uncertainty import FLAG, two_triangles, uncertain_coefficients, with_figures
from khingan.scenario import Scenario
from khingan.scenario.compile import parameter_vector
from khingan.scenario.disputed import SOURCE, Dispute, disputes
from khingan.scenario.overlays import did_you_mean

Values = NDArray[np.float64]
COEFFICIENTS, DISPUTED, SWITCHES = "coefficients", "disputed", "switches"
FAMILIES = (COEFFICIENTS, DISPUTED, SWITCHES)
#: Mechanisms as the engine keeps their coefficients.
SECTIONS: dict[str, tuple[str, ...]] = {
    "combat": P.COMBAT,
    "engine": P.ENGINE,
    "logistics": P.LOGISTICS,
    "weather": P.WEATHER,
    "command": P.COMMAND,
    "intelligence": P.INTELLIGENCE,
    "air": P.AIR,
    "landing": P.LANDING,
    "rail": P.RAIL,
    "politics": P.POLITICS,
}
GROUPINGS = ("none", "section", "word")


@dataclass(frozen=True)
class Factor:
    """One thing that is varied.

    Attributes
    ----------
    name : str
        Coefficient or disputed quantity.
    family : str
        ``coefficients``, ``disputed`` or ``switches``.
    section : str
        Mechanism it belongs to; ``disputed`` for inputs.
    low, stated, high : float
        Lowest, stated and highest value.
    quantile : callable
        From numbers between 0 and 1 to values.
    unit, meaning : str
        What the scenario says of it.
    levels : tuple of str
        Rivals of a categorical factor, by value; empty for a number.
    """

    name: str
    family: str
    section: str
    low: float
    stated: float
    high: float
    quantile: Callable[[Values], Values]
    unit: str = ""
    meaning: str = ""
    levels: tuple[str, ...] = ()


def uniform(name: str, low: float, high: float) -> Factor:
    """A number of which all values between two are as likely, for functions that are no campaign."""
    return Factor(name, COEFFICIENTS, "", low, (low + high) / 2, high, lambda u: low + (high - low) * u)


def categorical(values: Sequence[float], weights: Sequence[float]) -> Callable[[Values], Values]:
    """Quantiles of rival values: each takes as much of 0 to 1 as its share of the weights."""
    edges = np.cumsum(weights)[:-1] / sum(weights)
    rivals = np.asarray(values, np.float64)
    return lambda u: rivals[np.searchsorted(edges, u, side="right")]


def all_factors(sc: Scenario) -> list[Factor]:
    """Everything that can be varied: coefficients with a range, disputed quantities, switches."""
    rows = sc.tables["parameters"].by_id
    section = {name: key for key, names in SECTIONS.items() for name in names}
    found = []
    for name, (low, stated, high) in uncertain_coefficients(sc).items():
        shape = _triangles(low, stated, high)
        row = rows[name]
        found.append(
            Factor(
                name, COEFFICIENTS, section[name], low, stated, high, shape, row["unit"], row["description"]
            )
        )
    found += [_of_dispute(dispute) for dispute in disputes(sc)]
    for name in P.NAMES:
        if rows[name]["unit"] == FLAG and ("parameters", name, "value") not in sc.changes:
            on = float(rows[name]["value"])
            meaning = rows[name]["description"]
            shape = categorical((0.0, 1.0), (1, 1))
            found.append(
                Factor(name, SWITCHES, section[name], 0.0, on, 1.0, shape, FLAG, meaning, ("off", "on"))
            )
    return found


def _triangles(low: float, stated: float, high: float) -> Callable[[Values], Values]:
    return lambda u: two_triangles(u, low, stated, high)


def _of_dispute(dispute: Dispute) -> Factor:
    common = (dispute.stated, dispute.unit, dispute.description)
    if dispute.method == SOURCE:
        # What the words of a source leave open is not varied: which of them is right is the question.
        middles = [sum(claim.allowed) / 2 for claim in dispute.claims]
        order = np.argsort(middles, kind="stable").tolist()
        values = [middles[i] for i in order]
        weights = [dispute.weights[i] for i in order]
        shape, names = categorical(values, weights), tuple(dispute.claims[i].claim_id for i in order)
        low, high = values[0], values[-1]
    else:
        shape, names, (low, high) = dispute.estimate.quantile, (), dispute.bounds
    stated, unit, meaning = common
    return Factor(dispute.quantity_id, DISPUTED, DISPUTED, low, stated, high, shape, unit, meaning, names)


def choose(sc: Scenario, patterns: Sequence[str] = ()) -> list[Factor]:
    """Factors by name.

    Parameters
    ----------
    sc : Scenario
        Checked scenario.
    patterns : sequence of str
        Names, with ``*`` and ``?`` for any characters; a family (``coefficients``, ``disputed``, ``switches``) or a
        section of the model such as ``combat``. None: all coefficients with a range and all disputed quantities.

    Returns
    -------
    list of Factor
        In the order of the model.

    Raises
    ------
    InputError
        With every pattern that fits nothing.
    """
    known = all_factors(sc)
    wanted = list(patterns) or [COEFFICIENTS, DISPUTED]
    problems = []
    chosen: set[str] = set()
    for pattern in wanted:
        fits = {factor.name for factor in known if _fits(factor, pattern)}
        if not fits and patterns:
            problems.append(_unknown(sc, pattern, known))
        chosen |= fits
    if problems:
        raise InputError(problems)
    return [factor for factor in known if factor.name in chosen]


def _fits(factor: Factor, pattern: str) -> bool:
    if pattern in FAMILIES:
        return factor.family == pattern
    if pattern in SECTIONS:
        return factor.section == pattern and factor.family == COEFFICIENTS
    return fnmatchcase(factor.name, pattern)


def _unknown(sc: Scenario, pattern: str, known: Sequence[Factor]) -> Problem:
    names = [factor.name for factor in known]
    expected = (
        f"a name such as {names[0]}, a pattern such as {names[0].split('_')[0]}_*, or one of "
        + ", ".join([*FAMILIES, *SECTIONS])
    )
    if pattern in P.NAMES:
        why = (
            "a what-if sets it"
            if ("parameters", pattern, "value") in sc.changes
            else "it has no range of its own"
        )
        message = f"the parameter is not uncertain here: {why}"
        return Problem(message, field="parameters", value=pattern, expected=expected)
    return Problem(
        "there is no such parameter or disputed quantity",
        field="parameters",
        value=pattern,
        expected=expected,
        mend=did_you_mean(pattern, [*names, *FAMILIES, *SECTIONS]),
    )


def groups_of(factors: Sequence[Factor], grouping: str) -> list[str]:
    """Name of the group of every factor: its own, its section of the model, or the first word of its name.

    Raises
    ------
    InputError
        If there is no such grouping.
    """
    if grouping not in GROUPINGS:
        raise InputError(
            Problem(
                "there is no such grouping",
                field="groups",
                value=grouping,
                expected=", ".join(GROUPINGS),
                mend=did_you_mean(grouping, GROUPINGS),
            )
        )
    if grouping == "section":
        return [factor.section or factor.name for factor in factors]
    if grouping == "word":
        return [DISPUTED if f.family == DISPUTED else f.name.split("_")[0] for f in factors]
    return [factor.name for factor in factors]


def values_of(factors: Sequence[Factor], u: Values) -> Values:
    """Values of factors from numbers between 0 and 1, [rows, factors]."""
    return np.stack([factor.quantile(u[:, i]) for i, factor in enumerate(factors)], axis=1)


def coefficients_of(sc: Scenario, factors: Sequence[Factor], values: Values) -> Values:
    """Parameter vectors of the engine with the values of factors, [rows, parameters]."""
    rows = np.tile(parameter_vector(sc), (len(values), 1))
    figures = {}
    for i, factor in enumerate(factors):
        if factor.family == DISPUTED:
            figures[factor.name] = values[:, i]
        else:
            rows[:, P.NAMES.index(factor.name)] = values[:, i]
    return with_figures(sc, rows, figures)
