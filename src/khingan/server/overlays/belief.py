"""What each side believes of the enemy after every step, packed for the page.

The engine keeps two beliefs: men in cells that the side's units have seen from next to them, with the step of that
sight, and by region the share of the enemy's strength that reports have told of. Nothing else is known.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from khingan.campaign import parameters as P
from khingan.campaign.calendar import STEP_HOURS
from khingan.experiments.notes import Notes
from khingan.experiments.story import Story
from khingan.server.replays import FORMAT, one_row

OLDEST = 255  # steps: never, or longer ago than is counted

Array = NDArray[Any]


def pack_belief(story: Story, notes: Notes) -> bytes:
    """Pack the beliefs of both sides; the columns are described in docs/serve.md."""
    memory_h = float(story.compiled.parameters[P.BELIEF_MEMORY_HOURS])
    meta = {
        "format": FORMAT,
        "steps": story.steps,
        "sides": list(story.compiled.scenario.side_ids),
        "oldest": OLDEST,
        "memory_steps": int(memory_h / STEP_HOURS),
    }
    return one_row({**_cells(story, notes), **_sight(story, notes), **_regions(notes)}, meta)


def _by_side(story: Story, notes: Notes) -> list[tuple[int, Array, Array]]:
    """Step, men believed and step of last sight for one side's steps after the other's."""
    return [
        (step, notes.believed[step][side], notes.seen[step][side])
        for side in range(len(story.compiled.scenario.side_ids))
        for step in range(story.steps + 1)
    ]


def _cells(story: Story, notes: Notes) -> dict[str, Array]:
    cell, men, age, offset = [], [], [], [0]
    for step, believed, seen in _by_side(story, notes):
        here = np.flatnonzero(believed > 0)
        cell.append(story.compiled.atlas_row[here])
        men.append(believed[here])
        age.append(np.clip(step - 1 - seen[here], 0, OLDEST))
        offset.append(offset[-1] + len(here))
    return {
        "offset": np.array(offset, np.uint32),
        "cell": np.concatenate(cell).astype(np.uint16),
        "men": np.concatenate(men).astype(np.uint32),
        "age": np.concatenate(age).astype(np.uint8),
    }


def _sight(story: Story, notes: Notes) -> dict[str, Array]:
    """Cells that come into sight or go out of it at each step, from none in sight at the start."""
    cell, offset = [], [0]
    before = np.zeros(len(story.compiled.atlas_row), bool)
    for step, _, seen in _by_side(story, notes):
        now = (seen == step - 1) & (step > 0)
        turned = np.flatnonzero(now if step == 0 else now != before)
        cell.append(story.compiled.atlas_row[turned])
        offset.append(offset[-1] + len(turned))
        before = now
    return {
        "sight_offset": np.array(offset, np.uint32),
        "sight_cell": np.concatenate(cell).astype(np.uint16),
    }


def _regions(notes: Notes) -> dict[str, Array]:
    """[steps + 1, sides, regions], one after the other."""
    b = np.stack(notes.regions)
    steps = np.arange(len(b))[:, None, None]
    return {
        "region_men": np.rint(np.stack(notes.known)).astype(np.uint32).ravel(),
        "region_alarm": np.rint(np.clip(b["alarm"], 0, 1) * 100).astype(np.uint8).ravel(),
        "region_age": np.clip(steps - 1 - b["report_step"], 0, OLDEST).astype(np.uint8).ravel(),
    }
