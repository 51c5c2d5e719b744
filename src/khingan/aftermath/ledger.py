"""Drawing the ledger: men to their fates, ground to its holders, and entries scaled with both.

An accounting model. Nothing is simulated here, and no figure stands in the code: rates and figures are rows of the
scenario's table ``aftermath``, areas and their later owners rows of ``areas``.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.campaign import draws
from khingan.errors import InputError, Problem
from khingan.experiments.ending import FATES
from khingan.experiments.uncertainty import STEP, two_triangles
from khingan.scenario import Scenario

Array = NDArray[np.float64]
LEVELS = (0.05, 0.5, 0.95)
NOBODY = "nobody"
ARMS = ("tanks_start", "tanks_lost", "tanks_end", "guns_start", "guns_lost", "guns_given_up", "guns_end")
_SHARES = {"held_land": "held", "held_people": "people"}
_PRINTED = "printed"


@dataclass(frozen=True)
class RunTables:
    """Tables of a run that the ledger is drawn from.

    Attributes
    ----------
    overlays : tuple of str
        What-ifs laid over the scenario.
    seed : int
        Seed of the campaigns.
    summary, balance, areas : pyarrow.Table
        As written by ``khingan run``.
    """

    overlays: tuple[str, ...]
    seed: int
    summary: pa.Table
    balance: pa.Table
    areas: pa.Table


def wanted_columns() -> dict[str, tuple[str, ...]]:
    """Columns of the run's tables that the ledger reads; ``{side}`` stands for every side."""
    totals = ("strength", *(fate for fate in FATES[1:] if fate != "under_arms"))
    holders = ("{side}", NOBODY)
    return {
        "summary": ("campaign", *(f"{{side}}_{name}" for name in totals)),
        "balance": ("campaign", "side", "contingent", *FATES, *ARMS),
        "areas": ("area_id", "unit", *(f"{m}_{h}" for m in ("held", "towns", "people") for h in holders)),
    }


@dataclass(frozen=True)
class Spread:
    """A quantity over the campaigns: quantiles and mean."""

    q05: float
    q50: float
    q95: float
    mean: float


@dataclass(frozen=True)
class Fates:
    """What has become of the men and arms of a contingent, or of a whole side (contingent empty)."""

    side: str
    contingent: str
    men: dict[str, Spread]
    arms: dict[str, Spread]


@dataclass(frozen=True)
class Ground:
    """Who holds an area at the end, and who held it after the war."""

    area_id: str
    name: str
    unit: str
    size: float
    held: dict[str, Spread]
    towns: dict[str, Spread]
    town_count: int
    later_owner: str
    until: str
    claims: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Entry:
    """One entry; entries of one name are rival accounts.

    Attributes
    ----------
    spread : Spread
        Over the campaigns; of an entry that is not scaled, its lowest, stated and highest printed figure.
    scaled : bool
        Whether it is scaled with the run.
    figure : str
        Figure as printed.
    """

    item_id: str
    heading: str
    name: str
    unit: str
    spread: Spread
    scaled: bool
    figure: str
    claims: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Ledger:
    """The ledger of a run."""

    scenario: str
    title: str
    overlays: tuple[str, ...]
    campaigns: int
    fates: tuple[Fates, ...]
    ground: tuple[Ground, ...]
    entries: tuple[Entry, ...]


def spread(values: Array) -> Spread:
    """Quantiles and mean over the campaigns."""
    low, middle, high = np.quantile(values, LEVELS)
    return Spread(float(low), float(middle), float(high), float(np.mean(values)))


def draw_ledger(sc: Scenario, run: RunTables) -> Ledger:
    """Draw the ledger of a run.

    Parameters
    ----------
    sc : Scenario
        With the what-ifs of the run.
    run : RunTables

    Returns
    -------
    Ledger

    Raises
    ------
    InputError
        If the run's tables do not account for every man, or do not fit the scenario.
    """
    faults = unaccounted(run.balance, run.summary)
    if faults:
        raise InputError([Problem(fault, file="balance.parquet") for fault in faults])
    return Ledger(
        scenario=sc.scenario_id,
        title=sc.title,
        overlays=run.overlays,
        campaigns=run.summary.num_rows,
        fates=tuple(_fates(sc, run.balance)),
        ground=tuple(_ground(sc, run.areas)),
        entries=tuple(_entries(sc, run)),
    )


def unaccounted(balance: pa.Table, summary: pa.Table) -> list[str]:
    """Say where men are lost or made up.

    Parameters
    ----------
    balance : pyarrow.Table
        Men of every contingent at the start and by what has become of them; multiples of 1/256, so sums are exact.
    summary : pyarrow.Table
        Whole men by side, as the run counts them.

    Returns
    -------
    list of str
        Empty when every man of every campaign is in exactly one place and the totals are the run's own.
    """
    start = column(balance, "start")
    ends = sum(column(balance, name) for name in FATES[1:])
    gap = start - ends
    faults = []
    if np.any(gap != 0.0):
        worst = int(np.argmax(np.abs(gap)))
        where = f"{balance['contingent'][worst]} of campaign {balance['campaign'][worst]}"
        faults.append(
            f"men at the start and at the end differ in {np.count_nonzero(gap)} rows, "
            f"most by {gap[worst]:g} ({where})"
        )
    campaigns = summary["campaign"].to_numpy()
    sides = np.array(balance["side"].to_pylist())
    for side in sorted(set(sides.tolist())):
        for fate in FATES[1:]:
            name = f"{side}_{'strength' if fate == 'under_arms' else fate}"
            total = _by_campaign(balance, campaigns, fate, sides == side)
            if np.any(np.rint(total) != summary[name].to_numpy()):
                faults.append(f"{fate} of {side} is not {name} of the run's summary")
    return faults


