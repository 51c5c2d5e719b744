"""The council in a campaign: what it is told, and its decision as the order to cease fire.

One seat and one shock of weight 1; terms are taken up at the first noon of pressure, the reply is accepted on the day
after, the order goes out 12 hours later, the talks are 24 and the deadline 30 hours after that.
"""

from __future__ import annotations

import numpy as np
from worlds import Board, Campaign, line

from khingan.campaign import codes as K

QUICK = {
    "council_threshold_spread": 0.0,
    "council_daily_mood": 0.0,
    "council_reply_days": 1.0,
    "council_reply_chance": 1.0,
    "coup_chance": 0.0,
    "decision_rescript_hours": 6.0,
    "decision_order_hours": 12.0,
    "order_talks_hours": 24.0,
    "order_deadline_hours": 30.0,
    "switch_surrender": 0.0,
}


def _with_council(board: Board, acts: int = 1, **shock: float) -> Board:
    board.council = {"side": 1, "eve": 2, "acts": acts}
    board.members = [{"sid": 77, "threshold": 0.3}]
    board.shocks = [{"start": 2.0, "days": 1.0, "pull": 1.0} | shock]
    board.regions[0]["watch"] = 1
    board.formations[1]["ceasefire"] = 0
    return board


def _quiet_line() -> tuple[Board, int]:
    board = Board(line(3), owner=1)
    board.source(1, 0)
    return board, board.unit(1, 2, talks=0)


def test_the_decision_becomes_the_order() -> None:
    board, u = _quiet_line()
    # The event comes at the start: half felt at the first noon. Offer 12 h, decision 36 h, order 48 h, talks 72 h.
    game = Campaign(_with_council(board, kind=K.EVENT), **QUICK).play(8)
    state = game.st.j[0]
    assert (state.offer, state.decision, state.order, state.talks, state.laydown) == (12, 36, 48, 12, 13)
    assert game.st.u["quiet"][u] == 0
    game.play(1)
    assert game.st.u["quiet"][u] == 1
    game.play(4)
    assert game.st.u["quiet"][u] == 2
    assert game.st.f["told"][1] == 48


def test_what_the_council_does_is_told_once_and_off_the_map() -> None:
    board, _ = _quiet_line()
    game = Campaign(_with_council(board, kind=K.EVENT), **QUICK).play(16)
    log = game.sc.events[: game.sc.event_n[0]]
    kinds = (K.PEACE_OFFERED, K.SURRENDER_DECIDED, K.RESCRIPT_ISSUED, K.CEASEFIRE_ORDER_EVENT)
    told = log[np.isin(log[:, 2], kinds)]
    assert told[:, :3].tolist() == [[h // 6, h, k] for h, k in zip((12, 36, 42, 48), kinds, strict=True)]
    assert set(told[:, 4]) == {-1}


def test_nothing_is_ordered_while_the_council_is_not_moved() -> None:
    board, u = _quiet_line()
    game = Campaign(_with_council(board, kind=K.EVENT, start=K.NEVER), **QUICK).play(60)
    assert game.st.j[0].order == K.NEVER
    assert game.st.u["quiet"][u] == 0


def test_sessions_before_the_campaign_count() -> None:
    board, _ = _quiet_line()
    # Two sessions are held on the eve; the event came before the first.
    game = Campaign(_with_council(board, kind=K.EVENT, start=0.0), **QUICK)
    assert game.st.j[0].offer == -36
    assert game.st.j[0].decision == -12


def test_who_was_told_to_fight_on_does() -> None:
    board, _ = _quiet_line()
    u = board.unit(1, 1, refuses=1)
    game = Campaign(_with_council(board, kind=K.EVENT), **QUICK).play(40)
    assert game.st.u["quiet"][u] == 0


def _advance(acts: int, kind: int) -> Campaign:
    # 0 held by side 0, 1 to 4 by side 1, nobody there: 20 km a day are lost.
    board = Board(line(5), owner=1).cell(0, owner=0)
    board.source(0, 0)
    board.unit(0, 0, axis=board.order(4))
    board.unit(1, 4, men=100, static=1, talks=0)
    return Campaign(_with_council(board, acts, kind=kind), **QUICK).play(12)


def test_the_council_feels_the_ground_that_its_side_has_lost() -> None:
    game = _advance(0, K.GROUND_LOST)
    lost = sum(game.owner(c) == 0 for c in range(1, 5))
    assert lost > 0
    game.play(3)  # up to the end of a noon
    assert game.st.n["felt"][0] >= lost / 4
    # It only looks on: nothing is decided, and dates count alone.
    assert (game.st.j[0].offer, game.st.j[0].order) == (K.NEVER, 0)


def test_ground_lost_moves_it() -> None:
    assert _advance(1, K.GROUND_LOST).play(40).st.j[0].offer < K.NEVER


def test_men_lost_move_it() -> None:
    game = _advance(0, K.MEN_LOST)
    game.st.u["men"][1] = 25 * K.MAN
    game.play(3)
    assert game.st.n["felt"][0] >= 0.75


def test_a_campaign_is_the_same_when_it_is_played_again() -> None:
    board, _ = _quiet_line()
    changes = QUICK | {"council_threshold_spread": 0.2, "council_daily_mood": 0.05}
    game = Campaign(_with_council(board, kind=K.DRIFT, days=20.0), **changes).play(60)
    first = (game.st.j.tobytes(), game.st.m.tobytes())
    game.step = 0
    game.play(60)
    assert (game.st.j.tobytes(), game.st.m.tobytes()) == first
    other = Campaign(_with_council(_quiet_line()[0], kind=K.DRIFT, days=20.0), number=5, **changes).play(60)
    assert other.st.m.tobytes() != first[1]
