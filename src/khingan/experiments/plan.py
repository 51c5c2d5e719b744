"""What an ensemble is: an order, filled with defaults or with what an unfinished folder says, becomes a plan."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from khingan.errors import InputError, Problem
from khingan.experiments.executors.task import Job, Task, tasks_of
from khingan.experiments.kinds import KINDS, kinds_of
from khingan.experiments.precision import Rule, parse_rules
from khingan.experiments.simulate import MOST_SEED, identity_of, steps_of
from khingan.experiments.store.reading import scenario_word
from khingan.scenario import Scenario, load
from khingan.scenario.compile import Compiled, compile_scenario
from khingan.scenario.load import default_name

CAMPAIGNS = 1000
MOST_CAMPAIGNS = 10_000_000
PART = 250
"""Campaigns in a part: some seconds of work, which is the most that a kill can cost."""
MOST_DAILY = 2_000
"""Ensembles up to this size keep daily rows unless told otherwise."""


@dataclass(frozen=True)
class Order:
    """What somebody asks for; ``None`` is what they did not say. See :func:`khingan.ensemble`."""

    scenario: Scenario | str | None = None
    campaigns: int | None = None
    seed: int | None = None
    what_if: Sequence[str] | None = None
    uncertainty: Collection[str] | None = None
    days: int | None = None
    until: Sequence[str] | None = None
    daily: bool | None = None
    part: int | None = None


@dataclass(frozen=True)
class Plan:
    """An ensemble to be fought.

    Attributes
    ----------
    compiled : Compiled
        What is fought.
    what_if : tuple of str
        What-ifs by which the scenario can be loaded again; a file of one's own with its whole path.
    campaigns, seed, steps, part : int
        How many campaigns at most, seed, steps of each, campaigns in a part.
    kinds : tuple of str
        Kinds of uncertainty that are drawn.
    daily : bool
        Whether daily rows are kept.
    rules : tuple of Rule
        When to stop; all must be met.
    """

    compiled: Compiled
    what_if: tuple[str, ...]
    campaigns: int
    seed: int
    steps: int
    part: int
    kinds: tuple[str, ...]
    daily: bool
    rules: tuple[Rule, ...]

    @cached_property
    def identity(self) -> dict[str, Any]:
        """What determines every byte of the ensemble."""
        own = identity_of(self.compiled, self.seed, self.campaigns, self.steps, self.kinds)
        more = {"part": self.part, "daily": self.daily, "until": [str(rule) for rule in self.rules]}
        total = hashlib.sha256(repr((own["id"], sorted(more.items()))).encode()).hexdigest()
        return {**own, **more, "id": total[:16]}

    @property
    def tasks(self) -> list[Task]:
        """The tasks in the order of the campaigns."""
        return tasks_of(self.campaigns, self.part)

    def job(self, where: str) -> Job:
        """What the tasks have in common, for a store."""
        return Job(self.compiled, where, self.seed, self.kinds, self.steps, self.daily)


def plan_new(order: Order) -> Plan:
    """Fill an order with defaults.

    Raises
    ------
    InputError
        If something of it is not usable.
    """
    n = CAMPAIGNS if order.campaigns is None else order.campaigns
    _check_numbers(order)
    words = tuple(order.what_if or ())
    loaded = _loaded(order.scenario or default_name(), words)
    return Plan(
        compiled=compile_scenario(loaded),
        what_if=loaded.what_if,
        campaigns=n,
        seed=1 if order.seed is None else order.seed,
        steps=steps_of(loaded, order.days),
        part=order.part or PART,
        kinds=kinds_of(KINDS if order.uncertainty is None else order.uncertainty),
        daily=n <= MOST_DAILY if order.daily is None else order.daily,
        rules=parse_rules(order.until or (), loaded.side_ids),
    )


def plan_again(order: Order, manifest: Mapping[str, Any], where: str) -> Plan:
    """Plan the ensemble that a manifest describes; what the order says beside that must agree with it.

    Parameters
    ----------
    order : Order
    manifest : mapping
        Of the folder.
    where : str
        The folder, for messages.

    Raises
    ------
    InputError
        If the folder holds another ensemble than the order says, or can no longer be fought as it was begun.
    """
    _check_numbers(order)
    own: Mapping[str, Any] = manifest["identity"]
    words = tuple(manifest.get("what_if", manifest["overlays"]))
    loaded = order.scenario
    if not isinstance(loaded, Scenario):
        loaded = load(loaded or scenario_word(manifest), words)
    kinds = None if order.uncertainty is None else list(kinds_of(order.uncertainty))
    rules = None if order.until is None else [str(rule) for rule in parse_rules(order.until, loaded.side_ids)]
    said: dict[str, tuple[Any, Any]] = {
        "scenario": (loaded.scenario_id, manifest["scenario"]),
        "campaigns": (order.campaigns, own["campaigns"]),
        "seed": (order.seed, own["seed"]),
        "what-if": (_names(order), manifest["overlays"]),
        "uncertainty": (kinds, own["uncertainty"]),
        "days": (order.days, own["steps"] // 4),
        "until": (rules, own["until"]),
        "daily": (order.daily, own["daily"]),
        "part": (order.part, own["part"]),
    }
    differing = [
        Problem(
            "the folder holds another ensemble",
            file=where,
            field=name,
            value=_spelt(wanted),
            expected=_spelt(there),
            mend="leave the option out, or choose another folder",
        )
        for name, (wanted, there) in said.items()
        if wanted is not None and wanted != there
    ]
    if differing:
        raise InputError(differing)
    plan = Plan(
        compiled=compile_scenario(loaded),
        what_if=words,
        campaigns=own["campaigns"],
        seed=own["seed"],
        steps=own["steps"],
        part=own["part"],
        kinds=tuple(own["uncertainty"]),
        daily=own["daily"],
        rules=parse_rules(own["until"], loaded.side_ids),
    )
    _check_same(plan.identity, own, where)
    return plan


def _check_same(now: Mapping[str, Any], then: Mapping[str, Any], where: str) -> None:
    if now["id"] == then["id"]:
        return
    changed = [name for name in now if name != "id" and now[name] != then.get(name)]
    raise InputError(
        Problem(
            "cannot be completed: the scenario or khingan has changed since it was begun",
            file=where,
            field=", ".join(changed),
            mend="go back to what it was begun with, or fight it again in another folder",
        )
    )


def _check_numbers(order: Order) -> None:
    bounds = {
        "campaigns": (order.campaigns, 1, MOST_CAMPAIGNS),
        "seed": (order.seed, 0, MOST_SEED),
        "part": (order.part, 1, MOST_CAMPAIGNS),
        "days": (order.days, 1, MOST_CAMPAIGNS),
    }
    problems = [
        Problem("the number is out of range", field=name, value=str(value), expected=f"{low} to {high}")
        for name, (value, low, high) in bounds.items()
        if value is not None and not low <= value <= high
    ]
    if problems:
        raise InputError(problems)


def _loaded(scenario: Scenario | str, words: tuple[str, ...]) -> Scenario:
    if not isinstance(scenario, Scenario):
        return load(scenario, words)
    if words and tuple(Path(word).stem for word in words) != scenario.overlays:
        raise InputError(
            Problem(
                "the scenario is loaded already, without these what-ifs",
                field="what_if",
                value=", ".join(words),
                mend="name the scenario instead, or load it with them",
            )
        )
    return scenario


def _names(order: Order) -> list[str] | None:
    if isinstance(order.scenario, Scenario):
        return list(order.scenario.overlays)
    return None if order.what_if is None else [Path(word).stem for word in order.what_if]


def _spelt(value: Any) -> str:
    return (", ".join(map(str, value)) or "none") if isinstance(value, list) else str(value)
