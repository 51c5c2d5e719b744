"""Fuel of the march: how far it reaches, what tanks and lorries burn, and what falls out on the way."""

from __future__ import annotations

from khingan.campaign import parameters as P
from khingan.campaign.codes import MOTOR, OPEN, OUT_OF_FUEL, ROAD, TANK, TRACK
from khingan.campaign.compiling import leaf
from khingan.campaign.events import log
from khingan.campaign.state import Scratch, State
from khingan.campaign.world import F64, World


@leaf
def _fuel_per_km(w: World, p: F64, st: State, u: int) -> float:
    """Fuel in kg per km off roads of all vehicles of a unit."""
    tanks = st.u[u].tanks / 256.0 * 1000.0 * p[P.FUEL_REFILL_ARMOUR_T]
    trucks = w.u[u].trucks * 1000.0 * p[P.FUEL_REFILL_TRUCK_T]
    return float(p[P.FUEL_USE_FACTOR] * (tanks + trucks) / p[P.FUEL_REFILL_RANGE_OFFROAD_KM])


@leaf
def fuel_range(w: World, p: F64, st: State, u: int) -> float:
    """Kilometres of march off roads that the fuel in hand allows."""
    per_km = _fuel_per_km(w, p, st, u)
    return st.u[u].fuel / per_km if per_km > 0.0 else 1.0e9


@leaf
def fuel_weight(w: World, p: F64, c: int, k: int) -> float:
    """Fuel used along an edge, in terms of open ground."""
    ground = int(w.e[c, k].ground)
    if ground == ROAD:
        return float(p[P.FUEL_REFILL_RANGE_OFFROAD_KM] / p[P.FUEL_REFILL_RANGE_ROAD_KM])
    if ground == OPEN or ground == TRACK:
        return 1.0
    return float(p[P.FUEL_HARD_FACTOR])


@leaf
def hours_of_fuel(w: World, p: F64, st: State, u: int, hours: float) -> float:
    """Marching hours per round that fuel allows; tanks and motor columns stop dry, others only slow down."""
    if p[P.FUEL_USE_FACTOR] == 0.0 or (w.u[u].mobility != MOTOR and w.u[u].mobility != TANK):
        return hours
    km = fuel_range(w, p, st, u) - st.u[u].marched / 1000.0
    if km <= 0.0:
        return 0.0
    fastest = p[P.MARCH_FOOT_ROAD + 7 * w.u[u].mobility]
    return min(hours, km / fastest)


@leaf
def burn_fuel(w: World, p: F64, st: State, sc: Scratch, u: int, step: int) -> None:
    """Fuel of the step's march, from the unit's own stock."""
    if p[P.FUEL_USE_FACTOR] == 0.0 or st.u[u].marched == 0:
        return
    burnt = _fuel_per_km(w, p, st, u) * st.u[u].marched / 1000.0
    whole = int(burnt)
    # Rounded up, or the fractions of many steps would carry a unit beyond its fuel.
    used = min(st.u[u].fuel, whole + 1 if whole < burnt else whole)
    dry = p[P.FUEL_DRY_REFILLS] * p[P.FUEL_REFILL_RANGE_OFFROAD_KM]
    had = fuel_range(w, p, st, u)
    st.u[u].fuel -= used
    sc.burnt[0] += used
    # Vehicles that fall out on the march; workshops bring them back with the rest under repair.
    out = int(st.u[u].tanks * p[P.TANK_BREAKDOWN_PER_100KM] * st.u[u].marched / 100_000.0)
    st.u[u].tanks -= out
    st.u[u].repair += out
    fast = w.u[u].mobility == MOTOR or w.u[u].mobility == TANK
    if fast and had >= dry and fuel_range(w, p, st, u) < dry:
        log(sc, step, step * 6 + 6, OUT_OF_FUEL, w.u[u].side, st.u[u].cell, u, 0)
