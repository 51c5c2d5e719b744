"""Simulated weather of the library scenario beside its normals, as a Markdown table.

Weather alone, without a campaign: seconds for hundreds of Augusts. The page on the weather shows the outcome of
``./go python tools/weather_table.py``.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from khingan.campaign import weather
from khingan.campaign.state import allocate, start
from khingan.campaign.world import EVE_DAYS
from khingan.cli.common import default_scenario
from khingan.scenario import load
from khingan.scenario.compile import Compiled, compile_scenario

MEASURES = ("rain", "wet", "water", "flooded", "flying", "fog", "rough", "hot")


@njit(cache=False)
def _play(w: Any, p: Any, st: Any, sc: Any, out: Any) -> None:
    """Days of one campaign, [days, regions, measures]."""
    start(w, p, st, sc)
    for day in range(out.shape[0]):
        weather.daily(w, p, st, sc, 4 * day)
        for r in range(out.shape[1]):
            here = st.r[r]
            out[day, r, 0] = 1.0 if here.rain > 0 else 0.0
            out[day, r, 1] = here.wet
            out[day, r, 2] = here.water
            out[day, r, 3] = here.flooded
            out[day, r, 4] = here.flying
            out[day, r, 5] = 1.0 if here.fog > 0 else 0.0
            out[day, r, 6] = here.rough
            out[day, r, 7] = here.hot


def simulate(scenario: Compiled, campaigns: int) -> NDArray[np.float64]:
    """Weather of many campaigns, [campaigns, days, regions, measures]."""
    w, p = scenario.world, scenario.parameters
    st, sc = allocate(w, 0)
    out = np.zeros((campaigns, scenario.days, len(w.r), len(MEASURES)))
    for i in range(campaigns):
        sc.key[:] = (1, i)
        _play(w, p, st, sc, out[i])
    return out


def table(scenario: Compiled, found: NDArray[np.float64]) -> str:
    """One line a region: shares of the campaign's days, and the water."""
    chance = scenario.world.d.rain[:, EVE_DAYS:]
    mean = found.mean(axis=(0, 1))
    top = found[..., 2].max(axis=1)
    lines = [
        "| region | rain days of 31: normal | chance by the table, first 25 days | simulated | ground wet"
        " | fords flooded | highest water, m (5 to 95 of 100) | flying |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for r, row in enumerate(scenario.scenario.tables["regions"]):
        low, middle, high = np.quantile(top[:, r], (0.05, 0.5, 0.95))
        cells = (
            row["name"],
            f"{31 * scenario.world.d.rain[r, 0]:.1f}",
            f"{chance[r, : scenario.days].mean():.0%}".replace("%", " %"),
            f"{mean[r, 0]:.0%}".replace("%", " %"),
            f"{mean[r, 1]:.0%}".replace("%", " %"),
            f"{mean[r, 3]:.0%}".replace("%", " %"),
            f"{middle:.1f} ({low:.1f} to {high:.1f})",
            f"{mean[r, 4]:.0%}".replace("%", " %"),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--campaigns", type=int, default=1000)
    parser.add_argument("--what-if", action="append", default=[])
    arguments = parser.parse_args()
    scenario = compile_scenario(load(default_scenario(), arguments.what_if))
    print(table(scenario, simulate(scenario, arguments.campaigns)))


if __name__ == "__main__":
    main()
