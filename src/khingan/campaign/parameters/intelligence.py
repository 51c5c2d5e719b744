"""Coefficients of belief and surprise (docs/mechanisms/intelligence.md)."""

from __future__ import annotations

from khingan.campaign.parameters.command import END_COMMAND

INTELLIGENCE = (
    "switch_intelligence",
    "surprise_place_weight",
    "belief_contact_days",
    "belief_posts_days",
    "belief_air_days",
    "belief_air_sorties",
    "belief_memory_days",
    "alarm_contact_days",
    "alarm_news_days",
)
END_INTELLIGENCE = END_COMMAND + len(INTELLIGENCE)
(
    SWITCH_INTELLIGENCE,
    SURPRISE_PLACE_WEIGHT,
    BELIEF_CONTACT_DAYS,
    BELIEF_POSTS_DAYS,
    BELIEF_AIR_DAYS,
    BELIEF_AIR_SORTIES,
    BELIEF_MEMORY_DAYS,
    ALARM_CONTACT_DAYS,
    ALARM_NEWS_DAYS,
) = range(END_COMMAND, END_INTELLIGENCE)
