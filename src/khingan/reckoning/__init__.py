"""Reckoning: every figure of the documents beside the simulated one, by one and the same definition."""

from khingan.reckoning.judge import Rival, Row, Span, reckon
from khingan.reckoning.model import Definition, Reading
from khingan.reckoning.simulated import Run
from khingan.reckoning.table import read_readings

__all__ = ["Definition", "Reading", "Rival", "Row", "Run", "Span", "read_readings", "reckon"]
