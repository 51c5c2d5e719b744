"""The reduced rules in Mesa written for speed: agents in plain lists, counts in dictionaries, no grid of objects."""

from __future__ import annotations

import math

import mesa

from benchmarks.reduced import world as R
from benchmarks.reduced.luck import Luck
from benchmarks.reduced.pure_python import Board


class Force(mesa.Agent):
    """A unit."""

    def __init__(self, model: Game, side: int, cell: int, men: int, field: list[int]) -> None:
        super().__init__(model)
        self.side, self.cell, self.men, self.first_men, self.field = side, cell, men, men, field
        self.cohesion, self.progress, self.target = 1000, 0, -1

    def decide(self) -> int:
        """Cell to move to, -1 = none; sets the target."""
        game, field, c = self.model, self.field, self.cell
        self.target = -1
        if field[c] == 0:
            self.progress = 0
            return -1
        own, enemy, zone = game.count[self.side], game.count[1 - self.side], game.zone[1 - self.side]
        cost = game.board.cost
        best, n = R.UNREACHED, -1
        if zone.get(c):
            self.progress = min(self.progress + R.PACE_IN_ZONE, R.MOST_PROGRESS)
            if self.cohesion < R.ATTACK_COHESION:
                return -1
            for d in game.board.neighbours[c]:
                if enemy.get(d) and field[d] + cost[d] < best:
                    best, n = field[d] + cost[d], d
            self.target = n
            return -1
        made = min(self.progress + R.PACE, R.MOST_PROGRESS)
        for d in game.board.neighbours[c]:
            score = field[d] + cost[d] + R.STACK_COST * own.get(d, 0)
            if zone.get(d):
                score += R.ZONE_COST
            if score < best:
                best, n = score, d
        if own.get(n, 0) >= R.STACK or made < cost[n]:
            self.progress = made
            return -1
        self.progress = 0 if zone.get(n) else made - cost[n]
        return n

    def suffer(self, attacks: dict[int, tuple[float, float, bool]]) -> bool:
        """Losses and wear; True when nothing is left."""
        lost = worn = 0
        if self.target >= 0:
            lost += int(self.men * attacks[self.target][0])
            worn += R.ATTACKING
        if self.cell in attacks:
            lost += int(self.men * attacks[self.cell][1])
            worn += R.ATTACKED
        if worn == 0:
            if self.cohesion < 1000:
                self.cohesion = min(self.cohesion + R.REST, 1000)
            return False
        self.cohesion = max(self.cohesion - worn, R.LEAST_COHESION)
        self.men -= lost
        return self.men * 10 < self.first_men

    def way_back(self) -> int:
        """Cell to retreat to, -1 = none."""
        game, field = self.model, self.field
        own, enemy, zone = game.count[self.side], game.count[1 - self.side], game.zone[1 - self.side]
        best, n = R.UNREACHED, -1
        for d in game.board.neighbours[self.cell]:
            if not enemy.get(d):
                score = (R.RETREAT_ZONE if zone.get(d) else 0) + R.RETREAT_STACK * own.get(d, 0) - field[d]
                if score < best:
                    best, n = score, d
        self.cohesion = max(self.cohesion - R.RETREATED, R.LEAST_COHESION)
        self.progress = 0
        return n


class Game(mesa.Model):
    """One campaign."""

    def __init__(self, board: Board, luck: Luck) -> None:
        super().__init__(seed=0)
        self.board, self.luck, self.turn = board, luck, 0
        half = len(board.cell) // 2
        self.forces = [
            Force(self, int(u >= half), board.cell[u], board.men[u], board.fields[board.row[u]])
            for u in range(2 * half)
        ]
        self.owner = board.owner.copy()
        self.count: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.zone: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.alive = [self.forces[:half], self.forces[half:]]
        for unit in self.forces:
            self._stand(unit.side, unit.cell, 1)

    def _stand(self, side: int, c: int, sign: int) -> None:
        count, zone = self.count[side], self.zone[side]
        count[c] = count.get(c, 0) + sign
        zone[c] = zone.get(c, 0) + sign
        for d in self.board.neighbours[c]:
            zone[d] = zone.get(d, 0) + sign

    def _go(self, moves: list[tuple[Force, int]]) -> None:
        for unit, n in moves:
            self._stand(unit.side, unit.cell, -1)
            unit.cell = n
            self.owner[n] = unit.side
            self._stand(unit.side, n, 1)

    def _leave(self, units: list[Force]) -> None:
        for unit in units:
            unit.men = 0
            self._stand(unit.side, unit.cell, -1)
            self.alive[unit.side].remove(unit)
            unit.remove()

    def step(self) -> None:
        """One step."""
        order = (self.turn % 2, 1 - self.turn % 2)
        for side in order:
            moves = [(unit, unit.decide()) for unit in self.alive[side]]
            self._go([move for move in moves if move[1] >= 0])
        attacks = self._engagements()
        for side in range(2):
            self._leave([unit for unit in self.alive[side] if unit.suffer(attacks)])
        way = {c for c, (_, _, gives_way) in attacks.items() if gives_way}
        if way:
            for side in order:
                moves = [(unit, unit.way_back()) for unit in self.alive[side] if unit.cell in way]
                self._leave([unit for unit, n in moves if n < 0])
                self._go([move for move in moves if move[1] >= 0])
        self.turn += 1

    def _engagements(self) -> dict[int, tuple[float, float, bool]]:
        power: dict[int, int] = {}
        for side in range(2):
            held = self.count[1 - side]
            for unit in self.alive[side]:
                t = unit.target
                if t >= 0:
                    if held.get(t):
                        power[t] = power.get(t, 0) + unit.men * unit.cohesion // 1000
                    else:
                        unit.target = -1
        if not power:
            return {}
        against = dict.fromkeys(power, 0)
        for units in self.alive:
            for unit in units:
                if unit.cell in against:
                    against[unit.cell] += unit.men * unit.cohesion // 1000
        return {c: self._fight(c, a, against[c]) for c, a in power.items()}

    def _fight(self, c: int, a: int, d: int) -> tuple[float, float, bool]:
        normal, uniform = self.luck.pair(self.turn, c)
        x = math.log(max(a, 1) / (max(d, 1) * self.board.defence[c])) + R.NOISE * normal
        e = math.exp(0.5 * x)
        return (
            min(max(R.LOSS / e, R.LEAST_LOSS), R.MOST_LOSS),
            min(max(R.LOSS * e, R.LEAST_LOSS), R.MOST_LOSS),
            uniform < 1.0 / (1.0 + math.exp(-R.GIVE_WAY_SLOPE * (x - R.GIVE_WAY_AT))),
        )

    def play(self) -> list[int]:
        """Play to the end and measure."""
        for _ in range(self.board.steps):
            self.step()
        return self.measure()

    def measure(self) -> list[int]:
        """The measures of RULES.md."""
        out = [0] * len(R.MEASURES)
        for unit in self.forces:
            out[unit.side] += unit.first_men - unit.men
            out[2 + unit.side] += int(unit.men > 0)
            out[5 + unit.side] += unit.field[unit.cell]
        out[4] = self.owner.count(0)
        return out
