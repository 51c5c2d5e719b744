"""Whole campaigns: from World, Parameters, seed and number to measures.

One compiled function carries a campaign through any number of steps; everything else here is thin. Batches call
it campaign by campaign from plain threads: it holds no lock while it runs, and a campaign takes so long that the
call costs nothing.
"""

from __future__ import annotations

from numba import njit

from khingan.campaign import intelligence, measures, politics, step
from khingan.campaign.state import Scratch, State, start
from khingan.campaign.world import F64, I32, I64, World

RESULT_VERSION = 11
PLACE_COLUMNS = 5  # of collect: hours reached, captured and cleared, captor, hour disarmed


@njit(cache=True, nogil=True)
def play(w: World, p: F64, st: State, sc: Scratch, first: int, count: int, daily: I64) -> None:
    """Carry a campaign through steps ``first`` to ``first + count - 1``; step 0 starts it.

    Parameters
    ----------
    p : ndarray, [parameters]
        Coefficients in the order of ``parameters.NAMES``.
    st, sc : State, Scratch
        From :func:`khingan.campaign.state.allocate`; ``sc.key`` holds seed and campaign number.
    daily : ndarray, [days, reporting formations, columns]
        Filled day by day; no rows = not wanted.
    """
    if first == 0:
        start(w, p, st, sc)
        intelligence.begin(w, p, st, sc)
        politics.begin(w, p, st, sc)
    for n in range(first, first + count):
        step.advance(w, p, st, sc, n)
        if n % 4 == 3 and n // 4 < daily.shape[0]:
            measures.day_rows(w, st, sc, daily[n // 4])
            measures.close_day(w, st, sc)


@njit(cache=True, nogil=True)
def collect(w: World, st: State, sc: Scratch, summary: I64, places: I32) -> None:
    """Measures of a finished campaign: its summary row, and per place and side the hours and the captor."""
    measures.summary_row(w, st, sc, summary)
    for q in range(w.p_cell.shape[0]):
        for side in range(2):
            places[q, side, 0] = st.p[q, side].reached
            places[q, side, 1] = st.p[q, side].captured
            places[q, side, 2] = st.p[q, side].cleared
            places[q, side, 3] = st.p[q, side].captor
            places[q, side, 4] = st.p[q, side].disarmed
