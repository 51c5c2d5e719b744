"""A council, its shocks and one school as the arrays that the kernel interprets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.world import COUNCIL, MEMBER, SHOCK, Records, records
from khingan.politics.schools import School
from khingan.politics.settings import Settings, midnight
from khingan.scenario.model import Row, Scenario
from khingan.scenario.registry import stable_id

Array = NDArray[Any]


@dataclass(frozen=True)
class Tables:
    """What a council decides on.

    Attributes
    ----------
    members, shocks : Records
        ``world.MEMBER`` and ``world.SHOCK``.
    pull : ndarray, [M, S]
        Pressure on a member of a shock that is felt in full, without the school's scale.
    scale : float
        The school's own.
    opening : float
        Days after the midnight before the first session at which the campaign begins whose losses are counted; infinite
        where there is none.
    """

    members: Records
    shocks: Records
    pull: NDArray[np.float64]
    scale: float
    opening: float


def _moment(row: Row, rows: dict[str, Row]) -> datetime | None:
    """Date of a shock: its own, or that of the shock it comes with."""
    before = rows.get(row["after"] or "")
    moment = row["at"] if before is None else before["at"]
    return moment if isinstance(moment, datetime) else None


def _days_after(sc: Scenario, settings: Settings, moment: datetime | None) -> float:
    if moment is None:
        return float(K.NEVER)
    return (moment - midnight(sc, settings)) / timedelta(days=1)


def shock_records(sc: Scenario, settings: Settings) -> Records:
    """Shocks in the order of the table."""
    table = sc.tables["shocks"]
    found = records(len(table), SHOCK)
    for s, row in enumerate(table):
        found["kind"][s] = K.SHOCKS.index(row["kind"])
        found["start"][s] = _days_after(sc, settings, _moment(row, table.by_id))
        found["days"][s] = row["days"]
    return found


def make_tables(
    sc: Scenario,
    settings: Settings,
    school: School,
    weights: dict[str, float] | None = None,
    thresholds: dict[str, float] | None = None,
) -> Tables:
    """Compile one school for one scenario, what-ifs included.

    Parameters
    ----------
    weights, thresholds : dict of str to float, optional
        Instead of the school's own.
    """
    council, shocks = sc.tables["council"], sc.tables["shocks"]
    weights = weights or {name: number.value for name, number in school.weights.items()}
    thresholds = thresholds or {name: number.value for name, number in school.thresholds.items()}
    members = records(len(council), MEMBER)
    for i, row in enumerate(council):
        members["sid"][i] = stable_id(sc, "council-" + row["member_id"])
        members["throne"][i] = row["role"] == "throne"
        members["threshold"][i] = thresholds[row["member_id"]]
    pulls = np.array([weights[row["cause"]] * row["share"] for row in shocks], np.float64)
    found = shock_records(sc, settings)
    counted = np.isin(found["kind"], (K.GROUND_LOST, K.MEN_LOST))
    openings = found["start"][counted]
    return Tables(
        members,
        found,
        np.ascontiguousarray(np.tile(pulls, (len(council), 1))),
        school.scale,
        float(openings.min()) if openings.size else float(K.NEVER),
    )


def council_arrays(
    sc: Scenario, settings: Settings | None, school: School | None, acts: bool
) -> dict[str, Array]:
    """What World holds of the council; nothing where a scenario has none.

    Parameters
    ----------
    acts : bool
        Whether its decision becomes the order to cease fire; else it only looks on.
    """
    if settings is None or school is None:
        found = Tables(records(0, MEMBER), records(0, SHOCK), np.zeros((0, 0)), 1.0, 0.0)
        row = {name: np.zeros(1, COUNCIL[name]) for name in COUNCIL.names or ()}
    else:
        found = make_tables(sc, settings, school)
        values = {"side": sc.side_index(settings.side), "eve": settings.eve(sc.start), "acts": acts}
        row = {name: np.array([values[name]], COUNCIL[name]) for name in COUNCIL.names or ()}
    arrays: dict[str, Array] = {f"j_{name}": values for name, values in row.items()}
    arrays |= {f"m_{name}": np.asarray(found.members[name]) for name in MEMBER.names or ()}
    arrays |= {f"n_{name}": np.asarray(found.shocks[name]) for name in SHOCK.names or ()}
    return arrays | {"pull": found.pull * found.scale}


def watch_array(sc: Scenario) -> NDArray[np.int64]:
    """Shocks that count the ground of every region, as bit masks."""
    regions = [row["region_id"] for row in sc.tables["regions"]] or [""]
    watch = np.zeros(len(regions), np.int64)
    for s, row in enumerate(sc.tables["shocks"]):
        if row["kind"] == "ground_lost":
            for r, name in enumerate(regions):
                if not row["regions"] or name in row["regions"]:
                    watch[r] |= 1 << s
    return watch
