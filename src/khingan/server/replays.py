"""A campaign packed for the page: every unit at every step as typed arrays in one Arrow batch of one row.

A column is one list, so that the page reads it as one typed array without copying. Units follow one another, each
with its steps in a row: what hardly changes from step to step packs best that way, better than differences do.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from khingan.atlas.projection import project
from khingan.campaign import codes as K
from khingan.campaign.calendar import STEP_HOURS
from khingan.experiments.results import events_table, measured
from khingan.experiments.story import NOBODY, OFF_MAP, Story
from khingan.report.frontline import front_lines, smooth

FORMAT = 1
NO_CELL = 65_535
NO_SUPPLY = 65_535
FRONT_GRAIN = 10  # of the front line: 0.1 km
FLAGS = ("surrounded", "invested", "quiet", "fighting", "out_of_contact", "on_train", "no_supply")
"""Bits of the column ``flags``, the lowest first."""
LOSSES = ("killed", "wounded", "sick", "missing", "captured", "noncombat_dead", "deserted")
_RAIN = ("dry", "rain", "heavy_rain")
_TENTH_T = 100  # kg

Array = NDArray[Any]


def pack(story: Story, about: dict[str, Any]) -> bytes:
    """Pack a campaign; the columns are described in docs/serve.md.

    Parameters
    ----------
    story : Story
    about : dict
        What to add to the metadata: run, campaign.

    Returns
    -------
    bytes
        Arrow IPC stream, one batch of one row.
    """
    columns = {**_units(story), **_control(story), **_seats(story), **_days(story)}
    return one_row(columns, {**describe(story), **about})


def describe(story: Story) -> dict[str, Any]:
    """What the numbers of a packed campaign mean."""
    sc = story.compiled.scenario
    return {
        "format": FORMAT,
        "scenario_id": sc.scenario_id,
        "title": sc.title,
        "start": sc.start.isoformat(),
        "steps": story.steps,
        "days": len(story.regions),
        "step_hours": STEP_HOURS,
        "units": len(story.compiled.entries),
        "cells": story.compiled.atlas.size,
        "sides": list(sc.side_ids),
        "no_cell": NO_CELL,
        "no_supply": NO_SUPPLY,
        "nobody": NOBODY,
        "status": list(K.STATUS),
        "posture": list(K.POSTURES),
        "flags": list(FLAGS),
        "rain": list(_RAIN),
        "losses": list(LOSSES),
        "regions": [str(row["name"]) for row in sc.tables["regions"].rows] or ["all"],
    }


def one_row(columns: dict[str, Array | list[str]], meta: dict[str, Any]) -> bytes:
    """Write arrays as the columns of a table of one row, each a list."""
    arrays = []
    for values in columns.values():
        flat = pa.array(values)
        arrays.append(pa.ListArray.from_arrays(pa.array([0, len(flat)], pa.int32()), flat))
    text = json.dumps(meta, ensure_ascii=False)
    table = pa.table(dict(zip(columns, arrays, strict=True))).replace_schema_metadata({"khingan": text})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _whole(values: Array, kind: Any, most: int | None = None) -> Array:
    """[steps + 1, units] rounded, cut to what the type holds, unit by unit."""
    top = np.iinfo(kind).max if most is None else most
    return np.clip(np.rint(values), 0, top).astype(kind).T.ravel()


def _units(story: Story) -> dict[str, Array | list[str]]:
    u, cells = story.units, story.cells
    cut_off = u["supply_km"] >= K.UNREACHED
    bits = (
        u["surrounded"] == 1,
        u["invested"] == 1,
        u["quiet"] > 0,
        u["fighting"] == 1,
        u["touch"] == 0,
        u["train"] != K.NO_TRAIN,
        cut_off,
    )
    flags = sum(bit.astype(np.uint8) << i for i, bit in enumerate(bits))
    return {
        "unit_id": [e.unit_id for e in story.compiled.entries],
        "cell": _whole(np.where(cells == OFF_MAP, NO_CELL, cells), np.uint16),
        "men": _whole(u["men"] / K.MAN, np.uint32),
        "tanks": _whole(u["tanks"] / K.MAN, np.uint16),
        "guns": _whole(u["guns"] / K.MAN, np.uint16),
        "fuel": _whole(u["fuel"] / _TENTH_T, np.uint32),
        "food": _whole(u["food"] / _TENTH_T, np.uint32),
        "ammunition": _whole(u["ammo"] / _TENTH_T, np.uint32),
        "supply_km": _whole(
            np.where(cut_off, NO_SUPPLY, np.minimum(u["supply_km"], NO_SUPPLY - 1)), np.uint16
        ),
        "status": _whole(u["status"], np.uint8),
        "posture": _whole(story.postures, np.uint8),
        "flags": _whole(flags, np.uint8),
        "cohesion": _whole(u["cohesion"] * 100, np.uint8, 100),
        "fatigue": _whole(u["fatigue"] * 100, np.uint8, 100),
    }


def _control(story: Story) -> dict[str, Array | list[str]]:
    before, after = story.control[:-1], story.control[1:]
    step, cell = np.nonzero(before != after)
    return {
        "control_start": story.control[0],
        "control_offset": np.searchsorted(step, np.arange(story.steps + 1)).astype(np.uint32),
        "control_cell": cell.astype(np.uint16),
        "control_side": after[step, cell],
    }


def _seats(story: Story) -> dict[str, Array | list[str]]:
    seats = np.where(story.seats == OFF_MAP, NO_CELL, story.seats)
    return {"formation_id": list(story.compiled.formation_ids), "hq_cell": _whole(seats, np.uint16)}


def _days(story: Story) -> dict[str, Array | list[str]]:
    regions, believed = story.regions, story.believed
    rows = story.compiled.scenario.tables["regions"].rows
    names = [str(row["region_id"]) for row in rows] or ["all"]
    days, sides = len(regions), len(story.compiled.scenario.side_ids)
    # [days, sides, losses]: the topmost formations with a daily row hold everybody once.
    tops = _tops(story)
    lost = np.zeros((days, sides, len(LOSSES)), np.int64)
    for i, side in tops:
        for j, name in enumerate(LOSSES):
            lost[:, side, j] += np.rint(story.daily[:, i, K.DAILY.index(name)] / K.MAN).astype(np.int64)
    sorties = np.zeros((days, sides), np.int64)
    for i, side in tops:
        sorties[:, side] += np.asarray(measured("sorties", story.daily[:, i, K.SORTIES]), np.int64)
    return {
        "region_id": names,
        "rain": regions["rain"].astype(np.uint8).ravel(),
        "fog": regions["fog"].astype(np.uint8).ravel(),
        "mud": np.rint(regions["mud"] * 100).astype(np.uint8).ravel(),
        "water_cm": np.rint(regions["water"] * 100).astype(np.int16).ravel(),
        "flying": np.rint(np.clip(regions["flying"], 0, 1) * 100).astype(np.uint8).ravel(),
        "superiority": np.rint(believed["superiority"] * 100).astype(np.int8).ravel(),
        "known_share": np.rint(np.clip(believed["share"], 0, 1) * 100).astype(np.uint8).ravel(),
        "lost": lost.astype(np.int32).ravel(),
        "sorties": sorties.astype(np.int32).ravel(),
    }


def _tops(story: Story) -> list[tuple[int, int]]:
    """Formations with a daily row that stand under no other one: number of the row, side."""
    sc = story.compiled.scenario
    reporting = set(story.compiled.reporting)
    table = sc.tables["formations"].by_id
    found = []
    for i, name in enumerate(story.compiled.reporting):
        if not reporting & set(sc.ancestors(name)[1:]):
            found.append((i, sc.side_index(table[name]["side"])))
    return found


def pack_front(story: Story) -> bytes:
    """Pack the front line after every step, smoothed, in tenths of a km of the map."""
    xy: list[Array] = []
    starts: list[int] = [0]
    steps: list[int] = []
    for n, control in enumerate(story.control):
        if n and np.array_equal(control, story.control[n - 1]):
            copied = [i for i, step in enumerate(steps) if step == n - 1]
            lines = [xy[i] for i in copied]
        else:
            lines = [_in_grains(smooth(line, 1)) for line in front_lines(control, story.compiled.atlas)]
        for line in lines:
            xy.append(line)
            steps.append(n)
            starts.append(starts[-1] + len(line))
    flat = np.concatenate(xy).ravel() if xy else np.zeros(0, np.int16)
    columns: dict[str, Array | list[str]] = {
        "step": np.array(steps, np.uint16),
        "start": np.array(starts, np.uint32),
        "xy": flat,
    }
    return one_row(columns, {"format": FORMAT, "steps": story.steps, "km": 1 / FRONT_GRAIN})


def _in_grains(line: Array) -> Array:
    x, y = project(line[:, 1], line[:, 0])
    return np.rint(np.stack([x, y], axis=1) * FRONT_GRAIN).astype(np.int16)


def event_rows(story: Story) -> list[dict[str, Any]]:
    """Events of a campaign, see ``models.EventInfo``."""
    atlas = story.compiled.atlas
    found = []
    for row in events_table(story.compiled, story.events).to_pylist():
        on_map = row["lat"] is not None
        x, y = project(row["lat"], row["lon"]) if on_map else (None, None)
        found.append(
            {
                "step": row["step"],
                "hour": row["hour"],
                "kind": row["kind"],
                "side": row["side"],
                "place_id": row["place_id"],
                "cell": atlas.cell_row(row["cell"]) if row["cell"] is not None else None,
                "x": round(float(x), 1) if x is not None else None,
                "y": round(float(y), 1) if y is not None else None,
                "region_id": row["region_id"],
                "unit_id": row["unit_id"],
                "formation_id": row["formation_id"],
                "value": row["value"],
            }
        )
    return found
