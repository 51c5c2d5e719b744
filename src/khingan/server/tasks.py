"""What worker processes do. Every task gets a function to tell its progress, and returns what JSON can hold.

Large results go into files of the cache, gzip-packed; the answer names them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from khingan.files import replace_file

Told = Callable[[dict[str, Any]], None]


def _keep(folder: str, key: str, name: str, content: bytes) -> None:
    """Put a result into the cache: whole or not at all."""
    target = Path(folder) / f"{key}-{name}.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    with replace_file(target) as aside:
        aside.write_bytes(gzip.compress(content, 6, mtime=0))


def _as_json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


@lru_cache(maxsize=4)
def _compiled(scenario: str, what_if: tuple[str, ...]) -> Any:
    from khingan.scenario import load
    from khingan.scenario.compile import compile_scenario

    return compile_scenario(load(scenario, what_if))


@lru_cache(maxsize=4)
def _scene(scenario: str, what_if: tuple[str, ...]) -> Any:
    from khingan.scenario.portrait import Scene

    return Scene(_compiled(scenario, what_if).scenario)


def _opened(place: str) -> tuple[Any, tuple[str, tuple[str, ...]]]:
    """The results in a folder, and the names of its scenario and what-ifs."""
    from khingan.experiments.store import open_results

    results = open_results(place)
    words = tuple(results.description.get("what_if", results.overlays))
    return results, (str(results.description["scenario"]), words)


def cells(told: Told, folder: str, key: str, scenario: str) -> dict[str, Any]:
    """The cells of the map, and the planned axes of a scenario."""
    from khingan.server.ground import axes_of, cells_arrow, regions_of

    compiled = _compiled(scenario, ())
    _keep(folder, key, "cells.arrow", cells_arrow(*regions_of(compiled)))
    _keep(folder, key, "axes.json", _as_json([axis.model_dump() for axis in axes_of(compiled)]))
    return {}


def describe(told: Told, folder: str, key: str, place: str, run_id: str) -> dict[str, Any]:
    """What a run is, with the names of its units and formations."""
    from khingan.server.description import describe_run

    results, names = _opened(place)
    found = describe_run(results, _compiled(*names), run_id)
    _keep(folder, key, "run.json", found.model_dump_json().encode())
    return {}


def replay(told: Told, folder: str, key: str, place: str, run_id: str, campaign: int) -> dict[str, Any]:
    """Fight one campaign of a run again and pack it for the page."""
    from khingan.experiments.replay import find_campaign
    from khingan.experiments.story import tell
    from khingan.server import replays

    results, names = _opened(place)
    found = find_campaign(results, campaign)
    days = found.days
    told({"done": 0, "total": days, "words": "fighting the campaign again"})
    story = tell(
        _compiled(*names),
        found.seed,
        found.first,
        found.uncertainty,
        days * 4,
        on_day=lambda day: told({"done": day, "total": days, "words": f"day {day}"}),
    )
    about = {"run_id": run_id, "campaign": campaign}
    _keep(folder, key, "replay.arrow", replays.pack(story, about))
    _keep(folder, key, "front.arrow", replays.pack_front(story))
    _keep(folder, key, "events.json", _as_json(replays.event_rows(story)))
    return {}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "cells": cells,
    "describe": describe,
    "replay": replay,
}
