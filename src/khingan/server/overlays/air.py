"""Sorties over each region by mission, and what each group of aircraft has flown and lost, packed for the page."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import codes as K
from khingan.experiments.notes import MISSIONS, Notes
from khingan.experiments.story import Story, atlas_rows
from khingan.scenario.compile.units import stable_id
from khingan.server.replays import FORMAT, NO_CELL, one_row

TENTHS = 10  # of sorties and of aircraft: what is shared out among regions, and lost, is fractions

Array = NDArray[Any]


def pack_air(story: Story, notes: Notes) -> bytes:
    """Pack the air effort of both sides; the columns are described in docs/serve.md."""
    meta = {
        "format": FORMAT,
        "days": len(notes.effort),
        "sides": list(story.compiled.scenario.side_ids),
        "missions": list(MISSIONS),
        "kinds": list(K.AIRCRAFT),
        "no_cell": NO_CELL,
    }
    # [days, sides, missions, regions]
    effort = np.rint(np.stack(notes.effort) * TENTHS).astype(np.uint32)
    return one_row({"effort": effort.ravel(), **_groups(story, notes)}, meta)


def _groups(story: Story, notes: Notes) -> dict[str, Array | list[str]]:
    """States are [days, groups], at the end of the day."""
    compiled, groups = story.compiled, story.compiled.world.v
    state = np.stack(notes.groups)
    by_day = {name: np.diff(state[name], axis=0) * TENTHS / K.MAN for name in ("flown", "lost", "left")}
    base = atlas_rows(compiled, state["cell"][1:])
    names = {stable_id(compiled.scenario, f"air-{row['group_id']}"): str(row["group_id"])
             for row in compiled.scenario.tables["air_groups"]}  # fmt: skip
    return {
        "group_id": [names[int(sid)] for sid in groups["sid"]],
        "group_side": groups["side"].astype(np.uint8),
        "group_kind": groups["kind"].astype(np.uint8),
        "base": np.where(base < 0, NO_CELL, base).astype(np.uint16).ravel(),
        "aircraft": np.rint(state["aircraft"][1:] / K.MAN).astype(np.uint16).ravel(),
        **{name: np.rint(values).astype(np.uint16).ravel() for name, values in by_day.items()},
    }
