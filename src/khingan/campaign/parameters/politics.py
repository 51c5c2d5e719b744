"""Coefficients of the decision to end the war, and of the way from the decision to the order."""

from __future__ import annotations

from khingan.campaign.parameters.rail import END_RAIL

POLITICS: tuple[str, ...] = (
    "council_threshold_spread",
    "council_daily_mood",
    "council_reply_days",
    "council_reply_chance",
    "coup_chance",
    "coup_hold_chance",
    "coup_hold_hours",
    "decision_rescript_hours",
    "decision_broadcast_hours",
    "decision_order_hours",
    "order_talks_hours",
    "order_deadline_hours",
)
(
    COUNCIL_THRESHOLD_SPREAD,
    COUNCIL_DAILY_MOOD,
    COUNCIL_REPLY_DAYS,
    COUNCIL_REPLY_CHANCE,
    COUP_CHANCE,
    COUP_HOLD_CHANCE,
    COUP_HOLD_HOURS,
    DECISION_RESCRIPT_HOURS,
    DECISION_BROADCAST_HOURS,
    DECISION_ORDER_HOURS,
    ORDER_TALKS_HOURS,
    ORDER_DEADLINE_HOURS,
) = range(END_RAIL, END_RAIL + len(POLITICS))
END_POLITICS = END_RAIL + len(POLITICS)
