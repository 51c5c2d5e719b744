"""The tiny scenario as a fixture; see ``tiny_scenario.py`` for its drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_scenario import Folder

from khingan.cli.common import default_scenario
from khingan.scenario import Scenario, load


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture(scope="session")
def flagship() -> Scenario:
    return load(default_scenario())
