"""What is not known of a campaign, in three kinds that are drawn apart: disputed inputs, coefficients, luck.

*Disputed*: the sources disagree on an input (``disputed.csv``); a draw picks one of them, or takes a figure from the
distribution that follows from their claims. *Coefficients*: nobody knows them; every one with a range is drawn from
two triangles that meet at the stated value, which is the median, and end at the lowest and the highest one. *Luck*:
the draws of the campaign itself. A coefficient that a disputed quantity moves belongs to the dispute: no range is
drawn for it. What a what-if sets is known in its world, so it is not drawn.

Every draw is a function of seed, number of the campaign and its own name: a quantity or coefficient that is added
disturbs no other, and however a batch is split it is the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from khingan.campaign import draws
from khingan.campaign.parameters import NAMES
from khingan.errors import InputError, Problem
from khingan.experiments.calibration import posterior
from khingan.experiments.kinds import COEFFICIENTS, DISPUTED, KINDS, LUCK, kinds_of, parse_kinds
from khingan.scenario.compile import parameter_vector
from khingan.scenario.disputed import Dispute, disputes
from khingan.scenario.model import Scenario

__all__ = [
    "COEFFICIENTS",
    "DISPUTED",
    "KINDS",
    "LUCK",
    "draw",
    "draw_coefficients",
    "kinds_of",
    "luck_keys",
    "parse_kinds",
    "two_triangles",
    "uncertain_coefficients",
    "with_figures",
]

FLAG = "flag"
STEP = -1  # before the first step; inputs and coefficients are drawn once a campaign
_TO_UNIT = 2.0**-32

Array = NDArray[Any]


def two_triangles(u: NDArray[np.float64], low: float, median: float, high: float) -> NDArray[np.float64]:
    """Quantiles of a distribution of two triangles that meet at the median.

    Parameters
    ----------
    u : ndarray
        Probabilities, 0 to 1.
    low, median, high : float
        Its corners and its peak; ``low <= median <= high``. Equal corners give the constant.
    """
    below = low + (median - low) * np.sqrt(2.0 * u)
    above = high - (high - median) * np.sqrt(2.0 * (1.0 - u))
    return np.asarray(np.where(u < 0.5, below, above))


def draw(
    sc: Scenario, seed: int, campaigns: ArrayLike, kinds: Collection[str] = KINDS
) -> NDArray[np.float64]:
    """Coefficients of every campaign.

    Parameters
    ----------
    sc : Scenario
        Its tables give values, ranges and disputes.
    seed : int
        Seed of the ensemble.
    campaigns : array_like, [n]
        Numbers of the campaigns.
    kinds : collection of str
        What is drawn, of ``KINDS``; luck is not drawn here, see :func:`luck_keys`.

    Returns
    -------
    ndarray, [n, parameters]
        In the order of ``campaign.parameters.NAMES``. Where a what-if has laid a posterior over the scenario, its
        coefficients are those of one of its vectors.

    Raises
    ------
    InputError
        If a kind is unknown.
    """
    wanted = kinds_of(kinds)
    numbers = np.asarray(campaigns, np.int64)
    drawn = np.tile(parameter_vector(sc), (len(numbers), 1))
    if COEFFICIENTS in wanted:
        for name, (low, median, high) in uncertain_coefficients(sc).items():
            u = _uniforms(seed, numbers, name, draws.COEFFICIENT)[0]
            drawn[:, NAMES.index(name)] = two_triangles(u, low, median, high)
        drawn = posterior.apply(sc, seed, numbers, drawn)
    if DISPUTED in wanted:
        _multiply(sc, drawn, {d.quantity_id: _figures(d, seed, numbers) for d in disputes(sc)})
    return drawn


def draw_coefficients(sc: Scenario, seed: int, campaigns: ArrayLike) -> NDArray[np.float64]:
    """Coefficients of every campaign, drawn within their ranges, inputs as stated; see :func:`draw`."""
    return draw(sc, seed, campaigns, (COEFFICIENTS,))


def luck_keys(
    seed: int, campaigns: ArrayLike, kinds: Collection[str] = KINDS
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys of the luck of every campaign: seeds and numbers, as ``simulate_batch`` takes them.

    Parameters
    ----------
    seed : int
        Seed of the ensemble.
    campaigns : array_like, [n]
        Numbers of the campaigns.
    kinds : collection of str
        Of ``KINDS``; without ``luck`` all campaigns have the luck of campaign 0.
    """
    numbers = np.asarray(campaigns, np.int64)
    shared = LUCK not in kinds_of(kinds)
    return np.full(len(numbers), seed, np.int64), np.zeros_like(numbers) if shared else numbers.copy()


