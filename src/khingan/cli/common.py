"""What several commands share: the default scenario and consoles of a readable width."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 120


def default_scenario() -> str:
    """Return the scenario that a command takes when none is named.

    Returns
    -------
    str
        Name of a scenario of the library.
    """
    library = Path(__file__).parents[1] / "library" / "library.toml"
    return str(tomllib.loads(library.read_text(encoding="utf-8"))["default"])


def make_console(*, error: bool = False) -> Console:
    """Return a console for tables and text.

    Parameters
    ----------
    error : bool
        Write to standard error, leaving standard output to data.

    Returns
    -------
    rich.console.Console
        As wide as the terminal; a pipe or file, which has no width of its own, gets 120 columns.
    """
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    return Console(
        file=stream, highlight=False, soft_wrap=False, width=None if stream.isatty() else PIPE_WIDTH
    )
