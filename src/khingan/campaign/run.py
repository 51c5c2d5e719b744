"""Whole campaigns: from World, Parameters, seed and number to measures."""

from __future__ import annotations

from numba import njit

from khingan.campaign import measures, step
from khingan.campaign.codes import NEVER
from khingan.campaign.state import Scratch, State, allocate, start
from khingan.campaign.world import F64, I32, I64, U8, World

RESULT_VERSION = 1


@njit(cache=True, nogil=True)
def one(
    w: World,
    p: F64,
    seed: int,
    campaign: int,
    steps: int,
    st: State,
    sc: Scratch,
    daily: I64,
) -> None:
    """Run one campaign; ``daily`` [days, reporting formations, columns] is filled unless it has no rows."""
    sc.key[0] = seed
    sc.key[1] = campaign
    start(w, p, st, sc)
    for n in range(steps):
        step.advance(w, p, st, sc, n)
        if n % 4 == 3 and daily.shape[0] > 0:
            measures.day_rows(w, st, sc, daily[n // 4])
            measures.close_day(w, st, sc)


@njit(cache=True, nogil=True)
def block(
    w: World,
    p: F64,
    seeds: I64,
    campaigns: I64,
    steps: int,
    first: int,
    stride: int,
    summary: I64,
    places: I32,
    daily: I64,
) -> None:
    """One worker slot: campaigns first, first + stride, ... of a batch.

    Parameters
    ----------
    p : ndarray, [1 or n, parameters]
        One row for all campaigns, or one row a campaign.
    seeds, campaigns : ndarray, [n]
        Key of each campaign.
    summary : ndarray, [n, columns]
    places : ndarray, [n, P, 2, 3]
        Hour reached, hour captured (NEVER = never) and the capturing unit, by side.
    daily : ndarray, [n or 0, days, reporting formations, columns]
    """
    st, sc = allocate(w, 0)
    none = daily[:0, 0] if daily.shape[0] == 0 else daily[0, :0]
    for i in range(first, seeds.shape[0], stride):
        row = p[i] if p.shape[0] > 1 else p[0]
        one(w, row, seeds[i], campaigns[i], steps, st, sc, daily[i] if daily.shape[0] > 0 else none)
        measures.summary_row(w, st, sc, summary[i])
        for q in range(w.p_cell.shape[0]):
            for side in range(2):
                places[i, q, side, 0] = st.reached[q, side]
                places[i, q, side, 1] = st.captured[q, side]
                places[i, q, side, 2] = st.captor[q, side]


@njit(cache=True, nogil=True)
def advance_days(w: World, p: F64, st: State, sc: Scratch, first_step: int, count: int) -> None:
    """Carry a campaign that is held from outside through some steps (a traced run, a game)."""
    for n in range(first_step, first_step + count):
        step.advance(w, p, st, sc, n)


def is_never(hour: int) -> bool:
    """Whether an hour of the results means never."""
    return hour >= NEVER
