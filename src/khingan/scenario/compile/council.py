"""The council that can end the war, as World arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.errors import InputError, Problem
from khingan.politics import schools
from khingan.politics.settings import has_council, settings_of
from khingan.politics.tables import council_arrays, watch_array
from khingan.scenario.compile.command import DATED, DECIDED, ceasefire_mode
from khingan.scenario.model import Scenario


def politics_arrays(sc: Scenario) -> dict[str, NDArray[Any]]:
    """Council, members and shocks, and the shocks that watch a region.

    By dates the war ends without a council, which therefore is left out; where it does not end at all, the council
    looks on.

    Raises
    ------
    InputError
        If the council decides, and something else than this campaign is what it is told of.
    """
    mode = ceasefire_mode(sc)
    if mode == DATED or not has_council(sc):
        return council_arrays(sc, None, None, False) | {"r_watch": np.zeros_like(watch_array(sc))}
    settings = settings_of(sc)
    arrays = council_arrays(sc, settings, schools.find(sc, settings.school), mode == DECIDED)
    counted = np.isin(arrays["n_kind"], (K.GROUND_LOST, K.MEN_LOST))
    other = counted & (arrays["n_start"] != settings.eve(sc.start))
    if mode == DECIDED and (other.any() or not counted.any()):
        raise InputError(
            Problem(
                "this what-if moves or removes the beginning of the campaign that is to be fought",
                field="what-if",
                value=", ".join(sc.overlays) or None,
                expected="a campaign that begins with its scenario",
                mend="compare it with `khingan surrender`, which needs no campaign of its own for it",
            )
        )
    return arrays | {"r_watch": watch_array(sc)}
