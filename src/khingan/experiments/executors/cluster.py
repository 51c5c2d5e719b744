"""The nodes of a Ray cluster: one actor for each, which has the world and the engine and fights one task at a time.

The world goes into the object store once. A worker writes its parts itself, to a folder that all nodes share or to an
object store. A task whose node is lost is fought again elsewhere, to the same bytes; a node that joins later gets work.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from khingan.campaign.world import World
from khingan.errors import InputError, SystemFault
from khingan.experiments.batch import prepare
from khingan.experiments.executors.task import Job, OnCampaigns, Task, fight_task
from khingan.experiments.store.parts import Receipt
from khingan.extras import require

MOST_TRIES = 4
"""A task that has failed so often, each time with its node, is at fault itself."""
LOOK_S = 1.0
REST_S = 20.0
"""How long a node that failed is left alone: a cluster takes a while to notice that one is dead."""
PATIENCE_S = 90.0
"""How long a cluster may be without any node before the work is given up."""


class Worker:
    """What runs on a node.

    Parameters
    ----------
    job : Job
        Out of the object store, where its arrays cannot be written.
    threads : int
        Cores of the node.
    """

    def __init__(self, job: Job, threads: int) -> None:
        # Numba has compiled the engine for arrays that can be written; for others it would compile it again.
        compiled = replace(
            job.compiled,
            world=World(*(np.array(array) for array in job.compiled.world)),
            parameters=np.array(job.compiled.parameters),
            atlas_row=np.array(job.compiled.atlas_row),
        )
        self.job, self.threads = replace(job, compiled=compiled), threads
        prepare(compiled)

    def fight(self, task: Task) -> Receipt:
        """Fight a task; see :func:`~khingan.experiments.executors.task.fight_task`."""
        return fight_task(self.job, task, self.threads, lambda _campaigns: None)


@dataclass
class _Node:
    actor: Any
    task: Task | None = None


@dataclass
class _Fight:
    """Tasks that wait, nodes that are there, and what they are busy with."""

    ray: Any
    job: Any  # reference into the object store
    waiting: deque[Task]
    nodes: dict[str, _Node] = field(default_factory=dict)
    running: dict[Any, str] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    resting: dict[str, float] = field(default_factory=dict)
    looked: float = -LOOK_S
    seen: float = field(default_factory=monotonic)

    def look(self) -> None:
        """Give every node that has joined an actor."""
        if monotonic() - self.looked < LOOK_S:
            return
        self.looked = monotonic()
        for node in self.ray.nodes():
            cores = int(node["Resources"].get("CPU", 0)) if node["Alive"] else 0
            number = node["NodeID"]
            if cores and number not in self.nodes and self.resting.get(number, 0.0) < monotonic():
                self.nodes[number] = _Node(self._actor(number, cores))
        if self.nodes:
            self.seen = monotonic()
        elif monotonic() - self.seen > PATIENCE_S:
            raise SystemFault("the cluster has no node with a free core any more")

    def _actor(self, node_id: str, cores: int) -> Any:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        here = NodeAffinitySchedulingStrategy(node_id, soft=False)
        made = self.ray.remote(Worker).options(num_cpus=cores, scheduling_strategy=here, max_restarts=0)
        return made.remote(self.job, cores)

    def assign(self) -> None:
        """Give every idle node a task."""
        for node_id, node in self.nodes.items():
            if node.task is None and self.waiting:
                node.task = self.waiting.popleft()
                self.running[node.actor.fight.remote(node.task)] = node_id

    def collect(self) -> Iterator[Receipt]:
        """Yield what has been done; a task that went down with its node waits again."""
        if not self.running:
            return
        ready, _ = self.ray.wait(list(self.running), num_returns=1, timeout=LOOK_S)
        for reference in ready:
            node_id = self.running.pop(reference)
            task, self.nodes[node_id].task = self.nodes[node_id].task, None
            assert task is not None
            try:
                receipt: Receipt = self.ray.get(reference)
            except self.ray.exceptions.RayTaskError as error:
                # The work itself failed: it would elsewhere, too.
                if isinstance(error.cause, (SystemFault, InputError)):
                    raise error.cause from error
                raise
            except self.ray.exceptions.RayError as error:
                self._lose(node_id, task, error)
            else:
                yield receipt

    def _lose(self, node_id: str, task: Task, error: Exception) -> None:
        self.ray.kill(self.nodes.pop(node_id).actor)
        self.resting[node_id] = monotonic() + REST_S
        self.tries[task.first] = self.tries.get(task.first, 0) + 1
        if self.tries[task.first] >= MOST_TRIES:
            raise SystemFault(
                f"campaigns {task.first} to {task.first + task.count - 1} failed on {MOST_TRIES} nodes: {error}"
            ) from error
        self.waiting.appendleft(task)

    def end(self) -> None:
        """Let go of the nodes."""
        for node in self.nodes.values():
            self.ray.kill(node.actor)


@dataclass(frozen=True)
class Cluster:
    """Fight the tasks on all nodes of the Ray cluster that this machine belongs to or ``RAY_ADDRESS`` names.

    Without a cluster Ray is started on this machine alone, for as long as the work takes.

    Raises
    ------
    InputError
        If Ray is not installed.
    """

    def __post_init__(self) -> None:
        _ray()

    def fight(self, job: Job, tasks: Iterable[Task], on_campaigns: OnCampaigns) -> Iterator[Receipt]:
        """See :class:`~khingan.experiments.executors.task.Executor`."""
        ray = _ray()
        own = not ray.is_initialized()
        if own:
            _join(ray)
        # Workers have folders of their own to be in.
        where = job.where if "://" in job.where else str(Path(job.where).absolute())
        fight = _Fight(ray, ray.put(replace(job, where=where)), deque(tasks))
        try:
            while fight.waiting or fight.running:
                fight.look()
                fight.assign()
                for receipt in fight.collect():
                    on_campaigns(receipt.count)
                    yield receipt
        finally:
            fight.end()
            if own:
                ray.shutdown()


def _ray() -> Any:
    # Under `uv run` Ray would send every worker a copy of the folder it was started in, and compile the engine there
    # once more; khingan is installed on the nodes.
    os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    return require("ray", "cluster", "ensembles on a cluster")


def _join(ray: Any) -> None:
    try:
        ray.init(include_dashboard=None, log_to_driver=False, logging_level="warning")
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise SystemFault(f"the Ray cluster cannot be reached: {error}") from error
