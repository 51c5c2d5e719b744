"""Coefficients of lifts by sea, river and air (docs/mechanisms/landing.md, airborne.md)."""

from __future__ import annotations

from khingan.campaign.parameters.air import END_AIR

LANDING: tuple[str, ...] = (
    "x_landing",
    "landing_width_km",
    "landing_odds",
    "landing_repulse_loss",
    "landing_retry_hours",
    "landing_fog_hours",
    "landing_fog_cohesion",
    "landing_load_t_per_man",
    "air_talks_hours",
    "air_landing_radius_km",
    "air_strip_hours",
    "air_men_per_sortie",
    "air_flying_least",
    "lift_trip_spread",
    "air_party_food_days",
    "switch_landing",
    "switch_airlanding",
)
(
    X_LANDING,
    LANDING_WIDTH_KM,
    LANDING_ODDS,
    LANDING_REPULSE_LOSS,
    LANDING_RETRY_HOURS,
    LANDING_FOG_HOURS,
    LANDING_FOG_COHESION,
    LANDING_LOAD_T_PER_MAN,
    AIR_TALKS_HOURS,
    AIR_LANDING_RADIUS_KM,
    AIR_STRIP_HOURS,
    AIR_MEN_PER_SORTIE,
    AIR_FLYING_LEAST,
    LIFT_TRIP_SPREAD,
    AIR_PARTY_FOOD_DAYS,
    SWITCH_LANDING,
    SWITCH_AIRLANDING,
) = range(END_AIR, END_AIR + len(LANDING))
END_LANDING = END_AIR + len(LANDING)
