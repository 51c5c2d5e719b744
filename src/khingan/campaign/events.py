"""Event log of a campaign: a fixed table that never grows; an overflow raises a flag instead of writing on."""

from __future__ import annotations

from khingan.campaign.compiling import leaf
from khingan.campaign.state import Scratch


@leaf
def log(sc: Scratch, step: int, hour: int, kind: int, side: int, cell: int, who: int, value: int) -> None:
    """Append one event. ``who`` is a unit, or a place for the place events; -1 = nobody."""
    n = sc.event_n[0]
    if n >= sc.events.shape[0]:
        # No table at all means that no log is wanted.
        if sc.events.shape[0] > 0:
            sc.event_n[1] = 1
        return
    row = sc.events[n]
    row[0] = step
    row[1] = hour
    row[2] = kind
    row[3] = side
    row[4] = cell
    row[5] = who
    row[6] = value
    sc.event_n[0] = n + 1
