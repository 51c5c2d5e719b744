"""Coefficients of detachments, tracks cut, forced marches, fuel flown in, works and close combat."""

from __future__ import annotations

from khingan.campaign.parameters.engine import END_ENGINE

LOGISTICS = (
    "track_cut_de",
    "capacity_track",
    "forced_march",
    "forced_fatigue",
    "forced_fatigue_most",
    "airlift_payload_t",
    "airlift_below_refills",
    "airlift_fill_refills",
    "airlift_strip_hours",
    "airlift_road_km",
    "switch_detachments",
    "switch_engineers",
    "switch_forced_march",
    "switch_airlift",
    "close_assault",
    "siege_days",
    "switch_close_assault",
    "switch_siege",
    "switch_contact",
    "counterattack_odds",
    "switch_counterattack",
    "detachment_join_km",
    "works_last_man",
)
(
    TRACK_CUT_DE,
    CAPACITY_TRACK,
    FORCED_MARCH,
    FORCED_FATIGUE,
    FORCED_FATIGUE_MOST,
    AIRLIFT_PAYLOAD_T,
    AIRLIFT_BELOW_REFILLS,
    AIRLIFT_FILL_REFILLS,
    AIRLIFT_STRIP_HOURS,
    AIRLIFT_ROAD_KM,
    SWITCH_DETACHMENTS,
    SWITCH_ENGINEERS,
    SWITCH_FORCED_MARCH,
    SWITCH_AIRLIFT,
    CLOSE_ASSAULT,
    SIEGE_DAYS,
    SWITCH_CLOSE_ASSAULT,
    SWITCH_SIEGE,
    SWITCH_CONTACT,
    COUNTERATTACK_ODDS,
    SWITCH_COUNTERATTACK,
    DETACHMENT_JOIN_KM,
    WORKS_LAST_MAN,
) = range(END_ENGINE, END_ENGINE + len(LOGISTICS))
END_LOGISTICS = END_ENGINE + len(LOGISTICS)
