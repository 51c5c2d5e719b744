"""Run as a script: an ensemble on a Ray cluster of two nodes, one of which is killed, then on the one that is left.

Arguments: scenario, folder. Prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import ray
from ensemble_folders import RAY_CAMPAIGNS, RAY_PART, RAY_SEED
from ray.cluster_utils import Cluster

from khingan.experiments.ensemble import ensemble
from khingan.experiments.executors.cluster import _Fight
from khingan.experiments.executors.task import Task

MOST_STARTS = 4
NOTICED_S = 120.0


class Killer:
    """Kills a node when the fourth part is there: by then every node has a task."""

    def __init__(self, cluster: Cluster, node: object) -> None:
        self.cluster, self.node, self.parts = cluster, node, 0

    def begun(self, where: str, done: int, total: int) -> None:
        pass

    def told(self, message: str) -> None:
        pass

    def advanced(self, campaigns: int) -> None:
        self.parts += 1
        if self.parts == 4:
            self.cluster.remove_node(self.node, allow_graceful=False)
            # Its worker lives on for a moment, in which it might fight all that is left.
            living_nodes()


def count_lost() -> list[int]:
    """Return a list that grows by every task that goes down with its node."""
    lost: list[int] = []
    lose = _Fight._lose

    def counted(fight: _Fight, node_id: str, task: Task, error: Exception) -> None:
        lost.append(task.first)
        lose(fight, node_id, task, error)

    _Fight._lose = counted
    return lost


def living_nodes() -> int:
    """Count the living nodes as soon as the cluster has noticed that one is dead."""
    until = time.monotonic() + NOTICED_S
    while (alive := sum(node["Alive"] for node in ray.nodes())) > 1 and time.monotonic() < until:
        time.sleep(0.5)
    return alive


def start() -> tuple[Cluster, object]:
    """Start two nodes. Ray gives its own processes 30 s, which a busy machine does not always keep."""
    small = {"num_cpus": 1, "object_store_memory": 100 * 2**20}
    for tries in range(1, MOST_STARTS + 1):
        cluster = Cluster()
        try:
            cluster.add_node(**small, include_dashboard=False)
            second = cluster.add_node(**small)
            cluster.wait_for_nodes(timeout=120)
        except Exception:
            cluster.shutdown()
            if tries == MOST_STARTS:
                raise
        else:
            return cluster, second
    raise AssertionError


def main() -> None:
    scenario, folder = sys.argv[1], Path(sys.argv[2])
    cluster, second = start()
    ray.init(address=cluster.address, log_to_driver=False)
    try:
        killer, lost = Killer(cluster, second), count_lost()
        order = {"n": RAY_CAMPAIGNS, "seed": RAY_SEED, "part": RAY_PART, "executor": "ray"}
        ensemble(scenario, **order, out=folder / "two-nodes", watcher=killer)
        alive = living_nodes()
        ensemble(scenario, **order, out=folder / "one-node", until="red_killed ±6 %")
    finally:
        ray.shutdown()
        cluster.shutdown()
    print(json.dumps({"parts": killer.parts, "alive": alive, "lost": lost}))


if __name__ == "__main__":
    main()
