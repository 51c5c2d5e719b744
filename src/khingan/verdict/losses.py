"""Scores of losses: a simulated interval against the hull of the rival claims.

A count passes if the central 90 % of the ensemble meets the hull **and** is no wider than a factor of three:
an ensemble that allows anything would overlap with everything. Rows that the model cannot produce are listed
with the reason.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.verdict.record import LossRow, Settings
from khingan.verdict.reliability import Ranks, Reliability, ranks, reliability

MAX_RATIO = 3.0
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_DEAD = ("killed", "missing", "noncombat_dead")
_HURT = ("wounded", "sick")

COLUMNS_OF_CATEGORY: dict[str, tuple[str, ...]] = {
    "killed": ("killed",),
    "missing": ("missing",),
    "wounded": ("wounded",),
    "sick": ("sick",),
    "captured": ("captured",),
    "noncombat_deaths": ("noncombat_dead",),
    "irrecoverable": _DEAD,
    "sanitary": _HURT,
    "total_casualties": _DEAD + _HURT,
    "tanks_spg_lost": ("tanks_lost",),
    "tanks_lost": ("tanks_lost",),
    "guns_lost": ("guns_lost",),
    "aircraft_lost": ("aircraft_lost",),
}
"""Columns of the daily table that add up to a category of the record."""


@dataclass(frozen=True, slots=True)
class LossCount:
    """One quantity of the record: rival claims on one formation, category and period.

    Parameters
    ----------
    unit_id, category, operation, unit : str
    first_day, last_day : int
        Days of the campaign, 1 = the first; the whole period.
    low, high : float
        Hull of the claims; infinite above for mere lower bounds, zero below for mere upper ones.
    record_ids : tuple of str
    definitions, source_ids : tuple of str
        What the rows count, and where they come from.
    """

    unit_id: str
    category: str
    operation: str
    unit: str
    first_day: int
    last_day: int
    low: float
    high: float
    record_ids: tuple[str, ...]
    definitions: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LossScore:
    """A count beside its simulation.

    Parameters
    ----------
    count : LossCount
    q05, q50, q95 : float
    overlaps : bool
        The 90 % interval meets the hull.
    narrow : bool
        q95 is at most three times q05.
    q25, q75 : float
    ranks : Ranks
        Where the hull lies among the campaigns.
    front : str
        The formation below the highest command to which it belongs.
    """

    count: LossCount
    q05: float
    q50: float
    q95: float
    overlaps: bool
    narrow: bool
    q25: float
    q75: float
    ranks: Ranks
    front: str = ""

    @property
    def passed(self) -> bool:
        """Both conditions hold."""
        return self.overlaps and self.narrow

    @property
    def met(self) -> tuple[bool, bool]:
        """Whether the hull meets the central 50 and 90 % of the campaigns."""
        return self.q25 <= self.count.high and self.q75 >= self.count.low, self.overlaps

    @property
    def factor(self) -> float:
        """How many times the simulated median is the nearest end of the hull; 1 inside it, zero for none at all."""
        nearest = min(max(self.q50, self.count.low), self.count.high)
        return self.q50 / nearest if nearest > 0 else (1.0 if self.q50 == 0 else float("inf"))


@dataclass(frozen=True, slots=True)
class LossVerdict:
    """Losses held against the record.

    Parameters
    ----------
    rows : tuple of LossScore
    left_out : dict of str to str
        Record ids that are not scored, with the reason.
    campaigns : int
        A single campaign has no spread: its rows are narrow by construction.
    """

    rows: tuple[LossScore, ...]
    left_out: dict[str, str]
    campaigns: int

    @property
    def reliability(self) -> Reliability:
        """How often the hulls lie where the campaigns say."""
        return reliability([row.ranks for row in self.rows], [row.met for row in self.rows])


def count_losses(
    rows: Iterable[LossRow], start: date, days: int, formations: Iterable[str], settings: Settings
) -> tuple[tuple[LossCount, ...], dict[str, str]]:
    """Gather rows of the record into counts that the model can produce.

    Parameters
    ----------
    rows : iterable of LossRow
    start : date
        First day of the run.
    days : int
        Days of the run; a period that ends later is cut there.
    formations : iterable of str
        Formations of the daily table.
    settings : Settings

    Returns
    -------
    counts : tuple of LossCount
        Rivals share formation, category, operation and period.
    left_out : dict of str to str
        Record id and the reason why it is not scored.
    """
    known = set(formations)
    left_out: dict[str, str] = {}
    groups: dict[tuple[str, str, str, str, int, int], list[LossRow]] = {}
    for row in rows:
        reason = _why_not(row, known, settings)
        period = _period(row, start, days)
        if reason is None and period is None:
            reason = "no day of its period lies in the run"
        if reason is not None or period is None:
            left_out[row.record_id] = reason or ""
            continue
        key = (row.unit_id, row.category, row.operation, row.unit, *period)
        groups.setdefault(key, []).append(row)
    counts = tuple(
        LossCount(
            *key,
            low=min(0.0 if row.low is None else row.low for row in members),
            high=max(float("inf") if row.high is None else row.high for row in members),
            record_ids=tuple(row.record_id for row in members),
            definitions=tuple(dict.fromkeys(row.definition for row in members if row.definition)),
            source_ids=tuple(dict.fromkeys(row.source_id for row in members if row.source_id)),
        )
        for key, members in groups.items()
    )
    return counts, left_out


def _why_not(row: LossRow, formations: set[str], settings: Settings) -> str | None:
    if row.record_id in settings.not_comparable:
        return settings.not_comparable[row.record_id]
    if row.low is None and row.high is None:
        return "states no figure"
    if row.category in settings.not_scored:
        return "its rate was calibrated on the outcome"
    if row.category not in COLUMNS_OF_CATEGORY:
        return f"the model does not count {row.category.replace('_', ' ')}"
    if row.unit_id not in formations:
        return f"the run counts armies and above, and not {row.unit_id}"
    return None


def _period(row: LossRow, start: date, days: int) -> tuple[int, int] | None:
    """Return first and last day of a row's period within the run, or None."""
    first = (_day(row.period_start, last=False) - start).days + 1
    end = _day(row.period_end, last=True) if row.period_end else start + timedelta(days=days - 1)
    last = (end - start).days + 1
    if last < 1 or first > days:
        return None
    return max(1, first), min(days, last)


