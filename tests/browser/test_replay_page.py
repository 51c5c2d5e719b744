"""The replay page in a real browser: it opens, plays, is scrubbed, tells a unit's story, and saves what it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from waiting import has_address, until

MOST_REPLAY_BYTES = 500_000


def opened(watched: Any, served: Any, run: str, query: str = "") -> Any:
    watched.page.goto(f"{served.address}/#/replay?run={run}{query}")
    watched.page.wait_for_selector(".timebar .clock")
    return watched.page


def clock(page: Any) -> str:
    return str(page.inner_text(".timebar .clock strong"))


def test_play_scrub_and_link(watched: Any, served: Any, served_run: str, pictures: Path) -> None:
    page = opened(watched, served, served_run)
    assert clock(page) == "9 August 1945, 00:00 (UTC+9)"
    page.keyboard.press("ArrowRight")
    until(page, lambda: "06:00" in clock(page))
    page.get_by_label("Time", exact=True).last.fill("5")
    has_address(page, "step=5")
    assert clock(page) == "10 August 1945, 06:00 (UTC+9)"
    page.keyboard.press(" ")
    # Two days are eight steps; playing stops at the end by itself.
    until(page, lambda: clock(page).startswith("11 August 1945, 00:00"))
    page.wait_for_selector("button[aria-label='Play']")
    page.screenshot(path=pictures / "replay.png")
    assert watched.errors == []
    assert watched.asked == {served.address.removeprefix("http://")}


def test_unit_with_its_reasons(watched: Any, served: Any, served_run: str, pictures: Path) -> None:
    page = opened(watched, served, served_run)
    page.keyboard.press("/")
    page.keyboard.type("257th Tank")
    page.keyboard.press("Enter")
    page.wait_for_selector("aside.right h2:has-text('257th Tank Brigade')")
    assert "sel=u:" in page.evaluate("location.hash")
    page.get_by_role("button", name="Why this number: Tanks and self-propelled guns at the start").click()
    page.wait_for_selector(".why .reasons li")
    page.screenshot(path=pictures / "unit.png")
    assert watched.errors == []


def test_the_address_brings_back_what_was_seen(watched: Any, served: Any, served_run: str) -> None:
    page = opened(watched, served, served_run, "&step=3&sel=p:harbin&layers=record,-rail&symbols=period")
    assert clock(page) == "9 August 1945, 18:00 (UTC+9)"
    page.wait_for_selector("aside.right h2:has-text('Harbin')")
    page.get_by_text("Layers", exact=True).click()
    assert page.get_by_label("Documented dates").is_checked()
    assert not page.get_by_label("Railways").is_checked()
    assert page.get_by_label("Signs in the manner of 1945").is_checked()


def test_light_mode_without_a_graphics_card(watched: Any, served: Any, served_run: str) -> None:
    page = opened(watched, served, served_run)
    page.get_by_text("Layers", exact=True).click()
    page.wait_for_selector("text=no graphics card")
    assert page.get_by_label("Light mode").is_checked()


@pytest.mark.parametrize(
    ("item", "ending", "begin"),
    [
        ("Map as PNG", ".png", b"\x89PNG"),
        ("This day as KML", ".kml", b"<?xml"),
        ("Units as CSV", ".csv", b"unit_id,"),
    ],
)
def test_exports(
    watched: Any, served: Any, served_run: str, tmp_path: Path, item: str, ending: str, begin: bytes
) -> None:
    file = export(opened(watched, served, served_run), item, tmp_path)
    assert file.suffix == ending
    assert file.read_bytes().startswith(begin)


def test_a_day_as_geojson(watched: Any, served: Any, served_run: str, tmp_path: Path) -> None:
    page = opened(watched, served, served_run, "&step=8")
    found = json.loads(export(page, "This day as GeoJSON", tmp_path).read_text())
    points = [feature for feature in found["features"] if feature["geometry"]["type"] == "Point"]
    assert len(points) > 100
    for point in points:
        lon, lat = point["geometry"]["coordinates"]
        assert 105 < lon < 162, point
        assert 30 < lat < 58, point


def test_a_replay_that_needs_no_server(
    watched: Any, browser: Any, served: Any, served_run: str, tmp_path: Path, pictures: Path
) -> None:
    page = opened(watched, served, served_run, "&step=4")
    # The painted ground arrives last and shall be inside.
    until(
        page,
        lambda: page.evaluate(
            "performance.getEntriesByType('resource').map((r) => r.name).join().includes('ground.json')"
        ),
    )
    file = export(page, "Standalone replay (HTML)", tmp_path)
    context = browser.new_context(offline=True)
    alone = context.new_page()
    errors: list[str] = []
    alone.on("pageerror", lambda error: errors.append(str(error)))
    alone.on("console", lambda message: message.type == "error" and errors.append(message.text))
    alone.goto(file.as_uri())
    alone.wait_for_selector(".timebar .clock", timeout=240_000)
    alone.keyboard.press("End")
    until(alone, lambda: clock(alone).startswith("11 August 1945"))
    alone.screenshot(path=pictures / "standalone.png")
    assert errors == []
    context.close()


def test_a_replay_is_small(served: Any, served_run: str) -> None:
    answer = served.get(f"/api/runs/{served_run}/campaigns/0/replay.arrow")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.num_bytes_downloaded < MOST_REPLAY_BYTES


def export(page: Any, item: str, folder: Path) -> Path:
    page.wait_for_timeout(1500)
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=item).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file
