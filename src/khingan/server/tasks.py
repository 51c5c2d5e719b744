"""What worker processes do. Every task gets a function to tell its progress, and returns what JSON can hold.

Large results go into files of the cache, gzip-packed; the answer names them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
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
    from khingan.scenario.compile import compile_scenario
    from khingan.server.lookups import loaded

    return compile_scenario(loaded(scenario, what_if))


@lru_cache(maxsize=4)
def _scene(scenario: str, what_if: tuple[str, ...]) -> Any:
    from khingan.scenario.portrait import Scene

    return Scene(_compiled(scenario, what_if).scenario)


def _opened(place: str) -> tuple[Any, tuple[str, tuple[str, ...]]]:
    """The results in a folder with their scenario, and the words by which that and its what-ifs are found."""
    from khingan.experiments.store import open_results
    from khingan.experiments.store.reading import scenario_word

    results = open_results(place)
    names = scenario_word(results.description), results.what_if
    return replace(results, compiled=_compiled(*names)), names


def warm(told: Told, folder: str, key: str) -> dict[str, Any]:
    """Load what every answer needs before anybody asks for one; the engine if it is compiled already."""
    from khingan.experiments.batch import prepare
    from khingan.experiments.precompile import is_compiled
    from khingan.scenario.load import default_name

    compiled = _compiled(default_name(), ())
    if is_compiled():
        prepare(compiled)
    return {}


def _lookup(name: str) -> Callable[..., dict[str, Any]]:
    """A task that makes one document of ``lookups``."""

    def task(told: Told, folder: str, key: str, **args: Any) -> dict[str, Any]:
        from khingan.server.lookups import LOOKUPS

        found = LOOKUPS[name](**args)
        many = isinstance(found, list)
        content = [one.model_dump() for one in found] if many else found.model_dump()
        _keep(folder, key, f"{name}.json", _as_json(content))
        return {}

    return task


def cells(told: Told, folder: str, key: str, scenario: str) -> dict[str, Any]:
    """The cells of the map, and the planned axes of a scenario."""
    from khingan.server.ground import axes_of, cells_arrow, regions_of

    compiled = _compiled(scenario, ())
    _keep(folder, key, "cells.arrow", cells_arrow(*regions_of(compiled)))
    _keep(folder, key, "axes.json", _as_json([axis.model_dump() for axis in axes_of(compiled)]))
    return {}


def ground(told: Told, folder: str, key: str) -> dict[str, Any]:
    """The painted ground of the map."""
    from khingan.server.painting import ground_picture

    _keep(folder, key, "ground.json", ground_picture().model_dump_json().encode())
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
    from khingan.experiments.notes import Notes
    from khingan.experiments.replay import find_campaign
    from khingan.experiments.story import tell
    from khingan.server import replays
    from khingan.server.overlays.air import pack_air
    from khingan.server.overlays.belief import pack_belief
    from khingan.server.overlays.supply import pack_supply

    results, names = _opened(place)
    found = find_campaign(results, campaign)
    days = found.days
    told({"done": 0, "total": days, "words": "fighting the campaign again"})
    compiled = _compiled(*names)
    notes = Notes(compiled)
    story = tell(
        compiled,
        found.seed,
        found.first,
        found.uncertainty,
        days * 4,
        on_day=lambda day: told({"done": day, "total": days, "words": f"day {day}"}),
        on_step=notes,
    )
    about = {"run_id": run_id, "campaign": campaign}
    _keep(folder, key, "replay.arrow", replays.pack(story, about))
    _keep(folder, key, "front.arrow", replays.pack_front(story))
    _keep(folder, key, "events.json", _as_json(replays.event_rows(story)))
    for name, pack in (("belief", pack_belief), ("supply", pack_supply), ("air", pack_air)):
        _keep(folder, key, f"{name}.arrow", pack(story, notes))
    return {}


def knows(
    told: Told, folder: str, key: str, place: str, campaign: int, unit: str, step: int
) -> dict[str, Any]:
    """What a unit or formation of a campaign has, knows and is told after some steps."""
    from khingan.experiments.replay import find_campaign
    from khingan.experiments.story import seen_by
    from khingan.server.models import Glimpse, Table

    results, names = _opened(place)
    found = find_campaign(results, campaign)
    scene = _scene(*names)
    holder = scene.find(unit)
    sections = seen_by(
        scene,
        _compiled(*names),
        holder,
        min(step, found.days * 4),
        found.seed,
        found.first,
        found.uncertainty,
    )
    tables = [
        Table(
            part=s.part, title=s.title, heads=list(s.heads), rows=[list(row) for row in s.rows], note=s.note
        )
        for s in sections
    ]
    seen = Glimpse(holder=holder, name=scene.name(holder), step=step, sections=tables)
    _keep(folder, key, "knows.json", seen.model_dump_json().encode())
    return {}


def places(told: Told, folder: str, key: str, place: str) -> dict[str, Any]:
    """When places were taken, over all campaigns."""
    from khingan.server.findings import place_dates

    results, names = _opened(place)
    rows = [row.model_dump() for row in place_dates(results, _compiled(*names).scenario)]
    _keep(folder, key, "places.json", _as_json(rows))
    return {}


def losses(told: Told, folder: str, key: str, place: str) -> dict[str, Any]:
    """Fans of losses beside the claims."""
    from khingan.server.findings import losses_of

    results, names = _opened(place)
    found = losses_of(results, _compiled(*names).scenario)
    _keep(folder, key, "losses.json", found.model_dump_json().encode())
    return {}


def reckoning(told: Told, folder: str, key: str, place: str) -> dict[str, Any]:
    """The figures of the documents beside the run."""
    from khingan.server.findings import reckoning_of

    results, names = _opened(place)
    _keep(folder, key, "reckoning.json", _as_json(reckoning_of(results, _compiled(*names).scenario)))
    return {}


def verdict(told: Told, folder: str, key: str, place: str) -> dict[str, Any]:
    """What the calibration part of the record says of the run."""
    from khingan.server.findings import verdict_of

    results, names = _opened(place)
    _keep(folder, key, "verdict.json", _as_json(verdict_of(results, _compiled(*names).scenario)))
    return {}


def control(told: Told, folder: str, key: str, place: str, run_id: str, sample: int) -> dict[str, Any]:
    """How likely each side holds each cell at the end of each day, from a sample of campaigns fought again."""
    from khingan.server import replays
    from khingan.server.spread import control_of

    results, names = _opened(place)

    def on_campaign(done: int, total: int) -> None:
        told({"done": done, "total": total, "words": "fighting a sample of campaigns again"})

    columns, meta = control_of(results, _compiled(*names), sample, on_campaign)
    content = replays.one_row(columns, {"format": replays.FORMAT, "run_id": run_id, **meta})
    _keep(folder, key, "control.arrow", content)
    return {}


def claim(told: Told, folder: str, key: str, scenario: str, claim_id: str) -> dict[str, Any]:
    """A claim down to its source, with the sums that reproduce its figure."""
    from khingan.server.evidence import claim_story

    found = claim_story(_compiled(scenario, ()).scenario, claim_id)
    _keep(folder, key, "claim.json", found.model_dump_json().encode())
    return {}


def compare(
    told: Told,
    folder: str,
    key: str,
    words: list[str],
    scenario: str | None,
    names: dict[str, str],
    **luck: Any,
) -> dict[str, Any]:
    """Hold worlds against the first of them."""
    from khingan.experiments import compare as comparing
    from khingan.server.findings import comparison_of

    uncertainty = tuple(luck.pop("uncertainty", ("luck",)))
    worlds, chosen = comparing.prepare_worlds(words, scenario, uncertainty=uncertainty, **luck)
    total = len(chosen.numbers) * sum(world.results is None for world in worlds)
    done = 0

    def fought(count: int) -> None:
        nonlocal done
        done += count
        told({"done": done, "total": total, "words": "fighting"})

    found = comparing.measure_and_compare(worlds, chosen, on_campaigns=fought)
    _keep(folder, key, "compare.json", _as_json(comparison_of(found, names)))
    return {}


def run(
    told: Told,
    folder: str,
    scenario: str,
    what_if: list[str],
    seed: int,
    campaigns: int,
    days: int | None,
    uncertainty: list[str],
) -> dict[str, Any]:
    """Fight a run and write its folder, which appears whole or not at all."""
    from khingan.experiments.simulate import simulate
    from khingan.experiments.store import Folder, catalogue
    from khingan.experiments.store.reading import DESCRIPTIONS, RUN, read_description
    from khingan.files import replace_folder
    from khingan.report.folder import write_run
    from khingan.scenario import load

    told({"done": 0, "total": 0, "words": "preparing; the first run on a machine compiles the engine"})
    loaded = load(scenario, tuple(what_if))
    total = loaded.steps // 4 if days is None else days
    with replace_folder(Path(folder)) as aside:
        finished = simulate(
            loaded,
            seed=seed,
            count=campaigns,
            days=days,
            trace=True,
            uncertainty=tuple(uncertainty),
            on_day=lambda day: told({"done": day, "total": total, "words": f"day {day}"}),
        )
        told({"done": total, "total": total, "words": "writing the report"})
        write_run(finished, aside)
    where = Folder(folder)
    description = read_description(where, DESCRIPTIONS[RUN])
    catalogue.enter(where, RUN, description)
    return {"identity": description["identity"]["id"]}


class _Watcher:
    """Passes on how an ensemble gets on; see ``experiments.ensemble.Watcher``."""

    def __init__(self, say: Told) -> None:
        self.say, self.done, self.total = say, 0, 0

    def begun(self, where: str, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.told("fighting")

    def advanced(self, campaigns: int) -> None:
        self.done += campaigns
        self.told("fighting")

    def told(self, message: str) -> None:
        self.say({"done": self.done, "total": self.total, "words": message})


def ensemble(told: Told, folder: str, resume: bool, order: dict[str, Any]) -> dict[str, Any]:
    """Fight an ensemble, or complete one."""
    from khingan.experiments.ensemble import ensemble as fight

    told({"done": 0, "total": 0, "words": "preparing; the first run on a machine compiles the engine"})
    if resume:
        found = fight(out=folder, resume=True, watcher=_Watcher(told))
    else:
        scenario, n = order.pop("scenario"), order.pop("campaigns")
        found = fight(scenario, n, out=folder, watcher=_Watcher(told), **order)
    return {"identity": found.results.description["identity"]["id"]}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    **{
        name: _lookup(name)
        for name in ("scenarios", "what-ifs", "record", "claims", "why", "lines", "map-places")
    },
    "warm": warm,
    "cells": cells,
    "ground": ground,
    "describe": describe,
    "replay": replay,
    "knows": knows,
    "places": places,
    "losses": losses,
    "reckoning": reckoning,
    "verdict": verdict,
    "control": control,
    "claim": claim,
    "compare": compare,
    "run": run,
    "ensemble": ensemble,
}
