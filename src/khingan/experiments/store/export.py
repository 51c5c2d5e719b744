"""The tables of a run or ensemble as one file each, streamed: no table is ever whole in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from khingan.experiments.store.reading import Results


def export_tables(
    results: Results, folder: Path, form: str, names: Sequence[str] | None = None
) -> dict[str, int]:
    """Write tables into a folder.

    Parameters
    ----------
    results : Results
    folder : Path
        Existing folder.
    form : str
        ``csv`` or ``parquet``.
    names : sequence of str, optional
        Tables; all by default.

    Returns
    -------
    dict of str to int
        Rows by name of the file.

    Raises
    ------
    InputError
        If there is no such table, or a part is lost or damaged.
    """
    wanted = {name: results.dataset(name) for name in names or results.tables}
    written = {}
    for name, data in wanted.items():
        file = f"{name}.{form}"
        rows = 0
        with _writer(folder / file, data.schema, form) as writer:
            for batch in data.to_batches():
                writer.write(batch)
                rows += batch.num_rows
        written[file] = rows
    return written


def plain(table: pa.Table) -> pa.Table:
    """Turn what CSV cannot hold into text: lists and the like."""
    for i, field in enumerate(table.schema):
        if pa.types.is_nested(field.type):
            words = pa.array(
                [None if v is None else str(v) for v in table.column(i).to_pylist()], pa.string()
            )
            table = table.set_column(i, field.name, words)
        elif pa.types.is_decimal(field.type):
            table = table.set_column(i, field.name, pc.cast(table.column(i), pa.float64()))
    return table


@contextmanager
def _writer(path: Path, schema: pa.Schema, form: str) -> Iterator[Any]:
    made: Any = (
        pq.ParquetWriter(path, schema, compression="zstd")
        if form == "parquet"
        else pyarrow.csv.CSVWriter(path, schema.remove_metadata())
    )
    with made as writer:
        yield writer
