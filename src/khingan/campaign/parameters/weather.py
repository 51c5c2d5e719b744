"""Coefficients of the weather."""

from __future__ import annotations

from khingan.campaign.parameters.logistics import END_LOGISTICS

WEATHER: tuple[str, ...] = ()
END_WEATHER = END_LOGISTICS + len(WEATHER)
