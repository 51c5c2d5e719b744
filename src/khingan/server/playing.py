"""A packed campaign step by step, as text that all who watch it share."""

from __future__ import annotations

import gzip
import json
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

COLUMNS = ("cell", "men", "status", "flags")
MOST_REELS = 8
MOST_WHOLES = 16

T = TypeVar("T")


class Recent(Generic[T]):
    """What was asked for last, made once and shared by threads.

    Parameters
    ----------
    most : int
        How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Any, tuple[Lock, list[T]]] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Any, make: Callable[[], T]) -> T:
        """What is kept under a key, else what ``make`` returns; only who asks for the same thing waits for it."""
        with self._lock:
            own, made = self._kept.setdefault(key, (Lock(), []))
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        with own:
            if not made:
                made.append(make())
            return made[0]


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
        self._wholes: Recent[str] = Recent(MOST_WHOLES)

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
        return self._wholes.of(step, lambda: self._all_at(step))

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
        self._kept: Recent[Reel] = Recent(MOST_REELS)

    def of(self, file: Path) -> Reel:
        """The campaign of a file."""
        return self._kept.of(file.name, lambda: Reel(file))
