"""Who comes to the fight: queues, flanks, detachments, works taken one by one (rules R1, R2, R9, R10, R24)."""

from __future__ import annotations

import math

import pytest
from worlds import Board, Campaign, flower, line

from khingan.campaign import codes as K

GOES_ON = {"hazard_base": 0.0, "shatter_base": 0.0}
ATTACKER_WINS = {"hazard_base": 1000.0, "logit_base": 100.0, "shatter_base": 0.0}
PATIENT = {"axis_blocked_hours": 240.0}


def _two_ways(**road: int) -> Board:
    # 0 - 1 - 2 by road, or 0 - 3 - 4 - 2, ten kilometres longer; 1 touches neither 3 nor 4
    board = Board([(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)], ground=K.ROAD, cap=100_000)
    for a, b in ((1, 3), (1, 4)):
        board.edge(a, b, width=0)
    return board.edge(0, 1, **road)


@pytest.mark.parametrize(("columns", "round_about"), [(1, 0), (6, 1)])
def test_who_would_come_last_in_a_long_queue_takes_the_longer_road(columns: int, round_about: int) -> None:
    # The road passes 1,000 a step: six columns of 1,000 would stand there for a day and a half
    board = _two_ways(cap=1_000)
    axis = board.order(2)
    units = [board.unit(0, 0, axis=axis) for _ in range(columns)]
    game = Campaign(board, detour_minutes=0.0, **PATIENT).play(1)
    assert (sum(game.at(u) in (3, 4) or _heads_for(game, u) == 3 for u in units) > 0) == bool(round_about)


def _heads_for(game: Campaign, u: int) -> int:
    k = int(game.st.u["slot"][u])
    return int(game.w.nbr[game.at(u), k]) if k >= 0 else -1


def test_who_finds_no_room_in_an_attack_goes_for_the_flank() -> None:
    #   3 2      60,000 in 0 attack 20,000 in 1 across 10 km: 25,000 find room, others go by 2 or 6
    #  4 0 1
    #   5 6
    board = Board(flower()).cell(1, owner=1).cell(*range(7), stack=1_000_000)
    board.unit(1, 1, men=20_000)
    axis = board.order(1)
    units = [board.unit(0, 0, men=10_000, axis=axis) for _ in range(6)]
    room = {"contact_attacker_per_km": 2500.0, "attack_cost_hours": 0.0, "switch_zoc": 0.0}
    game = Campaign(board, **room, **GOES_ON, **PATIENT).play(6)
    assert {game.at(u) for u in units} & {2, 6}
    assert sum(game.at(u) == 0 for u in units) >= 3


def test_vehicles_take_no_room_in_an_attack() -> None:
    # Six units of 2,000 men and 600 lorries are 12,000 men: all find room across 10 km
    board = Board(flower()).cell(1, owner=1).cell(*range(7), stack=1_000_000)
    board.unit(1, 1, men=20_000)
    axis = board.order(1)
    units = [board.unit(0, 0, men=2_000, trucks=600, axis=axis) for _ in range(6)]
    room = {"contact_attacker_per_km": 2500.0, "attack_cost_hours": 0.0, "switch_zoc": 0.0}
    game = Campaign(board, **room, **GOES_ON, **PATIENT).play(4)
    assert {game.at(u) for u in units} == {0}


def test_nobody_circles() -> None:
    # 0 - 1 by road with 1 full, 0 - 3 through mountains, 0 - 4 - 3 by road: 3 leads back to 0 by way of 4
    board = Board([(0, 0), (1, 0), (2, 0), (0, 1), (-1, 1)], ground=K.ROAD).cell(1, stack=500)
    board.edge(1, 3, width=0).edge(0, 3, ground=K.MOUNTAIN)
    board.unit(0, 1)
    u = board.unit(0, 0, axis=board.order(2))
    game = Campaign(board, detour_patience=2.0, **PATIENT)
    assert {game.play(1).at(u) for _ in range(24)} == {0}


def test_a_way_that_leads_back_here_is_no_way_round() -> None:
    # 2 - 0 - 1: who waits before the full cell 1 does not go back to 2, whence the only way leads here again
    board = Board([(0, 0), (1, 0), (-1, 0), (2, 0)], ground=K.ROAD).cell(1, stack=500)
    board.unit(0, 1)
    u = board.unit(0, 0, axis=board.order(3))
    game = Campaign(board, detour_patience=2.0, **PATIENT)
    assert {game.play(1).at(u) for _ in range(12)} == {0}


