"""The tiny scenario with a made-up record, and a made-up run of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from khingan.scenario import Scenario, load

# They lie with the tests of scenarios.
sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

CAMPAIGNS = 20


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Openings made by tests are counted in a folder of their own."""
    monkeypatch.setenv("KHINGAN_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data" / "openings.jsonl"


@pytest.fixture(scope="session")
def made_up_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tiny_record import DAYS, add_record
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


@pytest.fixture
def made_up_run(tmp_path: Path, made_up: Scenario) -> Path:
    """A run of campaigns around the 12th (day 3 after the start)."""
    from tiny_record import tables

    folder = tmp_path / "a_run"
    folder.mkdir()
    meta = {"scenario": made_up.scenario_id, "overlays": [], "seed": 1, "campaigns": CAMPAIGNS}
    (folder / "run.json").write_text(json.dumps(meta), encoding="utf-8")
    places, daily = tables(np.linspace(60.0, 110.0, CAMPAIGNS), 7)
    pq.write_table(places, folder / "places.parquet")
    pq.write_table(daily, folder / "daily.parquet")
    return folder
