"""The cease-fire in the field: who hears of it, who does not, and how fast arms can be taken."""

from __future__ import annotations

import pytest
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

ROAD_12 = {"ground": K.ROAD, "len": 12_000}
HOUR_EACH = {"order_delay_division": 1.0, "order_delay_army": 6.0, "order_delay_supreme": 6.0}
NO_HUNGER = {"switch_surrender": 0.0, "switch_combat": 0.0}


def _ordered(in_touch: bool = True, **unit: int) -> tuple[Board, int]:
    # 0s - 1 - 2u: the order goes out at 24 hours; without a source only a radio could bring it
    board = Board(line(3), owner=1, **ROAD_12)
    board.formations[1]["ceasefire"] = 24
    if in_touch:
        board.source(1, 0)
    return board, board.unit(1, 2, **unit)


def test_the_order_is_kept_by_units_in_touch() -> None:
    board, u = _ordered()
    game = Campaign(board).play(4)
    assert game.st.u["quiet"][u] == 0
    game.play(1)
    assert game.st.u["quiet"][u] > 0
    assert game.events(K.CEASED_FIRE) == [(4, u)]


def test_the_order_takes_its_time_down_the_tree() -> None:
    # Supreme command 6 + army 6 + division 1: 24 + 13 hours, the start of step 7.
    board, u = _ordered()
    board.formations[1]["level"] = K.SUPREME
    army = board.formation(1, parent=1, level=K.ARMY)
    board.units[u]["army"] = army
    game = Campaign(board, **HOUR_EACH).play(8)
    assert game.st.f["told"][[1, army]].tolist() == [24, 30]
    assert game.events(K.CEASED_FIRE) == [(7, u)]


def test_a_garrison_never_hears_of_the_cease_fire() -> None:
    # 0Es - 1G: shut up in its works, no radio; three weeks later it fights on
    board = Board(line(2), owner=1).cell(0, owner=0).cell(1, works=K.CONCRETE)
    board.formations[1]["ceasefire"] = 24
    board.unit(0, 0, men=5_000)
    board.source(0, 0)
    u = board.unit(1, 1, men=1_000, static=1, talks=8, laydown=12)
    game = Campaign(board, **NO_HUNGER, radio_near=0.0, parley_chance=0.0).play(84)
    assert (game.st.u["quiet"][u], game.men(u)) == (0, 1_000)
    assert game.st.f["told"][1] == 24


def test_a_parliamentarian_may_bring_it() -> None:
    # As above, once a day from the talks on, at noon.
    board = Board(line(2), owner=1).cell(0, owner=0).cell(1, works=K.CONCRETE)
    board.formations[1]["ceasefire"] = 24
    board.unit(0, 0, men=5_000)
    u = board.unit(1, 1, men=1_000, static=1, talks=8, laydown=K.NEVER)
    game = Campaign(board, **NO_HUNGER, radio_near=0.0, parley_chance=1.0).play(20)
    assert game.events(K.CEASED_FIRE) == [(10, u)]
    board.units[u]["talks"] = K.NEVER
    assert Campaign(board, **NO_HUNGER, radio_near=0.0, parley_chance=1.0).play(20).st.u["quiet"][u] == 0


def test_who_was_told_to_fight_on_does() -> None:
    board, u = _ordered()
    refusing = board.formation(1, parent=1, refuses=1)
    below = board.unit(1, 2, army=board.formation(1, parent=refusing))
    alone = board.unit(1, 2, refuses=1)
    game = Campaign(board).play(12)
    assert game.st.u["quiet"][[u, below, alone]].tolist() == [2, 0, 0]


def test_a_headquarters_that_is_away_passes_nothing_on() -> None:
    board, u = _ordered()
    board.units[u]["army"] = board.formation(1, parent=1, hq=1, absent_to=60)
    game = Campaign(board).play(12)
    assert game.events(K.CEASED_FIRE) == [(10, u)]


def test_a_headquarters_overrun_after_it_was_told_passes_nothing_on() -> None:
    # 0s - 1HQ - 2u, 3e: told at 24, 12 hours to pass it on; overrun at 30 hours, it works again at 54
    board, u = _ordered()
    f = board.formation(1, parent=1, hq=1, level=K.ARMY)
    board.units[u]["army"] = f
    game = Campaign(board, order_delay_army=12.0, hq_reform_hours=24.0).play(5)
    assert game.st.f["told"][f] == 24
    game.st.owner[1] = 0
    assert game.play(1).st.f["status"][f] == K.OVERRUN_HQ
    game.st.owner[1] = 1
    game.play(6)
    assert game.events(K.CEASED_FIRE) == [(9, u)]


