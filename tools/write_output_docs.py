"""Writes docs/output.md from the schema of the output tables: `./go python tools/write_output_docs.py`."""

from __future__ import annotations

from pathlib import Path

from khingan.experiments import schema
from khingan.experiments.writer import CONTENTS

TARGET = Path(__file__).parents[1] / "docs" / "output.md"

INTRODUCTION = """\
# Files of a run

<!-- Made by tools/write_output_docs.py from khingan.experiments.schema; edit there. -->

`khingan run` writes one folder. It appears whole or not at all.

| file | content |
| --- | --- |
"""

REMARKS = """
Times are hours after the start; an empty time means never. Losses in `daily.parquet` are those of the day,
stocks those at its end. A formation's row includes everything below it, so rows of a front and of its
armies are not to be added. Positions are longitude and latitude in degrees (WGS 84). Unit and meaning of
each column also stand in the Parquet files themselves, as field metadata.

`summary.parquet` has a row per campaign: `campaign`, `seed`, and for each side `<side>_<measure>` over the
whole run, with the measures of `daily.parquet`.
"""

TABLES = {
    "daily.parquet": schema.DAILY,
    "places.parquet": schema.PLACES,
    "balance.parquet": schema.BALANCE,
    "areas.parquet": schema.area_columns(("<side>",)),
    "events.parquet": schema.EVENTS,
    "trace.parquet": schema.TRACE,
}


def table_of(columns: tuple[schema.Column, ...]) -> str:
    """Return a Markdown table of columns."""
    lines = ["| column | type | unit | meaning |", "| --- | --- | --- | --- |"]
    for column in columns:
        empty = " May be empty." if column.nullable else ""
        lines.append(f"| `{column.name}` | {column.type} | {column.unit} | {column.description}{empty} |")
    return "\n".join(lines) + "\n"


def make() -> str:
    """Return the whole page."""
    files = "".join(f"| `{name}` | {text} |\n" for name, text in CONTENTS.items())
    tables = "".join(f"\n## {name}\n\n{table_of(columns)}" for name, columns in TABLES.items())
    return INTRODUCTION + files + REMARKS + tables


if __name__ == "__main__":
    TARGET.write_text(make(), encoding="utf-8")
