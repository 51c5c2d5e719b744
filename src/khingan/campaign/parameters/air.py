"""Coefficients of the air war."""

from __future__ import annotations

from khingan.campaign.parameters.intelligence import END_INTELLIGENCE

AIR: tuple[str, ...] = ()
END_AIR = END_INTELLIGENCE + len(AIR)
