"""The tiny scenario with a made-up record, and a made-up run of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from khingan.scenario import Scenario, load
from khingan.verdict.losses import COLUMNS_OF_CATEGORY

# They lie with the tests of scenarios.
sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

DAYS = 10
CAMPAIGNS = 20


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Openings made by tests are counted in a folder of their own."""
    monkeypatch.setenv("KHINGAN_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "openings.jsonl"


@pytest.fixture(scope="session")
def made_up_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tiny_record import add_record
    from tiny_scenario import Folder

    path: Path = tmp_path_factory.mktemp("made_up")
    Folder(path)
    add_record(path)
    settings = path / "scenario.toml"
    text = settings.read_text(encoding="utf-8").replace("steps = 8", f"steps = {4 * DAYS}")
    settings.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def made_up(made_up_folder: Path) -> Scenario:
    return load(made_up_folder)


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


@pytest.fixture
def made_up_run(tmp_path: Path, made_up: Scenario) -> Path:
    """A run of campaigns around the 12th (day 3 after the start)."""
    folder = tmp_path / "a_run"
    folder.mkdir()
    meta = {"scenario": made_up.scenario_id, "overlays": [], "seed": 1, "campaigns": CAMPAIGNS}
    (folder / "run.json").write_text(json.dumps(meta), encoding="utf-8")
    places, daily = tables(np.linspace(60.0, 110.0, CAMPAIGNS), 7)
    pq.write_table(places, folder / "places.parquet")
    pq.write_table(daily, folder / "daily.parquet")
    return folder
