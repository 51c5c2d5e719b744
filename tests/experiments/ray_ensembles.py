"""Run as a script: an ensemble on a Ray cluster of two nodes, one of which is killed, then on the one that is left.

Arguments: scenario, folder. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ |= {"RAY_AUTH_MODE": "disabled", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}

import ray
from ensemble_folders import RAY_CAMPAIGNS, RAY_PART, RAY_SEED
from ray.cluster_utils import Cluster

from khingan.experiments.ensemble import ensemble


class Killer:
    """Kills a node when the second part is there: by then every node has a task."""

    def __init__(self, cluster: Cluster, node: object) -> None:
        self.cluster, self.node, self.parts = cluster, node, 0
        self.messages: list[str] = []

    def begun(self, where: str, done: int, total: int) -> None:
        pass

    def told(self, message: str) -> None:
        self.messages.append(message)

    def advanced(self, campaigns: int) -> None:
        self.parts += 1
        if self.parts == 2:
            self.cluster.remove_node(self.node, allow_graceful=False)


def main() -> None:
    scenario, folder = sys.argv[1], Path(sys.argv[2])
    # The path of a socket may not be long.
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="k") as short:
        small = {"num_cpus": 1, "object_store_memory": 100 * 2**20}
        cluster = Cluster(
            initialize_head=True, head_node_args={**small, "include_dashboard": False, "temp_dir": short}
        )
        second = cluster.add_node(**small)
        cluster.wait_for_nodes()
        ray.init(address=cluster.address, log_to_driver=False)
        try:
            killer = Killer(cluster, second)
            order = {"n": RAY_CAMPAIGNS, "seed": RAY_SEED, "part": RAY_PART, "executor": "ray"}
            ensemble(scenario, **order, out=folder / "two-nodes", watcher=killer)
            alive = sum(node["Alive"] for node in ray.nodes())
            ensemble(scenario, **order, out=folder / "one-node", until="red_killed ±6 %")
        finally:
            ray.shutdown()
            cluster.shutdown()
    print(json.dumps({"parts": killer.parts, "alive": alive, "messages": killer.messages}))


if __name__ == "__main__":
    main()
