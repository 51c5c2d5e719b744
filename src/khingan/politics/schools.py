"""Schools of thought: what moves a council, how much, and what it takes. One TOML file each; no code knows a school.

A file in ``schools/`` of a scenario holds ``title``, ``description``, ``claim``, the factor ``scale`` on all weights
(see `conditioning`), a table ``weights`` with a number for every cause of ``shocks.csv``, and a table ``thresholds``
with one for every member of ``council.csv``. A number has ``value``, ``low``, ``high``, ``unit`` and ``claim``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from khingan.errors import InputError, Problem
from khingan.scenario.checks.identity import known_ids
from khingan.scenario.model import Scenario, Table
from khingan.scenario.reader import read_table

FOLDER = "schools"
UNIT = "throne"
LEAST, MOST = 0.0, 10.0  # of weights and thresholds, in units of the threshold of the throne
MOST_SCALE = 100.0
_KEYS = ("title", "description", "claim", "scale", "weights", "thresholds")
_NUMBER_KEYS = ("value", "low", "high", "unit", "claim")


@dataclass(frozen=True)
class Number:
    """A number with its range and the claim behind it, or the word assumption."""

    value: float
    low: float
    high: float
    claim: str


@dataclass(frozen=True)
class School:
    """A school of thought as read.

    Attributes
    ----------
    name : str
        Name of the file without its ending.
    scale : float
        Factor on all weights.
    weights : dict of str to Number
        By cause.
    thresholds : dict of str to Number
        By member.
    file : str
        Where it stands, for messages: within the folder of the scenario, else its path.
    path : Path
        Its file.
    """

    name: str
    title: str
    description: str
    claim: str
    scale: float
    weights: dict[str, Number]
    thresholds: dict[str, Number]
    file: str
    path: Path


def names(path: Path) -> list[str]:
    """Names of the schools in the folder of a scenario."""
    return sorted(file.stem for file in (path / FOLDER).glob("*.toml"))


def as_read(sc: Scenario, table: str) -> Table:
    """A table of the scenario before any what-if: a school stays the same whatever a what-if takes away."""
    return read_table(sc.path, table, sc.start.tzinfo, []) if sc.overlays else sc.tables[table]


def causes(sc: Scenario) -> list[str]:
    """Causes of all shocks, in order, whatever a what-if has dropped."""
    return list(dict.fromkeys(str(row["cause"]) for row in as_read(sc, "shocks")))


def find(sc: Scenario, name: str) -> School:
    """Read one school of a scenario.

    Parameters
    ----------
    sc : Scenario
        Its council and shocks say what a school must hold.
    name : str
        Name in the folder ``schools``, or the path of a TOML file.

    Raises
    ------
    InputError
        If there is no such school, or something is wrong with it.
    """
    inside, outside = sc.path / FOLDER / f"{name}.toml", Path(name)
    if outside.name == name and inside.is_file():
        file = inside
    elif outside.suffix == ".toml" and outside.is_file():
        file = outside
    else:
        known = names(sc.path)
        near = get_close_matches(name, known, n=1)
        raise InputError(
            Problem(
                "there is no such school",
                field="school",
                value=name,
                expected=("one of " + ", ".join(known) + ", " if known else "")
                + "or the path of a TOML file",
                mend=f"did you mean {near[0]}?" if near else None,
            )
        )
    problems: list[Problem] = []
    school = read_school(sc, file, problems)
    if problems or school is None:
        raise InputError(problems)
    return school


def read_school(sc: Scenario, file: Path, problems: list[Problem]) -> School | None:
    """Read a file; what is wrong with it goes to ``problems``."""
    return _Reader(sc, file, problems).school()


class _Reader:
    """One file."""

    def __init__(self, sc: Scenario, file: Path, problems: list[Problem]) -> None:
        self.sc = sc
        self.file = file
        inside = file.parent == sc.path / FOLDER
        self.shown = f"{FOLDER}/{file.name}" if inside else str(file)
        self.problems = problems
        self.before = len(problems)
        known = known_ids(sc)
        lists = [known[name] for name in ("claims", "sources", "assumption")]
        self.accepted = set().union(*(ids for ids in lists if ids is not None)) if all(lists) else None

    def school(self) -> School | None:
        try:
            content = tomllib.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as reason:
            self._complain(f"the school cannot be read: {reason}", None)
            return None
        for key in content:
            if key not in _KEYS:
                self._complain(
                    "the key is unknown", key, expected=", ".join(_KEYS), mend="rename or remove it"
                )
        for key in ("title", "description", "claim"):
            if not isinstance(content.get(key), str):
                self._complain("the text is missing", key, content.get(key), "text", f"add {key}")
        self._claim("claim", content.get("claim"))
        scale = self._bounded("scale", content.get("scale"), 0.001, MOST_SCALE)
        members = [row["member_id"] for row in as_read(self.sc, "council")]
        weights = self._numbers(content, "weights", causes(self.sc), "shock", "shocks.csv")
        thresholds = self._numbers(content, "thresholds", members, "member", "council.csv")
        if len(self.problems) > self.before or scale is None:
            return None
        return School(
            self.file.stem,
            content["title"],
            content["description"],
            content["claim"],
            scale,
            weights,
            thresholds,
            self.shown,
            self.file,
        )

    def _complain(
        self,
        message: str,
        field: str | None,
        value: object = None,
        expected: str | None = None,
        mend: str | None = None,
    ) -> None:
        text = None if value is None else str(value)
        self.problems.append(
            Problem(message, file=self.shown, field=field, value=text, expected=expected, mend=mend)
        )

    def _claim(self, field: str, claim: object) -> None:
        """Look a claim up, where the scenario keeps lists of them; that it is there at all is looked at elsewhere."""
        if self.accepted is not None and isinstance(claim, str) and claim not in self.accepted:
            near = get_close_matches(claim, sorted(self.accepted), n=1)
            self._complain(
                "the claim is not known",
                field,
                claim,
                "an id of claims.csv or sources.csv, or the word assumption",
                f"did you mean {near[0]}?" if near else "correct the id or add it to claims.csv",
            )

    def _bounded(self, field: str, value: object, low: float, high: float) -> float | None:
        usual = isinstance(value, int | float) and not isinstance(value, bool)
        if usual and low <= float(value) <= high:  # type: ignore[arg-type]
            return float(value)  # type: ignore[arg-type]
        message = "the number is out of range" if usual else "the number is missing"
        self._complain(message, field, value, f"a number from {low:g} to {high:g}", "correct the number")
        return None

    def _numbers(
        self, content: dict[str, Any], table: str, wanted: Iterable[str], what: str, listed: str
    ) -> dict[str, Number]:
        given = content.get(table)
        if not isinstance(given, dict):
            self._complain("the table is missing", table, given, f"[{table}] with a number for every {what}")
            return {}
        wanted = list(wanted)
        for key in given:
            if key not in wanted:
                near = get_close_matches(key, wanted, n=1)
                mend = f"did you mean {near[0]}?" if near else f"remove it or add it to {listed}"
                self._complain(f"the {what} is unknown", f"{table}.{key}", key, ", ".join(wanted), mend)
        found = {}
        for key in wanted:
            if key not in given:
                mend = f"add {key} = {{ value = ..., low = ..., high = ..., unit = ..., claim = ... }}"
                self._complain(
                    f"the {what} is missing", f"{table}.{key}", None, f"a number for every {what}", mend
                )
                continue
            number = self._number(f"{table}.{key}", given[key])
            if number is not None:
                found[key] = number
        return found

    def _number(self, field: str, entry: object) -> Number | None:
        if not isinstance(entry, dict) or set(entry) != set(_NUMBER_KEYS):
            self._complain("the number is not complete", field, entry, "exactly " + ", ".join(_NUMBER_KEYS))
            return None
        values = [
            self._bounded(f"{field}.{key}", entry[key], LEAST, MOST) for key in ("value", "low", "high")
        ]
        if None in values:
            return None
        value, low, high = (float(v) for v in values if v is not None)
        if not low <= value <= high:
            self._complain(
                "the value lies outside its own range",
                f"{field}.value",
                f"{value:g}",
                f"from {low:g} to {high:g}",
                "correct the value or widen the range",
            )
            return None
        if entry["unit"] != UNIT:
            self._complain(
                "the unit is unknown", f"{field}.unit", entry["unit"], UNIT, "give it in this unit"
            )
            return None
        if not isinstance(entry["claim"], str) or not entry["claim"]:
            self._complain("the claim is missing", f"{field}.claim", None, "a claim, or the word assumption")
            return None
        self._claim(f"{field}.claim", entry["claim"])
        return Number(value, low, high, entry["claim"])
