"""Conditioning: every school is scaled until the documented course of events gives the documented decision.

A school says how the causes compare; how strong they were together, the record has to say. One factor on all its
weights is therefore solved by bisection: the share of decisions before the end of the documented window rises with it.
Afterwards the record cannot tell the schools apart, by construction; only what they say of other courses can.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
from numpy.typing import NDArray

from khingan.politics.settings import Settings
from khingan.politics.survey import Decisions, survey
from khingan.politics.tables import Tables

LEAST, MOST = 0.05, 20.0
TOLERANCE = 0.5  # of the log-likelihood of a set of numbers, against what a school is conditioned to
HALVINGS = 12  # of the logarithm of the range: the factor is then known to 0.15 %


def window_share(found: Decisions, settings: Settings) -> float:
    """Share of decisions within the documented window."""
    return _share_within(found, found.decision, settings, settings.window)


def misses_window(found: Decisions, settings: Settings) -> bool:
    """Whether decisions fall within the documented window too seldom for the record to be had."""
    return window_share(found, settings) < settings.chance * math.exp(-TOLERANCE)


def offer_share(found: Decisions, settings: Settings) -> float:
    """Share of first offers within the documented days; not used to condition."""
    return _share_within(found, found.offer, settings, settings.offer)


def _share_within(
    found: Decisions, hours: NDArray[np.int64], settings: Settings, days: tuple[date, date]
) -> float:
    first, last = (settings.day_of(day) for day in days)
    return found.share_by(hours, 24.0 * (last + 1)) - found.share_by(hours, 24.0 * first)


def solve_scale(
    tables: Tables,
    p: NDArray[np.float64],
    courses: NDArray[np.float64],
    settings: Settings,
    *,
    seed: int,
    count: int,
) -> float:
    """Factor on all weights with which the share of decisions before the window's end is that of the settings.

    Parameters
    ----------
    tables : Tables
        Of the documented course of events; its own scale plays no part.
    p, courses, seed, count
        As in `survey.survey`.

    Returns
    -------
    float
        Between ``LEAST`` and ``MOST``; one of the two where no factor reaches the share.
    """
    days = settings.days_to_window_end
    low, high = math.log(LEAST), math.log(MOST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        found = survey(tables, p, courses, seed=seed, count=count, days=days, scale=math.exp(middle))
        if found.share_by(found.decision, 24.0 * days) < settings.chance:
            low = middle
        else:
            high = middle
    return math.exp(high)
