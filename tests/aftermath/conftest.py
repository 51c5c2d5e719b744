"""The flagship, and a run of it that was fought."""

from __future__ import annotations

from pathlib import Path

import pytest

from khingan.cli.common import default_scenario
from khingan.cli.main import main
from khingan.scenario import Scenario, load


@pytest.fixture(scope="session")
def flagship() -> Scenario:
    return load(default_scenario())


@pytest.fixture(scope="session")
def fought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three campaigns of fourteen days: long enough for a cease-fire and prisoners."""
    folder = tmp_path_factory.mktemp("runs") / "fought"
    assert main(["run", "--days", "14", "-n", "3", "--seed", "5", "--out", str(folder), "--json"]) == 0
    return folder
