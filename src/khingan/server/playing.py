"""A packed campaign step by step, as text that all who watch it share."""

from __future__ import annotations

import gzip
import json
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

COLUMNS = ("cell", "men", "status", "flags")
MOST_REELS = 8
MOST_WHOLES = 16


class Reel:
    """A campaign that can be played.

    Parameters
    ----------
    file : Path
        ``replay.arrow`` in the cache.
    """

    def __init__(self, file: Path) -> None:
        table = pa.ipc.open_stream(gzip.decompress(file.read_bytes())).read_all()
        meta = json.loads(table.schema.metadata[b"khingan"])
        self.steps: int = meta["steps"]
        row: dict[str, NDArray[Any]] = {
            name: table.column(name)[0].values.to_numpy(zero_copy_only=False)
            for name in (*COLUMNS, "control_start", "control_offset", "control_cell", "control_side")
        }
        count = meta["units"]
        self._units = np.stack(
            [row[name].astype(np.int64).reshape(count, self.steps + 1).T for name in COLUMNS], axis=2
        )
        self._row = row
        self._told: dict[int, str] = {}
        self._wholes: OrderedDict[int, str] = OrderedDict()

    def change(self, step: int) -> str:
        """What differs from the step before: a message without its number."""
        if step not in self._told:
            moved = np.flatnonzero((self._units[step] != self._units[step - 1]).any(axis=1))
            first, last = (int(v) for v in self._row["control_offset"][step - 1 : step + 1])
            control = np.stack(
                [self._row["control_cell"][first:last], self._row["control_side"][first:last]], axis=1
            )
            self._told[step] = self._text(step, moved, control, whole=False)
        return self._told[step]

    def whole(self, step: int) -> str:
        """Everything at a step: a message without its number.

        It is long and kept for every client for a while, so all share one text: most begin at the same step.
        """
        if step not in self._wholes:
            self._wholes[step] = self._all_at(step)
            while len(self._wholes) > MOST_WHOLES:
                self._wholes.popitem(last=False)
        self._wholes.move_to_end(step)
        return self._wholes[step]

    def _all_at(self, step: int) -> str:
        control = self._row["control_start"].copy()
        end = int(self._row["control_offset"][step])
        # Later changes overwrite earlier ones: NumPy assigns in order.
        control[self._row["control_cell"][:end]] = self._row["control_side"][:end]
        held = np.flatnonzero(control != 255)
        return self._text(
            step, np.arange(self._units.shape[1]), np.stack([held, control[held]], axis=1), whole=True
        )

    def _text(self, step: int, units: NDArray[Any], control: NDArray[Any], whole: bool) -> str:
        rows = np.concatenate([units[:, None], self._units[step][units]], axis=1)
        content = {
            "type": "step",
            "step": step,
            "whole": whole,
            "last": step == self.steps,
            "units": rows.tolist(),
            "control": control.tolist(),
        }
        return json.dumps(content, separators=(",", ":"))


class Reels:
    """The campaigns that were played last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Reel] = OrderedDict()

    def of(self, file: Path) -> Reel:
        """The campaign of a file."""
        name = file.name
        if name not in self._kept:
            self._kept[name] = Reel(file)
            while len(self._kept) > MOST_REELS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(name)
        return self._kept[name]
