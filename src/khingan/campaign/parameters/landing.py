"""Coefficients of lifts by sea, river and air."""

from __future__ import annotations

from khingan.campaign.parameters.air import END_AIR

LANDING: tuple[str, ...] = ()
END_LANDING = END_AIR + len(LANDING)
