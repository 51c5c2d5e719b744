"""Sobol: shares of the variance of an output that factors or groups explain, alone (S1) and with all others (ST).

The points are Saltelli's, from a scrambled Sobol sequence (``scipy.stats.qmc``); intervals are bootstrapped.

References
----------
1. Sobol, I. M. (2001). Global sensitivity indices for nonlinear mathematical models. Mathematics and Computers in
   Simulation 55.
2. Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. Computer Physics Communications 181.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from khingan.errors import InputError, Problem
from khingan.experiments.sensitivity.designs import Design, Values, group_names, problem_of, split_luck
from khingan.extras import require

LEAST = 4
RESAMPLES = 200
COLUMNS = ("s1", "s1_error", "st", "st_error")
USER = "designs of sensitivity"


def cost(groups: int, n: int, with_luck: bool) -> int:
    """Rows of a design of `n` base points."""
    return n * (groups + with_luck + 2)


def check(n: int) -> None:
    """Refuse a number of base points for which a Sobol sequence is not balanced.

    Raises
    ------
    InputError
        If it is no power of two.
    """
    if n < LEAST or n & (n - 1):
        near = max(LEAST, 2 ** (max(n, 1).bit_length() - 1))
        raise InputError(
            Problem(
                "a Sobol sequence is balanced for powers of two alone",
                field="n",
                value=str(n),
                expected=f"a power of two, {LEAST} or more, such as {near} or {2 * near}",
            )
        )


def sample(groups: Sequence[str], n: int, seed: int, with_luck: bool) -> Design:
    """Saltelli's points: of every base point A, B and A with each group from B."""
    maker = require("SALib.sample.sobol", "analysis", USER)
    raw = maker.sample(problem_of(groups, with_luck), n, calc_second_order=False, seed=seed)
    return split_luck(raw, len(raw) // n, with_luck)


def analyse(
    groups: Sequence[str], design: Design, y: Values, seed: int, with_luck: bool
) -> list[dict[str, Any]]:
    """Indices of every group, in the order of `group_names`."""
    names = group_names(groups, with_luck)
    if np.ptp(y) == 0.0:
        return [dict.fromkeys(COLUMNS, 0.0) for _ in names]
    judge = require("SALib.analyze.sobol", "analysis", USER)
    problem = problem_of(groups, with_luck)
    # 0 would mean another seed each time.
    found = judge.analyze(problem, y, calc_second_order=False, num_resamples=RESAMPLES, seed=seed + 1)
    columns = dict(zip(COLUMNS, ("S1", "S1_conf", "ST", "ST_conf"), strict=True))
    return [{column: float(found[key][k]) for column, key in columns.items()} for k in range(len(names))]
