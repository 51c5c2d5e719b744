"""The aftermath ledger: what the end of a campaign means in men, ground, civilians, plant and arms."""

from khingan.aftermath.ledger import Entry, Fates, Ground, Ledger, Spread, draw_ledger
from khingan.aftermath.reader import RunTables, read_run

__all__ = ["Entry", "Fates", "Ground", "Ledger", "RunTables", "Spread", "draw_ledger", "read_run"]
