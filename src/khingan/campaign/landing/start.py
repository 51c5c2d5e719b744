"""What changes about lifts and harbours, and how it stands at the start of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from khingan.campaign.compiling import inner
from khingan.campaign.world import World

if TYPE_CHECKING:
    from khingan.campaign.state import State

LIFT_STATE = np.dtype(
    [
        ("at", np.int64),  # harbour where it lies or loads
        ("bound", np.int64),  # harbour of its last trip
        ("arrives", np.int64),  # hour
        ("free", np.int64),  # hour from which it can load again
        ("room", np.int64),  # 1/256 man for whom there is still room on the trip it loads for
        ("loading", np.int64),  # step in which it began to load
        ("luck", np.float64),  # factor on the hours of the trip it loads for
        ("aboard", np.int64),  # units on board
        ("capacity", np.int64),  # 1/256 man per trip, less what went down with craft lost
    ],
    align=True,
)
HARBOUR_STATE = np.dtype(
    [
        ("open", np.int64),  # 1 = a lift has put men ashore there
    ],
    align=True,
)


@inner
def reset(w: World, st: State) -> None:
    """All lifts lie at home, nobody is aboard, no river is opened."""
    for i in range(w.h.shape[0]):
        st.h[i].open = 0
    for i in range(w.t.shape[0]):
        st.t[i].at = w.t[i].home
        st.t[i].bound = w.t[i].home
        st.t[i].arrives = 0
        st.t[i].free = w.t[i].from_hour
        st.t[i].room = 0
        st.t[i].loading = -1
        st.t[i].luck = 1.0
        st.t[i].aboard = 0
        st.t[i].capacity = w.t[i].capacity
    for u in range(w.u.shape[0]):
        st.u[u].fogged = 0
        st.u[u].braved = 0
        st.u[u].craft_lost = 0
        st.u[u].lift = -1
        st.u[u].bound = -1
        st.u[u].lands = 0
        st.u[u].behind = 0
