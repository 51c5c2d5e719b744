"""Solve the factor of every school of a scenario, and write it into its file.

    python tools/condition_schools.py [SCENARIO] [--school FILE ...]

SCENARIO is a name or a folder; with --school only those are solved, by name or by the path of a file anywhere.

To be run when a school, shocks.csv, council.csv or the window in scenario.toml has changed, or when campaigns have come
to take another course. Prints the share of decisions within the documented window that every school then gives.
"""

from __future__ import annotations

import argparse
import math
import re
import sys

from khingan.errors import InputError
from khingan.experiments.courses import endless, fight
from khingan.politics import conditioning, schools
from khingan.politics.settings import settings_of
from khingan.politics.survey import survey
from khingan.politics.tables import make_tables
from khingan.scenario import load

SEED = 1
COURSES = 40
COUNT = 4000
DAYS = 40  # campaigns are fought no longer: the window ends before


def main(arguments: list[str] | None = None) -> int:
    """Condition all schools of a scenario, or those named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="manchuria-1945", help="name or folder")
    parser.add_argument("--school", action="append", help="name or TOML file; can be given several times")
    asked = parser.parse_args(arguments)
    try:
        sc = load(asked.scenario)
        settings = settings_of(sc)
        chosen = [schools.find(sc, name) for name in asked.school or schools.names(sc.path)]
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    days = min(settings.days - settings.eve(sc.start), DAYS)
    compiled = endless(sc, days)
    felt = fight(compiled, SEED, COURSES, days).felt
    p = compiled.parameters
    for school in chosen:
        tables = make_tables(sc, settings, school)
        scale = conditioning.solve_scale(tables, p, felt, settings, seed=SEED, count=COUNT)
        text = school.path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^scale\s*=.*$", f"scale = {scale:.4f}", text, count=1)
        school.path.write_text(text, encoding="utf-8")
        found = survey(tables, p, felt, seed=SEED, count=COUNT, days=settings.days, scale=scale)
        share = conditioning.window_share(found, settings)
        fit = f"log-likelihood {math.log(share):.3f}" if share > 0.0 else "never"
        print(f"{school.name:20} scale {scale:.4f}  in the window {share:.3f}  {fit}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
