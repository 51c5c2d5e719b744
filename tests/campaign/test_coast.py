"""Guns ashore, mines, craft lost and lifts that come back (docs/mechanisms/coast.md)."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K
from khingan.campaign import run as engine
from khingan.campaign.combat.sides import FROM_SEA
from khingan.campaign.state import N_DAILY

SURE = {"craft_men": 100.0, "craft_men_lost": 0.5, "coast_hits": 1.0, "coast_duel": 0.1, "mine_hits": 0.001}


def coast(n: int = 6, **there: float) -> Board:
    """0H - 1 ~ sea ~ 2 - 3H - 4 - 5: side 0 in the harbour 0, side 1 beyond the water, 60 km from it."""
    board = Board(line(n)).edge(1, 2, width=0).cell(*range(2, n), owner=1)
    return board.harbour(0).harbour(3, **there).passage(0, 3, K.BY_SEA, 60)


def sailing(board: Board, men: int = 4000, room: int = 4000, **fields: object) -> int:
    """A unit with orders for 3, and ships for it."""
    lifts = board.lift(0, 0, K.BY_SEA, men=room, guns=int(fields.pop("ships_guns", 0)))  # type: ignore[call-overload]
    axis = board.order(0, 3, lift=K.BY_SEA, posture=int(fields.pop("posture", K.ATTACK)))  # type: ignore[call-overload]
    return board.unit(0, 0, men=men, axis=axis, lifts=lifts, **fields)


def craft_lost(game: Campaign, u: int) -> int:
    return int(game.st.u["craft_lost"][u])


def test_guns_ashore_sink_craft_before_the_beach() -> None:
    # 10 guns at 3 with a garrison: some of the 40 craft do not arrive, and half of the men aboard are killed
    board = coast(coast=10.0, coast_km=5.0)
    u = sailing(board)
    board.unit(1, 3, men=1000)
    game = Campaign(board, x_landing=-9.0, **SURE).play(2)
    lost = craft_lost(game, u)
    assert 5 <= lost <= 12
    assert game.st.t["capacity"][0] == (4000 - 100 * lost) * K.MAN
    assert game.st.lost[u, K.KILLED] >= 50 * lost * K.MAN
    assert [who for _, who in game.events(K.CRAFT_SHELLED)] == [u]
    quiet = Campaign(board, switch_coast_batteries=0.0, **SURE).play(2)
    assert craft_lost(quiet, u) == 0


@pytest.mark.parametrize("fate", ["gone", "shut_up"])
def test_guns_without_a_garrison_are_silent(fate: str) -> None:
    # Nobody at 3, or a garrison shut up in its works there: it serves its guns no more
    board = coast(coast=10.0, coast_km=5.0)
    u = sailing(board)
    if fate == "shut_up":
        garrison = board.unit(1, 3, men=500, static=1)
        board.unit(0, 3, men=2000)
    game = Campaign(board, **SURE).play(1)
    if fate == "shut_up":
        game.st.u["invested"][garrison] = 1
    game.play(1)
    assert game.at(u) == 3
    assert craft_lost(game, u) == 0


def test_guns_reach_a_landing_next_to_them() -> None:
    # The guns stand at 4H, 10 km from the landing at 3: in range of 15 km, out of range of 5 km
    found = []
    for km in (5.0, 15.0):
        board = coast().harbour(4, coast=10.0, coast_km=km)
        u = sailing(board)
        board.unit(1, 4, men=1000)
        found.append(craft_lost(Campaign(board, **SURE).play(2), u))
    assert found[0] == 0
    assert found[1] > 0


def test_ships_guns_keep_guns_ashore_silent() -> None:
    found = []
    for guns in (0, 1000):
        board = coast(coast=10.0, coast_km=5.0)
        u = sailing(board, ships_guns=guns)
        board.unit(1, 3, men=1000)
        found.append(craft_lost(Campaign(board, **SURE).play(2), u))
    assert found[0] > 0
    assert found[1] == 0


def test_guns_ashore_hit_less_in_fog() -> None:
    found = []
    for fog in (0.0, 1.0):
        board = coast(coast=10.0, coast_km=5.0).weather(fog=fog, fog_all_day=1.0)
        u = sailing(board)
        board.unit(1, 3, men=1000)
        game = Campaign(board, landing_fog_hours=0.0, coast_fog_factor=0.2, **SURE).play(2)
        found.append(craft_lost(game, u))
    assert found[1] < found[0] / 2


def test_one_attempt_is_shelled_once() -> None:
    # The fight on the beach lasts for steps; the craft run in once
    board = coast(coast=10.0, coast_km=5.0)
    u = sailing(board)
    board.unit(1, 3, men=3000)
    game = Campaign(board, hazard_base=0.0, **SURE).play(5)
    assert len(game.events(K.CRAFT_SHELLED)) == 1
    assert game.st.u["status"][u] == K.ABOARD


def test_an_attempt_that_paused_is_shelled_again() -> None:
    # The men lose heart for a step and lie off the beach; then they run in anew
    board = coast(coast=10.0, coast_km=5.0)
    u = sailing(board)
    board.unit(1, 3, men=3000)
    game = Campaign(board, hazard_base=0.0, **SURE).play(3)
    assert len(game.events(K.CRAFT_SHELLED)) == 1
    game.st.u["cohesion"][u] = 0.01
    assert game.play(1).st.u["attacking"][u] == -1
    game.st.u["cohesion"][u] = 1.0
    assert game.play(1).st.u["attacking"][u] == FROM_SEA
    assert len(game.events(K.CRAFT_SHELLED)) == 2


def test_mines_cost_craft_and_men_whoever_laid_them() -> None:
    # Nobody at 3; 400 mines in its approaches, 33 % of 40 craft
    board = coast(mines=400.0)
    u = sailing(board)
    game = Campaign(board, **SURE).play(2)
    lost = craft_lost(game, u)
    assert 12 <= lost <= 15
    assert game.st.lost[u, K.MISSING] == 50 * lost * K.MAN
    assert game.men(u) == 4000 - 50 * lost
    assert [who for _, who in game.events(K.CRAFT_MINED)] == [u]
    assert craft_lost(Campaign(board, switch_mines=0.0, **SURE).play(2), u) == 0


def test_nobody_vanishes_with_the_craft() -> None:
    board = coast(mines=400.0, coast=10.0, coast_km=5.0)
    u = sailing(board, men=6000, room=2000)
    board.unit(1, 3, men=100)
    game = Campaign(board, landing_load_t_per_man=0.0, **SURE)
    for _ in range(10):
        game.play(1)
        st = game.st
        assert st.u["men"][u] + st.u["behind"][u] + st.lost[u].sum() == 6000 * K.MAN


def test_what_a_lift_has_lost_later_trips_lack() -> None:
    # 4,000 men in ships for 2,000, a third of which strikes mines: the second trip brings fewer than the first
    board = coast(mines=400.0)
    u = sailing(board, men=4000, room=2000)
    game = Campaign(board, landing_load_t_per_man=0.0, **SURE)
    game.play(2)
    assert game.st.u["behind"][u] == 2000 * K.MAN
    game.play(2)
    assert game.st.u["behind"][u] > 0
    game.play(8)
    assert game.st.u["behind"][u] == 0
    assert len(game.events(K.LANDED)) > 2


def test_one_craft_of_a_lift_always_gets_through() -> None:
    board = coast(mines=100_000.0)
    u = sailing(board, men=200, room=200)
    game = Campaign(board, **SURE).play(2)
    assert craft_lost(game, u) == 1
    assert game.at(u) == 3


def test_guns_and_tanks_go_down_with_the_craft() -> None:
    board = coast(mines=400.0)
    u = sailing(board, guns=100, tanks=40)
    game = Campaign(board, **SURE).play(2)
    assert game.st.u["guns"][u] + game.sc.guns_lost[u] == 100 * K.MAN
    assert game.st.u["tanks"][u] + game.sc.tanks_lost[u] == 40 * K.MAN
    assert game.sc.guns_lost[u] > 0


def test_an_echelon_loses_its_own_part_of_the_guns() -> None:
    # 4,000 men with 400 guns in two trips: the first craft carry half of them, the next ones the part of their men
    board = coast(mines=400.0)
    u = sailing(board, men=4000, room=2000, guns=400)
    game = Campaign(board, landing_load_t_per_man=0.0, **SURE).play(2)
    st, first = game.st, craft_lost(game, u)
    assert first > 0
    assert game.sc.guns_lost[u] == pytest.approx(400 * K.MAN * first / 20 / 2, abs=1)
    guns, lost, men = int(st.u["guns"][u]), int(game.sc.guns_lost[u]), game.men(u) + 2000
    aboard = 2000 - 100 * first
    while craft_lost(game, u) == first and game.step < 12:
        game.play(1)
    share = 100 * (craft_lost(game, u) - first) / aboard
    assert game.sc.guns_lost[u] - lost == pytest.approx(guns * share * aboard / men, abs=1)


def test_the_day_counts_craft() -> None:
    board = coast(mines=400.0)
    u = sailing(board)
    game = Campaign(board, **SURE)
    daily = np.zeros((1, 1, N_DAILY), np.int64)
    engine.play(game.w, game.p, game.st, game.sc, 0, 4, daily)
    assert daily[0, 0, K.CRAFT_LOST] == craft_lost(game, u) > 0


def test_a_probe_takes_an_open_beach() -> None:
    board = coast()
    u = sailing(board, posture=K.PROBE)
    assert Campaign(board).play(6).at(u) == 3


def test_who_finds_no_way_ashore_is_brought_back_and_the_ships_are_free() -> None:
    # 100 men before 3,000 never land; after a day 0 has them again, and others take the ships
    board = coast().harbour(1).passage(0, 1, K.BY_SEA, 20)
    ships = board.lift(0, 0, K.BY_SEA, men=4000)
    few = board.unit(0, 0, men=100, axis=board.order(0, 3, lift=K.BY_SEA), lifts=ships)
    later = board.unit(
        0, 0, men=4000, axis=board.order(0, 1, lift=K.BY_SEA, when=(K.DAY_AT_LEAST, -1, 1.5)), lifts=ships
    )
    board.unit(1, 3, men=3000)
    game = Campaign(board, landing_wait_hours=24.0).play(4)
    assert game.st.u["status"][few] == K.ABOARD
    game.play(4)
    assert (game.at(few), game.st.u["status"][few]) == (0, K.ACTIVE)
    assert [who for _, who in game.events(K.TURNED_BACK)] == [few]
    game.play(2)
    assert later in [who for _, who in game.events(K.LANDED)]


def homeward() -> tuple[Board, int]:
    """100 men and slow ships: off 3, which 3,000 enemies hold, from hour 24 on; they turn back at hour 48."""
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA, men=4000, speed=2.5)
    u = board.unit(0, 0, men=100, axis=board.order(0, 3, lift=K.BY_SEA), lifts=ships)
    board.unit(1, 3, men=3000)
    return board, u


def test_the_way_home_takes_as_long_as_the_way_out() -> None:
    board, u = homeward()
    game = Campaign(board, landing_wait_hours=24.0).play(9)
    assert (game.st.u["status"][u], game.st.u["lands"][u]) == (K.ABOARD, 72)
    game.st.u["unfed"][u] = 3
    assert game.play(3).st.u["status"][u] == K.ABOARD
    game.play(1)
    assert (game.at(u), game.st.u["status"][u], game.st.u["arrived"][u]) == (0, K.ACTIVE, 12)
    assert (game.st.u["previous"][u], game.st.u["unfed"][u]) == (-1, 0)
    assert game.events(K.TURNED_BACK) == [(12, u)]


def test_who_finds_his_port_lost_on_the_way_home_sails_for_the_other_shore() -> None:
    board, u = homeward()
    game = Campaign(board, landing_wait_hours=24.0).play(9)
    game.st.owner[0] = 1
    game.play(4)
    assert (game.st.u["status"][u], game.st.u["lands"][u]) == (K.ABOARD, 96)
    assert not game.events(K.TURNED_BACK)
    game.play(4)
    assert (game.at(u), game.st.u["status"][u]) == (3, K.ABOARD)


def test_who_cannot_be_brought_back_may_attack_at_any_time() -> None:
    # No way home and too few at first; then most of the garrison leaves
    board = coast()
    u = sailing(board, men=100)
    garrison = board.unit(1, 3, men=3000)
    game = Campaign(board, landing_wait_hours=24.0, hazard_base=0.0).play(3)
    game.st.owner[0] = 1
    assert game.play(4).st.u["attacking"][u] == -1
    game.st.u["men"][garrison] = game.st.u["men0"][garrison] = 150 * K.MAN
    assert game.play(1).st.u["attacking"][u] == FROM_SEA


def test_nobody_is_brought_back_to_a_port_that_is_lost() -> None:
    board = coast()
    few = sailing(board, men=100)
    board.unit(1, 3, men=3000)
    game = Campaign(board, landing_wait_hours=24.0).play(3)
    game.st.owner[0] = 1
    assert game.play(6).st.u["status"][few] == K.ABOARD


def test_a_side_that_ceases_fire_sails_home() -> None:
    # The order reaches the formation while its men lie off an enemy's port
    board = coast()
    board.formations[0]["ceasefire"] = 24
    u = sailing(board, men=100)
    board.unit(1, 3, men=3000)
    board.units[u] |= {"talks": 0, "laydown": K.NEVER}
    game = Campaign(board).play(4)
    assert game.st.u["status"][u] == K.ABOARD
    game.play(2)
    assert (game.at(u), game.st.u["status"][u]) == (0, K.ACTIVE)


def adrift(talks: int) -> tuple[Campaign, int]:
    """100 men off 3, which 3,000 enemies hold, cease fire; their own port is lost."""
    board = coast()
    u = sailing(board, men=100, talks=talks, laydown=K.NEVER)
    board.unit(1, 3, men=3000)
    game = Campaign(board).play(3)
    game.st.owner[0] = 1
    game.st.u["quiet"][u] = 1
    return game, u


def test_who_has_ceased_fire_and_has_no_port_left_lays_down_his_arms_off_the_place() -> None:
    game, u = adrift(talks=8)
    assert game.play(5).st.u["status"][u] == K.ABOARD
    game.play(1)
    assert (game.st.u["status"][u], game.st.u["men"][u]) == (K.SURRENDERED, 0)
    assert game.st.lost[u, K.CAPTURED] == 100 * K.MAN


def test_who_has_ceased_fire_and_has_no_port_left_lands_on_own_ground() -> None:
    game, u = adrift(talks=0)
    game.st.owner[3] = 0
    game.st.u["status"][1] = K.DISBANDED
    game.play(1)
    assert (game.at(u), game.st.u["status"][u], game.st.u["lift"][u]) == (3, K.ACTIVE, -1)
    assert game.men(u) == 100


def test_who_ceases_fire_on_a_beach_gets_no_echelon_and_frees_the_ships() -> None:
    # 1,000 of 3,000 are ashore; the talks begin with step 8, from then on those left behind are no part of the unit
    board = coast()
    ships = board.lift(0, 0, K.BY_SEA)
    u, other = (
        board.unit(
            0, 0, men=men, axis=board.order(0, 3, lift=K.BY_SEA), lifts=ships, laydown=K.NEVER, talks=8
        )
        for men in (3000, 500)
    )
    game = Campaign(board, landing_load_t_per_man=0.0).play(2)
    st = game.st
    assert (game.at(u), st.u["behind"][u]) == (3, 2000 * K.MAN)
    st.u["quiet"][u] = 1
    game.play(2)
    assert (st.u["lift"][u], st.u["behind"][u], st.u["status"][other]) == (-1, 2000 * K.MAN, K.ABOARD)
    game.play(5)
    assert (st.u["behind"][u], st.lost[u, K.MISSING]) == (0, 2000 * K.MAN)
    assert st.u["men"][u] + st.lost[u].sum() == 3000 * K.MAN
