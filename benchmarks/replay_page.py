"""How fast the replay page is, measured by the page itself: first paint, JavaScript per step, size of a replay.

python benchmarks/replay_page.py [--picture FILE]

Needs Chromium, Playwright and the built app (./go frontend). It serves the default scenario from a folder of its own,
fights one campaign, opens it at theatre zoom with all cells and units, and goes through every step.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "server"), str(ROOT / "tests" / "browser")]

SETTLED_MS = 350
# Mesa draws on all cores; with none to spare the page would be timed while it waits for them. So it draws on one.
ONE_CORE = {"LP_NUM_THREADS": "0"}
MEASURES = """(name) => performance.getEntriesByName(name).map((entry) => entry.duration)"""
PAINT = """performance.getEntriesByName('first-contentful-paint')[0].startTime"""


def main() -> int:
    """Measure, print, and save a picture if asked."""
    from chromium import installed, launched
    from playwright.sync_api import sync_playwright
    from serving import Server

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--picture", type=Path, help="save the replay at its eighth day, as in the README")
    parser.add_argument("--only-picture", action="store_true", help="measure nothing")
    chosen = parser.parse_args()
    program = installed()
    if program is None:
        print("no Chromium on this machine (Debian, Ubuntu: apt install chromium)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as home, Server(Path(home)) as server, sync_playwright() as player:
        run = server.fight(kind="run", seed=1)
        answer = server.get(f"/api/runs/{run}/campaigns/0/replay.arrow")
        with launched(player, program, **ONE_CORE) as browser:
            address = f"{server.address}/#/replay?run={run}"
            if chosen.picture:
                picture(browser, f"{address}&step=32&view=-330,-130,-0.35&sel=u:sov-6gta", chosen.picture)
            if not chosen.only_picture:
                found = {"replay_gzip_bytes": answer.num_bytes_downloaded}
                for light in (False, True):
                    found["light" if light else "all_cells"] = measure(browser, address, light)
                print(json.dumps(found, indent=1))
    return 0


def measure(browser: Any, address: str, light: bool) -> dict[str, float]:
    """Open the page afresh and go through all steps."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(120_000)
    page.goto(address)
    page.wait_for_selector(".timebar .clock", timeout=120_000)
    page.get_by_text("Layers", exact=True).click()
    page.get_by_label("Light mode").set_checked(light)
    # Front and gain of all steps are worked out in idle time.
    page.wait_for_timeout(8000)
    paint = page.evaluate(PAINT)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("performance.clearMeasures()")
    steps = int(page.get_attribute("input[type=range]", "max"))
    for _ in range(steps):
        page.keyboard.press("ArrowRight")
        # Without a graphics card a frame keeps both cores busy; a step is timed when the last one has been drawn.
        page.wait_for_timeout(SETTLED_MS)
    page.wait_for_timeout(1000)
    times = sorted(page.evaluate(MEASURES, "khingan-step"))
    draws = page.evaluate(MEASURES, "khingan-draw")
    page.close()
    return {
        "first_paint_ms": round(paint),
        "steps": len(times),
        "js_ms_median": round(statistics.median(times), 2),
        "js_ms_p90": round(times[int(0.9 * len(times))], 2),
        "draw_calls_ms_median": round(statistics.median(draws), 2),
    }


def picture(browser: Any, address: str, file: Path) -> None:
    """Save the page as a person sees it."""
    page = browser.new_page(viewport={"width": 1400, "height": 860}, color_scheme="light")
    page.set_default_timeout(120_000)
    page.goto(address)
    page.wait_for_selector(".timebar .clock", timeout=120_000)
    page.wait_for_timeout(15_000)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
