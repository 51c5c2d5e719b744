"""The reduced rules in NumPy: all units of a side in all campaigns of a batch decide at once.

What makes it fast: only units that have something to do are gathered, the two tables that a decision reads are laid
out by cell and objective beforehand, and the counts of a side (units in the cell, zones of control over it) share one
integer, so that a look at a neighbour is one gather.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.reduced import world as R
from benchmarks.reduced.world import World

Array = NDArray[Any]
UNIT = 1 << 12  # one unit in a cell; what is below counts zones of control


class Batch:
    """Campaigns side by side; cells of campaign b are numbered from b (C + 1), units of a side from b U / 2."""

    def __init__(self, w: World, luck: Any, campaigns: int) -> None:
        self.world, self.luck, self.campaigns = w, luck, campaigns
        self.cells = len(w.cost)
        half = len(w.cell) // 2
        self.half = half
        togo = w.field[:, w.neighbour] + w.cost[w.neighbour]
        togo[w.field[:, w.neighbour] == R.UNREACHED] = R.UNREACHED
        self.togo = togo.reshape(-1, 6)  # by objective and cell: cost to go by way of each neighbour
        self.back = np.where(togo == R.UNREACHED, -R.UNREACHED, w.field[:, w.neighbour]).reshape(-1, 6)
        self.field = w.field.ravel()
        self.neighbour = w.neighbour.astype(np.intp)
        self.base = np.repeat(np.arange(campaigns) * self.cells, half)
        sides = (slice(0, half), slice(half, None))
        self.at = [self.base + np.tile(w.cell[s], campaigns) for s in sides]
        self.men = [np.tile(w.men[s], campaigns) for s in sides]
        self.first_men = [m.copy() for m in self.men]
        self.row = [np.tile(w.row[s].astype(np.intp), campaigns) * self.cells for s in sides]
        size = campaigns * half
        self.cohesion = [np.full(size, 1000, np.int32) for _ in sides]
        self.progress = [np.zeros(size, np.int32) for _ in sides]
        self.target = [np.full(size, -1, np.intp) for _ in sides]
        self.owner = np.tile(w.owner, campaigns)
        self.seen = [np.zeros(campaigns * self.cells, np.int32) for _ in sides]
        self.power = [np.zeros(campaigns * self.cells, np.int32) for _ in sides]  # attackers, defenders
        self.mark = np.full(campaigns * self.cells, -1, np.int32)
        self.slot = np.zeros(campaigns * self.cells, np.int32)
        self.lost = np.zeros((2, campaigns * self.cells))
        self.gives_way = np.zeros(campaigns * self.cells, bool)
        for side in range(2):
            self._stand(side, self.at[side], self.base, 1)

    def _stand(self, side: int, at: Array, base: Array, sign: int) -> None:
        around = self.neighbour[at - base] + base[:, None]
        np.add.at(self.seen[side], around.ravel(), np.int32(sign))
        np.add.at(self.seen[side], at, np.int32(sign * (UNIT + 1)))

    def play(self) -> NDArray[np.int64]:
        """Play to the end and measure, [campaigns, measures]."""
        for step in range(self.world.steps):
            self.step(step)
        return self.measure()

    def step(self, step: int) -> None:
        """One step of all campaigns."""
        order = (step % 2, 1 - step % 2)
        for side in order:
            self._move(side)
        attacked = self._engagements(step)
        self._casualties(step, len(attacked) > 0)
        if len(attacked) and self.gives_way[attacked].any():
            for side in order:
                self._retreat(side, step)

    def _go(self, side: int, units: Array, to: Array) -> None:
        base = self.base[units]
        self._stand(side, self.at[side][units], base, -1)
        self.at[side][units] = to
        self.owner[to] = side
        self._stand(side, to, base, 1)

    def _move(self, side: int) -> None:
        self.target[side].fill(-1)
        place = self.row[side] + self.at[side] - self.base
        on_goal = self.field[place] == 0
        self.progress[side][on_goal] = 0
        u = np.flatnonzero((self.men[side] > 0) & ~on_goal)
        at, base, enemy = self.at[side][u], self.base[u], self.seen[1 - side]
        held = enemy[at] > 0
        made = self.progress[side][u] + np.where(held, R.PACE_IN_ZONE, R.PACE).astype(np.int32)
        np.minimum(made, R.MOST_PROGRESS, out=made)
        self.progress[side][u] = made
        # Units in contact look for somebody to attack, the others for a way.
        self._attack(side, u[held], at[held], base[held])
        free = np.flatnonzero(~held)
        u, at, base, made = u[free], at[free], base[free], made[free]
        around = self.neighbour[at - base] + base[:, None]
        score = self.togo[place[u]] + R.STACK_COST * (self.seen[side][around] // UNIT)
        score += R.ZONE_COST * (enemy[around] > 0)
        best = score.argmin(axis=1)
        n = around[np.arange(len(u)), best]
        cost = self.world.cost[n - base]
        go = (self.seen[side][n] < R.STACK * UNIT) & (made >= cost)
        u, n, left = u[go], n[go], (made - cost)[go]
        self.progress[side][u] = np.where(enemy[n] > 0, 0, left)
        self._go(side, u, n)

    def _attack(self, side: int, u: Array, at: Array, base: Array) -> None:
        fit = self.cohesion[side][u] >= R.ATTACK_COHESION
        u, at, base = u[fit], at[fit], base[fit]
        around = self.neighbour[at - base] + base[:, None]
        score = self.togo[self.row[side][u] + at - base].copy()
        score[self.seen[1 - side][around] < UNIT] = R.UNREACHED
        best = score.argmin(axis=1)
        rows = np.arange(len(u))
        self.target[side][u] = np.where(score[rows, best] < R.UNREACHED, around[rows, best], -1)

    def _engagements(self, step: int) -> Array:
        """Decide what happens to the attacked cells, and return them."""
        for side in range(2):
            target = self.target[side]
            u = np.flatnonzero(target >= 0)
            gone = u[self.seen[1 - side][target[u]] < UNIT]
            target[gone] = -1
        fighting = [np.flatnonzero(t >= 0) for t in self.target]
        t = np.concatenate([self.target[s][u] for s, u in enumerate(fighting)])
        if len(t) == 0:
            return t
        strength = [m * c // 1000 for m, c in zip(self.men, self.cohesion, strict=True)]
        number = np.arange(len(t), dtype=np.int32)
        self.slot[t] = number
        cells = t[self.slot[t] == number]
        self.power[0][cells] = 0
        self.power[1][cells] = 0
        self.mark[cells] = step
        for side, u in enumerate(fighting):
            np.add.at(self.power[0], self.target[side][u], strength[side][u])
            defending = np.flatnonzero(self.mark[self.at[side]] == step)
            np.add.at(self.power[1], self.at[side][defending], strength[side][defending])
        which, c = np.divmod(cells, self.cells)
        normal, uniform = self.luck.pairs(step, which, c)
        a, d = np.maximum(self.power[0][cells], 1), np.maximum(self.power[1][cells], 1)
        x = np.log(a / (d * self.world.defence[c])) + R.NOISE * normal
        e = np.exp(0.5 * x)
        self.lost[0][cells] = np.clip(R.LOSS / e, R.LEAST_LOSS, R.MOST_LOSS)
        self.lost[1][cells] = np.clip(R.LOSS * e, R.LEAST_LOSS, R.MOST_LOSS)
        self.gives_way[cells] = uniform < 1.0 / (1.0 + np.exp(-R.GIVE_WAY_SLOPE * (x - R.GIVE_WAY_AT)))
        return cells

    def _casualties(self, step: int, some: bool) -> None:
        for side in range(2):
            cohesion, men = self.cohesion[side], self.men[side]
            attacks = self.target[side] >= 0
            defends = (self.mark[self.at[side]] == step) & (men > 0) & some
            busy = attacks | defends
            np.minimum(cohesion + R.REST, 1000, out=cohesion, where=~busy)
            u = np.flatnonzero(busy)
            if len(u) == 0:
                continue
            attacks, defends = attacks[u], defends[u]
            share = np.where(attacks, self.lost[0][self.target[side][u]], 0.0)
            lost = (men[u] * share).astype(np.int32)
            lost += (men[u] * np.where(defends, self.lost[1][self.at[side][u]], 0.0)).astype(np.int32)
            worn = R.ATTACKING * attacks + R.ATTACKED * defends
            cohesion[u] = np.maximum(cohesion[u] - worn, R.LEAST_COHESION)
            men[u] -= lost
            self._leave(side, u[men[u] * 10 < self.first_men[side][u]])

    def _leave(self, side: int, u: Array) -> None:
        if len(u):
            self.men[side][u] = 0
            self._stand(side, self.at[side][u], self.base[u], -1)

    def _retreat(self, side: int, step: int) -> None:
        at = self.at[side]
        u = np.flatnonzero((self.mark[at] == step) & self.gives_way[at] & (self.men[side] > 0))
        if len(u) == 0:
            return
        at, base, enemy = at[u], self.base[u], self.seen[1 - side]
        around = self.neighbour[at - base] + base[:, None]
        there = enemy[around]
        score = R.RETREAT_STACK * (self.seen[side][around] // UNIT) - self.back[self.row[side][u] + at - base]
        score += R.RETREAT_ZONE * (there > 0)
        score[there >= UNIT] = R.UNREACHED
        best = score.argmin(axis=1)
        rows = np.arange(len(u))
        out = score[rows, best] >= R.UNREACHED
        self.cohesion[side][u] = np.maximum(self.cohesion[side][u] - R.RETREATED, R.LEAST_COHESION)
        self.progress[side][u] = 0
        self._leave(side, u[out])
        self._go(side, u[~out], around[rows, best][~out])

    def measure(self) -> NDArray[np.int64]:
        """The measures of RULES.md, [campaigns, measures]."""
        out = np.zeros((self.campaigns, len(R.MEASURES)), np.int64)
        for side in range(2):
            shape = (self.campaigns, self.half)
            out[:, side] = (self.first_men[side] - self.men[side]).reshape(shape).sum(axis=1)
            out[:, 2 + side] = (self.men[side] > 0).reshape(shape).sum(axis=1)
            togo = self.field[self.row[side] + self.at[side] - self.base]
            out[:, 5 + side] = togo.reshape(shape).sum(axis=1)
        out[:, 4] = (self.owner == 0).reshape(self.campaigns, -1).sum(axis=1)
        return out
