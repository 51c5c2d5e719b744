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
from pathlib import Path

import numpy as np
from ensemble_folders import content

from khingan.experiments.batch import prepare, simulate_batch
from khingan.experiments.ensemble import ensemble
from khingan.experiments.store.folder import Folder
from khingan.scenario import load
from khingan.scenario.compile import compile_scenario

CAMPAIGNS, PART, SEED, KILLS = 25, 5, 3, 10


def in_child(
    scenario: str, out: Path, *, resume: bool, die_after: int | None = None, linger: float = 0.0
) -> int:
    """Start the ensemble in a child and return its process id.

    `die_after` counts the files that the child has written; then the kernel's timer ends it after `linger`
    seconds. The child counts for itself: a watcher on a busy machine would come too late.
    """
    child = os.fork()
    if child == 0:
        if die_after is not None:
            die(die_after, linger)
        try:
            ensemble(scenario, CAMPAIGNS, seed=SEED, part=PART, out=out, resume=resume, threads=1)
        except BaseException as error:
            print(error, file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return child


def die(after: int, linger: float) -> None:
    """Arrange that this process is ended without a chance to tidy up, after so many files and so many seconds."""
    put, placed = Folder._put, 0

    def count(folder: Folder, path: str, content: bytes) -> None:
        nonlocal placed
        if placed == after and not linger:
            put(folder, path, content[: len(content) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        if placed == after:
            # Nobody handles SIGALRM here: it ends a process as SIGKILL does, also in the middle of native code.
            signal.setitimer(signal.ITIMER_REAL, linger)
        put(folder, path, content)
        placed += 1

    Folder._put = count  # type: ignore[method-assign]


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
    most = files_in(whole)
    for kill in range(KILLS):
        out = folder / f"killed-{kill}"
        # Every other one dies at once, with a file half written; the rest somewhat later, amid other work.
        linger = chance.random() * 0.02 if kill % 2 else 0.0
        ended = os.waitpid(
            in_child(scenario, out, resume=False, die_after=chance.randrange(most), linger=linger), 0
        )[1]
        found = files_in(out)
        finished = (out / "manifest.json").exists() and '"finished"' in (out / "manifest.json").read_text()
        # A child killed before it made its folder leaves nothing to resume.
        again = in_child(scenario, out, resume=out.exists())
        assert os.waitpid(again, 0)[1] == 0
        line = {"killed": os.WIFSIGNALED(ended), "files": found, "finished": finished}
        print(json.dumps(line | {"same": content(out) == undisturbed}), flush=True)


if __name__ == "__main__":
    main()
