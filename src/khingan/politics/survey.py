"""Many decisions without a campaign around them: the kernel's own session, fed with the course of simulated ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from khingan.campaign import council
from khingan.campaign.codes import DECIDED, GROUND_LOST, MEN_LOST, NEVER
from khingan.campaign.council import COUNCIL_STATE, MEMBER_STATE, SHOCK_STATE
from khingan.campaign.world import F64, I64, Records, records
from khingan.politics.tables import Tables

COLUMNS = 5  # hours of deadlock, offer, decision, broadcast and order


@njit(cache=True, nogil=True)
def _campaigns(
    m: Records,
    n: Records,
    pull: F64,
    p: F64,
    courses: F64,
    j: Records,
    st_m: Records,
    st_n: Records,
    seed: int,
    days: int,
    out: I64,
) -> None:
    """Decide campaigns 0, 1, 2 ... of a seed, one a row of ``out``; the courses are taken in turn."""
    for i in range(out.shape[0]):
        council.convene(m, p, j, st_m, seed, i)
        c = i % courses.shape[0]
        for day in range(days):
            for s in range(n.shape[0]):
                if n[s].kind == GROUND_LOST or n[s].kind == MEN_LOST:
                    fought = day - n[s].start
                    last = courses.shape[1] - 1
                    st_n[s].felt = 0.0 if fought < 0.0 else courses[c, min(int(fought), last), s]
            council.feel(n, st_n, day + 0.5)
            council.sit(m, pull, p, j, st_m, st_n, seed, i, day, day * 24 + 12)
            if j[0].stage == DECIDED:
                break
        out[i, 0] = j[0].deadlock
        out[i, 1] = j[0].offer
        out[i, 2] = j[0].decision
        out[i, 3] = j[0].broadcast
        out[i, 4] = j[0].order


@dataclass(frozen=True)
class Decisions:
    """Hours after the midnight before the first session, one a campaign; ``codes.NEVER`` = not by the last session."""

    deadlock: NDArray[np.int64]
    offer: NDArray[np.int64]
    decision: NDArray[np.int64]
    broadcast: NDArray[np.int64]
    order: NDArray[np.int64]

    def share_by(self, hours: NDArray[np.int64], limit: float) -> float:
        """Share of campaigns in which something has come before an hour."""
        return float(np.mean(hours < limit))


def survey(
    tables: Tables,
    p: NDArray[np.float64],
    courses: NDArray[np.float64],
    *,
    seed: int,
    count: int,
    days: int,
    scale: float | None = None,
) -> Decisions:
    """Let a council decide many times.

    Parameters
    ----------
    tables : Tables
        Council, shocks and school.
    p : ndarray, [parameters]
        Coefficients.
    courses : ndarray, [campaigns, days, S]
        What is felt of losses by the day of the campaign whose losses are counted, `theatre.Courses.felt`.
    seed, count : int
        Luck and number of campaigns; campaign ``i`` of a seed has the same luck under every school and what-if.
    days : int
        Sessions at most.
    scale : float, optional
        Factor on all weights instead of the school's own.
    """
    out = np.full((count, COLUMNS), NEVER, np.int64)
    _campaigns(
        tables.members,
        tables.shocks,
        tables.pull * (tables.scale if scale is None else scale),
        p,
        courses,
        records(1, COUNCIL_STATE),
        records(len(tables.members), MEMBER_STATE),
        records(len(tables.shocks), SHOCK_STATE),
        seed,
        days,
        out,
    )
    return Decisions(*(out[:, k] for k in range(COLUMNS)))
