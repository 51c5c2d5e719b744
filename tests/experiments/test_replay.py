"""One campaign of an ensemble, fought again from its index."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from khingan.cli.main import main
from khingan.experiments.ensemble import Ensemble, ensemble
from khingan.experiments.replay import find_campaign
from khingan.experiments.simulate import simulate


@pytest.fixture(scope="module")
def fought(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    """Three campaigns of two days of the flagship: its report needs a record and claims."""
    return ensemble(n=3, days=2, seed=5, part=2, out=tmp_path_factory.mktemp("replay") / "fought")


def test_campaign_comes_out_again_with_its_trace(
    fought: Ensemble, tmp_path: Path, catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "again"
    words = ["run", "--from", fought.where, "--campaign", "2", "--trace", "--out", str(out), "--json"]
    assert main(words) == 0
    assert json.loads((out / "run.json").read_text())["identity"]["first"] == 2
    wanted = fought.table("summary").to_pylist()[2] | {"campaign": 0}
    assert pq.read_table(out / "summary.parquet").to_pylist() == [wanted]
    assert pq.read_table(out / "trace.parquet").num_rows > 0
    assert pq.read_table(out / "events.parquet").num_rows > 0
    daily = fought.query("SELECT * EXCLUDE campaign FROM daily WHERE campaign = 2")
    again = pq.read_table(out / "daily.parquet").drop_columns(["campaign"])
    assert again.cast(daily.schema).to_pylist() == daily.to_pylist()
    capsys.readouterr()
    assert main(["runs", "--json"]) == 0
    assert [entry["kind"] for entry in json.loads(capsys.readouterr().out)] == ["run"]


def test_campaign_of_a_replay_is_the_same_one(fought: Ensemble, tmp_path: Path) -> None:
    out = tmp_path / "again"
    assert main(["run", "--from", fought.where, "--campaign", "1", "--out", str(out), "--json"]) == 0
    twice = tmp_path / "twice"
    assert main(["run", "--from", str(out), "--out", str(twice), "--json"]) == 0
    assert (twice / "daily.parquet").read_bytes() == (out / "daily.parquet").read_bytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--campaign", "3"], "no such campaign (value '3'); expected 0 to 2"),
        (["--campaign", "-1"], "no such campaign"),
        (["--campaign", "1", "--seed", "4"], "field --seed: the run named with --from decides that"),
        (["--what-if", "dry"], "field --what-if"),
    ],
)
def test_bad_input_is_told(
    words: list[str], message: str, fought: Ensemble, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--from", fought.where, *words]) == 2
    assert message in capsys.readouterr().err


def test_campaign_without_run_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--campaign", "3"]) == 2
    assert "of which run?" in capsys.readouterr().err


def test_campaign_that_comes_out_differently_is_told(fought: Ensemble) -> None:
    from khingan.errors import SystemFault

    replay = find_campaign(fought.results, 1)
    other = simulate(replay.scenario, seed=replay.seed, first=2, days=2, uncertainty=replay.uncertainty)
    with pytest.raises(SystemFault, match="campaign 1 came out differently"):
        replay.check(other)
