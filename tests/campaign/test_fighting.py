"""Fighting, giving way, works and what is overrun (rules R1-R4, R14)."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, flower, line

from khingan.campaign import codes as K

# Every engagement is decided in its first step, for one side or the other.
ATTACKER_WINS = {"hazard_base": 1000.0, "logit_base": 100.0, "shatter_base": 0.0}
DEFENDER_WINS = {"hazard_base": 1000.0, "logit_base": -100.0, "shatter_base": 0.0}
GOES_ON = {"hazard_base": 0.0, "shatter_base": 0.0}


def _duel(attackers: int = 20_000, defenders: int = 1_000, **defender: object) -> tuple[Board, int, int]:
    # 0a - 1d - 2 - 3s: the defender's ground begins at 1, its source lies at 3
    board = Board(line(4)).cell(1, 2, 3, owner=1)
    board.source(1, 3)
    a = board.unit(0, 0, men=attackers, axis=board.order(3))
    d = board.unit(1, 1, men=defenders, **defender)
    return board, a, d


def test_a_unit_ordered_to_attack_attacks_the_enemy_in_its_way() -> None:
    board, a, d = _duel()
    game = Campaign(board, **GOES_ON).play(2)
    assert game.st.u["fighting"].tolist() == [1, 1]
    assert game.men(a) < 20_000
    assert game.men(d) < 1_000
    assert (game.at(a), game.at(d)) == (0, 1)


def test_a_defender_who_gives_way_leaves_the_cell_to_the_attacker() -> None:
    board, a, d = _duel()
    game = Campaign(board, **ATTACKER_WINS).play(2)
    assert game.owner(1) == 0
    assert game.at(a) >= 1
    assert game.at(d) >= 2
    assert next(u for _, u in game.events(K.RETREAT)) == d


def test_a_repulsed_attacker_rests_before_the_next_assault() -> None:
    board, a, d = _duel()
    game = Campaign(board, called_off_hours=24.0, **DEFENDER_WINS).play(1)
    assert len(game.events(K.REPULSED)) == 1
    game.play(3)
    assert game.st.u["fighting"].tolist() == [0, 0]
    assert (game.at(a), game.at(d)) == (0, 1)
    game.play(2)
    assert len(game.events(K.REPULSED)) == 2


@pytest.mark.parametrize("home", [2, 6])
def test_a_retreat_goes_towards_the_own_supply(home: int) -> None:
    #   3 2      attacker in 4 (west), defender in 0, its source in 2 (north-east) or 6 (south-east)
    #  4 0 1
    #   5 6
    board = Board(flower(), owner=1).cell(4, owner=0)
    board.source(1, home)
    board.unit(0, 4, men=20_000, axis=board.order(1))
    d = board.unit(1, 0)
    assert Campaign(board, **ATTACKER_WINS).play(1).at(d) == home


def test_a_surrounded_defender_cannot_retreat() -> None:
    # All six neighbours belong to the attacker.
    board = Board(flower()).cell(0, owner=1)
    board.unit(0, 4, men=20_000, axis=board.order(0))
    d = board.unit(1, 0)
    game = Campaign(board, **ATTACKER_WINS).play(1)
    assert game.at(d) == 0
    assert game.st.u["surrounded"][d] == 1
    assert game.owner(0) == 1
    assert game.events(K.RETREAT) == []


def test_combat_can_be_switched_off() -> None:
    board, a, d = _duel()
    game = Campaign(board, switch_combat=0.0, **ATTACKER_WINS).play(4)
    assert (game.at(a), game.at(d)) == (0, 1)
    assert (game.men(a), game.men(d)) == (20_000, 1_000)


@pytest.mark.parametrize(
    ("width", "defenders", "in_contact"),
    [
        (1_000, 1_500, 2_500),  # the front has room: 2,500 men per km
        (10_000, 200, 2_000),  # ten attackers for every defender
    ],
)
def test_no_more_men_attack_than_the_front_has_room_for(width: int, defenders: int, in_contact: int) -> None:
    # 10,000 attackers; those in contact fire 0.3 loads of 19 kg in a whole day's fighting
    board, a, _ = _duel(10_000, defenders)
    board.edge(0, 1, width=width)
    numbers = {
        "clock_weight_0": 1.0,
        "contact_attacker_per_km": 2500.0,
        "contact_defender_per_km": 1500.0,
        "contact_ratio_cap": 10.0,
        "ammunition_use_attack": 0.3,
        "ammunition_load_per_man": 19.0,
    }
    game = Campaign(board, switch_supply=0.0, **GOES_ON, **numbers)
    had = int(game.st.u["ammo"][a])
    game.play(1)
    assert had - int(game.st.u["ammo"][a]) == pytest.approx(in_contact * 0.3 * 19.0, abs=1.0)


def test_attack_from_two_sides_is_one_engagement_with_the_sum_of_the_men() -> None:
    # 0a - 1d - 2a: the defender is attacked from west and east and loses more than to one of them
    def lost(second: bool) -> float:
        board = Board(line(3)).cell(1, owner=1)
        axis = board.order(1)
        board.unit(0, 0, men=3_000, axis=axis)
        if second:
            board.unit(0, 2, men=3_000, axis=axis)
        d = board.unit(1, 1, men=3_000)
        return 3_000 - Campaign(board, **GOES_ON).play(2).men(d)

    assert lost(True) > lost(False) > 0


def test_army_troops_are_overrun() -> None:
    # 0a - 1t: army troops do not bar the way; who enters takes them
    board = Board(line(2)).cell(1, owner=1)
    a = board.unit(0, 0, axis=board.order(1))
    t = board.unit(1, 1, men=500, rear=1)
    game = Campaign(board).play(2)
    assert game.at(a) == 1
    assert game.st.u["status"][t] == K.SURRENDERED
    assert game.st.lost[t].tolist() == [0, 0, 0, 0, 500 * K.MAN, 0, 0]
    assert [u for _, u in game.events(K.OVERRUN)] == [t]


def test_a_remnant_disbands() -> None:
    # A unit with less than a tenth of its men left goes as missing.
    board = Board(line(2))
    u = board.unit(0, 0, men=1000)
    game = Campaign(board, disband_share=0.1).play(1)
    game.st.u["men"][u] = 99 * K.MAN
    game.play(1)
    assert game.st.u["status"][u] == K.DISBANDED
    assert game.st.lost[u, K.MISSING] == 99 * K.MAN


def test_a_losing_attack_costs_tanks_and_those_left_behind_are_lost() -> None:
    board, a, _ = _duel(10_000, 9_000, tanks=20)
    board.units[a]["tanks"] = 100 * K.MAN
    game = Campaign(board, called_off_hours=0.0, **DEFENDER_WINS).play(8)
    st = game.st.u[a]
    assert st["tanks"] + st["repair"] + game.sc.tanks_lost[a] == 100 * K.MAN
    assert game.sc.tanks_lost[a] > 0
