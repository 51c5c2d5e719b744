"""Losses and stocks by day, and the documented figures they can be held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from khingan.report.charts import Curve, Mark
from khingan.report.text import number, span, title_words

LOSS_COLUMNS = (
    "killed",
    "wounded",
    "sick",
    "missing",
    "captured",
    "noncombat_dead",
    "deserted",
    "tanks_lost",
    "guns_lost",
)
# Unit of a class of claims -> daily column, where the claim's definition names materiel and not men.
_MATERIEL = {"vehicles": "tanks_lost", "guns": "guns_lost"}

Matrix = NDArray[np.float64]


class Daily:
    """The daily table as arrays, campaign by day.

    Parameters
    ----------
    table : pyarrow.Table
        Daily rows of a run.
    formations : sequence of dict
        Static table with ``formation_id``, ``parent_id``, ``side``.
    """

    def __init__(self, table: pa.Table, formations: Sequence[Mapping[str, Any]]) -> None:
        self._table = table
        self.days = int(pc.max(table.column("day")).as_py() or 0) if table.num_rows else 0
        self._campaigns: list[int] = sorted(pc.unique(table.column("campaign")).to_pylist())
        present = dict.fromkeys(table.column("formation_id").to_pylist())
        parents = {str(f["formation_id"]): f.get("parent_id") for f in formations}
        self.roots = [f for f in present if not _has_ancestor(f, parents, present)]
        self.formations = list(present)
        self._rows: dict[str, NDArray[np.int64]] = {}
        ids = np.array(table.column("formation_id").to_pylist(), dtype=object)
        for formation in present:
            self._rows[formation] = np.flatnonzero(ids == formation)
        self._campaign = table.column("campaign").to_numpy()
        self._day = table.column("day").to_numpy()
        self._side = dict(zip(ids.tolist(), table.column("side").to_pylist(), strict=True))

    @property
    def campaigns(self) -> int:
        """Number of campaigns."""
        return len(self._campaigns)

    def has(self, column: str) -> bool:
        """Whether the table has a column; runs of an older version lack what came later."""
        return column in self._table.column_names

    def formation(self, formation_id: str, column: str) -> Matrix:
        """Values of one formation, shape (campaigns, days)."""
        rows = self._rows[formation_id]
        values = np.zeros((len(self._campaigns), self.days))
        at = np.searchsorted(self._campaigns, self._campaign[rows])
        values[at, self._day[rows] - 1] = self._table.column(column).to_numpy()[rows]
        return values

    def side(self, side: str, column: str) -> Matrix:
        """Values of a whole side: its formations that no other formation of the table contains."""
        roots = [f for f in self.roots if self._side[f] == side]
        return sum((self.formation(f, column) for f in roots), np.zeros((len(self._campaigns), self.days)))

    def losses(self, side: str, columns: Sequence[str]) -> Matrix:
        """Cumulative losses of a side with a zero for the start, shape (campaigns, days + 1)."""
        total = sum((self.side(side, c) for c in columns), np.zeros((len(self._campaigns), self.days)))
        return np.hstack((np.zeros((len(total), 1)), np.cumsum(total, axis=1)))


def _has_ancestor(formation: str, parents: Mapping[str, Any], present: Mapping[str, Any]) -> bool:
    seen = {formation}
    parent = parents.get(formation)
    while parent and parent not in seen:
        if parent in present:
            return True
        seen.add(parent)
        parent = parents.get(parent)
    return False


def curve_of(values: Matrix, style: str, label: str) -> Curve:
    """Median over campaigns, with the middle nine tenths as spread if there are several."""
    middle = np.median(values, axis=0)
    if len(values) < 2:
        return Curve(middle.tolist(), style=style, label=label)
    low, high = np.quantile(values, (0.05, 0.95), axis=0)
    return Curve(middle.tolist(), low.tolist(), high.tolist(), style, label)


@dataclass(frozen=True)
class LossClaim:
    """A documented loss figure that the model can produce.

    Attributes
    ----------
    claim : dict
        Row of the claims table.
    side : str
        Side it is about.
    columns : tuple of str
        Daily columns whose sum it is compared with.
    partial : bool
        Its scope or definition is narrower or wider than those columns.
    """

    claim: Mapping[str, Any]
    side: str
    columns: tuple[str, ...]
    partial: bool


def loss_claims(
    claims: Sequence[Mapping[str, Any]], classes: Sequence[Mapping[str, Any]]
) -> tuple[list[LossClaim], list[Mapping[str, Any]]]:
    """Sort the claims about losses into those the model can produce and those it cannot.

    Parameters
    ----------
    claims : sequence of dict
        Claims with ``class_id`` and ``definition``.
    classes : sequence of dict
        Additive classes; those of kind ``losses`` are used.

    Returns
    -------
    produced : list of LossClaim
        In the order of the table.
    not_produced : list of dict
        Claims on losses of arms or contingents that the daily table does not tell apart.
    """
    kinds = {str(c["class_id"]): c for c in classes if c.get("kind") == "losses"}
    produced, left = [], []
    for claim in claims:
        group = kinds.get(str(claim.get("class_id")))
        if group is None or (_value(claim, "value_low") is None and _value(claim, "value_high") is None):
            continue
        columns, partial = _columns(str(claim.get("definition") or ""), str(group["unit"]))
        if columns:
            produced.append(LossClaim(claim, str(group["side"]), columns, partial))
        else:
            left.append(claim)
    return produced, left


def _columns(definition: str, unit: str) -> tuple[tuple[str, ...], bool]:
    if unit in _MATERIEL:
        return (_MATERIEL[unit],), False
    parts = [part.strip() for part in definition.split("+") if part.strip()]
    plain = [part.split(".")[0] for part in parts]
    known = tuple(column for column in LOSS_COLUMNS if column in plain)
    # "captured.by_0819" names a day, which the claim's date takes care of; other suffixes name a part.
    narrower = any("." in part and not part.split(".")[1].startswith("by_") for part in parts)
    return known, bool(known) and (len(known) < len(parts) or narrower)


def _value(row: Mapping[str, Any], name: str) -> float | None:
    value = row.get(name)
    if value in (None, ""):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def bounds(row: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Lowest and highest value a documented row allows; None where it is open."""
    low, high = _value(row, "value_low"), _value(row, "value_high")
    relation = str(row.get("relation") or "")
    if relation in ("less_than", "up_to"):
        return None, high if high is not None else low
    if relation in ("more_than", "at_least"):
        return low if low is not None else high, None
    return (low if low is not None else high), (high if high is not None else low)


