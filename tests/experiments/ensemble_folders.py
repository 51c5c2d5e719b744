"""What tests of ensembles share."""

from __future__ import annotations

from pathlib import Path

RAY_CAMPAIGNS, RAY_PART, RAY_SEED = 480, 40, 3
NO_RESULT = {".lock", "timings.json"}


def content(folder: Path) -> dict[str, bytes]:
    """Bytes of all files of an ensemble, apart from lock and durations."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NO_RESULT
    }
