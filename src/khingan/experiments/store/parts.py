"""Parts: what a task of an ensemble leaves, a Parquet file for each table, and a receipt with their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from khingan.experiments.schema import Column, conform
from khingan.experiments.store.folder import Folder

RECEIPTS = ".progress"
"""Folder of the receipts while an ensemble is not finished."""
DIGITS = 6
PARQUET = {"compression": "zstd", "compression_level": 1}


@dataclass(frozen=True)
class Part:
    """One file of a table.

    Attributes
    ----------
    table, file : str
        Name of the table, and of the file within the folder.
    first, count : int
        Number of its first campaign, and how many there are.
    rows : int
        Rows of the table.
    sha256 : str
        Digest of the file.
    """

    table: str
    file: str
    first: int
    count: int
    rows: int
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """A task that is done, with its parts and the seconds of CPU time that it took, which are no result."""

    first: int
    count: int
    parts: tuple[Part, ...]
    simulation_cpu_s: float = 0.0
    output_cpu_s: float = 0.0


def part_name(table: str, first: int) -> str:
    """Return the name of the part that begins with a campaign."""
    return f"{table}/part-{first:0{DIGITS}d}.parquet"


def write_part(
    folder: Folder, name: str, table: pa.Table, columns: tuple[Column, ...], first: int, count: int
) -> Part:
    """Write a table of one task.

    Parameters
    ----------
    folder : Folder
        Of the ensemble.
    name : str
        Name of the table.
    table : pyarrow.Table
        Rows of the campaigns ``first`` to ``first + count - 1``.
    columns : tuple of Column
        Form of the table.
    first, count : int
        Campaigns.

    Raises
    ------
    SystemFault
        If it cannot be written.
    """
    sink = pa.BufferOutputStream()
    formed = conform(table, columns)
    # A dictionary pays for what repeats itself; among drawn coefficients nothing does, and trying costs most.
    repeating = [
        field.name for field in formed.schema if field.type != pa.float64() or table.num_rows > count
    ]
    pq.write_table(formed, sink, use_dictionary=repeating, **PARQUET)
    content = sink.getvalue()
    file = part_name(name, first)
    folder.write(file, content)
    return Part(name, file, first, count, table.num_rows, hashlib.sha256(content).hexdigest())


def write_receipt(folder: Folder, receipt: Receipt) -> None:
    """Write the receipt of a task, after all its parts: a task without receipt is not done."""
    folder.write(_receipt_name(receipt.first), json.dumps(asdict(receipt)).encode())


def read_receipts(folder: Folder) -> list[Receipt]:
    """Read the receipts of an unfinished ensemble; what cannot be read is a task that is not done."""
    found = []
    for name in folder.names():
        if name.startswith(f"{RECEIPTS}/") and name.endswith(".json"):
            try:
                content = json.loads(folder.read(name))
                parts = tuple(Part(**part) for part in content.pop("parts"))
                found.append(Receipt(parts=parts, **content))
            except (ValueError, TypeError, KeyError, AttributeError):
                continue
    return found


def receipts_of(parts: list[Mapping[str, Any]]) -> list[Receipt]:
    """Receipts from the parts that the manifest of a finished ensemble lists."""
    tasks: dict[tuple[int, int], list[Part]] = {}
    for content in parts:
        part = Part(**content)
        tasks.setdefault((part.first, part.count), []).append(part)
    return [Receipt(first, count, tuple(found)) for (first, count), found in tasks.items()]


def is_whole(folder: Folder, part: Part) -> bool:
    """Whether the file is there and is what was written."""
    try:
        return hashlib.sha256(folder.read(part.file)).hexdigest() == part.sha256
    except OSError:
        return False


def _receipt_name(first: int) -> str:
    return f"{RECEIPTS}/{first:0{DIGITS}d}.json"
