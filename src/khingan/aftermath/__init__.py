"""The aftermath ledger: what the end of a campaign means in men, ground, civilians, plant and arms."""

from khingan.aftermath.ledger import (
    Entry,
    Fates,
    Ground,
    Ledger,
    RunTables,
    Spread,
    draw_ledger,
    wanted_columns,
)

__all__ = ["Entry", "Fates", "Ground", "Ledger", "RunTables", "Spread", "draw_ledger", "wanted_columns"]
