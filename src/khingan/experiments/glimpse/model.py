"""One campaign at the end of a day, seen from one unit or formation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.campaign.state import State
from khingan.scenario.compile import Compiled
from khingan.scenario.portrait import Scene

STEP_H = 6


@dataclass(frozen=True)
class Glimpse:
    """A campaign at the end of a day, seen from one unit or formation.

    Attributes
    ----------
    scene : Scene
        Names and map.
    compiled : Compiled
        Scenario.
    st : State
        State of the campaign.
    step : int
        Steps played.
    rows : ndarray
        Units it has, as rows of the unit arrays.
    holder : str
        Unit or formation.
    """

    scene: Scene
    compiled: Compiled
    st: State
    step: int
    rows: NDArray[np.int64]
    holder: str

    @property
    def side(self) -> int:
        """Its side."""
        return int(self.compiled.world.u["side"][self.rows[0]])

    @property
    def live(self) -> NDArray[np.int64]:
        """Rows of its units that are still in the field and stand on the map."""
        status = self.st.u["status"][self.rows]
        return self.rows[
            np.isin(status, [K.SHATTERED, K.SURRENDERED, K.DISBANDED, K.NOT_ACTING], invert=True)
        ]

    def where(self, cell: int) -> str:
        """Where an engine cell lies, in words; empty off the map."""
        if not 0 <= cell < len(self.compiled.atlas_row):
            return ""
        row = int(self.compiled.atlas_row[cell])
        atlas = self.compiled.atlas
        return self.scene.where.words(float(atlas.lat[row]), float(atlas.lon[row]))

    def moment(self, hours: float) -> str:
        """A moment of the campaign: ``14 Aug 06:00``."""
        when = self.compiled.scenario.start + timedelta(hours=hours)
        return f"{when.day} {when:%b %H:%M}"