def as_of_day(row: Mapping[str, Any], start: date, days: int) -> float:
    """Days after the start at which a claim's figure holds, at most the length of the run."""
    text = str(row.get("as_of_date") or "")
    if len(text) < 10:
        return float(days)
    return float(min(days, max(0, (date.fromisoformat(text[:10]) - start).days + 1)))


def marks_of(claims: Sequence[LossClaim], start: date, days: int) -> list[Mark]:
    """Marks of a chart from its claims."""
    return [_mark(item, start, days) for item in claims]


def _mark(item: LossClaim, start: date, days: int) -> Mark:
    claim = item.claim
    low, high = bounds(claim)
    approx = "≈ " if claim.get("relation") == "approx" else ""
    scope = str(claim.get("scope") or "")
    text = f"{claim['claim_id']}  {approx}{span(low, high)}"
    short = scope if len(scope) <= 30 else scope[:29].rstrip() + "…"
    title = f"{claim['claim_id']}: {claim.get('paraphrase') or ''} ({claim.get('source_id')})"
    return Mark(
        as_of_day(claim, start, days), low, high, str(claim["claim_id"]), f"{text}  {short}".rstrip(), title
    )


def loss_rows(
    claims: Sequence[LossClaim], daily: Daily, start: date, side_names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Rows of the table of losses: each documented figure beside the simulated one at its date.

    Returns
    -------
    list of dict
        ``side, what, documented, simulated, simulated_text, verdict, claim_id, scope, source_id``.
    """
    rows = []
    for item in claims:
        low, high = bounds(item.claim)
        day = round(as_of_day(item.claim, start, daily.days))
        values = daily.losses(item.side, item.columns)[:, day]
        middle = float(np.median(values))
        text = number(middle)
        if daily.campaigns > 1:
            text += (
                f" ({number(float(np.quantile(values, 0.05)))}–{number(float(np.quantile(values, 0.95)))})"
            )
        rows.append(
            {
                "side": side_names.get(item.side, item.side),
                "what": " + ".join(title_words(c) for c in item.columns),
                "documented": span(low, high),
                "simulated": middle,
                "simulated_text": text,
                "verdict": ratio_words(middle, low, high),
                "factor": off_factor(middle, low, high),
                "claim_id": item.claim["claim_id"],
                "scope": item.claim.get("scope") or "",
                "partial": item.partial,
                "source_id": item.claim.get("source_id") or "",
            }
        )
    return rows


def off_factor(value: float, low: float | None, high: float | None) -> float:
    """By what factor a value lies outside an interval; 1 inside, above 1 too high, below 1 too low."""
    if low is not None and value < low:
        return value / low if low > 0 else 1.0
    if high is not None and value > high:
        return value / high if high > 0 else float("inf")
    return 1.0


def ratio_words(value: float, low: float | None, high: float | None) -> str:
    """Say how a simulated figure compares with a documented one."""
    factor = off_factor(value, low, high)
    if factor == 1.0:
        return "agrees"
    if factor == 0.0:
        return "none simulated"
    if 0.9 <= factor <= 1.1:
        return "within a tenth"
    return (
        f"{number(factor, 1)} times"
        if factor >= 1
        else f"{number(100 * factor, 0 if factor > 0.02 else 1)} %"
    )
