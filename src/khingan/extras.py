"""Packages that only some commands need: installed as extras, asked for when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from khingan.errors import InputError, Problem


def require(module: str, extra: str, user: str) -> Any:
    """Return a module of an extra.

    Parameters
    ----------
    module : str
        Its name, as it is imported.
    extra : str
        Extra of khingan that installs it.
    user : str
        What needs it, in the plural.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        raise InputError(
            Problem(f"{user} need {package}", mend=f"install it with: pip install 'khingan[{extra}]'")
        ) from error


def figure_class() -> Any:
    """Return matplotlib's figure; only pictures need matplotlib.

    Raises
    ------
    InputError
        If it is not installed.
    """
    return require("matplotlib.figure", "report", "figures").Figure
