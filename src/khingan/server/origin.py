"""What answers depend on beside their arguments: the files of the package, and of scenarios that lie elsewhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_NO_ORIGIN = ("__pycache__", "static", "static.new", "static.log")
"""Folders of what is built from the rest, or shown and not computed with."""


def digest_of(folder: Path) -> str:
    """Digest of all files in a folder, by their names and contents.

    Parameters
    ----------
    folder : Path
        Folder; hidden files and what is built are left out.
    """
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if file.is_file() and not any(part in _NO_ORIGIN or part.startswith(".") for part in parts):
            digest.update("/".join(parts).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