def uncertain_coefficients(sc: Scenario) -> dict[str, tuple[float, float, float]]:
    """Lowest value, stated one and highest of every coefficient that is drawn, by name.

    Switches and coefficients without width are not; nor those that a dispute moves or a what-if sets.
    """
    table = sc.tables["parameters"].by_id
    moved = {name for dispute in disputes(sc) for name in dispute.parameters}
    found = {}
    for name in NAMES:
        row = table[name]
        if row["unit"] == FLAG or name in moved or _is_set(sc, name):
            continue
        if row["low"] is None or row["high"] is None:
            continue
        low, high = min(row["low"], row["value"]), max(row["high"], row["value"])
        if low < high:
            found[name] = (float(low), float(row["value"]), float(high))
    return found


def with_figures(
    sc: Scenario, coefficients: NDArray[np.float64], figures: Mapping[str, ArrayLike]
) -> NDArray[np.float64]:
    """Coefficients with chosen figures of disputed quantities, for designs that are not drawn.

    Parameters
    ----------
    sc : Scenario
        Its disputes say what a quantity moves.
    coefficients : ndarray, [n, parameters]
        Not changed.
    figures : dict of str to array_like
        Figures by quantity, [n] or one for all; those left out keep their stated figure.

    Raises
    ------
    InputError
        If a quantity is not disputed.
    """
    known = {dispute.quantity_id for dispute in disputes(sc)}
    for quantity in figures:
        if quantity not in known:
            raise InputError(
                Problem(
                    "the quantity is not disputed",
                    field="quantity",
                    value=quantity,
                    expected="one of " + ", ".join(sorted(known)) if known else "nothing: no quantity is",
                )
            )
    moved = np.array(coefficients, np.float64)
    _multiply(sc, moved, {name: np.asarray(f, np.float64) for name, f in figures.items()})
    return moved


def _multiply(sc: Scenario, drawn: NDArray[np.float64], figures: Mapping[str, NDArray[np.float64]]) -> None:
    """Move the coefficients by figures of disputed quantities; shares of one coefficient add up."""
    factors: dict[str, Any] = {}
    for dispute in disputes(sc):
        if dispute.quantity_id in figures:
            for name in dispute.parameters:
                if name in NAMES and not _is_set(sc, name):
                    factors[name] = factors.get(name, 1.0) + dispute.effect(figures[dispute.quantity_id])
    for name, factor in factors.items():
        drawn[:, NAMES.index(name)] *= factor


def _is_set(sc: Scenario, name: str) -> bool:
    return ("parameters", name, "value") in sc.changes


def _figures(dispute: Dispute, seed: int, campaigns: NDArray[np.int64]) -> NDArray[np.float64]:
    which, where = _uniforms(seed, campaigns, dispute.quantity_id, draws.DISPUTED)[:2]
    return dispute.figures(which, where)


def _uniforms(seed: int, campaigns: NDArray[np.int64], name: str, block: int) -> list[NDArray[np.float64]]:
    """Uniform numbers of the four words of one named decision, for all campaigns at once."""
    key = np.asarray(campaigns, np.uint64)
    # The function behind the kernel: in NumPy it takes a whole array where the kernel takes a number.
    philox: Any = draws.philox.py_func
    words = philox(seed, key, STEP % 2**32, zlib.crc32(name.encode()), block, 0)
    return [(np.asarray(word).astype(np.float64) + 0.5) * _TO_UNIT for word in words]
