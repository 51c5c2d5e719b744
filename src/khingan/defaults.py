"""What is taken when nothing is named. Loads nothing, so that the command line starts at once."""

from __future__ import annotations

import tomllib
from pathlib import Path


def default_scenario() -> str:
    """Return the scenario that is taken when none is named.

    Returns
    -------
    str
        Name of a scenario of the library.
    """
    library = Path(__file__).parent / "library" / "library.toml"
    return str(tomllib.loads(library.read_text(encoding="utf-8"))["default"])
