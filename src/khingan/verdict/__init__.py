"""Verdict: results held against the record, with the rulers they have to beat."""

from khingan.verdict.judge import Verdict, judge
from khingan.verdict.losses import LossVerdict
from khingan.verdict.record import Record, read_record
from khingan.verdict.score import DateVerdict

__all__ = ["DateVerdict", "LossVerdict", "Record", "Verdict", "judge", "read_record"]
