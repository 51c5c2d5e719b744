"""Run as a script: ensembles that are killed at random moments and resumed. Arguments: scenario, folder, count.

Prints a line of JSON for every kill: which files were there, and whether what is resumed equals the undisturbed.
The engine is loaded once; every ensemble runs in a forked child, so that a kill takes a process and not this one.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np
from ensemble_folders import content

from khingan.experiments.batch import prepare, simulate_batch
from khingan.experiments.ensemble import ensemble
from khingan.scenario import load
from khingan.scenario.compile import compile_scenario

CAMPAIGNS, PART, SEED, KILLS = 25, 5, 3, 10
TABLES = 6


def in_child(scenario: str, out: Path, *, resume: bool) -> int:
    """Start the ensemble in a child and return its process id."""
    child = os.fork()
    if child == 0:
        try:
            ensemble(scenario, CAMPAIGNS, seed=SEED, part=PART, out=out, resume=resume, threads=1)
        except BaseException as error:
            print(error, file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return child


def files_in(out: Path) -> int:
    """Count the parts and receipts that are there."""
    return sum(path.suffix in (".parquet", ".json") for path in out.rglob("*")) if out.exists() else 0


def main() -> None:
    scenario, folder = sys.argv[1], Path(sys.argv[2])
    compiled = compile_scenario(load(scenario))
    prepare(compiled)
    simulate_batch(compiled, np.zeros(1), np.zeros(1))
    whole = folder / "whole"
    assert os.waitpid(in_child(scenario, whole, resume=False), 0)[1] == 0
    undisturbed = content(whole)
    chance = random.Random(1945)
    most = CAMPAIGNS // PART * (TABLES + 1) + 1
    for kill in range(KILLS):
        out = folder / f"killed-{kill}"
        wanted = chance.randrange(most)
        child = in_child(scenario, out, resume=False)
        while files_in(out) < wanted and os.waitpid(child, os.WNOHANG) == (0, 0):
            time.sleep(0.0005)
        time.sleep(chance.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        ended = os.waitpid(child, 0)[1]
        found = files_in(out)
        finished = (out / "manifest.json").exists() and '"finished"' in (out / "manifest.json").read_text()
        # A child killed before it made its folder leaves nothing to resume.
        again = in_child(scenario, out, resume=out.exists())
        assert os.waitpid(again, 0)[1] == 0
        line = {"killed": os.WIFSIGNALED(ended), "files": found, "finished": finished}
        print(json.dumps(line | {"same": content(out) == undisturbed}), flush=True)


if __name__ == "__main__":
    main()
