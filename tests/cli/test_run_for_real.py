"""``khingan run`` with the real engine and the real flagship, two days long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from khingan.cli.main import main
from khingan.experiments import schema

SAME_BYTES = ("summary", "daily", "places", "events", "trace")
WAIT_S = 120.0


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three runs: seed 1 twice, seed 2 once."""
    base = tmp_path_factory.mktemp("runs")
    found = {name: base / name for name in ("first", "again", "other")}
    for name, folder in found.items():
        seed = "2" if name == "other" else "1"
        assert main(["run", "--days", "2", "--trace", "--seed", seed, "--out", str(folder)]) == 0
    return found


def test_engine_fills_the_fixed_schema(folders: dict[str, Path]) -> None:
    for name, columns in (
        ("daily", schema.DAILY),
        ("places", schema.PLACES),
        ("events", schema.EVENTS),
        ("trace", schema.TRACE),
    ):
        table = pq.read_table(folders["first"] / f"{name}.parquet")
        assert table.schema.names == [column.name for column in columns]
        assert table.num_rows > 0


def test_same_seed_gives_the_same_bytes(folders: dict[str, Path]) -> None:
    for name in [*(f"{table}.parquet" for table in SAME_BYTES), "frontline.geojson"]:
        assert (folders["first"] / name).read_bytes() == (folders["again"] / name).read_bytes()


def test_other_seed_gives_another_campaign(folders: dict[str, Path]) -> None:
    first, other = (folders[name] / "events.parquet" for name in ("first", "other"))
    assert first.read_bytes() != other.read_bytes()


def test_description_names_the_identity_and_the_command_tree(folders: dict[str, Path]) -> None:
    text = json.loads((folders["first"] / "run.json").read_text())
    assert text["identity"]["seed"] == 1
    assert text["identity"]["steps"] == 8
    assert len(text["formations"]) >= 2
    again = json.loads((folders["again"] / "run.json").read_text())
    assert text["identity"] == again["identity"]


def test_front_line_by_day(folders: dict[str, Path]) -> None:
    features = json.loads((folders["first"] / "frontline.geojson").read_text())["features"]
    assert [feature["properties"]["day"] for feature in features] == [0, 1, 2]
    lines = [feature["geometry"]["coordinates"] for feature in features]
    assert lines[0] != lines[2]
    assert sum(len(line) for line in lines[0]) > 100


def test_every_place_has_a_row_for_each_side(folders: dict[str, Path]) -> None:
    places = pq.read_table(folders["first"] / "places.parquet").to_pylist()
    keys = [(row["place_id"], row["side"]) for row in places]
    assert len(set(keys)) == len(keys) == 2 * len({place for place, _ in keys})


def wait_for_part(folder: Path) -> Iterator[Path]:
    """Wait until the temporary folder of a run is there."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        yield from folder.glob(".*.part-*")
        time.sleep(0.05)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signal_in_mid_run_leaves_nothing(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    command = [sys.executable, "-m", "khingan.cli.main", "run", "--out", "one"]
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        # A job in the background of a shell ignores Ctrl-C, and so would its children.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert next(wait_for_part(tmp_path), None) is not None
        running.send_signal(sent)
        _, errors = running.communicate(timeout=WAIT_S)
    assert running.returncode == code
    assert os.listdir(tmp_path) == []
    assert b"Traceback" not in errors
