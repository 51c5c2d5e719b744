"""Ensembles: campaigns per second, memory, output, and questions to 100,000 rows. Writes docs/benchmarks-ensembles.md.

``./go python -m benchmarks.ensembles``
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from khingan.experiments.cores import cores
from khingan.experiments.store import Folder, Results, open_results
from khingan.experiments.store.reading import ENSEMBLE
from khingan.experiments.store.views import query

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks-ensembles.md"
CAMPAIGNS, ROWS = 1000, 100_000
REPEATS = 5
SQL = """
SELECT campaign % 8 AS g, count(*) AS n, quantile_cont({a}, [0.05, 0.5, 0.95]) AS a,
       quantile_cont({b}, [0.05, 0.5, 0.95]) AS b, quantile_cont(link_up_h, [0.05, 0.5, 0.95]) AS link_up_h
FROM summary GROUP BY g ORDER BY g
"""


@dataclass(frozen=True)
class Fought:
    """One ensemble in a process of its own.

    Attributes
    ----------
    wall_s, cpu_s : float
        From the start of the process to its end.
    fight_s : float
        Of that the campaigns and their output, after the start.
    output_share : float
        Output against simulation, in CPU time.
    peak_mb : float
        Most memory at any time.
    disk_mb : float
        The folder.
    """

    wall_s: float
    cpu_s: float
    fight_s: float
    output_share: float
    peak_mb: float
    disk_mb: float


def fight(out: Path) -> Fought:
    """Fight 1,000 campaigns of the flagship with daily rows."""
    words = [
        sys.executable,
        "-m",
        "khingan.cli.main",
        "ensemble",
        "-n",
        str(CAMPAIGNS),
        "--out",
        str(out),
        "--json",
    ]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    timings = json.loads((out / "timings.json").read_text())
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return Fought(
        wall_s=wall,
        cpu_s=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        fight_s=timings["wall_s"],
        output_share=timings["output_cpu_s"] / timings["simulation_cpu_s"],
        peak_mb=after.ru_maxrss / 1024,
        disk_mb=size / 2**20,
    )


def multiplied(small: Results, out: Path) -> Results:
    """A store of 100,000 summary rows in as many parts as an ensemble of that size has: the same rows over again."""
    table = small.table("summary")
    parts = small.tables["summary"]
    size = table.num_rows // len(parts)
    (out / "summary").mkdir(parents=True)
    files = []
    for first in range(0, ROWS, size):
        part = table.slice(first % table.num_rows, size)
        numbers = pa.array(np.arange(first, first + size, dtype=np.int32))
        files.append(f"summary/part-{first:06d}.parquet")
        pq.write_table(part.set_column(0, part.schema.field(0), numbers), out / files[-1], compression="zstd")
    description = {**small.description, "parts": [{"table": "summary", "file": file} for file in files]}
    return Results(Folder(out), ENSEMBLE, description)


def ask(results: Results) -> list[float]:
    """Seconds of a grouped question, opening the store included, repeated."""
    measures = [name for name in results.table("summary", None).column_names if name.endswith("_killed")]
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        answer = query(results, SQL.format(a=measures[0], b=measures[1]))
        seconds.append(time.perf_counter() - began)
        assert answer.num_rows == 8
        assert sum(answer.column("n").to_pylist()) == ROWS
    return seconds


def main() -> None:
    """Measure, write, print."""
    with tempfile.TemporaryDirectory() as folder:
        fought = fight(Path(folder) / "one")
        seconds = ask(multiplied(open_results(Path(folder) / "one"), Path(folder) / "many"))
    text = render(fought, seconds)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


def render(fought: Fought, seconds: list[float]) -> str:
    """Return the page."""

    def line(what: str, goal: str, found: str, good: bool) -> str:
        return f"| {what} | {goal} | {found} | {'reached' if good else '**missed**'} |"

    ideal = fought.cpu_s / cores()
    return "\n".join(
        [
            "# Benchmarks of ensembles",
            "",
            "Written by `./go python -m benchmarks.ensembles`; do not edit. "
            f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on one machine with {cores()} cores, "
            "which others may use at the same time: wall-clock times are upper bounds. "
            f"{CAMPAIGNS:,} campaigns of the flagship with all three kinds of uncertainty and daily rows.",
            "",
            "| what | goal | found | |",
            "| --- | --- | --- | --- |",
            line(
                "1,000 campaigns after start, wall clock",
                "≤ 30 s",
                f"{fought.fight_s:.1f} s",
                fought.fight_s <= 30,
            ),
            line(
                "the same from CPU time, start included, spread over the cores",
                "≤ 30 s",
                f"{ideal:.1f} s",
                ideal <= 30,
            ),
            line(
                "output against simulation, CPU time",
                "≤ 5 %",
                f"{fought.output_share:.1%}",
                fought.output_share <= 0.05,
            ),
            line("peak memory", "≤ 1 GB", f"{fought.peak_mb:,.0f} MB", fought.peak_mb <= 1000),
            line(
                f"grouped quantiles over {ROWS:,} summary rows, opening included",
                "≤ 1 s",
                f"{min(seconds):.2f} s (slowest of {len(seconds)}: {max(seconds):.2f} s)",
                min(seconds) <= 1.0,
            ),
            "",
            f"The folder of the {CAMPAIGNS:,} campaigns takes {fought.disk_mb:.0f} MB. "
            f"The {ROWS:,} rows are those of the 1,000 campaigns over again, numbered through, "
            "in parts of the usual size.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
