"""Measures: what a campaign leaves behind, in the record's own categories."""

from __future__ import annotations

from khingan.campaign.codes import (
    ABOARD,
    ACTIVE,
    AIRCRAFT_LOST,
    CAPTURED_SUPPLIES,
    CRAFT_LOST,
    NEVER,
    NO_TRAIN,
    SORTIES,
    UNITS_BY_RAIL,
    UNREACHED,
    WAITING,
)
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.state import N_DAILY, N_SINKS, Scratch, State
from khingan.campaign.world import I64, World


@leaf
def is_alive(st: State, u: int) -> bool:
    """Whether a unit is still in the war, on the ground or aboard of a lift."""
    status = st.u[u].status
    return bool(status == ACTIVE or status == WAITING or status == ABOARD)


@leaf
def _since(sc: Scratch, u: int, column: int, of_day: bool) -> int:
    """What a running total stood at when the day began; nothing for a whole campaign."""
    return int(sc.daily0[u, column]) if of_day else 0


@leaf
def _add(w: World, st: State, sc: Scratch, u: int, row: I64, of_day: bool) -> None:
    """Add one unit's day, or its campaign, to a row of daily columns (men in 1/256 until the writer divides)."""
    alive = is_alive(st, u)
    row[0] += st.u[u].men + st.u[u].behind
    for i in range(N_SINKS):
        row[1 + i] += st.lost[u, i] - _since(sc, u, i, of_day)
    row[8] += st.u[u].tanks
    row[9] += sc.tanks_lost[u] - _since(sc, u, N_SINKS, of_day)
    row[10] += sc.guns_lost[u] - _since(sc, u, N_SINKS + 1, of_day)
    row[11] += st.u[u].fuel if alive else 0
    row[12] += st.u[u].ammo if alive else 0
    if alive and w.u[u].rear == 0 and st.u[u].supply_km >= UNREACHED:
        row[13] += 1
    if alive and w.u[u].rear == 0 and st.u[u].touch == 0:
        row[14] += 1
    row[15] += st.u[u].flown - _since(sc, u, N_SINKS + 2, of_day)
    row[CRAFT_LOST] += st.u[u].craft_lost - _since(sc, u, N_SINKS + 3, of_day)
    if alive and st.u[u].train != NO_TRAIN:
        row[UNITS_BY_RAIL] += 1
    row[CAPTURED_SUPPLIES] += st.u[u].looted - _since(sc, u, N_SINKS + 4, of_day)


@inner
def day_rows(w: World, st: State, sc: Scratch, out: I64) -> None:
    """Rows of one day, [reporting formations, columns]; every level above an army contains its parts."""
    out[:] = 0
    for u in range(w.u.shape[0]):
        f = w.u[u].army
        while f >= 0:
            r = w.f[f].report
            if r >= 0:
                _add(w, st, sc, u, out[r], True)
            f = w.f[f].parent
    for v in range(w.v.shape[0]):
        f = w.v[v].army
        while f >= 0:
            r = w.f[f].report
            if r >= 0:
                out[r, SORTIES] += st.v[v].flown - st.v[v].flown0
                out[r, AIRCRAFT_LOST] += st.v[v].lost - st.v[v].lost0
            f = w.f[f].parent


@inner
def close_day(w: World, st: State, sc: Scratch) -> None:
    """Remember the totals so that the next day's losses are that day's."""
    for u in range(w.u.shape[0]):
        for i in range(N_SINKS):
            sc.daily0[u, i] = st.lost[u, i]
        sc.daily0[u, N_SINKS] = sc.tanks_lost[u]
        sc.daily0[u, N_SINKS + 1] = sc.guns_lost[u]
        sc.daily0[u, N_SINKS + 2] = st.u[u].flown
        sc.daily0[u, N_SINKS + 3] = st.u[u].craft_lost
        sc.daily0[u, N_SINKS + 4] = st.u[u].looted
    for v in range(w.v.shape[0]):
        st.v[v].flown0 = st.v[v].flown
        st.v[v].lost0 = st.v[v].lost


@inner
def summary_row(w: World, st: State, sc: Scratch, out: I64) -> None:
    """Totals of a campaign: per side the daily columns over the whole run, then single numbers.

    These are the hour of the link-up, the overflow flag, the hour of the council's decision and that of its order to
    cease fire.
    """
    out[:] = 0
    for u in range(w.u.shape[0]):
        base = w.u[u].side * N_DAILY
        _add(w, st, sc, u, out[base : base + N_DAILY], False)
    for v in range(w.v.shape[0]):
        base = w.v[v].side * N_DAILY
        out[base + SORTIES] += st.v[v].flown
        out[base + AIRCRAFT_LOST] += st.v[v].lost
    out[2 * N_DAILY] = st.linked[0]
    out[2 * N_DAILY + 1] = sc.event_n[1]
    out[2 * N_DAILY + 2] = st.j[0].decision
    out[2 * N_DAILY + 3] = st.j[0].order if w.j[0].acts == 1 else NEVER
