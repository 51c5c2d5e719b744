"""What the record says, as numbers that campaigns are held against.

A date is days after the start, a loss the logarithm of the count (one added, so that none at all has one too). Every
row has an interval: of dates the observed one, of losses the hull of the rival claims. That is the observation error:
the true figure lies somewhere in it, each place being as likely. Beyond it stands what no coefficients mend, the
discrepancy between the model and the world, a normal error of an assumed size in every row. Campaigns are compared with
the record after both errors have been added to them.

Arms laid down are scored apart from dates and not calibrated on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.errors import InputError, Problem
from khingan.experiments.batch import Batch
from khingan.experiments.results import PARTS
from khingan.experiments.schema import MEASURES
from khingan.scenario.compile import Compiled
from khingan.verdict.dates import Observation
from khingan.verdict.judge import observe_sides
from khingan.verdict.losses import COLUMNS_OF_CATEGORY, LossCount, count_losses
from khingan.verdict.record import check_zones, read_record, read_settings

DAY = 24.0
DATE, LOSS = 0, 1
PLACE_MEASURES = ("reached_h", "captured_h", "cleared_h")
"""Columns of a batch's places."""

EDGE = 0.005
"""A record that lies beyond all but so many campaigns is moved there: nothing is known of what would lead farther."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Targets:
    """Rows of the calibration part that the model can answer.

    Attributes
    ----------
    names : tuple of str
        What each row is, for tables.
    kind : ndarray of int, [rows]
        `DATE` or `LOSS`.
    low, high : ndarray, [rows]
        Ends of the documented interval: days after the start, or logarithms; infinite where it is open.
    folds : tuple of str
        Place or formation of every row; rows of one stay together when some are held out.
    """

    names: tuple[str, ...]
    kind: NDArray[np.int64]
    low: Floats
    high: Floats
    folds: tuple[str, ...]
    _where: tuple[Any, ...]
    _counts: tuple[tuple[LossCount, int, tuple[tuple[int, float], ...]], ...]
    _days: int

    def __len__(self) -> int:
        return len(self.names)

    def counts(self) -> dict[str, int]:
        """Number of dates and of losses."""
        return {name: int((self.kind == kind).sum()) for name, kind in (("dates", DATE), ("losses", LOSS))}

    def take(self, batch: Batch) -> Floats:
        """Return what campaigns say of every row.

        Parameters
        ----------
        batch : Batch
            With daily rows.

        Returns
        -------
        ndarray, [campaigns, rows]
        """
        place, side, measure = self._where
        hours = np.clip(batch.places[:, place, side, measure].astype(np.float64), 0.0, self._days * DAY)
        lost = [
            sum(
                batch.daily[:, count.first_day - 1 : count.last_day, formation, column].sum(axis=1) / parts
                for column, parts in columns
            )
            for count, formation, columns in self._counts
        ]
        losses = np.log1p(np.array(lost, np.float64).reshape(len(lost), len(hours)).T)
        both: Floats = np.concatenate([hours / DAY, losses], axis=1)
        return both


def targets_of(compiled: Compiled) -> Targets:
    """Return the rows of the calibration part that the model can answer. The test part stays closed.

    Parameters
    ----------
    compiled : Compiled

    Raises
    ------
    InputError
        If the record cannot be read, or has no such row.
    """
    sc = compiled.scenario
    record, settings = read_record(sc.path), read_settings(sc.path)
    check_zones(record, settings)
    days = sc.steps // 4
    taken, _, _ = observe_sides(sc, record.dates(), settings.fortified_zones, days * DAY)
    seen = [one for one in taken if one.place_id in compiled.place_ids]
    counts, _ = count_losses(record.losses(), sc.start.date(), days, set(compiled.reporting), settings)
    if not seen and not counts:
        raise InputError(
            Problem(
                "no row of the calibration part can be compared with a campaign",
                file="record.csv",
                field="part",
                expected="dated places and losses that the scenario has",
            )
        )
    index = [(compiled.place_ids.index(one.place_id), sc.side_index(one.side)) for one in seen]
    with np.errstate(divide="ignore"):
        ends = np.log1p(np.array([(count.low, count.high) for count in counts]).reshape(-1, 2))
    return Targets(
        names=(*(_date_name(one) for one in seen), *(_loss_name(count) for count in counts)),
        kind=np.repeat([DATE, LOSS], [len(seen), len(counts)]),
        low=np.concatenate([np.array([one.low_h / DAY for one in seen]), ends[:, 0]]),
        high=np.concatenate([np.array([one.high_h / DAY for one in seen]), ends[:, 1]]),
        folds=(*(one.place_id for one in seen), *(count.unit_id for count in counts)),
        _where=(
            np.array([place for place, _ in index], np.int64),
            np.array([side for _, side in index], np.int64),
            np.array([PLACE_MEASURES.index(one.measure) for one in seen], np.int64),
        ),
        _counts=tuple(
            (count, compiled.reporting.index(count.unit_id), _columns(count.category)) for count in counts
        ),
        _days=days,
    )


def _date_name(seen: Observation) -> str:
    return f"{seen.place_id} {seen.measure.removesuffix('_h')}"


def _loss_name(count: LossCount) -> str:
    return f"{count.unit_id} {count.category} {count.first_day}-{count.last_day}"


def _columns(category: str) -> tuple[tuple[int, float], ...]:
    """Columns of the daily rows that make up a category, each with the engine's parts to one unit."""
    return tuple(
        (K.DAILY.index(name), float(PARTS.get(MEASURES[name][0], 1)))
        for name in COLUMNS_OF_CATEGORY[category]
    )


def blurred(
    targets: Targets, said: Floats, discrepancy: tuple[float, float], rng: np.random.Generator
) -> Floats:
    """Return what campaigns say with observation error and discrepancy added.

    Parameters
    ----------
    said : ndarray, [campaigns, rows]
    discrepancy : (float, float)
        Standard error of the model in days, and in logarithms of losses.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, [campaigns, rows]
    """
    width = np.where(np.isfinite(targets.high), targets.high - targets.low, 0.0)
    within = rng.uniform(-0.5, 0.5, said.shape) * width
    return np.asarray(said + within + rng.normal(size=said.shape) * np.array(discrepancy)[targets.kind])


def observed(targets: Targets, said: Floats) -> Floats:
    """Return the record as one number a row: the middle of its interval, of an open one the nearest to the campaigns.

    Parameters
    ----------
    said : ndarray, [campaigns, rows]
        What campaigns from the ranges say; where the record lies beyond all but `EDGE` of them, it is moved there.

    Returns
    -------
    ndarray, [rows]
    """
    least, middle, most = np.quantile(said, [EDGE, 0.5, 1 - EDGE], axis=0)
    closed = np.isfinite(targets.high)
    centre = np.where(
        closed,
        (targets.low + np.where(closed, targets.high, 0.0)) / 2,
        np.maximum(middle, targets.low),
    )
    return np.asarray(np.clip(centre, least, most))
