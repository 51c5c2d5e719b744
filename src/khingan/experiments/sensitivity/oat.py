"""One at a time: each factor or group at its lowest and at its highest, all others as stated, against the stated world.

All points are fought with the same luck, campaign by campaign, so that a difference is that of pairs. What factors do
together is not seen: Morris and Sobol are for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from khingan.errors import InputError, Problem
from khingan.experiments.paired import paired
from khingan.experiments.sensitivity.designs import Design, Values
from khingan.experiments.sensitivity.factors import Factor

LEAST = 2
COLUMNS = (
    "base", "low_value", "high_value", "at_low", "at_low_error", "at_high", "at_high_error", "swing",
)  # fmt: skip


def cost(groups: int, n: int) -> int:
    """Rows of a design of `n` campaigns a point."""
    return n * (2 * groups + 1)


def check(n: int) -> None:
    """Refuse a number of campaigns that gives no standard error.

    Raises
    ------
    InputError
        If there are fewer than two.
    """
    if n < LEAST:
        raise InputError(
            Problem("too few campaigns a point", field="n", value=str(n), expected=f"{LEAST} or more")
        )


def sample(factors: Sequence[Factor], groups: Sequence[str], n: int) -> tuple[Design, Values]:
    """Points of the design, and values of the factors at them: the stated world, then each group low and high."""
    names = list(dict.fromkeys(groups))
    member = np.array([[group == name for group in groups] for name in names])
    stated = np.array([factor.stated for factor in factors])
    ends = [np.array([factor.low for factor in factors]), np.array([factor.high for factor in factors])]
    points = [stated] + [np.where(member[k], end, stated) for k in range(len(names)) for end in ends]
    values = np.repeat(np.array(points), n, axis=0)
    luck = np.tile(np.arange(n, dtype=np.int64), len(points))
    return Design(values, luck, values), values


def analyse(factors: Sequence[Factor], groups: Sequence[str], n: int, y: Values) -> list[dict[str, Any]]:
    """Differences from the stated world at both ends, with standard errors, in the order of the groups."""
    names = list(dict.fromkeys(groups))
    by_point = y.reshape(-1, n)
    base = by_point[0]
    rows = []
    for k, name in enumerate(names):
        low, high = (paired(base, by_point[1 + 2 * k + end]) for end in (0, 1))
        own = [factor for factor, group in zip(factors, groups, strict=True) if group == name]
        rows.append(
            {
                "base": float(base.mean()),
                "low_value": own[0].low if len(own) == 1 else None,
                "high_value": own[0].high if len(own) == 1 else None,
                "at_low": low.difference,
                "at_low_error": low.error,
                "at_high": high.difference,
                "at_high_error": high.error,
                "swing": max(0.0, low.difference, high.difference)
                - min(0.0, low.difference, high.difference),
            }
        )
    return rows
