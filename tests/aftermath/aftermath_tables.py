"""Made-up tables of a run that fit the flagship: two contingents with men, areas by hand.

::

      campaign 0     soviet USSR     1,000 men: 900 under arms, 60 killed, 40 wounded
                     japanese JPN    2,000 men: 500 under arms, 300 killed, 1,000 captured, 200 missing
                     everybody else  nobody
      every area     100 of land and 10 towns of 1,000 people, by quarters: three soviet, one japanese
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from khingan.aftermath import RunTables
from khingan.experiments.ending import BALANCE, FATES
from khingan.scenario import Scenario

Men = dict[str, dict[str, float]]
BY_HAND: Men = {
    "USSR": {"start": 1000, "under_arms": 900, "killed": 60, "wounded": 40},
    "JPN": {
        "start": 2000,
        "under_arms": 500,
        "killed": 300,
        "captured": 1000,
        "missing": 200,
        "guns_lost": 7,
    },
}


def balance(sc: Scenario, campaigns: list[Men]) -> pa.Table:
    """A balance table; what is not named is 0."""
    rows = []
    for number, men in enumerate(campaigns):
        for side in sc.sides:
            for contingent in side.contingents:
                own = men.get(contingent, {})
                rows.append(
                    {"campaign": number, "side": side.side_id, "contingent": contingent}
                    | {name: float(own.get(name, 0.0)) for name in BALANCE}
                )
    return pa.Table.from_pylist(rows)


def summary(sc: Scenario, table: pa.Table) -> pa.Table:
    """The summary that goes with a balance table: whole men by side."""
    rows: dict[int, dict[str, Any]] = {}
    for row in table.to_pylist():
        own = rows.setdefault(row["campaign"], {"campaign": row["campaign"], "seed": 1})
        for fate in FATES[1:]:
            name = f"{row['side']}_{'strength' if fate == 'under_arms' else fate}"
            own[name] = own.get(name, 0.0) + row[fate]
    whole = [
        {name: value if name in ("campaign", "seed") else int(np.rint(value)) for name, value in row.items()}
        for row in rows.values()
    ]
    return pa.Table.from_pylist(whole)


def areas(side_ids: tuple[str, ...], names: list[str], count: int) -> pa.Table:
    """Every area: three quarters of the first side, one quarter of the second."""
    rows = []
    for number in range(count):
        for name in names:
            row = {"campaign": number, "area_id": name, "unit": "km2"}
            for measure, whole in (("held", 100.0), ("towns", 20), ("people", 1000)):
                shares = (0.75, 0.25, 0.0)
                for holder, share in zip((*side_ids, "nobody"), shares, strict=True):
                    row[f"{measure}_{holder}"] = whole * share
            rows.append(row)
    return pa.Table.from_pylist(rows)


def tables(sc: Scenario, campaigns: list[Men]) -> RunTables:
    """Tables of a run that were never fought."""
    found = balance(sc, campaigns)
    names = [row["area_id"] for row in sc.tables["areas"]]
    ground = areas(sc.side_ids, names, len(campaigns))
    return RunTables((), 1, summary(sc, found), found, ground)
