"""Coefficients: one float64 vector ``p`` per campaign, and the constants that index it.

Values, ranges, units and bases stand in the scenario's ``parameters.csv``; ``NAMES`` gives their order. Each
mechanism has a file here with its section, a tuple of names, and its constants, the same names in capitals.
"""

from __future__ import annotations

from typing import Protocol

from khingan.campaign.parameters.air import *  # noqa: F403
from khingan.campaign.parameters.air import AIR
from khingan.campaign.parameters.combat import *  # noqa: F403
from khingan.campaign.parameters.combat import COMBAT
from khingan.campaign.parameters.command import *  # noqa: F403
from khingan.campaign.parameters.command import COMMAND
from khingan.campaign.parameters.engine import *  # noqa: F403
from khingan.campaign.parameters.engine import ENGINE
from khingan.campaign.parameters.intelligence import *  # noqa: F403
from khingan.campaign.parameters.intelligence import INTELLIGENCE
from khingan.campaign.parameters.landing import *  # noqa: F403
from khingan.campaign.parameters.landing import LANDING
from khingan.campaign.parameters.logistics import *  # noqa: F403
from khingan.campaign.parameters.logistics import LOGISTICS
from khingan.campaign.parameters.politics import *  # noqa: F403
from khingan.campaign.parameters.politics import POLITICS
from khingan.campaign.parameters.rail import *  # noqa: F403
from khingan.campaign.parameters.rail import RAIL
from khingan.campaign.parameters.weather import *  # noqa: F403
from khingan.campaign.parameters.weather import WEATHER


class Vector(Protocol):
    """What kernels need of ``p``, a 1-D float64 array: an element is a float (NumPy's own stubs say Any)."""

    def __getitem__(self, index: int, /) -> float:
        """Coefficient number ``index``."""


NAMES: tuple[str, ...] = (
    COMBAT + ENGINE + LOGISTICS + WEATHER + COMMAND + INTELLIGENCE + AIR + LANDING + RAIL + POLITICS
)
