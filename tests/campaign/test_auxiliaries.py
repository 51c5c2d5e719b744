"""Auxiliaries: they desert in contact, melt away before it, and mutiny."""

from __future__ import annotations

import math

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

NONE = {"mutiny_share": 0.0, "auxiliary_reach_cells": 3.0}
NEAR, GROUND, CONTACT = (f"auxiliary_hazard_{name}" for name in ("near", "ground", "contact"))


def _facing(away: int) -> tuple[Board, int]:
    # 0e - 1 - 2 - ...: an auxiliary unit so many cells from the enemy, supplied from the last cell
    board = Board(line(8), owner=1).cell(0, owner=0)
    board.source(1, 7)
    board.unit(0, 0)
    return board, board.unit(1, away, auxiliary=1)


@pytest.mark.parametrize(("away", "near"), [(1, 0.75), (3, 0.25), (4, 0.0)])
def test_auxiliaries_vanish_before_the_enemy_comes(away: int, near: float) -> None:
    # Reach 3 cells: the hazard falls by a quarter a cell and ends beyond.
    board, u = _facing(away)
    game = Campaign(board, **NONE, **{NEAR: 0.4}, switch_combat=0.0).play(4)
    assert game.st.lost[u, K.DESERTED] / K.MAN == pytest.approx(1000 * (1 - math.exp(-0.4 * near)), abs=0.01)


def test_they_vanish_with_the_ground() -> None:
    # Of the eight cells that their side held in the region two have been lost.
    board = Board(line(8), owner=1)
    board.source(1, 7)
    u = board.unit(1, 7, auxiliary=1)
    game = Campaign(board, **NONE, **{GROUND: 0.4})
    game.play(1)
    game.st.r["held_1"][0] -= 2
    game.play(3)
    assert game.st.lost[u, K.DESERTED] / K.MAN == pytest.approx(1000 * (1 - math.exp(-0.1)), abs=0.01)


def test_ground_is_counted_as_it_changes_hands() -> None:
    board = Board(line(4), owner=1, ground=K.ROAD, len=12_000).cell(0, owner=0)
    board.unit(0, 0, axis=board.order(2))
    game = Campaign(board).play(1)
    assert (int(game.st.r["held_0"][0]), int(game.st.r["held_1"][0])) == (3, 1)
    assert (int(game.st.r["start_0"][0]), int(game.st.r["start_1"][0])) == (1, 3)


def test_they_vanish_out_of_contact() -> None:
    board = Board(line(2), owner=1)
    u = board.unit(1, 1, auxiliary=1)
    game = Campaign(board, **NONE, **{CONTACT: 0.2}, radio_near=0.0, switch_surrender=0.0).play(8)
    # On the first day everybody is in touch.
    assert game.st.lost[u, K.DESERTED] / K.MAN == pytest.approx(1000 * (1 - math.exp(-0.2)), abs=0.01)


def test_others_stay() -> None:
    board, u = _facing(1)
    board.units[u]["auxiliary"] = 0
    game = Campaign(board, **NONE, **{NEAR: 0.4, GROUND: 0.4}, switch_combat=0.0).play(8)
    assert game.st.lost[u, K.DESERTED] == 0


def test_a_mutiny_disbands_the_whole_unit() -> None:
    board, u = _facing(1)
    game = Campaign(board, mutiny_share=1000.0, **{NEAR: 0.4}, switch_combat=0.0).play(4)
    assert game.st.u["status"][u] == K.DISBANDED
    assert game.st.lost[u, K.DESERTED] == 1000 * K.MAN
    assert game.events(K.MUTINIED) == [(3, u)]


def test_mutinies_come_at_their_hazard() -> None:
    # Half the hazard of desertion, 0.4 x 0.75 a day: over 200 campaigns, within four standard deviations.
    board, _ = _facing(1)
    numbers = {"mutiny_share": 0.5, NEAR: 0.4, "switch_combat": 0.0}
    games = [Campaign(board, number=n, **numbers).play(4) for n in range(200)]
    share = sum(bool(g.events(K.MUTINIED)) for g in games) / 200
    expected = 1 - math.exp(-0.15)
    assert abs(share - expected) < 4 * math.sqrt(expected * (1 - expected) / 200)


def test_auxiliaries_can_be_switched_off() -> None:
    board, u = _facing(1)
    numbers = {NEAR: 0.4, "mutiny_share": 1000.0, "switch_auxiliaries": 0.0, "switch_combat": 0.0}
    assert Campaign(board, **numbers).play(8).st.lost[u, K.DESERTED] == 0


@pytest.mark.parametrize(("hazard", "left"), [(0.0, 1.0), (0.4, math.exp(-0.4))])
def test_the_cease_fire_holds_nobody_who_fought_for_others(hazard: float, left: float) -> None:
    # 0s - 1u, nobody near, nothing lost; the order goes out at the start
    board = Board(line(2), owner=1)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 1, auxiliary=1, laydown=K.NEVER)
    game = Campaign(board, **NONE, auxiliary_hazard_ceasefire=hazard).play(4)
    assert game.st.u["quiet"][u] > 0
    assert game.men(u) == pytest.approx(1_000 * left, abs=0.1)


def test_the_last_of_them_go_home_together() -> None:
    board = Board(line(2), owner=1)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 1, auxiliary=1, laydown=K.NEVER)
    game = Campaign(board, **NONE, auxiliary_hazard_ceasefire=1.0, disband_share=0.1).play(16)
    assert game.st.u["status"][u] == K.DISBANDED
    assert game.st.lost[u, K.DESERTED] == 1_000 * K.MAN
