"""``khingan runs``, ``query`` and ``export``: what was fought, and what it says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khingan.cli.common import make_console
from khingan.errors import InputError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

Run = Annotated[
    str, typer.Argument(help="Folder of a run or ensemble, or its name or id as khingan runs lists it.")
]
MOST_ROWS = 200
"""Rows that are printed as a table; files get all."""


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("runs")(runs)
    app.command("query")(query)
    app.command("export")(export)


def runs(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List every run and ensemble that was written, the latest first; a folder that is gone is marked."""
    from dataclasses import asdict

    from khingan.experiments.store.catalogue import entries

    found = entries()
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in found], ensure_ascii=False, indent=2))
        return
    console = make_console()
    if not found:
        console.print("Nothing has been fought yet: khingan run, khingan ensemble")
        return
    rows = [
        (
            entry.id[:8],
            entry.kind,
            " + ".join((entry.scenario, *entry.overlays)),
            str(entry.seed),
            f"{entry.campaigns:,}",
            entry.state,
            entry.noted[:16].replace("T", " "),
            _near(entry.folder),
        )
        for entry in found
    ]
    _print_rows(("id", "kind", "scenario", "seed", "campaigns", "state", "noted (UTC)", "folder"), rows)


def query(
    run: Run,
    sql: Annotated[
        str, typer.Argument(help="One query in DuckDB's SQL over the tables; DESCRIBE summary lists columns.")
    ],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Answer a question about the campaigns in SQL; results are read, never changed."""
    if as_csv and as_json:
        raise InputError(Problem("--csv and --json exclude each other", expected="one of the two"))
    from khingan.experiments.store import catalogue, open_results, views

    answer = views.query(open_results(catalogue.resolve(run)), sql)
    if as_csv:
        typer.echo(_csv(answer).decode(), nl=False)
    elif as_json:
        typer.echo(json.dumps(answer.to_pylist(), ensure_ascii=False, indent=2, default=str))
    else:
        _print_answer(answer)


def export(
    run: Run,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
    as_parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet.")] = False,
    table: Annotated[
        list[str] | None,
        typer.Option(help="Table to write; can be given several times. Default: all.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="New folder to write; default is RUN-export.", show_default=False)
    ] = None,
) -> None:
    """Write the tables of a run or ensemble as one file each."""
    if as_csv == as_parquet:
        raise InputError(Problem("which form?", field="--csv, --parquet", expected="one of the two"))
    from khingan.experiments.store import catalogue, open_results
    from khingan.experiments.store.export import export_tables
    from khingan.files import numbered, replace_folder

    results = open_results(catalogue.resolve(run))
    name = Path(results.folder.base).name
    target = out or numbered((results.folder.local or Path(name)).with_name(f"{name}-export"))
    with replace_folder(target) as folder:
        files = export_tables(results, folder, "csv" if as_csv else "parquet", table or None)
    console = make_console()
    console.print(f"Written to {target}:", markup=False, soft_wrap=True)
    for file, rows in files.items():
        console.print(f"  {file}  {rows:,} rows", markup=False)


def _near(folder: str) -> str:
    """Folder as seen from here, if it lies below."""
    path = Path(folder)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else folder


def _csv(table: pa.Table) -> bytes:
    import pyarrow as pa
    import pyarrow.csv

    from khingan.experiments.store.export import plain

    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(plain(table), sink)
    return bytes(sink.getvalue())


def _print_answer(answer: pa.Table) -> None:
    shown = answer.slice(0, MOST_ROWS)
    rows = [tuple(_cell(value) for value in row.values()) for row in shown.to_pylist()]
    numeric = [
        str(kind).startswith(("int", "uint", "float", "double", "decimal")) for kind in answer.schema.types
    ]
    _print_rows(tuple(answer.column_names), rows, numeric)
    if answer.num_rows > MOST_ROWS:
        make_console(error=True).print(
            f"{MOST_ROWS} of {answer.num_rows:,} rows; all of them: --csv or --json"
        )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value)
    return f"{value:,.6g}" if isinstance(value, float) else str(value)


def _print_rows(
    names: tuple[str, ...], rows: Sequence[tuple[str, ...]], numeric: list[bool] | None = None
) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for i, name in enumerate(names):
        table.add_column(Text(name), justify="right" if numeric and numeric[i] else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    make_console().print(table)
