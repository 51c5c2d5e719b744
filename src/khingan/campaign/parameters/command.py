"""Coefficients of command, communications, the cease-fire in the field and auxiliaries."""

from __future__ import annotations

from khingan.campaign.parameters.weather import END_WEATHER

COMMAND: tuple[str, ...] = (
    "order_delay_division",
    "order_delay_corps",
    "order_delay_army",
    "order_delay_front",
    "order_delay_supreme",
    "hq_moving_factor",
    "hq_reform_hours",
    "radio_far",
    "radio_near",
    "contact_lost_cohesion",
    "parley_chance",
    "disarm_men_per_man_day",
    "occupation_days",
    "occupation_radius_km",
    "auxiliary_reach_cells",
    "auxiliary_hazard_near",
    "auxiliary_hazard_ground",
    "auxiliary_hazard_contact",
    "mutiny_share",
    "switch_command",
    "switch_auxiliaries",
    "switch_occupation",
)
(
    ORDER_DELAY_DIVISION,
    ORDER_DELAY_CORPS,
    ORDER_DELAY_ARMY,
    ORDER_DELAY_FRONT,
    ORDER_DELAY_SUPREME,
    HQ_MOVING_FACTOR,
    HQ_REFORM_HOURS,
    RADIO_FAR,
    RADIO_NEAR,
    CONTACT_LOST_COHESION,
    PARLEY_CHANCE,
    DISARM_MEN_PER_MAN_DAY,
    OCCUPATION_DAYS,
    OCCUPATION_RADIUS_KM,
    AUXILIARY_REACH_CELLS,
    AUXILIARY_HAZARD_NEAR,
    AUXILIARY_HAZARD_GROUND,
    AUXILIARY_HAZARD_CONTACT,
    MUTINY_SHARE,
    SWITCH_COMMAND,
    SWITCH_AUXILIARIES,
    SWITCH_OCCUPATION,
) = range(END_WEATHER, END_WEATHER + len(COMMAND))
END_COMMAND = END_WEATHER + len(COMMAND)
