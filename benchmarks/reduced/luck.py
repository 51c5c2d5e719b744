"""Luck for the peers: their own generator, or the engine's named draws for an exact comparison."""

from __future__ import annotations

import random
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import draws


class Luck(Protocol):
    """Two numbers for an attacked cell."""

    def pair(self, step: int, cell: int) -> tuple[float, float]:
        """Standard normal and uniform number."""


class NativeLuck:
    """Python's own generator."""

    def __init__(self, seed: int, campaign: int) -> None:
        source = random.Random(seed * 1_000_003 + campaign)
        self._normal, self._uniform = source.gauss, source.random

    def pair(self, step: int, cell: int) -> tuple[float, float]:
        """Standard normal and uniform number."""
        return self._normal(0.0, 1.0), self._uniform()


class NamedLuck:
    """The engine's numbers."""

    def __init__(self, seed: int, campaign: int) -> None:
        self.key = (seed, campaign)

    def pair(self, step: int, cell: int) -> tuple[float, float]:
        """Standard normal and uniform number."""
        words = draws.draw(*self.key, step, cell, draws.ENGAGEMENT_NOISE)
        return draws.standard_normal(words[0]), draws.uniform(words[1])


class NativeBatchLuck:
    """NumPy's own generator, for many campaigns at once."""

    def __init__(self, seed: int, campaigns: NDArray[Any]) -> None:
        self._source = np.random.default_rng([seed, *campaigns.tolist()])

    def pairs(self, step: int, which: NDArray[Any], cells: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Standard normal and uniform numbers of attacked cells, ``which`` counts the campaigns of the batch."""
        n = len(cells)
        return self._source.standard_normal(n), self._source.random(n)


class NamedBatchLuck:
    """The engine's numbers, for many campaigns at once."""

    def __init__(self, seed: int, campaigns: NDArray[Any]) -> None:
        self._luck = [NamedLuck(seed, int(i)) for i in campaigns]

    def pairs(self, step: int, which: NDArray[Any], cells: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Standard normal and uniform numbers of attacked cells."""
        found = [self._luck[b].pair(step, c) for b, c in zip(which.tolist(), cells.tolist(), strict=True)]
        both = np.array(found).reshape(-1, 2)
        return both[:, 0], both[:, 1]
