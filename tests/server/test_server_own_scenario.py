"""A scenario that does not come with the package: its runs are shown like any other, as its files are now."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from serving import SCENARIO, Server

import khingan as kh
from khingan.scenario.load import find

CLAIM = "paraphrase of a scenario elsewhere"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(find(SCENARIO), folder)
    settings = folder / "scenario.toml"
    settings.write_text(
        settings.read_text("utf-8").replace(f'id = "{SCENARIO}"', 'id = "own-war"', 1), "utf-8"
    )
    return folder


def test_run_of_an_own_scenario_is_shown(
    server: Server, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHINGAN_CATALOGUE", str(server.home / "catalogue" / "runs.sqlite"))
    kh.ensemble(kh.load(own), 2, days=1, out=tmp_path / "many")
    known = server.get("/api/runs").json()
    run = next(one["run_id"] for one in known if one["scenario_id"] == "own-war")
    assert server.get(f"/api/runs/{run}").json()["replayable"]
    assert server.get(f"/api/runs/{run}/campaigns/1/replay.arrow").status_code == 200
    assert server.get(f"/api/runs/{run}/places").status_code == 200
    assert server.get("/api/map/own-war/cells.arrow").status_code == 200

    def first() -> str:
        found = server.get("/api/claims", scenario="own-war").json()["claims"]
        return str(found[0]["paraphrase"])

    before = first()
    claims = own / "claims.csv"
    claims.write_text(claims.read_text("utf-8").replace(before, CLAIM, 1), "utf-8")
    assert first() == CLAIM


def test_scenario_that_nobody_knows(server: Server) -> None:
    answer = server.client.get("/api/map/elsewhere/cells.arrow")
    assert answer.status_code == 404
    assert SCENARIO in answer.json()["detail"][0]["expected"]
