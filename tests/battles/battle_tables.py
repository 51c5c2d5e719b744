"""Small engagement tables, written and read as a user's would be."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from khingan.battles.table import Engagements, read_engagements

Row = dict[str, Any]

SHARED = Path(__file__).parents[3] / "shared" / "combat" / "battles_train.csv"

#: A row in which every input that acts is known.
FULL: Row = {
    "eng_id": "A",
    "group_id": "G",
    "name": "A battle",
    "war": "WWII East",
    "days": 5,
    "atk_nation": "Germany",
    "def_nation": "USSR",
    "atk_str": 20_000,
    "def_str": 8_000,
    "atk_tanks": 100,
    "def_tanks": 10,
    "atk_guns": 200,
    "def_guns": 80,
    "atk_cas_sorties": 50,
    "def_cas_sorties": 0,
    "posture": "fortified",
    "posture2": "delay",
    "relief": "rugged",
    "cover": "wooded",
    "feature": "urban",
    "weather": "wet",
    "surprise": 2,
    "air_superiority": 1,
    "river_crossing": 1,
    "envelopment": 1,
    "adv_cev": 1,
    "adv_leadership": 1,
    "adv_training": 1,
    "adv_morale": -1,
}


def write_rows(path: Path, rows: list[Row]) -> Path:
    """Write rows as CSV; what a row lacks of the columns of the others is an empty cell."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_rows(folder: Path, *rows: Row) -> Engagements:
    """Rows as the reader gives them; they get an id, a day and strengths where they have none."""
    plain = [{"eng_id": f"E{i}", "days": 1, "atk_str": 9000, "def_str": 6000} for i in range(len(rows))]
    path = write_rows(folder / "battles.csv", [a | b for a, b in zip(plain, rows, strict=True)])
    table, problems = read_engagements(path, outcomes=False)
    assert problems == []
    return table


def random_rows(n: int, seed: int = 1) -> list[Row]:
    """Engagements of many kinds, three to a group, without outcomes."""
    luck = np.random.default_rng(seed)
    rows: list[Row] = []
    for i in range(n):
        men_a, men_d = (int(men) for men in 10.0 ** luck.uniform(3.5, 5.0, 2))
        rows.append(
            {
                "eng_id": f"E{i}",
                "group_id": f"G{i // 3}",
                "name": f"Battle {i}",
                "war": str(luck.choice(["WWII East", "WWII NW Europe", "WWI 1918", ""])),
                "days": int(luck.integers(1, 11)),
                "atk_str": men_a,
                "def_str": men_d,
                "atk_tanks": int(luck.integers(0, 200)),
                "def_tanks": int(luck.integers(0, 100)),
                "posture": str(luck.choice(["hasty", "prepared", "fortified", "delay"])),
                "weather": str(luck.choice(["wet", "dry"])),
                "surprise": int(luck.integers(-1, 4)),
                "adv_cev": "" if luck.random() < 0.5 else int(luck.integers(-1, 2)),
            }
        )
    return rows


def with_outcomes(rows: list[Row], seed: int = 2) -> list[Row]:
    """The same with plausible outcomes: a few per cent a day, the winner by the force ratio, some advance."""
    luck = np.random.default_rng(seed)
    found = []
    for row in rows:
        ratio = row["atk_str"] / row["def_str"]
        lost = np.minimum(0.9, 0.03 * row["days"] ** 0.5 * 10.0 ** luck.normal(0.0, 0.3, 2))
        outcome = {
            "winner": float(luck.random() < ratio / (1.0 + ratio)),
            "atk_cas": max(1, int(row["atk_str"] * lost[0])),
            "def_cas": max(1, int(row["def_str"] * lost[1])),
            "km_day": round(float(luck.normal(1.0, 1.0)), 2),
        }
        found.append(row | outcome)
    return found