def _day(text: str, last: bool) -> date:
    if len(text) > len("1945-08"):
        return date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7])
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def simulated_losses(daily: pa.Table, counts: Sequence[LossCount]) -> NDArray[np.float64]:
    """Add up the daily losses of a run for every count.

    Parameters
    ----------
    daily : pyarrow.Table
        ``campaign, day, formation_id`` and the loss columns; losses are those of the day.
    counts : sequence of LossCount

    Returns
    -------
    ndarray of float64, shape (campaigns, counts)
    """
    campaign = daily.column("campaign").to_numpy()
    numbers, row_of = np.unique(campaign, return_inverse=True)
    day = daily.column("day").to_numpy()
    formation = np.asarray(daily.column("formation_id").to_pylist(), dtype=object)
    result = np.zeros((numbers.size, len(counts)))
    for column, count in enumerate(counts):
        chosen = (formation == count.unit_id) & (day >= count.first_day) & (day <= count.last_day)
        for name in COLUMNS_OF_CATEGORY[count.category]:
            values = daily.column(name).to_numpy()[chosen]
            result[:, column] += np.bincount(row_of[chosen], weights=values, minlength=numbers.size)
    return result


def judge_losses(
    ensemble: NDArray[np.float64],
    counts: Sequence[LossCount],
    left_out: Mapping[str, str] | None = None,
    fronts: Sequence[str] = (),
) -> LossVerdict:
    """Hold simulated losses against the hulls of the claims.

    Parameters
    ----------
    ensemble : ndarray of float64, shape (campaigns, counts)
    counts : sequence of LossCount
    left_out : mapping of str to str, optional
        Rows that are not scored; passed on.
    fronts : sequence of str, optional
        Of each count the formation below the highest command to which it belongs.

    Returns
    -------
    LossVerdict
    """
    rows = []
    ranked = ranks(
        ensemble, np.array([count.low for count in counts]), np.array([count.high for count in counts])
    )
    for column, count in enumerate(counts):
        q05, q25, q50, q75, q95 = (float(q) for q in np.quantile(ensemble[:, column], QUANTILES))
        rows.append(
            LossScore(
                count=count,
                q05=q05,
                q50=q50,
                q95=q95,
                overlaps=q05 <= count.high and q95 >= count.low,
                narrow=q95 <= MAX_RATIO * q05,
                q25=q25,
                q75=q75,
                ranks=ranked[column],
                front=fronts[column] if fronts else "",
            )
        )
    return LossVerdict(tuple(rows), dict(left_out or {}), int(ensemble.shape[0]))
