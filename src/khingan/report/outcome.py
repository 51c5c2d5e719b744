"""The outcome of a run in short: losses beside the rival claims about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

from khingan.report.losses import LossClaim, Matrix, as_of_day, bounds
from khingan.report.text import span, title_words


class Losses(Protocol):
    """Losses of the sides over a run: :class:`~khingan.report.losses.Daily`, or the totals of a summary."""

    days: int

    def losses(self, side: str, columns: Sequence[str]) -> Matrix:
        """Losses of a side, shape (campaigns, ...); the last column is the whole run."""
        ...


@dataclass(frozen=True)
class Rival:
    """A documented figure for the same kind of loss.

    Parameters
    ----------
    claim_id, source_id, scope : str
        Who says it, about what.
    low, high : float or None
        The figure; None where it is open.
    partial : bool
        Its scope is narrower or wider than what is simulated.
    """

    claim_id: str
    source_id: str
    scope: str
    low: float | None
    high: float | None
    partial: bool

    @property
    def words(self) -> str:
        """The figure with its id; ``~`` marks another scope."""
        return f"{span(self.low, self.high)}{'~' if self.partial else ''} ({self.claim_id})"


@dataclass(frozen=True)
class LossLine:
    """One kind of loss of one side.

    Parameters
    ----------
    side : str
        Side of the war.
    categories : tuple of str
        Columns of the daily table that are added up.
    simulated : float
        Median over the campaigns, at the end of the run.
    low, high : float
        5th and 95th percentile over the campaigns; both `simulated` for one campaign.
    rivals : tuple of Rival
        Documented figures, the lowest first; empty if nobody counted it.
    """

    side: str
    categories: tuple[str, ...]
    simulated: float
    low: float
    high: float
    rivals: tuple[Rival, ...]

    @property
    def what(self) -> str:
        """The categories in words."""
        return " + ".join(title_words(name) for name in self.categories)


def loss_lines(
    claims: Sequence[LossClaim], daily: Losses, start: date, sides: Sequence[str], categories: Sequence[str]
) -> list[LossLine]:
    """Put each kind of loss beside all documented figures for it.

    Parameters
    ----------
    claims : sequence of LossClaim
        Figures the model can produce.
    daily : Losses
        Daily table of the run, or its totals.
    start : date
        First day of the campaign.
    sides : sequence of str
        Ids of the sides, in reading order.
    categories : sequence of str
        Single kinds of loss; each is listed even if nobody counted it. Sums of several kinds follow where a
        claim gives one.

    Returns
    -------
    list of LossLine
        By side; single kinds first, then sums. Claims about an earlier day than the run's last are left to
        the report, which compares them on their day.
    """
    lines = []
    for side in sides:
        rivals: dict[tuple[str, ...], list[Rival]] = {(name,): [] for name in categories}
        for item in claims:
            if item.side == side and as_of_day(item.claim, start, daily.days) >= daily.days:
                rivals.setdefault(item.columns, []).append(_rival(item))
        lines += [_line(side, columns, found, daily) for columns, found in rivals.items()]
    return lines


def _rival(item: LossClaim) -> Rival:
    claim: Mapping[str, Any] = item.claim
    low, high = bounds(claim)
    scope, source = str(claim.get("scope") or ""), str(claim.get("source_id") or "")
    return Rival(str(claim["claim_id"]), source, scope, low, high, item.partial)


def _line(side: str, columns: tuple[str, ...], rivals: list[Rival], daily: Losses) -> LossLine:
    total = daily.losses(side, columns)[:, -1]
    low, middle, high = (float(value) for value in np.quantile(total, (0.05, 0.5, 0.95)))
    rivals.sort(key=_size)
    return LossLine(side, columns, middle, low, high, tuple(rivals))


def _size(rival: Rival) -> tuple[float, str]:
    figure = rival.low if rival.low is not None else rival.high
    return (figure if figure is not None else 0.0, rival.claim_id)
