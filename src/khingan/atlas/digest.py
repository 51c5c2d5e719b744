"""SHA-256 of tables by content, not by file: Parquet writers differ, the numbers must not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def table_digest(table: pa.Table) -> str:
    """Return the SHA-256 of a table's columns in order of their names.

    Parameters
    ----------
    table : pyarrow.Table
        Columns of integers, floats or strings; missing values count.

    Returns
    -------
    str
        Hexadecimal digest.
    """
    state = hashlib.sha256()
    for name in sorted(table.column_names):
        column = table.column(name)
        state.update(f"\x1e{name}\x1f{column.type}\x1f{len(column)}\x1f".encode())
        if pa.types.is_string(column.type):
            state.update("\x1f".join("\x00" if v is None else v for v in column.to_pylist()).encode())
            continue
        state.update(np.packbits(pc.is_valid(column).to_numpy()).tobytes())
        values = pc.fill_null(column, pa.scalar(0, column.type)).to_numpy()
        state.update(np.ascontiguousarray(values, values.dtype.newbyteorder("<")).tobytes())
    return state.hexdigest()


def atlas_digest(tables: Mapping[str, pa.Table]) -> tuple[str, dict[str, str]]:
    """Return the digest of a whole set of tables and the digest of each."""
    each = {name: table_digest(table) for name, table in sorted(tables.items())}
    text = "\n".join(f"{name} {digest}" for name, digest in each.items())
    return hashlib.sha256(text.encode()).hexdigest(), each
