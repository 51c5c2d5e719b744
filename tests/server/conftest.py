"""One server for most tests, with an ensemble of five campaigns of ten days and a run of two."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from serving import SCENARIO, Server

import khingan as kh
from khingan.experiments.batch import prepare
from khingan.scenario.compile import compile_scenario


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """The engine is compiled before anybody waits for a server."""
    prepare(compile_scenario(kh.load(SCENARIO)))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("server")) as found:
        yield found


@pytest.fixture(scope="session")
def ensemble(server: Server) -> str:
    return server.fight(kind="ensemble", campaigns=5, days=10, part=2)


@pytest.fixture(scope="session")
def run(server: Server) -> str:
    return server.fight(kind="run", seed=7, days=2)
