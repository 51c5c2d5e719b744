"""Distances of cells on the plane of the map's projection."""

from __future__ import annotations

from math import sqrt

from khingan.campaign.compiling import leaf
from khingan.campaign.world import World


@leaf
def km2_between(w: World, a: int, b: int) -> float:
    """Square of the distance of two cells, km²."""
    x = w.c[a].x - w.c[b].x
    y = w.c[a].y - w.c[b].y
    return float(x * x + y * y)


@leaf
def km_between(w: World, a: int, b: int) -> float:
    """Distance of two cells, km."""
    return sqrt(km2_between(w, a, b))
