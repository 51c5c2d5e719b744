"""Forward detachments, forced marches and tracks broken through forest (rule R16)."""

from __future__ import annotations

from worlds import Board, Campaign, line

from khingan.campaign import codes as K


def _race(**changes: float) -> tuple[Campaign, int, int]:
    # M D - - - - - - - - - - o: main body M on foot, its detachment D on wheels, an empty road to the goal o
    board = Board(line(30), owner=1, ground=K.ROAD).cell(0, owner=0)
    board.source(0, 0)
    goal = board.order(29, posture=K.PURSUE)
    main = board.unit(0, 0, mobility=K.FOOT, axis=goal)
    board.c["x"][:30] = [10.0 * q for q in range(30)]
    ahead = board.unit(0, 0, mobility=K.MOTOR, axis=goal, main=main, lead=50.0, trucks=50)
    return Campaign(board, fuel_use_factor=0.0, **changes), main, ahead


def test_a_detachment_runs_ahead_but_not_farther_than_its_lead() -> None:
    game, main, ahead = _race()
    waited = 0
    for _ in range(14):
        gap, before = game.at(ahead) - game.at(main), game.at(ahead)
        game.play(1)
        if gap > 5:
            assert game.at(ahead) == before, "it waits for its main body"
            waited += 1
        elif before < 29:
            assert game.at(ahead) > before
    assert waited > 2
    assert game.at(ahead) == 29


def test_without_its_switch_a_detachment_stays_with_the_main_body() -> None:
    game, main, ahead = _race(switch_detachments=0.0)
    for _ in range(8):
        gap, before = game.at(ahead) - game.at(main), game.at(ahead)
        game.play(1)
        assert gap <= 0 or game.at(ahead) == before


def test_a_detachment_behind_its_main_body_marches() -> None:
    # D - M - - o
    board = Board(line(6), owner=0)
    board.c["x"][:6] = [10.0 * q for q in range(6)]
    goal = board.order(5, posture=K.PURSUE)
    main = board.unit(0, 2, axis=-1)
    late = board.unit(0, 0, mobility=K.MOTOR, axis=goal, main=main, lead=10.0, trucks=50)
    assert Campaign(board, fuel_use_factor=0.0).play(1).at(late) > 0


def _distance(**changes: float) -> float:
    """Kilometres marched in a day along a road by a pursuing unit on foot, and its fatigue."""
    board = Board(line(20), owner=0, ground=K.ROAD)
    u = board.unit(0, 0, axis=board.order(19, posture=K.PURSUE))
    hours = {f"march_hours_{i}": 3.0 for i in range(4)} | {"switch_forced_march": 1.0}
    game = Campaign(board, **(hours | {"fatigue_per_march_hour": 0.01} | changes)).play(4)
    return game.at(u) * 10.0 + game.st.u["progress"][u] / 1000.0


def test_a_forced_march_gains_ground_and_tires() -> None:
    usual = _distance(switch_forced_march=0.0)
    forced = _distance(forced_march=1.3)
    # rounded to whole rounds and cells, so a wide margin around 1.3
    assert 1.15 * usual < forced < 1.4 * usual


def test_the_tired_are_not_hurried() -> None:
    assert _distance(forced_fatigue_most=0.0) == _distance(switch_forced_march=0.0)


def _through_forest(**changes: float) -> int:
    # 1 = 2 = 3: forested mountain; a tank brigade goes first, a battalion follows the next day
    board = Board(line(4), owner=0, ground=K.MOUNTAIN)
    goal = board.order(3)
    board.unit(0, 0, men=1300, tanks=65, mobility=K.TANK, axis=goal, trucks=100)
    late = board.unit(0, 0, men=500, axis=goal, from_step=8)
    game = Campaign(board, fuel_use_factor=0.0, march_tank_mountain=1.5, march_foot_mountain=0.7, **changes)
    return game.play(12).at(late)


def test_columns_break_a_track_for_those_behind() -> None:
    assert _through_forest(track_cut_de=0.2) > _through_forest(switch_engineers=0.0)
