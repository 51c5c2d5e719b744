"""The entry to the verdict from Python: a finished run in, what the record says of it out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from khingan.verdict.judge import Verdict, judge
from khingan.verdict.losses import COLUMNS_OF_CATEGORY
from khingan.verdict.openings import count_opening, openings_of

if TYPE_CHECKING:
    from khingan.experiments.results import Run
    from khingan.experiments.store import Results

# When works fell and arms were laid down is not known to older runs; what needs it is left out with that reason.
PLACES = ("campaign", "place_id", "side", "reached_h", "captured_h")
DAILY = (
    "campaign",
    "day",
    "formation_id",
    *dict.fromkeys(name for names in COLUMNS_OF_CATEGORY.values() for name in names),
)
"""Columns that are held against the record."""


def verdict(run: Run | Results | str | os.PathLike[str], test: bool = False) -> Verdict:
    """Hold a run or ensemble against the record of its scenario.

    Parameters
    ----------
    run : Run, Results or path-like
        A run from `khingan.simulate`, or the folder of a run or ensemble.
    test : bool
        Open the test part and score that instead of the calibration part. It is counted; do it once, at the end.

    Returns
    -------
    Verdict

    Raises
    ------
    InputError
        If the folder is not one of this scenario as it is now, or its record cannot be read.
    SystemFault
        If the test part was to be opened and that cannot be counted.

    Examples
    --------
    >>> import khingan as kh
    >>> found = kh.verdict("runs/my-ensemble")  # doctest: +SKIP
    >>> found.dates.skill_crps.value, found.table()  # doctest: +SKIP
    """
    from khingan.experiments.results import Run
    from khingan.experiments.store import Results, open_results

    if isinstance(run, Run):
        scenario, places, daily = run.scenario, run.places, run.daily
    else:
        results = run if isinstance(run, Results) else open_results(run)
        scenario = results.scenario()
        places, daily = results.table("places"), results.table("daily", DAILY)
    openings = count_opening(scenario, "kh.verdict") if test else openings_of(scenario)
    return judge(scenario, places, daily, "test" if test else "calibration", openings)
