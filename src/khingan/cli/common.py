"""What several commands share: the default scenario, consoles of a readable width, progress, options, file names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khingan.errors import InputError, Problem

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

PIPE_WIDTH = 120

RunDir = Annotated[Path, typer.Argument(help="Folder of a run, with run.json.")]
OwnScenario = Annotated[
    str | None, typer.Option("--scenario", help="Scenario folder, if the run used one of your own.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
"""Options of every command that holds a finished run against something."""

ScenarioName = Annotated[
    str | None,
    typer.Argument(help="Scenario of the library or folder; default is the flagship.", show_default=False),
]
WhatIfs = Annotated[
    list[str] | None,
    typer.Option(help="Overlay of the scenario; can be given several times.", show_default=False),
]
Measures = Annotated[
    list[str] | None,
    typer.Option(
        help="Such as 'Soviet killed', soviet_killed, link_up_h, captured_h:PLACE; can be given several times. "
        "Default: those of the scenario.",
        show_default=False,
    ),
]
"""Options of every command that fights campaigns."""


def default_scenario() -> str:
    """Return the scenario that a command takes when none is named.

    Returns
    -------
    str
        Name of a scenario of the library.
    """
    from khingan.scenario.load import default_name

    return default_name()


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


def progress(unit: str = "") -> Progress:
    """Return a bar for long work on standard error: done, of how much, time left; gone when it is over.

    Parameters
    ----------
    unit : str
        What is counted, in the plural; then the bar also tells how many are done in a second.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(TextColumn):
        """How many a second, as soon as there are any."""

        def __init__(self) -> None:
            super().__init__("")

        def render(self, task: object) -> Text:
            speed = getattr(task, "finished_speed", None) or getattr(task, "speed", None)
            return Text("" if not speed else f"{speed:,.0f} {unit}/s")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        *([Rate()] if unit else []),
        TimeRemainingColumn(),
        console=make_console(error=True),
        transient=True,
    )


def check_png_name(png: Path, what: str) -> None:
    """Refuse the name of a picture that is no PNG.

    Parameters
    ----------
    png : Path
        File to be written.
    what : str
        What it shows, for the message.

    Raises
    ------
    InputError
        If the name does not end in ``.png``.
    """
    if png.suffix.lower() != ".png":
        raise InputError(
            Problem(
                f"the {what} is written as PNG",
                field="--png",
                value=str(png),
                expected="a name ending in .png",
            )
        )


def check_file_name(file: Path, option: str, *endings: str) -> None:
    """Refuse the name of a file that could not be written, before the work and not after it.

    Parameters
    ----------
    file : Path
        File to be written.
    option : str
        That names it.
    *endings : str
        What its name must end in; anything if none is given.

    Raises
    ------
    InputError
        If the ending is another, it is a folder, or the folder above is missing.
    """
    if endings and file.suffix.lower() not in endings:
        fault, expected = "the file has another ending", f"a name ending in {' or '.join(endings)}"
    elif file.is_dir():
        fault, expected = "the name is that of a folder", "the name of a file to write"
    elif not file.absolute().parent.is_dir():
        fault, expected = "the folder of the file is missing", "a file in an existing folder"
    else:
        return
    raise InputError(Problem(fault, field=option, value=str(file), expected=expected))
