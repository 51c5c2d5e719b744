"""Which war an engagement belongs to: by name, or else by who fought whom and with what.

The intensity of fighting differs from war to war. A row that names none of them still says which nations met and
whether there were tanks; the wars that fit are weighted by it, and the forecast takes the mean over them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from khingan.tables import packaged_rows

#: Chance that an engagement of a war saw no tank, by how common they were in it.
WITHOUT_TANKS = {"none": 1.0, "few": 0.5, "many": 0.05}


@dataclass(frozen=True)
class War:
    """One war of the table.

    Attributes
    ----------
    name, era : str
        The war, and the group of wars it resembles.
    without_tanks : float
        Chance that an engagement saw no tank.
    camps : tuple
        Pairs of camps that fought each other, each a set of nations.
    """

    name: str
    era: str
    without_tanks: float
    camps: tuple[tuple[frozenset[str], frozenset[str]], ...]

    def met(self, attacker: str, defender: str) -> bool:
        """Whether two nations fought each other in it; an unknown one may be anybody of the other camp."""
        return any(
            (not attacker or attacker in own) and (not defender or defender in enemy)
            for a, b in self.camps
            for own, enemy in ((a, b), (b, a))
        )


@cache
def war_table() -> tuple[War, ...]:
    """Wars with an intensity of their own, in the order of the table."""
    return tuple(
        War(row["war"], row["era"], WITHOUT_TANKS[row["tanks"]], _camps(row["camps"]))
        for row in packaged_rows("khingan.battles", "wars.csv")
    )


def _camps(text: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs = (pair.split(":") for pair in text.split(";"))
    return tuple((frozenset(a.split("|")), frozenset(b.split("|"))) for a, b in pairs)


def war_weights(war: str, attacker: str, defender: str, tanks: float) -> NDArray[np.float64]:
    """Weight of every war for an engagement; they add up to 1.

    Parameters
    ----------
    war : str
        Its name, empty or another = unknown.
    attacker, defender : str
        Nations, empty = unknown.
    tanks : float
        Tanks of both sides, NaN = unknown.
    """
    table = war_table()
    named = np.array([float(row.name == war) for row in table])
    if named.any():
        return named
    fits = np.ones(len(table))
    if np.isfinite(tanks):
        without = np.array([row.without_tanks for row in table])
        fits = without if tanks == 0.0 else 1.0 - without
    met = np.array([float(row.met(attacker, defender)) for row in table])
    # Nations of another war altogether tell nothing: the arms still do.
    weights = fits * met if (fits * met).any() else fits
    return np.asarray(weights / weights.sum())
