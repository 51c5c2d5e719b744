"""Command line of the builder: ``python -m tools.build_atlas [--out FOLDER]``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from . import build, tables

DEFAULT = Path(__file__).parents[2] / "src" / "khingan" / "atlas" / "data"


def main() -> None:
    """Build the map and write its tables."""
    parser = argparse.ArgumentParser(prog="build_atlas", description=__doc__)
    parser.add_argument("--out", type=Path, default=DEFAULT, help="folder for the tables")
    folder = parser.parse_args().out
    started = time.perf_counter()
    ground, man = build.settle(build.survey())
    digest = tables.write(folder, tables.build_tables(ground, man))
    print(f"{folder}: digest {digest}, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
