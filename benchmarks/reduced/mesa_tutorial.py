"""The reduced rules in Mesa as its tutorials teach: agents that look around in a hexagonal grid of cells."""

from __future__ import annotations

import math
from typing import Any

import mesa
from mesa.discrete_space import CellAgent, HexGrid

from benchmarks.reduced import world as R
from benchmarks.reduced.luck import Luck
from benchmarks.reduced.world import World


class Force(CellAgent):
    """A unit."""

    side = -1

    def __init__(self, model: Game, cell: Any, men: int, field: list[int]) -> None:
        super().__init__(model)
        self.cell = cell
        self.men = self.first_men = men
        self.field = field
        self.cohesion = 1000
        self.progress = 0
        self.target: Any = None
        self.to: Any = None

    @property
    def power(self) -> int:
        """Strength in combat."""
        return self.men * self.cohesion // 1000

    def enemy_in(self, cell: Any) -> bool:
        """Whether enemies stand in a cell."""
        return any(a.side != self.side for a in cell.agents)

    def own_in(self, cell: Any) -> int:
        """Units of the own side in a cell."""
        return sum(a.side == self.side for a in cell.agents)

    def in_zone(self, cell: Any) -> bool:
        """Whether a cell lies in an enemy zone of control."""
        return self.enemy_in(cell) or any(self.enemy_in(n) for n in cell.neighborhood)

    def decide(self) -> None:
        """Choose whom to attack or where to go."""
        self.target = self.to = None
        if self.field[self.cell.number] == 0:
            self.progress = 0
            return
        held = self.in_zone(self.cell)
        self.progress = min(self.progress + (R.PACE_IN_ZONE if held else R.PACE), R.MOST_PROGRESS)
        best, choice = R.UNREACHED, None
        for cell in self.cell.neighborhood:
            enemy = self.enemy_in(cell)
            if held and not enemy:
                continue
            score = self.field[cell.number] + cell.cost + R.STACK_COST * self.own_in(cell)
            if self.in_zone(cell):
                score += R.ZONE_COST
            if enemy:
                score += R.ATTACK_COST
            if score < best:
                best, choice = score, cell
        if choice is None:
            return
        if self.enemy_in(choice):
            if self.cohesion >= R.ATTACK_COHESION:
                self.target = choice
        elif self.own_in(choice) < R.STACK and self.progress >= choice.cost:
            self.to = choice
            self.progress = 0 if self.in_zone(choice) else self.progress - choice.cost

    def go(self) -> None:
        """Move as decided."""
        if self.to is not None:
            self.move_to(self.to)
            self.to.owner = self.side
            self.to = None

    def declare(self) -> None:
        """Attack if the enemy still stands there."""
        if self.target is not None:
            if self.enemy_in(self.target):
                self.model.attacks.setdefault(self.target, []).append(self)
            else:
                self.target = None

    def suffer(self) -> None:
        """Losses and wear."""
        attacks = self.model.outcome
        lost = worn = 0
        if self.target is not None:
            lost += int(self.men * attacks[self.target][0])
            worn += R.ATTACKING
        if self.cell in attacks:
            lost += int(self.men * attacks[self.cell][1])
            worn += R.ATTACKED
        if worn == 0:
            self.cohesion = min(self.cohesion + R.REST, 1000)
            return
        self.cohesion = max(self.cohesion - worn, R.LEAST_COHESION)
        self.men -= lost
        if self.men * 10 < self.first_men:
            self.leave()

    def leave(self) -> None:
        """Leave the map."""
        self.men = 0
        self.model.last[self] = self.cell.number
        self.remove()

    def look_back(self) -> None:
        """Choose where to retreat to."""
        attacks = self.model.outcome
        if self.cell not in attacks or not attacks[self.cell][2]:
            return
        best = R.UNREACHED
        for cell in self.cell.neighborhood:
            if self.enemy_in(cell):
                continue
            score = R.RETREAT_STACK * self.own_in(cell) - self.field[cell.number]
            if self.in_zone(cell):
                score += R.RETREAT_ZONE
            if score < best:
                best, self.to = score, cell
        self.cohesion = max(self.cohesion - R.RETREATED, R.LEAST_COHESION)
        self.progress = 0
        if self.to is None:
            self.model.surrendering.append(self)


