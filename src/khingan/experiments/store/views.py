"""Questions to a store in SQL: DuckDB in memory over the Parquet parts, which it can read and never write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from khingan.errors import InputError, Problem
from khingan.experiments.store.reading import Results

ONE_QUERY = "one query that reads: SELECT ... (or WITH ... SELECT, FROM ..., DESCRIBE, SUMMARIZE)"
# Nothing outside the views can be reached, and no query can change that.
_SEALED = (
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@contextmanager
def views(results: Results) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory with a view of every table of a run or ensemble.

    Parameters
    ----------
    results : Results
        From ``open_results``.

    Raises
    ------
    InputError
        If a part is lost or damaged.
    """
    base = duckdb.connect(":memory:")
    try:
        for name in results.tables:
            base.register(name, results.dataset(name))
        for setting in _SEALED:
            base.execute(setting)
        yield base
    finally:
        base.close()


def query(results: Results, sql: str) -> pa.Table:
    """Answer one query over the tables of a run or ensemble.

    Parameters
    ----------
    results : Results
        From ``open_results``.
    sql : str
        A query in DuckDB's SQL; the tables are views of the same names.

    Returns
    -------
    pyarrow.Table

    Raises
    ------
    InputError
        If it is not one query that reads, is not understood, or a part is lost or damaged.
    """
    with views(results) as base:
        _check(base, sql)
        try:
            table: pa.Table = base.sql(sql).to_arrow_table()
        except duckdb.CatalogException as error:
            tables = ", ".join(sorted(results.tables))
            raise _refused(
                f"the query cannot be answered: {error}", sql, f"tables {tables}; {ONE_QUERY}"
            ) from error
        except duckdb.Error as error:
            raise _refused(f"the query cannot be answered: {error}", sql, ONE_QUERY) from error
    return table


def _check(base: duckdb.DuckDBPyConnection, sql: str) -> None:
    try:
        statements = base.extract_statements(sql)
    except duckdb.Error as error:
        raise _refused(f"the query is not understood: {error}", sql, ONE_QUERY) from error
    if len(statements) != 1:
        raise _refused(f"{len(statements)} statements where one is wanted", sql, ONE_QUERY)
    kind = statements[0].type
    if kind not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        raise _refused(f"results are only read here, and this is {kind.name}", sql, ONE_QUERY)


def _refused(message: str, sql: str, expected: str) -> InputError:
    return InputError(Problem(message.strip(), field="SQL", value=sql, expected=expected))
