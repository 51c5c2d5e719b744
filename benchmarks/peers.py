"""The reduced rules: do all play the same game, and how long does each take for a campaign?"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.clock import alternate, pinned
from benchmarks.reduced.khingan_reduced import Player
from benchmarks.reduced.luck import NativeBatchLuck, NativeLuck
from benchmarks.reduced.numpy_batch import Batch
from benchmarks.reduced.pure_python import Board, Campaign
from benchmarks.reduced.world import MEASURES, World, make_world

CHECKED = 64
LIMIT = 3.0
BATCH = 64  # of 16, 64 and 256 the fastest per campaign
REPEATS = 8
SEED = 11
OWN = "khingan"

Play = Callable[[], Any]
Prepare = Callable[[int, int], Play]  # first campaign, number of campaigns


@dataclass(frozen=True)
class Peer:
    """One implementation and what was found.

    Attributes
    ----------
    name : str
        What it is.
    seconds : float
        CPU time per campaign.
    worst : float
        Largest difference of a mean from that of the engine's design, in standard errors.
    measure : str
        Measure of that difference.
    """

    name: str
    seconds: float
    worst: float
    measure: str

    @property
    def counts(self) -> bool:
        """Whether it plays the same game."""
        return self.worst <= LIMIT


def _singly(make: Callable[[NativeLuck], Any]) -> Prepare:
    def prepare(first: int, count: int) -> Play:
        games = [make(NativeLuck(SEED, first + i)) for i in range(count)]
        return lambda: [game.play() for game in games]

    return prepare


def implementations(w: World) -> dict[str, tuple[Prepare, int]]:
    """How to prepare campaigns of each implementation, and how many are timed at once."""
    player, board = Player(w), Board(w)
    found: dict[str, tuple[Prepare, int]] = {
        OWN: (lambda first, count: lambda: player.play(SEED, first, count), BATCH),
        "NumPy, batch": (
            lambda first, count: Batch(w, NativeBatchLuck(SEED, np.arange(first, first + count)), count).play,
            BATCH,
        ),
        "pure Python": (_singly(lambda luck: Campaign(board, luck)), 8),
    }
    if importlib.util.find_spec("mesa"):
        from benchmarks.reduced import mesa_fast, mesa_tutorial

        found["Mesa 3, fast dictionaries"] = (_singly(lambda luck: mesa_fast.Game(board, luck)), 8)
        found["Mesa 3, tutorial style"] = (_singly(lambda luck: mesa_tutorial.Game(w, luck)), 4)
    return found


def difference(rows: NDArray[Any], own: NDArray[Any]) -> tuple[float, str]:
    """Largest difference of means in standard errors of the difference, and its measure."""
    gap = np.abs(rows.mean(axis=0) - own.mean(axis=0))
    error = np.sqrt(rows.var(axis=0, ddof=1) / len(rows) + own.var(axis=0, ddof=1) / len(own))
    # A measure that never varies must be equal.
    score = np.divide(gap, error, out=np.where(gap > 0, np.inf, 0.0), where=error > 0)
    worst = int(score.argmax())
    return float(score[worst]), MEASURES[worst]


def measure() -> list[Peer]:
    """Check and time all implementations; the engine's design comes first."""
    w = make_world()
    all_of = implementations(w)
    rows = {name: np.array(prepare(0, CHECKED)()) for name, (prepare, _) in all_of.items()}
    with pinned():
        least = alternate(
            {name: lambda prepare=prepare, n=n: prepare(0, n) for name, (prepare, n) in all_of.items()},
            REPEATS,
        )
    return [
        Peer(name, least[name] / count, *difference(rows[name], rows[OWN]))
        for name, (_, count) in all_of.items()
    ]
