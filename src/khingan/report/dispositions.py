"""Who stands where at the end of a day, gathered into counters for three distances of view.

From afar the counters are armies, nearer corps, near divisions and brigades. Units of one formation that
stand together share a counter; a part that stands apart gets its own. Counters that would cover each other
are moved aside and keep a line to their place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from khingan.report.symbols import arm_of, echelon_marks
from khingan.report.text import designation

_MOTOR_ARMS = frozenset({"armour", "mechanized", "motorized"})
GONE = frozenset({"waiting", "not_acting", "disbanded", "aboard"})  # not on the map
IDLE = frozenset({"surrendered"})  # on the map, out of the war
PIXELS_PER_KM = (0.62, 1.3, 2.9)  # nominal scale of each level of view
_RADIUS_KM = (105.0, 32.0, 6.0)  # how far apart units of one formation may stand under one counter
_CELL_PX = (37.0, 42.0)  # room a counter needs, label included
_FARTHEST_PX = 95.0  # a counter is never moved farther from its place
_WORST = ("surrendered", "shattered", "surrounded", "invested", "isolated", "active")


@dataclass(frozen=True)
class Face:
    """What does not change about a unit or formation: its symbol and names."""

    face_id: str
    name: str
    label: str
    side: int
    contingent: int
    arm: str
    marks: str


@dataclass(frozen=True)
class Standing:
    """One unit at one moment."""

    unit_id: str
    x: float
    y: float
    men: float
    men_at_start: float
    tanks: float
    fuel_share: float | None
    status: str


@dataclass
class Counter:
    """One symbol on the map.

    ``x, y`` are the place in drawing units, ``dx, dy`` the shift in screen pixels that keeps counters apart.
    """

    face: Face
    x: float
    y: float
    members: list[Standing]
    more: int = 0
    dx: float = 0.0
    dy: float = 0.0
    key: str = field(default="")

    @property
    def men(self) -> float:
        """Men of all units under the counter."""
        return sum(s.men for s in self.members)

    @property
    def tanks(self) -> float:
        """Armoured vehicles of all units under the counter."""
        return sum(s.tanks for s in self.members)

    @property
    def strength_share(self) -> float:
        """Men present as a share of the men at the start."""
        start = sum(s.men_at_start for s in self.members)
        return min(1.0, self.men / start) if start > 0 else 1.0

    @property
    def fuel_share(self) -> float | None:
        """Mean fuel of the motor units as a share of what they had at the start, None on foot."""
        shares = [s.fuel_share for s in self.members if s.fuel_share is not None]
        return sum(shares) / len(shares) if shares else None

    @property
    def status(self) -> str:
        """The state of most men under the counter; ties go to the worse."""
        weight: dict[str, float] = {}
        for standing in self.members:
            weight[standing.status] = weight.get(standing.status, 0.0) + standing.men + 1.0
        return max(weight, key=lambda s: (weight[s], -_WORST.index(s) if s in _WORST else 0))


class Tree:
    """The command tree, as far as drawing needs it.

    Parameters
    ----------
    units, formations : sequence of dict
        Rows of the run's static tables.
    sides : sequence of str
        Side ids in order; the first is drawn with rectangles.
    """

    def __init__(
        self,
        units: Sequence[Mapping[str, Any]],
        formations: Sequence[Mapping[str, Any]],
        sides: Sequence[str],
    ) -> None:
        self._formations = {str(row["formation_id"]): row for row in formations}
        self._side = {side: index for index, side in enumerate(sides)}
        tints: dict[str, list[str]] = {}
        for row in [*formations, *units]:
            known = tints.setdefault(str(row["side"]), [])
            if row.get("contingent") and row["contingent"] not in known:
                known.append(str(row["contingent"]))
        self.contingents = tints
        self.faces: dict[str, Face] = {}
        self.rear: set[str] = set()
        self.motor: set[str] = set()
        for row in formations:
            self.faces[str(row["formation_id"])] = self._face(str(row["formation_id"]), row)
        self.groups: dict[str, tuple[str, str, str]] = {}
        for row in units:
            unit_id = str(row["unit_id"])
            if row.get("rear"):
                self.rear.add(unit_id)
            self.faces[unit_id] = self._face(unit_id, row)
            if self.faces[unit_id].arm in _MOTOR_ARMS:
                self.motor.add(unit_id)
            self.groups[unit_id] = self._groups_of(unit_id, row)

    def _face(self, face_id: str, row: Mapping[str, Any]) -> Face:
        name = str(row.get("name") or face_id)
        side = str(row["side"])
        kind = row.get("kind")
        tint = self.contingents[side].index(str(row["contingent"])) if row.get("contingent") else 0
        arm = arm_of(str(kind) if kind else None, name)
        return Face(
            face_id,
            name,
            designation(name),
            min(self._side.get(side, 1), 1),
            min(tint, 2),
            "infantry" if arm == "headquarters" else arm,
            echelon_marks(str(row.get("echelon") or "")),
        )

    def _ancestors(self, row: Mapping[str, Any]) -> list[str]:
        found: list[str] = []
        parent = row.get("formation_id")
        while parent and str(parent) in self._formations and str(parent) not in found:
            found.append(str(parent))
            parent = self._formations[str(parent)].get("parent_id")
        return found

    def _groups_of(self, unit_id: str, row: Mapping[str, Any]) -> tuple[str, str, str]:
        ancestors = self._ancestors(row)
        armies = [a for a in ancestors if self.faces[a].marks == "XXXX"]
        corps = [a for a in ancestors if self.faces[a].marks == "XXX"]
        near = corps[-1] if corps else unit_id
        return (armies[0] if armies else near, near, unit_id)


def gather(standings: Sequence[Standing], tree: Tree, level: int) -> list[Counter]:
    """Gather units into counters for one level of view.

    Parameters
    ----------
    standings : sequence of Standing
        All units on the map at one moment.
    tree : Tree
        Command tree.
    level : int
        0 armies, 1 corps, 2 units.

    Returns
    -------
    list of Counter
        Sorted so that small counters come first (the strongest is drawn on top).
    """
    grouped: dict[tuple[str, bool], list[Standing]] = {}
    for standing in standings:
        # Those out of the war never hide under a fighting formation's counter.
        key = (tree.groups[standing.unit_id][level], standing.status in IDLE)
        grouped.setdefault(key, []).append(standing)
    counters: list[Counter] = []
    for (group, _), members in grouped.items():
        clusters = _clusters(sorted(members, key=lambda s: (-s.men, s.unit_id)), _RADIUS_KM[level])
        for rank, cluster in enumerate(clusters):
            counters.append(_counter(group, cluster, tree, main=rank == 0))
    return sorted(counters, key=lambda c: (c.men, c.face.face_id))


def _clusters(members: list[Standing], radius: float) -> list[list[Standing]]:
    clusters: list[list[Standing]] = []
    for standing in members:
        for cluster in clusters:
            if (standing.x - cluster[0].x) ** 2 + (standing.y - cluster[0].y) ** 2 <= radius**2:
                cluster.append(standing)
                break
        else:
            clusters.append([standing])
    return sorted(clusters, key=lambda c: -sum(s.men for s in c))


def _counter(group: str, cluster: list[Standing], tree: Tree, main: bool) -> Counter:
    total = sum(s.men for s in cluster) or 1.0
    x = sum(s.x * s.men for s in cluster) / total
    y = sum(s.y * s.men for s in cluster) / total
    # The symbol stands on a unit's own ground: the mean of a scattered army may lie in the sea.
    seat = min(cluster, key=lambda s: (s.x - x) ** 2 + (s.y - y) ** 2)
    whole = len(cluster) > 1 and main
    face = tree.faces[group if whole else cluster[0].unit_id]
    more = 0 if whole else len(cluster) - 1
    return Counter(face, seat.x, seat.y, list(cluster), more, key=f"{group}/{cluster[0].unit_id}")


def spread(
    counters: Sequence[Counter],
    scale: float,
    previous: Mapping[str, tuple[float, float]],
    obstacles: npt.NDArray[np.float64] | None = None,
) -> None:
    """Move counters apart in place until they hardly cover each other and the names of great towns.

    Parameters
    ----------
    counters : sequence of Counter
        Their ``dx, dy`` are set.
    scale : float
        Screen pixels per drawing unit at which they must not overlap.
    previous : mapping of key to (dx, dy)
        Shifts of the day before; starting there keeps a counter from jumping about.
    obstacles : float64[m, 4], optional
        Names to keep free: middle in drawing units, width and height in pixels.
    """
    if not counters:
        return
    home = np.array([(c.x, c.y) for c in counters]) * scale
    known = [previous.get(c.key) for c in counters]
    shift = np.array([k or (0.0, 0.0) for k in known])
    # Counters in one cell would be pushed nowhere: a small fixed fan tells them apart.
    turn = np.arange(len(counters)) * 2.399963
    shift = shift + 0.8 * np.column_stack((np.cos(turn), np.sin(turn)))
    fixed = np.zeros((0, 4)) if obstacles is None else obstacles
    size = np.concatenate((np.tile(_CELL_PX, (len(home), 1)), fixed[:, 2:]))
    at = np.concatenate((home, fixed[:, :2] * scale))
    first, second = np.nonzero(np.triu(_near(at), 1)[: len(home)])
    room = (size[first] + size[second]) / 2
    moving = np.concatenate((shift, np.zeros((len(fixed), 2))))
    for _ in range(12 if any(known) else 40):
        if not _push(at, moving, first, second, room, len(home)):
            break
    shift = moving[: len(home)]
    shift[np.hypot(shift[:, 0], shift[:, 1]) < 4.0] = 0.0
    for counter, (dx, dy) in zip(counters, np.round(shift).tolist(), strict=True):
        counter.dx, counter.dy = dx, dy


def _near(home: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Pairs that can ever touch, both being shifted as far as they may."""
    reach = 2 * _FARTHEST_PX + max(_CELL_PX)
    x, y = home[:, 0], home[:, 1]
    return (np.abs(x[:, None] - x[None, :]) < reach) & (np.abs(y[:, None] - y[None, :]) < reach)


