"""What an engagement's advantage is made of: men, arms, ground, weather, surprise, air and quality on a cell."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.calendar import is_daylight
from khingan.campaign.codes import CONCRETE, FORTIFIED
from khingan.campaign.combat import advantage
from khingan.campaign.combat.sides import (
    ANTI_TANK,
    COHESION,
    DELAYING,
    GUNS,
    MEN,
    QUALITY,
    SUPPLY,
    TANKS,
)
from khingan.campaign.compiling import inner
from khingan.campaign.portable import exp
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@inner
def advantage_of(
    w: World,
    p: F64,
    st: State,
    sc: Scratch,
    side: int,
    cell: int,
    works: bool,
    a_men: float,
    d_men: float,
    river: float,
    sea: float,
    two_sides: float,
    wet: float,
    tau: float,
    step: int,
) -> float:
    """Advantage x of the attackers summed up in ``sc.sums`` on a cell."""
    a = sc.sums[0]
    d = sc.sums[1]
    share_a = a_men / a[MEN]
    share_d = d_men / d[MEN]
    multiplier = advantage.anti_tank_multiplier(d[ANTI_TANK], p)
    region = int(w.c[cell].region)
    by_day = 1.0 if is_daylight(step) else 0.0
    x = advantage.force_terms(
        a_men,
        d_men,
        a[TANKS] * share_a,
        d[TANKS] * share_d,
        a[GUNS] * share_a,
        d[GUNS] * share_d,
        a_men * st.b[side, region].close * by_day,
        d_men * st.b[1 - side, region].close * by_day,
        multiplier,
        p,
    )
    strong = int(w.c[cell].works)
    concrete = 1.0 if works or strong == CONCRETE else 0.0
    fortified = 1.0 if strong == FORTIFIED and concrete == 0.0 else 0.0
    if p[P.SWITCH_SIEGE] > 0.0:
        # Heavy guns and charges take works apart while the assault goes on.
        concrete *= exp(-tau / p[P.SIEGE_DAYS])
    x += advantage.ground_terms(
        fortified,
        concrete,
        d[DELAYING],
        w.c[cell].rough,
        w.c[cell].wood,
        w.c[cell].urban,
        w.c[cell].marsh,
        wet,
        river,
        0.0,
        two_sides,
        p,
    )
    x += p[P.X_LANDING] * sea
    x += advantage.surprise_term(st.x[side, cell].surprise, tau, p)
    x += advantage.air_term(st.b[side, region].superiority, p)
    x += advantage.side_power(a[QUALITY], a[SUPPLY], a[COHESION], p)
    x -= advantage.side_power(d[QUALITY], d[SUPPLY], d[COHESION], p)
    return float(x)
