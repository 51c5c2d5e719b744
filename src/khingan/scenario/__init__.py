"""Scenarios: typed tables read from a folder, checked with messages for people."""

from khingan.scenario.load import check, examine, library_names, load, own_folder
from khingan.scenario.model import Scenario, Side, Table

__all__ = ["Scenario", "Side", "Table", "check", "examine", "library_names", "load", "own_folder"]
