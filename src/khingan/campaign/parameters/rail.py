"""Coefficients of railways, troop trains and captured depots (docs/mechanisms/rail.md)."""

from __future__ import annotations

from khingan.campaign.parameters.landing import END_LANDING

RAIL: tuple[str, ...] = (
    "rail_km_day",
    "rail_captured_km_day",
    "rail_trains_per_de",
    "rail_trains_single",
    "rail_trains_double",
    "rail_entrain_hours",
    "rail_detrain_hours",
    "rail_break_share",
    "rail_stock_t_day",
    "rail_stock_kept",
    "rail_repair_minor",
    "rail_repair_medium",
    "rail_repair_major",
    "rail_repair_tunnel",
    "depot_destroyed",
    "depot_food_share",
    "depot_fuel_share",
    "depot_reach_km",
    "switch_rail",
    "switch_rail_moves",
    "switch_served_rail",
    "switch_depots",
)
(
    RAIL_KM_DAY,
    RAIL_CAPTURED_KM_DAY,
    RAIL_TRAINS_PER_DE,
    RAIL_TRAINS_SINGLE,
    RAIL_TRAINS_DOUBLE,
    RAIL_ENTRAIN_HOURS,
    RAIL_DETRAIN_HOURS,
    RAIL_BREAK_SHARE,
    RAIL_STOCK_T_DAY,
    RAIL_STOCK_KEPT,
    RAIL_REPAIR_MINOR,
    RAIL_REPAIR_MEDIUM,
    RAIL_REPAIR_MAJOR,
    RAIL_REPAIR_TUNNEL,
    DEPOT_DESTROYED,
    DEPOT_FOOD_SHARE,
    DEPOT_FUEL_SHARE,
    DEPOT_REACH_KM,
    SWITCH_RAIL,
    SWITCH_RAIL_MOVES,
    SWITCH_SERVED_RAIL,
    SWITCH_DEPOTS,
) = range(END_LANDING, END_LANDING + len(RAIL))
END_RAIL = END_LANDING + len(RAIL)
