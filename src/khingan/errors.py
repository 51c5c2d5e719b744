"""Errors meant for people: what is wrong, where, what was expected and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One fault in an input, precise enough to be mended without reading the code.

    Parameters
    ----------
    message : str
        What is wrong, in one sentence.
    file : str, optional
        File name relative to the scenario folder.
    row : int, optional
        Line number in the file, 1 = header.
    field : str, optional
        Column or key.
    value : str, optional
        The offending value as it stands in the file.
    expected : str, optional
        What would have been accepted.
    mend : str, optional
        How to mend it.
    """

    message: str
    file: str | None = None
    row: int | None = None
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    mend: str | None = None

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file,
                f"row {self.row}" if self.row is not None else None,
                f"field {self.field}" if self.field is not None else None,
            )
            if part
        )
        text = f"{where}: {self.message}" if where else self.message
        if self.value is not None:
            text += f" (value {self.value!r})"
        if self.expected is not None:
            text += f"; expected {self.expected}"
        if self.mend is not None:
            text += f"; to mend: {self.mend}"
        return text


class InputError(Exception):
    """Bad input; carries every problem found. The command line ends with exit code 2."""

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SystemFault(Exception):
    """The machine failed us (disk full, folder not writable). Exit code 1."""
