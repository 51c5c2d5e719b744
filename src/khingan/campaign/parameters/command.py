"""Coefficients of command, communications and the cease-fire in the field."""

from __future__ import annotations

from khingan.campaign.parameters.weather import END_WEATHER

COMMAND: tuple[str, ...] = ()
END_COMMAND = END_WEATHER + len(COMMAND)
