"""Whether a posterior helps: campaigns with fresh luck against the rows it has seen, and against rows it has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from khingan.experiments.calibration.choice import Coefficient
from khingan.experiments.calibration.targets import DATE, LOSS, Targets
from khingan.experiments.uncertainty import two_triangles
from khingan.verdict.reliability import ranks, reliability
from khingan.verdict.score import crps_interval

Floats = NDArray[np.float64]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Score:
    """How campaigns do on the rows of the record.

    Attributes
    ----------
    name : str
        Whence they have their coefficients.
    campaigns : int
        Campaigns held against each row.
    crps, mean_error, bias, width : float
        Of the dates, in days: mean CRPS, mean absolute and mean signed error of the median, median width of the
        central 90 %.
    met, inside : float
        Share of the dates that meet the central 90 %; weight of their ranks inside (see `verdict.reliability`).
    loss_crps : float
        Of the losses, mean CRPS of the logarithms.
    loss_factor : float
        Median factor between the ends of the central 90 % of losses.
    loss_met, loss_inside : float
    """

    name: str
    campaigns: int
    crps: float
    mean_error: float
    bias: float
    width: float
    met: float
    inside: float
    loss_crps: float
    loss_factor: float
    loss_met: float
    loss_inside: float


def score(name: str, targets: Targets, said: Floats) -> Score:
    """Hold campaigns against all rows.

    Parameters
    ----------
    said : ndarray, [campaigns, rows]
        In the units of `Targets`.
    """
    dates, losses = (_part(targets, said, kind) for kind in (DATE, LOSS))
    return Score(
        name,
        len(said),
        crps=dates["crps"],
        mean_error=dates["mean_error"],
        bias=dates["bias"],
        width=dates["width"],
        met=dates["met"],
        inside=dates["inside"],
        loss_crps=losses["crps"],
        loss_factor=float(np.exp(losses["width"])),
        loss_met=losses["met"],
        loss_inside=losses["inside"],
    )


def _part(targets: Targets, said: Floats, kind: int) -> dict[str, float]:
    some = np.flatnonzero(targets.kind == kind)
    if some.size == 0:
        return dict.fromkeys(("crps", "mean_error", "bias", "width", "met", "inside"), float("nan"))
    x, low, high = said[:, some], targets.low[some], targets.high[some]
    # An open end is where the farthest campaign is: it costs nothing there.
    high_end = np.where(np.isfinite(high), high, np.maximum(x.max(axis=0), low))
    q05, q25, q50, q75, q95 = np.quantile(x, QUANTILES, axis=0)
    away = q50 - (low + high_end) / 2
    met = [
        (bool(a <= hi and d >= lo), bool(b <= hi and e >= lo))
        for a, b, d, e, lo, hi in zip(q25, q05, q75, q95, low, high, strict=True)
    ]
    sure = reliability(ranks(x, low, high), met)
    return {
        "crps": float(crps_interval(x, low, high_end).mean()),
        "mean_error": float(np.abs(away).mean()),
        "bias": float(away.mean()),
        "width": float(np.median(q95 - q05)),
        "met": sure.met[1],
        "inside": sure.inside[1],
    }


def folds(targets: Targets, count: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Divide the rows into parts of nearly the same size; rows of one place or formation stay together."""
    groups = [
        np.array([i for i, fold in enumerate(targets.folds) if fold == name], np.int64)
        for name in dict.fromkeys(targets.folds)
    ]
    parts: list[list[int]] = [[] for _ in range(min(count, len(groups)))]
    for i in rng.permutation(len(groups)):
        min(parts, key=len).extend(groups[i].tolist())
    return [np.array(sorted(part), np.int64) for part in parts]


def weighted_quantiles(values: Floats, weights: Floats, levels: Sequence[float]) -> Floats:
    """Return quantiles of weighted values: the least value with at least that much of the weight up to it."""
    order = np.argsort(values, kind="stable")
    edges = np.cumsum(weights[order])
    rows = np.searchsorted(edges, np.array(levels) * edges[-1] * (1 - 1e-12))
    return np.asarray(values[order][np.minimum(rows, len(order) - 1)])


def prior_quantiles(one: Coefficient, levels: Sequence[float]) -> Floats:
    """Return quantiles of the range from which a coefficient is drawn."""
    return two_triangles(np.array(levels), one.low, one.value, one.high)