class West(Force):
    """Unit of side 0."""

    side = 0


class East(Force):
    """Unit of side 1."""

    side = 1


SIDES = (West, East)


class Game(mesa.Model):
    """One campaign."""

    def __init__(self, w: World, luck: Luck) -> None:
        super().__init__(seed=0)
        self.luck, self.length = luck, w.steps
        height = (len(w.cost) - 1) // w.width
        self.grid = HexGrid((w.width, height), torus=False, random=self.random)
        cost, defence, owner = w.cost.tolist(), w.defence.tolist(), w.owner.tolist()
        for cell in self.grid.all_cells:
            x, y = cell.coordinate
            cell.number = y * w.width + x
            cell.cost, cell.defence = cost[cell.number], defence[cell.number]
            cell.owner = owner[cell.number]
        fields = w.field.tolist()
        half = len(w.cell) // 2
        self.forces = [
            SIDES[u >= half](self, self.grid[c % w.width, c // w.width], men, fields[row])
            for u, (c, men, row) in enumerate(
                zip(w.cell.tolist(), w.men.tolist(), w.row.tolist(), strict=True)
            )
        ]
        self.attacks: dict[Any, list[Force]] = {}
        self.outcome: dict[Any, tuple[float, float, bool]] = {}
        self.surrendering: list[Force] = []
        self.last: dict[Force, int] = {}
        self.turn = 0

    def _of(self, side: int) -> Any:
        # A side without units is unknown to the model.
        return self.agents_by_type.get(SIDES[side]) or []

    def _do(self, side: int, *names: str) -> None:
        if units := self._of(side):
            for name in names:
                units.do(name)

    def step(self) -> None:
        """One step."""
        order = (self.turn % 2, 1 - self.turn % 2)
        for side in order:
            self._do(side, "decide", "go")
        self.attacks = {}
        self.agents.do("declare")
        self.outcome = {cell: self._fight(cell, units) for cell, units in self.attacks.items()}
        self.agents.do("suffer")
        for side in order:
            self.surrendering = []
            self._do(side, "look_back")
            for unit in self.surrendering:
                unit.leave()
            self._do(side, "go")
        self.turn += 1

    def _fight(self, cell: Any, attackers: list[Force]) -> tuple[float, float, bool]:
        a = sum(unit.power for unit in attackers)
        d = sum(unit.power for unit in cell.agents)
        normal, uniform = self.luck.pair(self.turn, cell.number)
        x = math.log(max(a, 1) / (max(d, 1) * cell.defence)) + R.NOISE * normal
        e = math.exp(0.5 * x)
        return (
            min(max(R.LOSS / e, R.LEAST_LOSS), R.MOST_LOSS),
            min(max(R.LOSS * e, R.LEAST_LOSS), R.MOST_LOSS),
            uniform < 1.0 / (1.0 + math.exp(-R.GIVE_WAY_SLOPE * (x - R.GIVE_WAY_AT))),
        )

    def play(self) -> list[int]:
        """Play to the end and measure."""
        for _ in range(self.length):
            self.step()
        return self.measure()

    def measure(self) -> list[int]:
        """The measures of RULES.md."""
        out = [0] * len(R.MEASURES)
        for unit in self.forces:
            out[unit.side] += unit.first_men - unit.men
            out[2 + unit.side] += int(unit.men > 0)
            out[5 + unit.side] += unit.field[unit.cell.number if unit.men > 0 else self.last[unit]]
        out[4] = sum(cell.owner == 0 for cell in self.grid.all_cells)
        return out
