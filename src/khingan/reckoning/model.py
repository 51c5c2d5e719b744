"""What a figure is taken to count: readings of claims, each with a definition that a run can be measured by."""

from __future__ import annotations

from dataclasses import dataclass

SUM = "sum"
EVE = "eve"
DAYS_UNTIL_SHARE = "days_until_share"
DAYS_UNTIL_CAPTURED = "days_until_captured"

HOLDINGS = {
    "men": "persons",
    "tanks_spg": "vehicles",
    "guns_mortars": "guns",
    "trucks": "vehicles",
    "aircraft": "aircraft",
}
"""What a side holds on the eve: name and the unit in which claims count it."""

UNITS = "units"
"""The one holding that is counted and not added up: units of certain echelons and branches."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What is counted: two figures are comparable if, and only if, their definitions are equal.

    Parameters
    ----------
    measure : str
        ``sum``: daily columns added up over the period. ``eve``: strength before the first hour.
        ``days_until_share``: day on which that share of the run's total of the columns had come about.
        ``days_until_captured``: days until that share of the places the side takes for good were taken.
    what : tuple of str
        Daily columns, or for ``eve`` a key of `HOLDINGS` or `UNITS`.
    side : str
        Side of the war; empty for both.
    formations, without : tuple of str
        Formations that are added up (none: the whole side) and those that are taken off again.
    contingents : tuple of str
        Only these armies; none: all. The daily table does not tell them apart, so only ``eve`` can.
    echelons, kinds : tuple of str
        For counts of units: only these sizes and branches; none: all.
    first_day, last_day : int or None
        Days of the campaign, 1 = the first; None: from the start, to the end.
    share : float
        For durations; 1 is the last of it.
    """

    measure: str
    what: tuple[str, ...] = ()
    side: str = ""
    formations: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    contingents: tuple[str, ...] = ()
    echelons: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a claim's figure; a figure whose text defines nothing can have several.

    Parameters
    ----------
    row_id, claim_id : str
    topic : str
        ``losses``, ``captivity``, ``strength``, ``duration`` or ``other``.
    title : str
        The quantity in a few words.
    counts : str
        The definition as a sentence for people: side, contingent, area, period, categories.
    definition : Definition or None
        None if no run has a number by the definition of the figure; `note` then says why.
    tolerance : float
        Share by which a simulated number may miss the figure and still meet it.
    basis : str
        ``simulated``; ``partly`` or ``calibrated`` (a coefficient was set on this or a related figure);
        ``input`` (the scenario took it from documents). Agreement of the last two is no evidence.
    calibrated_on : str
        On what, in words.
    note : str
        Remark, or the reason why there is nothing to compare.
    """

    row_id: str
    claim_id: str
    topic: str
    title: str
    counts: str
    definition: Definition | None
    tolerance: float
    basis: str
    calibrated_on: str
    note: str
