"""Belief against truth: surprise, what contact and reconnaissance tell, moves under way."""

from __future__ import annotations

import math

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

GOES_ON = {"hazard_base": 0.0, "shatter_base": 0.0}


def _attack(place: float = 1.0, date: float = 1.0, hidden: float = 0.0) -> tuple[Board, int]:
    # 0a - 1d - 2 - 3s: the defender expects part of what comes
    board = Board(line(4)).cell(1, 2, 3, owner=1).expects(1, place, date, hidden=hidden)
    board.source(1, 3)
    board.unit(0, 0, men=5_000, axis=board.order(3))
    return board, board.unit(1, 1, men=3_000)


@pytest.mark.parametrize(
    ("place", "date", "level"),
    [(1.0, 1.0, 0.0), (0.0, 0.0, 3.0), (0.0, 1.0, 1.8), (1.0, 0.0, 1.2), (0.5, 0.5, 1.5)],
)
def test_surprise_is_what_belief_lacks_of_the_truth(place: float, date: float, level: float) -> None:
    board, _ = _attack(place, date)
    game = Campaign(board, surprise_place_weight=0.6, **GOES_ON).play(2)
    assert game.st.x["surprise"][0, 1] == pytest.approx(level)


def test_deception_hides_a_part_of_what_is_there() -> None:
    board, _ = _attack(place=0.8, hidden=0.5)
    game = Campaign(board, surprise_place_weight=1.0, **GOES_ON).play(2)
    assert game.st.x["surprise"][0, 1] == pytest.approx(3.0 * 0.6)


def test_a_surprised_defender_loses_more() -> None:
    def lost(belief: float) -> float:
        board, d = _attack(belief, belief)
        return 3_000 - Campaign(board, **GOES_ON).play(2).men(d)

    assert lost(0.0) > lost(0.5) > lost(1.0) > 0


def test_surprise_is_taken_when_the_fight_begins_and_wears_off() -> None:
    # The attacker's advantage: surprise lifts it less on the second day, though the level is kept.
    def lost_on_day(belief: float, day: int) -> float:
        board, d = _attack(belief, belief)
        numbers = {"noise_day_attacker": 0.0, "noise_day_defender": 0.0, "surprise_decay_days": 1.0}
        game = Campaign(board, alarm_news_days=1e9, alarm_contact_days=1e9, **numbers, **GOES_ON)
        before = game.play(4 * day - 4).men(d)
        return before - game.play(4).men(d)

    first = lost_on_day(0.0, 1) / lost_on_day(1.0, 1)
    third = lost_on_day(0.0, 3) / lost_on_day(1.0, 3)
    assert first > third > 0


def test_contact_raises_the_belief_and_the_alarm() -> None:
    # All of the enemy is in contact: belief comes up with the time constant of contact, here half a day.
    board, _ = _attack(0.2, 0.0)
    game = Campaign(board, belief_contact_days=0.5, belief_posts_days=1e9, alarm_contact_days=1e9, **GOES_ON)
    share = float(game.st.b["share"][1, 0])
    assert share == pytest.approx(0.2)
    game.play(1)
    assert game.st.b["share"][1, 0] == pytest.approx(1.0 - 0.8 * math.exp(-0.5))
    assert game.st.b["report_step"][1, 0] == 0


def test_posts_on_the_own_ground_report_whom_they_see() -> None:
    # 0u ... 3e: nobody meets; cell 0 was the defender's
    board = Board(line(4), owner=1).expects(1, 0.2)
    board.unit(0, 0)
    board.unit(1, 3)
    game = Campaign(board, belief_posts_days=2.0).play(4)
    assert game.st.b["share"][1, 0] == pytest.approx(1.0 - 0.8 * math.exp(-0.5))


def test_without_reports_belief_falls_back_on_what_was_expected() -> None:
    # 0u ... 3e: nobody meets, everybody stands on his own ground
    board = Board(line(4)).cell(3, owner=1).expects(1, 0.4)
    board.unit(0, 0)
    board.unit(1, 3)
    game = Campaign(board, belief_memory_days=1.0).play(1)
    game.st.b["share"][1, 0] = 0.9
    game.play(4)
    assert game.st.b["share"][1, 0] == pytest.approx(0.4 + 0.5 * math.exp(-1.0))


def test_the_news_of_war_comes_to_quiet_regions_later() -> None:
    # region 0: 0a - 1d fight; region 1: 2 - 3e quiet
    board = Board(line(4)).cell(1, 2, 3, owner=1).cell(2, 3, region=1)
    board.regions.append({"sid": 2})
    for region in range(2):
        board.expects(1, 1.0, 0.0, region=region)
    board.source(1, 3)
    board.unit(0, 0, men=5_000, axis=board.order(1))
    board.unit(1, 1, men=3_000)
    board.unit(1, 3)
    game = Campaign(board, alarm_contact_days=0.25, alarm_news_days=1.0, **GOES_ON).play(3)
    near, far = game.st.b["alarm"][1].tolist()
    assert near > far > 0.0


def test_nobody_is_alarmed_before_the_first_shot() -> None:
    board = Board(line(2)).cell(1, owner=1).expects(1, 1.0, 0.3)
    board.unit(0, 0)
    board.unit(1, 1)
    assert Campaign(board).play(8).st.b["alarm"][1, 0] == pytest.approx(0.3)


def test_air_reconnaissance_raises_the_belief() -> None:
    # 0v u ... 5e: side 0 flies over its front, side 1 does not
    board = Board(line(6)).cell(3, 4, 5, owner=1).expects(0, 0.2).expects(1, 0.2)
    board.unit(0, 0)
    board.unit(1, 5)
    board.air_group(0, 0)
    game = Campaign(board).play(4)
    assert game.st.b["share"][0, 0] > 0.2
    assert game.st.b["share"][1, 0] == pytest.approx(0.2)


def test_intelligence_can_be_switched_off() -> None:
    board, _ = _attack(0.0, 0.0)
    game = Campaign(board, switch_intelligence=0.0, **GOES_ON).play(4)
    assert game.st.x["surprise"].max() == 0.0
    assert game.st.b["share"][1, 0] == 0.0


@pytest.mark.parametrize(("chance", "cell"), [(0.0, 0), (1.0, 2)])
def test_a_move_under_way_is_over_or_not(chance: float, cell: int) -> None:
    board = Board(line(3))
    u = board.unit(0, 0, start2=2, chance2_low=chance, chance2_high=chance)
    assert Campaign(board).at(u) == cell


def test_a_move_under_way_is_over_in_some_campaigns() -> None:
    board = Board(line(3))
    u = board.unit(0, 0, start2=2, chance2_low=0.5, chance2_high=0.5)
    found = {Campaign(board, number=n).at(u) for n in range(20)}
    assert found == {0, 2}


def test_a_unit_at_its_new_place_takes_up_its_orders_there() -> None:
    # told to regroup from 0 to 2; it is there
    board = Board(line(4))
    axis = board.order(0, 2, posture=K.REGROUP)
    u = board.unit(0, 0, axis=axis, start2=2, pointer2=1, chance2_low=1.0, chance2_high=1.0)
    assert Campaign(board).play(8).at(u) == 2
