"""Every implementation of the reduced rules plays the same campaign to the last man when given the same luck."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from benchmarks.reduced import world as R
from benchmarks.reduced.khingan_reduced import Player
from benchmarks.reduced.luck import NamedBatchLuck, NamedLuck
from benchmarks.reduced.numpy_batch import Batch
from benchmarks.reduced.pure_python import Board, Campaign
from numpy.typing import NDArray

SEED, CAMPAIGNS = 5, 3


@pytest.fixture(scope="module")
def world() -> R.World:
    return R.make_world(width=24, height=8, units=32, steps=40)


@pytest.fixture(scope="module")
def expected(world: R.World) -> NDArray[np.int64]:
    return Player(world).play(SEED, 0, CAMPAIGNS)


def test_campaigns_hold_what_the_rules_are_about(expected: NDArray[np.int64]) -> None:
    measures = dict(zip(R.MEASURES, expected.T, strict=True))
    assert np.all(measures["lost_0"] > 0)
    assert np.any(measures["left_0"] + measures["left_1"] < 32), "nobody was shattered"
    assert np.ptp(measures["lost_0"]) > 0, "luck changes nothing"


def test_pure_python(world: R.World, expected: NDArray[np.int64]) -> None:
    board = Board(world)
    played = [Campaign(board, NamedLuck(SEED, i)).play() for i in range(CAMPAIGNS)]
    assert played == expected.tolist()


def test_numpy(world: R.World, expected: NDArray[np.int64]) -> None:
    luck = NamedBatchLuck(SEED, np.arange(CAMPAIGNS))
    assert Batch(world, luck, CAMPAIGNS).play().tolist() == expected.tolist()


@pytest.mark.parametrize("style", ["mesa_fast", "mesa_tutorial"])
def test_mesa(style: str, world: R.World, expected: NDArray[np.int64]) -> None:
    pytest.importorskip("mesa", reason="Mesa is in the dependency group benchmarks")
    module: Any = pytest.importorskip(f"benchmarks.reduced.{style}")
    start = world if style == "mesa_tutorial" else Board(world)
    played = [module.Game(start, NamedLuck(SEED, i)).play() for i in range(CAMPAIGNS)]
    assert played == expected.tolist()
