"""Coefficients of belief and surprise."""

from __future__ import annotations

from khingan.campaign.parameters.command import END_COMMAND

INTELLIGENCE: tuple[str, ...] = ()
END_INTELLIGENCE = END_COMMAND + len(INTELLIGENCE)
