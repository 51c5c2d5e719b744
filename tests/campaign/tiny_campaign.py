"""One small campaign with a bit of everything; run as a script it prints the hash of its state after every step.

Rows of cells, side 0 in the south, side 1 in the north, sources behind both::

    r=4   s . . d . . . S      s, S  sources of side 1 and 0 (railway along r=0 and r=4)
    r=3   . d . . d g . .      d     defenders, g garrison in concrete works
    r=2   . . ~ ~ ~ . . .      ~     river
    r=1   a . a . t a . .      a     attackers, t tanks
    r=0   S . r . . m . .      m     motor column, r army troops
"""

from __future__ import annotations

import hashlib

import numpy as np
from worlds import Board, Campaign, grid

from khingan.campaign import codes as K

STEPS = 12


def _board() -> Board:
    board = Board(grid(8, 5), len=9_000, width=9_000, cap=5_000, haul=12)
    north = [c for c in range(40) if c >= 24]
    board.cell(*north, owner=1).cell(29, works=K.CONCRETE).cell(24, 25, 26, wood=1.0, rough=0.5)
    board.cell(10, 11, 12, marsh=1.0)
    board.weather(rain=[0.0, 1.0, 0.5], heavy=0.6, fog=0.3, heat=30.0)
    for c in (18, 19, 20):
        board.edge(c, c + 8, river=K.MAJOR).edge(c - 8, c, river=K.MEDIUM, bridge=int(c == 19))
    for c in range(7):
        board.edge(c, c + 1, rail=1, ground=K.ROAD).edge(c + 32, c + 33, rail=1, ground=K.ROAD)
    for c in (4, 12, 20, 28):
        board.edge(c, c + 8, ground=K.ROAD)
    board.source(0, 0, daily=90_000)
    board.source(1, 32, daily=30_000, stock=60_000)
    for c in (28, 29, 35):
        board.place(c)
    board.expects(1, 0.4, 0.3, hidden=0.1)
    board.air_group(0, 0, 60, kind=K.GROUND_ATTACK)
    board.air_group(0, 0, 40, ready=0.8)
    board.air_group(1, 32, 30, kind=K.MIXED, ready=0.5)
    return board


def _units(board: Board) -> None:
    last = board.order(32, following=-1)
    north, fort = board.order(28, 36, following=last), board.order(29, 37)
    late = board.order(35, when=(K.CAPTURED_BY_OWN, 28, 0.0), otherwise=(K.DAY_AT_LEAST, -1, 2.0))
    back = board.order(28, 36, 38, posture=K.DELAY)
    board.unit(
        0, 12, men=2_000, tanks=120, trucks=90, mobility=K.TANK, axis=board.order(36, posture=K.PURSUE)
    )
    board.unit(0, 5, men=4_000, tanks=30, trucks=300, mobility=K.MOTOR, axis=north, group=1, absent_to=3)
    board.unit(0, 8, men=11_000, guns=80, trucks=100, axis=late)
    board.unit(0, 10, men=10_000, guns=60, axis=north, rating=0.9, group=1)
    board.unit(0, 13, men=12_000, guns=90, tanks=40, axis=fort, group=2, absent_to=6)
    board.unit(0, 2, men=3_000, rear=1, trucks=500)
    board.unit(1, 35, men=6_000, guns=20, rating=0.2, axis=board.order(27), antitank=2.0)
    board.unit(1, 25, men=5_000, guns=10, rating=0.3, auxiliary=1)
    board.unit(1, 28, men=7_000, guns=24, tanks=12, rating=0.6, axis=back, antitank=5.0)
    board.unit(1, 29, men=1_500, guns=12, static=1, lastman=1)
    board.unit(1, 38, men=2_000, mobility=K.HORSE, from_step=3, axis=board.order(34, posture=K.WITHDRAW))
    board.unit(1, 33, men=800, rear=1)
    board.formations[1]["ceasefire"] = 45


def hashes() -> list[str]:
    """SHA-256 of the whole state after every step."""
    board = _board()
    _units(board)
    game = Campaign(board, number=3, calm=False, hazard_base=1.0, fuel_start_refills=1.0, food_start_days=2.0)
    found = []
    for _ in range(STEPS):
        game.play(1)
        state = b"".join(np.ascontiguousarray(part).tobytes() for part in game.st)
        log = game.sc.events[: game.sc.event_n[0]].tobytes()
        found.append(hashlib.sha256(state + log).hexdigest())
    return found


if __name__ == "__main__":
    print("\n".join(hashes()))
