"""What-ifs: small TOML files laid over the tables of a scenario.

A file holds ``title``, ``question``, ``description`` and ``claims`` (ids behind its numbers, or the word assumption),
``school`` (of the council), ``posterior`` (a table of coefficients beside it, which campaigns draw from),
``[parameters]`` and ``[exogenous]`` with ``name = value``, and any number of ``[[table]]`` with ``table``, ``where``
(column = value or list of values; ``under`` = a command anywhere above) and what is done: ``set`` (column = value) or
``scale`` (column = factor), or ``drop = true``. How they are laid over a scenario: :mod:`khingan.scenario.laying`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from khingan.errors import Problem

FOLDER = "what_if"


@dataclass(frozen=True)
class Overlay:
    """A what-if as read.

    Attributes
    ----------
    name, title, question, description, file : str
        Short name, title, what it asks, what it changes, and its file for messages.
    claims : tuple of str
        Claims or sources behind its numbers, or the word assumption.
    content : dict
        The file as read.
    folder : Path
        Where the file lies; tables that it names lie beside it.
    """

    name: str
    title: str
    question: str
    description: str
    claims: tuple[str, ...]
    file: str
    content: dict[str, Any]
    folder: Path = Path()

    def word(self, path: Path) -> str:
        """Word that finds it again from any folder: its name if it lies with the scenario in `path`, else its path."""
        within = (path / FOLDER).absolute() == self.folder.absolute()
        return self.name if within else str((self.folder / f"{self.name}.toml").absolute())


def available(path: Path) -> list[Overlay]:
    """Read the what-ifs that lie in the folder of a scenario, by name, without unreadable ones."""
    found = []
    for file in sorted((path / FOLDER).glob("*.toml")):
        overlay = read_overlay(file, [])
        if overlay is not None:
            found.append(overlay)
    return found


def find_overlay(path: Path, name: str, problems: list[Problem]) -> Overlay | None:
    """Find a what-if by its name in the scenario folder, or by the path of a TOML file."""
    inside = path / FOLDER / f"{name}.toml"
    outside = Path(name)
    if inside.is_file() and outside.name == name:
        return read_overlay(inside, problems)
    if outside.suffix == ".toml" and outside.is_file():
        return read_overlay(outside, problems)
    known = [overlay.name for overlay in available(path)]
    problems.append(
        Problem(
            "there is no such what-if",
            field="what-if",
            value=name,
            expected=("one of " + ", ".join(known) if known else "a TOML file")
            + ", or the path of a TOML file",
            mend=did_you_mean(name, known),
        )
    )
    return None


def read_overlay(file: Path, problems: list[Problem]) -> Overlay | None:
    """Read one what-if file; ``None`` and a problem when it is not TOML."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as reason:
        problems.append(Problem(f"the what-if cannot be read: {reason}", file=f"{FOLDER}/{file.name}"))
        return None
    claims = content.get("claims", [])
    return Overlay(
        name=file.stem,
        title=str(content.get("title", file.stem)),
        question=str(content.get("question", "")),
        description=str(content.get("description", "")),
        claims=tuple(str(item) for item in claims) if isinstance(claims, list) else (),
        file=f"{FOLDER}/{file.name}",
        content=content,
        folder=file.parent,
    )


def did_you_mean(value: object, known: Iterable[object]) -> str | None:
    """Advice that names what is spelt nearly so; ``None`` if nothing is."""
    near = get_close_matches(str(value), sorted({str(item) for item in known}), n=3)
    return f"did you mean {' or '.join(near)}?" if near else None