@pytest.mark.parametrize(("detached", "room"), [(True, True), (False, False)])
def test_a_forward_detachment_clears_the_road_for_its_main_body(detached: bool, room: bool) -> None:
    # 0m - 1d - 2: 1 has room for 1,000; 800 of a detachment stand there, and the 700 of the main body come up
    board = Board(line(3), ground=K.ROAD).cell(1, stack=1_000)
    main = board.unit(0, 0, men=700, axis=board.order(1))
    board.unit(0, 1, men=800, main=main if detached else -1)
    assert (Campaign(board).play(2).at(main) == 1) == room


def test_units_march_from_the_hour_at_which_they_may() -> None:
    # Two rounds of the second step have gone: four hours of 4 km are left of it
    board = Board(line(8), ground=K.ROAD, len=4_000)
    u = board.unit(0, 0, axis=board.order(7), from_step=1, from_round=2)
    game = Campaign(board).play(1)
    assert game.at(u) == 0
    assert game.play(1).at(u) == 4


def test_a_new_objective_ahead_does_not_cost_the_way_made() -> None:
    # 0 - 1 - 2: an edge of 40 km takes ten hours; after six the first objective, 1, falls to others
    board = Board(line(3), ground=K.ROAD, len=40_000).cell(1, owner=1)
    u = board.unit(0, 0, axis=board.order(1, 2))
    game = Campaign(board).play(1)
    assert game.st.u["progress"][u] == 24_000
    game.st.owner[1] = 0
    game.play(1)
    assert (game.at(u), game.st.u["pointer"][u]) == (1, 1)


def test_an_objective_passed_over_does_not_cost_the_way_made_either() -> None:
    # 0 - 1 - 2 with 3 behind: own when its turn comes, it is stepped over on the way from 1 to 2
    board = Board([(0, 0), (1, 0), (2, 0), (-1, 0)], ground=K.ROAD, len=40_000).cell(1, 2, owner=1)
    u = board.unit(0, 0, axis=board.order(1, 3, 2))
    game = Campaign(board).play(1)
    game.st.owner[1] = 0
    assert game.play(1).at(u) == 1


@pytest.mark.parametrize(("above", "goes_back"), [(0, True), (1, False)])
def test_nobody_goes_back_for_what_a_higher_command_has_won(above: int, goes_back: bool) -> None:
    # 0 - 1u - 2 - 3: 0 is the last objective of the plan taken over; more is to do at 3
    board = Board(line(4), ground=K.ROAD)
    last = board.order(3, above=above)
    u = board.unit(0, 1, axis=board.order(0, following=last, above=above))
    game = Campaign(board).play(1)
    assert (game.at(u) == 0) == goes_back


