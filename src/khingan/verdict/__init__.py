"""Verdict: results held against the record, with the rulers they have to beat.

The package can be called: ``kh.verdict(run)`` is `khingan.verdict.entry.verdict`.
"""

import sys
from types import ModuleType
from typing import Any

from khingan.verdict.judge import Verdict, judge
from khingan.verdict.losses import LossVerdict
from khingan.verdict.openings import Openings, count_opening, openings_of
from khingan.verdict.record import Record, read_record
from khingan.verdict.score import DateVerdict

__all__ = [
    "DateVerdict",
    "LossVerdict",
    "Openings",
    "Record",
    "Verdict",
    "count_opening",
    "judge",
    "openings_of",
    "read_record",
]


class _Callable(ModuleType):
    """A package that is also the verb of its name: importing it would otherwise hide ``khingan.verdict(run)``."""

    def __call__(self, *args: Any, **options: Any) -> Verdict:
        from khingan.verdict.entry import verdict

        return verdict(*args, **options)


sys.modules[__name__].__class__ = _Callable
