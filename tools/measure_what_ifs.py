"""Measures what the what-ifs of a scenario change, in campaigns of the same luck.

    ./go python tools/measure_what_ifs.py -n 200 --seed 1 [--only NAME ...] [--places NAME ...] [--json FILE]

Prints the tables of docs/what-ifs.md. Campaign ``i`` of a seed draws the same numbers with and without a what-if, so
differences are taken pair by pair; the interval is Student's t over the pairs, 95 %. What-ifs without a campaign to be
fought are left out and named.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from khingan.campaign import codes as K
from khingan.campaign.state import N_DAILY
from khingan.cli.common import default_scenario
from khingan.errors import InputError
from khingan.experiments.batch import Batch, simulate_batch
from khingan.experiments.paired import paired
from khingan.scenario import Scenario, load
from khingan.scenario.compile import Compiled, compile_scenario
from khingan.scenario.load import find
from khingan.scenario.overlays import available

LOSSES = (("soviet", "killed"), ("japanese", "killed"), ("japanese", "captured"))
MEN = {f"{side} {kind}" for side, kind in LOSSES}


def fight(sc: Scenario, seed: int, count: int) -> tuple[Compiled, Batch]:
    """Campaigns 0 to ``count - 1`` of a seed."""
    compiled = compile_scenario(sc)
    return compiled, simulate_batch(compiled, np.full(count, seed), np.arange(count))


def measures(compiled: Compiled, batch: Batch, places: list[str]) -> dict[str, Any]:
    """Arrays over the campaigns: men, and hours with NaN for never."""
    sides = compiled.scenario.side_ids
    found = {}
    for side, name in LOSSES:
        column = sides.index(side) * N_DAILY + K.DAILY.index(name)
        found[f"{side} {name}"] = batch.summary[:, column] / K.MAN
    hours = {"link-up": batch.summary[:, 2 * N_DAILY]}
    for place in places:
        hours[place] = batch.places[:, compiled.place_ids.index(place), 0, 1]
    for name, values in hours.items():
        found[name] = np.where(values >= K.NEVER, np.nan, values.astype(float))
    return found


def compare(base: dict[str, Any], other: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Paired differences; of hours, over the pairs in which both happened, with the shares of campaigns."""
    rows = {}
    for name, before in base.items():
        after = other[name]
        both = np.isfinite(before) & np.isfinite(after)
        row: dict[str, Any] = {
            "share_before": float(np.isfinite(before).mean()),
            "share_after": float(np.isfinite(after).mean()),
            "median_before": float(np.nanmedian(before)) if np.isfinite(before).any() else None,
            "median_after": float(np.nanmedian(after)) if np.isfinite(after).any() else None,
        }
        if both.sum() >= 2:
            found = paired(before[both], after[both])
            row |= {"difference": found.difference, "low": found.low, "high": found.high}
        rows[name] = row
    return rows


def text_of(name: str, row: dict[str, Any], sc: Scenario) -> str:
    """A cell of the table: the median with the what-if, and the paired difference with its interval."""
    middle = row["median_after"]
    if middle is None:
        return "never"
    gap = row.get("difference")
    if name in MEN:
        change = "" if gap is None else f" ({gap:+,.0f}; {row['low']:+,.0f} to {row['high']:+,.0f})"
        return f"{middle:,.0f}{change}"
    moment = sc.start + timedelta(hours=middle)
    share = "" if row["share_after"] > 0.995 else f" in {row['share_after']:.0%}"
    change = "" if gap is None else f" ({gap / 24:+.1f} d; {row['low'] / 24:+.1f} to {row['high'] / 24:+.1f})"
    return f"{moment.day} {moment:%b}{share}{change}"


def print_table(sc: Scenario, kept: dict[str, dict[str, dict[str, Any]]], columns: list[str]) -> None:
    """One table: the scenario as it is, then a row a what-if."""
    print("| what-if | " + " | ".join(columns) + " |")
    print("| --- " * (len(columns) + 1) + "|")
    for name, rows in kept.items():
        found = {column: rows[column] | ({} if name else {"difference": None}) for column in columns}
        cells = " | ".join(text_of(column, row, sc) for column, row in found.items())
        print(f"| {f'`{name}`' if name else 'none'} | {cells} |")
    print()


def main() -> None:
    """Fight the campaigns and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", "--campaigns", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", default=default_scenario())
    parser.add_argument("--only", nargs="*", help="what-ifs; all by default")
    parser.add_argument("--places", nargs="*", default=["mukden", "harbin", "hsinking"])
    parser.add_argument("--json", type=Path, help="file to write as well")
    given = parser.parse_args()
    names = given.only or [overlay.name for overlay in available(find(given.scenario))]
    plain = load(given.scenario)
    base = measures(*fight(plain, given.seed, given.campaigns), given.places)
    kept = {"": compare(base, base)}
    for name in names:
        print(name, file=sys.stderr, flush=True)
        try:
            fought = fight(load(given.scenario, [name]), given.seed, given.campaigns)
        except InputError as refused:
            print(f"left out: {refused}", file=sys.stderr, flush=True)
            continue
        other = measures(*fought, given.places)
        kept[name] = compare(base, other)
    print_table(plain, kept, [name for name in base if name in MEN])
    print_table(plain, kept, [name for name in base if name not in MEN])
    if given.json:
        given.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
