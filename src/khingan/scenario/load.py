"""Load a scenario by name or folder: read, lay what-ifs over it, check, and report every problem at once."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from khingan.errors import InputError, Problem
from khingan.scenario.checks import run_checks
from khingan.scenario.laying import apply_overlays
from khingan.scenario.model import Scenario
from khingan.scenario.overlays import find_overlay
from khingan.scenario.reader import SETTINGS, read_folder


def library() -> Path:
    """Folder of the scenarios that come with the package."""
    return Path(str(files("khingan").joinpath("library")))


def library_names() -> list[str]:
    """Names of the scenarios that come with the package."""
    return sorted(folder.name for folder in library().iterdir() if (folder / SETTINGS).is_file())


def default_name() -> str:
    """Name of the scenario that is meant when none is named."""
    return str(tomllib.loads((library() / "library.toml").read_text(encoding="utf-8"))["default"])


def own_folder(scenario: Scenario) -> Path | None:
    """Folder of a scenario that does not come with the package, by which it can be loaded again; else None."""
    folder = scenario.path.absolute()
    return None if folder.parent == library().absolute() else folder


def is_scenario(name_or_path: str | Path) -> bool:
    """Whether a word is the name of a scenario of the library, or a folder with a scenario."""
    return str(name_or_path) in library_names() or (Path(name_or_path) / SETTINGS).is_file()


def find(name_or_path: str | Path) -> Path:
    """Find the folder of a scenario.

    Parameters
    ----------
    name_or_path : str or Path
        Name in the library, or a folder with ``scenario.toml``.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        If it is neither.
    """
    text = str(name_or_path)
    if text in library_names():
        return library() / text
    folder = Path(name_or_path)
    if (folder / SETTINGS).is_file():
        return folder
    if folder.is_file():
        message = "the path is a file, not the folder of a scenario"
    elif folder.is_dir():
        message = f"the folder holds no {SETTINGS}, so it is no scenario"
    else:
        message = "there is no such scenario"
    names = ", ".join(library_names())
    raise InputError(
        Problem(message, field="scenario", value=text, expected=f"{names}, or a folder with {SETTINGS}")
    )


def examine(name_or_path: str | Path, what_if: Sequence[str] = ()) -> tuple[Scenario | None, list[Problem]]:
    """Read and check a scenario without raising on its faults.

    Parameters
    ----------
    name_or_path : str or Path
        Name in the library, or a folder.
    what_if : sequence of str
        What-ifs to lay over it, by name or file.

    Returns
    -------
    Scenario or None
        The scenario, if anything could be read.
    list of Problem
        Every problem found.

    Raises
    ------
    InputError
        If there is no scenario at all.
    """
    path = find(name_or_path)
    scenario, problems = read_folder(path)
    found = [find_overlay(path, name, problems) for name in what_if]
    if scenario is None:
        return None, problems
    scenario = apply_overlays(scenario, [item for item in found if item is not None], problems)
    problems += run_checks(scenario, sound=not problems)
    return scenario, problems


def check(name_or_path: str | Path, what_if: Sequence[str] = ()) -> list[Problem]:
    """Return every problem of a scenario; an empty list means that it is sound.

    See :func:`examine` for the parameters.
    """
    return examine(name_or_path, what_if)[1]


def load(name_or_path: str | Path, what_if: Sequence[str] = ()) -> Scenario:
    """Load a sound scenario.

    Parameters
    ----------
    name_or_path : str or Path
        Name in the library, or a folder.
    what_if : sequence of str
        What-ifs to lay over it, by name or file.

    Returns
    -------
    Scenario
        Read and checked.

    Raises
    ------
    InputError
        With every problem found.
    """
    scenario, problems = examine(name_or_path, what_if)
    if problems or scenario is None:
        raise InputError(problems)
    return scenario
