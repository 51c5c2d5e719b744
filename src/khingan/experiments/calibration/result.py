"""What a calibration is asked, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.experiments.calibration import check
from khingan.experiments.calibration.choice import Coefficient
from khingan.experiments.calibration.targets import Targets
from khingan.files import write_parquet
from khingan.scenario import Scenario

Floats = NDArray[np.float64]
FIRST_SHARE = 0.4
LATER = 3
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Settings:
    """How a calibration is done.

    Attributes
    ----------
    campaigns : int
        Campaigns for the posterior; checks come on top.
    check : int
        Campaigns with which the posterior is checked, and as many again for rows held out; 0 leaves both out.
    most : int
        Number of coefficients, if they are not named.
    effective : float
        Effective number of campaigns of the posterior.
    discrepancy : (float, float)
        What no coefficients mend, an assumption: standard error of the model in days, and in logarithms of losses.
    """

    campaigns: int = 6000
    check: int = 500
    most: int = 15
    effective: float = 300.0
    discrepancy: tuple[float, float] = (1.0, 0.2)

    def sizes(self) -> tuple[int, ...]:
        """Campaigns of each population."""
        first = int(self.campaigns * FIRST_SHARE)
        rest, left = divmod(self.campaigns - first, LATER)
        return (first, *(rest + (i < left) for i in range(LATER)))

    @property
    def total(self) -> int:
        """All campaigns that will be fought."""
        return self.campaigns + 2 * self.check


@dataclass(frozen=True, eq=False)
class Calibration:
    """What a calibration has found.

    Attributes
    ----------
    scenario : Scenario
    seed : int
    settings : Settings
    coefficients : tuple of Coefficient
        Those calibrated.
    share, told : ndarray, [coefficients]
        Their shares in the spread of the rows, and what the rows tell of them; see `choice`.
    vectors : ndarray, [vectors, coefficients]
    weights : ndarray, [vectors]
        Sum 1.
    tolerance, effective : float
        Of the posterior: tolerance of the distance, effective number of campaigns.
    sizes : tuple of int
        Campaigns of each population.
    fought : int
        All campaigns that were fought, those of the checks too.
    rows : dict of str to int
        Dates and losses of the calibration part.
    checks : tuple of check.Score
        How campaigns do on the calibration rows: with all coefficients from their ranges, from the posterior, and from
        posteriors that had not seen the rows they are held against.
    said : dict of str to ndarray
        Not for keeping: what checked campaigns say of the rows.
    targets : Targets
    """

    scenario: Scenario
    seed: int
    settings: Settings
    coefficients: tuple[Coefficient, ...]
    share: Floats
    told: Floats
    vectors: Floats
    weights: Floats
    tolerance: float
    effective: float
    sizes: tuple[int, ...]
    fought: int
    rows: dict[str, int]
    checks: tuple[check.Score, ...]
    said: dict[str, Floats]
    targets: Targets

    def quantiles(self) -> Floats:
        """Quantiles 5, 50 and 95 % of the posterior, [coefficients, 3]."""
        return np.array([check.weighted_quantiles(v, self.weights, LEVELS) for v in self.vectors.T])

    def table(self) -> pa.Table:
        """Return prior beside posterior: a row for every coefficient."""
        prior = np.array([check.prior_quantiles(one, LEVELS) for one in self.coefficients])
        found = self.quantiles()
        means = self.weights @ self.vectors
        columns: dict[str, Any] = {
            "name": [one.name for one in self.coefficients],
            "unit": [one.unit for one in self.coefficients],
            "claim": [one.claim for one in self.coefficients],
            "share": self.share,
            "told": self.told,
            "low": [one.low for one in self.coefficients],
            "value": [one.value for one in self.coefficients],
            "high": [one.high for one in self.coefficients],
        }
        for label, table in (("prior", prior), ("posterior", found)):
            for i, level in enumerate(LEVELS):
                columns[f"{label}_q{round(100 * level):02d}"] = table[:, i]
        columns["posterior_mean"] = means
        columns["width_ratio"] = (found[:, 2] - found[:, 0]) / (prior[:, 2] - prior[:, 0])
        return pa.table(columns)

    def posterior(self) -> pa.Table:
        """Return the weighted vectors: a column ``weight``, then one for each coefficient."""
        names = [one.name for one in self.coefficients]
        return pa.table({"weight": self.weights, **dict(zip(names, self.vectors.T, strict=True))})

    def plot(self, path: str | Path | None = None) -> Any:
        """Draw prior against posterior; matplotlib's figure, written as PNG if a path is given.

        Raises
        ------
        InputError
            If matplotlib is not installed.
        """
        from khingan.report.calibration import figure

        return figure(self, path)

    def to_parquet(self, path: str | Path) -> None:
        """Write `posterior` as Parquet; the file appears whole or not at all."""
        write_parquet(self.posterior(), path)
