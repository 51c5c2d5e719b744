"""The campaign: arrays in, arrays out. No printing, no clock, no global random state.

Numba's cache of compiled functions looks only at the file in which a function stands. After an edit of a
function it calls, or of a constant it uses (``parameters.py``), it would go on running the old machine code.
The cache therefore lies in a folder named by a hash of all sources of this package.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from numba.core import config as numba_config


def _hash_sources(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


_FOLDER = Path(__file__).parent
SOURCE_HASH = _hash_sources(_FOLDER)
config: Any = numba_config  # its settings are made at run time, unknown to a type checker
_base = Path(config.CACHE_DIR) if config.CACHE_DIR else _FOLDER / "__pycache__"
config.CACHE_DIR = str(_base / f"numba-{SOURCE_HASH}")
