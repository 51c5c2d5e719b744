"""The front of an engagement: how wide it is, and over what water it is attacked."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import MINOR
from khingan.campaign.combat.sides import FROM_RIVER, FROM_SEA, WORKS
from khingan.campaign.compiling import leaf
from khingan.campaign.rivers import has_bridge, river_class
from khingan.campaign.state import State
from khingan.campaign.world import F64, World


@leaf
def front(w: World, p: F64, st: State, cell: int, edges: int, step: int) -> tuple[float, float, float, float]:
    """Attacked width in km, shares of it across an unbridged river and from the sea, 1 if from two or more sides."""
    width = 0.0
    river = 0.0
    sea = 0.0
    two_sides = 0.0
    for k in range(6):
        if (edges >> k) & 1 == 0:
            continue
        km = int(w.e[cell, k].width) / 1000.0
        width += km
        if river_class(w, st, cell, k) > MINOR and not has_bridge(st, cell, k, step):
            river += km
        for j in range(k):
            if (edges >> j) & 1 == 1:
                apart = abs(w.e[cell, k].bearing - w.e[cell, j].bearing)
                apart = min(apart, 360.0 - apart)
                if apart >= p[P.FLANK_ANGLE_DEG]:
                    two_sides = 1.0
    if (edges >> WORKS) & 1 == 1:
        return p[P.ASSAULT_WIDTH_KM], 0.0, 0.0, 0.0
    if (edges >> FROM_SEA) & 1 == 1:
        sea += p[P.LANDING_WIDTH_KM]
    if (edges >> FROM_RIVER) & 1 == 1:
        river += p[P.LANDING_WIDTH_KM]
        width += p[P.LANDING_WIDTH_KM]
    width += sea
    if width <= 0.0:
        return 0.0, 0.0, 0.0, two_sides
    return width, river / width, sea / width, two_sides
