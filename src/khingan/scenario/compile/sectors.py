"""Sectors: how far to either side of its line of advance a formation may look for a way.

The boundaries between neighbours lie close to each one's line; where no neighbour is nearer, the sector is wider.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.staff.historical import Axes

Array = NDArray[Any]
MOST_BESIDE = 6.0  # beyond this factor a way outside the boundaries is out of the question anyway
KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Widths:
    """Coefficients of sectors.

    Attributes
    ----------
    half_km : float
        Half-width where a neighbour is nearer.
    open_half_km : float
        Half-width where none is.
    share : float
        Either as a share of the way from one objective to the next, where that is more.
    scale_km : float
        Distance beyond a boundary that doubles the cost of a way.
    """

    half_km: float
    open_half_km: float
    share: float
    scale_km: float


@dataclass(frozen=True)
class Commands:
    """Whose sectors there are.

    Attributes
    ----------
    units : list of (int, str), [units]
        Side and command of every unit: the highest above it that marches as one. That is its army, or, of who stands
        directly under a front, the corps or the unit itself.
    shared : frozenset of str
        Commands that stand above several such: their plans are nobody's sector.
    """

    units: list[tuple[int, str]]
    shared: frozenset[str]


def commands_of(chains: Sequence[Sequence[str]], sides: Sequence[int], armies: Sequence[str]) -> Commands:
    """Commands with a sector of their own.

    Parameters
    ----------
    chains : sequence of sequence of str, [units]
        The unit itself, then the commands above it, from below.
    sides : sequence of int, [units]
        Side of the unit.
    armies : sequence of str, [units]
        Army that the unit belongs to, the command right above those that belong to none.
    """
    under: dict[str, set[str]] = {}
    for chain, army in zip(chains, armies, strict=True):
        for holder in chain:
            under.setdefault(holder, set()).add(army)
    shared = frozenset(holder for holder, found in under.items() if len(found) > 1)
    own = [next(holder for holder in reversed(chain) if holder not in shared) for chain in chains]
    return Commands(list(zip(sides, own, strict=True)), shared)


class Sectors:
    """Factors on the cost of cells, from the legs (place before, place) of all axes of attackers.

    Parameters
    ----------
    lat, lon : ndarray, [cells]
        Centres of the cells, degrees.
    axes : Axes
        All axes.
    first : sequence of int, [units]
        First axis of every unit, -1 = none.
    commands : Commands
        Whose sectors there are.
    common : container of str
        Plans of the commands above several others.
    widths : Widths
        Coefficients.
    """

    def __init__(
        self,
        lat: Array,
        lon: Array,
        axes: Axes,
        first: Sequence[int],
        commands: Commands,
        common: Container[str],
        widths: Widths,
    ) -> None:
        self._lat, self._lon = lat, lon
        self._widths = widths
        # Who marches along a leg, and whose sector it is.
        self._users: dict[tuple[int, int], set[tuple[int, str]]] = {}
        self._owners: dict[tuple[int, int], set[tuple[int, str]]] = {}
        for a, command in zip(first, commands.units, strict=True):
            while a >= 0:
                self._add(axes, a, command, axes.plan[a] not in common)
                a = axes.following[a]
        self._aside = {leg: self._distance(*leg, behind=False)[0] for leg in self._owners}

    def _add(self, axes: Axes, a: int, command: tuple[int, str], own: bool) -> None:
        """Legs of an axis; who defends or is carried by a lift has none, they begin at no place."""
        for o in range(axes.first[a], axes.first[a] + axes.count[a]):
            leg = (axes.origins[o], axes.cells[o])
            if leg[0] >= 0 and leg[0] != leg[1]:
                self._users.setdefault(leg, set()).add(command)
                if own:
                    self._owners.setdefault(leg, set()).add(command)

    def _distance(self, origin: int, goal: int, behind: bool) -> tuple[Array, float]:
        """Distance of every cell from a leg, and the length of the leg, km.

        ``behind``: from the leg and its prolongation backwards.
        """
        east = np.cos(np.radians((self._lat[origin] + self._lat[goal]) / 2.0))
        x = (self._lon - self._lon[origin]) * KM_PER_DEGREE * east
        y = (self._lat - self._lat[origin]) * KM_PER_DEGREE
        line = np.array([x[goal], y[goal]])
        length2 = max(float(line @ line), 1.0)
        along = np.minimum((x * line[0] + y * line[1]) / length2, 1.0)
        if not behind:
            along = np.maximum(along, 0.0)
        return np.hypot(x - along * line[0], y - along * line[1]), length2**0.5

    def nearest_neighbour(self, origin: int, goal: int) -> Array:
        """Distance of every cell from the nearest leg of the plans of other commands of the same side, km."""
        mine = self._users[origin, goal]
        sides = {side for side, _ in mine}
        near = np.full(self._lat.shape, np.inf)
        for leg, owners in self._owners.items():
            others = {command for command in owners if command[0] in sides}
            if others and not others & mine:
                near = np.minimum(near, self._aside[leg])
        return near

    def factor(self, origin: int, goal: int) -> NDArray[np.float64]:
        """Factor on the cost of every cell for who marches from one place to the next.

        1 within the boundaries, rising by 1 for every ``scale_km`` beyond them: neighbours' roads are there for the
        neighbours. The sector reaches ``half_km`` to either side of the line, ``open_half_km`` on ground that is
        nearer to it than to any neighbour's, or ``share`` of its length if that is more: the farther the objective,
        the wider the sector in which a road to it is looked for.
        """
        # The sector runs on behind the first place: a reserve comes up along it.
        aside, length = self._distance(origin, goal, behind=True)
        widths = self._widths
        open_half_km = max(widths.half_km, widths.open_half_km)
        wide = np.where(aside < self.nearest_neighbour(origin, goal), open_half_km, widths.half_km)
        beyond = np.maximum(0.0, aside - np.maximum(wide, widths.share * length))
        return np.asarray(np.minimum(1.0 + beyond / widths.scale_km, MOST_BESIDE))
