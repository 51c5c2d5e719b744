"""Fuel bounds the march however long the edge."""

from __future__ import annotations

from worlds import Board, Campaign, line

from khingan.campaign import codes as K


def test_no_unit_marches_farther_than_its_fuel() -> None:
    # 100 tanks with fuel for 15 km of open ground on an edge of 60 km
    board = Board(line(2), len=60_000)
    u = board.unit(0, 0, men=100, tanks=100, mobility=K.TANK, axis=board.order(1))
    numbers = {"fuel_refill_armour_t": 0.45, "fuel_refill_range_offroad_km": 150.0, "fuel_start_refills": 0.1}
    game = Campaign(board, switch_supply=0.0, **numbers).play(8)
    assert game.at(u) == 0
    assert 14_000 <= game.st.u["progress"][u] <= 15_000
