"""The same bits with and without compilation: results depend neither on machine nor on compiler."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from combat_fingerprint import lines


def test_plain_python_gives_the_bits_of_the_compiled_kernel() -> None:
    script = Path(__file__).parent / "combat_fingerprint.py"
    plain = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout.split() == lines()
