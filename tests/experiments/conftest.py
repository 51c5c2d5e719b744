"""The tiny scenario with the library's coefficients, compiled: three units, ten days."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from khingan.cli.common import default_scenario
from khingan.scenario import load
from khingan.scenario.compile import Compiled, compile_scenario
from khingan.scenario.load import find

# It lies with the tests of scenarios.
sys.path.insert(0, str(Path(__file__).parents[1] / "scenario"))

MEASURES = """
[link_up]
side = "red"
western = ["red_a"]
eastern = ["red_b"]

[[measures]]
name = "Hailar"
kind = "reached_hour"
side = "red"
places = ["hailar", "mukden"]

[[measures]]
name = "depth"
kind = "depth"
side = "red"
by = 1945-08-10

[[measures]]
name = "killed"
kind = "total"
side = "red"
column = "killed"

[[measures]]
name = "met"
kind = "link_up"
by = 1945-08-09
"""


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario on disk, with what an ablation of it measures."""
    from tiny_scenario import Folder

    path: Path = tmp_path_factory.mktemp("tiny")
    Folder(path)
    shutil.copy(find(default_scenario()) / "parameters.csv", path / "parameters.csv")
    settings = path / "scenario.toml"
    text = settings.read_text(encoding="utf-8").replace("steps = 8", "steps = 40")
    settings.write_text(text + MEASURES, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Compiled:
    return compile_scenario(load(tiny_folder))
