"""The reduced rules in plain Python: lists, local names, counts kept up to date instead of made anew."""

from __future__ import annotations

import math
from typing import Any

from benchmarks.reduced import world as R
from benchmarks.reduced.luck import Luck
from benchmarks.reduced.world import World


class Board:
    """The world as lists."""

    def __init__(self, w: World) -> None:
        dummy = len(w.cost) - 1
        self.neighbours = [[n for n in row if n != dummy] for row in w.neighbour.tolist()]
        self.cost = w.cost.tolist()
        self.defence = w.defence.tolist()
        self.fields = w.field.tolist()
        self.owner = w.owner.tolist()
        self.cell, self.men, self.row = w.cell.tolist(), w.men.tolist(), w.row.tolist()
        self.steps = w.steps


class Campaign:
    """One campaign."""

    def __init__(self, board: Board, luck: Luck) -> None:
        self.board, self.luck = board, luck
        units = len(board.cell)
        self.cell, self.men = board.cell.copy(), board.men.copy()
        self.cohesion, self.progress = [1000] * units, [0] * units
        self.target = [-1] * units
        self.owner = board.owner.copy()
        self.count = [[0] * len(board.cost) for _ in range(2)]
        self.zone = [[0] * len(board.cost) for _ in range(2)]
        half = units // 2
        self.alive = [list(range(half)), list(range(half, units))]
        for side in range(2):
            for u in self.alive[side]:
                self._stand(side, self.cell[u], 1)

    def _stand(self, side: int, c: int, sign: int) -> None:
        self.count[side][c] += sign
        zone = self.zone[side]
        zone[c] += sign
        for d in self.board.neighbours[c]:
            zone[d] += sign

    def play(self) -> list[int]:
        """Play to the end and measure."""
        for step in range(self.board.steps):
            self.step(step)
        return self.measure()

    def step(self, step: int) -> None:
        """One step."""
        order = (step % 2, 1 - step % 2)
        for side in order:
            self._move(side)
        attacks = self._engagements(step)
        self._casualties(attacks)
        way = {c for c, (_, _, gives_way) in attacks.items() if gives_way}
        if way:
            for side in order:
                self._retreat(side, way)

    def _go(self, side: int, moves: list[tuple[int, int]]) -> None:
        for u, n in moves:
            self._stand(side, self.cell[u], -1)
            self.cell[u] = n
            self.owner[n] = side
            self._stand(side, n, 1)

    def _move(self, side: int) -> None:
        board, cells, progress, target = self.board, self.cell, self.progress, self.target
        cost, neighbours, fields, rows = board.cost, board.neighbours, board.fields, board.row
        own = self.count[side]
        enemy, zone = self.count[1 - side], self.zone[1 - side]
        moves = []
        for u in self.alive[side]:
            c = cells[u]
            field = fields[rows[u]]
            target[u] = -1
            if field[c] == 0:
                progress[u] = 0
                continue
            held = zone[c]
            made = min(progress[u] + (R.PACE_IN_ZONE if held else R.PACE), R.MOST_PROGRESS)
            best, n = R.UNREACHED, -1
            for d in neighbours[c]:
                if enemy[d]:
                    score = field[d] + cost[d] + R.ZONE_COST + R.ATTACK_COST
                elif held:
                    continue
                else:
                    score = field[d] + cost[d] + R.STACK_COST * own[d]
                    if zone[d]:
                        score += R.ZONE_COST
                if score < best:
                    best, n = score, d
            if n < 0:
                pass
            elif enemy[n]:
                if self.cohesion[u] >= R.ATTACK_COHESION:
                    target[u] = n
            elif own[n] < R.STACK and made >= cost[n]:
                moves.append((u, n))
                made = 0 if zone[n] else made - cost[n]
            progress[u] = made
        self._go(side, moves)

    def _engagements(self, step: int) -> dict[int, tuple[float, float, bool]]:
        """Shares lost and whether the defenders give way, by attacked cell."""
        power: dict[int, int] = {}
        men, cohesion, target = self.men, self.cohesion, self.target
        for side in range(2):
            held = self.count[1 - side]
            for u in self.alive[side]:
                t = target[u]
                if t >= 0:
                    if held[t]:
                        power[t] = power.get(t, 0) + men[u] * cohesion[u] // 1000
                    else:
                        target[u] = -1
        if not power:
            return {}
        against = dict.fromkeys(power, 0)
        for units in self.alive:
            for u in units:
                c = self.cell[u]
                if c in against:
                    against[c] += men[u] * cohesion[u] // 1000
        return {c: self._decide(c, a, against[c], step) for c, a in power.items()}

    def _decide(self, c: int, a: int, d: int, step: int) -> tuple[float, float, bool]:
        normal, uniform = self.luck.pair(step, c)
        x = math.log(max(a, 1) / (max(d, 1) * self.board.defence[c])) + R.NOISE * normal
        e = math.exp(0.5 * x)
        return (
            min(max(R.LOSS / e, R.LEAST_LOSS), R.MOST_LOSS),
            min(max(R.LOSS * e, R.LEAST_LOSS), R.MOST_LOSS),
            uniform < 1.0 / (1.0 + math.exp(-R.GIVE_WAY_SLOPE * (x - R.GIVE_WAY_AT))),
        )

    def _casualties(self, attacks: dict[int, tuple[float, float, bool]]) -> None:
        men, cohesion, target, cell = self.men, self.cohesion, self.target, self.cell
        for side in range(2):
            left = []
            for u in self.alive[side]:
                t = target[u]
                defends = cell[u] in attacks
                if t < 0 and not defends:
                    if cohesion[u] < 1000:
                        cohesion[u] = min(cohesion[u] + R.REST, 1000)
                    continue
                lost = worn = 0
                if t >= 0:
                    lost += int(men[u] * attacks[t][0])
                    worn += R.ATTACKING
                if defends:
                    lost += int(men[u] * attacks[cell[u]][1])
                    worn += R.ATTACKED
                cohesion[u] = max(cohesion[u] - worn, R.LEAST_COHESION)
                men[u] -= lost
                if men[u] * 10 < self.board.men[u]:
                    left.append(u)
            self._leave(side, left)

    def _leave(self, side: int, units: list[int]) -> None:
        for u in units:
            self.men[u] = 0
            self._stand(side, self.cell[u], -1)
            self.alive[side].remove(u)

    def _retreat(self, side: int, way: set[int]) -> None:
        own, enemy, zone = self.count[side], self.count[1 - side], self.zone[1 - side]
        moves, left = [], []
        for u in self.alive[side]:
            c = self.cell[u]
            if c not in way:
                continue
            field = self.board.fields[self.board.row[u]]
            best, n = R.UNREACHED, -1
            for d in self.board.neighbours[c]:
                if enemy[d]:
                    continue
                score = (R.RETREAT_ZONE if zone[d] else 0) + R.RETREAT_STACK * own[d] - field[d]
                if score < best:
                    best, n = score, d
            self.cohesion[u] = max(self.cohesion[u] - R.RETREATED, R.LEAST_COHESION)
            self.progress[u] = 0
            if n < 0:
                left.append(u)
            else:
                moves.append((u, n))
        self._leave(side, left)
        self._go(side, moves)

    def measure(self) -> list[int]:
        """The measures of RULES.md."""
        board = self.board
        out: list[Any] = [0] * len(R.MEASURES)
        half = len(board.cell) // 2
        for u, c in enumerate(self.cell):
            side = int(u >= half)
            out[side] += board.men[u] - self.men[u]
            out[2 + side] += int(self.men[u] > 0)
            out[5 + side] += board.fields[board.row[u]][c]
        out[4] = self.owner.count(0)
        return out
