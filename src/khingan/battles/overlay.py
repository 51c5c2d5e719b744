"""A fit to a table of engagements as an overlay: coefficients with standard errors, to be read again."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from khingan.battles import coefficients as Q
from khingan.battles import inputs as F
from khingan.battles.fit import Fitted, Task, fit
from khingan.battles.forecast import Use
from khingan.battles.scores import outcomes_of
from khingan.battles.table import Engagements
from khingan.battles.validate import scored_rows
from khingan.files import replace_file

WINNER = ("logit_base", "logit_advantage")
JUDGED = Use(casualties=1.0, winner=0.5)
BLIND = Use(casualties=0.0, winner=0.0)


@dataclass(frozen=True)
class Estimate:
    """One coefficient of an overlay."""

    name: str
    value: float
    se: float
    was: float


def _renamed(fitted: Fitted, suffix: str, c: Q.Coefficients) -> list[Estimate]:
    """The winner's logit under the names that forecasts read it by; that of the simulation stays as it is."""
    return [
        Estimate(new, fitted.values[old], fitted.errors[old], c.value(new))
        for old, new in zip(WINNER, (f"win_base{suffix}", f"win_advantage{suffix}"), strict=True)
    ]


def estimate(table: Engagements, c: Q.Coefficients, seed: int = 1) -> list[Estimate]:
    """Coefficients on all scored engagements of a table.

    Casualties, advance and quality come from a fit with the judgement codes (half weight for the winner), the logit
    of forecasts without hindsight from one that uses neither codes nor nations.
    """
    kept = scored_rows(table)
    features, found = F.make_features(kept), outcomes_of(kept)
    rows = np.arange(len(kept))
    full = fit(Task(features, found, c, JUDGED), rows, seed)
    blind = fit(Task(features, found, c, BLIND), rows, seed)
    plain = [
        Estimate(name, value, full.errors[name], c.value(name))
        for name, value in full.values.items()
        if name not in WINNER
    ]
    return [*plain, *_renamed(blind, "", c), *_renamed(full, "_judged", c)]


def write_overlay(path: Path, estimates: list[Estimate]) -> None:
    """Write an overlay as CSV; the file appears whole or not at all."""
    with replace_file(path) as aside, aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("name", "value", "se", "was"))
        for row in estimates:
            writer.writerow((row.name, f"{row.value:.4g}", f"{row.se:.2g}", f"{row.was:.4g}"))
