"""A verdict as one table: a row for every documented quantity beside its simulation."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from khingan.verdict.score import DAY, DateRowScore

if TYPE_CHECKING:
    from khingan.verdict.judge import Verdict
    from khingan.verdict.losses import LossScore

SCHEMA = pa.schema(
    {
        "part": pa.string(),
        "topic": pa.string(),
        "about": pa.string(),
        "measure": pa.string(),
        "front": pa.string(),
        "week": pa.int16(),
        "unit": pa.string(),
        "documented_low": pa.float64(),
        "documented_high": pa.float64(),
        "q05": pa.float64(),
        "q25": pa.float64(),
        "q50": pa.float64(),
        "q75": pa.float64(),
        "q95": pa.float64(),
        "error": pa.float64(),
        "crps": pa.float64(),
        "meets_50": pa.bool_(),
        "meets_90": pa.bool_(),
        "narrow": pa.bool_(),
        "rank_low": pa.float64(),
        "rank_high": pa.float64(),
        "record_ids": pa.string(),
        "source_ids": pa.string(),
        "definition": pa.string(),
    }
)
"""Columns. Dates are days after the start, losses the count's own unit; an open end is null. `error` is days for dates
and for losses the factor by which the median misses the nearest claim."""


def as_table(found: Verdict) -> pa.Table:
    """Return dates, arms laid down and losses in one table.

    Returns
    -------
    pyarrow.Table
        With the columns of `SCHEMA`, in the order of the record.
    """
    return pa.Table.from_pylist(list(_rows(found)), SCHEMA)


def _rows(found: Verdict) -> Iterator[dict[str, Any]]:
    for topic, dated in (("date", found.dates), ("surrender", found.surrenders)):
        for row in dated.rows if dated else ():
            yield {"part": found.part, "topic": topic, **_date(row)}
    for loss in found.losses.rows:
        yield {"part": found.part, "topic": "loss", **_loss(loss)}


def _date(row: DateRowScore) -> dict[str, Any]:
    seen = row.observation
    return {
        "about": seen.place_id,
        "measure": seen.measure,
        "front": row.front,
        "week": row.week,
        "unit": "d",
        "documented_low": seen.low_h / DAY,
        "documented_high": seen.high_h / DAY,
        "q05": row.spread_low,
        "q25": row.quartile_low,
        "q50": row.simulated,
        "q75": row.quartile_high,
        "q95": row.spread_high,
        "error": row.error,
        "crps": row.crps,
        "definition": "; ".join(seen.described),
        **_reliability(row),
        **_origin(seen),
    }


def _loss(row: LossScore) -> dict[str, Any]:
    count = row.count
    return {
        "about": count.unit_id,
        "measure": count.category,
        "front": row.front,
        "unit": count.unit,
        "documented_low": count.low,
        "documented_high": count.high if isfinite(count.high) else None,
        "q05": row.q05,
        "q25": row.q25,
        "q50": row.q50,
        "q75": row.q75,
        "q95": row.q95,
        "error": row.factor if isfinite(row.factor) else None,
        "narrow": row.narrow,
        "definition": "; ".join(count.definitions),
        **_reliability(row),
        **_origin(count),
    }


def _reliability(row: Any) -> dict[str, Any]:
    met_50, met_90 = row.met
    return {
        "meets_50": met_50,
        "meets_90": met_90,
        "rank_low": row.ranks.low,
        "rank_high": row.ranks.high,
    }


def _origin(what: Any) -> dict[str, str]:
    return {"record_ids": " ".join(what.record_ids), "source_ids": " ".join(what.source_ids)}
