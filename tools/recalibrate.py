"""Calibrate the flagship anew and hold both ensembles, calibrated and not, against the record.

    ./go python tools/recalibrate.py --out runs/calibration [--install] [--test]

After a change of the model the posterior belongs to another model: this does the whole of it again. With --install the
what-if ``calibrated`` in the library is replaced (commit it). With --test the test part is opened, once, and the
opening is counted; write it down in verdict.toml too ([[openings]]).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from khingan.cli.common import default_scenario
from khingan.scenario.load import find
from khingan.scenario.overlays import FOLDER

NAME = "calibrated"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="new folder for everything")
    parser.add_argument("-n", type=int, default=500, help="campaigns of each ensemble")
    parser.add_argument("--campaigns", type=int, default=6000, help="campaigns of the calibration")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--install", action="store_true", help="replace the library's what-if")
    parser.add_argument("--test", action="store_true", help="open the test part")
    given = parser.parse_args()
    found, seed = given.out / "calibration", ["--seed", str(given.seed)]
    khingan("calibrate", "-n", given.campaigns, *seed, "--name", NAME, "--out", found)
    what_if = found / f"{NAME}.toml"
    khingan("ensemble", "-n", given.n, *seed, "--out", given.out / "uncalibrated")
    khingan("ensemble", "-n", given.n, *seed, "--what-if", what_if, "--out", given.out / "calibrated")
    runs = (given.out / "calibrated", "--beside", given.out / "uncalibrated")
    khingan("verdict", *runs, "--out", given.out / "verdict-calibration.html")
    if given.test:
        khingan("verdict", *runs, "--test", "--out", given.out / "verdict-test.html")
    if given.install:
        for suffix in (".toml", ".csv"):
            shutil.copy(found / f"{NAME}{suffix}", find(default_scenario()) / FOLDER)
        print(f"installed as the what-if {NAME}; commit it")
    return 0


def khingan(*words: object) -> None:
    print("khingan", *words, flush=True)
    command = [sys.executable, "-m", "khingan.cli.main", *map(str, words)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except subprocess.CalledProcessError as error:
        raise SystemExit(error.returncode) from None
