"""Random small worlds in which everything happens: hunger, dry tanks, straits, works, army troops, cease-fires."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from worlds import Board, Campaign, grid

from khingan.campaign import codes as K
from khingan.campaign import parameters as P

STEPS = 24
HARD_TIMES = {
    "fuel_start_refills": 0.3,
    "food_start_days": 1.0,
    "surrender_delay": 0.0,
    "sick_rate": 0.01,
    "noncombat_death_rate": 0.003,
    "shatter_base": 0.5,
    "hazard_base": 2.0,
}
# Feet so slow and trains so quick that even on a small map it is worth while to go by rail.
RAIL_TIMES = {
    "rail_entrain_hours": 1.0,
    "rail_detrain_hours": 3.0,
    "rail_trains_per_de": 8.0,
    "rail_km_day": 60.0,
    "rail_captured_km_day": 40.0,
} | dict.fromkeys(P.NAMES[P.MARCH_FOOT_ROAD : P.MARCH_FOOT_ROAD + 28], 0.3)


def _ground(board: Board, luck: np.random.Generator, railways: float) -> None:
    n = board.n
    south = np.arange(n) < n // 2
    board.c["owner"][:n] = np.where(luck.random(n) < 0.1, K.NOBODY, np.where(south, 0, 1))
    board.c["works"][:n] = luck.choice([0, 0, 0, K.FORTIFIED, K.CONCRETE], n)
    board.c["stack"][:n] = luck.choice([3_000, 20_000, 100_000], n)
    for name in ("rough", "wood", "urban", "marsh"):
        board.c[name][:n] = luck.choice([0.0, 0.0, 0.5, 1.0], n)
    board.c["arid"][:n] = luck.choice([0, 0, 1], n)
    board.weather(rain=float(luck.choice([0.0, 0.5, 1.0])), heavy=0.7, fog=0.3, heat=28.0)
    for c in range(n):
        for d in board.e["nbr"][c].tolist():
            if not c < d < n:
                continue
            board.edge(
                c,
                d,
                len=int(luck.integers(4, 14)) * 1000,
                width=int(luck.choice([0, 2_000, 9_000, 9_000, 9_000])),
                cap=int(luck.choice([500, 3_000, 10_000])),
                haul=int(luck.integers(5, 100)),
                ground=int(luck.integers(7)),
                river=int(luck.choice([0, 0, 0, 1, 2, 3])),
                bridge=int(luck.random() < 0.5),
                rail=int(luck.random() < railways),
            )
    _railways(board, np.random.default_rng(board.n + int(luck.integers(1000))), railways)


def _railways(board: Board, luck: np.random.Generator, railways: float) -> None:
    """Two gauges, bridges and tunnels that can be blown up, trains at home at some stations."""
    board.c["trains"][: board.n] = luck.choice([0, 0, 5], board.n)
    for c in range(board.n):
        for k in range(6):
            d = int(board.e["nbr"][c, k])
            if c < d < board.n and board.e["rail"][c, k] > 0:
                work = int(board.e["river"][c, k]) or int(luck.choice([0, 0, K.TUNNEL]))
                board.edge(c, d, work=work, gauge=1 + int(luck.random() < (1.0 - railways) / 2.0))


def _axis(board: Board, luck: np.random.Generator) -> int:
    goals = luck.integers(board.n, size=int(luck.integers(1, 4))).tolist()
    condition = (int(luck.integers(5)), int(luck.integers(board.n)), float(luck.choice([0.5, 2.0, 3.0])))
    when = condition if luck.random() < 0.3 else (K.ALWAYS, -1, 0.0)
    following = len(board.axes) - 1 if luck.random() < 0.3 else -1
    # Most attack, so that there is something to see.
    posture = int(luck.integers(8)) if luck.random() < 0.5 else K.ATTACK
    return board.order(*goals, posture=posture, when=when, following=following, rail=goals[0] % 2)


def _formation(board: Board, luck: np.random.Generator, side: int) -> int:
    """One of the side's formations; a new one now and then."""
    own = [f for f, row in enumerate(board.formations) if row["side"] == side]
    if luck.random() < 0.4:
        own.append(
            board.formation(
                side,
                int(luck.choice(own)),
                hq=int(luck.choice([-1, int(luck.integers(board.n))])),
                level=int(luck.integers(5)),
                absent_to=int(luck.choice([0, 0, 18])),
                move_from=12,
                move_to=int(luck.choice([12, 40])),
                move_cell=int(luck.integers(board.n)),
                knows=int(side == 0),
                refuses=int(luck.random() < 0.1),
            )
        )
    return int(own[-1] if luck.random() < 0.5 else luck.choice(own))


