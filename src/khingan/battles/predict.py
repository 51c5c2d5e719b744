"""Forecast of a table of engagements, as ``khingan combat predict`` writes it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from khingan.battles import coefficients as Q
from khingan.battles import inputs as F
from khingan.battles.forecast import QUANTILES, Forecast, Medians, Use, forecast, medians
from khingan.battles.table import Engagements
from khingan.files import replace_file

Vector = NDArray[np.float64]
Hindsight = Literal["none", "half"]

#: Share of the compilers' judgement that counts for the winner.
WINNER_SHARE: dict[str, float] = {"none": 0.0, "half": 0.5}
COLUMNS = (
    "eng_id",
    *(f"{side}_{what}" for side in ("atk", "def") for what in ("mean", "q05", "q25", "q50", "q75", "q95")),
    "p_win",
    "km_day",
)


def is_judged(table: Engagements) -> NDArray[np.bool_]:
    """Engagements of which some judgement code is known."""
    known = [~np.isnan(table.numbers[name]) for name in ("adv_cev", *F.JUDGED_CODES)]
    return np.asarray(np.any(known, axis=0))


def winner_coefficients(c: Q.Coefficients, judged: bool) -> Q.Coefficients:
    """The same with the logit of forecasts in place of that of the simulation.

    A simulation knows the power of its units. A forecast knows part of what decided the fight: the same advantage
    says less, and its logit is flatter. Both go through the kernel's own function.
    """
    suffix = "_judged" if judged else ""
    return c.replaced(
        {
            "logit_base": c.value(f"win_base{suffix}"),
            "logit_advantage": c.value(f"win_advantage{suffix}"),
        }
    )


def winner_medians(features: Vector, table: Engagements, c: Q.Coefficients, hindsight: Hindsight) -> Medians:
    """Point forecasts with the winner foretold from what each row tells."""
    judged = is_judged(table) & (hindsight != "none")
    blind = medians(features, winner_coefficients(c, False), Use(casualties=1.0, winner=0.0))
    informed = medians(
        features, winner_coefficients(c, True), Use(casualties=1.0, winner=WINNER_SHARE[hindsight])
    )
    return replace(
        blind,
        win=np.where(judged, informed.win, blind.win),
        x_winner=np.where(judged, informed.x_winner, blind.x_winner),
    )


def predict(
    table: Engagements,
    c: Q.Coefficients,
    *,
    draws: int = 2000,
    seed: int = 1,
    hindsight: Hindsight = "half",
    on_rows: Callable[[int], None] | None = None,
) -> Forecast:
    """Forecast every engagement of a table.

    Parameters
    ----------
    table : Engagements
        From :func:`khingan.battles.table.read_engagements`; outcomes are not looked at.
    c : Coefficients
        From :func:`khingan.battles.coefficients.load_coefficients`.
    draws : int
        Simulated outcomes of every engagement.
    seed : int
        Luck; the draws of a row are named by its ``eng_id``, so other rows change nothing.
    hindsight : {'none', 'half'}
        How much of the compilers' judgement counts for the winner, where there is any. Casualties use all of it.
    on_rows : callable, optional
        Called with the number of engagements just done.
    """
    features = F.make_features(table)
    found = forecast(features, table.ids, c, draws_per_row=draws, seed=seed, on_rows=on_rows)
    return replace(found, point=winner_medians(features, table, c, hindsight))


def write_forecast(path: Path, table: Engagements, found: Forecast) -> None:
    """Write the forecast as CSV; the file appears whole or not at all."""
    with replace_file(path) as aside, aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for i, name in enumerate(table.ids):
            cells = [name]
            for side in range(2):
                cells.append(f"{found.mean[i, side]:.6g}")
                cells.extend(f"{found.quantiles[i, side, k]:.6g}" for k in range(len(QUANTILES)))
            writer.writerow([*cells, f"{found.point.win[i]:.4f}", f"{found.point.km_day[i]:.4f}"])