def _push(
    home: npt.NDArray[np.float64],
    shift: npt.NDArray[np.float64],
    first: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
    wanted: npt.NDArray[np.float64],
    movable: int,
) -> bool:
    """One round of pushing covering pairs apart, in place; False if none covers another."""
    at = home + shift
    apart = at[first] - at[second]
    room = wanted - np.abs(apart)
    covering = np.flatnonzero((room[:, 0] > 0) & (room[:, 1] > 0))
    if not covering.size:
        return False
    one, other, apart, room = first[covering], second[covering], apart[covering], room[covering]
    # Leave along the axis with less to go.
    axis = (room[:, 1] < room[:, 0]).astype(np.int64)
    rows = np.arange(len(axis))
    amount = 0.3 * room[rows, axis] * np.where(apart[rows, axis] >= 0, 1.0, -1.0)
    push = np.zeros(shift.size)
    size = shift.size
    push += np.bincount(2 * one + axis, amount, minlength=size)
    push -= np.bincount(2 * other + axis, amount, minlength=size)
    shift *= 0.985
    shift[:movable] += np.clip(push.reshape(-1, 2)[:movable], -14.0, 14.0)
    length = np.hypot(shift[:, 0], shift[:, 1])
    shift *= np.minimum(1.0, _FARTHEST_PX / np.maximum(length, 1e-9))[:, None]
    return True


def standings_at(
    rows: Mapping[str, Sequence[Any]],
    at_start: Mapping[str, tuple[float, float]],
    place: Callable[[int], tuple[float, float]],
    motor: Collection[str],
) -> list[Standing]:
    """Turn one step of the trace into standings; units not on the map are left out.

    Parameters
    ----------
    rows : mapping of column to values
        Columns of the trace, cut to one campaign and step.
    at_start : mapping of unit_id to (men, fuel_t)
        What each unit had at the first step, the measure of its shares.
    place : callable
        Drawing coordinates of a cell id.
    motor : collection of str
        Units whose fuel is worth showing.
    """
    found = []
    columns = ("unit_id", "cell", "men", "tanks", "fuel_t", "status")
    for unit_id, cell, men, tanks, fuel, status in zip(*(rows[c] for c in columns), strict=True):
        if status in GONE or (men <= 0 and status not in IDLE):
            continue
        x, y = place(cell)
        men0, fuel0 = at_start.get(unit_id, (men, fuel))
        share = min(1.0, fuel / fuel0) if unit_id in motor and fuel0 and fuel0 > 1.0 else None
        found.append(
            Standing(str(unit_id), x, y, float(men), float(men0), float(tanks or 0), share, str(status))
        )
    return found
