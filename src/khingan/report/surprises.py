"""Where the simulation and the record part most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from khingan.report.dates import EVENT_WORDS, Dated, difference_words, hour_words


def surprises(
    dated: Sequence[Dated],
    losses: Sequence[Mapping[str, Any]],
    names: Mapping[str, Mapping[str, Any]],
    start: datetime,
    most: int = 14,
) -> list[dict[str, str]]:
    """Largest differences between record and simulation, dates and losses weighed on one scale.

    Places that never fell are summed up in one row, or they would push every other surprise off the list.
    """
    found = [
        *_date_surprises([d for d in dated if d.difference_h is not None], names, start),
        *_loss_surprises(losses),
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1]["what"]))
    rows = [row for _, row in found[:most]]
    never = [d.documented.seen for d in dated if d.difference_h is None]
    if never:
        rows.insert(
            0, _never_row([str(names.get(s.place_id, {}).get("name_1945") or s.place_id) for s in never])
        )
    return rows


def _never_row(places: Sequence[str]) -> dict[str, str]:
    count = f"{len(places)} place{'s' if len(places) != 1 else ''}"
    return {
        "what": f"Not reached or captured at all: {', '.join(places)}",
        "documented": "within the run",
        "simulated": "never",
        "apart": count,
    }


def _date_surprises(
    dated: Sequence[Dated], names: Mapping[str, Mapping[str, Any]], start: datetime
) -> list[tuple[float, dict[str, str]]]:
    found = []
    for item in dated:
        if item.miss_h <= 0:
            continue
        seen = item.documented.seen
        name = str(names.get(seen.place_id, {}).get("name_1945") or seen.place_id)
        row = {
            "what": f"{name} {EVENT_WORDS[seen.measure]}",
            "documented": item.documented.date,
            "simulated": hour_words(start, item.compared_h),
            "apart": difference_words(item),
        }
        found.append((item.miss_h / 48, row))
    return found


def _loss_surprises(losses: Sequence[Mapping[str, Any]]) -> list[tuple[float, dict[str, str]]]:
    nearest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for loss in losses:
        # Rival figures contradict each other: a surprise is a simulation far from all of them.
        key = (str(loss.get("name") or loss.get("side")), str(loss["what"]))
        if not loss.get("partial") and (key not in nearest or _apart(loss) < _apart(nearest[key])):
            nearest[key] = loss
    found = []
    for (who, _), loss in nearest.items():
        if _apart(loss) == 0.0:
            continue
        row = {
            "what": f"{who}: {loss['what']} ({loss.get('claim_id') or loss.get('record_id')})",
            "documented": str(loss["documented"]),
            "simulated": str(loss["simulated_text"]),
            "apart": str(loss["verdict"]),
        }
        # A factor of two in losses weighs as much as two days in a date.
        found.append((_apart(loss), row))
    return found


def _apart(loss: Mapping[str, Any]) -> float:
    return min(abs(float(np.log2(max(float(loss["factor"]), 1e-3)))), 6.0)
