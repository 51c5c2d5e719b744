"""Later waves of a landing, and what becomes of a bridgehead that is lost (docs/mechanisms/landing.md)."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K


def coast(n: int = 6) -> Board:
    """0H - 1 ~ sea ~ 2 - 3H - 4 - 5: side 0 in the harbour 0, side 1 beyond the water, 60 km from it."""
    board = Board(line(n)).edge(1, 2, width=0).cell(*range(2, n), owner=1)
    return board.harbour(0, 3).passage(0, 3, K.BY_SEA, 60)


def test_a_later_wave_sails_to_a_port_that_the_first_has_taken() -> None:
    # Ships for 1,000: the second thousand still waits at 0 when 3 is taken, and goes on to 5 by way of 3
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA)
    first, second = (
        board.unit(0, 0, axis=board.order(0, 3, 5, lift=K.BY_SEA), lifts=ships) for _ in range(2)
    )
    game = Campaign(board, landing_load_t_per_man=0.0).play(12)
    assert [who for _, who in game.events(K.LANDED)] == [first, second]
    assert (game.at(first), game.at(second)) == (5, 5)


def test_a_later_wave_keeps_its_phase_until_it_is_across() -> None:
    # Both land at 3 and have orders to go on from there
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA)
    units = []
    for _ in range(2):
        following = board.order(3, 5)
        axis = board.order(0, 3, lift=K.BY_SEA, following=following)
        units.append(board.unit(0, 0, axis=axis, lifts=ships))
    game = Campaign(board, landing_load_t_per_man=0.0).play(16)
    assert [who for _, who in game.events(K.LANDED)] == units
    assert [game.at(u) for u in units] == [5, 5]


def lost_bridgehead() -> tuple[Board, int, int]:
    """1,000 of 3,000 men land at 3 in step 13; 20,000 enemies come next; 500 others wait for the ships."""
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA, load=72)
    axis = board.order(0, 3, 5, lift=K.BY_SEA)
    landed = board.unit(0, 0, men=3000, axis=axis, lifts=ships, rating=0.1)
    waiting = board.unit(0, 0, men=500, axis=board.order(0, 3, lift=K.BY_SEA), lifts=ships)
    board.unit(1, 5, men=20_000, guns=200, axis=board.order(3, when=(K.DAY_AT_LEAST, -1, 4.5)))
    board.source(1, 5)
    return board, landed, waiting


def test_who_is_driven_off_his_port_waits_for_no_echelon_and_frees_the_ships() -> None:
    board, landed, waiting = lost_bridgehead()
    game = Campaign(board, landing_load_t_per_man=0.0)
    while game.at(landed) != 2 and game.step < 27:
        game.play(1)
    assert (game.at(landed), game.st.u["behind"][landed]) == (2, 2000 * K.MAN)
    game.play(2)
    assert game.st.u["lift"][landed] == -1
    assert game.st.u["status"][waiting] == K.ABOARD


def test_who_was_driven_off_goes_his_way_by_land() -> None:
    # Put to 4 as after a lost fight, with two echelons behind and orders for 5
    board, landed, _ = lost_bridgehead()
    board.units.pop()
    game = Campaign(board, landing_load_t_per_man=0.0).play(14)
    assert (game.at(landed), game.st.u["behind"][landed]) == (3, 2000 * K.MAN)
    game.st.u["cell"][landed] = 4
    game.st.u["pointer"][landed] = 2
    game.play(4)
    assert (game.at(landed), game.men(landed)) == (5, 1000)


def test_men_of_a_lost_bridgehead_are_in_one_sink() -> None:
    # No way back from 3: those ashore are taken, the echelons behind them are no unit any more
    board, landed, _ = lost_bridgehead()
    board.edge(2, 3, width=0)
    game = Campaign(board, shatter_base=200.0)
    u = game.st.u
    while u["status"][landed] in (K.ACTIVE, K.ABOARD) and game.step < 27:
        game.play(1)
    assert (u["men"][landed], u["behind"][landed]) == (0, 0)
    assert game.st.lost[landed].sum() == 3000 * K.MAN
    assert game.st.lost[landed, K.MISSING] >= 2000 * K.MAN


@pytest.mark.parametrize("posture", [K.PURSUE, K.PROBE])
def test_pursuit_goes_ashore_against_an_enemy_a_probe_does_not(posture: int) -> None:
    # A probe could drive nobody out and has no way back: it loses nobody before the beach
    board = coast()
    axis = board.order(0, 3, lift=K.BY_SEA, posture=posture)
    u = board.unit(0, 0, men=8000, guns=100, axis=axis, lifts=board.lift(0, 0, K.BY_SEA, men=8000))
    board.unit(1, 3, men=500, rating=0.1)
    game = Campaign(board).play(10)
    assert game.owner(3) == (0 if posture == K.PURSUE else 1)
    assert (game.st.lost[u].sum() == 0) == (posture == K.PROBE)
    assert not game.events(K.LANDING_REPULSED)


def test_fog_costs_time_also_those_who_have_waited_already() -> None:
    # Off the coast at hour 30 in a rough sea; calm and foggy from hour 48 on
    board = coast().weather(rough_sea=[0.0, 1.0, 0.0], fog=[0.0, 0.0, 1.0], fog_all_day=1.0)
    u = board.unit(0, 0, axis=board.order(0, 3, lift=K.BY_SEA), lifts=board.lift(0, 0, K.BY_SEA, load=24))
    game = Campaign(board, landing_fog_hours=6.0).play(9)
    assert game.st.u["fogged"][u] == 1
    assert game.st.u["lands"][u] >= 48
