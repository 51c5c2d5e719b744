"""Morris: elementary effects along random ways through the space of factors, one factor or group changed at a time.

μ* is the mean size of the effects, over the whole range of a factor; σ their spread, by interaction with other
factors or because the effect is no straight line. Groups have a μ* alone: their factors move together.

References
----------
1. Morris, M. D. (1991). Factorial sampling plans for preliminary computational experiments. Technometrics 33.
2. Campolongo, F., Cariboni, J., Saltelli, A. (2007). An effective screening design for sensitivity analysis of large
   models. Environmental Modelling & Software 22.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from khingan.errors import InputError, Problem
from khingan.experiments.sensitivity.designs import LUCK, Design, Values, group_names, problem_of, split_luck
from khingan.extras import require

LEVELS = 4
LEAST = 2
COLUMNS = ("mu", "mu_star", "mu_star_error", "sigma")
USER = "designs of sensitivity"


def cost(groups: int, n: int, with_luck: bool) -> int:
    """Rows of a design of `n` ways."""
    return n * (groups + with_luck + 1)


def check(n: int) -> None:
    """Refuse a number of ways that no effect can be told from.

    Raises
    ------
    InputError
        If there are fewer than two.
    """
    if n < LEAST:
        raise InputError(
            Problem("too few ways through the space", field="n", value=str(n), expected=f"{LEAST} or more")
        )


def sample(groups: Sequence[str], n: int, seed: int, with_luck: bool) -> Design:
    """Points of `n` ways."""
    maker = require("SALib.sample.morris", "analysis", USER)
    raw = maker.sample(problem_of(groups, with_luck), n, num_levels=LEVELS, seed=seed)
    return split_luck(raw, len(raw) // n, with_luck)


def analyse(
    groups: Sequence[str], design: Design, y: Values, seed: int, with_luck: bool
) -> list[dict[str, Any]]:
    """Indices of every group, in the order of `group_names`."""
    names = group_names(groups, with_luck)
    if np.ptp(y) == 0.0:
        return [dict.fromkeys(COLUMNS, 0.0) for _ in names]
    judge = require("SALib.analyze.morris", "analysis", USER)
    problem = problem_of(groups, with_luck)
    found = judge.analyze(problem, design.raw, y, num_levels=LEVELS, seed=seed)
    by_name = {name: k for k, name in enumerate(found["names"])}
    columns = dict(zip(COLUMNS, ("mu", "mu_star", "mu_star_conf", "sigma"), strict=True))
    rows = []
    for name in names:
        row: dict[str, Any] = {column: float(found[key][by_name[name]]) for column, key in columns.items()}
        if groups.count(name) > 1:
            # Factors that move together have no common direction.
            row |= {"mu": None, "sigma": None}
        elif name == LUCK:
            row["mu"] = None
        rows.append(row)
    return rows
