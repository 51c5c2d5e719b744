"""The reduced rules in the engine's own design: records per slot, compiled kernels, luck by name."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.reduced import world as R
from benchmarks.reduced.world import World
from khingan.campaign import draws, portable

# As the engine compiles (``khingan.campaign.compiling``), but without a cache: Numba would not notice an edit of the
# constants in world.py.
inner: Any = functools.partial(njit, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)()
leaf: Any = functools.partial(
    njit, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False
)()

UNIT = np.dtype(
    [
        ("cell", np.int32),
        ("men", np.int32),  # 0 = has left
        ("cohesion", np.int32),
        ("progress", np.int32),
        ("target", np.int32),  # cell attacked in this step, -1 = none
        ("to", np.int32),  # cell to move to in this phase, -1 = none
        ("row", np.int32),
        ("first_men", np.int32),
    ],
    align=True,
)
SIDE_CELL = np.dtype([("count", np.int16), ("zone", np.int16)], align=True)
ENGAGEMENT = np.dtype(
    [
        ("cell", np.int32),
        ("power", np.int32),  # of the attackers
        ("held", np.int32),  # of the defenders
        ("gives_way", np.int32),
        ("lost_a", np.float64),  # shares
        ("lost_d", np.float64),
    ],
    align=True,
)


class State(NamedTuple):
    """Changing arrays of one campaign."""

    u: Any  # [U] UNIT
    x: Any  # [C+1, 2] SIDE_CELL
    g: Any  # [U] ENGAGEMENT
    engaged: NDArray[np.int16]  # [C+1] engagement of the cell in this step, -1 = none
    owner: NDArray[np.uint8]  # [C+1]


class Tables(NamedTuple):
    """What a decision reads, laid out for it."""

    neighbour: NDArray[np.uint16]  # [C+1, 6]; unsigned: no test for negative indices
    togo: NDArray[np.int32]  # [objectives, C+1, 6] cost to go by way of each neighbour, entry included


def allocate(w: World) -> State:
    """Arrays for one worker; campaigns reuse them."""
    cells, units = len(w.cost), len(w.cell)
    return State(
        u=np.zeros(units, UNIT).view(np.recarray),
        x=np.zeros((cells, 2), SIDE_CELL).view(np.recarray),
        g=np.zeros(units, ENGAGEMENT).view(np.recarray),
        engaged=np.full(cells, -1, np.int16),
        owner=np.zeros(cells, np.uint8),
    )


def lay_out(w: World) -> Tables:
    """Tables of a world."""
    field = w.field[:, w.neighbour]
    togo = np.where(field == R.UNREACHED, R.UNREACHED, field + w.cost[w.neighbour])
    return Tables(w.neighbour.astype(np.uint16), np.ascontiguousarray(togo, np.int32))


@leaf
def _stand(t: Tables, st: State, side: int, c: int, sign: int) -> None:
    st.x[c, side].count += sign
    st.x[c, side].zone += sign
    for k in range(6):
        st.x[t.neighbour[c, k], side].zone += sign


@inner
def _start(w: World, t: Tables, st: State) -> None:
    n = w.cell.shape[0]
    for c in range(w.cost.shape[0]):
        st.owner[c] = w.owner[c]
        for side in range(2):
            st.x[c, side].count = 0
            st.x[c, side].zone = 0
    for u in range(n):
        st.u[u].cell = w.cell[u]
        st.u[u].men = w.men[u]
        st.u[u].first_men = w.men[u]
        st.u[u].row = w.row[u]
        st.u[u].cohesion = 1000
        st.u[u].progress = 0
        _stand(t, st, int(u >= n // 2), w.cell[u], 1)


@leaf
def _attack(w: World, t: Tables, st: State, u: int, enemy: int) -> None:
    """A unit in contact chooses whom to attack."""
    c = st.u[u].cell
    row = st.u[u].row
    best = R.UNREACHED
    for k in range(6):
        d = t.neighbour[c, k]
        if st.x[d, enemy].count > 0 and t.togo[row, c, k] < best:
            best = t.togo[row, c, k]
            st.u[u].target = d


@leaf
def _decide(w: World, t: Tables, st: State, u: int, side: int) -> None:
    st.u[u].to = -1
    st.u[u].target = -1
    c = st.u[u].cell
    row = st.u[u].row
    if w.field[row, c] == 0:
        st.u[u].progress = 0
        return
    enemy = 1 - side
    if st.x[c, enemy].zone > 0:
        st.u[u].progress = min(st.u[u].progress + R.PACE_IN_ZONE, R.MOST_PROGRESS)
        if st.u[u].cohesion >= R.ATTACK_COHESION:
            _attack(w, t, st, u, enemy)
        return
    st.u[u].progress = min(st.u[u].progress + R.PACE, R.MOST_PROGRESS)
    best = R.UNREACHED
    n = -1
    for k in range(6):
        d = t.neighbour[c, k]
        score = t.togo[row, c, k] + R.STACK_COST * st.x[d, side].count
        if st.x[d, enemy].zone > 0:
            score += R.ZONE_COST
        if score < best:
            best = score
            n = d
    if st.x[n, side].count < R.STACK and st.u[u].progress >= w.cost[n]:
        st.u[u].to = n
        st.u[u].progress = 0 if st.x[n, enemy].zone > 0 else st.u[u].progress - w.cost[n]


@leaf
def _go(t: Tables, st: State, side: int, first: int, last: int) -> None:
    for u in range(first, last):
        if st.u[u].men > 0 and st.u[u].to >= 0:
            _stand(t, st, side, st.u[u].cell, -1)
            st.u[u].cell = st.u[u].to
            st.owner[st.u[u].to] = side
            _stand(t, st, side, st.u[u].to, 1)


@leaf
def _power(st: State, u: int) -> int:
    return st.u[u].men * st.u[u].cohesion // 1000


@inner
def _engagements(w: World, st: State, step: int, seed: int, campaign: int) -> int:
    """Who attacks which cell, and how it goes; returns the number of engagements."""
    n = st.u.shape[0]
    m = 0
    for u in range(n):
        t = st.u[u].target
        if t < 0 or st.u[u].men == 0:
            continue
        if st.x[t, int(u < n // 2)].count == 0:
            st.u[u].target = -1
            continue
        i = st.engaged[t]
        if i < 0:
            i = m
            m += 1
            st.engaged[t] = i
            st.g[i].cell = t
            st.g[i].power = 0
            st.g[i].held = 0
        st.g[i].power += _power(st, u)
    if m == 0:
        return 0
    for u in range(n):
        i = st.engaged[st.u[u].cell]
        if i >= 0 and st.u[u].men > 0:
            st.g[i].held += _power(st, u)
    for i in range(m):
        c = st.g[i].cell
        words = draws.draw(seed, campaign, step, c, draws.ENGAGEMENT_NOISE)
        odds = max(st.g[i].power, 1) / (max(st.g[i].held, 1) * w.defence[c])
        x = portable.log(odds) + R.NOISE * draws.standard_normal(words[0])
        e = portable.exp(0.5 * x)
        st.g[i].lost_a = min(max(R.LOSS / e, R.LEAST_LOSS), R.MOST_LOSS)
        st.g[i].lost_d = min(max(R.LOSS * e, R.LEAST_LOSS), R.MOST_LOSS)
        chance = portable.logistic(R.GIVE_WAY_SLOPE * (x - R.GIVE_WAY_AT))
        st.g[i].gives_way = 1 if draws.uniform(words[1]) < chance else 0
    return m


@leaf
def _leave(t: Tables, st: State, u: int, side: int) -> None:
    st.u[u].men = 0
    _stand(t, st, side, st.u[u].cell, -1)


@inner
def _casualties(t: Tables, st: State) -> bool:
    """Losses and wear; returns whether somebody gives way."""
    n = st.u.shape[0]
    some = False
    for u in range(n):
        if st.u[u].men == 0:
            continue
        i = st.engaged[st.u[u].cell]
        target = st.u[u].target
        if target < 0 and i < 0:
            st.u[u].cohesion = min(st.u[u].cohesion + R.REST, 1000)
            continue
        lost = 0
        worn = 0
        if target >= 0:
            lost += int(st.u[u].men * st.g[st.engaged[target]].lost_a)
            worn += R.ATTACKING
        if i >= 0:
            lost += int(st.u[u].men * st.g[i].lost_d)
            worn += R.ATTACKED
            some = some or st.g[i].gives_way == 1
        st.u[u].cohesion = max(st.u[u].cohesion - worn, R.LEAST_COHESION)
        st.u[u].men -= lost
        if st.u[u].men * 10 < st.u[u].first_men:
            _leave(t, st, u, int(u >= n // 2))
    return some


@leaf
def _way_back(w: World, t: Tables, st: State, u: int, side: int) -> int:
    """Cell to retreat to, -2 = none."""
    best = R.UNREACHED
    n = -2
    for k in range(6):
        d = t.neighbour[st.u[u].cell, k]
        togo = w.field[st.u[u].row, d]
        if togo == R.UNREACHED or st.x[d, 1 - side].count > 0:
            continue
        score = R.RETREAT_STACK * st.x[d, side].count - togo
        if st.x[d, 1 - side].zone > 0:
            score += R.RETREAT_ZONE
        if score < best:
            best = score
            n = d
    return n


@inner
def _retreat(w: World, t: Tables, st: State, side: int, first: int, last: int) -> None:
    for u in range(first, last):
        st.u[u].to = -1
        i = st.engaged[st.u[u].cell]
        if i < 0 or st.g[i].gives_way == 0 or st.u[u].men == 0:
            continue
        st.u[u].to = _way_back(w, t, st, u, side)
        st.u[u].cohesion = max(st.u[u].cohesion - R.RETREATED, R.LEAST_COHESION)
        st.u[u].progress = 0
    for u in range(first, last):
        if st.u[u].to == -2:
            _leave(t, st, u, side)
    _go(t, st, side, first, last)


@inner
def _measure(w: World, st: State, out: Any) -> None:
    n = st.u.shape[0]
    out[:] = 0
    for u in range(n):
        side = int(u >= n // 2)
        out[side] += w.men[u] - st.u[u].men
        out[2 + side] += int(st.u[u].men > 0)
        out[5 + side] += w.field[st.u[u].row, st.u[u].cell]
    for c in range(w.cost.shape[0]):
        out[4] += int(st.owner[c] == 0)


@inner
def _step(w: World, t: Tables, st: State, step: int, seed: int, campaign: int) -> None:
    half = st.u.shape[0] // 2
    for turn in range(2):
        side = (step + turn) % 2
        for u in range(side * half, side * half + half):
            if st.u[u].men > 0:
                _decide(w, t, st, u, side)
        _go(t, st, side, side * half, side * half + half)
    m = _engagements(w, st, step, seed, campaign)
    if _casualties(t, st):
        for turn in range(2):
            side = (step + turn) % 2
            _retreat(w, t, st, side, side * half, side * half + half)
    for i in range(m):
        st.engaged[st.g[i].cell] = -1


@njit(nogil=True)
def _play(w: World, t: Tables, st: State, seed: int, first: int, rows: Any) -> None:
    for i in range(rows.shape[0]):
        _start(w, t, st)
        for step in range(w.steps):
            _step(w, t, st, step, seed, first + i)
        _measure(w, st, rows[i])


class Player:
    """Campaigns of one world."""

    def __init__(self, w: World) -> None:
        self.world = w
        self.tables = lay_out(w)
        self.state = allocate(w)

    def play(self, seed: int, first: int, count: int) -> NDArray[np.int64]:
        """Measures of campaigns ``first`` to ``first + count - 1``, [count, measures]."""
        rows = np.zeros((count, len(R.MEASURES)), np.int64)
        _play(self.world, self.tables, self.state, seed, first, rows)
        return rows
