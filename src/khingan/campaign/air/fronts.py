"""Where the formations that aircraft fly for stand, by region."""

from __future__ import annotations

from math import sqrt

from khingan.campaign import parameters as P
from khingan.campaign.compiling import inner, leaf
from khingan.campaign.intelligence import front_cell
from khingan.campaign.picture import can_fight
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@leaf
def km_to_front(w: World, sc: Scratch, cell: int, f: int, r: int) -> float:
    """Distance of a cell from the centre of a formation's men in a region."""
    x = w.c[cell].x - sc.a[f, r].x
    y = w.c[cell].y - sc.a[f, r].y
    return sqrt(x * x + y * y)


@inner
def draw_fronts(w: World, p: F64, st: State, sc: Scratch) -> None:
    """Men of every formation that aircraft fly for and their centre, by region; those in contact count in full."""
    for f in range(w.f.shape[0]):
        for r in range(w.r.shape[0] if w.f[f].flown == 1 else 0):
            sc.a[f, r].men = 0.0
            sc.a[f, r].x = 0.0
            sc.a[f, r].y = 0.0
    for u in range(w.u.shape[0]):
        if not can_fight(w, st, u):
            continue
        c, touches = front_cell(w, st, sc, u)
        r = int(w.c[c].region)
        men = st.u[u].men / 256.0 * (1.0 if touches else p[P.AIR_QUIET_WEIGHT])
        f = w.u[u].army
        while f >= 0:
            if w.f[f].flown == 1:
                sc.a[f, r].men += men
                sc.a[f, r].x += men * w.c[c].x
                sc.a[f, r].y += men * w.c[c].y
            f = w.f[f].parent
    for f in range(w.f.shape[0]):
        for r in range(w.r.shape[0] if w.f[f].flown == 1 else 0):
            men = sc.a[f, r].men
            if men > 0.0:
                sc.a[f, r].x /= men
                sc.a[f, r].y /= men
