"""A run of three units over two days on the committed map, small enough to be reckoned by hand."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa

from khingan.atlas import Atlas, load_atlas
from khingan.claims import Claim, ClaimClass, ClaimSet, Source
from khingan.experiments.schema import DAILY, EVENTS, PLACES, TRACE, schema
from khingan.report.html import Evidence
from khingan.scenario import Side
from khingan.verdict import Verdict
from khingan.verdict.judge import About
from khingan.verdict.losses import count_losses, judge_losses, simulated_losses
from khingan.verdict.openings import Openings
from khingan.verdict.record import DateRow, LossRow, Record, Settings

START = datetime(1945, 8, 9, tzinfo=timezone(timedelta(hours=9)))
DAYS = 2
STEPS = 4 * DAYS
EVIL = '1st <Guards> & "Sons" Army'


def table(rows: list[dict[str, Any]], columns: Any) -> pa.Table:
    """Rows as a table of the fixed form; what is not given is null or zero."""
    empty = {c.name: None if c.nullable else "" if c.type == pa.string() else 0 for c in columns}
    return pa.Table.from_pylist([empty | row for row in rows], schema(columns))


def day_row(day: int, formation: str, side: str, **values: float) -> dict[str, Any]:
    """A daily row."""
    return {"campaign": 0, "day": day, "formation_id": formation, "side": side, **values}


def _daily() -> list[dict[str, Any]]:
    rows = []
    for day, (killed, captured) in enumerate(((10, 0), (5, 700)), start=1):
        # The army is a part of its front and must not be counted twice.
        for formation in ("red-front", "red-army"):
            rows.append(day_row(day, formation, "red", strength=20_000, killed=killed, fuel=100.0 - day))
        rows.append(day_row(day, "blue-army", "blue", strength=9_000, killed=2 * killed, captured=captured))
    return rows


def _way(atlas: Atlas, place: str, toward: str) -> list[int]:
    """A walk of cells from one town towards another, one cell a step."""
    cells = [int(atlas.place(place)["cell"])]
    goal = atlas.place(toward)
    for _ in range(STEPS):
        near = atlas.neighbors(cells[-1])
        near = near[atlas.water[near] == 0]
        distance = (atlas.lat[near] - goal["lat"]) ** 2 + (atlas.lon[near] - goal["lon"]) ** 2
        cells.append(int(near[distance.argmin()]))
    return cells


def _trace(atlas: Atlas, way: list[int]) -> list[dict[str, Any]]:
    home, rear = int(atlas.place("harbin")["cell"]), int(atlas.place("mukden")["cell"])
    rows = []
    for step in range(STEPS + 1):
        for unit, cell, men, status in (
            ("red-div", way[step], 9_000 - step, "active"),
            ("red-tank", way[step], 3_000, "isolated" if step > 4 else "active"),
            ("blue-div", home, 8_000 - 100 * step, "active"),
            ("blue-fort", rear, 500, "invested" if step == STEPS else "active"),
            ("blue-rear", rear, 40_000, "active"),
        ):
            fuel = 100.0 - 5 * step if unit == "red-tank" else 0.0
            rows.append(
                {"campaign": 0, "step": step, "unit_id": unit, "cell": int(atlas.cell_id[cell]), "men": men}
                | {"status": status, "fuel_t": fuel, "tanks": 60.0 if unit == "red-tank" else 0.0}
            )
    return rows


def _control(atlas: Atlas, way: list[int]) -> Any:
    control = np.full((STEPS + 1, atlas.size), 255, np.uint8)
    land = atlas.water == 0
    control[:, land] = np.where(atlas.territory[land] == atlas.territories.index("MANCHUKUO"), 1, 0)
    for step in range(STEPS + 1):
        control[step:, way[step]] = 0
    return control


def _units() -> pa.Table:
    rows = [
        ("red-div", "5th Rifle Division", "red", "RR", "rifle", "division", "red-army"),
        ("red-tank", "77th Tank Brigade", "red", "RR", "tank-brigade", "brigade", "red-army"),
        ("blue-div", "107th Division", "blue", "BB", "infantry-division", "division", "blue-army"),
        ("blue-fort", "Border Garrison <b>", "blue", "BB", "border", "garrison", "blue-army"),
        ("blue-rear", "Third Army troops", "blue", "BB", "infantry-division", "army", "blue-army"),
    ]
    names = ("unit_id", "name", "side", "contingent", "kind", "echelon", "formation_id")
    return pa.Table.from_pylist(
        [dict(zip(names, r, strict=True)) | {"army_id": r[-1], "rear": "rear" in r[0]} for r in rows]
    )


def _formations() -> pa.Table:
    rows = [
        ("red-front", "Red Front", "red", "RR", "front", None),
        ("red-army", EVIL, "red", "RR", "army", "red-front"),
        ("blue-army", "Third Army", "blue", "BB", "army", None),
    ]
    names = ("formation_id", "name", "side", "contingent", "echelon", "parent_id")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


def small_run() -> Any:
    """The run: a red division and a tank brigade march from Heiho towards Harbin."""
    atlas = load_atlas()
    way = _way(atlas, "heiho", "harbin")
    places = [
        {"campaign": 0, "place_id": "heiho", "side": "red", "reached_h": 6.0}
        | dict.fromkeys(("captured_h", "cleared_h"), 12.0),
        {"campaign": 0, "place_id": "sunwu", "side": "red", "reached_h": 30.5, "captured_h": None},
    ]
    events = [
        {
            "campaign": 0,
            "step": 2,
            "hour": 12.0,
            "kind": "place_captured",
            "side": "red",
            "place_id": "heiho",
        },
        {"campaign": 0, "step": 6, "hour": 40.0, "kind": "link_up", "side": "red", "lat": 48.0, "lon": 127.0},
    ]
    sides = (Side("red", "Red & Co", ("RR",)), Side("blue", "Blue", ("BB",)))
    exogenous = [
        {"name": "surprise", "value": 2, "low": 0, "high": 3, "unit": "level", "scope": "side:red"}
        | {"basis": "assumption", "claim": "X9", "description": "Surprise <of> the blow"}
    ]
    demarcations = [
        {"side": "red", "basis": basis, "claim": "X9", "description": f"a line {when}"}
        for basis, when in (("in_campaign", "agreed on day 2"), ("documented", "known before"))
    ]
    scenario = SimpleNamespace(
        scenario_id="small", title="A small <war>", start=START, steps=STEPS, sides=sides, meta={},
        overlays=(), path=Path(), tables={"exogenous": exogenous, "units": [{"arm": "air", "aircraft": 40}],
                                           "demarcations": demarcations},
    )  # fmt: skip
    return SimpleNamespace(
        scenario=scenario, seed=7, count=1, identity={"digest": "abc"}, timings={"run": 0.5},
        daily=table(_daily(), DAILY), places=table(places, PLACES), events=table(events, EVENTS),
        trace=table(_trace(atlas, way), TRACE), control=_control(atlas, way), units=_units(),
        formations=_formations(), summary=pa.table({"campaign": [0]}), balance=None, areas=None,
    )  # fmt: skip


def _claim(claim_id: str, **more: str) -> Claim:
    texts = {field.name: "" for field in fields(Claim)} | {"source_id": "src"} | more
    return Claim(**(texts | {"claim_id": claim_id, "conflicts_with": ()}))


def small_evidence() -> Evidence:
    """Two rival claims, a date and a loss; and a class that joins the claims."""
    common = {"class_id": "loss", "definition": "killed", "unit": "persons", "as_of_date": "1945-08-10"}
    claims = {
        "X1": _claim("X1", value_low="30", value_high="40", relation="range", scope="ours <own>", **common),
        "X2": _claim("X2", value_low="90", value_high="90", relation="equals", **common),
        "X9": _claim("X9", paraphrase="They were surprised"),
    }
    classes = {"loss": ClaimClass("loss", "Losses", "blue", "losses", "persons", "", "", "")}
    sources = {"src": Source("src", "A book", "Somebody", 1950, "monograph", "")}
    captured = DateRow(
        "R1", "calibration", "place_captured", "RR", "red-div", "heiho", 50.2, 127.5, date(1945, 8, 9), "",
        1.0, "src", "sourced", "Taken by a crossing",
    )  # fmt: skip
    reached = DateRow(
        "R2", "calibration", "place_reached", "RR", "red-div", "sunwu", 49.4, 127.3, date(1945, 8, 10), "",
        0.0, "src", "sourced", "Reached",
    )  # fmt: skip
    loss = LossRow(
        "R3", "calibration", "RR", "red-army", "killed", 15.0, 15.0, "persons", "1945-08-09", "1945-08-10",
        "", "killed", "src", "sourced",
    )  # fmt: skip
    record = Record((captured, reached), (loss,), False, 3)
    settings = Settings("X9", frozenset(), {})
    counts, left_out = count_losses((loss,), START.date(), DAYS, {"red-army"}, settings)
    losses = judge_losses(simulated_losses(table(_daily(), DAILY), counts), counts, left_out)
    about = About("A war", "sample", START, (), {})
    closed = Openings("", (), ())
    verdict = Verdict("calibration", None, None, None, losses, 3, closed, about)
    return Evidence(ClaimSet(claims, sources, classes), record, verdict)
