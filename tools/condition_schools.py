"""Solve the factor of every school of a scenario, and write it into its file.

    python tools/condition_schools.py [FOLDER OF THE SCENARIO]

To be run when a school, shocks.csv, council.csv or the window in scenario.toml has changed, or when campaigns have come
to take another course. Prints the share of decisions within the documented window that every school then gives.
"""

from __future__ import annotations

import math
import re
import sys

from khingan.experiments.courses import endless, fight
from khingan.politics import conditioning, schools
from khingan.politics.settings import settings_of
from khingan.politics.survey import survey
from khingan.politics.tables import make_tables
from khingan.scenario import load

SEED = 1
COURSES = 40
COUNT = 4000


def main() -> None:
    """Condition all schools."""
    sc = load(sys.argv[1] if len(sys.argv) > 1 else "manchuria-1945")
    settings = settings_of(sc)
    days = settings.days - settings.eve(sc.start)
    compiled = endless(sc, min(days, 40))
    felt = fight(compiled, SEED, COURSES, min(days, 40)).felt
    for name in schools.names(sc.path):
        file = sc.path / schools.FOLDER / f"{name}.toml"
        text = re.sub(r"(?m)^scale = .*$", "scale = 1.0", file.read_text(encoding="utf-8"))
        file.write_text(text, encoding="utf-8")
        tables = make_tables(sc, settings, schools.find(sc, name))
        p = compiled.parameters
        scale = conditioning.solve_scale(tables, p, felt, settings, seed=SEED, count=COUNT)
        file.write_text(text.replace("scale = 1.0", f"scale = {scale:.4f}"), encoding="utf-8")
        found = survey(tables, p, felt, seed=SEED, count=COUNT, days=settings.days, scale=scale)
        share = conditioning.window_share(found, settings)
        print(f"{name:20} scale {scale:.4f}  in the window {share:.3f}  log-likelihood {math.log(share):.3f}")


if __name__ == "__main__":
    main()