def _unit(board: Board, luck: np.random.Generator) -> None:
    side = int(luck.integers(2))
    own = np.flatnonzero(board.c["owner"][: board.n] == side)
    if own.size == 0:
        return
    kind = luck.random()
    fast = luck.random() < 0.4
    board.unit(
        side,
        int(luck.choice(own)),
        men=int(luck.choice([1, 37, 900, 5_000, 12_000])),
        tanks=int(luck.choice([0, 30, 250])),
        guns=int(luck.choice([0, 40])),
        trucks=int(luck.choice([0, 10, 400])),
        mobility=int(luck.choice([K.MOTOR, K.TANK])) if fast else int(luck.choice([K.FOOT, K.HORSE])),
        axis=_axis(board, luck) if kind >= 0.25 else -1,
        static=int(kind < 0.1),
        rear=int(0.1 <= kind < 0.2),
        lastman=int(luck.random() < 0.2),
        auxiliary=int(luck.random() < 0.2),
        group=int(luck.integers(3)),
        rating=float(luck.choice([0.1, 0.5, 0.95])),
        antitank=float(luck.choice([0.0, 3.0, 8.0])),
        absent_to=int(luck.choice([0, 0, 10])),
        radio_to=int(luck.choice([18, K.NEVER])),
        far_radio=int(luck.integers(2)),
        army=_formation(board, luck, side),
        from_step=int(luck.choice([0, 0, 0, 5])),
        laydown=int(luck.choice([0, 14])),
    )


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    """A campaign at its start on 4 to 42 cells with up to 14 units."""
    columns, rows = draw(st.integers(2, 7)), draw(st.integers(2, 6))
    units = draw(st.integers(1, 14))
    seed, hard = draw(st.integers(0, 2**32 - 1)), draw(st.booleans())
    return make(columns, rows, units, seed, hard=hard, by_rail=draw(st.sampled_from([False, False, True])))


def make(columns: int, rows: int, units: int, seed: int, hard: bool, by_rail: bool) -> Campaign:
    """A campaign at its start; by rail = railways nearly everywhere, slow feet."""
    luck = np.random.default_rng(seed)
    board = Board(grid(columns, rows))
    _ground(board, luck, 0.9 if by_rail else 0.3)
    board.formations[1] |= {"knows": int(luck.integers(2)), "ceasefire": int(luck.choice([60, K.NEVER]))}
    board.cell(0, owner=0).unit(0, 0, axis=_axis(board, luck))
    for _ in range(units):
        _unit(board, luck)
    for side in range(2):
        for _ in range(int(luck.integers(int(by_rail), 3))):
            daily = int(luck.choice([500, 20_000, 1_000_000]))
            behind = next((i for i, s in enumerate(board.sources) if s["side"] == side), -1)
            stocks = {"daily": daily, "inflow": daily // 2, "stock": 3 * daily}
            board.source(side, int(luck.integers(board.n)), backup=behind, backup_km=50, **stocks)
        board.expects(side, float(luck.random()), float(luck.random()), hidden=float(luck.random()))
        for _ in range(int(luck.integers(3))):
            board.air_group(
                side,
                int(luck.integers(board.n)),
                int(luck.choice([1, 40, 300])),
                kind=int(luck.integers(5)),
                ready=float(luck.random()),
                radius=float(luck.choice([5.0, 30.0, 300.0])),
            )
    for _ in range(int(luck.integers(4))):
        board.place(int(luck.integers(board.n)))
    changes = (HARD_TIMES if hard else {}) | (RAIL_TIMES if by_rail else {})
    return Campaign(board, calm=False, **changes)