def column(table: pa.Table, name: str) -> Array:
    """A column of numbers."""
    return np.asarray(table[name].to_numpy(zero_copy_only=False), np.float64)


def _by_campaign(table: pa.Table, campaigns: NDArray[Any], name: str, chosen: NDArray[np.bool_]) -> Array:
    """Sum of a column over the chosen rows, campaign by campaign."""
    numbers = table["campaign"].to_numpy()[chosen]
    rows = np.searchsorted(campaigns, numbers)
    sums = np.bincount(rows, column(table, name)[chosen], minlength=len(campaigns))
    return sums.astype(np.float64)


def _chosen(balance: pa.Table, side: str, contingent: str | None) -> NDArray[np.bool_]:
    chosen: NDArray[np.bool_] = np.array(balance["side"].to_pylist()) == side
    if contingent is not None:
        chosen &= np.array(balance["contingent"].to_pylist()) == contingent
    return chosen


def _campaigns(table: pa.Table) -> NDArray[Any]:
    return np.unique(table["campaign"].to_numpy())


def _fates(sc: Scenario, balance: pa.Table) -> list[Fates]:
    campaigns = _campaigns(balance)
    found = []
    for side in sc.sides:
        for contingent in (None, *side.contingents):
            chosen = _chosen(balance, side.side_id, contingent)
            men, arms = (
                {name: spread(_by_campaign(balance, campaigns, name, chosen)) for name in names}
                for names in (FATES, ARMS)
            )
            found.append(Fates(side.side_id, contingent or "", men, arms))
    return found


def _of_area(areas: pa.Table, area_id: str) -> pa.Table:
    chosen = np.array(areas["area_id"].to_pylist()) == area_id
    if not chosen.any():
        raise InputError(
            Problem(
                "the run did not measure the area",
                file="areas.parquet",
                value=area_id,
                mend="fight the campaigns again with the present scenario",
            )
        )
    return areas.filter(pa.array(chosen))


def _ground(sc: Scenario, areas: pa.Table) -> list[Ground]:
    """One row an area of the scenario; a scenario without areas has its territories, with no later owner."""
    holders = (*sc.side_ids, NOBODY)
    rows: list[dict[str, Any]] = sc.tables["areas"].rows or [
        {"area_id": row["territory"], "name": row["name"], "note": row["note"]}
        for row in sc.tables["territories"]
    ]
    found = []
    for row in rows:
        part = _of_area(areas, row["area_id"])
        held = {holder: column(part, f"held_{holder}") for holder in holders}
        towns = {holder: column(part, f"towns_{holder}") for holder in holders}
        found.append(
            Ground(
                area_id=row["area_id"],
                name=row["name"],
                unit=str(part["unit"][0]),
                size=float(np.max(sum(held.values()))),
                held={holder: spread(values) for holder, values in held.items()},
                towns={holder: spread(values) for holder, values in towns.items()},
                town_count=int(np.max(sum(towns.values()))),
                later_owner=row.get("later_owner") or "",
                until=row.get("until") or "",
                claims=tuple(row.get("claim") or ()),
                note=row.get("note") or "",
            )
        )
    return found


def _entries(sc: Scenario, run: RunTables) -> list[Entry]:
    """Entries of the table: what the run gives times the figure of the source, drawn within its range."""
    campaigns = _campaigns(run.balance)
    found = []
    for row in sc.tables["aftermath"]:
        low, high = (row["value"] if row[name] is None else row[name] for name in ("low", "high"))
        if row["measure"] == _PRINTED:
            found_spread = Spread(low, row["value"], high, row["value"])
        else:
            rate = _drawn(row["item_id"], run.seed, campaigns, low, row["value"], high) / row["per"]
            found_spread = spread(_base(sc, run, row, campaigns) * rate)
        found.append(
            Entry(
                item_id=row["item_id"],
                heading=row["heading"],
                name=row["name"],
                unit=row["unit"],
                spread=found_spread,
                scaled=row["measure"] != _PRINTED,
                figure=_figure(row, low, high),
                claims=tuple(row["claim"]),
                description=row["description"],
            )
        )
    return found


def _base(sc: Scenario, run: RunTables, row: dict[str, Any], campaigns: NDArray[Any]) -> Array:
    """What an entry is scaled with, campaign by campaign."""
    if row["measure"] in _SHARES:
        part = _of_area(run.areas, row["area_id"])
        names = [f"{_SHARES[row['measure']]}_{holder}" for holder in (*sc.side_ids, NOBODY)]
        whole = sum(column(part, name) for name in names)
        held = column(part, f"{_SHARES[row['measure']]}_{row['side']}")
        return np.divide(held, whole, out=np.zeros(len(held)), where=np.asarray(whole) > 0)
    chosen = _chosen(run.balance, row["side"], row["contingent"])
    return _by_campaign(run.balance, campaigns, row["measure"], chosen)


def _drawn(item: str, seed: int, campaigns: NDArray[Any], low: float, value: float, high: float) -> Array:
    """The figure in every campaign: drawn by the entry's own name, so that a new entry disturbs no other."""
    if low == high:
        return np.full(len(campaigns), float(value))
    words = [
        draws.draw(seed, int(c), STEP % 2**32, zlib.crc32(item.encode()), draws.COEFFICIENT)[0]
        for c in campaigns
    ]
    return two_triangles(np.array([draws.uniform(word) for word in words]), low, value, high)


def _figure(row: dict[str, Any], low: float, high: float) -> str:
    """The figure as its source prints it."""
    text = f"{row['value']:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    return text if row["per"] == 1 else f"{text} of {row['per']:,.0f}"
