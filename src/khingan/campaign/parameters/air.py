"""Coefficients of the air war (docs/mechanisms/air.md)."""

from __future__ import annotations

from khingan.campaign.parameters.intelligence import END_INTELLIGENCE

AIR = (
    "switch_air",
    "air_reconnaissance_share",
    "air_bomber_support",
    "air_mixed_superiority",
    "air_mixed_support",
    "air_quiet_weight",
    "air_superiority_sorties",
    "air_support_full",
    "air_interdiction_slows",
    "air_interdiction_half",
    "air_bridge_chance",
    "air_combat_loss",
    "air_ground_fire_loss",
    "air_accident_loss",
    "air_base_loss",
    "air_move_share",
    "air_strip_days",
    "air_captured_field_days",
    "air_special_share_0",
    "air_special_share_1",
    "air_special_superiority",
    "air_special_tanks",
    "air_special_men",
)
END_AIR = END_INTELLIGENCE + len(AIR)
(
    SWITCH_AIR,
    AIR_RECONNAISSANCE_SHARE,
    AIR_BOMBER_SUPPORT,
    AIR_MIXED_SUPERIORITY,
    AIR_MIXED_SUPPORT,
    AIR_QUIET_WEIGHT,
    AIR_SUPERIORITY_SORTIES,
    AIR_SUPPORT_FULL,
    AIR_INTERDICTION_SLOWS,
    AIR_INTERDICTION_HALF,
    AIR_BRIDGE_CHANCE,
    AIR_COMBAT_LOSS,
    AIR_GROUND_FIRE_LOSS,
    AIR_ACCIDENT_LOSS,
    AIR_BASE_LOSS,
    AIR_MOVE_SHARE,
    AIR_STRIP_DAYS,
    AIR_CAPTURED_FIELD_DAYS,
    AIR_SPECIAL_SHARE_0,
    AIR_SPECIAL_SHARE_1,
    AIR_SPECIAL_SUPERIORITY,
    AIR_SPECIAL_TANKS,
    AIR_SPECIAL_MEN,
) = range(END_INTELLIGENCE, END_AIR)
