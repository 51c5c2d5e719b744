"""Coefficients of the weather (docs/mechanisms/weather.md)."""

from __future__ import annotations

from khingan.campaign.parameters.logistics import END_LOGISTICS

WEATHER: tuple[str, ...] = (
    "weather_persistence",
    # ground
    "mud_rain",
    "mud_heavy",
    "mud_dry_days",
    "mud_wet",
    # rivers
    "water_rain_m",
    "water_heavy_m",
    "water_fall_days",
    "water_ford_m",
    "water_high_m",
    "water_slows_per_m",
    "water_bridge_hazard",
    "water_field_bridge_hazard",
    # air and heat
    "flying_rain",
    "flying_heavy",
    "flying_fog",
    "heat_spread",
    "heat_rain_cools",
    "heat_hot",
    "heat_fatigue",
    "heat_water",
    "switch_weather",
)
(
    WEATHER_PERSISTENCE,
    MUD_RAIN,
    MUD_HEAVY,
    MUD_DRY_DAYS,
    MUD_WET,
    WATER_RAIN_M,
    WATER_HEAVY_M,
    WATER_FALL_DAYS,
    WATER_FORD_M,
    WATER_HIGH_M,
    WATER_SLOWS_PER_M,
    WATER_BRIDGE_HAZARD,
    WATER_FIELD_BRIDGE_HAZARD,
    FLYING_RAIN,
    FLYING_HEAVY,
    FLYING_FOG,
    HEAT_SPREAD,
    HEAT_RAIN_COOLS,
    HEAT_HOT,
    HEAT_FATIGUE,
    HEAT_WATER,
    SWITCH_WEATHER,
) = range(END_LOGISTICS, END_LOGISTICS + len(WEATHER))
END_WEATHER = END_LOGISTICS + len(WEATHER)
