"""A made-up record for the tiny scenario: what happened in a war that never was, in both parts.

====  ===========  ==================================
row   part         says
====  ===========  ==================================
E001  calibration  red takes hailar on 12 August
E002  calibration  red reaches hailar on 11 August
L001  calibration  red_army killed 5 to 400
E009  test         red takes mukden on 17 August
L009  test         blue_army killed 10 to 4,000
====  ===========  ==================================
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa

from khingan.cli.common import default_scenario
from khingan.scenario.load import find
from khingan.verdict.losses import COLUMNS_OF_CATEGORY

DAYS = 10

VERDICT = """
[dates]
planned_rate_claim = "F001"

[[openings]]
date = "1950-01-01"
what = "a first model"
"""


def _date(name: str, part: str, kind: str, place: str, lat: float, lon: float, date: str) -> dict[str, str]:
    return {
        "record_id": name, "part": part, "kind": kind, "side": "RED", "unit_id": "red_a", "place_id": place,
        "lat": str(lat), "lon": str(lon), "date": date, "date_uncertainty_days": "1",
        "description": f"{place} is told of", "source_id": "book", "confidence": "sourced",
    }  # fmt: skip


def _loss(name: str, part: str, unit: str, low: int, high: int) -> dict[str, str]:
    return {
        "record_id": name, "part": part, "kind": "loss", "side": "RED", "unit_id": unit, "category": "killed",
        "value_low": str(low), "value_high": str(high), "unit": "persons", "period_start": "1945-08-09",
        "period_end": "1945-09-02", "operation": "whole war", "definition": "killed in action",
        "source_id": "book", "confidence": "sourced",
    }  # fmt: skip


ROWS = (
    _date("E001", "calibration", "place_captured", "hailar", 49.21, 119.74, "1945-08-12"),
    _date("E002", "calibration", "place_reached", "hailar", 49.21, 119.74, "1945-08-11"),
    _loss("L001", "calibration", "red_army", 5, 400),
    _date("E009", "test", "place_captured", "mukden", 41.8, 123.43, "1945-08-17"),
    _loss("L009", "test", "blue_army", 10, 4000),
)


def add_record(folder: Path) -> None:
    """Lay the record into the folder of the tiny scenario, with the library's claims and parameters."""
    library = find(default_scenario())
    for name in ("parameters.csv", "claims.csv", "claims_classes.csv"):
        shutil.copy(library / name, folder / name)
    package = json.loads((library / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            if (resource["name"], field["name"]) == ("record", "side"):
                field["constraints"]["enum"] = ["RED", "BLUE"]
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    fields = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in package["resources"]}
    with (library / "sources.csv").open(encoding="utf-8", newline="") as stream:
        sources = list(csv.DictReader(stream))
    sources.append({"source_id": "book", "title": "T", "author": "A", "kind": "monograph"})
    for name, rows in (("record", ROWS), ("sources", sources)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fields[name], restval="", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
    (folder / "verdict.toml").write_text(VERDICT, encoding="utf-8")


def tables(hours: np.ndarray, killed_a_day: int) -> tuple[pa.Table, pa.Table]:
    """Campaigns that take every place at these hours and lose so many men a day on both sides."""
    n = len(hours)
    places = pa.table(
        {
            "campaign": np.repeat(np.arange(n, dtype=np.int32), 2),
            "place_id": ["hailar", "mukden"] * n,
            "side": ["red"] * (2 * n),
            **{name: np.repeat(hours, 2) for name in ("reached_h", "captured_h", "cleared_h")},
        }
    )
    names = sorted({name for names in COLUMNS_OF_CATEGORY.values() for name in names})
    daily = pa.table(
        {
            "campaign": np.repeat(np.arange(n, dtype=np.int32), 2 * DAYS),
            "day": np.tile(np.repeat(np.arange(1, DAYS + 1, dtype=np.int16), 2), n),
            "formation_id": ["red_army", "blue_army"] * (DAYS * n),
            **{name: np.full(2 * DAYS * n, killed_a_day, np.int64) for name in names},
        }
    )
    return places, daily