def test_a_cease_fire_can_be_switched_off() -> None:
    board, u = _ordered()
    assert Campaign(board, switch_ceasefire=0.0).play(12).st.u["quiet"][u] == 0


def _captors(enemy: int, same_cell: bool, **unit: int) -> tuple[Board, int]:
    # 0s - 1 - 2u - 3e: the order at 0, deadline in step 6 (noon of the second day); the enemy beside it or in its cell
    board = Board(line(4), owner=1, **ROAD_12).cell(3, owner=0)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 2, **({"men": 1_000, "talks": K.NEVER, "laydown": 6} | unit))
    goal = {"axis": board.order(2)} if same_cell else {}
    board.unit(0, 3, men=enemy, **goal)
    return board, u


def test_prisoners_come_by_day_as_captors_can_take_them() -> None:
    # 600 men disarm half their number a day: 300, 300, 300 and the last hundred
    board, u = _captors(600, same_cell=False)
    game = Campaign(board, disarm_men_per_man_day=0.5, **NO_HUNGER).play(6)
    assert game.men(u) == 1_000
    taken = []
    for _ in range(4):
        game.play(4)
        taken.append(int(game.st.lost[u, K.CAPTURED] // K.MAN))
    assert taken == [300, 600, 900, 1_000]
    assert game.st.u["status"][u] == K.SURRENDERED
    rows = game.sc.events[: game.sc.event_n[0]]
    assert [(int(r[0]), int(r[6])) for r in rows if r[2] == K.ARMS_LAID_DOWN] == [
        (6, 300),
        (10, 300),
        (14, 300),
        (18, 100),
    ]


def test_captors_guard_one_unit_at_a_time() -> None:
    # Two units of 400 beside 600 men: 300 a day between them.
    board, u = _captors(600, same_cell=False, men=400)
    v = board.unit(1, 2, men=400, laydown=6, talks=K.NEVER)
    game = Campaign(board, disarm_men_per_man_day=0.5, **NO_HUNGER).play(7)
    assert sorted(game.st.lost[[u, v], K.CAPTURED] // K.MAN) == [0, 300]


def test_nobody_yields_before_the_deadline() -> None:
    board, u = _captors(10_000, same_cell=False)
    game = Campaign(board, **NO_HUNGER).play(6)
    assert game.men(u) == 1_000
    assert game.play(1).men(u) == 0


def test_before_the_talks_a_quiet_unit_defends_itself() -> None:
    board, u = _captors(3_000, same_cell=True, men=5_000)
    game = Campaign(board, **(NO_HUNGER | {"switch_combat": 1.0, "hazard_base": 0.0})).play(3)
    assert (game.at(1), game.st.u["quiet"][u]) == (3, 1)
    assert game.men(u) < 5_000, "it was attacked and fought"
    assert game.play(6).st.u["quiet"][u] == 2


def test_after_the_talks_an_enemy_in_the_same_cell_takes_the_arms() -> None:
    for same_cell, left in ((True, 0), (False, 1_000)):
        board, u = _captors(10_000, same_cell, talks=0)
        assert Campaign(board, **NO_HUNGER).play(3).men(u) == left


def test_who_keeps_quiet_bars_nobody_s_way() -> None:
    # The enemy marches through the cell to 1 and is not stopped.
    board, u = _captors(600, same_cell=False, men=5_000, talks=0)
    board.units[-1]["axis"] = board.order(1)
    game = Campaign(board, **NO_HUNGER).play(3)
    assert (game.at(1), game.owner(2)) == (1, 0)
    assert game.men(u) == 5_000


def test_army_troops_are_disarmed_too() -> None:
    board, u = _captors(10_000, same_cell=False, rear=1)
    game = Campaign(board, **NO_HUNGER).play(7)
    assert game.st.lost[u, K.CAPTURED] == 1_000 * K.MAN


def test_men_are_conserved_and_pieces_go_with_them() -> None:
    board, u = _captors(600, same_cell=False, guns=40, tanks=10)
    game = Campaign(board, disarm_men_per_man_day=0.5, **NO_HUNGER).play(7)
    assert game.st.u["men"][u] + game.st.lost[u].sum() == 1_000 * K.MAN
    assert game.sc.guns_lost[u] / K.MAN == pytest.approx(12.0, abs=0.01)
    assert (game.sc.tanks_lost[u] + game.st.u["tanks"][u]) == 10 * K.MAN


HAND_OVER = {"switch_hand_over": 1.0, "accept_men_per_man_day": 50.0, "hand_over_days": 4.0}


def _captured(game: Campaign, u: int, days: int) -> list[int]:
    found = []
    for _ in range(days):
        game.play(4)
        found.append(int(game.st.lost[u, K.CAPTURED] // K.MAN))
    return found


def test_a_garrison_hands_over_its_arms_to_a_handful_under_its_own_officers() -> None:
    # 20 men beside 1,000 who have the order: from the noon of the deadline to the next a quarter, and so on; without
    # their officers' help 10 a day
    board, u = _captors(20, same_cell=False)
    numbers = NO_HUNGER | {"disarm_men_per_man_day": 0.5}
    # What is left of the captors' time goes to the rest: 250 of 50 each are 5 men's work, 15 disarm 7.
    assert _captured(Campaign(board, **numbers, **HAND_OVER).play(3), u, 5) == [10, 267, 525, 782, 1_000]
    assert _captured(Campaign(board, **numbers).play(3), u, 5) == [10, 20, 30, 40, 50]


def test_captors_who_have_only_come_disarm_whom_they_can() -> None:
    # They march in on the morning of the second day, after the deadline: the hand-over begins on the third
    board, u = _captors(20, same_cell=True, talks=0)
    board.axes[0]["posture"] = K.ATTACK
    board.conditions[0] = [(K.DAY_AT_LEAST, -1, 2.0), (-1, -1, 0.0)]
    game = Campaign(board, **NO_HUNGER, **HAND_OVER, disarm_men_per_man_day=0.5).play(5)
    assert game.at(1) == 2
    assert _captured(game, u, 2) == [10, 267]


def test_a_hand_over_goes_on_when_the_captors_have_gone() -> None:
    # They leave as many behind as saw to a quarter a day
    board, u = _captors(20, same_cell=False)
    game = Campaign(board, **NO_HUNGER, **HAND_OVER, disarm_men_per_man_day=0.5)
    assert _captured(game, u, 3) == [0, 10, 267]
    game.st.u["status"][1] = K.ABOARD
    assert _captured(game, u, 3) == [517, 767, 1_000]


def test_captors_can_count_and_guard_only_so_many() -> None:
    # 2 men see 100 through in a day
    board, u = _captors(2, same_cell=False)
    game = Campaign(board, **NO_HUNGER, **HAND_OVER, disarm_men_per_man_day=0.5).play(3)
    assert _captured(game, u, 3) == [1, 101, 201]


def test_nobody_hands_over_his_arms_who_has_the_order_from_the_enemy() -> None:
    # 0e - 1G: brought by a parliamentarian at noon of the third day, to works that no officer's order reaches
    board = Board(line(2), owner=1).cell(0, owner=0).cell(1, works=K.CONCRETE)
    board.formations[1]["ceasefire"] = 24
    board.unit(0, 0, men=20)
    board.source(0, 0)
    u = board.unit(1, 1, men=1_000, static=1, invested=1, talks=8, laydown=8)
    game = Campaign(board, **NO_HUNGER, **HAND_OVER, radio_near=0.0, parley_chance=1.0)
    game.play(8)
    game.st.u["invested"][u] = 1
    game.play(3)
    assert (game.st.u["quiet"][u], game.st.u["by_order"][u]) == (2, 0)
    assert game.st.lost[u, K.CAPTURED] == 10 * K.MAN


def _under_attack(outside: int, **changes: float) -> Campaign:
    # 0s - 1 - 2u - 3e: the order at 0, the talks of the high command in step 4; attacked from the first step
    board, _ = _captors(3_000, same_cell=True, men=5_000, talks=4, laydown=8, outside=outside)
    return Campaign(
        board,
        **(NO_HUNGER | {"switch_combat": 1.0, "hazard_base": 0.0}),
        **({"order_talks_hours": 60.0, "order_deadline_hours": 84.0} | changes),
    )


def test_who_fights_outside_the_command_that_talks_has_to_treat_on_the_spot() -> None:
    # First shots in step 1; from step 2 it takes ten steps until somebody has come to terms here
    game = _under_attack(outside=1).play(4)
    begun = int(game.st.f["talks"][1]) - 10
    assert 1 <= begun <= 3
    assert game.st.f["laydown"][1] == begun + 14
    game.play(begun + 10 - game.step)
    assert game.st.u["quiet"][0] == 1
    assert game.play(1).st.u["quiet"][0] == 2


@pytest.mark.parametrize(("outside", "changes"), [(0, {}), (1, {"switch_local_talks": 0.0})])
def test_the_talks_of_the_high_command_bind_those_under_it(outside: int, changes: dict[str, float]) -> None:
    game = _under_attack(outside, **changes).play(5)
    assert (game.st.f["talks"][1], game.st.u["quiet"][0]) == (0, 2)


def test_who_is_not_attacked_needs_no_talks_on_the_spot() -> None:
    board, u = _captors(600, same_cell=False, talks=4, outside=1)
    assert Campaign(board, **NO_HUNGER).play(5).st.u["quiet"][u] == 2


@pytest.mark.parametrize(("by_order", "hour"), [(1.0, 36), (0.0, K.NEVER)])
def test_who_has_the_order_piles_his_arms_before_anybody_comes(by_order: float, hour: int) -> None:
    # 0s - 1 - 2uP, nobody else on the map: from the noon of the talks on in two days; the men stay where they are
    board = Board(line(3), owner=1, **ROAD_12)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 2, men=1_000, talks=2, laydown=K.NEVER)
    place = board.place(2)
    numbers = NO_HUNGER | HAND_OVER | {"hand_over_days": 2.0, "switch_hand_over": by_order}
    game = Campaign(board, **numbers).play(6)
    assert (int(game.st.u["disarmed"][u]), int(game.st.p["disarmed"][place, 0])) == (0, K.NEVER)
    game.play(2)
    # Noon of the second day lies within step 6, whose end is the hour.
    assert game.st.p["disarmed"][place, 0] == (42 if hour == 36 else K.NEVER)
    assert (game.men(u), int(game.st.p["captured"][place, 0])) == (1_000, K.NEVER)


def test_nobody_piles_his_arms_before_his_own_command_has_terms() -> None:
    # As above, but outside the command that treats: nobody comes, and the arms stay where they are
    board = Board(line(3), owner=1, **ROAD_12)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 2, men=1_000, talks=2, laydown=8, outside=1)
    numbers = NO_HUNGER | HAND_OVER
    piled = {
        on: Campaign(board, **numbers, switch_local_talks=on).play(40).st.u["disarmed"][u]
        for on in (0.0, 1.0)
    }
    assert piled == {0.0: 1, 1.0: 0}


def test_who_has_treated_on_the_spot_piles_his_arms_under_terms_of_his_own() -> None:
    # As above, with talks on the spot that were over at step 2: from the noon of step 4 on nobody bears arms
    board = Board(line(3), owner=1, **ROAD_12)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 2, men=1_000, talks=2, laydown=8, outside=1)
    game = Campaign(board, **NO_HUNGER, **HAND_OVER, switch_local_talks=1.0).play(1)
    game.st.f["talks"][1], game.st.f["laydown"][1] = 2, 8
    assert int(game.play(39).st.u["disarmed"][u]) == 1


def test_a_place_with_one_unit_under_arms_is_not_disarmed() -> None:
    # As above, with a second unit beside that was told to fight on
    board = Board(line(3), owner=1, **ROAD_12)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 2, men=1_000, talks=2, laydown=K.NEVER)
    board.unit(1, 1, men=100, refuses=1)
    place = board.place(2)
    game = Campaign(board, **NO_HUNGER, **HAND_OVER).play(40)
    assert (int(game.st.u["disarmed"][u]), int(game.st.p["disarmed"][place, 0])) == (1, K.NEVER)


@pytest.mark.parametrize(
    ("rate", "auxiliary", "captors", "left"),
    [(0.1, 0, 0, 810.0), (0.0, 0, 0, 1_000.0), (0.1, 1, 0, 1_000.0), (0.1, 0, 500, 1_000.0)],
)
def test_men_slip_away_until_captors_stand_there(
    rate: float, auxiliary: int, captors: int, left: float
) -> None:
    # 0s - 1 - 2u (and captors in 2): keeps the cease-fire from the start, no talks; the noons of two days
    board = Board(line(3), owner=1, **ROAD_12)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 2, men=1_000, auxiliary=auxiliary, talks=K.NEVER, laydown=K.NEVER)
    if captors:
        board.unit(0, 2, men=captors)
    game = Campaign(board, **NO_HUNGER, dispersal_rate=rate, desertion_hazard_auxiliary=0.0).play(8)
    assert game.men(u) == pytest.approx(left, abs=0.1)
    assert game.st.lost[u, K.DESERTED] == (1_000 - game.men(u)) * K.MAN


def test_nobody_slips_away_where_captors_may_not_come() -> None:
    # As above; the other side may not go to 2
    board = Board(line(3), owner=1, **ROAD_12).cell(2, bounds=1)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 2, men=1_000, talks=K.NEVER, laydown=K.NEVER)
    assert Campaign(board, **NO_HUNGER, dispersal_rate=0.1).play(8).men(u) == 1_000


def test_nobody_slips_away_where_that_is_switched_off() -> None:
    board = Board(line(3), owner=1, **ROAD_12)
    board.source(1, 0)
    board.formations[1]["ceasefire"] = 0
    u = board.unit(1, 2, men=1_000, talks=K.NEVER, laydown=K.NEVER)
    assert Campaign(board, **NO_HUNGER, dispersal_rate=0.1, switch_dispersal=0.0).play(8).men(u) == 1_000
