"""Strengths: one establishment per unit, sums that agree with totals, totals that agree with their claims."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from khingan.errors import InputError, Problem
from khingan.scenario.model import Row, Scenario
from khingan.scenario.strengths import (
    STRENGTH_FIELD,
    army_troops,
    closings,
    counted,
    establishment_of,
    resolve,
)


def units_match_one_establishment(sc: Scenario) -> Iterator[Problem]:
    """Every unit that counts finds exactly one establishment, and a rule for its quality."""
    sound = True
    for unit in counted(sc):
        try:
            establishment_of(sc, unit)
        except InputError as error:
            sound = False
            yield from error.problems
    if sound:
        try:
            resolve(sc)
        except InputError as error:
            yield from error.problems


def totals_agree_with_their_claims(sc: Scenario) -> Iterator[Problem]:
    """A total contains within its range the figure of the claim that it names."""
    claims = _claims(sc.path / "claims.csv")
    table = sc.tables["totals"]
    for row in table:
        claim = claims.get(row["claim"] or "")
        if claim is None:
            continue
        low = row["value"] if row["low"] is None else row["low"]
        high = row["value"] if row["high"] is None else row["high"]
        if claim[1] < low or claim[0] > high:
            yield Problem(
                f"the total disagrees with the claim {row['claim']}",
                file=table.file,
                row=row["_row"],
                field="value",
                value=f"{row['value']:g} ({low:g} to {high:g})",
                expected=f"{claim[0]:g}" if claim[0] == claim[1] else f"{claim[0]:g} to {claim[1]:g}",
                mend="correct the total, widen its range or name the right claim",
            )


def _claims(path: Path) -> dict[str, tuple[float, float]]:
    """Figures of the claims that state a number."""
    figures = {}
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                try:
                    low = float(row.get("value_low") or row.get("value_high") or "")
                    figures[row["claim_id"]] = (low, float(row.get("value_high") or low))
                except ValueError:
                    continue
    return figures


def sums_agree_with_totals(sc: Scenario) -> Iterator[Problem]:
    """Units never add up to more than their documented total, and totals that are only compared agree.

    A what-if that changes units or establishments leaves the record on purpose, so nothing is compared then.
    """
    altered = any(table in ("units", "establishments", "totals") for table, _, _ in sc.changes)
    if altered or not len(sc.tables["totals"]) or any(True for _ in units_match_one_establishment(sc)):
        return
    table = sc.tables["totals"]
    closed = closings(sc)
    for measure, closing in closed.items():
        for total_id, remainder in closing.remainders.items():
            row = table.by_id[total_id]
            slack = (row["high"] or row["value"]) - row["value"]
            if remainder < -slack - 0.5:
                yield _mismatch(table.file, row, measure, row["value"] - remainder)
    for row in table:
        if row["method"] == "check":
            found = _sum_below(sc, row)
            low = row["value"] if row["low"] is None else row["low"]
            high = row["value"] if row["high"] is None else row["high"]
            if not low - 0.5 <= found <= high + 0.5:
                yield _mismatch(table.file, row, row["measure"], found)


def _sum_below(sc: Scenario, row: Row) -> float:
    """Totals below the command of a total, or its units and army troops where there are none."""
    wanted = row["contingents"]
    inner = [item for item in sc.tables["totals"] if item["method"] != "check" and _inside(sc, item, row)]
    if inner:
        outermost = [item for item in inner if not any(_inside(sc, item, other) for other in inner)]
        return float(sum(item["value"] for item in outermost))
    values = closings(sc)[row["measure"]].values
    units = sc.tables["units"].by_id
    total = sum(
        value
        for unit_id, value in values.items()
        if row["formation_id"] in sc.ancestors(units[unit_id]["formation_id"])
        and (not wanted or units[unit_id]["contingent"] in wanted)
    )
    field = STRENGTH_FIELD[row["measure"]]
    for formation_id, record in army_troops(sc).items():
        if row["formation_id"] in sc.ancestors(formation_id):
            total += getattr(record, field)
    return float(total)


def _inside(sc: Scenario, inner: Row, outer: Row) -> bool:
    """Whether one total lies strictly below another of the same measure and among its contingents."""
    wanted = outer["contingents"]
    return (
        inner["measure"] == outer["measure"]
        and outer["formation_id"] in sc.ancestors(inner["formation_id"])[1:]
        and (not wanted or not inner["contingents"] or set(inner["contingents"]) <= set(wanted))
    )


def _mismatch(file: str, row: Row, measure: str, found: float) -> Problem:
    low = row["value"] if row["low"] is None else row["low"]
    high = row["value"] if row["high"] is None else row["high"]
    return Problem(
        f"units and army troops below {row['formation_id']} disagree with the documented {measure}",
        file=file,
        row=row["_row"],
        field="value",
        value=f"sum {found:,.0f}",
        expected=f"{low:,.0f} to {high:,.0f}",
        mend="correct the total, the units or the establishments",
    )
