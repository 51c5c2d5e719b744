"""Railways: rolling stock by cell, bridges and tunnels by edge."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.atlas import Atlas
from khingan.campaign import codes as K
from khingan.scenario.compile.ground import Ground
from khingan.scenario.model import Scenario
from khingan.staff.historical import Where

Array = NDArray[Any]


def rail_arrays(sc: Scenario, atlas: Atlas, ground: Ground, places: dict[str, Where]) -> dict[str, Array]:
    """What can be blown up on every edge with a railway, and the trains at home in every cell."""
    arrays = ground.arrays
    work = np.where((arrays["e_rail"] > 0) & (arrays["e_bridge"] == 1), arrays["e_river"], 0).astype(np.uint8)
    features = {row["feature_id"]: row for row in atlas.features.to_pylist()}
    for row in sc.tables["rail_works"]:
        _dig(atlas, ground, work, features[row["feature_id"]])
    trains = np.zeros(len(arrays["c_stack"]), np.int64)
    for row in sc.tables["rolling_stock"]:
        if places[row["place_id"]].cell >= 0:
            trains[places[row["place_id"]].cell] += row["trains"]
    return {"e_work": work, "c_trains": trains}


def _dig(atlas: Atlas, ground: Ground, work: Array, feature: dict[str, Any]) -> None:
    """A tunnel lies on the railway edge of its cell whose middle is nearest to it."""
    c = int(ground.cell_of[feature["cell"]]) if feature["cell"] >= 0 else -1
    slots = np.flatnonzero(ground.arrays["e_rail"][c] > 0) if c >= 0 else np.zeros(0, np.int64)
    if not slots.size:
        return
    ends = ground.atlas_row[ground.arrays["e_nbr"][c, slots]]
    here = ground.atlas_row[c]
    lat = (atlas.lat[ends] + atlas.lat[here]) / 2.0 - feature["lat"]
    lon = (atlas.lon[ends] + atlas.lon[here]) / 2.0 - feature["lon"]
    k = slots[np.argmin(np.hypot(lat, lon * np.cos(np.radians(feature["lat"]))))]
    work[c, k] = K.TUNNEL
    work[ground.arrays["e_nbr"][c, k], ground.arrays["e_rev"][c, k]] = K.TUNNEL