def _pushed_back(second: int, stood: bool = True, beaten: int = 1) -> float:
    """Engagement clock at 2 after the 3,000 of 1, in so many units, were driven there to ``second`` men."""
    # 0a - 1d - 2e - 3s
    board = Board(line(4)).cell(1, 2, 3, owner=1)
    board.source(1, 3)
    board.unit(0, 0, men=30_000, axis=board.order(3, when=(K.DAY_AT_LEAST, -1, 1.25)))
    for _ in range(beaten):
        board.unit(1, 1, men=3_000 // beaten)
    other = board.unit(1, 2, men=second)
    game = Campaign(board, **ATTACKER_WINS).play(1)
    game.st.u["arrived"][other] = -8 if stood else 0
    return float(game.play(1).st.x["clock"][0, 2])


def test_the_battle_does_not_follow_into_a_position_of_others() -> None:
    assert _pushed_back(1_500) > 0.0
    assert _pushed_back(15_000) == 0.0
    # Who has just come there himself has no position; and it matters not in how many units the beaten come.
    assert _pushed_back(15_000, stood=False) > 0.0
    assert _pushed_back(1_500, beaten=3) > 0.0


def _loss(works: int, static: int = 1, **changes: float) -> float:
    # 0a - 1g: a garrison of 2,000 is attacked for a day
    board = Board(line(2)).cell(1, owner=1, works=works)
    board.unit(0, 0, men=20_000, axis=board.order(1))
    g = board.unit(1, 1, men=2_000, static=static)
    return 2_000 - Campaign(board, works_contact_share=0.25, x_concrete=0.0, **GOES_ON, **changes).play(
        4
    ).men(g)


def test_works_are_taken_one_by_one() -> None:
    whole = _loss(K.CONCRETE, switch_siege=0.0)
    assert _loss(K.CONCRETE) == pytest.approx(whole / 4.0, rel=0.1)
    # Field troops beside the works, and a garrison without works, meet the assault as a whole
    assert _loss(K.CONCRETE, static=0) == pytest.approx(
        _loss(K.CONCRETE, static=0, switch_siege=0.0), rel=0.05
    )


def test_only_the_garrison_is_sheltered_by_its_works() -> None:
    # 0a - 1gf: 2,000 in works and 8,000 beside them
    def lost(**changes: float) -> tuple[float, float]:
        board = Board(line(2)).cell(1, owner=1, works=K.CONCRETE)
        board.unit(0, 0, men=20_000, axis=board.order(1))
        g, f = board.unit(1, 1, men=2_000, static=1), board.unit(1, 1, men=8_000)
        game = Campaign(board, works_contact_share=0.25, x_concrete=0.0, **GOES_ON, **changes).play(2)
        return 2_000 - game.men(g), 8_000 - game.men(f)

    open_, sheltered = lost(switch_siege=0.0), lost()
    assert sheltered[0] == pytest.approx(open_[0] / 4.0, rel=0.1)
    assert sheltered[1] == pytest.approx(open_[1], rel=0.1)


def test_works_taken_one_by_one_are_not_given_up_sooner() -> None:
    def ceded(**changes: float) -> int:
        found = 0
        for number in range(60):
            board = Board(line(2)).cell(1, owner=1, works=K.CONCRETE)
            board.unit(0, 0, men=5_000, axis=board.order(1))
            g = board.unit(1, 1, men=2_000, static=1)
            game = Campaign(board, number, shatter_base=0.0, x_concrete=0.0, **changes).play(6)
            found += int(game.st.u["invested"][g] == 1 or game.st.u["status"][g] != K.ACTIVE)
        return found

    assert ceded() <= ceded(switch_siege=0.0) + 3


def _lost(last_man: int, intensity: float, **defender: int) -> tuple[float, float]:
    board = Board(line(2)).cell(1, owner=1)
    a = board.unit(0, 0, men=2_000, axis=board.order(1))
    d = board.unit(1, 1, men=2_000, lastman=last_man, **defender)
    game = Campaign(board, campaign_intensity=intensity, desertion_hazard_auxiliary=0.0, **GOES_ON).play(1)
    return 2_000 - game.men(a), 2_000 - game.men(d)


def test_the_campaigns_intensity_costs_both_sides_but_no_garrison_that_fights_to_the_last_man() -> None:
    calm, fierce = _lost(0, 0.0), _lost(0, 0.3)
    assert fierce[0] == pytest.approx(2.0 * calm[0], rel=0.05)
    assert fierce[1] == pytest.approx(2.0 * calm[1], rel=0.05)
    assert _lost(1, 0.3)[1] == pytest.approx(_lost(1, 0.0)[1], rel=0.02)


def test_nobody_fights_auxiliaries_with_the_campaigns_intensity() -> None:
    assert _lost(0, 0.3, auxiliary=1) == pytest.approx(_lost(0, 0.0, auxiliary=1))


@pytest.mark.parametrize(
    ("shares", "times"), [((0, 0), 4.0), ((1, 0), 2.0), ((0, 1), 2.0), ((1, 1), 2.0**0.5)]
)
def test_auxiliaries_beside_others_take_their_share_of_the_intensity_away(
    shares: tuple[int, int], times: float
) -> None:
    # Two units of equal size a side: four times as costly, the root of it where half of a side are auxiliaries
    def lost(intensity: float) -> float:
        board = Board(line(2)).cell(1, owner=1)
        a = [board.unit(0, 0, men=1_000, axis=board.order(1), auxiliary=n * shares[0]) for n in range(2)]
        for n in range(2):
            board.unit(1, 1, men=1_000, auxiliary=n * shares[1])
        game = Campaign(board, campaign_intensity=intensity, desertion_hazard_auxiliary=0.0, **GOES_ON).play(
            1
        )
        return 2_000 - sum(game.men(u) for u in a)

    assert lost(math.log10(4.0)) == pytest.approx(times * lost(0.0), rel=0.05)


@pytest.mark.parametrize(("attacker", "falls_apart"), [(0, False), (1, True)])
def test_only_who_is_attacked_falls_apart(attacker: int, falls_apart: bool) -> None:
    # Both have lost half of their men before
    board = Board(line(2)).cell(1, owner=1)
    sides = [board.unit(0, 0, men=4_000, axis=board.order(1)), board.unit(1, 1, men=4_000)]
    certain = {"hazard_base": 0.0, "shatter_base": 1e6}
    game = Campaign(board, **certain)
    for u in sides:
        game.st.u["men0"][u] *= 2
    game.play(1)
    assert (game.st.u["status"][sides[attacker]] == K.SHATTERED) == falls_apart
