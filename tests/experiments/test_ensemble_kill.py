"""An ensemble that was killed at any moment is completed to the bytes of an undisturbed one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_ten_kills_at_random_moments(tiny_folder: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "kill_ensembles.py"), str(tiny_folder), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    kills = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(kills) == 10
    # Some end of themselves before the timer rings; nobody fails.
    assert all(kill["killed"] or kill["finished"] for kill in kills)
    assert [kill["same"] for kill in kills] == [True] * 10
    # They hit different stages of the work, not its end.
    assert sum(not kill["finished"] for kill in kills) >= 8
    assert len({kill["files"] for kill in kills}) >= 5
