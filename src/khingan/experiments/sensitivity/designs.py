"""Designs: the points at which a model is evaluated, and the luck with which each of them is fought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LUCK = "luck"
"""Name of luck as a factor."""

Values = NDArray[np.float64]
Evaluate = Callable[[Values, NDArray[np.int64]], Values]
"""Outputs, [rows, outputs], of values of the factors, [rows, factors], and numbers of the luck, [rows]."""


@dataclass(frozen=True)
class Design:
    """Points of a design.

    Attributes
    ----------
    u : ndarray, [rows, factors]
        Each factor's number from 0 to 1.
    luck : ndarray, [rows]
        Number of the luck of each row: rows with the same number share it.
    raw : ndarray
        What the library that made the design needs for its analysis.
    """

    u: Values
    luck: NDArray[np.int64]
    raw: Values

    @property
    def rows(self) -> int:
        """Number of points."""
        return len(self.u)


def problem_of(groups: Sequence[str], with_luck: bool) -> dict[str, Any]:
    """Describe the factors to SALib: all from 0 to 1, luck behind them as one more that is a group of its own."""
    names = [f"f{i}" for i in range(len(groups))] + ([LUCK] if with_luck else [])
    members = [*groups, *([LUCK] if with_luck else [])]
    problem: dict[str, Any] = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    if len(set(members)) == len(members):
        problem["names"] = members
    else:
        problem["groups"] = members
    return problem


def group_names(groups: Sequence[str], with_luck: bool) -> list[str]:
    """Groups in the order in which an analysis gives them."""
    return list(dict.fromkeys([*groups, *([LUCK] if with_luck else [])]))


def split_luck(raw: Values, block: int, with_luck: bool) -> Design:
    """Make a design of raw points in blocks that share their luck.

    Luck as a factor has no scale: what counts is which rows share it. Within a block rows of equal number share it;
    no two blocks do, so that every block stands for other campaigns.
    """
    if not with_luck:
        return Design(raw, np.zeros(len(raw), np.int64), raw)
    number = np.zeros(len(raw), np.int64)
    used = 0
    for first in range(0, len(raw), block):
        own, which = np.unique(raw[first : first + block, -1], return_inverse=True)
        number[first : first + block] = used + which
        used += len(own)
    return Design(raw[:, :-1], number, raw)
