"""Seconds from the start of ``khingan run`` to the first step, with everything cached.

Run as a script this is the command itself, in a process of its own, ended as soon as the first step is about to be
taken; the clock starts before the interpreter does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def _run(began: float, out: str) -> None:
    # Mesa brings pandas, which pyarrow loads wherever it finds it; khingan comes without.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    from khingan.campaign import run as engine
    from khingan.experiments import precompile  # noqa: F401  (it looks at the real one)

    play = engine.play

    def first(*arguments: Any) -> None:
        steps = arguments[5]
        if steps > 0:
            os.write(1, repr(time.time() - began).encode())
            os._exit(0)
        play(*arguments)

    engine.play = first
    from khingan.cli.main import main

    sys.argv = ["khingan", "run", "--json", "--out", out]
    main()


def measure(repeats: int) -> float:
    """Least wall-clock seconds of several starts; the first one only warms the caches."""
    least = float("inf")
    for i in range(repeats + 1):
        with tempfile.TemporaryDirectory() as folder:
            words = [sys.executable, "-m", "benchmarks.start", repr(time.time()), str(Path(folder) / "run")]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
        if i > 0:
            least = min(least, float(done.stdout))
    return least


if __name__ == "__main__":
    _run(float(sys.argv[1]), sys.argv[2])
