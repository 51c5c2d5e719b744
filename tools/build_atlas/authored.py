"""Reads the authored layers: small text files of facts with their sources."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "authored"

Row = dict[str, str]


def read(name: str) -> list[Row]:
    """Read one authored table as a list of rows."""
    with (FOLDER / name).open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def points(text: str) -> np.ndarray:
    """Parse ``lat lon ; lat lon ...`` into an array of (lat, lon)."""
    return np.array([[float(part) for part in pair.split()] for pair in text.split(";") if pair.strip()])


def number(text: str) -> float | None:
    """Parse a number; an empty cell is not known."""
    return float(text) if text.strip() else None


def hashes() -> dict[str, str]:
    """SHA-256 of every authored file, with line ends as in the repository."""
    return {
        path.name: hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for path in sorted(FOLDER.glob("*.csv"))
    }
