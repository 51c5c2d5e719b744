"""Coefficients of a forecast: the scenario's parameters, and what only engagement tables know (wars, nations)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.battles.wars import war_table
from khingan.campaign import parameters as P
from khingan.errors import InputError, Problem
from khingan.tables import packaged_rows

Vector = NDArray[np.float64]

ERA_INTENSITY, WAR_INTENSITY, WAR_PACE = "era_intensity:", "war_intensity:", "war_pace:"
SINGLE = (
    "judged_cev",
    "judged_step",
    "nation_german",
    "nation_israeli",
    "nation_un",
    "pace_size",
    "win_base",
    "win_advantage",
    "win_base_judged",
    "win_advantage_judged",
)
CEV, JUDGED, GERMAN, ISRAELI, UNITED_NATIONS, PACE_SIZE = range(6)
HINDSIGHT = SINGLE[:PACE_SIZE]  # what compilers who knew the result judged
FIRST_WAR = len(SINGLE)
# From FIRST_WAR on: intensity (with that of its era) and pace of every war in turn, then the same apart.


@cache
def battle_rows() -> dict[str, dict[str, str]]:
    """Rows of the table of battle coefficients by name."""
    return {row["name"]: row for row in packaged_rows("khingan.battles", "coefficients.csv")}


@cache
def wars() -> tuple[str, ...]:
    """Wars with an intensity of their own."""
    return tuple(row.name for row in war_table())


@cache
def eras() -> tuple[str, ...]:
    """Eras in the order of their first war; wars of one era resemble each other."""
    return tuple(dict.fromkeys(row.era for row in war_table()))


@cache
def _era_of_war() -> Vector:
    """Row of the era of every war."""
    return np.array([eras().index(row.era) for row in war_table()])


@cache
def _places() -> tuple[dict[str, int], dict[str, int]]:
    """Places by name in the kernel's vector and in that of the battles.

    Every war's and era's own coefficients stand behind those that forecasts read.
    """
    names = [f"{prefix}{war}" for war in wars() for prefix in (WAR_INTENSITY, WAR_PACE)]
    names += [f"{ERA_INTENSITY}{era}" for era in eras()]
    battle = {name: i for i, name in enumerate(SINGLE)}
    battle |= {name: FIRST_WAR + 2 * len(wars()) + i for i, name in enumerate(names)}
    return {name: i for i, name in enumerate(P.NAMES)}, battle


@cache
def priors() -> dict[str, tuple[float, float]]:
    """Prior and its standard deviation of every coefficient that a fit may move, the kernel's first."""
    found = {
        r["name"]: (float(r["prior"]), float(r["prior_sd"]))
        for r in packaged_rows("khingan.battles", "priors.csv")
    }
    battle = {n: r for n, r in battle_rows().items() if r["prior"]}
    return found | {n: (float(r["prior"]), float(r["prior_sd"])) for n, r in battle.items()}


@dataclass(frozen=True)
class Coefficients:
    """What a forecast is made with.

    Attributes
    ----------
    kernel : ndarray
        The vector ``p`` of the combat kernel, in the order of ``campaign.parameters.NAMES``.
    battle : ndarray
        Judgement, nations, size, winner, then intensity and pace of every war; behind them the
        same apart, war and era.
    """

    kernel: Vector
    battle: Vector

    def replaced(self, values: Mapping[str, float]) -> Coefficients:
        """The same with some values changed, by name."""
        kernel, battle = self.kernel.copy(), self.battle.copy()
        in_kernel, in_battle = _places()
        for name, value in values.items():
            if name in in_kernel:
                kernel[in_kernel[name]] = value
            else:
                battle[in_battle[name]] = value
        return Coefficients(kernel, _put_together(battle))

    def value(self, name: str) -> float:
        """One coefficient by name."""
        in_kernel, in_battle = _places()
        return float(self.kernel[in_kernel[name]] if name in in_kernel else self.battle[in_battle[name]])


def _put_together(battle: Vector) -> Vector:
    """Fill in what forecasts read: war and era together."""
    apart = battle[FIRST_WAR + 2 * len(wars()) :]
    intensity, pace = apart[: 2 * len(wars()) : 2], apart[1 : 2 * len(wars()) : 2]
    battle[FIRST_WAR : FIRST_WAR + 2 * len(wars()) : 2] = intensity + apart[2 * len(wars()) :][_era_of_war()]
    battle[FIRST_WAR + 1 : FIRST_WAR + 2 * len(wars()) : 2] = pace
    return battle


def load_coefficients(parameters: Mapping[str, Any], overlay: Path | None = None) -> Coefficients:
    """Coefficients from a scenario's parameters, the table of battle coefficients and an overlay.

    Parameters
    ----------
    parameters : mapping
        Value of every name of ``campaign.parameters.NAMES``.
    overlay : Path, optional
        CSV with columns ``name`` and ``value``, as ``khingan combat fit`` writes it.

    Raises
    ------
    InputError
        If the overlay is no such table or names an unknown coefficient.
    """
    battle = np.zeros(FIRST_WAR + 4 * len(wars()) + len(eras()))
    for name, row in battle_rows().items():
        battle[_places()[1][name]] = float(row["value"])
    kernel = np.array([float(parameters[name]) for name in P.NAMES])
    return Coefficients(kernel, _put_together(battle)).replaced(read_overlay(overlay) if overlay else {})


def read_overlay(path: Path) -> dict[str, float]:
    """Names and values of a parameter overlay.

    Raises
    ------
    InputError
        Every row that cannot be used.
    """
    try:
        reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
        rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            Problem(f"cannot be read ({error})", file=str(path), expected="a CSV table")
        ) from error
    absent = [name for name in ("name", "value") if name not in (reader.fieldnames or ())]
    if absent:
        raise InputError([Problem("the column is missing", str(path), 1, name) for name in absent])
    values: dict[str, float] = {}
    problems = []
    for line, row in rows:
        name, text = row.get("name") or "", row.get("value") or ""
        if name not in P.NAMES and name not in battle_rows():
            problems.append(Problem("no coefficient has this name", str(path), line, "name", name))
            continue
        if name in values:
            problems.append(Problem("the coefficient stands twice", str(path), line, "name", name))
            continue
        try:
            values[name] = float(text)
        except ValueError:
            problems.append(Problem("not a number", str(path), line, "value", text, "a number"))
            continue
        if not np.isfinite(values[name]):
            problems.append(Problem("not a finite number", str(path), line, "value", text, "a number"))
    if not rows:
        problems.append(Problem("no row", str(path), expected="a CSV table with columns name and value"))
    if problems:
        raise InputError(problems)
    return values
