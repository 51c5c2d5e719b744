"""Registered numbers of ids."""

from __future__ import annotations

import zlib

from khingan.scenario.model import Scenario


def stable_id(sc: Scenario, name: str) -> int:
    """Registered number of an id (``registry.csv``): a renamed unit keeps its luck and its turn."""
    table = sc.tables.get("registry")
    if table is not None:
        row = table.by_id.get(name)
        if row is not None:
            return int(row["stable_id"])
    # An id that nobody registered gets a number of its own from its letters.
    return zlib.crc32(name.encode())
