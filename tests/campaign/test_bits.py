"""The same bits whoever computes them: compiled or not, on however many threads, in whatever batches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_campaign import hashes

from flagship import row_hashes
from khingan.campaign.run import RESULT_VERSION
from khingan.campaign.state import N_DAILY
from khingan.experiments.batch import simulate_batch
from khingan.scenario.compile import Compiled

HERE = Path(__file__).parent
FEW = 10


def test_plain_python_plays_the_campaign_of_the_compiled_kernel() -> None:
    plain = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "tiny_campaign.py")],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout.split() == hashes()


def _hashes(compiled: Compiled, numbers: list[int], threads: int) -> list[str]:
    return row_hashes(simulate_batch(compiled, [1] * len(numbers), numbers, threads=threads))


@pytest.fixture(scope="session")
def golden() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HERE / "golden.json").read_text(encoding="utf-8"))
    return loaded


def test_the_golden_campaigns_are_the_same_bits(flagship: Compiled, golden: dict[str, Any]) -> None:
    assert golden["result_version"] == RESULT_VERSION
    assert golden["compiled"] == flagship.digest, "the scenario has changed: python tools/golden.py --accept"
    found = _hashes(flagship, list(range(64)), threads=2)
    wrong = [i for i, (a, b) in enumerate(zip(found, golden["rows"], strict=True)) if a != b]
    assert not wrong, "the engine's results have changed: python tools/golden.py --accept, and RESULT_VERSION"


@pytest.mark.parametrize("threads", [1, 5])
def test_threads_change_nothing(flagship: Compiled, few: list[str], threads: int) -> None:
    assert _hashes(flagship, list(range(FEW)), threads) == few


@pytest.mark.parametrize("split", [3, 7])
def test_batches_change_nothing(flagship: Compiled, few: list[str], split: int) -> None:
    found = _hashes(flagship, list(range(split)), 2) + _hashes(flagship, list(range(split, FEW)), 2)
    assert found == few


def test_the_order_of_campaigns_changes_nothing(flagship: Compiled, few: list[str]) -> None:
    assert _hashes(flagship, list(reversed(range(FEW))), 2) == few[::-1]


def test_every_campaign_has_its_own_luck(few: list[str]) -> None:
    assert len(set(few)) == FEW


@pytest.fixture(scope="session")
def few(flagship: Compiled) -> list[str]:
    return _hashes(flagship, list(range(FEW)), threads=2)


def test_daily_rows_add_up_to_the_summary(flagship: Compiled) -> None:
    # Losses of the theatre commands day by day against the totals of the campaign.
    batch = simulate_batch(flagship, [1], [0], daily=True)
    tops = [side["theatre"] for side in flagship.scenario.meta["sides"]]
    for side, top in enumerate(tops):
        days = batch.daily[0, :, flagship.reporting.index(top)]
        total = batch.summary[0, side * N_DAILY : (side + 1) * N_DAILY]
        assert np.array_equal(days[:, 1:8].sum(axis=0), total[1:8])
        assert days[-1, 0] == total[0]
