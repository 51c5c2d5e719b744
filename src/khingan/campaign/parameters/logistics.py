"""Coefficients of detachments, fuel flown in, rail and works."""

from __future__ import annotations

from khingan.campaign.parameters.engine import END_ENGINE

LOGISTICS: tuple[str, ...] = ()
END_LOGISTICS = END_ENGINE + len(LOGISTICS)
