"""On a cluster an ensemble has the bytes that it has on one machine, whatever becomes of the nodes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from ensemble_folders import RAY_CAMPAIGNS as CAMPAIGNS
from ensemble_folders import RAY_PART as PART
from ensemble_folders import RAY_SEED as SEED
from ensemble_folders import content

from khingan.cli.main import main
from khingan.errors import InputError
from khingan.experiments.ensemble import ensemble

HERE = Path(__file__).parent
# Seconds that Ray waits for its own processes; a busy machine takes more than the default.
PATIENT = {"RAY_gcs_server_port_wait_time_s": "300"}
# The tests may run under `uv run`, of which Ray would make something of its own.
INSTALLED = {"RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0"}


@pytest.fixture(scope="module")
def on_cluster(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("ray")
    # The path of a socket may not be long; and no other cluster of this machine is to be found.
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="k") as short:
        done = subprocess.run(
            [sys.executable, str(HERE / "ray_ensembles.py"), str(tiny_folder), str(folder)],
            env={**os.environ, "RAY_AUTH_MODE": "disabled", "RAY_TMPDIR": short, **PATIENT, **INSTALLED},
            capture_output=True,
            text=True,
            timeout=600,
        )
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout.splitlines()[-1])


def test_a_node_killed_in_mid_run_changes_no_byte(
    on_cluster: tuple[Path, dict[str, Any]], tiny_folder: Path, tmp_path: Path
) -> None:
    folder, told = on_cluster
    assert told["alive"] == 1
    assert told["lost"]
    assert told["parts"] == CAMPAIGNS // PART
    ensemble(str(tiny_folder), CAMPAIGNS, seed=SEED, part=PART, out=tmp_path / "threads")
    assert content(folder / "two-nodes") == content(tmp_path / "threads")


def test_one_node_stops_where_threads_stop(
    on_cluster: tuple[Path, dict[str, Any]], tiny_folder: Path, tmp_path: Path
) -> None:
    folder, _ = on_cluster
    rule = "red_killed ±6 %"
    ensemble(str(tiny_folder), CAMPAIGNS, seed=SEED, part=PART, out=tmp_path / "threads", until=rule)
    assert content(folder / "one-node") == content(tmp_path / "threads")


def test_without_ray_the_extra_is_named(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    words = ["ensemble", str(tiny_folder), "-n", "2", "--executor", "ray", "--out", str(tmp_path / "one")]
    assert main(words) == 2
    assert "pip install 'khingan[cluster]'" in capsys.readouterr().err
    assert not (tmp_path / "one").exists()


def test_an_unknown_executor_is_refused(tiny_folder: Path) -> None:
    with pytest.raises(InputError, match="threads or ray"):
        ensemble(str(tiny_folder), 2, executor="magic")
